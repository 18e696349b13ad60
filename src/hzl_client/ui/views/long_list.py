"""A list of very many wrapping rows: those in sight are measured at once.

QListView asks every row for its height before it shows the first, four seconds for
19,000 fields. Here the others are measured between the events, a few at a time, and
count as high as the average until then; what is in sight stays where it is. Qt does the
keyboard, the mouse and the screen reader as for any list; where a row lies, this says.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
)
from PySide6.QtGui import QCursor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from hzl_client.ui.views.row_heights import RowHeights
from hzl_client.ui.views.wrapping_list import WrappingList

SLICE: Final = 40  # rows between two events, some 7 ms
Index = QModelIndex | QPersistentModelIndex
_Action = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint
_State = QStyle.StateFlag
_STEPS: Final = {
    _Action.MoveUp: -1,
    _Action.MovePrevious: -1,
    _Action.MoveDown: 1,
    _Action.MoveNext: 1,
}


class LongList(WrappingList):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights = RowHeights()
        self._settling = False
        self._pauses = QTimer(self, interval=0)
        self._pauses.timeout.connect(self._measure_some)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # --- measuring --------------------------------------------------------------------

    def measure_again(self) -> None:
        if len(self._heights):
            self._heights.doubt(0, len(self._heights) - 1)
        super().measure_again()

    def doItemsLayout(self) -> None:
        if len(self._heights) != self._count():
            self._heights.renew(self._count())
        self._settle()
        QAbstractItemView.doItemsLayout(self)  # not QListView's, which asks every row
        self._pauses.start()

    def _measure_some(self) -> None:
        some = list(islice(self._heights.unknown(), SLICE))
        if some:
            self._measure(some)
            self._settle()
        else:
            self._pauses.stop()

    def _settle(self) -> None:
        """Until every row in sight is measured: a low one makes room for the next."""
        if self._settling or not len(self._heights):
            return
        self._settling = True
        try:
            while unknown := [
                r for r in self._in_sight() if not self._heights.knows(r)
            ]:
                self._measure(unknown)
        finally:
            self._settling = False

    def _measure(self, rows: Iterable[int]) -> None:
        """What is in sight stays where it is, and who is at the end stays there."""
        bar = self.verticalScrollBar()
        ended = bar.value() == bar.maximum() > 0
        seen = self._in_sight()
        anchor = next(filter(self._heights.knows, seen), seen.start)
        below = bar.value() - self._heights.top(anchor)
        if self._heights.measure(rows, self._height_of):
            self._set_range()
            there = self._heights.top(anchor) + below
            bar.setValue(bar.maximum() if ended else there)
            self.viewport().update()

    def _measure_around(self, row: int) -> None:
        """As much as can come into sight together with that row."""
        room, most = self.viewport().height(), len(self._heights)
        wanted: list[int] = []
        for way in (range(row, most), range(row - 1, -1, -1)):
            used = 0
            for each in way:
                wanted.append(each)
                used += self._height_of(each)
                if used > room:
                    break
        self._measure(wanted)

    def _in_sight(self) -> range:
        top = self.verticalOffset()
        bottom = top + self.viewport().height()
        return range(self._heights.row_at(top), self._heights.row_at(bottom) + 1)

    def _height_of(self, row: int) -> int:
        hint = self.itemDelegate().sizeHint(QStyleOptionViewItem(), self._index(row))
        return hint.height()

    def _set_range(self) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setSingleStep(self._heights.average)
        bar.setPageStep(room)
        bar.setRange(0, max(0, self._heights.total - room))

    # --- the rows change --------------------------------------------------------------

    def reset(self) -> None:
        self._heights.renew(self._count())
        super().reset()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        self._heights.insert(start, end)
        super().rowsInserted(parent, start, end)

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        super().rowsAboutToBeRemoved(parent, start, end)  # may look for the next row
        self._heights.remove(start, end)

    def dataChanged(
        self, first: Index, last: Index, roles: Sequence[int] | None = None
    ) -> None:
        if not roles or Qt.ItemDataRole.DisplayRole in roles:
            self._heights.doubt(first.row(), last.row())
            self.scheduleDelayedItemsLayout()
        super().dataChanged(first, last, roles or [])

    def _count(self) -> int:
        model: QAbstractItemModel | None = self.model()
        return model.rowCount() if model is not None else 0

    def _index(self, row: int) -> QModelIndex:
        return self.model().index(row, 0)

    # --- where a row lies -------------------------------------------------------------

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def updateGeometries(self) -> None:
        self._set_range()
        QAbstractItemView.updateGeometries(self)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._settle()

    def visualRect(self, index: Index) -> QRect:
        self.executeDelayedItemsLayout()
        row = index.row()
        if not 0 <= row < len(self._heights):
            return QRect()
        top = self._heights.top(row) - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), self._heights.height(row))

    def indexAt(self, point: QPoint) -> QModelIndex:
        self.executeDelayedItemsLayout()
        place = point.y() + self.verticalOffset()
        if not 0 <= place < self._heights.total:
            return QModelIndex()
        return self._index(self._heights.row_at(place))

    def scrollTo(self, index: Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        self.executeDelayedItemsLayout()
        row = index.row()
        if not 0 <= row < len(self._heights):
            return
        self._measure_around(row)
        room, bar = self.viewport().height(), self.verticalScrollBar()
        top, height = self._heights.top(row), self._heights.height(row)
        lowest = min(top, top + height - room)  # where its end can just be seen
        if hint is _Hint.PositionAtCenter:
            bar.setValue(top - (room - height) // 2)
        elif hint is _Hint.PositionAtTop or top < bar.value():
            bar.setValue(top)
        elif hint is _Hint.PositionAtBottom or lowest > bar.value():
            bar.setValue(lowest)

    def moveCursor(
        self, action: _Action, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        self.executeDelayedItemsLayout()
        row, last = self.currentIndex().row(), self._count() - 1
        if row < 0 or action is _Action.MoveHome:
            row = 0
        elif action is _Action.MoveEnd:
            row = last
        elif action in (_Action.MovePageUp, _Action.MovePageDown):
            self._measure_around(row)
            return super().moveCursor(action, modifiers)
        else:
            row += _STEPS.get(action, 0)
        return self._index(min(max(0, row), last))

    def setSelection(
        self, rect: QRect, command: QItemSelectionModel.SelectionFlag
    ) -> None:
        top, bottom = sorted((rect.top(), rect.bottom()))
        first, last = self.indexAt(QPoint(0, top)), self.indexAt(QPoint(0, bottom))
        self.selectionModel().select(QItemSelection(first, last), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region = region.united(self.visualRect(index))
        return region

    # --- painting ---------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        self.executeDelayedItemsLayout()
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        usual, under = option.state, self._under_mouse()
        with QPainter(self.viewport()) as painter:
            for row in self._in_sight() if len(self._heights) else ():
                index = self._index(row)
                option.rect = self.visualRect(index)
                if option.rect.intersects(event.rect()):
                    option.state = usual | self._state(index, under)
                    self.itemDelegate().paint(painter, option, index)
        self.paint_frame()

    def _state(self, index: QModelIndex, under: QModelIndex) -> QStyle.StateFlag:
        state = _State.State_None
        if self.selectionModel().isSelected(index):
            state |= _State.State_Selected
        if index == under:
            state |= _State.State_MouseOver
        if self.hasFocus() and index == self.currentIndex():
            state |= _State.State_HasFocus
        return state

    def _under_mouse(self) -> QModelIndex:
        viewport = self.viewport()
        if not viewport.underMouse():
            return QModelIndex()
        return self.indexAt(viewport.mapFromGlobal(QCursor.pos()))
