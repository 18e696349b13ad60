"""Open one stored message for a person: application, documents, verdict, history."""

from collections.abc import Iterator
from dataclasses import dataclass

from hzl_client.model.application import Application
from hzl_client.model.delivery import AuthorSignature, Content
from hzl_client.model.record import Event, Folder, Record
from hzl_client.services.shelf import Shelf
from hzl_client.services.understanding import Understanding
from hzl_client.services.verdict import Case, Judge, Verdict


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """`application` is None where no XML could be read; `contents` are there still."""

    record: Record
    application: Application | None
    contents: tuple[Content, ...]
    signatures: tuple[AuthorSignature, ...]
    verdict: Verdict
    history: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Fields are parsed on reading, so a better parser improves old records."""

    shelf: Shelf
    understanding: Understanding
    judge: Judge

    def open(self, record_id: str) -> OpenRecord:
        record = self.shelf.record(record_id)
        contents = self.shelf.contents(record_id)
        signatures = self.shelf.signatures(record_id)
        understood = self.understanding.of(contents)
        application = understood.application
        noticed = application.findings if application else understood.problems
        case = Case(record, contents, signatures, application, noticed)
        return OpenRecord(
            record,
            application,
            contents,
            signatures,
            self.judge.judge(case),
            (*_arrival(record), *self.shelf.history(record_id)),
        )


def _arrival(record: Record) -> Iterator[Event]:
    """What the record itself tells needs no event of its own in the store."""
    yield Event(record.received_at, "fetched")
    if record.opened and record.home is Folder.QUARANTINE:
        yield Event(record.received_at, "quarantined")
