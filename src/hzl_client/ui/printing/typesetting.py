"""Blocks become pages: lines are broken, rows go on over the page, headings stay with
what they announce. Pure arithmetic on fonts; may run on a worker thread."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from hzl_client.ui.plain import visible
from hzl_client.ui.printing.blocks import Block, Cell, Paragraph, Style, Table

POINT: Final = 10  # units; so fine that no screen's pixel rounds a letter
SIZES: Final = {
    Style.TITLE: (15, True),
    Style.HEADING: (11, True),
    Style.TEXT: (9, False),
    Style.STRONG: (9, True),
    Style.SMALL: (7.5, False),
}
GAP: Final = 3 * POINT  # above and below the words of a row
BESIDE: Final = 8 * POINT  # between two columns
ABOVE: Final = {Style.TITLE: 0, Style.HEADING: 12 * POINT}
WHOLE_LINES: Final = 12  # a row of so many lines is not torn
MOST_SIGNS: Final = 100_000  # of one value; no form has room for more
MOST_LINES: Final = 2_000  # of one value: 30 pages
CUT: Final = "… (gekürzt)"
CONTINUED: Final = " (Fortsetzung)"
_LINE_BREAK: Final = "\u2028"  # what QTextLayout breaks a line at


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line in one column, at `x`."""

    x: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Strip:
    """One line across the page. `glued`: the next one stays on the same page; `again`
    are the strips that stand once more above it where a page begins with it."""

    height: float
    base: float  # of the letters, from the top
    pieces: tuple[Piece, ...] = ()
    ruled: bool = False  # a fine line above
    glued: bool = False
    again: tuple["Strip", ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    y: float
    strip: Strip


TextPage = tuple[Placed, ...]
_Line = tuple[str, Style]


class Fonts:
    """The faces of the page in units of a tenth of a point."""

    def __init__(self, family: str) -> None:
        self._fonts = {style: _font(family, *size) for style, size in SIZES.items()}
        self._metrics = {s: QFontMetricsF(font) for s, font in self._fonts.items()}

    def font(self, style: Style) -> QFont:
        return self._fonts[style]

    def metrics(self, style: Style) -> QFontMetricsF:
        return self._metrics[style]


def _font(family: str, points: float, bold: bool) -> QFont:  # noqa: FBT001
    font = QFont(family)
    font.setPixelSize(round(points * POINT))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


class Typesetter:
    """`stopped` is asked before each row."""

    def __init__(
        self, fonts: Fonts, width: float, height: float, stopped: Callable[[], bool]
    ) -> None:
        self._fonts, self._width, self._height = fonts, width, height
        self._stopped = stopped

    def pages(self, blocks: tuple[Block, ...]) -> tuple[TextPage, ...]:
        strips = [strip for block in blocks for strip in self._strips(block)]
        return tuple(self._paged(strips))

    # --- lines ----------------------------------------------------------------------

    def _strips(self, block: Block) -> Iterator[Strip]:
        if isinstance(block, Paragraph):
            heading = block.style in (Style.TITLE, Style.HEADING)
            yield _space(ABOVE.get(block.style, 0), glued=True)
            cell = Cell(block.text, block.style)
            yield from self._row((cell,), (100,), glued=heading)
        else:
            yield from self._table(block)

    def _table(self, table: Table) -> Iterator[Strip]:
        title = [*self._titled(table.title)]
        again = [*self._titled(table.title + CONTINUED)]
        cells = tuple(Cell(name, Style.SMALL) for name in table.head)
        head = [*self._row(cells, table.shares, glued=True)] if table.head else []
        yield _space(ABOVE[Style.HEADING], glued=True)
        yield from (*title, *head)
        for cells in table.rows:
            if self._stopped():
                return
            for strip in self._row(cells, table.shares, ruled=True):
                yield replace(strip, again=(*again, *head))

    def _titled(self, title: str) -> Iterator[Strip]:
        if title:
            yield from self._row((Cell(title, Style.HEADING),), (100,), glued=True)

    def _row(
        self,
        cells: tuple[Cell, ...],
        shares: tuple[int, ...],
        *,
        ruled: bool = False,
        glued: bool = False,
    ) -> list[Strip]:
        """One strip per line; the lines of all cells stand side by side."""
        columns: list[tuple[float, list[_Line]]] = []
        x = 0.0
        for cell, share in zip(cells, shares, strict=True):
            room = self._width * share / sum(shares)
            columns.append((x, self._lines(cell, room - BESIDE)))
            x += room
        total = max((len(lines) for _, lines in columns), default=0)
        strips = []
        for number in range(total):
            pieces = tuple(
                Piece(x, *lines[number]) for x, lines in columns if number < len(lines)
            )
            strips.append(
                self._strip(
                    pieces, first=number == 0, last=number == total - 1, ruled=ruled
                )
            )
        return [
            replace(strip, glued=_sticks(number, total, glued=glued))
            for number, strip in enumerate(strips)
        ]

    def _strip(
        self, pieces: tuple[Piece, ...], *, first: bool, last: bool, ruled: bool
    ) -> Strip:
        metrics = [self._fonts.metrics(piece.style) for piece in pieces]
        above = GAP if first else 0
        base = above + max(each.ascent() for each in metrics)
        height = base + max(each.descent() for each in metrics) + (GAP if last else 0)
        return Strip(height, base, pieces, ruled=ruled and first)

    def _lines(self, cell: Cell, room: float) -> list[_Line]:
        lines = [(line, cell.style) for line in self._broken_lines(cell, room)]
        if cell.note:
            note = Cell(cell.note, Style.SMALL)
            lines += [(line, note.style) for line in self._broken_lines(note, room)]
        return lines

    def _broken_lines(self, cell: Cell, room: float) -> list[str]:
        text = printable(cell.text)
        layout = QTextLayout(text, self._fonts.font(cell.style))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        units = text.encode("utf-16-le", "replace")  # as Qt counts
        lines = list[str]()
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            if len(lines) == MOST_LINES:
                lines.append(CUT)
                break
            line.setLineWidth(room)
            start = line.textStart()
            raw = units[2 * start : 2 * (start + line.textLength())]
            said = raw.decode("utf-16-le", "replace")
            lines.append(said.strip(_LINE_BREAK).rstrip())
        layout.endLayout()
        return lines or [""]

    # --- pages ----------------------------------------------------------------------

    def _paged(self, strips: list[Strip]) -> Iterator[TextPage]:
        page: list[Placed] = []
        y = 0.0
        for run in _runs(strips):
            height = sum(strip.height for strip in run)
            if page and y + height > self._height:
                yield tuple(page)
                page, y = [], 0.0
            for strip in run:
                if page and y + strip.height > self._height:  # a run above one page
                    yield tuple(page)
                    page, y = [], 0.0
                if not page:
                    if not strip.pieces:
                        continue  # no gap at the top of a page
                    for repeated in strip.again:
                        page.append(Placed(y, repeated))
                        y += repeated.height
                page.append(Placed(y, strip))
                y += strip.height
        if page:
            yield tuple(page)


def _space(height: float, *, glued: bool) -> Strip:
    return Strip(height, 0, glued=glued)


def _sticks(number: int, total: int, *, glued: bool) -> bool:
    """No single line of a row is left alone at the foot or at the top of a page."""
    if number == total - 1:
        return glued
    return total <= WHOLE_LINES or number in (0, total - 2)


def _runs(strips: list[Strip]) -> Iterator[list[Strip]]:
    run: list[Strip] = []
    for strip in strips:
        run.append(strip)
        if not strip.glued:
            yield run
            run = []
    if run:
        yield run


def printable(text: str) -> str:
    """Line breaks stay; what would turn or hide other signs is spelled out, as on the
    screen."""
    if len(text) > MOST_SIGNS:
        text = f"{text[:MOST_SIGNS]} {CUT}"
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return visible(text).replace("\n", _LINE_BREAK)
