"""Walks through what was found in a document: counts, marks, goes to the next place."""

from PySide6.QtCore import QObject, Signal

from hzl_client.documents.document import Hit
from hzl_client.ui.views.pdf_canvas import PdfCanvas
from hzl_client.ui.views.pdf_search import PdfSearch


class PdfFinding(QObject):
    """Between the search line and the pages; hits may come in several parts."""

    text_wanted = Signal(str)  # "" ends the search
    toggled = Signal(bool)

    def __init__(self, line: PdfSearch, canvas: PdfCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._line, self._canvas = line, canvas
        self._hits: tuple[Hit, ...] = ()
        self._current = -1
        self._complete = True
        line.text_wanted.connect(self._on_text_wanted)
        line.step_requested.connect(self.step)
        line.closed.connect(self.close)

    @property
    def is_open(self) -> bool:
        return not self._line.isHidden()

    def open(self) -> None:
        self._line.show()
        self.toggled.emit(self.is_open)
        self._line.open()

    def close(self) -> None:
        inside = self._line.isAncestorOf(self._line.window().focusWidget())
        self._line.hide()
        self._line.forget()
        self.toggled.emit(self.is_open)
        self._on_text_wanted("")
        if inside:
            self._canvas.setFocus()

    def restart(self) -> None:
        """Another document is shown: the same words are looked for in it."""
        self._line.forget()
        self._on_text_wanted(self._line.text if self.is_open else "")

    def show_hits(self, text: str, hits: tuple[Hit, ...], *, complete: bool) -> None:
        """All found so far, in the order of the pages; begins at the page in sight."""
        if text != self._line.text:
            return
        self._hits, self._complete = hits, complete
        if self._current < 0:
            self._begin()
        self._show()

    def step(self, direction: int) -> None:
        if not self.is_open:
            self.open()
        elif self._hits and self._current >= 0:
            self._current = (self._current + direction) % len(self._hits)
            self._canvas.reveal(self._hits[self._current])
            self._show()

    def _begin(self) -> None:
        page = self._canvas.page
        following = (n for n, hit in enumerate(self._hits) if hit.page >= page)
        first = next(following, 0 if self._complete and self._hits else -1)
        if first >= 0:
            self._current = first
            self._canvas.reveal(self._hits[first])

    def _show(self) -> None:
        self._canvas.show_hits(self._hits, self._current)
        self._line.show_count(len(self._hits), self._current, complete=self._complete)

    def _on_text_wanted(self, text: str) -> None:
        self._hits, self._current, self._complete = (), -1, not text
        self._show()
        self.text_wanted.emit(text)
