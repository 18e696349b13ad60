"""The head of the right pane: whose application this is and how far to trust it."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look
from hzl_client.ui.plain import visible
from hzl_client.ui.views.banner import Banner
from hzl_client.ui.views.headline import MOST_LINES, Headline


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
        self._title = Headline()
        self._about = rows.label(role="muted", wrap=True)
        self._test = rows.label(self.tr("Testantrag"), role="badge")
        self._test.setToolTip(
            self.tr("Der Absender hat diese Nachricht als Test gekennzeichnet.")
        )
        self._trust = _Clickable(look)
        self._notes = _Clickable(look)
        self._double = _Clickable(look)
        self._summary = self._hints = self._other = ""
        self._noted = self._bad = self._doubled = self._searching = False
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
        place = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        first.addWidget(self._test, 0, place)
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

    def fit(self, room: int, *, searching: bool = False) -> None:
        """Not higher than this, if that can be: what gives way is in the tooltip of
        the name and under "Prüfung". What is bad never does, nor a possible double
        unless somebody searches; of the name one line stays."""
        self._room, self._searching = room, searching
        self._fit()

    def _fit(self) -> None:
        about, trust, notes = self._about, self._trust, self._notes
        double = self._double
        wanted: dict[QWidget, bool]
        wanted = {about: bool(about.text()), trust: True, notes: self._noted}
        wanted[double] = self._doubled
        self._title.show_lines(MOST_LINES)
        self._place_badge()
        may_go = (about, notes if self._bad else trust)
        for part in (*may_go, double) if self._searching else may_go:
            if self._needed(wanted) > self._room:
                wanted[part] = False
        for most in range(MOST_LINES, 0, -1):
            self._title.show_lines(most)
            if self._needed(wanted) <= self._room:
                break
        for each, shown in wanted.items():
            each.setVisible(shown)
        self._tell_hidden(wanted)
        self.setMinimumHeight(self._needed(wanted))

    def _tell_hidden(self, wanted: dict[QWidget, bool]) -> None:
        title, about = self._title, self._about
        said: dict[QWidget, str] = {about: about.text()}
        said |= {part: part.text.text() for part in (self._trust, self._double)}
        lines = [text for part, text in said.items() if text and not wanted[part]]
        if title.is_cut(self._title_width):
            lines.insert(0, title.text())
        title.setToolTip("\n".join(lines))

    @property
    def _width(self) -> int:
        margins = self._column.contentsMargins()
        return self.width() - margins.left() - margins.right()

    @property
    def _beside_badge(self) -> int:
        if self._test.isHidden():
            return self._width
        return self._width - self._test.sizeHint().width() - self._first.spacing()

    @property
    def _below(self) -> bool:
        return self._first.direction() is QBoxLayout.Direction.TopToBottom

    @property
    def _title_width(self) -> int:
        return self._width if self._below else self._beside_badge

    def _place_badge(self) -> None:
        """Below the name where it would take too much of its room."""
        way = QBoxLayout.Direction
        below = self._title.lines(self._beside_badge) > 2 and not self._test.isHidden()
        self._first.setDirection(way.TopToBottom if below else way.LeftToRight)

    def _needed(self, wanted: dict[QWidget, bool]) -> int:
        """Whoever lays out panes takes room from what is too high for them all."""
        layout = self._column
        margins, width = layout.contentsMargins(), self._width
        parts = [part for part, shown in wanted.items() if shown]
        heights = [
            part.fit(width) if isinstance(part, Banner) else part.heightForWidth(width)
            for part in parts
        ]
        inner = self._first_height + sum(heights) + layout.spacing() * len(parts)
        return margins.top() + inner + margins.bottom()

    @property
    def _first_height(self) -> int:
        """Computed here: layouts keep what they knew of a label with more lines."""
        title = self._title.heightForWidth(self._title_width)
        if self._test.isHidden():
            return title
        badge = self._test.sizeHint().height()
        return (
            title + self._first.spacing() + badge if self._below else max(title, badge)
        )

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
        self._doubled = bool(said)
        self._double.show_text(said, "warn")
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
