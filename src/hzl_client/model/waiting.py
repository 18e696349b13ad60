"""What lies in a mailbox at the intermediary, known by its process card alone."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery nobody acknowledged yet. `subject` is the sender's text, and nobody
    but the intermediary vouches for any of it."""

    message_id: str
    subject: str
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Oldest first. Where not `complete`, the intermediary has more than it named."""

    messages: tuple[Waiting, ...]
    complete: bool = True
