"""The pages of a document as people see them: pictures, marks and notes on the roll."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from hzl_client.documents.document import Hit, OpenDocument, Rect
from hzl_client.ui.look import Look
from hzl_client.ui.views import pdf_paper
from hzl_client.ui.views.pdf_images import PageImage, PageImages, Wish
from hzl_client.ui.views.pdf_text import PdfText

MEMORY: Final = 96 * 1024 * 1024
SETTLE_MS: Final = 60  # sizes that pass by while a splitter moves are not drawn
NOTE_ROOM: Final = 200
SLOW_MS: Final = 400  # a page that takes longer says so


class PdfCanvas(PdfText):
    """Emits which pictures it lacks; meanwhile it shows the nearest it has."""

    page_wanted = Signal(int, int, int)  # page, width in device pixels, rotation

    def __init__(
        self, look: Look, thumbnails: PageImages, parent: QWidget | None = None
    ) -> None:
        self._images = PageImages(MEMORY)
        self._thumbnails = thumbnails
        self._problems: dict[int, str] = {}
        self._marks = pdf_paper.Marks()
        self._mark = pdf_paper.Marks()  # of the field somebody looks at
        self._asked: frozenset[Wish] = frozenset()
        self._slow = False
        super().__init__(look, parent)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        self._patience = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._patience.timeout.connect(self._on_slow)

    def show_document(self, document: OpenDocument | None) -> None:
        self._images.clear()
        self._problems.clear()
        self._marks = self._mark = pdf_paper.Marks()
        self._asked = frozenset()
        super().show_document(document)
        self._ask()
        self.viewport().update()

    def show_picture(self, wish: Wish, image: PageImage) -> None:
        self._asked -= {wish}
        self._images.put(wish, image, self._needed())
        self.viewport().update()

    def show_problem(self, page: int, text: str) -> None:
        self._problems[page] = text
        self.show_words(page, ())  # what took the child down is not asked once more

    def show_hits(self, hits: tuple[Hit, ...], current: int) -> None:
        self._marks = pdf_paper.Marks(hits, current)
        self.viewport().update()

    @property
    def marked(self) -> bool:
        return bool(self._mark.hits)

    def show_mark(self, hit: Hit | None) -> None:
        """One place, beside whatever was searched; brought into sight."""
        self._mark = pdf_paper.Marks((hit,), 0) if hit else pdf_paper.Marks()
        if hit is not None:
            self.reveal(hit)
        self.viewport().update()

    def wants(self, wish: Wish) -> bool:
        """Still in sight, in this size, and not there yet."""
        return wish in self._asked and wish in self._needed()

    @property
    def complete(self) -> bool:
        """What is in sight is there, or will never be."""
        open_ones = (wish.page not in self._problems for wish in self._asked)
        return not self._settle.isActive() and not any(open_ones)

    # --- wishes ---------------------------------------------------------------------

    def _moved(self) -> None:
        self.viewport().update()
        if not self._settle.isActive():
            self._settle.start()

    def _wish(self, page: int) -> Wish:
        width = round(self._layout.boxes[page].width * self.devicePixelRatioF())
        return Wish(page, width, self._rotation)

    def _needed(self) -> frozenset[Wish]:
        return frozenset(self._wish(page) for page in self._visible())

    def _ask(self) -> None:
        """Only for what is in sight; once, until it comes or is passed by."""
        needed = [self._wish(page) for page in self._visible()]
        lacking = [
            wish
            for wish in needed
            if wish not in self._images and wish.page not in self._problems
        ]
        new = [wish for wish in lacking if wish not in self._asked]
        self._asked = frozenset(lacking)
        if new:
            self._slow = False
            self._patience.start()
        for wish in new:
            self.page_wanted.emit(wish.page, wish.width, wish.rotation)
        self._ask_words()

    def _on_slow(self) -> None:
        self._slow = True
        self.viewport().update()

    # --- painting -------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        # Ended by name: a frame that is looked at from outside would keep it alive.
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), self._look.colour("sunken"))
            if self._document is not None:
                for page in self._visible():
                    self._paint_page(painter, page)
            if self.hasFocus():
                pdf_paper.focus_frame(painter, self.viewport().rect(), self._look)

    def _paint_page(self, painter: QPainter, page: int) -> None:
        box, origin, ratio = (
            self._layout.boxes[page],
            self._origin(),
            self.devicePixelRatioF(),
        )
        # On whole pixels of the screen, else every letter would be smeared.
        x = round((box.x - origin.x()) * ratio) / ratio
        y = round((box.y - origin.y()) * ratio) / ratio
        rect = QRectF(x, y, box.width, box.height)
        wish = self._wish(page)
        exact = self._images.get(wish)
        pdf_paper.sheet(painter, rect, self._look)
        if exact is not None and exact.image.width() == wish.width:
            exact.image.setDevicePixelRatio(ratio)
            painter.drawImage(QPointF(x, y), exact.image)
        elif near := exact or self._likeness(wish):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(rect, near.image, QRectF(near.image.rect()))
        for marks in (self._marks, self._mark):
            marks.paint(painter, page, self._layout, origin)
        for place in self._selected_places(page):
            pdf_paper.selected(painter, self._on_screen(page, place))
        for place in self._hidden_places(page):
            pdf_paper.unseen(painter, self._on_screen(page, place).intersected(rect))
        if note := self._note(page, exact):
            pdf_paper.note(painter, self._seen(rect), *note, self._look)

    def _seen(self, rect: QRectF) -> QRectF:
        """Of a page, but no less than a note has room on."""
        seen = rect.intersected(QRectF(self.viewport().rect()))
        lowest = rect.bottom() - self._look.px(NOTE_ROOM)
        seen.setTop(max(rect.top(), min(seen.top(), lowest)))
        return seen

    def _on_screen(self, page: int, place: Rect) -> QRectF:
        there = QRectF(*self._layout.place(page, place))
        return there.translated(-self._origin())

    def _likeness(self, wish: Wish) -> PageImage | None:
        return self._images.likeness(wish) or self._thumbnails.likeness(wish)

    def _note(self, page: int, shown: PageImage | None) -> tuple[str, str] | None:
        """Icon and words about a page on which nothing else is to be seen."""
        if shown is not None:
            return ("info", self.tr("Diese Seite ist leer.")) if shown.blank else None
        if page in self._problems:
            return "warn", self._problems[page]
        if self._slow and self._wish(page) in self._asked:
            return "document", self.tr("Seite wird geladen …")
        return None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
