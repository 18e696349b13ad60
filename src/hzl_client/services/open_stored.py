"""Open a stored message: decrypt, check, summarise, and find its folder.

Everything here works from bytes that are stored already, so a crash at any moment is
healed by doing it again; and no content may stop it, so that no message can close a
mailbox.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hzl_client.errors import HzlError, OutOfMemory, SurroundingsError
from hzl_client.model.delivery import OpenedDelivery, Trust
from hzl_client.model.finding import Finding
from hzl_client.model.octets import Octets
from hzl_client.model.record import Folder, Opened
from hzl_client.services.contradiction import contradicted
from hzl_client.services.shelf import Shelf
from hzl_client.services.understanding import (
    Understanding,
    Understood,
    as_problem,
)

_log = logging.getLogger(__name__)

OpenMessage = Callable[[Octets], OpenedDelivery]  # Source.open
Sniff = Callable[[bytes], str]
_HEAD = 4096
_HEALING = "healing"  # the record being opened after a crash, and which attempt it is
_ATTEMPTS = 2
_DISPLAYABLE = ("application/pdf", "image/")


@dataclass(frozen=True, slots=True)
class OpenStored:
    shelf: Shelf
    open_message: OpenMessage
    understanding: Understanding
    sniff: Sniff

    def run(self, record_id: str, message: Octets | None = None) -> Opened:
        """Raises only what the surroundings do (disk, store), never for content. A
        `message` still at hand saves reading what has just been stored."""
        if message is None:
            message = self.shelf.message(record_id)
        try:
            delivery = self.open_message(message)
        except SurroundingsError:
            raise
        except MemoryError as error:
            raise OutOfMemory("a message") from error
        except Exception as error:  # noqa: BLE001 - becomes the reason of Quarantäne
            opened = _closed(as_problem(error))
        else:
            opened = self._judge(delivery)
        self.shelf.set_opened(record_id, opened)
        return opened

    def heal(self) -> None:
        """Open what a crash left between commit and opening. What cannot even be read
        from the store stays unopened, and the mailbox opens all the same. What ended
        the program each time it was opened is not opened any more."""
        for record_id in self.shelf.unopened():
            try:
                self._heal(record_id)
            except HzlError as error:
                _log.warning("record %s stays unopened: %s", record_id, error.name)

    def _heal(self, record_id: str) -> None:
        last, _, times = (self.shelf.note(_HEALING) or "").partition(" ")
        before = int(times) if last == record_id else 0
        if before < _ATTEMPTS:
            self.shelf.put_note(_HEALING, f"{record_id} {before + 1}")
            try:
                self.run(record_id)
            except HzlError:  # the program did not end of it
                self.shelf.put_note(_HEALING, "")
                raise
        else:
            self.shelf.set_opened(record_id, _closed(Finding("opening-failed")))
        self.shelf.put_note(_HEALING, "")

    def _judge(self, delivery: OpenedDelivery) -> Opened:
        understood = self.understanding.of(delivery.contents, whole=False)
        problems = (*delivery.problems, *understood.problems)
        readable = self._readable(delivery, understood, problems)
        if not readable and not problems:
            problems = (Finding("nothing-readable"),)
        application = understood.application
        doubtful = contradicted(delivery.contents, delivery.signatures)
        return Opened(
            delivery.contents,
            delivery.signatures,
            problems,
            (*delivery.findings, *_further_findings(delivery, understood)),
            application.summary if application else None,
            Folder.INBOX if readable and not doubtful else Folder.QUARANTINE,
        )

    def _readable(
        self,
        delivery: OpenedDelivery,
        understood: Understood,
        problems: tuple[Finding, ...],
    ) -> bool:
        """The application; or documents that came without one. Where something did
        not open, the application may be what is missing."""
        if understood.application is not None:
            return True
        heads = (content.octets.read(0, _HEAD) for content in delivery.contents)
        displayable = any(self.sniff(head).startswith(_DISPLAYABLE) for head in heads)
        return displayable and not problems


def _closed(problem: Finding) -> Opened:
    return Opened((), (), (problem,), (), None, Folder.QUARANTINE)


def _further_findings(
    delivery: OpenedDelivery, understood: Understood
) -> Iterator[Finding]:
    if any(content.trust is Trust.UNSIGNED for content in delivery.contents):
        yield Finding("unsigned-content")
    application = understood.application
    if application is not None:
        yield from application.findings
    elif delivery.contents:
        yield Finding("no-application")
