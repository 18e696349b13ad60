"""Whatever of a window's words cannot be seen whole, and nobody says so."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTableWidget,
    QToolButton,
    QWidget,
)

from hzl_client.ui.rows import ElidedLabel
from hzl_client.ui.views.folder_list import FolderList
from hzl_client.ui.views.headline import Headline
from hzl_client.ui.views.pdf_view import PdfView

SLACK = 1  # pixels; sizes are rounded


def cuts(window: QWidget) -> list[str]:
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible():
            found += [f"{_called(widget)}: {wrong}" for wrong in _wrong(widget, window)]
    return found


def _called(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} „{widget.accessibleName() or text}“"


def _wrong(widget: QWidget, window: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QAbstractButton):
        yield from _button(widget)
    elif isinstance(widget, QLineEdit):
        yield from _line(widget)
    elif isinstance(widget, QTabBar):
        yield from _tabs(widget)
    elif isinstance(widget, QTableWidget):
        yield from _table(widget)
    elif isinstance(widget, FolderList):
        yield from _folders(widget)
    if isinstance(widget, QAbstractScrollArea) and not _in_pages(widget):
        yield from _sideways(widget)
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit | QComboBox):
        yield from _outside(widget, window)


def _sideways(area: QAbstractScrollArea) -> Iterator[str]:
    if area.horizontalScrollBar().isVisible():
        yield "scrolls sideways"


def _in_pages(widget: QWidget) -> bool:
    """A page may be larger than its pane."""
    here: QWidget | None = widget
    while here is not None and not isinstance(here, PdfView):
        here = here.parentWidget()
    return here is not None


def _label(label: QLabel) -> Iterator[str]:
    if not label.text():
        return
    room = label.contentsRect()
    if isinstance(label, ElidedLabel):
        yield from _elided(label)
    elif isinstance(label, Headline):
        yield from _headline(label)
    elif label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height() + SLACK:
            yield f"needs {needed} pixels in height, has {label.height()}"
        if _longest_word(label) > room.width() + SLACK:
            yield "a word is wider than the label"
    elif label.minimumSizeHint().width() > label.width() + SLACK and _lacks_tip(label):
        yield f"needs {label.minimumSizeHint().width()} pixels, has {label.width()}"
    if label.fontMetrics().height() > label.height() + SLACK:
        yield "lower than its letters"


def _elided(label: ElidedLabel) -> Iterator[str]:
    if label._shown() != label.text() and not label.toolTip():
        yield "elided without a tooltip"
    if label._shown() in ("", "…"):
        yield "nothing is left of it"


def _headline(label: Headline) -> Iterator[str]:
    needed = label.heightForWidth(label.width())
    if needed > label.height() + SLACK:
        yield f"needs {needed} pixels in height, has {label.height()}"
    if label.is_cut(label.width()) and _lacks_tip(label):
        yield "cut without a tooltip"


def _longest_word(label: QLabel) -> int:
    metrics = label.fontMetrics()
    return max(metrics.horizontalAdvance(word) for word in label.text().split() or [""])


def _lacks_tip(widget: QWidget) -> bool:
    return not widget.toolTip()


def _button(button: QAbstractButton) -> Iterator[str]:
    if not isinstance(button, QPushButton | QToolButton | QCheckBox):
        return
    if isinstance(button.parent(), QLineEdit):
        return
    needed = button.minimumSizeHint()
    if needed.width() > button.width() + SLACK:
        yield f"needs {needed.width()} pixels, has {button.width()}"
    if button.fontMetrics().height() > button.height():
        yield "lower than its letters"
    worded = not isinstance(button, QToolButton) or (
        button.toolButtonStyle() is not Qt.ToolButtonStyle.ToolButtonIconOnly
    )
    if not worded and not button.toolTip():
        yield "a symbol without a tooltip"


def _line(line: QLineEdit) -> Iterator[str]:
    if isinstance(line.parent(), QComboBox):
        words, room = line.text() or line.placeholderText(), line.width()
    else:
        words, room = ("" if line.text() else line.placeholderText()), line.width()
        room -= 2 * line.fontMetrics().averageCharWidth()
        if line.actions():
            room -= line.height()  # the symbol in front
    if line.fontMetrics().horizontalAdvance(words) > room + SLACK and _lacks_tip(line):
        yield f"„{words}“ is wider than {room} pixels"
    if line.fontMetrics().height() > line.height():
        yield "lower than its letters"


def _tabs(tabs: QTabBar) -> Iterator[str]:
    for number in range(tabs.count()):
        rect = tabs.tabRect(number)
        if not tabs.rect().adjusted(0, 0, SLACK, SLACK).contains(rect):
            yield f"„{tabs.tabText(number)}“ is outside"
        if tabs.fontMetrics().horizontalAdvance(tabs.tabText(number)) > rect.width():
            yield f"„{tabs.tabText(number)}“ is wider than its tab"


def _folders(folders: FolderList) -> Iterator[str]:
    """Their names are drawn, below the symbol or beside it."""
    if not folders.folded:
        return
    metrics = QFontMetrics(folders._look.font(0.93))
    for number in range(folders.model().rowCount()):
        name = folders.model().index(number, 0).data()
        if metrics.horizontalAdvance(name) > folders.viewport().width():
            yield f"„{name}“ is wider than the pane"


def _table(table: QTableWidget) -> Iterator[str]:
    for row in range(table.rowCount()):
        for column in range(table.columnCount()):
            item = table.item(row, column)
            if item is None or item.toolTip():
                continue
            wide = table.fontMetrics().horizontalAdvance(item.text())
            if wide > table.columnWidth(column):
                yield f"„{item.text()}“ is wider than its column"
    header: QHeaderView = table.horizontalHeader()
    for column in range(header.count()):
        if header.sectionSizeHint(column) > header.sectionSize(column) + SLACK:
            yield f"heading {column + 1} is wider than its column"


def _outside(widget: QWidget, window: QWidget) -> Iterator[str]:
    """Beyond an edge of whatever it lies in."""
    here = widget.parentWidget()
    while here is not None and here is not window.parentWidget():
        place = QRect(widget.mapTo(here, QPoint()), widget.size())
        if isinstance(here.parentWidget(), QScrollArea):  # what is below scrolls in
            place.moveTop(0)
            place.setHeight(0)
        if not here.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place):
            yield f"sticks out of {type(here).__name__}"
            return
        if here.isWindow() or isinstance(here.parentWidget(), QAbstractScrollArea):
            return
        here = here.parentWidget()
