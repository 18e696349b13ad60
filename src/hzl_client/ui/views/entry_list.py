"""A list of entries whose sentences wrap; chosen ones can be copied and opened."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hzl_client.ui import tokens
from hzl_client.ui.look import Look
from hzl_client.ui.models.entries import ROW_ROLE, TICK, EntriesModel, Entry
from hzl_client.ui.views import painting
from hzl_client.ui.views.painting import Brush
from hzl_client.ui.views.wrapping_list import WrappingList

NARROW: Final = 14  # letters; with less, date or box stand above the title
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Places:
    """Within a row: where words begin, how wide the title is beside the aside and the
    detail below it; `down` is the height of an aside that stands above the title."""

    left: int
    room: int
    whole: int
    down: int = 0


class _Delegate(QStyledItemDelegate):
    tick_clicked = Signal(str)  # key

    def __init__(self, look: Look, view: QListView) -> None:
        super().__init__(view)
        self._look, self._view = look, view
        self._brush = Brush(look)
        look.changed.connect(self._on_look_changed)

    def _on_look_changed(self) -> None:
        self._brush = Brush(self._look)

    def _places(self, width: int, row: Entry) -> _Places:
        px, brush = self._look.px, self._brush
        left = px(tokens.L + 28)
        whole = width - left - px(tokens.M)
        taken = brush.small_metrics.horizontalAdvance(row.aside)
        high = brush.line
        if row.ticked is not None:
            box = painting.box_size(TICK, brush)
            taken, high = box.width(), max(high, box.height())
        if not taken:
            return _Places(left, whole, whole)
        room = whole - taken - px(tokens.S)
        if room < brush.metrics.averageCharWidth() * NARROW:
            return _Places(left, whole, whole, down=high + px(2))
        return _Places(left, room, whole)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        row: Entry = index.data(ROW_ROLE)
        brush, px = self._brush, self._look.px
        if row.heading:
            return QSize(width, brush.line + px(24))
        at = self._places(width, row)
        height = painting.height_of(row.title, at.room, brush.font, brush.metrics)
        if row.detail:
            height += px(2) + painting.height_of(
                row.detail, at.whole, brush.font, brush.metrics
            )
        return QSize(width, at.down + height + px(16))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, Entry):
            return
        painter.save()
        if row.heading:
            self._paint_heading(painter, option.rect, row)
        else:
            painting.ground(painter, option, self._look)
            self._paint_entry(painter, option.rect, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, row: Entry) -> None:
        px, look = self._look.px, self._look
        line = QRect(rect.left() + px(tokens.L), rect.bottom(), rect.width(), 1)
        painter.fillRect(line.adjusted(0, 0, -px(tokens.L) * 2, 0), look.colour("line"))
        text = rect.adjusted(px(tokens.L), px(12), -px(tokens.L), 0)
        painting.text(painter, text, row.title, self._brush.bold, look.colour("text"))

    def _paint_entry(self, painter: QPainter, rect: QRect, row: Entry) -> None:
        look, brush, px = self._look, self._brush, self._look.px
        top = rect.top() + px(8)
        side = px(18)
        icon = QRect(rect.left() + px(tokens.L), top - px(1), side, side)
        colour = "muted" if row.tone == "neutral" else row.tone
        painting.draw_icon(painter, icon, row.icon, colour, look)
        at = self._places(rect.width(), row)
        title = QRect(rect.left() + at.left, top + at.down, at.room, 0)
        text, muted = look.colour("text"), look.colour("muted")
        said = muted if row.ticked else text
        below = painting.wrapped(painter, title, row.title, brush.font, said)
        if row.ticked is not None:
            place = self._box(rect, row)
            painting.box(painter, place, TICK, brush, ticked=row.ticked)
        if row.aside:
            place = self._aside(rect, row)
            painting.text(painter, place, row.aside, brush.small, muted)
        if row.detail:
            detail = QRect(title.left(), below + px(2), at.whole, 0)
            painting.wrapped(painter, detail, row.detail, brush.font, muted)

    def _aside(self, rect: QRect, row: Entry) -> QRect:
        px, brush = self._look.px, self._brush
        at = self._places(rect.width(), row)
        width = brush.small_metrics.horizontalAdvance(row.aside) + px(2)
        left = rect.right() - px(tokens.M) - width
        if at.down:
            left, width = rect.left() + at.left, at.whole
        return QRect(left, rect.top() + px(8), width, brush.line)

    def _box(self, rect: QRect, row: Entry) -> QRect:
        """Where the box to tick of a row is, with its word."""
        size, px = painting.box_size(TICK, self._brush), self._look.px
        at = self._places(rect.width(), row)
        left = rect.right() - px(tokens.M) - size.width()
        if at.down:
            left = rect.left() + at.left
        return QRect(QPoint(left, rect.top() + px(8)), size)

    def editorEvent(
        self,
        event: QEvent,
        _model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        row = index.data(ROW_ROLE)
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and event.button() == Qt.MouseButton.LeftButton
            and isinstance(row, Entry)
            and row.ticked is not None
        ):
            margin = self._look.px(6)
            box = self._box(option.rect, row).adjusted(-margin, -margin, margin, margin)
            if box.contains(event.position().toPoint()):
                self.tick_clicked.emit(row.key)
        return False


class EntryList(WrappingList):
    chosen = Signal(str)  # key of the current entry, "" if none
    activated_key = Signal(str)  # Enter or double click
    tick_requested = Signal(str)  # Space, or a click on the box

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = EntriesModel(self)
        self.setModel(self._entries)
        delegate = _Delegate(look, self)
        delegate.tick_clicked.connect(self.tick_requested)
        self.setItemDelegate(delegate)
        self.setAccessibleName(name)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(
            lambda current: self.chosen.emit(self._key(current))
        )
        self.doubleClicked.connect(self._activate)
        look.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self._entries.rows

    @property
    def current_key(self) -> str:
        return self._key(self.currentIndex())

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        self._entries.show_rows(entries)

    def choose(self, key: str) -> None:
        self.setCurrentIndex(self._entries.find(key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._entries.row(self.currentIndex())
        if row and event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(row.copy_text)
        elif row and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated_key.emit(row.key)
        elif row and row.ticked is not None and event.key() == Qt.Key.Key_Space:
            self.tick_requested.emit(row.key)
        else:
            super().keyPressEvent(event)

    def _activate(self, index: QModelIndex) -> None:
        self.activated_key.emit(self._key(index))

    def _key(self, index: Index) -> str:
        row = self._entries.row(index)
        return row.key if row and not row.heading else ""
