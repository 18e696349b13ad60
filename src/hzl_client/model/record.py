"""A stored delivery as the list, the history and the folders know it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from hzl_client.model.application import Summary
from hzl_client.model.delivery import AuthorSignature, Content
from hzl_client.model.finding import Finding
from hzl_client.model.work import Work

NO_WORK = Work()
MOST_DOUBLES: Final = 6  # who sends a hundred is not told of each in each


class Folder(Enum):
    """In the order of the work, and of the screen."""

    INBOX = "inbox"
    IN_PROGRESS = "in-progress"
    TRANSFERRED = "transferred"
    FILED = "filed"
    TRASH = "trash"
    QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the Verlauf; `code` has a German sentence in `texts`."""

    at: datetime
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """`received_at` is ours, `submitted_at` the intermediary's (both aware UTC).

    `home` is the folder a record returns to from the trash. `summary` is None when
    nothing readable was found. `opened` is False between commit of the order message
    and the opening of its contents (a crash may leave it so; the next start opens)."""

    id: str
    message_id: str
    folder: Folder
    home: Folder
    read: bool
    received_at: datetime
    submitted_at: datetime | None
    size: int
    opened: bool
    summary: Summary | None
    problems: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    subject: str = ""
    work: Work = NO_WORK


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a stored message gave, and the folder it belongs into."""

    contents: tuple[Content, ...]
    signatures: tuple[AuthorSignature, ...]
    problems: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    summary: Summary | None
    folder: Folder
