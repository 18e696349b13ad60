"""What an error is made of for the person who reads it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Advice:
    """What happened; whether anything is lost; what to do now, and who can help."""

    what: str
    lost: str
    do: str


NOTHING_LOST = "Es ist nichts verloren."
WAITS_THERE = (
    "Es ist nichts verloren: Die Nachricht wurde nicht quittiert und liegt weiterhin "
    "beim Intermediär."
)
KEPT_HERE = (
    "Es ist nichts verloren: Die Nachricht ist vollständig gespeichert und bleibt, "
    "wie sie ist."
)
NOTHING_CHANGED = "Es ist nichts verloren und nichts verändert worden."
