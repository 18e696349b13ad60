"""A list whose rows may be higher than itself: the keys show every part of them.

Qt goes on to the next row with each key and shows the beginning of a high one, which
hides its middle from everybody without a mouse. Here a key first moves within the
current row, and goes on where that ends.
"""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

_Action = QAbstractItemView.CursorAction
_UP: Final = (Qt.Key.Key_Up, Qt.Key.Key_PageUp)
_DOWN: Final = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
_PAGES: Final = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class WalkingList(QListView):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, before = event.key(), self.currentIndex()
        if key in (*_UP, *_DOWN) and self._walk_within(key):
            event.accept()
            return
        super().keyPressEvent(event)
        if key in _UP and self.currentIndex() != before:
            self._show_end()

    def _walk_within(self, key: int) -> bool:
        """Whether the current row went on in that direction."""
        row, view = self.visualRect(self.currentIndex()), self.viewport().rect()
        if not row.intersects(view):  # scrolled away: Qt comes back to it
            return False
        hidden = row.bottom() - view.bottom() if key in _DOWN else -row.top()
        step = min(self._step(page=key in _PAGES), hidden)
        return step > 0 and self._scroll_by(step if key in _DOWN else -step)

    def _step(self, *, page: bool) -> int:
        """What the edge cuts is whole after it: a line, or half of what is read."""
        room = self.viewport().height()
        half = max(1, room // 2)
        return max(half, room - self.fontMetrics().lineSpacing()) if page else half

    def _scroll_by(self, step: int) -> bool:
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + step)
        return bar.value() != before

    def _show_end(self) -> None:
        """Who comes from below begins there."""
        row, view = self.visualRect(self.currentIndex()), self.viewport().rect()
        if row.height() > view.height():
            self._scroll_by(row.bottom() - view.bottom())

    def moveCursor(
        self, action: _Action, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        current = self.currentIndex()
        if current.isValid() and action in (_Action.MovePageUp, _Action.MovePageDown):
            return self._a_page_away(current, -1 if action is _Action.MovePageUp else 1)
        return super().moveCursor(action, modifiers)

    def _a_page_away(self, start: QModelIndex, way: int) -> QModelIndex:
        """The farthest row that is wholly in sight together with this one, at least
        the next. (Qt's may be cut off, and then hides some of those between.)"""
        room, rect = self.viewport().height(), self.visualRect(start)
        far = following = start.siblingAtRow(start.row() + way)
        while (
            following.isValid()
            and rect.united(self.visualRect(following)).height() <= room
        ):
            far, following = following, following.siblingAtRow(following.row() + way)
        return far if far.isValid() else start
