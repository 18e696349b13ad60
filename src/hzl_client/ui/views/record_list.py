"""The middle column: one folder's applications, or what to do when there are none."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QListView,
    QStackedWidget,
    QWidget,
)

from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look
from hzl_client.ui.models.records import RecordRow, RecordsModel
from hzl_client.ui.views.empty import EmptyHint, EmptyText
from hzl_client.ui.views.record_delegate import RecordDelegate
from hzl_client.ui.views.wrapping_list import WrappingList


class _List(WrappingList):
    opened = Signal()
    moved_on = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt would go to the first row; but who opens an application, reads it."""
        if self.currentIndex().isValid():
            super().focusInEvent(event)
        else:
            QAbstractScrollArea.focusInEvent(self, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self.moved_on.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        before = self.currentIndex()
        super().mousePressEvent(event)
        if self.currentIndex() != before:
            self.moved_on.emit()


class RecordList(QWidget):
    """Keeps the chosen application chosen while rows come and go around it."""

    current_changed = Signal(str)  # record id, "" when nothing is chosen
    selection_changed = Signal()
    moved_on = Signal()  # the user, not the program, turned to another one
    opened = Signal(str)  # Enter or double click
    menu_requested = Signal(QPoint)  # global position

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._model = RecordsModel(self)
        self._wanted = ""
        self._title = rows.ElidedLabel("heading")
        self._count = rows.label(role="muted")
        self.view = self._make_view()
        self.empty = EmptyHint(look)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        head = rows.row(gap=look.px(tokens.S))
        head.setContentsMargins(*(look.px(n) for n in (tokens.L, 10, tokens.M, 10)))
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        layout = rows.column(self)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self.setMinimumWidth(look.px(220))
        rows.pane(self, "list")

    def _make_view(self) -> _List:
        view = _List()
        view.setModel(self._model)
        view.setItemDelegate(RecordDelegate(self._look, view))
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setAccessibleName(self.tr("Anträge"))
        view.setFrameShape(QListView.Shape.NoFrame)
        view.customContextMenuRequested.connect(self._on_menu)
        view.selectionModel().currentChanged.connect(self._on_current_changed)
        view.selectionModel().selectionChanged.connect(
            lambda *_: self.selection_changed.emit()
        )
        view.doubleClicked.connect(lambda _index: self.opened.emit(self.current))
        view.moved_on.connect(self.moved_on)
        view.opened.connect(lambda: self.opened.emit(self.current))
        self._look.changed.connect(view.scheduleDelayedItemsLayout)
        return view

    @property
    def focus_target(self) -> QWidget:
        """Where the keyboard goes first. (A focus proxy would take everything beside
        it out of the tab order.)"""
        return self.view

    # --- what is shown --------------------------------------------------------------

    def show_folder(self, title: str, count: str) -> None:
        self._title.setText(title)
        self._count.setText(count)
        self.view.setAccessibleName(f"{title}, {count}")

    def show_rows(self, records: tuple[RecordRow, ...], empty: EmptyText) -> None:
        """The chosen row stays chosen; if it went away, its neighbour is."""
        wanted = self.current or self._wanted
        self._model.show_rows(records)
        if not self.current and wanted:
            self.choose(wanted)
        elif self.current and not self.chosen:  # Qt moves on without selecting
            self.choose(self.current)
        self.empty.show_text(empty)
        self._stack.setCurrentWidget(self.view if records else self.empty)

    # --- what is chosen -------------------------------------------------------------

    @property
    def current(self) -> str:
        row = self._model.row(self.view.currentIndex())
        return row.id if row else ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """All selected ids in the order of the list."""
        return tuple(row.id for row in self.chosen_rows)

    @property
    def chosen_rows(self) -> tuple[RecordRow, ...]:
        indexes = sorted(self.view.selectionModel().selectedRows(), key=QModelIndex.row)
        found = (self._model.row(index) for index in indexes)
        return tuple(row for row in found if row)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(row.id for row in self._model.rows)

    def choose(self, record_id: str) -> None:
        """Now, or as soon as such a row is shown."""
        self._wanted = record_id
        index = self._model.index_of(record_id)
        if index.isValid():
            select = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.view.selectionModel().setCurrentIndex(index, select)
            self.view.scrollTo(index)

    def _on_current_changed(self, current: QModelIndex) -> None:
        row = self._model.row(current)
        if row:
            self._wanted = row.id
        self.current_changed.emit(row.id if row else "")

    def _on_menu(self, position: QPoint) -> None:
        if self.view.indexAt(position).isValid():
            self.menu_requested.emit(self.view.viewport().mapToGlobal(position))
