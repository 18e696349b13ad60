"""The right pane: head, and the tabs Felder, Anlagen, Prüfung, Bearbeitung, Verlauf."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from hzl_client.ui import rows, tokens, words
from hzl_client.ui.look import Look
from hzl_client.ui.models.entries import BELOW_HINTS, Entry, heading
from hzl_client.ui.views.documents_tab import DocumentsTab
from hzl_client.ui.views.empty import EmptyHint, EmptyText
from hzl_client.ui.views.entry_list import EntryList
from hzl_client.ui.views.fields_tab import FieldsTab
from hzl_client.ui.views.fitting_tabs import FittingTabs
from hzl_client.ui.views.summary_header import Head, SummaryHeader
from hzl_client.ui.views.work_tab import WorkTab

FIELDS, DOCUMENTS, CHECKS, WORK, HISTORY = range(5)
TABS = (  # name, shorter name, symbol
    ("Felder", "Felder", "view-fields"),
    ("Anlagen", "Anl.", "attachment"),
    ("Prüfung", "Prüf.", "signature"),
    ("Bearbeitung", "Bearb.", "in-progress"),
    ("Verlauf", "Verl.", "event"),
)


def hints_in_words(opened: int | None, hints: tuple[Entry, ...]) -> str:
    """ "" where nothing is known yet, or nothing was found."""
    if opened:
        counted = words.count(opened, "Hinweis", "Hinweise")
        return f"{counted}{words.NO_BREAK}offen"
    seen = sum(entry.ticked is not None for entry in hints)
    if seen == 1:
        return "Hinweis gesehen".replace(" ", words.NO_BREAK)
    return f"alle {seen} Hinweise gesehen".replace(" ", words.NO_BREAK) if seen else ""


# Of the height at most, if that can be; the rest is for the page.
HEAD, HEAD_IN_SEARCH = 0.45, 0.25


class _Pages(QStackedWidget):
    """Takes what the head leaves: each page scrolls."""

    def hasHeightForWidth(self) -> bool:
        return False

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class ApplicationPanel(QWidget):
    tab_changed = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checks: tuple[Entry, ...] = ()
        self._hints: tuple[Entry, ...] = ()
        self._searching = False
        self.header = SummaryHeader(look)
        self.fields = FieldsTab(look)
        self.documents = DocumentsTab(look)
        self.checks = EntryList(look, self.tr("Prüfung"))
        self.checks.setAccessibleDescription(
            self.tr("Leertaste: Hinweis abhaken. Eingabetaste: zur Angabe.")
        )
        self.work = WorkTab(look)
        self.history = EntryList(look, self.tr("Verlauf"))
        self.empty = EmptyHint(look)
        self.tabs = FittingTabs(look)
        self.tabs.setAccessibleName(self.tr("Ansichten des Antrags"))
        for tab in TABS:
            self.tabs.add(*tab)
        self._pages = _Pages()
        for page in (
            self.fields,
            self.documents,
            self.checks,
            self.work,
            self.history,
        ):
            self._pages.addWidget(page)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.tabs.currentChanged.connect(self.tab_changed)
        self.header.checks_requested.connect(lambda: self.show_tab(CHECKS))
        self._lay_out(look)
        self.setMinimumWidth(look.px(300))

    def _lay_out(self, look: Look) -> None:
        content = QWidget()
        inner = rows.column(content)
        inner.addWidget(self.header)
        bar = rows.row()
        bar.setContentsMargins(look.px(tokens.S), 0, 0, 0)
        bar.addWidget(self.tabs, 1)
        inner.addLayout(bar)
        line = QWidget()
        line.setFixedHeight(1)
        line.setProperty("line", True)  # noqa: FBT003
        inner.addWidget(line)
        inner.addWidget(self._pages, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(content)
        self._stack.addWidget(self.empty)
        self._content = content
        layout = rows.column(self)
        layout.addWidget(self._stack)
        rows.pane(self, "application")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def show_searching(self, *, searching: bool) -> None:
        """Whoever searches knows whose application it is and wants to see fields."""
        self._searching = searching
        self._fit_head()

    def _fit_head(self) -> None:
        share = HEAD_IN_SEARCH if self._searching else HEAD
        room = int(self.height() * share)
        self.header.fit(room, searching=self._searching)

    def show_head(self, head: Head, documents: int) -> None:
        self.header.show_head(head)
        self.tabs.show_number(DOCUMENTS, documents)
        self._stack.setCurrentWidget(self._content)

    def show_checks(self, checks: tuple[Entry, ...]) -> None:
        """What is known at once; hints come later."""
        self._checks = checks
        self._show_entries()

    def show_hints(self, hints: tuple[Entry, ...], opened: int | None) -> None:
        """Below the result and the findings; `opened` is how many nobody has ticked,
        None: not known."""
        self._hints = hints
        self._show_entries()
        self.tabs.show_number(CHECKS, opened or 0)
        self.header.show_hints(hints_in_words(opened, hints))

    def _show_entries(self) -> None:
        keys = [entry.key for entry in self._checks]
        below = heading("", BELOW_HINTS).key
        split = keys.index(below) if below in keys else len(keys)
        first, rest = self._checks[:split], self._checks[split:]
        self.checks.show_entries((*first, *self._hints, *rest))

    def show_nothing(self, text: EmptyText) -> None:
        self.empty.show_text(text)
        self._stack.setCurrentWidget(self.empty)

    def show_tab(self, number: int) -> None:
        self.tabs.setCurrentIndex(number)

    def focus_page(self) -> None:
        page = self._pages.currentWidget()
        if isinstance(page, FieldsTab | DocumentsTab | WorkTab):
            page = page.focus_target
        if page is not None:
            page.setFocus(Qt.FocusReason.ShortcutFocusReason)
