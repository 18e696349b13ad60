"""The words of the pages in hand: selecting them by mouse and key, copying them."""

from typing import Final

from PySide6.QtCore import QElapsedTimer, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from hzl_client.documents.document import OpenDocument, Rect, written
from hzl_client.ui.look import Look
from hzl_client.ui.views import pdf_selection
from hzl_client.ui.views.pdf_roll import PdfRoll
from hzl_client.ui.views.pdf_selection import Selection, Span, Spot, Words

KEPT: Final = 60  # pages whose words are kept
PULL_MS: Final = 40  # between two steps while a hand pulls beyond the edge


class PdfText(PdfRoll):
    """Emits which pages' words it lacks. A click is still a click on the page."""

    words_wanted = Signal(int)  # page
    copied = Signal(str, int)  # the text, and how many hidden words were left out

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        self._words: dict[int, Words] = {}
        self._words_asked: frozenset[int] = frozenset()
        self._selection: Selection | None = None
        self._began: Span | None = None  # while the button is down
        self._clicks = 0
        self._since_click = QElapsedTimer()
        self._hand = QPoint()
        self._select_all: int | None = None  # this page, as soon as it is known
        self._copying = False  # as soon as all its pages are known
        super().__init__(look, parent)
        self.viewport().setMouseTracking(True)
        self._pulling = QTimer(self, interval=PULL_MS)
        self._pulling.timeout.connect(self._on_pull)

    def show_document(self, document: OpenDocument | None) -> None:
        self._words.clear()
        self._words_asked = frozenset()
        self._selection = self._began = self._select_all = None
        self._copying = False
        self._pulling.stop()
        super().show_document(document)

    def show_words(self, page: int, words: Words) -> None:
        self._words.pop(page, None)
        self._words[page] = words
        self._words_asked -= {page}
        spare = [p for p in self._words if p not in self._words_needed()]
        for old in spare[: max(0, len(self._words) - KEPT)]:
            del self._words[old]
        if self._select_all == page:
            self.select_page()
        if self._copying:
            self.copy()
        self.viewport().update()

    def wants_words(self, page: int) -> bool:
        return page in self._words_asked and page in self._words_needed()

    @property
    def hidden_pages(self) -> tuple[int, ...]:
        """Pages that hold text nobody sees, as far as they are known."""
        known = sorted(self._words.items())
        return tuple(page for page, words in known if any(w.hidden for w in words))

    @property
    def selected(self) -> bool:
        return self._selection is not None

    def select_page(self) -> None:
        """All words of the page one is on."""
        words = self._words.get(self._page)
        if words is None:
            self._select_all = self._page
            self._ask_words()
            return
        self._select_all = None
        last = len(words) - 1
        spots = (self._page, 0), (self._page, last)
        self._select(Selection(*spots) if words else None)

    def copy(self) -> None:
        """What people see of the selection, in reading order, line by line."""
        selection = self._selection
        if selection is None:
            return
        self._copying = any(page not in self._words for page in selection.pages)
        if self._copying:
            self._ask_words()
            return
        chosen = [selection.on(page, self._words[page]) for page in selection.pages]
        texts = (written(w for w in words if not w.hidden) for words in chosen)
        hidden = sum(word.hidden for words in chosen for word in words)
        self.copied.emit("\n".join(text for text in texts if text), hidden)

    # --- for whoever paints ---------------------------------------------------------

    def _selected_places(self, page: int) -> list[Rect]:
        if self._selection is None:
            return []
        return pdf_selection.runs(self._selection.on(page, self._words.get(page, ())))

    def _hidden_places(self, page: int) -> list[Rect]:
        return [word.place for word in self._words.get(page, ()) if word.hidden]

    # --- wishes ---------------------------------------------------------------------

    def _words_needed(self) -> set[int]:
        selected = self._selection.pages if self._selection else ()
        return {*self._visible(), *selected}

    def _ask_words(self) -> None:
        if self._document is None:
            return
        lacking = frozenset(self._words_needed() - self._words.keys())
        new = sorted(lacking - self._words_asked)
        self._words_asked = lacking
        for page in new:
            self.words_wanted.emit(page)

    # --- hands ----------------------------------------------------------------------

    def _select(self, selection: Selection | None) -> None:
        self._selection = selection
        self._ask_words()
        self.viewport().update()

    def _place(self, point: QPoint) -> tuple[int, float, float]:
        page, across, down = self._at(point)
        return page, *self._layout.point(page, across, down)

    def _spot(self, point: QPoint, *, near: bool) -> Spot | None:
        page, x, y = self._place(point)
        find = pdf_selection.nearest if near else pdf_selection.word_at
        number = find(self._words.get(page, ()), x, y)
        return None if number is None else (page, number)

    def _span(self, spot: Spot) -> Span:
        """The word itself, or after three clicks the whole line."""
        page, number = spot
        if self._clicks < 3:
            return spot, spot
        first, last = pdf_selection.line_around(self._words[page], number)
        return (page, first), (page, last)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        again = self._clicks == 2 and not self._since_click.hasExpired(
            QApplication.doubleClickInterval()
        )
        self._press(event, 3 if again else 1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._since_click.start()
        self._press(event, 2)

    def _press(self, event: QMouseEvent, clicks: int) -> None:
        point = event.position().toPoint()
        if self._document is None or event.button() != Qt.MouseButton.LeftButton:
            return
        further = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        self._clicks = 1 if further else clicks
        if further and self._selection is not None:
            self._began = self._selection.first, self._selection.last
            self._extend(point)
        elif (spot := self._spot(point, near=False)) is not None:
            self._began, self._pressed = self._span(spot), point
            self._select(Selection(*self._began) if clicks > 1 else None)
        else:
            self._select(None)
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._began is None:
            super().mouseMoveEvent(event)
            self._show_cursor(point)
            return
        far = (point - self._pressed).manhattanLength()
        if self._selection is not None or far >= QApplication.startDragDistance():
            self._extend(point)
            outside = not 0 <= point.y() < self.viewport().height()
            if outside and not self._pulling.isActive():
                self._pulling.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._began is None:
            super().mouseReleaseEvent(event)
            return
        self._began = None
        self._pulling.stop()
        if self._selection is None:
            self._click(event.position().toPoint())

    def _extend(self, point: QPoint) -> None:
        self._hand = point
        spot = self._spot(point, near=True)
        if spot is not None and self._began is not None:
            self._select(Selection.between(self._began, self._span(spot)))

    def _on_pull(self) -> None:
        """Goes on while the button is held beyond the upper or lower edge."""
        y, height = self._hand.y(), self.viewport().height()
        beyond = min(y, 0) + max(y - height, 0)
        if self._began is None or not beyond:
            self._pulling.stop()
            return
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + beyond)
        self._extend(self._hand)

    def _show_cursor(self, point: QPoint) -> None:
        if self._grip is not None or self._document is None:
            return
        if self._spot(point, near=False) is None:
            self.viewport().unsetCursor()
        else:
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_page()
        elif event.key() == Qt.Key.Key_Escape and self._selection is not None:
            self._select(None)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._document is not None:
            self.make_menu().popup(event.globalPos())

    def make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.tr("Kopieren\tStrg+C"), self.copy)
        copy.setEnabled(self._selection is not None)
        menu.addAction(self.tr("Text der Seite markieren\tStrg+A"), self.select_page)
        return menu
