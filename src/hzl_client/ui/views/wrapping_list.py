"""A list whose rows wrap: another width means other heights."""

from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QResizeEvent

from hzl_client.ui import tokens
from hzl_client.ui.views.walking_list import WalkingList


class WrappingList(WalkingList):
    """Has a frame of its own while it has the focus and no current row."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt lays rows out again only when the height of the list has changed."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.measure_again()

    def measure_again(self) -> None:
        """The rows may have other heights now."""
        self.scheduleDelayedItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.paint_frame()

    def paint_frame(self) -> None:
        if self.hasFocus() and not self.currentIndex().isValid():
            with QPainter(self.viewport()) as painter:
                accent = self.palette().color(QPalette.ColorRole.Accent)
                painter.setPen(QPen(accent, tokens.FOCUS))
                painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
