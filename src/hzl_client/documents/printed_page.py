"""One page of the printed form, taken apart into titles, fields and small print.

The layout is that of one form server (NOTES-xsozial, chapter 1): a grey caption of 8
points, below it a grey frame with what was entered or squares to tick, each with its
label to the right. What does not fit is not guessed at: `UnknownLayout`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from hzl_client.documents.document import Rect

# A page of the samples has 25 spans and 30 drawings; each is held against each.
MAX_SPANS: Final = 1_000
MAX_SHAPES: Final = 500
UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"  # a sign of an unknown letter
_SIDES: Final = (400.0, 1_200.0)  # of a page: A4 is 595 by 842
_TITLES: Final = (18.0, 14.0, 12.0)
_SMALL: Final = 8.0
_NEAR: Final = 2.5  # points; what stands one below the other begins this exactly
_CAPTION_GAP: Final = (-4.0, 8.0)  # from a caption to its frame; seen: 4.5
_LINE: Final = (0.7, 1.5)  # from line to line, in sizes of the letters; seen: 1.25
_LABEL_GAP: Final = 6.0  # from a square to its label; seen: 1.1
_SQUARE: Final = 13.1
_FAR: Final = 30.0  # from one question's squares to the next question's; seen: 31
_GREY: Final = 0x96
_DARK: Final = 0x60


class UnknownLayout(Exception):
    """Not printed as this program knows it."""


@dataclass(frozen=True, slots=True)
class Box:
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    def holds(self, x: float, y: float) -> bool:
        return self.x0 - 1 <= x <= self.x1 + 1 and self.y0 <= y <= self.y1

    def and_(self, other: "Box") -> "Box":
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )


@dataclass(frozen=True, slots=True)
class Span:
    """Letters of one look that people can see; `colour` is 0xRRGGBB."""

    text: str
    box: Box
    size: float
    colour: int
    bold: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """A rectangle that is drawn, not filled. `marked`: something shows within."""

    box: Box
    colour: int
    width: float
    marked: bool


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    spans: tuple[Span, ...]
    outlines: tuple[Outline, ...]
    strokes: tuple[Rect, ...]  # each from where to where, in the order it was drawn


@dataclass(frozen=True, slots=True)
class Title:
    level: int  # 0 is the largest
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption that nothing on this page belongs to."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class SmallPrint:
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Entry:
    """`caption` is "" where none stands on this page; `foot` is where it ends below;
    `label` and `question` are where the words beside and above it stand."""

    caption: str
    text: str
    box: Box
    foot: float
    ticked: bool | None
    label: Box | None = None
    question: Box | None = None


Part = Title | Caption | SmallPrint | Entry


def aligned(above: Box, lower: Box) -> bool:
    """With the same left edge, as the lines of a column have."""
    return abs(above.x0 - lower.x0) <= 1


def take_apart(page: Page) -> tuple[Part, ...]:
    """In reading order: row by row, each from left to right."""
    _expect(len(page.spans) <= MAX_SPANS, "too much text")
    _expect(len(page.outlines) + len(page.strokes) <= MAX_SHAPES, "too many drawings")
    for side in (page.width, page.height):
        _expect(_SIDES[0] <= side <= _SIDES[1], "no sheet of paper")
    boxes = [span.box for span in page.spans]
    boxes += [outline.box for outline in page.outlines]
    upright = all(box.x0 <= box.x1 and box.y0 <= box.y1 for box in boxes)
    _expect(upright, "a box that ends before it begins")
    grey = [outline for outline in page.outlines if _is_frame(outline)]
    squares = [outline for outline in grey if _is_square(outline.box)]
    frames = [outline for outline in grey if not _is_square(outline.box)]
    _expect_apart(outline.box for outline in grey)
    inside, outside = _sorted_out(page.spans, frames)
    captions = _captions(outside)
    entries = [_written(frame, inside[i]) for i, frame in enumerate(frames)]
    entries += _ticks(squares, page.strokes, outside)
    captioned, left = _captioned(entries, captions)
    parts: list[Part] = [*captioned, *left, *_titles(outside), *_small(outside)]
    for text in (text for part in parts for text in _texts(part)):
        _expect(UNREADABLE not in text, "letters that cannot be told")
    return tuple(_in_reading_order(parts))


def _expect(met: bool, what: str) -> None:  # noqa: FBT001 - reads like an assertion
    if not met:
        raise UnknownLayout(what)


def _texts(part: Part) -> tuple[str, ...]:
    return (part.caption, part.text) if isinstance(part, Entry) else (part.text,)


def _is_frame(outline: Outline) -> bool:
    box = outline.box
    return (
        _is_grey(outline.colour)
        and 0.3 <= outline.width <= 0.8
        and min(box.x1 - box.x0, box.y1 - box.y0) >= 10
    )


def _is_square(box: Box) -> bool:
    return all(
        abs(side - _SQUARE) <= 0.6 for side in (box.x1 - box.x0, box.y1 - box.y0)
    )


def _channels(colour: int) -> tuple[int, int, int]:
    return colour >> 16 & 255, colour >> 8 & 255, colour & 255


def _is_grey(colour: int) -> bool:
    return all(abs(channel - _GREY) <= 8 for channel in _channels(colour))


def _is_dark(colour: int) -> bool:
    return max(_channels(colour)) <= _DARK


def _is_size(span: Span, size: float) -> bool:
    return abs(span.size - size) <= 0.4


def _expect_apart(boxes: Iterable[Box]) -> None:
    """Frames that lie one upon the other: which of them holds the text?"""
    ordered = sorted(boxes, key=lambda box: box.y0)
    for i, upper in enumerate(ordered):
        for lower in ordered[i + 1 :]:
            if lower.y0 >= upper.y1 - 1:
                break
            apart = lower.x0 >= upper.x1 - 1 or upper.x0 >= lower.x1 - 1
            _expect(apart, "frames upon frames")


def _sorted_out(
    spans: tuple[Span, ...], frames: list[Outline]
) -> tuple[list[list[Span]], list[Span]]:
    """The spans within each frame, and those in none."""
    inside: list[list[Span]] = [[] for _ in frames]
    outside = []
    for span in spans:
        for frame, within in zip(frames, inside, strict=True):
            if frame.box.holds(span.box.x0, span.box.middle):
                _expect(_is_dark(span.colour), "a frame holds more than was entered")
                within.append(span)
                break
        else:
            outside.append(span)
    return inside, outside


def _written(frame: Outline, spans: list[Span]) -> Entry:
    text = "\n".join(_row_text(row) for row in _rows(spans))
    # What is drawn and no text would be read as "nothing was entered".
    _expect(bool(text) or not frame.marked, "a drawing within a frame")
    return Entry("", text, frame.box, frame.box.y1, None)


def _rows(spans: list[Span]) -> Iterator[list[Span]]:
    row: list[Span] = []
    for span in sorted(spans, key=lambda span: span.box.middle):
        if row and span.box.middle - row[0].box.middle > span.size / 2:
            yield row
            row = []
        row.append(span)
    if row:
        yield row


def _row_text(row: list[Span]) -> str:
    """Text upon text is refused: people see only one of the two.

    Pieces stay as they stand, from left to right; within one of them the library has
    the letters in the order of reading, also from right to left.
    """
    text, end = "", float("-inf")
    for span in sorted(row, key=lambda span: span.box.x0):
        _expect(span.box.x0 >= end - 1, "text upon text")
        text += (" " if text and span.box.x0 > end + 1 else "") + span.text
        end = span.box.x1
    return text.strip()


def _captions(spans: list[Span]) -> list[Caption]:
    grey = [s for s in spans if _is_grey(s.colour) and _is_size(s, _SMALL)]
    return [Caption(text, box) for text, box in _blocks(grey)]


def _titles(spans: list[Span]) -> Iterator[Title]:
    for level, size in enumerate(_TITLES):
        # The smallest is known by its bold letters; the others are not bold everywhere.
        written = [
            s
            for s in spans
            if _is_dark(s.colour) and _is_size(s, size) and (s.bold or level < 2)
        ]
        yield from (Title(level, text, box) for text, box in _blocks(written))


def _small(spans: list[Span]) -> Iterator[SmallPrint]:
    for span in spans:
        if _is_dark(span.colour) and _is_size(span, _SMALL):
            yield SmallPrint(span.text.strip(), span.box)


def _blocks(spans: list[Span]) -> Iterator[tuple[str, Box]]:
    """Lines right below one another, with the same left edge, are one text."""
    lines: list[Span] = []
    for span in sorted(spans, key=lambda s: (round(s.box.x0), s.box.y0)):
        if lines and not _goes_on(lines[-1], span):
            yield _block(lines)
            lines = []
        lines.append(span)
    if lines:
        yield _block(lines)


def _block(lines: list[Span]) -> tuple[str, Box]:
    box = lines[0].box
    for line in lines:
        box = box.and_(line.box)
    return " ".join(line.text.strip() for line in lines), box


def _goes_on(above: Span, lower: Span) -> bool:
    step = (lower.box.middle - above.box.middle) / above.size
    return aligned(above.box, lower.box) and _LINE[0] <= step <= _LINE[1]


def _ticks(
    squares: list[Outline], strokes: tuple[Rect, ...], spans: list[Span]
) -> list[Entry]:
    written = [s for s in spans if _is_dark(s.colour) and _is_size(s, 10.0)]
    firsts = [_first_of_label(square.box, written) for square in squares]
    begun = frozenset(firsts)
    more = [span for span in written if span not in begun]
    entries = []
    for square, first in zip(squares, firsts, strict=True):
        text, box = _block(_label(first, more))
        foot = max(box.y1, square.box.y1)
        ticked = _is_ticked(square, strokes)
        entries.append(Entry("", text, square.box, foot, ticked, box))
    return entries


def _is_ticked(square: Outline, strokes: tuple[Rect, ...]) -> bool:
    """Both diagonals, and the picture of the page must say the same."""
    box = square.box
    slopes = {
        (x1 > x0) == (y1 > y0)
        for x0, y0, x1, y1 in strokes
        if box.holds(x0, y0)
        and box.holds(x1, y1)
        and min(abs(x1 - x0), abs(y1 - y0)) >= _SQUARE / 2
    }
    _expect(square.marked == (len(slopes) == 2), "a strange tick")
    return square.marked


def _first_of_label(square: Box, written: list[Span]) -> Span:
    for span in written:
        gap = span.box.x0 - square.x1
        if square.y0 <= span.box.middle <= square.y1 and -1 <= gap <= _LABEL_GAP:
            return span
    raise UnknownLayout("a square without a label")


def _label(first: Span, more: list[Span]) -> list[Span]:
    lines = [first]
    for span in sorted(more, key=lambda s: s.box.y0):
        if _goes_on(lines[-1], span):
            lines.append(span)
    return lines


def _captioned(
    entries: list[Entry], captions: list[Caption]
) -> tuple[list[Entry], list[Caption]]:
    """Squares to the right of another and below it share its caption."""
    found: list[Entry] = []
    used: set[Caption] = set()
    for entry in sorted(entries, key=lambda e: (round(e.box.y0), e.box.x0)):
        own = next((c for c in captions if _stands_above(c.box, entry.box)), None)
        if own is not None:
            _expect(own not in used, "one caption, two frames")
            used.add(own)
            found.append(replace(entry, caption=own.text, question=own.box))
        elif entry.ticked is not None:
            found.append(_with_shared(entry, found))
        else:
            found.append(entry)
    return found, [caption for caption in captions if caption not in used]


def _stands_above(caption: Box, box: Box) -> bool:
    least, most = _CAPTION_GAP
    near = least <= box.y0 - caption.y1 <= most
    return near and abs(caption.x0 - box.x0) <= _NEAR


def _with_shared(entry: Entry, before: list[Entry]) -> Entry:
    square = entry.box
    ticks = [other for other in before if other.ticked is not None]
    level = [t for t in ticks if abs(t.box.y0 - square.y0) <= 1]
    if level:
        nearest = max(level, key=lambda t: t.box.x0)
        _expect(bool(nearest.caption), "a choice without a question")
        return _asked_with(entry, nearest)
    above = [t for t in ticks if aligned(t.box, square)]
    if not above:
        return entry
    nearest = max(above, key=lambda t: t.box.y0)
    gap = square.y0 - nearest.foot
    _expect(gap <= _SQUARE or gap >= _FAR, "neither near another square nor far")
    return _asked_with(entry, nearest) if gap <= _SQUARE else entry


def _asked_with(entry: Entry, other: Entry) -> Entry:
    return replace(entry, caption=other.caption, question=other.question)


def _in_reading_order(parts: list[Part]) -> Iterator[Part]:
    row: list[Part] = []
    for part in sorted(parts, key=lambda part: part.box.y0):
        if row and part.box.y0 - row[0].box.y0 > _NEAR:
            yield from sorted(row, key=lambda part: part.box.x0)
            row = []
        row.append(part)
    yield from sorted(row, key=lambda part: part.box.x0)
