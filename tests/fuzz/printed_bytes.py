"""Pages of a printed form as bytes, so that a fuzzer can change them piece by piece."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from hzl_client.documents.document import Rect
from hzl_client.documents.printed_page import Box, Outline, Page, Span

UNIT = 50  # of coordinates: a 50th of a point
SIZES = 8  # of letters: an eighth of a point
COLOURS = (0x262626, 0x969696, 0, 0xCC1A1A, 0xFFFFFF, 0x808080)
PAGE, SPAN, OUTLINE, STROKE = range(4)
_RECORD = struct.Struct("<BHHHHBBBB")  # kind, place, size, colour, flag, text length


@dataclass
class _Sheet:
    width: float
    height: float
    spans: list[Span] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    strokes: list[Rect] = field(default_factory=list)

    def page(self) -> Page:
        parts = (tuple(self.spans), tuple(self.outlines), tuple(self.strokes))
        return Page(self.width, self.height, *parts)


def decode(data: bytes) -> list[Page]:
    """Any bytes are some pages; what is cut at the end is left out."""
    sheets: list[_Sheet] = []
    place = 0
    while place + _RECORD.size <= len(data):
        kind, *raw, size, colour, flag, length = _RECORD.unpack_from(data, place)
        place += _RECORD.size
        x0, y0, x1, y1 = (number / UNIT for number in raw)
        text = data[place : place + length].decode("utf-8", "replace")
        place += length
        colour = COLOURS[colour % len(COLOURS)]
        if kind % 4 == PAGE or not sheets:
            sheets.append(_Sheet(x1, y1))
        match kind % 4:
            case 1:  # SPAN
                box = Box(x0, y0, x1, y1)
                span = Span(text, box, size / SIZES, colour, bold=bool(flag & 1))
                sheets[-1].spans.append(span)
            case 2:  # OUTLINE
                box, marked = Box(x0, y0, x1, y1), bool(flag & 1)
                sheets[-1].outlines.append(Outline(box, colour, size / SIZES, marked))
            case 3:  # STROKE
                sheets[-1].strokes.append((x0, y0, x1, y1))
    return [sheet.page() for sheet in sheets]


def encode(pages: list[Page]) -> bytes:
    return b"".join(part for page in pages for part in _parts(page))


def _parts(page: Page) -> Iterator[bytes]:
    yield _record(PAGE, (0, 0, page.width, page.height), 0, 0)
    for span in page.spans:
        box, colour = _rect(span.box), span.colour
        text = span.text.encode()[:255]
        yield _record(SPAN, box, span.size, colour, span.bold, text)
    for outline in page.outlines:
        box, colour = _rect(outline.box), outline.colour
        yield _record(OUTLINE, box, outline.width, colour, outline.marked)
    for stroke in page.strokes:
        yield _record(STROKE, stroke, 0, 0)


def _record(
    kind: int, place: Rect, size: float, colour: int, flag: int = 0, text: bytes = b""
) -> bytes:
    numbers = (min(max(round(n * UNIT), 0), 65_535) for n in place)
    known = COLOURS.index(colour) if colour in COLOURS else 0
    eighths = min(round(size * SIZES), 255)
    return _RECORD.pack(kind, *numbers, eighths, known, flag, len(text)) + text


def _rect(box: Box) -> Rect:
    return box.x0, box.y0, box.x1, box.y1
