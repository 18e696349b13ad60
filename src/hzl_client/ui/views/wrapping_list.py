"""A list whose rows wrap: another width means other heights."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListView


class WrappingList(QListView):
    """Qt itself lays rows out again only when the height of the list has changed."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
