"""Draws the rows of the field list: headings, and label, value and copy button."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from hzl_client.ui import tokens, words
from hzl_client.ui.look import Look
from hzl_client.ui.models.fields import (
    FOUND_ROLE,
    ROW_ROLE,
    AnyRow,
    FieldRow,
    HeadingRow,
)
from hzl_client.ui.models.sources import BRIEF, DIFFERS, SIGNS, Source
from hzl_client.ui.views import painting
from hzl_client.ui.views.painting import Brush

_VALUE: Final = 170  # width an IBAN needs in one line
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where label, value, source and button of a row lie, for one width of the list."""

    left: int
    label: int
    value_left: int
    value: int
    source_left: int
    source: int
    brief: bool  # there is room for a word about the source


class FieldDelegate(QStyledItemDelegate):
    copy_clicked = Signal(int)  # row
    heading_clicked = Signal(int)
    field_clicked = Signal()  # beside its button

    def __init__(self, look: Look, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._look, self._view = look, view
        self._brush = Brush(look)
        self._heights: dict[tuple[AnyRow, int], int] = {}
        look.changed.connect(self._on_look_changed)

    def _on_look_changed(self) -> None:
        self._brush = Brush(self._look)
        self._heights.clear()

    def forget_heights(self) -> None:
        self._heights.clear()

    # --- geometry -------------------------------------------------------------------

    def _columns(self, width: int) -> _Columns:
        px = self._look.px
        left, gap = px(tokens.L), px(tokens.M)
        button = px(30)
        label = min(px(220), max(px(110), round(width * 0.36)))
        value_left = left + label + gap
        room = width - button - px(tokens.S) - value_left
        word, sign = (self._widest(texts) for texts in (BRIEF, SIGNS))
        brief = room - word >= px(_VALUE)
        source = word if brief else sign
        place = width - button - source
        return _Columns(left, label, value_left, room - source, place, source, brief)

    def _widest(self, texts: tuple[str, ...]) -> int:
        return max(map(self._brush.small_metrics.horizontalAdvance, texts)) + 1

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        row = index.data(ROW_ROLE)
        key = (row, width)
        if key not in self._heights:
            self._heights[key] = self._height(row, width)
        return QSize(width, self._heights[key])

    def _height(self, row: AnyRow, width: int) -> int:
        look, brush = self._look, self._brush
        if isinstance(row, HeadingRow):
            room = self._title_room(width, row)
            return look.px(22) + painting.height_of(
                row.title, room, brush.bold, brush.bold_metrics
            )
        columns = self._columns(width)
        label = painting.height_of(row.label, columns.label, brush.font, brush.metrics)
        if row.mark:
            label += painting.height_of(
                row.mark, columns.label, brush.small, brush.small_metrics
            )
        value = painting.height_of(row.value, columns.value, brush.font, brush.metrics)
        if row.note:
            value += painting.height_of(
                row.note, columns.value, brush.small, brush.small_metrics
            )
        return max(label, value) + look.px(10)

    def _title_room(self, width: int, row: HeadingRow) -> int:
        """Between the arrow and the number of the fields."""
        px = self._look.px
        number = self._brush.small_metrics.horizontalAdvance(words.grouped(row.fields))
        left, right = px(tokens.L) + px(14) + px(6), px(tokens.L) + px(2) + number
        return width - left - right - px(tokens.S)

    def _button(self, rect: QRect) -> QRect:
        side = self._look.px(16)
        left = rect.right() - self._look.px(10) - side
        return QRect(left, rect.top() + self._look.px(5), side, side)

    # --- painting -------------------------------------------------------------------

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        row = index.data(ROW_ROLE)
        painter.save()
        painting.ground(painter, option, self._look)
        if index.data(FOUND_ROLE):
            self._paint_found(painter, option)
        if isinstance(row, HeadingRow):
            self._paint_heading(painter, option.rect, row)
        elif isinstance(row, FieldRow):
            self._paint_field(painter, option, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, row: HeadingRow) -> None:
        look, brush = self._look, self._brush
        px = look.px
        line = QRect(rect.left() + px(tokens.L), rect.bottom(), rect.width(), 1)
        painter.fillRect(line.adjusted(0, 0, -px(tokens.L), 0), look.colour("line"))
        side = px(14)
        text = rect.adjusted(px(tokens.L), px(10), -px(tokens.L), 0)
        arrow = QRect(text.left() - px(2), text.top(), side, side)
        arrow.moveTop(text.top() + (text.height() - side) // 2)
        painting.draw_icon(
            painter, arrow, "down" if row.open else "right", "muted", look
        )
        counted = words.grouped(row.fields)
        width = brush.small_metrics.horizontalAdvance(counted) + px(2)
        number = QRect(text.right() - width, text.top(), width, text.height())
        painting.text(painter, number, counted, brush.small, look.colour("muted"))
        room = self._title_room(rect.width(), row)
        title = QRect(text.left() + side + px(6), text.top() + px(6), room, 0)
        painting.wrapped(painter, title, row.title, brush.bold, look.colour("text"))

    def _paint_found(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """A ground of its own and a magnifier: colour never speaks alone."""
        rect, px = option.rect, self._look.px
        if not painting.is_selected(option):
            ground = self._look.colour("warn_ground")
            painter.fillRect(rect.adjusted(2, 2, -2, -1), ground)
        sign = QRect(rect.left() + px(4), rect.top() + px(8), px(9), px(9))
        painting.draw_icon(painter, sign, "search", "muted", self._look)

    def _paint_field(
        self, painter: QPainter, option: QStyleOptionViewItem, row: FieldRow
    ) -> None:
        look, brush, rect = self._look, self._brush, option.rect
        columns = self._columns(rect.width())
        top = rect.top() + look.px(5)
        muted, text = look.colour("muted"), look.colour("text")
        left = rect.left() + columns.left
        below = painting.wrapped(
            painter, QRect(left, top, columns.label, 0), row.label, brush.font, muted
        )
        if row.mark:
            place = QRect(left, below, columns.label, 0)
            painting.wrapped(painter, place, row.mark, brush.small, look.colour("warn"))
        value = QRect(rect.left() + columns.value_left, top, columns.value, 0)
        below = painting.wrapped(
            painter, value, row.value, brush.font, muted if row.empty else text
        )
        if row.note:
            note = QRect(value.left(), below, columns.value, 0)
            painting.wrapped(painter, note, row.note, brush.small, muted)
        self._paint_source(painter, rect, columns, row.source)
        if not row.empty:
            active = option.state & (
                QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected
            )
            colour = "accent" if active else "border"
            painting.draw_icon(painter, self._button(rect), "copy", colour, look)

    def _paint_source(
        self, painter: QPainter, rect: QRect, columns: _Columns, source: Source
    ) -> None:
        """On the line of the value, in a column of its own."""
        look, brush = self._look, self._brush
        top = rect.top() + look.px(5)
        left = rect.left() + columns.source_left
        place = QRect(left, top, columns.source, brush.metrics.height())
        painter.setFont(brush.small)
        painter.setPen(look.colour("warn" if source is DIFFERS else "muted"))
        middle, left_edge = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignLeft
        if columns.brief:
            upright = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, left_edge | upright, source.brief)
        else:
            painter.drawText(place, middle, source.sign)

    # --- mouse ----------------------------------------------------------------------

    def editorEvent(
        self,
        event: QEvent,
        _model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        if event.type() != QEvent.Type.MouseButtonRelease:
            return False
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        row, place = index.data(ROW_ROLE), event.position().toPoint()
        margin = self._look.px(6)
        if isinstance(row, HeadingRow):
            self.heading_clicked.emit(index.row())
        elif (
            self._button(option.rect)
            .adjusted(-margin, -margin, margin, margin)
            .contains(place)
        ):
            self.copy_clicked.emit(index.row())
        else:
            self.field_clicked.emit()
        return False
