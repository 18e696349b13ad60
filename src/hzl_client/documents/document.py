"""What is known about a document that is open for reading; plain values, no library."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hzl_client.documents.sniff import PDF

# A scan of 600 pages has 150 MiB; beyond this nobody reads in a window.
MAX_BYTES: Final = 200 * 1024 * 1024
# 50,000 pages open in 4 s and harm nobody, but no application has a thousand.
MAX_PAGES: Final = 2_000
# A4 at 400 dpi; 48 MB on the pipe, 64 MB as an image of the window.
MAX_PIXELS: Final = 16_000_000
MAX_SIDE: Final = 16_384
MAX_HITS: Final = 500
MAX_NEEDLE: Final = 200
MAX_TEXT: Final = 1024 * 1024
MAX_WORDS: Final = 20_000  # of one page; a page of a telephone book has 4,000
MAX_LETTERS: Final = 100_000  # of one page; each costs half a kilobyte when taken apart
# Of a printed form; the samples have 6 pages, 89 fields and 10 kB of text at most.
MAX_FORM_PAGES: Final = 200
MAX_FIELDS: Final = 5_000
MAX_FORM_TEXT: Final = 2_000_000  # bytes of UTF-8, the titles of each field included

# Office files, SVG, HTML and XML hang or swell in the library: never handed over.
OPENABLE: Final = {
    PDF: "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/tiff": "tiff",
    "image/gif": "gif",
    "image/bmp": "bmp",
}


class Reason(StrEnum):
    """Why a document or a page cannot be shown."""

    KIND = "kind"  # not a PDF and not a picture
    LARGE = "large"
    DAMAGED = "damaged"
    EMPTY = "empty"  # no page at all
    MEMORY = "memory"
    TIME = "time"
    CRASH = "crash"
    CLOSED = "closed"  # released, or given up for another document


Rect = tuple[float, float, float, float]  # x0, y0, x1, y1 in points, origin top left


@dataclass(frozen=True, slots=True)
class PageSize:
    """As the page is to be read, its own rotation included; in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """`pages` ends at MAX_PAGES, `page_total` counts on."""

    handle: int
    pages: tuple[PageSize, ...]
    page_total: int
    media_type: str = PDF
    repaired: bool = False  # damaged or incomplete; what could be saved is shown
    dynamic_form: bool = False  # XFA: pages may show only a placeholder


@dataclass(frozen=True, slots=True)
class Picture:
    """One page, three bytes per pixel. `blank`: nothing but white."""

    width: int
    height: int
    stride: int
    rgb: bytes
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the text stands."""

    page: int
    rects: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """`line` counts in reading order; `hidden`: people do not see it in the page."""

    text: str
    place: Rect
    line: int
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A part of a search; `next_page` is None when every page has been looked at.

    `readable` pages of this part have text at all; a scan has none.
    """

    hits: tuple[Hit, ...]
    next_page: int | None
    readable: int = 0


def written(words: Iterable[Word]) -> str:
    """As printed: a line for each line, parted words stay parted."""
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return "\n".join(" ".join(line) for line in lines.values())
