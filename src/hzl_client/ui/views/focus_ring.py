"""One clearly visible frame around whatever has the keyboard, in every style."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFocusFrame,
    QListWidget,
    QTableView,
    QWidget,
)

from hzl_client.ui import tokens
from hzl_client.ui.look import Look
from hzl_client.ui.views.wrapping_list import WrappingList


class FocusRing(QFocusFrame):
    """Follows the focus inside one window, and gives each window that opens beside it
    a ring of its own. Lists frame their current row instead."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._window = window
        self.hide()  # until something has the focus
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        self.follow(new)

    def follow(self, new: QWidget | None) -> None:
        if new is not None and new.window() is not self._window:
            self._serve(new)
        if new is None or new.window() is not self._window or _frames_itself(new):
            self.setWidget(None)  # type: ignore[arg-type]  # Qt: None hides the frame
        else:
            self.setWidget(new)
            self.raise_()

    def _serve(self, widget: QWidget) -> None:
        """A ring that went over to a dialog would end with it."""
        window = widget.window()
        if not window.findChildren(FocusRing):
            FocusRing(self._look, window).follow(widget)

    def paintEvent(self, _event: QPaintEvent) -> None:
        half = tokens.FOCUS / 2
        area = QRectF(self.rect()).adjusted(half, half, -half, -half)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._look.colour("focus"), tokens.FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, tokens.RADIUS, tokens.RADIUS)


def _frames_itself(widget: QWidget) -> bool:
    """A frame around a list would be cut off by the panes beside it."""
    if isinstance(widget, WrappingList):
        return True
    if isinstance(widget, QListWidget | QTableView):  # Qt draws them, without a frame
        return False
    return isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid()
