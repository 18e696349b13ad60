"""The strip of small pages at the left: where one is, and a click away from another."""

from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hzl_client.documents.document import OpenDocument
from hzl_client.ui import tokens
from hzl_client.ui.look import Look
from hzl_client.ui.views import painting
from hzl_client.ui.views.pdf_images import PageImage, PageImages, Wish
from hzl_client.ui.views.pdf_layout import turned

MEMORY: Final = 16 * 1024 * 1024
SETTLE_MS: Final = 80
WIDTH: Final = 84  # of a small page
MOST: Final = 2.0  # a small page is at most so many times as high as wide
Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()


class _Pages(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.document: OpenDocument | None = None
        self.rotation = 0

    def show_pages(self, document: OpenDocument | None, rotation: int) -> None:
        self.beginResetModel()
        self.document, self.rotation = document, rotation
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        known = self.document is not None and not parent.isValid()
        return len(self.document.pages) if known and self.document else 0

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self.document is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = self.tr("Seite {number} von {total}")
            total = self.document.page_total
            return words.format(number=index.row() + 1, total=total)
        return None

    def paper(self, row: int, width: int) -> QSize:
        """The small page at this width, or narrower where it is very long."""
        if self.document is None:
            return QSize(width, width)
        page = turned(self.document.pages[row], self.rotation)
        ratio = page.height / page.width
        if ratio > MOST:
            return QSize(max(1, round(width * MOST / ratio)), round(width * MOST))
        return QSize(width, max(1, round(width * ratio)))


class _Delegate(QStyledItemDelegate):
    """Paper, its number below; the page one is on has a frame and a bold number."""

    def __init__(
        self, look: Look, pages: _Pages, strip: "PdfStrip", parent: QObject
    ) -> None:
        super().__init__(parent)
        self._look, self._pages, self._strip = look, pages, strip
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        """Measured once: thousands of pages ask for their size at a stroke."""
        px = self._look.px
        self._brush = painting.Brush(self._look)
        self._paper = px(WIDTH)
        self._around = QSize(
            2 * px(tokens.S), self._brush.small_metrics.height() + px(16)
        )

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._pages.paper(index.row(), self._paper) + self._around

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        painter.save()
        look, px = self._look, self._look.px
        paper = QRect(QPoint(), self._pages.paper(index.row(), self._paper))
        paper.moveCenter(option.rect.center())
        paper.moveTop(option.rect.top() + px(5))
        painter.fillRect(paper.adjusted(-1, -1, 1, 1), look.colour("line"))
        painter.fillRect(paper, Qt.GlobalColor.white)
        image = self._strip.image(index.row())
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(paper), image.image, QRectF(image.image.rect()))
        current = painting.is_selected(option)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if current or focused:
            painter.setPen(QPen(look.colour("focus" if focused else "accent"), px(2)))
            painter.drawRect(paper.adjusted(-px(2), -px(2), px(2), px(2)))
        painter.setFont(look.font(0.93, bold=current))
        painter.setPen(look.colour("text" if current else "muted"))
        number = QRect(option.rect)
        number.setTop(paper.bottom() + px(5))
        painter.drawText(number, int(Qt.AlignmentFlag.AlignHCenter), index.data())
        painter.restore()


class PdfStrip(QListView):
    """Only small pages in sight are wanted."""

    thumbnail_wanted = Signal(int, int, int)  # page, width in device pixels, rotation
    page_chosen = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.images = PageImages(MEMORY)
        self._asked: set[Wish] = set()
        self._pages = _Pages(self)
        self.setModel(self._pages)
        self.setItemDelegate(_Delegate(look, self._pages, self, self))
        self.setAccessibleName(self.tr("Seiten"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setProperty("pane", "strip")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(self._on_moved)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_document(self, document: OpenDocument | None, rotation: int = 0) -> None:
        page = self.currentIndex().row() if document is self._pages.document else 0
        self.images.clear()
        self._asked.clear()
        self._pages.show_pages(document, rotation)
        self.show_page(page)
        self._settle.start()

    def show_page(self, page: int) -> None:
        index = self._pages.index(page)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)

    def show_picture(self, wish: Wish, image: PageImage) -> None:
        self._asked.discard(wish)
        self.images.put(wish, image, frozenset(self._needed()))
        self.update(self._pages.index(wish.page))

    def wants(self, wish: Wish) -> bool:
        return wish in self._asked and self.isVisible() and wish in self._needed()

    def image(self, page: int) -> PageImage | None:
        return self.images.get(self._wish(page))

    # --- wishes ---------------------------------------------------------------------

    def _wish(self, page: int) -> Wish:
        paper = self._pages.paper(page, self._look.px(WIDTH))
        width = round(paper.width() * self.devicePixelRatioF())
        return Wish(page, width, self._pages.rotation)

    def _needed(self) -> list[Wish]:
        if self._pages.document is None:
            return []
        first = self.indexAt(QPoint(self.width() // 2, self._look.px(tokens.S)))
        found = []
        for page in range(max(first.row(), 0), self._pages.rowCount()):
            if self.visualRect(self._pages.index(page)).top() > self.height():
                break
            found.append(self._wish(page))
        return found

    def _ask(self) -> None:
        if not self.isVisible():
            return
        needed = self._needed()
        new = [w for w in needed if w not in self.images and w not in self._asked]
        self._asked = {w for w in needed if w not in self.images}
        for wish in new:
            self.thumbnail_wanted.emit(wish.page, wish.width, wish.rotation)

    def _on_moved(self) -> None:
        if not self._settle.isActive():
            self._settle.start()

    def _on_current_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self.page_chosen.emit(index.row())

    def _on_look_changed(self) -> None:
        bar = self.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(self._look.px(WIDTH) + 2 * self._look.px(tokens.S) + bar)
        self.scheduleDelayedItemsLayout()
        self._on_moved()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_moved()

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - Qt's signature
        super().setVisible(visible)
        if visible:
            self._on_moved()
