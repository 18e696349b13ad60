"""Draws one application in the list: who, what, where from, since when, what is odd."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from hzl_client.model.record import Folder
from hzl_client.ui import tokens, words
from hzl_client.ui.look import Look
from hzl_client.ui.models.ordering import Order
from hzl_client.ui.models.records import FROM_QUARANTINE, ROW_ROLE, RecordRow
from hzl_client.ui.models.sheet import tone_of
from hzl_client.ui.views import painting
from hzl_client.ui.views.painting import Brush

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Chip:
    words: str
    tone: str
    icon: str = ""


TEST = Chip("Test", "neutral")
NARROW = 44  # letters; below this the time has a line of its own


class RecordDelegate(QStyledItemDelegate):
    """Three lines, or four where it is narrow, so that names are not cut; unread is
    told by a dot and by bold type and is spoken too."""

    def __init__(self, look: Look, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._look, self._view = look, view
        self._brush = Brush(look)
        self.order = Order.RECEIVED  # the list is sorted after it, so each row tells it
        look.changed.connect(self._on_look_changed)

    def _on_look_changed(self) -> None:
        self._brush = Brush(self._look)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        line, px = self._brush.line, self._look.px
        lines = 4 if self._narrow() else 3
        height = lines * line + (lines - 1) * px(3) + 2 * px(tokens.S)
        return QSize(option.rect.width(), height)

    def _narrow(self) -> bool:
        letters = self._brush.metrics.averageCharWidth() * NARROW
        return self._view.viewport().width() < letters

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, RecordRow):
            return
        painter.save()
        look, px = self._look, self._look.px
        painter.fillRect(
            QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
            look.colour("line"),
        )
        painting.ground(painter, option, look)
        line = self._brush.line
        inner = option.rect.adjusted(px(26), px(tokens.S), -px(tokens.M), 0)
        first = QRect(inner.left(), inner.top(), inner.width(), line)
        lines = [first.translated(0, n * (line + px(3))) for n in range(4)]
        if row.unread:
            self._dot(painter, first)
        if self._narrow():
            self._title(painter, lines[0], row)
            self._about(painter, self._state(painter, lines[1], row), row)
            mark, test = (self._mark, self._test) if row.mark else (self._test, None)
            self._time(painter, mark(painter, lines[2], row), row, right=False)
            last = test(painter, lines[3], row) if test else lines[3]
            self._where(painter, self._labels(painter, last, row), row)
        else:
            self._title(painter, self._time(painter, lines[0], row), row)
            second = self._state(painter, self._test(painter, lines[1], row), row)
            self._about(painter, second, row)
            third = self._labels(painter, self._mark(painter, lines[2], row), row)
            self._where(painter, third, row)
        painter.restore()

    # Each draws its part and returns what is left of the line.

    def _dot(self, painter: QPainter, line: QRect) -> None:
        look, side = self._look, self._look.px(8)
        top = line.top() + (line.height() - side) // 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.colour("accent"))
        painter.setPen(look.colour("accent"))
        painter.drawEllipse(QRect(line.left() - look.px(16), top, side, side))

    def _title(self, painter: QPainter, line: QRect, row: RecordRow) -> None:
        font = self._brush.bold if row.unread else self._brush.font
        painting.text(painter, line, row.title, font, self._look.colour("text"))

    def _time(
        self, painter: QPainter, line: QRect, row: RecordRow, *, right: bool = True
    ) -> QRect:
        brush, look = self._brush, self._look
        said = row.beside(self.order)
        width = brush.metrics.horizontalAdvance(said)
        width = min(width, line.width())
        left = line.right() - width if right else line.left()
        place = QRect(left, line.top(), width + 1, line.height())
        painting.text(painter, place, said, brush.font, look.colour("muted"))
        return line.adjusted(0, 0, -width - look.px(tokens.S), 0)

    def _about(self, painter: QPainter, line: QRect, row: RecordRow) -> None:
        bad = row.folder is Folder.QUARANTINE and row.reasons
        colour = self._look.colour("bad" if bad else "muted")
        painting.text(painter, line, row.about, self._brush.font, colour)

    def _where(self, painter: QPainter, line: QRect, row: RecordRow) -> None:
        look, brush = self._look, self._brush
        muted = look.colour("muted")
        rest = QRect(line)
        if row.attachments:
            side = look.px(14)
            top = rest.top() + (rest.height() - side) // 2
            clip = QRect(rest.left(), top, side, side)
            painting.draw_icon(painter, clip, "attachment", "muted", look)
            number = words.grouped(row.attachments)
            rest.setLeft(clip.right() + look.px(3))
            painting.text(painter, rest, number, brush.font, muted)
            used = brush.metrics.horizontalAdvance(number)
            rest.setLeft(rest.left() + used + look.px(10))
        painting.text(painter, rest, row.where, brush.font, muted)

    def _mark(self, painter: QPainter, line: QRect, row: RecordRow) -> QRect:
        return self._chip(painter, line, _mark(row)) if row.mark else line

    def _test(self, painter: QPainter, line: QRect, row: RecordRow) -> QRect:
        return self._chip(painter, line, TEST) if row.test else line

    def _state(self, painter: QPainter, line: QRect, row: RecordRow) -> QRect:
        chips = []
        if row.due:
            chips.append(Chip(row.due_mark, row.due_tone, "due"))
        if row.doubles:
            chips.append(Chip("doppelt?", "warn", "double"))
        return self._chips(painter, line, chips, line.width() // 4)

    def _labels(self, painter: QPainter, line: QRect, row: RecordRow) -> QRect:
        chips = [Chip(label, tone_of(label)) for label in row.labels]
        return self._chips(painter, line, chips, line.width() // 2)

    def _chips(
        self, painter: QPainter, line: QRect, chips: list[Chip], least: int
    ) -> QRect:
        """As many as leave `least` of the line to its text; "+2" stands for others."""
        rest = QRect(line)
        for number, chip in enumerate(chips):
            more = Chip(f"+{len(chips) - number}", "neutral")
            last = number == len(chips) - 1
            room = rest.width() - least - (0 if last else self._width(more))
            if self._width(chip) > room:
                return self._chip(painter, rest, more)
            rest = self._chip(painter, rest, chip)
        return rest

    def _width(self, chip: Chip) -> int:
        size = painting.chip_size(chip.words, self._brush, icon=bool(chip.icon))
        return size.width() + self._look.px(tokens.XS)

    def _chip(self, painter: QPainter, line: QRect, chip: Chip) -> QRect:
        """At the right end of the line."""
        size = painting.chip_size(chip.words, self._brush, icon=bool(chip.icon))
        top = line.top() + (line.height() - size.height()) // 2
        left = line.right() - size.width()
        place = QRect(left, top, size.width(), size.height())
        painting.chip(painter, place, chip.words, self._brush, chip.tone, chip.icon)
        width = left - line.left() - self._look.px(tokens.XS)
        return QRect(line.left(), line.top(), width, line.height())


def _mark(row: RecordRow) -> Chip:
    if row.mark == FROM_QUARANTINE:
        return Chip(row.mark, "bad", "quarantine")
    return Chip(row.mark, "warn", "warn")
