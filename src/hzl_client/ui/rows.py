"""Builders that make every label, button and box accessible by construction."""

from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hzl_client.ui.look import Look
from hzl_client.ui.plain import tip, visible

Layout = TypeVar("Layout", bound=QBoxLayout)
ICON = 17


def column(
    parent: QWidget | None = None, *, margin: int = 0, gap: int = 0
) -> QVBoxLayout:
    return _set_up(QVBoxLayout(parent) if parent else QVBoxLayout(), margin, gap)


def row(parent: QWidget | None = None, *, margin: int = 0, gap: int = 0) -> QHBoxLayout:
    return _set_up(QHBoxLayout(parent) if parent else QHBoxLayout(), margin, gap)


def _set_up(layout: Layout, margin: int, gap: int) -> Layout:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    return layout


def pane(widget: QWidget, name: str) -> None:
    """Give a part of the window the ground its name has in the style sheet."""
    widget.setProperty("pane", name)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def fit_height(widget: QWidget, width: int) -> None:
    """As high as its wrapped texts need at this width; Qt alone guesses too high."""
    layout = widget.layout()
    if layout is not None:
        for part in (widget, *widget.findChildren(QWidget)):
            part.ensurePolished()  # margins and fonts of the style sheet count
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        layout.invalidate()
        height = layout.totalHeightForWidth(width)
        widget.setMinimumSize(width, height)
        widget.resize(width, height)


def label(text: str = "", *, role: str = "", wrap: bool = False) -> QLabel:
    """`role` is what the style sheet knows: title, heading, muted, strong."""
    made = PlainLabel()
    made.setText(text)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


class PlainLabel(QLabel):
    """Shows any text as the text it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        super().setText(visible(text))


class ElidedLabel(QLabel):
    """One line that is cut with … where it does not fit; the whole in the tooltip."""

    def __init__(
        self,
        role: str = "",
        parent: QWidget | None = None,
        *,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._cut = cut
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        super().setText(visible(text))
        self._tell()

    def minimumSizeHint(self) -> QSize:
        return QSize(
            self.fontMetrics().averageCharWidth() * 4, self.sizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._tell()

    def _tell(self) -> None:
        cut = self._shown() != self.text()
        self.setToolTip(tip(self.text()) if cut else "")

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(
            self.text(), self._cut, self.contentsRect().width()
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(self.contentsRect(), self.alignment(), self._shown())


class Button(QPushButton):
    """Text with an icon of the set; `kind` is primary, quiet, link or empty."""

    def __init__(
        self, look: Look, text: str, icon: str = "", kind: str = "", *, tip: str = ""
    ) -> None:
        super().__init__(text)
        self._look, self._icon, self._kind = look, icon, kind
        self.setProperty("kind", kind)
        self.setToolTip(tip)
        self.setAccessibleName(text.replace("&", ""))
        self.setAutoDefault(False)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        if self._icon:
            colour = "on_accent" if self._kind == "primary" else "text"
            self.setIcon(self._look.icon(self._icon, colour))
            self.setIconSize(QSize(self._look.px(ICON), self._look.px(ICON)))


class IconButton(QToolButton):
    """Only an icon to the eye, a name and a tooltip to everybody else."""

    def __init__(self, look: Look, icon: str, name: str, *, tip: str = "") -> None:
        super().__init__()
        self._look, self._icon = look, icon
        self.setAccessibleName(name)
        self.setToolTip(tip or name)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def set_icon(self, icon: str, name: str) -> None:
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        self.setIcon(self._look.icon(self._icon))
        self.setIconSize(QSize(self._look.px(ICON), self._look.px(ICON)))


class IconLabel(QLabel):
    """A symbol beside words; it is decoration, the words say the same."""

    def __init__(self, look: Look, icon: str, colour: str, size: int = ICON) -> None:
        super().__init__()
        self._look, self._icon, self._colour, self._size = look, icon, colour, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_icon(self, icon: str, colour: str) -> None:
        self._icon, self._colour = icon, colour
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        size = self._look.px(self._size)
        ratio = self.devicePixelRatioF()
        self.setPixmap(self._look.pixmap(self._icon, self._colour, size, ratio))


class Entry(QLineEdit):
    """Strg+Z takes back what is being typed; if nothing is, it is the window's."""

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.isUndoAvailable()
        ):
            event.ignore()
            return True
        return super().event(event)


class SearchBox(QLineEdit):
    """A line with a magnifier, a placeholder that is its name and a clear button."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self._sign = QAction(name, self)
        self.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self._name_clear_button()
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _name_clear_button(self) -> None:
        """Qt makes it without a name."""
        action = self.findChild(QAction, "_q_qlineeditclearaction")
        for button in self.findChildren(QToolButton):
            if action is not None and button.defaultAction() is action:
                button.setAccessibleName(self.tr("Suche leeren"))
                button.setToolTip(self.tr("Suche leeren"))

    def _on_look_changed(self) -> None:
        self._sign.setIcon(self._look.icon("search", "muted"))


class LabelledRows(QWidget):
    """Label and selectable value per row, each the other's buddy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)

    def add(self, name: str, value: QWidget) -> None:
        title = label(name, role="muted")
        title.setBuddy(value)
        value.setAccessibleName(name)
        self._form.addRow(title, value)
