"""What the office notes about an application while working on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from hzl_client.model.composed import composed

# Foreign to nobody, but read with every list: all of it stays below one sealed chunk.
LONGEST_LABEL = 40
MOST_LABELS = 20
LONGEST_REFERENCE = 100
LONGEST_NOTE = 20_000
LONGEST_HINT_KEY = 200
MOST_SEEN = 1000


@dataclass(frozen=True, slots=True)
class Work:
    """`due` is the day of the Wiedervorlage, `file_reference` the office's own
    Aktenzeichen; `seen` tells when somebody ticked which hint of the checks, by a key
    that changes with the hint's evidence, and `open_hints` how many of them are open
    (None: nobody has read it yet). ValueError where a limit is exceeded."""

    labels: tuple[str, ...] = ()
    note: str = ""
    file_reference: str = ""
    due: date | None = None
    seen: Mapping[str, datetime] = field(default_factory=dict, hash=False)
    open_hints: int | None = None

    def __post_init__(self) -> None:
        if len(self.labels) > MOST_LABELS or len(set(self.labels)) < len(self.labels):
            raise ValueError("too many labels, or one of them twice")
        if any(not label or clean_label(label) != label for label in self.labels):
            raise ValueError("not a label")
        if len(self.note) > LONGEST_NOTE:
            raise ValueError("the note is too long")
        if clean_reference(self.file_reference) != self.file_reference:
            raise ValueError("not a file reference")
        if len(self.seen) > MOST_SEEN or not all(map(_is_hint_key, self.seen)):
            raise ValueError("too many hints, or not the key of one")
        if any(at.tzinfo is None for at in self.seen.values()):
            raise ValueError("a time without its zone")
        if self.open_hints is not None and not 0 <= self.open_hints <= MOST_SEEN:
            raise ValueError("no number of hints")


def clean_label(text: str) -> str:
    """One line in one spelling, as long as it may be; "" if nothing is left."""
    return _one_line(text, LONGEST_LABEL)


def clean_reference(text: str) -> str:
    return _one_line(text, LONGEST_REFERENCE)


def _one_line(text: str, longest: int) -> str:
    signs = composed("NFC", text)
    shown = "".join(c if c.isprintable() else " " for c in signs)
    return " ".join(shown.split())[:longest].rstrip()


def _is_hint_key(key: str) -> bool:
    return key.isascii() and key.isprintable() and 0 < len(key) <= LONGEST_HINT_KEY
