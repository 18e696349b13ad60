"""Tab "Felder": every Angabe of the application, searchable and ready to copy."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QListView,
    QStackedWidget,
    QWidget,
)

from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look
from hzl_client.ui.models.fields import (
    FieldFilter,
    FieldIndex,
    FieldRow,
    FieldsModel,
    HeadingRow,
)
from hzl_client.ui.views.empty import EmptyHint, EmptyText
from hzl_client.ui.views.field_delegate import FieldDelegate
from hzl_client.ui.views.long_list import LongList

HINT = "Enter oder Strg+C kopiert den Wert."

NOTHING = EmptyText(
    "view-fields",
    "Keine Angaben",
    "In dieser Nachricht wurde kein Antrag gefunden. Was geprüft wurde, steht unter "
    "„Prüfung“.",
)
NOT_FOUND = EmptyText(
    "search",
    "Keine Angabe gefunden",
    "Gesucht wird in Abschnitt, Bezeichnung und Wert.",
    "Alle Angaben zeigen",
)


class _List(LongList):
    copy_pressed = Signal()
    place_pressed = Signal()
    folded = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) or event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):
            self.copy_pressed.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.place_pressed.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.folded.emit(event.key() == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)


class FieldsTab(QWidget):
    copy_requested = Signal(str, str)  # label, text for the Fachverfahren
    technical_toggled = Signal(bool)
    current_changed = Signal(str)  # path of the field somebody moved to
    place_requested = Signal()  # of the current field, which was chosen itself
    search_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._model = FieldsModel(self)
        self._index: FieldIndex | None = None
        self._nothing = NOTHING
        self._filter = FieldFilter()
        self._needle = ""
        self.search = rows.IconButton(
            look,
            "search",
            self.tr("Suchen"),
            tip=self.tr("Im Antrag und in seinen Anlagen suchen (Strg+F)"),
        )
        self.counter = rows.ElidedLabel("muted")
        self.only_found = QCheckBox(self.tr("nur Fundstellen"))
        self.only_found.setToolTip(
            self.tr("Angaben ausblenden, in denen das Gesuchte nicht steht")
        )
        self.only_found.hide()
        self.technical = QCheckBox(self.tr("technische Angaben"))
        self.technical.setChecked(True)
        self.technical.setToolTip(
            self.tr("Kennungen, Codelisten und andere Angaben für Programme zeigen")
        )
        self.legible = rows.label(role="muted", wrap=True)
        self.legible.hide()
        self.dropped = rows.label(role="bad", wrap=True)
        self.dropped.hide()
        self.view = self._make_view()
        self.footer = rows.ElidedLabel("footer")
        self.footer.setText(HINT)
        self.empty = EmptyHint(look)
        self.empty.action_requested.connect(self._on_everything)
        self._lay_out()
        self.search.clicked.connect(self.search_requested)
        self.only_found.toggled.connect(self._on_only_found)
        self.technical.toggled.connect(self._on_technical)

    def _make_view(self) -> _List:
        view = _List()
        view.setModel(self._model)
        self._delegate = FieldDelegate(self._look, view)
        view.setItemDelegate(self._delegate)
        view.setMouseTracking(True)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setAccessibleName(self.tr("Angaben des Antrags"))
        self._delegate.copy_clicked.connect(self._copy)
        self._delegate.field_clicked.connect(self.place_requested)
        self._delegate.heading_clicked.connect(self._toggle)
        view.copy_pressed.connect(lambda: self._copy(view.currentIndex().row()))
        view.place_pressed.connect(self.place_requested)
        view.folded.connect(self._on_folded)
        view.selectionModel().currentChanged.connect(self._on_current)
        self._look.changed.connect(view.measure_again)
        return view

    def _lay_out(self) -> None:
        px = self._look.px
        first = rows.row(gap=px(tokens.M))
        first.addWidget(self.technical)
        first.addStretch(1)
        first.addWidget(self.search)
        second = rows.row(gap=px(tokens.M))
        second.addWidget(self.counter, 1)
        second.addWidget(self.only_found)
        head = rows.column(gap=px(6))
        head.setContentsMargins(px(tokens.L), px(tokens.M), px(tokens.L), px(tokens.XS))
        head.addLayout(first)
        head.addLayout(second)
        head.addWidget(self.legible)
        head.addWidget(self.dropped)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        layout = rows.column(self)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.footer)

    @property
    def focus_target(self) -> QWidget:
        """Where the keyboard goes first. (A focus proxy would take everything beside
        it out of the tab order.)"""
        return self.view

    # --- what is shown --------------------------------------------------------------

    def show_fields(
        self, index: FieldIndex | None, nothing: EmptyText = NOTHING
    ) -> None:
        self._index, self._nothing = index, nothing
        self._filter = FieldFilter(self._filter.needle, self._filter.technical)
        self._model.found = frozenset(self.found)
        self.footer.setText(HINT)  # not what was copied out of the one before
        self._delegate.forget_heights()
        self._model.show_new(self._wanted_rows())
        self._tell()
        self.view.scrollToTop()

    def show_compared(self, index: FieldIndex) -> None:
        """The same application with what its form says; all stays in its place."""
        self._index = index
        self._delegate.forget_heights()
        self._show(self._filter)
        self._model.show_found(frozenset(self.found))

    @property
    def rows(self) -> tuple[HeadingRow | FieldRow, ...]:
        """As shown now."""
        return self._model.rows

    def show_search(self, needle: str) -> None:
        """Marks the fields that hold what is sought; "" takes the marks away."""
        self._needle = needle
        self._model.show_found(frozenset(self.found))
        self.only_found.setVisible(bool(needle))
        self.search.setHidden(bool(needle))  # it is open; its row is for the fields
        self._on_only_found()

    @property
    def found(self) -> tuple[str, ...]:
        """Paths of the fields that hold what is sought, in their order."""
        wanted = FieldFilter(self._needle, self._filter.technical)
        return self._index.found(wanted) if self._index else ()

    def choose(self, path: str) -> bool:
        """Move to a field, also if a closed section or what is sought hides it; False
        if there is none."""
        index = self._model.find(path)
        if not index.isValid():
            self.only_found.setChecked(False)
            self._show(FieldFilter("", self._filter.technical, frozenset()))
            index = self._model.find(path)
        self.view.setCurrentIndex(index)
        return index.isValid()

    @property
    def current_row(self) -> FieldRow | None:
        row = self._model.row(self.view.currentIndex())
        return row if isinstance(row, FieldRow) else None

    @property
    def current(self) -> str:
        """Path of the chosen field, "" if there is none."""
        row = self.current_row
        return row.path if row else ""

    def show_technical(self, wanted: bool) -> None:  # noqa: FBT001
        self.technical.setChecked(wanted)

    def say(self, text: str) -> None:
        self.footer.setText(text)

    def say_first(self, text: str) -> None:
        """Before what is known of the chosen field."""
        row = self.current_row
        self.footer.setText(_in_a_line(text, row.details if row else ""))

    def show_legible(self, text: str) -> None:
        """Why fields and form are not linked; "" where they are."""
        self.legible.setText(text)
        self.legible.setVisible(bool(text))

    def _wanted_rows(self) -> tuple[HeadingRow | FieldRow, ...]:
        return self._index.rows(self._filter) if self._index else ()

    def _show(self, wanted: FieldFilter) -> None:
        self._filter = wanted
        self._model.show_rows(self._wanted_rows())
        self._tell()

    def _tell(self) -> None:
        index = self._index
        self.empty.show_text(NOT_FOUND if index else self._nothing)
        self._stack.setCurrentWidget(self.view if self._model.rows else self.empty)
        self.counter.setText(index.counter(self._filter) if index else "")
        dropped = index.dropped if index else 0
        self.dropped.setVisible(dropped != 0)
        self.dropped.setText(
            self.tr(
                "Achtung: {} Angaben des XML konnten nicht dargestellt werden."
            ).format(dropped)
        )

    # --- what the user does ---------------------------------------------------------

    def _on_everything(self) -> None:
        """The button that was pressed goes; the keyboard stays in the fields."""
        self.only_found.setChecked(False)
        self.view.setFocus()

    def _on_only_found(self) -> None:
        old = self._filter
        needle = self._needle if self.only_found.isChecked() else ""
        self._show(FieldFilter(needle, old.technical, old.closed))

    def _on_technical(self, wanted: bool) -> None:  # noqa: FBT001
        old = self._filter
        self._show(FieldFilter(old.needle, wanted, old.closed))
        self._model.show_found(frozenset(self.found))
        self.technical_toggled.emit(wanted)

    def _toggle(self, number: int) -> None:
        row = self._model.row(self._model.index(number))
        if isinstance(row, HeadingRow):
            self._fold(row, close=row.open)

    def _on_folded(self, close: bool) -> None:  # noqa: FBT001
        """Left closes the section of the current row, right opens it."""
        number = self.view.currentIndex().row()
        for row in reversed(self._model.rows[: number + 1]):
            if isinstance(row, HeadingRow):
                self._fold(row, close=close)
                index = self._model.find(row.number)
                if close:
                    select = QItemSelectionModel.SelectionFlag.ClearAndSelect
                    self.view.selectionModel().setCurrentIndex(index, select)
                return

    def _fold(self, row: HeadingRow, *, close: bool) -> None:
        old = self._filter
        closed = old.closed | {row.number} if close else old.closed - {row.number}
        self._show(FieldFilter(old.needle, old.technical, closed))

    def _copy(self, number: int) -> None:
        row = self._model.row(self._model.index(number))
        if isinstance(row, FieldRow) and not row.empty:
            self.copy_requested.emit(row.label, row.copy_text)
        elif isinstance(row, HeadingRow):
            self._toggle(number)

    def _on_current(self, current: QModelIndex) -> None:
        row = self._model.row(current)
        details = row.details if isinstance(row, FieldRow) else HINT
        self.footer.setText(_in_a_line(details))
        self.current_changed.emit(row.path if isinstance(row, FieldRow) else "")


def _in_a_line(*texts: str) -> str:
    return "  ·  ".join(line for text in texts for line in text.splitlines())
