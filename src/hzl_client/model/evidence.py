"""A raw answer that could not be trusted, kept for whoever must explain it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """`reason` is the code of the error; `size` is what is kept, perhaps only the
    beginning."""

    id: str
    at: datetime
    reason: str
    size: int
