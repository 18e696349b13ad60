"""What the tab "Bearbeitung" shows of one application."""

from dataclasses import dataclass
from datetime import date
from zlib import crc32

from hzl_client.model.record import Folder

TONES = ("blue", "teal", "violet", "brown")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was entered and could not be stored; it stands where it was typed."""

    reference: str | None = None
    due: str | None = None  # may be no day
    label: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`folder` is None where the application is not worked on (trash, Quarantäne),
    `place` its name. `reference_hint` says what differs from the office's pattern;
    `known_labels` are those in use anywhere in the mailbox."""

    record_id: str
    folder: Folder | None
    place: str
    labels: tuple[str, ...]
    known_labels: tuple[str, ...]
    reference: str
    reference_hint: str
    due: date | None
    note: str
    typed: Typed = Typed()


def tone_of(label: str) -> str:
    """The same label has the same colour, today and everywhere."""
    return TONES[crc32(label.casefold().encode("utf-8", "replace")) % len(TONES)]
