"""Tab "Anlagen": every file of the delivery, to look at or to save."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look
from hzl_client.ui.models.entries import Entry
from hzl_client.ui.views.entry_list import EntryList

SHOWN = "wird gezeigt"
NONE = "Diese Nachricht hat keine lesbaren Dateien."


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """`showable`: opens inside the PDF pane; `present`: there are bytes to save."""

    key: str
    name: str
    about: str
    state: str
    tone: str
    icon: str
    showable: bool
    present: bool
    media_type: str = ""
    warning: str = ""  # said when it is chosen, instead of what can be done with it
    sought: str = ""  # what a search looks at: its names, and what it is for

    def entry(self, *, shown: bool) -> Entry:
        detail = " · ".join(part for part in (self.about, self.state) if part)
        aside = SHOWN if shown else ""
        return Entry(self.key, self.name, detail, aside, self.icon, self.tone)


class DocumentsTab(QWidget):
    show_requested = Signal(str)  # key
    save_requested = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = look.px
        self._rows: dict[str, DocumentRow] = {}
        self._shown = ""
        self.list = EntryList(look, self.tr("Anlagen"))
        self.open = rows.Button(look, self.tr("Anzeigen"), "document")
        self.save = rows.Button(look, self.tr("Speichern …"), "save")
        self._hint = rows.label(role="muted", wrap=True)
        self.open.clicked.connect(
            lambda: self.show_requested.emit(self.list.current_key)
        )
        self.save.clicked.connect(
            lambda: self.save_requested.emit(self.list.current_key)
        )
        self.list.chosen.connect(self._on_chosen)
        self.list.activated_key.connect(self._on_activated)
        self._buttons = buttons = rows.row(gap=px(tokens.S))
        buttons.addWidget(self.open)
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        foot = rows.column(gap=px(6))
        foot.setContentsMargins(
            *(px(n) for n in (tokens.L, tokens.S, tokens.L, tokens.M))
        )
        self._margins = 2 * px(tokens.L)
        foot.addLayout(buttons)
        foot.addWidget(self._hint)
        layout = rows.column(self)
        layout.setContentsMargins(0, px(tokens.S), 0, 0)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        self._on_chosen("")

    @property
    def focus_target(self) -> QWidget:
        """Where the keyboard goes first. (A focus proxy would take everything beside
        it out of the tab order.)"""
        return self.list

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons that do not fit beside each other stand one below the other."""
        super().resizeEvent(event)
        widths = self.open.sizeHint().width() + self.save.sizeHint().width()
        beside = widths + self._buttons.spacing() + self._margins <= self.width()
        way = QBoxLayout.Direction
        self._buttons.setDirection(way.LeftToRight if beside else way.TopToBottom)

    def show_documents(self, documents: tuple[DocumentRow, ...]) -> None:
        self._rows = {row.key: row for row in documents}
        self._show()
        self._on_chosen(self.list.current_key)

    def mark_shown(self, key: str) -> None:
        """Which of them stands in the middle."""
        self._shown = key
        self._show()

    def _show(self) -> None:
        rows_ = self._rows.values()
        entries = tuple(row.entry(shown=row.key == self._shown) for row in rows_)
        self.list.show_entries(entries)

    def _on_chosen(self, key: str) -> None:
        row = self._rows.get(key)
        self.open.setEnabled(row is not None and row.showable)
        self.save.setEnabled(row is not None and row.present)
        self._hint.setText(_hint(row) if self._rows else NONE)

    def _on_activated(self, key: str) -> None:
        row = self._rows.get(key)
        if row and row.showable:
            self.show_requested.emit(key)
        elif row and row.present:
            self.save_requested.emit(key)


def _hint(row: DocumentRow | None) -> str:
    if row is None:
        return "Wählen Sie eine Anlage. Enter zeigt sie an."
    if row.warning:
        return row.warning
    if row.showable:
        return "Wird in der Mitte angezeigt."
    if row.present:
        return "Diese Dateiart wird hier nicht angezeigt. Sie können sie speichern."
    return "Diese Datei wurde genannt, ist aber nicht dabei."
