"""What the printed form (Antrag.pdf) says, with the place each answer stands at."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page: `page` from 0, points from its upper left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PrintedField:
    """`heading` are the titles above it from the largest to the nearest. `ticked` is
    None where it is no box to tick; then `text` is what was entered, "" for nothing.
    `beside` is where its caption and the label of its box stand, if on the same page.
    """

    heading: tuple[str, ...]
    caption: str
    text: str
    place: Place
    ticked: bool | None = None
    beside: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """An entry of the list of evidence: "Originalname (anhang_0001.pdf)"."""

    category: str
    original: str
    delivered: str
    place: Place


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """`known` False: not printed as this program knows it, nothing was read.
    `categories` are all kinds of evidence in their order, also those without a file."""

    known: bool
    fields: tuple[PrintedField, ...] = ()
    files: tuple[PrintedFile, ...] = ()
    categories: tuple[str, ...] = ()


UNKNOWN_FORM = PrintedForm(known=False)


class Legible(Enum):
    """How a form can be read: as the program knows it, as mere text because its layout
    is another one, or not at all because its pages are pictures. `CLOSED`: there is
    none, or it is damaged or locked, which is said elsewhere."""

    FORM = "form"
    TEXT = "text"
    PICTURE = "picture"
    CLOSED = "closed"
