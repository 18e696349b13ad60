"""The head of the right pane: whose application this is and how far to trust it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look
from hzl_client.ui.plain import visible
from hzl_client.ui.views.banner import Banner


@dataclass(frozen=True, slots=True)
class Head:
    """`tone` of the trust sentence: neutral, good or bad."""

    title: str
    about: str
    trust: str
    tone: str
    notes: str = ""  # findings in short, "" if none
    test: bool = False


class _Clickable(Banner):
    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.clicked.emit()


class SummaryHeader(QWidget):
    checks_requested = Signal()
    other_requested = Signal(str)  # id of one that may be the same

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = look.px
        self._title = rows.label(role="title", wrap=True)
        self._about = rows.label(role="muted", wrap=True)
        self._test = rows.label(self.tr("Testantrag"), role="badge")
        self._test.setToolTip(
            self.tr("Der Absender hat diese Nachricht als Test gekennzeichnet.")
        )
        self._trust = _Clickable(look)
        self._notes = _Clickable(look)
        self._double = _Clickable(look)
        self._summary = self._hints = self._other = ""
        self._short = self._bad = False
        self.other = rows.Button(look, self.tr("Anzeigen"), kind="link")
        self.other.setAccessibleName(self.tr("Den anderen Antrag anzeigen"))
        self._double.add(self.other)
        self.other.clicked.connect(self._on_other)
        self._double.clicked.connect(self._on_other)
        self._double.hide()
        self.details = rows.Button(look, self.tr("Einzelheiten"), kind="link")
        self.details.setAccessibleName(self.tr("Einzelheiten der Prüfung"))
        self._trust.add(self.details)
        self.details.clicked.connect(self.checks_requested)
        for banner in (self._trust, self._notes):
            banner.clicked.connect(self.checks_requested)
        layout = rows.column(self, gap=px(6))
        layout.setContentsMargins(*(px(n) for n in (tokens.L, 10, tokens.L, tokens.S)))
        first = rows.row(gap=px(tokens.S))
        first.addWidget(self._title, 1)
        first.addWidget(self._test, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(first)
        layout.addWidget(self._about)
        layout.addWidget(self._trust)
        layout.addWidget(self._notes)
        layout.addWidget(self._double)

    def show_head(self, head: Head) -> None:
        self._title.setText(visible(head.title))
        self._summary = visible(head.about)
        self._test.setVisible(head.test)
        self._trust.show_text(head.trust, head.tone)
        self._bad = head.tone == "bad"
        self._notes.setVisible(bool(head.notes))
        if head.notes:
            self._notes.show_text(head.notes, "warn")
        self._tell()

    def fold(self, *, short: bool) -> None:
        """Where room is short only the name stands here, and what is bad; the rest is
        in its tooltip and under "Prüfung"."""
        if short is not self._short:
            self._short = short
            self._tell()

    def show_double(self, said: str, other: str) -> None:
        """Another application may be the same; "" if none may."""
        self._other = other
        self._double.show_text(said, "warn")
        self._double.setVisible(bool(said))

    def _on_other(self) -> None:
        self.other_requested.emit(self._other)

    def show_hints(self, words: str) -> None:
        """How many hints are open, at the end of the line."""
        self._hints = words
        self._tell()

    def _tell(self) -> None:
        about = " · ".join(part for part in (self._summary, self._hints) if part)
        self._about.setText(about)
        self._about.setVisible(bool(about) and not self._short)
        self._trust.setVisible(self._bad or not self._short)
        hidden = f"{about}\n{self._trust.text.text()}" if self._short else ""
        self._title.setToolTip(hidden)
        self.setAccessibleName(f"{self._title.text()}. {about}")
