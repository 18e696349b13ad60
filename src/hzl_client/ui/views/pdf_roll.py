"""The long roll of a document's pages as a scroll area: where one is, how large."""

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QScrollBar,
    QWidget,
)

from hzl_client.documents.document import Hit, OpenDocument
from hzl_client.ui import tokens
from hzl_client.ui.look import Look
from hzl_client.ui.views.pdf_layout import (
    LARGEST,
    SMALLEST,
    Fit,
    PageLayout,
    Room,
    Zoom,
    next_step,
)

WHEEL_STEP: Final = 1.1


class PdfRoll(QAbstractScrollArea):
    page_changed = Signal(int)
    zoom_changed = Signal()
    pointed_at = Signal(int, float, float)  # page; points from its upper left corner

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._document: OpenDocument | None = None
        self._zoom: Zoom = Fit.WIDTH
        self._rotation = 0
        self._page = 0
        self._grip: QPoint | None = None
        self._pressed = QPoint()
        self._layout = self._lay_out()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Were it to come and go, a page fitted to the width would flicker for ever.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        look.changed.connect(self._relayout)
        self._describe()

    @property
    def page(self) -> int:
        return self._page

    @property
    def zoom(self) -> Zoom:
        return self._zoom

    @property
    def percent(self) -> int:
        return self._layout.percent(self._page) if self._document else 100

    @property
    def rotation(self) -> int:
        return self._rotation

    def show_document(self, document: OpenDocument | None) -> None:
        """From its first page on, upright, at the zoom of the one before."""
        self._document = document
        self._rotation = self._page = 0
        self._layout = self._lay_out()
        self._update_bars()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)
        self._describe()

    # --- moving about ---------------------------------------------------------------

    def go_to(self, page: int) -> None:
        if self._document is None:
            return
        page = min(max(page, 0), len(self._layout.boxes) - 1)
        self.verticalScrollBar().setValue(self._layout.boxes[page].y - self._margin())
        self._set_page(page)

    def reveal(self, hit: Hit) -> None:
        """Scroll only where the place is not in sight already."""
        x, y, width, height = self._layout.place(hit.page, hit.rects[0])
        _bring(self.verticalScrollBar(), y, height)
        _bring(self.horizontalScrollBar(), x, width)
        self._set_page(hit.page)

    def set_zoom(self, zoom: Zoom, focus: QPoint | None = None) -> None:
        """`focus`: the place on the viewport that stays where it is."""
        if not isinstance(zoom, Fit):
            zoom = min(max(zoom, SMALLEST), LARGEST)
        self._zoom = zoom
        self._relayout(focus)
        self.zoom_changed.emit()

    def step_zoom(self, direction: int) -> None:
        if self._can_zoom(direction):
            self.set_zoom(next_step(self.percent / 100, direction))

    def _can_zoom(self, direction: float) -> bool:
        """A large page that fits may be smaller than the smallest step already."""
        return direction > 0 or self.percent > SMALLEST * 100

    def rotate(self) -> None:
        """A quarter clockwise."""
        page = self._page
        self._rotation = (self._rotation + 90) % 360
        self._relayout()
        self.go_to(page)
        self.zoom_changed.emit()

    def _moved(self) -> None:
        """Other pages may be in sight, or the same ones in another size."""

    # --- layout ---------------------------------------------------------------------

    def _margin(self) -> int:
        return self._look.px(tokens.M)

    def _lay_out(self) -> PageLayout:
        pages = self._document.pages if self._document else ()
        size = self.viewport().size()
        unit = self.logicalDpiX() / 72
        room = Room(size.width(), size.height(), self._margin(), unit)
        return PageLayout(pages, self._zoom, self._rotation, room)

    def _relayout(self, focus: QPoint | None = None) -> None:
        if self._document is None:
            return
        at_top = focus is None and self._origin().y() == 0
        point = focus or QPoint(self.viewport().width() // 2, 0)
        page, across, down = self._at(point)
        self._layout = self._lay_out()
        self._update_bars()
        box = self._layout.boxes[page]
        x, y = box.x + across * box.width, box.y + down * box.height
        self.horizontalScrollBar().setValue(round(x) - point.x())
        self.verticalScrollBar().setValue(0 if at_top else round(y) - point.y())
        self._moved()

    def _at(self, point: QPoint) -> tuple[int, float, float]:
        """The page under a place of the viewport, and where on it, as fractions."""
        place = point + self._origin()
        page = self._layout.nearest(place.y())
        box = self._layout.boxes[page]
        return page, (place.x() - box.x) / box.width, (place.y() - box.y) / box.height

    def _update_bars(self) -> None:
        size = self.viewport().size()
        for bar, whole, part in (
            (self.verticalScrollBar(), self._layout.height, size.height()),
            (self.horizontalScrollBar(), self._layout.width, size.width()),
        ):
            bar.setRange(0, max(0, whole - part) if self._document else 0)
            bar.setPageStep(part)
            bar.setSingleStep(self.fontMetrics().height() * 3)

    def _origin(self) -> QPoint:
        return QPoint(
            self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        )

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        return self._layout.between(top, top + self.viewport().height())

    def _on_scrolled(self) -> None:
        if self._document is None:
            return
        third = self._origin().y() + self.viewport().height() // 3
        self._set_page(self._layout.nearest(third))
        self._moved()

    def _set_page(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self._describe()
            self.page_changed.emit(page)

    def _describe(self) -> None:
        if self._document is None:
            self.setAccessibleName(self.tr("Kein Dokument"))
            return
        words = self.tr("Dokument, Seite {number} von {total}")
        total = self._document.page_total
        self.setAccessibleName(words.format(number=self._page + 1, total=total))

    # --- hands ----------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._relayout()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        notches = event.angleDelta().y() / 120
        if self._document is not None and notches and self._can_zoom(notches):
            factor = self.percent / 100 * WHEEL_STEP**notches
            self.set_zoom(factor, event.position().toPoint())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wide = self.horizontalScrollBar().maximum() > 0
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Left if not wide:
                self.go_to(self._page - 1)
            case Qt.Key.Key_Right if not wide:
                self.go_to(self._page + 1)
            case Qt.Key.Key_Space:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                step = bar.pageStep() * 9 // 10
                bar.setValue(bar.value() + (-step if back else step))
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._document is not None:
            self._pressed = event.position().toPoint()
            self._grip = self._pressed + self._origin()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            target = self._grip - event.position().toPoint()
            self.horizontalScrollBar().setValue(target.x())
            self.verticalScrollBar().setValue(target.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        moved = (point - self._pressed).manhattanLength()
        if self._grip is not None and moved < QApplication.startDragDistance():
            self._click(point)
        self._grip = None
        self.viewport().unsetCursor()

    def _click(self, point: QPoint) -> None:
        page, across, down = self._at(point)
        if 0 <= across <= 1 and 0 <= down <= 1:
            x, y = self._layout.point(page, across, down)
            self.pointed_at.emit(page, x, y)

    def sizeHint(self) -> QSize:
        letter = self.fontMetrics().averageCharWidth()
        return QSize(letter * 80, letter * 100)


def _bring(bar: QScrollBar, start: float, length: float) -> None:
    room = bar.pageStep()
    near, far = bar.value() + room * 0.1, bar.value() + room * 0.9
    if not near <= start <= far - length:
        bar.setValue(round(start - room * 0.35))
