"""The head of the right pane: whose application this is and how far to trust it."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
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
        self._noted = self._bad = False
        self._room = self.maximumHeight()
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
        self._column = layout = rows.column(self, gap=px(6))
        layout.setContentsMargins(*(px(n) for n in (tokens.L, 10, tokens.L, tokens.S)))
        self._first = first = rows.row(gap=px(tokens.S))
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
        self._noted = bool(head.notes)
        if head.notes:
            self._notes.show_text(head.notes, "warn")
        self._tell()

    def fit(self, room: int) -> None:
        """Not higher than this, if that can be: what gives way is in the tooltip of
        the name and under "Prüfung". What is bad and the name never do."""
        self._room = room
        self._fit()

    def _fit(self) -> None:
        about, trust, notes = self._about, self._trust, self._notes
        wanted: dict[QWidget, bool]
        wanted = {about: bool(about.text()), trust: True, notes: self._noted}
        for part in (about, notes if self._bad else trust):
            if self._needed(wanted) > self._room:
                wanted[part] = False
        for each, shown in wanted.items():
            each.setVisible(shown)
        hidden = {about: about.text(), trust: trust.text.text()}
        lines = [said for part, said in hidden.items() if said and not wanted[part]]
        self._title.setToolTip("\n".join(lines))
        self.setMinimumHeight(self._needed(wanted))

    def _needed(self, wanted: dict[QWidget, bool]) -> int:
        """Whoever lays out panes takes room from what is too high for them all."""
        layout, double = self._column, self._double
        margins = layout.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        parts = [part for part, shown in wanted.items() if shown]
        parts += [] if double.isHidden() else [double]
        heights = [
            part.fit(width) if isinstance(part, Banner) else part.heightForWidth(width)
            for part in parts
        ]
        first = self._first.heightForWidth(width)
        inner = first + sum(heights) + layout.spacing() * len(parts)
        return margins.top() + inner + margins.bottom()

    def event(self, event: QEvent) -> bool:
        """Other words, or another font: another height."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def show_double(self, said: str, other: str) -> None:
        """Another application may be the same; "" if none may."""
        self._other = other
        self._double.show_text(said, "warn")
        self._double.setVisible(bool(said))
        self._fit()

    def _on_other(self) -> None:
        self.other_requested.emit(self._other)

    def show_hints(self, words: str) -> None:
        """How many hints are open, at the end of the line."""
        self._hints = words
        self._tell()

    def _tell(self) -> None:
        about = " · ".join(part for part in (self._summary, self._hints) if part)
        self._about.setText(about)
        self.setAccessibleName(f"{self._title.text()}. {about}")
        self._fit()
