"""What only a person can answer, as one small interface that tests can play."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QPagedPaintDevice, QPageLayout


@dataclass(frozen=True, slots=True)
class Confirmation:
    """`yes` names what happens; the safe answer is always the default."""

    title: str
    text: str
    yes: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """An intermediary met for the first time, or with a new certificate."""

    holder: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A delivery at the intermediary as the preview shows it."""

    message_id: str
    subject: str
    submitted: str
    note: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class PrintRow:
    """An attachment to choose; `why_not` says why it cannot be printed."""

    key: str
    name: str
    about: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class PrintTicks:
    """What is ticked at first, as far as it is there: everything but the technical
    fields, unless somebody last chose otherwise."""

    cover: bool = True
    fields: bool = True
    technical: bool = False
    form: bool = True
    attachments: bool = True


@dataclass(frozen=True, slots=True)
class PrintOffer:
    """What there is of one application; `form` is its own PDF."""

    title: str
    fields: bool
    form: bool
    attachments: tuple[PrintRow, ...]
    ticks: PrintTicks = PrintTicks()


@dataclass(frozen=True, slots=True)
class PrintWish:
    """`attachments` are keys, in their order."""

    cover: bool = True
    fields: bool = True
    technical: bool = False
    form: bool = True
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """What the system's print dialog answered. `ranges` are pages from 1, both ends
    included, none for all; `copies` are those the printer does not make by itself."""

    device: QPagedPaintDevice
    ranges: tuple[tuple[int, int], ...] = ()
    copies: int = 1
    collate: bool = True
    abort: Callable[[], object] = lambda: None

    def takes(self, page: int) -> bool:
        ranges = self.ranges
        return not ranges or any(first <= page <= last for first, last in ranges)


@dataclass(frozen=True, slots=True)
class PaperOffer:
    """`title` is what the printer's queue shows to others; `layout` is proposed."""

    title: str
    layout: QPageLayout
    pages: int


class Questions(Protocol):
    """Nothing here blocks: the answer arrives by calling `then`, or never."""

    def folder(self, title: str, then: Callable[[Path], None]) -> None: ...

    def file_to_save(
        self, title: str, name: str, then: Callable[[Path], None]
    ) -> None: ...

    def confirm(self, question: Confirmation, then: Callable[[], None]) -> None: ...

    def passphrase(
        self, mailbox: str, *, wrong: bool, then: Callable[[str], None]
    ) -> None: ...

    def trust(self, stranger: Stranger, then: Callable[[], None]) -> None: ...

    def choose(
        self,
        waiting: tuple[WaitingRow, ...],
        then: Callable[[tuple[str, ...]], None],
        *,
        more: bool,
    ) -> None:
        """Which of them to fetch; `then` gets the message ids. `more`: there are others
        which the intermediary did not name."""
        ...

    def what_to_print(
        self, offer: PrintOffer, then: Callable[[PrintWish], None]
    ) -> None: ...

    def paper(self, offer: PaperOffer, then: Callable[[Paper], None]) -> None:
        """Which printer, how often and which of so many pages."""
        ...

    def show_folder(self, folder: Path) -> None: ...
