"""The search line of an application: words, and how often they stand where in it."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hzl_client.documents.document import MAX_NEEDLE
from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look
from hzl_client.ui.plain import tip
from hzl_client.ui.views.banner import announce
from hzl_client.ui.words import grouped

TYPING_MS: Final = 250


@dataclass(frozen=True, slots=True)
class SearchState:
    """`current` counts from 0, -1 is none. `looking` says what is being looked at, ""
    when all has been; `missing` what could not be."""

    fields: int = 0
    form: int = 0
    attachments: int = 0
    current: int = -1
    looking: str = ""
    missing: tuple[str, ...] = ()
    more: bool = False  # there would be more, but nobody looks at so many

    @property
    def hits(self) -> int:
        return self.fields + self.form + self.attachments

    @property
    def words(self) -> str:
        """ "2 von 10: 3 in Angaben · 5 im Antrag · 2 in Anlagen"."""
        parts = [self._found] if self.hits or not self.looking else []
        if self.looking:
            parts.append(f"durchsucht {self.looking} …")
        return " · ".join(parts)

    @property
    def _found(self) -> str:
        if not self.hits:
            return "Nicht gefunden"
        most = "mehr als " if self.more else ""
        return (
            f"{grouped(self.current + 1)} von {most}{grouped(self.hits)}: "
            f"{grouped(self.fields)} in Angaben · {grouped(self.form)} im Antrag · "
            f"{grouped(self.attachments)} in Anlagen"
        )


class SearchLine(QWidget):
    text_wanted = Signal(str)  # "" when nothing is looked for any more
    step_requested = Signal(int)  # 1 or -1
    stop_requested = Signal()
    opened = Signal()
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = self.tr("Im Antrag suchen")
        self.box = rows.SearchBox(look, name)
        self.box.setMaxLength(MAX_NEEDLE)
        self.box.setToolTip(
            self.tr("Sucht in den Angaben, im Antrag (PDF) und in den Anlagen")
        )
        self.count = rows.ElidedLabel("muted")
        self.missing = rows.label(role="muted")
        self.stop = rows.Button(look, self.tr("Suche anhalten"), kind="quiet")
        self.back = rows.IconButton(
            look,
            "up",
            self.tr("Vorige Fundstelle"),
            tip=self.tr("Vorige Fundstelle (Umschalt+F3)"),
        )
        self.forward = rows.IconButton(
            look,
            "down",
            self.tr("Nächste Fundstelle"),
            tip=self.tr("Nächste Fundstelle (F3)"),
        )
        self.end = rows.IconButton(
            look, "close", self.tr("Suche schließen"), tip=self.tr("Schließen (Esc)")
        )
        self._sought = ""
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._seek)
        self._lay_out(look)
        self._connect()
        rows.pane(self, "search")
        self.show_state(SearchState())

    def _lay_out(self, look: Look) -> None:
        layout = rows.row(self, gap=look.px(tokens.S))
        layout.setContentsMargins(*(look.px(n) for n in (tokens.S, 5, tokens.S, 5)))
        self.box.setMinimumWidth(look.px(150))
        self.box.setMaximumWidth(look.px(360))
        layout.addWidget(self.box, 2)
        layout.addWidget(self.back)
        layout.addWidget(self.forward)
        layout.addWidget(self.count, 3)
        layout.addWidget(self.missing)
        layout.addWidget(self.stop)
        layout.addWidget(self.end)

    def _connect(self) -> None:
        self.box.textEdited.connect(self._on_edited)
        self.box.textChanged.connect(self._on_changed)
        self.back.clicked.connect(lambda: self.step_requested.emit(-1))
        self.forward.clicked.connect(lambda: self.step_requested.emit(1))
        self.stop.clicked.connect(self.stop_requested)
        self.end.clicked.connect(self.close_search)

    @property
    def text(self) -> str:
        """What is looked for; nothing while the line is closed."""
        return "" if self.isHidden() else self.box.text().strip()

    def open_search(self) -> None:
        """Opens the line, or goes back to it."""
        if self.isHidden():
            self.show()
            self.opened.emit()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()
        self._seek()

    def close_search(self) -> None:
        if not self.isHidden():
            self.closed.emit()  # whoever takes the focus does so before it is lost
            self.hide()
            self._seek()

    def show_state(self, state: SearchState) -> None:
        for button in (self.back, self.forward):
            button.setEnabled(state.hits > 0)
        if self.stop.hasFocus() and not state.looking:
            self.box.setFocus()
        self.stop.setVisible(bool(state.looking))
        self._show_missing(() if state.looking else state.missing)
        words = state.words if self.text else ""
        if words != self.count.text():
            self.count.setText(words)
            if words and not state.looking:
                announce(self.count, f"{words}. {self.missing.text()}")

    def _show_missing(self, names: tuple[str, ...]) -> None:
        words = self.tr("{count} nicht durchsucht").format(count=grouped(len(names)))
        self.missing.setText(words if names else "")
        self.missing.setVisible(bool(names))
        self.missing.setAccessibleDescription("\n".join(names))
        self.missing.setToolTip(tip("\n".join(names)))

    def _on_edited(self) -> None:
        self._typing.start()

    def _on_changed(self, text: str) -> None:
        if not text:
            self._seek()

    def _seek(self) -> None:
        self._typing.stop()
        if self.text != self._sought:
            self._sought = self.text
            self.text_wanted.emit(self.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter looks at once, and once looked, goes on to the next place."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.box.hasFocus():
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                if self.text != self._sought:
                    self._seek()
                else:
                    self.step_requested.emit(-1 if back else 1)
            case Qt.Key.Key_Escape:
                self.close_search()
            case _:
                super().keyPressEvent(event)
