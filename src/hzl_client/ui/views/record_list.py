"""The middle column: one folder's applications, or what to do when there are none."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QBoxLayout,
    QListView,
    QStackedWidget,
    QWidget,
)

from hzl_client.ui import rows, tokens
from hzl_client.ui.flow import FlowLayout
from hzl_client.ui.look import Look
from hzl_client.ui.models.ordering import Sorting
from hzl_client.ui.models.records import RecordRow, RecordsModel
from hzl_client.ui.models.row_list import ranges
from hzl_client.ui.views.empty import EmptyHint, EmptyText
from hzl_client.ui.views.filter_bar import FilterBar
from hzl_client.ui.views.order_button import OrderButton
from hzl_client.ui.views.record_delegate import RecordDelegate
from hzl_client.ui.views.wrapping_list import WrappingList


class _List(WrappingList):
    opened = Signal()
    moved_on = Signal()
    left = Signal()  # Esc

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
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
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


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, for the eye and in whole words."""

    shown: str
    spoken: str


@dataclass(frozen=True, slots=True)
class _Place:
    """What was chosen and in sight before the rows change."""

    current: str
    chosen: tuple[str, ...]
    top: str  # the first row in sight, "" at the very top
    offset: int


class RecordList(QWidget):
    """Keeps the chosen application chosen while rows come and go around it."""

    current_changed = Signal(str)  # record id, "" when nothing is chosen
    selection_changed = Signal()
    moved_on = Signal()  # the user, not the program, turned to another one
    opened = Signal(str)  # Enter or double click
    menu_requested = Signal(QPoint)  # global position
    reset_requested = Signal()  # everything of the folder again
    left = Signal()  # Esc

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._model = RecordsModel(self)
        # Views ask twice per row how many rows there are; this one answers without
        # Python, which makes ten thousand rows a matter of one millisecond.
        self._buffer = QSortFilterProxyModel(self)
        self._buffer.setSourceModel(self._model)
        self._wanted = ""
        self._title = rows.ElidedLabel("heading")
        self._count = rows.label(role="muted")
        self.order = OrderButton(look)
        self.filters = FilterBar(look, after=self.order)
        self.reset = rows.Button(look, self.tr("Filter zurücksetzen"), kind="quiet")
        self.reset.clicked.connect(self.reset_requested)
        self.view = self._make_view()
        self.empty = EmptyHint(look)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._stack.setMinimumHeight(look.px(60))  # else the hint nobody sees decides
        self._lay_out()
        self.setMinimumWidth(look.px(220))
        rows.pane(self, "list")

    def _lay_out(self) -> None:
        px = self._look.px
        first = self._first = rows.row(gap=px(tokens.S))
        first.addWidget(self._title, 1)
        first.addWidget(self.order, 0, Qt.AlignmentFlag.AlignLeft)
        below = QWidget()
        last = FlowLayout(below, px(tokens.S))
        last.addWidget(self._count)
        last.addWidget(self.reset)
        head = rows.column(gap=px(tokens.XS))
        head.setContentsMargins(*(px(n) for n in (tokens.L, 8, tokens.M, 8)))
        self._head = head
        head.addLayout(first)
        head.addWidget(self.filters)
        head.addWidget(below)
        layout = rows.column(self)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def _fit_head(self) -> None:
        """The order goes below a name that is not whole beside it."""
        first, margins = self._first, self._head.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        name, order = self._title.sizeHint().width(), self.order.sizeHint().width()
        whole = name + first.spacing() + order <= room
        way = QBoxLayout.Direction
        first.setDirection(way.LeftToRight if whole else way.TopToBottom)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a text or a font is another
            self._fit_head()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def _make_view(self) -> _List:
        view = _List()
        view.setModel(self._buffer)
        self._delegate = RecordDelegate(self._look, view)
        view.setItemDelegate(self._delegate)
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
        view.left.connect(self.left)
        view.opened.connect(lambda: self.opened.emit(self.current))
        self._look.changed.connect(view.scheduleDelayedItemsLayout)
        return view

    @property
    def focus_target(self) -> QWidget:
        """Where the keyboard goes first. (A focus proxy would take everything beside
        it out of the tab order.)"""
        return self.view

    def enter(self) -> None:
        """From the search box into the list: to the chosen row, else to the first."""
        if not self._model.rows:
            return
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.current:
            self._choose_number(0)
            self.moved_on.emit()

    # --- what is shown --------------------------------------------------------------

    def show_folder(self, title: str, counted: Counted, *, narrowed: bool) -> None:
        self._title.setText(title)
        self._count.setText(counted.shown)
        self._count.setAccessibleName(counted.spoken)
        self.reset.setVisible(narrowed)
        self.view.setAccessibleName(f"{title}, {counted.spoken}")

    def show_sorting(self, sorting: Sorting) -> None:
        self.order.show_sorting(sorting)
        self._delegate.order = sorting.order
        self.view.viewport().update()

    def show_rows(self, records: tuple[RecordRow, ...], empty: EmptyText) -> None:
        """A later look at the same: what is chosen and in sight stays so. If the
        chosen row goes away, the one after it is chosen."""
        if follower := self._follower(records):
            self.choose(follower)  # before Qt chooses, and opens, another one
        place = self._place()
        self._replace(records, empty)
        self._choose_again(place)
        self._scroll_back(place)

    def _follower(self, records: tuple[RecordRow, ...]) -> str:
        """The next one that stays, "" if the current one does so itself."""
        current = self.current
        if not current or any(row.id == current for row in records):
            return ""
        here, old = self.view.currentIndex().row(), self.ids
        stays = {row.id for row in records}
        return next((i for i in (*old[here:], *old[:here][::-1]) if i in stays), "")

    def show_others(self, records: tuple[RecordRow, ...], empty: EmptyText) -> None:
        """Another folder, order or filter: nothing is opened that nobody chose."""
        place = self._place()
        if place.current and all(row.id != place.current for row in records):
            self.view.setCurrentIndex(QModelIndex())
            self._wanted = place.current  # until it comes back
        self._replace(records, empty)
        self._choose_again(place)
        if self.current:
            self.view.scrollTo(self.view.currentIndex())
        else:
            self.view.scrollToTop()

    def _place(self) -> _Place:
        view = self.view
        top = view.indexAt(QPoint(1, 1))
        row = self._model.row(top) if view.verticalScrollBar().value() else None
        return _Place(
            self.current,
            self.chosen,
            row.id if row else "",
            view.visualRect(top).top(),
        )

    def _replace(self, records: tuple[RecordRow, ...], empty: EmptyText) -> None:
        self._model.show_rows(records)
        self.empty.show_text(empty)
        self._stack.setCurrentWidget(self.view if records else self.empty)

    def _choose_again(self, place: _Place) -> None:
        """What Qt forgets when all rows are new to it."""
        wanted = self.current or place.current or self._wanted
        if not self.current and wanted:
            self.choose(wanted)
        if len(place.chosen) > 1 and place.chosen != self.chosen:
            self._select(frozenset(place.chosen))

    def _select(self, ids: frozenset[str]) -> None:
        selection = QItemSelection()
        for first, last in ranges([row.id in ids for row in self._model.rows]):
            index = self._buffer.index
            selection.select(index(first, 0), index(last, 0))
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().select(selection, flag)

    def _scroll_back(self, place: _Place) -> None:
        number = self._model.number_of(place.top) if place.top else -1
        if number >= 0:
            top = QAbstractItemView.ScrollHint.PositionAtTop
            self.view.scrollTo(self._buffer.index(number, 0), top)
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() - place.offset)

    # --- what is chosen -------------------------------------------------------------

    @property
    def current(self) -> str:
        row = self.current_row
        return row.id if row else ""

    @property
    def current_row(self) -> RecordRow | None:
        return self._model.row(self.view.currentIndex())

    @property
    def counted(self) -> str:
        """How many there are, as it is spoken."""
        return self._count.accessibleName()

    @property
    def any_chosen(self) -> bool:
        return self.view.selectionModel().hasSelection()

    @property
    def only_chosen(self) -> str:
        """Its id, "" if there is none or more than one."""
        found = self.view.selectionModel().selection()
        if found.size() != 1 or found.at(0).height() != 1:
            return ""
        row = self._model.row(found.at(0).topLeft())
        return row.id if row else ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """All selected ids in the order of the list."""
        return tuple(row.id for row in self.chosen_rows)

    @property
    def chosen_rows(self) -> tuple[RecordRow, ...]:
        found = self.view.selectionModel().selection()
        runs = [
            (found.at(n).top(), found.at(n).bottom() + 1) for n in range(found.size())
        ]
        numbers = sorted(number for run in runs for number in range(*run))
        return tuple(self._model.rows[number] for number in numbers)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(row.id for row in self._model.rows)

    def choose(self, record_id: str) -> None:
        """Now, or as soon as such a row is shown."""
        self._wanted = record_id
        number = self._model.number_of(record_id)
        if number >= 0:
            self._choose_number(number)

    def _choose_number(self, number: int) -> None:
        index = self._buffer.index(number, 0)
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
