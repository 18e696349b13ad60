"""Everything asked of PyMuPDF, and the only module that imports it; runs in the child.

The numbers in the comments are the points of the measurements that forbid the obvious
call. `get_drawings` (5) and `Document.needs_pass` (2) are not used at all.
"""

# mypy: disable-error-code="no-untyped-call"
# PyMuPDF has types for a part of itself only.

import math
import re
import time
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

with warnings.catch_warnings():  # SWIG's types trouble Python 3.12, not its users
    warnings.simplefilter("ignore", DeprecationWarning)
    import pymupdf

from hzl_client.documents import jpeg, page_words, tiff
from hzl_client.documents.document import (
    MAX_FORM_PAGES,
    MAX_HITS,
    MAX_LETTERS,
    MAX_PAGES,
    MAX_PIXELS,
    MAX_SIDE,
    OPENABLE,
    Found,
    Hit,
    OpenDocument,
    PageSize,
    Picture,
    Reason,
    Rect,
    Word,
    written,
)
from hzl_client.documents.page_words import Line
from hzl_client.documents.printed_page import (
    MAX_SHAPES,
    UNREADABLE,
    Box,
    Outline,
    Page,
    Span,
    UnknownLayout,
)
from hzl_client.documents.sniff import PDF

STEP_SECONDS: Final = 0.05  # of searching, then whoever waits for a page has its turn
_A4: Final = PageSize(595.0, 842.0)
_TINY: Final = 1.5  # points; smaller letters are not meant for people
# (4) With images these decode every picture of the page: 1.6 kB became 577 MB.
_TEXT: Final = pymupdf.TEXTFLAGS_DICT & ~pymupdf.TEXT_PRESERVE_IMAGES
_LETTERS: Final = _TEXT & ~pymupdf.TEXT_PRESERVE_LIGATURES
_PAINTED: Final = pymupdf.mupdf.FZ_STEXT_FILLED | pymupdf.mupdf.FZ_STEXT_STROKED
_NO_LETTERS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_ERROR: Final = re.compile(r"^[a-z]+ error: ", re.MULTILINE)  # beside mere warnings
_FAR: Final = 1e6  # from any page
_WITHIN: Final = 2.5  # points from a frame to what stands in it
# Of 255 between letters and their ground; less, e.g. 245 on white, no eye tells apart.
_CONTRAST: Final = 12
_LUMA: Final = (0.299, 0.587, 0.114)  # how much red, green and blue are seen
# What brings a picture upright, by its orientation; the library does it for a JPEG.
_AS_HELD: Final = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 0, 0),
    3: (-1, 0, 0, -1, 0, 0),
    4: (1, 0, 0, -1, 0, 0),
    5: (0, 1, 1, 0, 0, 0),
    6: (0, 1, -1, 0, 0, 0),
    7: (0, -1, -1, 0, 0, 0),
    8: (0, -1, 1, 0, 0, 0),
}

LIBRARY_ERRORS: Final = (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase)

pymupdf.TOOLS.mupdf_display_errors(on=False)
pymupdf.TOOLS.mupdf_display_warnings(on=False)


class Refused(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Locked(Exception):
    def __init__(self, *, wrong: bool) -> None:
        super().__init__("a password is needed")
        self.wrong = wrong


class Reader:
    """The open documents of this process, by the handle the parent chose."""

    def __init__(self) -> None:
        self._open: dict[int, Any] = {}
        self._held: dict[int, tuple[int, ...]] = {}  # orientations, by handle

    def open(
        self, handle: int, media_type: str, data: bytes, password: str
    ) -> OpenDocument:
        try:
            document = pymupdf.Document(stream=data, filetype=OPENABLE[media_type])
        except (pymupdf.FileDataError, pymupdf.EmptyFileError) as error:
            raise Refused(Reason.DAMAGED) from error
        # (2) Asking `needs_pass` after `authenticate` spoils the key without a word;
        # `is_encrypted` keeps the answer that the constructor got.
        if document.is_encrypted and not document.authenticate(password):
            raise Locked(wrong=bool(password))
        # (7) The library looks at the content again: it must have come to our result.
        if bool(document.is_pdf) != (media_type == PDF) or document.is_reflowable:
            raise Refused(Reason.DAMAGED)
        total = document.page_count  # (1) document[-1] never returns where this is 0
        if total < 1:
            raise Refused(Reason.EMPTY)
        if media_type != PDF and not _loads(document):
            raise Refused(Reason.DAMAGED)  # a picture without a size is nothing
        sizes = tuple(_size(document, n) for n in range(min(total, MAX_PAGES)))
        self._open[handle] = document
        self._held[handle] = _held(media_type, data)
        pages = tuple(
            _upright(size, self._orientation(handle, n)) for n, size in enumerate(sizes)
        )
        return OpenDocument(
            handle=handle,
            pages=pages,
            page_total=total,
            media_type=media_type,
            repaired=bool(document.is_repaired) or _breaks_off(media_type, data),
            dynamic_form=_has_xfa(document),
        )

    def close(self, handle: int) -> None:
        document = self._open.pop(handle, None)
        self._held.pop(handle, None)
        if document is not None:
            document.close()
            pymupdf.TOOLS.store_shrink(100)

    def render(self, handle: int, number: int, width: int, rotation: int) -> Picture:
        """(6) Scaled to a width in pixels, never by dpi, within MAX_PIXELS."""
        page = self._page(handle, number)
        turn = pymupdf.Matrix(*_AS_HELD[self._orientation(handle, number)])
        turn *= pymupdf.Matrix(rotation)
        seen = page.rect * turn
        wide, high = seen.width, seen.height
        scale = min(
            max(width, 1) / wide,
            MAX_SIDE / max(wide, high),
            math.sqrt(MAX_PIXELS / (wide * high)),
        )
        matrix = turn * pymupdf.Matrix(scale, scale)
        pixmap = page.get_pixmap(
            matrix=matrix, colorspace=pymupdf.csRGB, alpha=False, annots=True
        )
        rgb = bytes(pixmap.samples_mv)
        # (3) `is_unicolor` looks at every pixel in Python: 48 s for a large page.
        blank = rgb == b"\xff" * len(rgb)
        return Picture(pixmap.width, pixmap.height, pixmap.stride, rgb, blank)

    def search(
        self, handle: int, needle: str, first: int, *, whole: bool = False
    ) -> Found:
        document = self._document(handle)
        last = min(document.page_count, MAX_PAGES)
        until = time.monotonic() + STEP_SECONDS
        hits: list[Hit] = []
        number, readable = first, 0
        while number < last and len(hits) < MAX_HITS:
            found = _hits(document, number, needle, whole=whole)
            readable += found is not None
            hits += found or []
            number += 1
            if time.monotonic() > until:
                break
        done = number >= last or len(hits) >= MAX_HITS
        return Found(tuple(hits[:MAX_HITS]), None if done else number, readable)

    def words(self, handle: int, number: int) -> tuple[Word, ...]:
        """(9) Seen is what stands where the picture shows something."""
        page = self._page(handle, number)
        letters = page.get_textpage(flags=_LETTERS)
        if len(letters.extractText()) > MAX_LETTERS:
            return ()
        lines = _lines_read(page, letters)
        return page_words.words(lines, _Seen(page, lines).shows_letters)

    def text(self, handle: int, number: int) -> str:
        """What people can see of it, line by line."""
        return written(w for w in self.words(handle, number) if not w.hidden)

    def printed_pages(self, handle: int) -> Iterator[Page]:
        """Spans and drawings that people can see, one page after the other."""
        document = self._document(handle)
        if not document.is_pdf or document.page_count > MAX_FORM_PAGES:
            raise UnknownLayout("a picture, or longer than any form")
        if document.is_repaired:
            raise UnknownLayout("damaged")
        for number in range(document.page_count):
            page = document.load_page(number)
            if page.rotation:
                raise UnknownLayout("a page that lies on its side")
            pymupdf.TOOLS.reset_mupdf_warnings()
            printed = _printed_page(page)
            # After an error the rest of a page is left out, of its picture as well.
            if _ERROR.search(pymupdf.TOOLS.mupdf_warnings()):
                raise UnknownLayout("a damaged page")
            yield printed

    def _document(self, handle: int) -> Any:
        if handle not in self._open:
            raise Refused(Reason.CLOSED)
        return self._open[handle]

    def _orientation(self, handle: int, number: int) -> int:
        held = self._held[handle]
        return held[number] if number < len(held) else tiff.UPRIGHT

    def _page(self, handle: int, number: int) -> Any:
        document = self._document(handle)
        if not 0 <= number < document.page_count:
            raise Refused(Reason.DAMAGED)
        return document.load_page(number)


class _Seen:
    """A small picture of a page, to ask whether people see something at a place."""

    def __init__(self, page: Any, lines: Sequence[Line] = ()) -> None:
        rect = page.rect
        self._scale = min(1.0, math.sqrt(MAX_PIXELS / 8 / (rect.width * rect.height)))
        matrix = pymupdf.Matrix(self._scale, self._scale)
        pixmap = page.get_pixmap(matrix=matrix, colorspace=pymupdf.csRGB, alpha=False)
        self._turn = page.rotation_matrix
        self._width: int = pixmap.width
        self._height: int = pixmap.height
        self._stride: int = pixmap.stride
        self._rgb = bytes(pixmap.samples_mv)
        self._painted = page_words.Painted(lines)

    def shows(self, span: Any) -> bool:
        if span["size"] < _TINY:
            return False
        return self.varies(span["bbox"])

    def shows_letters(self, letters: Line) -> bool:
        """All of them: some may be painted, others not."""
        parts = groupby(letters, key=lambda letter: letter.painted)
        return all(self._shows(tuple(part), painted=painted) for painted, part in parts)

    def _shows(self, letters: Line, *, painted: bool) -> bool:
        if letters[0].size < _TINY:
            return False
        if painted:
            return self._varies(pymupdf.Rect(page_words.around(letters)))
        if self._painted.reads_otherwise(letters):
            return False
        return self._varies(pymupdf.Rect(page_words.core(letters)))

    def varies(self, place: Any) -> bool:
        """Whether colours that an eye tells apart show there."""
        return self._varies(pymupdf.Rect(place) * self._turn)

    def _varies(self, place: Any) -> bool:
        box = place * self._scale
        left, right = (self._column(x) for x in (box.x0, box.x1 + 1))
        top, bottom = (round(min(max(y, 0), self._height)) for y in (box.y0, box.y1))
        if left >= right:
            return False
        rows = (self._pixels(y, left, right) for y in range(top, bottom + 1))
        return _has_contrast(rows, self._pixels(top, left, left + 1))

    def _column(self, x: float) -> int:
        return round(min(max(x, 0), self._width))

    def _pixels(self, y: int, left: int, right: int) -> bytes:
        y = min(y, self._height - 1)
        row = y * self._stride
        return self._rgb[row + left * 3 : row + right * 3]


def _has_contrast(rows: Iterable[bytes], ground: bytes) -> bool:
    lows, highs = list(ground), list(ground)
    for row in rows:
        if row == ground * (len(row) // 3):
            continue  # most are, and this is quick
        for channel in range(3):
            values = row[channel::3]
            low, high = min(values), max(values)
            lows[channel] = min(lows[channel], low)
            highs[channel] = max(highs[channel], high)
        spread = zip(_LUMA, lows, highs, strict=True)
        if sum(share * (high - low) for share, low, high in spread) > _CONTRAST:
            return True
    return False


def _lines_read(page: Any, letters: Any) -> list[Line]:
    raw = letters.extractRAWDICT()
    return page_words.lines_of(raw, _turning(page), _is_painted)


def _is_painted(span: Any) -> bool:
    return bool(span["char_flags"] & _PAINTED and span["alpha"])


def _printed_page(page: Any) -> Page:
    rect = page.rect
    if rect.width * rect.height > MAX_PIXELS / 8:
        raise UnknownLayout("too large to be looked at closely")
    seen = _Seen(page)
    spans = [span for line in _lines(page) for span in _spans(line, seen)]
    outlines, strokes = _drawings(page, seen)
    return Page(rect.width, rect.height, tuple(spans), outlines, strokes)


def _lines(page: Any) -> list[Any]:
    """The library drops accents in a font of their own where a line ends with them."""
    letters = page.get_textpage(flags=_LETTERS)
    lines = [ln for block in letters.extractDICT()["blocks"] for ln in block["lines"]]
    whole = "".join(span["text"] for line in lines for span in line["spans"])
    if _inked(whole) != _inked(letters.extractText()):
        raise UnknownLayout("letters were lost")
    return lines


def _inked(text: str) -> int:
    return sum(map(len, text.split()))


def _visible(line: Any, seen: _Seen) -> Iterator[Any]:
    """Accents in a font of their own have no width; people see them with the letter."""
    shown = False
    for span in line["spans"]:
        if not (span["bbox"][0] == span["bbox"][2] and _are_accents(span["text"])):
            shown = seen.shows(span)
        if shown:
            yield span


def _are_accents(text: str) -> bool:
    return all(unicodedata.category(letter).startswith("M") for letter in text)


def _spans(line: Any, seen: _Seen) -> list[Span]:
    """Spans of one look are one: a letter of another font begins a new one."""
    spans: list[Span] = []
    for raw in _visible(line, seen):
        if not _is_painted(raw):
            continue
        if line["dir"] != (1.0, 0.0):
            raise UnknownLayout("text that does not run from left to right")
        span = Span(
            _NO_LETTERS.sub(UNREADABLE, raw["text"].replace("\t", " ")),
            Box(*raw["bbox"]),
            raw["size"],
            raw["color"],
            bool(raw["flags"] & pymupdf.TEXT_FONT_BOLD),
        )
        if spans and _look(spans[-1]) == _look(span):
            before = spans.pop()
            text, box = before.text + span.text, before.box.and_(span.box)
            span = Span(text, box, span.size, span.colour, span.bold)
        spans.append(span)
    return [span for span in spans if span.text.strip()]


def _look(span: Span) -> tuple[float, int, bool]:
    return round(span.size, 1), span.colour, span.bold


def _drawings(page: Any, seen: _Seen) -> tuple[tuple[Outline, ...], tuple[Rect, ...]]:
    """(5) Each drawing is looked at and let go; without a callback all are kept."""
    shapes: list[tuple[Any, Any]] = []

    def take(path: Any) -> bool:  # an error in here would be swallowed
        if len(shapes) <= MAX_SHAPES and "s" in path["type"]:
            shapes.extend((path, item) for item in path["items"][: MAX_SHAPES + 1])
        return True

    page.get_cdrawings(callback=take)
    if len(shapes) > MAX_SHAPES:
        raise UnknownLayout("too many drawings")
    outlines = [_outline(i[1], path, seen) for path, i in shapes if i[0] == "re"]
    strokes = [(*item[1], *item[2]) for _, item in shapes if item[0] == "l"]
    return tuple(outlines), tuple(strokes)


def _outline(place: Any, path: Any, seen: _Seen) -> Outline:
    x0, y0, x1, y1 = place
    within = (x0 + _WITHIN, y0 + _WITHIN, x1 - _WITHIN, y1 - _WITHIN)
    red, green, blue = (round(channel * 255) for channel in path["color"])
    colour = red << 16 | green << 8 | blue
    return Outline(Box(*place), colour, path["width"], seen.varies(within))


def _loads(document: Any) -> bool:
    try:
        document.load_page(0)
    except LIBRARY_ERRORS:
        return False
    return True


def _size(document: Any, number: int) -> PageSize:
    """A page that does not load gets a usual size; its picture is refused later."""
    try:
        rect = document.load_page(number).rect
    except LIBRARY_ERRORS:
        return _A4
    usual = all(1 <= side <= 1e6 for side in (rect.width, rect.height))
    return PageSize(rect.width, rect.height) if usual else _A4


def _held(media_type: str, data: bytes) -> tuple[int, ...]:
    return tiff.orientations(data) if media_type == "image/tiff" else ()


def _upright(size: PageSize, orientation: int) -> PageSize:
    rect = pymupdf.Rect(0, 0, size.width, size.height)
    seen = rect * pymupdf.Matrix(*_AS_HELD[orientation])
    return PageSize(seen.width, seen.height)


def _breaks_off(media_type: str, data: bytes) -> bool:
    """Of other pictures the library says itself that they do."""
    return media_type == "image/jpeg" and not jpeg.is_whole(data)


def _has_xfa(document: Any) -> bool:
    if not document.is_pdf:
        return False
    kind, _ = document.xref_get_key(document.pdf_catalog(), "AcroForm/XFA")
    return str(kind) not in {"null", "undefined"}


def _hits(document: Any, number: int, needle: str, *, whole: bool) -> list[Hit] | None:
    """None where there is nothing to read."""
    try:
        page = document.load_page(number)
        letters = page.get_textpage(flags=_LETTERS)
        text = letters.extractText()
        if len(text) > MAX_LETTERS or not text.strip():
            return None
        if not page_words.may_hold(text, needle):
            return []
        lines = _lines_read(page, letters)
        places = list(page_words.find(lines, needle, whole=whole))
        seen = _Seen(page, lines) if places else None
    except LIBRARY_ERRORS:
        return None  # the picture of this page says that it cannot be read
    return [
        Hit(number, tuple(map(page_words.around, place)))
        for place in places
        if seen is not None and all(map(seen.shows_letters, place))
    ]


def _turning(page: Any) -> Callable[[Rect], Rect]:
    """From the page as it lies in the file to the page as it is read; in numbers, as
    each letter is turned and the library's own rectangles take five times as long."""
    a, b, c, d, e, f = page.rotation_matrix

    def turn(place: Rect) -> Rect:
        left, top, right, bottom = place
        x0, x1 = sorted((a * left + c * top + e, a * right + c * bottom + e))
        y0, y1 = sorted((b * left + d * top + f, b * right + d * bottom + f))
        return _near(x0), _near(y0), _near(x1), _near(y1)

    return turn


def _near(edge: float) -> float:
    return min(max(edge, -_FAR), _FAR)
