"""The first column: folders as rows, or folded to symbols with names below."""

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hzl_client.model.record import Folder
from hzl_client.ui import rows, tokens, words
from hzl_client.ui.look import Look
from hzl_client.ui.models.folders import (
    ICONS,
    PLACES,
    ROW_ROLE,
    FolderRow,
    FoldersModel,
    Place,
)
from hzl_client.ui.models.row_list import RECORDS
from hzl_client.ui.views import painting
from hzl_client.ui.views.painting import Brush

Index = QModelIndex | QPersistentModelIndex
WIDE, NARROW = 190, 100
DROPPED_ON = frozenset(Folder) - {Folder.QUARANTINE}


class _Delegate(QStyledItemDelegate):
    def __init__(self, look: Look, view: "FolderList") -> None:
        super().__init__(view)
        self._look, self._view = look, view
        self._brush = Brush(look)
        look.changed.connect(self._on_look_changed)

    def _on_look_changed(self) -> None:
        self._brush = Brush(self._look)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        px, line = self._look.px, self._brush.line
        height = line + px(18) if not self._view.folded else line + px(22) + px(22)
        return QSize(px(NARROW), height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, FolderRow):
            return
        painter.save()
        painting.ground(painter, option, self._look)
        if self._view.folded:
            self._paint_folded(painter, option, row)
        else:
            self._paint_row(painter, option, row)
        painter.restore()

    def _paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, row: FolderRow
    ) -> None:
        look, brush = self._look, self._brush
        side = look.px(18)
        inner = option.rect.adjusted(look.px(tokens.L), 0, -look.px(tokens.M), 0)
        top = inner.top() + (inner.height() - side) // 2
        icon = QRect(inner.left(), top, side, side)
        painting.draw_icon(painter, icon, ICONS[row.folder], _tone(option), look)
        used = self._count(painter, QRect(inner), row) if row.count else 0
        name = inner.adjusted(side + look.px(10), 0, -used, 0)
        font = brush.bold if row.count and row.folder is Folder.INBOX else brush.font
        painting.text(painter, name, row.name, font, look.colour("text"))

    def _count(self, painter: QPainter, rect: QRect, row: FolderRow) -> int:
        """Returns the width it takes."""
        shown = words.grouped(row.count)
        size = painting.chip_size(shown, self._brush, icon=False)
        top = rect.top() + (rect.height() - size.height()) // 2
        place = QRect(rect.right() - size.width(), top, size.width(), size.height())
        tone = "bad" if row.folder is Folder.QUARANTINE else "neutral"
        painting.chip(painter, place, shown, self._brush, tone)
        return size.width() + self._look.px(tokens.XS)

    def _paint_folded(
        self, painter: QPainter, option: QStyleOptionViewItem, row: FolderRow
    ) -> None:
        look, brush, rect = self._look, self._brush, option.rect
        side = look.px(20)
        left = rect.left() + (rect.width() - side) // 2
        icon = QRect(left, rect.top() + look.px(9), side, side)
        if row.count:
            shown = words.grouped(row.count)
            size = painting.chip_size(shown, brush, icon=False)
            place = QRect(
                icon.right() - look.px(2), icon.top() - look.px(5), *size.toTuple()
            )
            place.moveRight(min(place.right(), rect.right() - look.px(2)))
            icon.moveRight(min(icon.right(), place.left() + look.px(2)))
            tone = "bad" if row.folder is Folder.QUARANTINE else "neutral"
            painting.chip(painter, place, shown, brush, tone)
        painting.draw_icon(painter, icon, ICONS[row.folder], _tone(option), look)
        name = QRect(rect.left(), icon.bottom() + look.px(3), rect.width(), brush.line)
        painter.setFont(brush.small)
        painter.setPen(look.colour("text"))
        painter.drawText(name, int(Qt.AlignmentFlag.AlignCenter), row.name)


def _tone(option: QStyleOptionViewItem) -> str:
    return "accent" if painting.is_selected(option) else "muted"


class FolderList(QListView):
    folder_chosen = Signal(object)  # a Place
    dropped = Signal(Folder)  # what is chosen in the list, onto this one

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._model = FoldersModel(self)
        self._model.show_rows([FolderRow(place, 0) for place in PLACES])
        self.folded = False
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(look, self))
        self.setAccessibleName(self.tr("Ordner"))
        rows.pane(self, "folders")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        look.changed.connect(self._set_width)
        self.verticalScrollBar().rangeChanged.connect(self._set_width)
        self._set_width()

    def fold(self, folded: bool) -> None:  # noqa: FBT001
        if folded != self.folded:
            self.folded = folded
            self._set_width()

    def _set_width(self) -> None:
        self.setFixedWidth(self._narrow if self.folded else self._look.px(WIDE))
        self.scheduleDelayedItemsLayout()

    @property
    def _narrow(self) -> int:
        """The longest name, and the scroll bar where there is one."""
        metrics = QFontMetrics(self._look.font(0.93))
        longest = max(metrics.horizontalAdvance(r.name) for r in self._model.rows)
        bar = self.verticalScrollBar()
        scrolled = bar.sizeHint().width() if bar.maximum() > 0 else 0
        return max(longest + self._look.px(10), self._look.px(NARROW)) + scrolled

    def show_counts(self, counts: dict[Place, int]) -> None:
        self._model.show_rows([FolderRow(p, counts.get(p, 0)) for p in PLACES])

    def choose(self, folder: Place) -> None:
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self._model.find(folder), select)

    # --- applications dragged here --------------------------------------------------

    def _target(self, event: QDropEvent) -> Folder | None:
        row = self._model.row(self.indexAt(event.position().toPoint()))
        ours = event.mimeData().hasFormat(RECORDS)
        if not (row and ours and isinstance(row.folder, Folder)):
            return None
        return row.folder if row.folder in DROPPED_ON else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.setAccepted(event.mimeData().hasFormat(RECORDS))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setAccepted(self._target(event) is not None)

    def dropEvent(self, event: QDropEvent) -> None:
        folder = self._target(event)
        event.setAccepted(folder is not None)
        if folder is not None:
            event.setDropAction(Qt.DropAction.CopyAction)  # the list removes nothing
            self.dropped.emit(folder)

    def _on_current_changed(self, current: QModelIndex) -> None:
        row = self._model.row(current)
        if row:
            self.folder_chosen.emit(row.folder)
