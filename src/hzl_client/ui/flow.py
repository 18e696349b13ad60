"""Widgets in lines like words: as many in each as there is room for."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    def __init__(self, parent: QWidget, gap: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def set_gap(self, gap: int) -> None:
        self._gap = gap
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return max((place.bottom() + 1 for place in places), default=0)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, place in zip(self._items, self._places(rect.width()), strict=True):
            item.setGeometry(place.translated(rect.topLeft()))

    def lines(self, widths: list[int], width: int) -> int:
        """How many it needs for widgets of these widths."""
        lines, used = 1, 0
        for each in widths:
            if used and used + each > width:
                lines, used = lines + 1, 0
            used += each + self._gap
        return lines

    def _places(self, width: int) -> list[QRect]:
        places = []
        corner, line = QPoint(0, 0), 0
        for item in self._items:
            size = item.sizeHint() if not item.isEmpty() else QSize(0, 0)
            if corner.x() and corner.x() + size.width() > width:
                corner, line = QPoint(0, corner.y() + line + self._gap), 0
            places.append(QRect(corner, size.boundedTo(QSize(width, size.height()))))
            if not item.isEmpty():
                corner.setX(corner.x() + size.width() + self._gap)
                line = max(line, size.height())
        return places
