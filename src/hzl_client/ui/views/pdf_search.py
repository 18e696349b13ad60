"""The search line of a document: words, and how often they stand in it."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hzl_client.documents.document import MAX_HITS, MAX_NEEDLE
from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look
from hzl_client.ui.views.banner import announce

TYPING_MS: Final = 250


class PdfSearch(QWidget):
    text_wanted = Signal(str)  # "" when nothing is looked for any more
    step_requested = Signal(int)  # 1 or -1
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = rows.SearchBox(look, self.tr("Im Dokument suchen"))
        self.box.setMaxLength(MAX_NEEDLE)
        self.count = rows.label(role="muted")
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
        close = rows.IconButton(
            look, "close", self.tr("Suche schließen"), tip=self.tr("Schließen (Esc)")
        )
        self._sought = ""
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._seek)
        self.box.textEdited.connect(self._on_edited)
        self.box.textChanged.connect(self._on_changed)
        self.back.clicked.connect(lambda: self.step_requested.emit(-1))
        self.forward.clicked.connect(lambda: self.step_requested.emit(1))
        close.clicked.connect(self.closed)
        layout = rows.row(self, gap=look.px(tokens.XS))
        layout.setContentsMargins(*(look.px(n) for n in (tokens.S, 0, tokens.S, 5)))
        layout.addWidget(self.box, 1)
        layout.addWidget(self.count)
        for button in (self.back, self.forward, close):
            layout.addWidget(button)
        self.show_count(0, -1, complete=True)

    @property
    def text(self) -> str:
        return self.box.text().strip()

    def open(self) -> None:
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()
        self._seek()

    def clear(self) -> None:
        self.box.clear()

    def forget(self) -> None:
        """The next document is searched anew, for the same words."""
        self._sought = ""

    def show_count(self, hits: int, current: int, *, complete: bool) -> None:
        self.back.setEnabled(hits > 0)
        self.forward.setEnabled(hits > 0)
        words = self._words(hits, current, complete=complete)
        if words != self.count.text():
            self.count.setText(words)
            if complete and words:
                announce(self.count, words)

    def _words(self, hits: int, current: int, *, complete: bool) -> str:
        if not self.text:
            return ""
        if not complete and not hits:
            return self.tr("Sucht …")
        if not hits:
            return self.tr("Nicht gefunden")
        most = self.tr("mehr als {hits}") if hits >= MAX_HITS else "{hits}"
        found = most.format(hits=hits) + ("" if complete else " …")
        return self.tr("{current} von {found}").format(current=current + 1, found=found)

    def _on_edited(self) -> None:
        self._typing.start()

    def _on_changed(self, text: str) -> None:
        if not text:
            self._seek()

    def _seek(self) -> None:
        self._typing.stop()
        if self.text != self._sought:
            self._sought = self.text
            self.show_count(0, -1, complete=not self.text)
            self.text_wanted.emit(self.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter looks at once, and once looked, goes on to the next place."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                if self.text != self._sought:
                    self._seek()
                else:
                    self.step_requested.emit(-1 if back else 1)
            case Qt.Key.Key_Escape:
                self.closed.emit()
            case _:
                super().keyPressEvent(event)
