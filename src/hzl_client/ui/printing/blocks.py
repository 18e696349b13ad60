"""What stands on paper, before anyone knows how large the paper is."""

from dataclasses import dataclass
from enum import Enum


class Style(Enum):
    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    STRONG = "strong"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Cell:
    """`note` stands below the text in small letters."""

    text: str
    style: Style = Style.TEXT
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    style: Style = Style.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """`shares` divide the width. `head` stands again on every page it goes on."""

    title: str
    shares: tuple[int, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table
