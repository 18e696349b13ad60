"""A desk without network and disk: real services over a mailbox in memory."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, get_ident
from typing import Final

from helpers.applications import content, read, sample_contents
from helpers.fake_shelf import FakeShelf
from helpers.openings import signed
from hzl_client import resources
from hzl_client.checks import registry
from hzl_client.documents.process import Documents
from hzl_client.errors import Cancelled, HzlError, InvalidOverlay
from hzl_client.exports.folder import FolderExporter
from hzl_client.model.delivery import Content, Delivery, Trust
from hzl_client.model.finding import Finding
from hzl_client.model.octets import MemoryOctets
from hzl_client.model.record import Folder, Opened
from hzl_client.model.waiting import WaitingList
from hzl_client.model.watch import Progress, Step, Watch
from hzl_client.services.blocked import BlockedMessages
from hzl_client.services.certificate import CertificateFacts
from hzl_client.services.export_record import ExportRecord
from hzl_client.services.fetch import FetchReport
from hzl_client.services.hint_ticks import HintTicks
from hzl_client.services.locked_files import LockedFiles
from hzl_client.services.reading import Reading
from hzl_client.services.records import Records
from hzl_client.services.search_documents import SearchDocuments
from hzl_client.services.second_source import SecondSource
from hzl_client.services.trust import ExpectedAuthors
from hzl_client.services.understanding import Understanding
from hzl_client.services.verdict import Judge
from hzl_client.services.working import Working
from hzl_client.settings import MailboxSettings
from hzl_client.standards.comparison import compare
from hzl_client.ui.dialogs.questions import (
    Confirmation,
    Paper,
    PaperOffer,
    PrintOffer,
    PrintWish,
    Stranger,
    WaitingRow,
)

NOW = datetime.now(UTC)
DAMAGED = (Finding("author-signature"),)


def put(
    shelf: FakeShelf,
    contents: tuple[Content, ...],
    *,
    age: timedelta = timedelta(),
    problems: tuple[Finding, ...] = (),
    folder: Folder = Folder.INBOX,
) -> str:
    """Store and open one message as a fetch would."""
    number = len(shelf.deliveries) + 1
    message = MemoryOctets(b"order message %d" % number)
    digest = hashlib.sha256(message.data).hexdigest()
    at = NOW - age
    record_id = shelf.add(
        Delivery(f"urn:beispiel:{number}", "Antrag", message, digest, at), at
    ).record_id
    application = read(*contents)
    shelf.set_opened(
        record_id,
        Opened(
            contents,
            (signed(valid=not problems),),
            problems,
            application.findings if application else (),
            application.summary if application else None,
            folder,
        ),
    )
    return record_id


def put_samples(shelf: FakeShelf) -> tuple[str, ...]:
    """Three applications and one that is in quarantine."""
    ids = [
        put(shelf, sample_contents(name), age=timedelta(hours=hours))
        for name, hours in (
            ("02_paar_zwei_kinder", 1),
            ("03_mit_betreuung", 3),
            ("01_alleinstehend", 26),
        )
    ]
    bad = tuple(
        replace(content, trust=Trust.INVALID)
        for content in sample_contents("06_version_2_5_0")
    )
    ids.append(
        put(
            shelf,
            bad,
            age=timedelta(days=3),
            problems=DAMAGED,
            folder=Folder.QUARANTINE,
        )
    )
    return tuple(ids)


LONG_FAMILY: Final = "Freifrau von der Langen-Doppelsteinhausen zu Hohenwaldeckingen"
LONG_FILE: Final = (
    "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenbescheid_2026_final_v3.pdf"
)


def put_long_names(shelf: FakeShelf) -> str:
    """Filed twice: an application whose names need much room, and may be a double."""
    form = resources.read("samples/01_alleinstehend/Antrag.pdf")
    *others, last = sample_contents("01_alleinstehend")
    message = resources.read(f"samples/01_alleinstehend/{last.name}")
    renamed = message.replace(b">Beispiel<", f">{LONG_FAMILY}<".encode())
    assert renamed != message
    contents = (
        *others,
        replace(last, octets=MemoryOctets(renamed)),
        content(LONG_FILE, form, "enc/long/cid:1"),
    )
    put(shelf, contents, age=timedelta(days=6), folder=Folder.FILED)
    return put(shelf, contents, age=timedelta(days=5), folder=Folder.FILED)


@dataclass
class FakeFetch:
    """Plays messages one after the other; may be held before any of them."""

    shelf: FakeShelf
    messages: list[tuple[Content, ...]] = field(default_factory=list)
    error: HzlError | None = None
    gate: Event = field(default_factory=Event)
    runs: int = 0
    threads: set[int] = field(default_factory=set)
    lying: WaitingList = field(
        default_factory=lambda: WaitingList(())
    )  # what `waiting` finds
    only: tuple[str, ...] | None = None  # of the last run

    def __post_init__(self) -> None:
        self.gate.set()

    @property
    def blocked(self) -> BlockedMessages:
        return BlockedMessages(self.shelf)

    def waiting(self, watch: Watch) -> WaitingList:
        while not self.gate.wait(0.01):
            if watch.cancelled:
                raise Cancelled("cancelled")
        if self.error is not None:
            raise self.error
        return self.lying

    def run(self, watch: Watch, only: tuple[str, ...] | None = None) -> FetchReport:
        self.runs += 1
        self.only = only
        self.threads.add(get_ident())
        stored: list[str] = []
        watch.report(Progress(Step.CONNECT))
        for number, contents in enumerate(self.messages, 1):
            watch.report(Progress(Step.LOAD, number, 500_000, 1_000_000))
            while not self.gate.wait(0.01) and not watch.cancelled:
                pass
            if watch.cancelled:
                break
            for step in (Step.SECURE, Step.DECRYPT, Step.CHECK, Step.ACKNOWLEDGE):
                if step is Step.DECRYPT:
                    stored.append(put(self.shelf, contents))
                watch.report(Progress(step, number))
        return FetchReport(
            stored=tuple(stored),
            quarantined=(),
            duplicates=0,
            cancelled=watch.cancelled,
            error=self.error,
            at=datetime.now(UTC),
            blocked=self.blocked.all(),
        )


@dataclass
class FakeDesk:
    documents: Documents
    shelf: FakeShelf = field(default_factory=FakeShelf)
    folder: Path = Path()
    pinned: list[str] = field(default_factory=list)
    closed: bool = False
    overlay_problems: tuple[InvalidOverlay, ...] = ()

    def __post_init__(self) -> None:
        understanding = Understanding(lambda contents: read(*contents), lambda _: ())
        self.fetch = FakeFetch(self.shelf)
        self.records = Records(self.shelf)
        self.working = Working(self.shelf)
        self.reading = Reading(
            self.shelf, understanding, Judge(ExpectedAuthors(), practice=True)
        )
        self.search = SearchDocuments(self.documents)
        self.locked_files = LockedFiles(self.documents)
        self.second_source = SecondSource(self.documents, compare, registry.run)
        self.further_documents = Documents
        self.hint_ticks = HintTicks(self.shelf)
        self.export = ExportRecord(self.shelf, understanding, FolderExporter())
        self.settings = MailboxSettings(
            "Übungspostfach", "http://127.0.0.1:1/", "", practice=True
        )
        until = NOW + timedelta(days=214)
        self.certificate = CertificateFacts("Musterstadt", until, 214, "ab" * 32)

    def pin_supplier(self, fingerprint: str) -> None:
        self.pinned.append(fingerprint)
        self.fetch.error = None

    def close(self) -> None:
        self.closed = True


@dataclass
class Answers:
    """Plays the person: answers at once what it has an answer for."""

    target: Path | None = None
    yes: bool = True
    secret: str | None = None
    wish: PrintWish | None = None
    printer: Paper | None = None
    unnamed: bool = False  # what the last preview said of others
    asked: list[object] = field(default_factory=list)
    shown: list[Path] = field(default_factory=list)

    def folder(self, title: str, then: Callable[[Path], None]) -> None:
        self.asked.append(title)
        if self.target is not None:
            then(self.target)

    def file_to_save(self, title: str, name: str, then: Callable[[Path], None]) -> None:
        self.asked.append((title, name))
        if self.target is not None:
            then(self.target / name)

    def confirm(self, question: Confirmation, then: Callable[[], None]) -> None:
        self.asked.append(question)
        if self.yes:
            then()

    def passphrase(
        self, mailbox: str, *, wrong: bool, then: Callable[[str], None]
    ) -> None:
        self.asked.append((mailbox, wrong))
        if self.secret is not None and not wrong:
            then(self.secret)

    def trust(self, stranger: Stranger, then: Callable[[], None]) -> None:
        self.asked.append(stranger)
        if self.yes:
            then()

    def choose(
        self,
        waiting: tuple[WaitingRow, ...],
        then: Callable[[tuple[str, ...]], None],
        *,
        more: bool,
    ) -> None:
        self.asked.append(waiting)
        self.unnamed = more
        if self.yes:
            then(tuple(each.message_id for each in waiting if each.ticked))

    def what_to_print(
        self, offer: PrintOffer, then: Callable[[PrintWish], None]
    ) -> None:
        self.asked.append(offer)
        if self.wish is not None:
            then(self.wish)

    def paper(self, offer: PaperOffer, then: Callable[[Paper], None]) -> None:
        self.asked.append(offer)
        if self.printer is not None:
            then(self.printer)

    def show_folder(self, folder: Path) -> None:
        self.shown.append(folder)
