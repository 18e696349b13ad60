"""Draws one application in the list: who, what, where from, since when, what is odd."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from hzl_client.model.record import Folder
from hzl_client.ui import tokens, words
from hzl_client.ui.look import Look
from hzl_client.ui.models.records import FROM_QUARANTINE, ROW_ROLE, RecordRow
from hzl_client.ui.views import painting
from hzl_client.ui.views.painting import Brush

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Chip:
    words: str
    tone: str
    icon: str = ""


TEST = Chip("Test", "neutral")


class RecordDelegate(QStyledItemDelegate):
    """Three lines; unread is told by a dot and by bold type and is spoken too."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._brush = Brush(look)
        look.changed.connect(self._on_look_changed)

    def _on_look_changed(self) -> None:
        self._brush = Brush(self._look)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        line, px = self._brush.line, self._look.px
        height = 3 * line + 2 * px(3) + 2 * px(tokens.S)
        return QSize(option.rect.width(), height)

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
        line, gap = self._brush.line, px(3)
        inner = option.rect.adjusted(px(26), px(tokens.S), -px(tokens.M), 0)
        first = QRect(inner.left(), inner.top(), inner.width(), line)
        self._first_line(painter, first, row)
        second = first.translated(0, line + gap)
        tone = "bad" if row.folder is Folder.QUARANTINE and row.reasons else "muted"
        rest = self._chip(painter, second, TEST) if row.test else second
        painting.text(painter, rest, row.about, self._brush.font, look.colour(tone))
        self._third_line(painter, second.translated(0, line + gap), row)
        painter.restore()

    def _first_line(self, painter: QPainter, rect: QRect, row: RecordRow) -> None:
        look, brush = self._look, self._brush
        if row.unread:
            side = look.px(8)
            dot = QRect(
                rect.left() - look.px(16),
                rect.top() + (rect.height() - side) // 2,
                side,
                side,
            )
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(look.colour("accent"))
            painter.setPen(look.colour("accent"))
            painter.drawEllipse(dot)
        width = brush.metrics.horizontalAdvance(row.time)
        time = QRect(rect.right() - width, rect.top(), width + 1, rect.height())
        painting.text(painter, time, row.time, brush.font, look.colour("muted"))
        title = rect.adjusted(0, 0, -width - look.px(tokens.S), 0)
        font = brush.bold if row.unread else brush.font
        painting.text(painter, title, row.title, font, look.colour("text"))

    def _third_line(self, painter: QPainter, rect: QRect, row: RecordRow) -> None:
        look, brush = self._look, self._brush
        muted = look.colour("muted")
        rest = self._chip(painter, rect, _mark(row)) if row.mark else QRect(rect)
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

    def _chip(self, painter: QPainter, line: QRect, chip: Chip) -> QRect:
        """Draws it at the right end of the line; returns what is left of the line."""
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
