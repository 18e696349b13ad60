"""A coloured strip of symbol and words: verdicts and notices."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QFrame,
    QLabel,
    QPushButton,
    QWidget,
)

from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look
from hzl_client.ui.plain import visible

NARROW = 42  # letters; with less, words and button stand one below the other
ICONS = {"neutral": "info", "good": "good", "warn": "warn", "bad": "bad"}


def announce(widget: QWidget, text: str) -> None:
    """Says something to a screen reader without moving the focus."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, visible(text)))


def restyle(widget: QWidget) -> None:
    """The style sheet looks at dynamic properties only when asked again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Banner(QFrame):
    """`tone` is neutral, good, warn or bad; the words carry the meaning."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = rows.IconLabel(look, "info", "muted", 18)
        self.text = rows.label(wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = rows.row(self, gap=look.px(tokens.S))
        layout.setContentsMargins(*(look.px(n) for n in (10, 6, 10, 6)))
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._inner = rows.row(gap=look.px(tokens.S))
        self._inner.addWidget(self.text, 1)
        layout.addLayout(self._inner, 1)
        self.setProperty("banner", "neutral")

    def add(self, widget: QWidget) -> None:
        """At the right, beside the first line; below the words where room is short."""
        place = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        self._inner.addWidget(widget, 0, place)

    def fit(self, width: int) -> int:
        """The height it needs at this width."""
        narrow = width < self.fontMetrics().averageCharWidth() * NARROW
        way = QBoxLayout.Direction
        self._inner.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        return self.heightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(event.size().width())

    def show_text(self, text: str, tone: str) -> None:
        colour = "muted" if tone == "neutral" else tone
        self._icon.show_icon(ICONS[tone], colour)
        self.text.setText(text)
        self.setAccessibleName(self.text.text())
        self.setProperty("banner", tone)
        restyle(self)


class Strip(QFrame):
    """Between the commands and the panes; it comes and goes."""

    left = Signal()  # it goes, and has the keyboard

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("strip", True)  # noqa: FBT003

    def focus_first(self) -> None:
        for button in self.buttons:
            if button.isVisible():
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    @property
    def buttons(self) -> tuple[QAbstractButton, ...]:
        raise NotImplementedError

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - as Qt has it
        focus = QApplication.focusWidget()
        if not visible and focus is not None and self.isAncestorOf(focus):
            self.left.emit()
        super().setVisible(visible)


class NoticeBar(Strip):
    """One thing that just happened, with what can be done about it; never modal."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._then: Callable[[], None] | None = None
        self._tone = "neutral"
        self._icon = rows.IconLabel(look, "info", "muted", 18)
        self._text = rows.label(wrap=True)
        self._action = rows.Button(look, "")
        self._close = rows.IconButton(look, "close", self.tr("Hinweis schließen"))
        self._action.clicked.connect(self._on_action)
        self._close.clicked.connect(self.hide)
        layout = rows.row(self, gap=look.px(tokens.S))
        layout.setContentsMargins(*(look.px(n) for n in (tokens.L, 6, tokens.S, 6)))
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._action)
        layout.addWidget(self._close)
        self.hide()

    @property
    def buttons(self) -> tuple[QAbstractButton, ...]:
        return (self._action, self._close)

    @property
    def words(self) -> QLabel:
        return self._text

    @property
    def button(self) -> QPushButton:
        return self._action

    def show_notice(
        self,
        text: str,
        tone: str = "neutral",
        action: str = "",
        then: Callable[[], None] | None = None,
    ) -> None:
        self._then, self._tone = then, tone
        self._icon.show_icon(ICONS[tone], "muted" if tone == "neutral" else tone)
        self._text.setText(text)
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self.setProperty("banner", tone)
        restyle(self)
        self.show()
        announce(self, text)

    def move_on(self) -> None:
        """The user turned to something else: what needs no answer goes away."""
        if self._tone in ("neutral", "good"):
            self.hide()

    def _on_action(self) -> None:
        self.hide()
        if self._then is not None:
            self._then()
