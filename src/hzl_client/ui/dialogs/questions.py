"""What only a person can answer, as one small interface that tests can play."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


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
    ) -> None:
        """Which of them to fetch; `then` gets the message ids."""
        ...

    def show_folder(self, folder: Path) -> None: ...
