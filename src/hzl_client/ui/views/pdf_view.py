"""Shows one document: PDF or picture, its pages, or why it cannot.

It does no work: which pictures it lacks it only says, as signals; a presenter brings
the answers.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from hzl_client.documents.document import Hit, OpenDocument, Word
from hzl_client.ui import rows
from hzl_client.ui.look import Look
from hzl_client.ui.views.empty import EmptyHint, EmptyText
from hzl_client.ui.views.pdf_canvas import PdfCanvas
from hzl_client.ui.views.pdf_images import PageImage, Wish
from hzl_client.ui.views.pdf_layout import Fit
from hzl_client.ui.views.pdf_notice import PdfNotice
from hzl_client.ui.views.pdf_password import PdfPassword
from hzl_client.ui.views.pdf_strip import PdfStrip
from hzl_client.ui.views.pdf_toolbar import PdfToolbar

PATIENCE_MS: Final = 300  # what opens faster than this needs no word about it
ROOMY: Final = 100  # letters; narrower than this the page needs the strip's room
STRIP: Final = {"auto": None, "shown": True, "hidden": False}


class PdfView(QWidget):
    page_wanted = Signal(int, int, int, int)  # handle, page, width, rotation
    words_wanted = Signal(int, int)  # handle, page
    copied = Signal(str, int)  # text, and hidden words that are not in it
    thumbnail_wanted = Signal(int, int, int, int)  # the same, when nothing else is
    search_requested = Signal()
    password_entered = Signal(str)
    pointed_at = Signal(int, float, float)  # page; points from its upper left corner

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._document: OpenDocument | None = None
        self._strip_wanted: bool | None = None  # None: as the room allows
        self.tools = PdfToolbar(look)
        self.notice = PdfNotice(look)
        self.strip = PdfStrip(look)
        self.canvas = PdfCanvas(look, self.strip.images)
        self.hint = EmptyHint(look)
        self.password = PdfPassword(look)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._commands = self._make_commands()
        self._arrange()
        self._connect()
        self.show_document(None, "")

    def _arrange(self) -> None:
        # All lie in one place and keep its size: a page can be asked for at its
        # right width before it is seen for the first time.
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.setStackingMode(QStackedLayout.StackingMode.StackAll)
        for widget in (self.canvas, self.hint, self.password):
            widget.setAutoFillBackground(True)
            self._stack.addWidget(widget)
        middle = rows.row()
        middle.addWidget(self.strip)
        middle.addWidget(place, 1)
        self._column = rows.column(self)
        for bar in (self.tools, self.notice):
            self._column.addWidget(bar)
        self._column.addLayout(middle, 1)
        self.setMinimumWidth(self._look.px(300))

    def _connect(self) -> None:
        canvas, strip, tools = self.canvas, self.strip, self.tools
        canvas.page_wanted.connect(self._on_page_wanted)
        canvas.pointed_at.connect(self.pointed_at)
        canvas.words_wanted.connect(self._on_words_wanted)
        canvas.copied.connect(self.copied)
        canvas.page_changed.connect(tools.show_page)
        canvas.page_changed.connect(strip.show_page)
        canvas.zoom_changed.connect(self._on_zoom_changed)
        strip.thumbnail_wanted.connect(self._on_thumbnail_wanted)
        strip.page_chosen.connect(self._on_page_chosen)
        tools.page_requested.connect(canvas.go_to)
        tools.zoom_requested.connect(canvas.set_zoom)
        tools.zoom_step_requested.connect(canvas.step_zoom)
        tools.rotate_requested.connect(self.rotate)
        tools.search_requested.connect(self.search_requested)
        tools.strip_toggled.connect(self._on_strip_toggled)
        self.password.entered.connect(self.password_entered)
        self._patience.timeout.connect(self._on_patience)

    # --- what is shown --------------------------------------------------------------

    def show_document(self, document: OpenDocument | None, name: str) -> None:
        self._show(document, name)
        if document is None:
            self.show_hint(
                self.tr("Kein Dokument ausgewählt"),
                self.tr("Das Dokument des gewählten Antrags erscheint hier."),
                "document",
            )

    def show_loading(self, name: str) -> None:
        """Nothing old stays in sight; the words come only if it takes long."""
        self._show(None, name)
        self._patience.start()

    def _show(self, document: OpenDocument | None, name: str) -> None:
        self._patience.stop()
        self._document = document
        pages = len(document.pages) if document else 0
        self.tools.show_document(name, pages, document.page_total if document else 0)
        self.notice.show_document(document)
        self._cover(None)
        self._show_strip()
        self._column.activate()  # the width is final before the first page is wanted
        self.canvas.show_document(document)
        self.strip.show_document(document)
        self._on_zoom_changed()

    def show_problem(self, text: str, hint: str = "") -> None:
        self.show_hint(text, hint, "warn")

    def show_hint(self, text: str, hint: str, icon: str) -> None:
        self._patience.stop()
        self.hint.show_text(EmptyText(icon, text, hint))
        self._cover(self.hint)

    def show_password(self, *, wrong: bool) -> None:
        self._patience.stop()
        self.password.ask(wrong=wrong)
        self._cover(self.password)

    def show_picture(
        self,
        handle: int,
        page: int,
        width: int,
        rotation: int,
        image: QImage,
        *,
        blank: bool = False,
    ) -> None:
        if not self._is_open(handle):
            return
        wish, picture = Wish(page, width, rotation), PageImage(image, blank)
        if self.strip.wants(wish):
            self.strip.show_picture(wish, picture)
        if self.canvas.wants(wish):
            self.canvas.show_picture(wish, picture)

    def show_words(self, handle: int, page: int, words: tuple[Word, ...]) -> None:
        if self._is_open(handle):
            self.canvas.show_words(page, words)
            self.notice.show_document(self._document, self.canvas.hidden_pages)

    def wants_words(self, handle: int, page: int) -> bool:
        return self._is_open(handle) and self.canvas.wants_words(page)

    def show_page_problem(self, handle: int, page: int, text: str) -> None:
        if self._is_open(handle):
            self.canvas.show_problem(page, text)

    def show_hits(self, hits: tuple[Hit, ...], current: int) -> None:
        """Of the document that is shown."""
        if self._document is not None:
            self.canvas.show_hits(hits, current)

    def reveal(self, hit: Hit) -> None:
        if self._document is not None:
            self.canvas.reveal(hit)

    def show_mark(self, hit: Hit | None) -> None:
        """Of the document that is shown; None takes it away."""
        if self._document is not None:
            self.canvas.show_mark(hit)

    def wants(self, handle: int, page: int, width: int, rotation: int) -> bool:
        """Whether a picture that was asked for is still of use."""
        wish = Wish(page, width, rotation)
        return self._is_open(handle) and (
            self.canvas.wants(wish) or self.strip.wants(wish)
        )

    @property
    def focus_target(self) -> QWidget:
        """Where the keyboard goes first. (A focus proxy would take everything beside
        it out of the tab order.)"""
        return self.password.box if self.password.isVisible() else self.canvas

    # --- what a person can do -------------------------------------------------------

    def rotate(self) -> None:
        """The small pages turn with the large ones."""
        self.canvas.rotate()
        self.strip.show_document(self._document, self.canvas.rotation)

    def _make_commands(
        self,
    ) -> dict[tuple[int, Qt.KeyboardModifier], Callable[[], None]]:
        shift = Qt.KeyboardModifier.ShiftModifier
        control = Qt.KeyboardModifier.ControlModifier
        key, canvas = Qt.Key, self.canvas
        larger = lambda: canvas.step_zoom(1)  # noqa: E731 - one of a table
        return {
            (key.Key_Plus, control): larger,
            (key.Key_Plus, control | shift): larger,
            (key.Key_Equal, control): larger,
            (key.Key_Minus, control): lambda: canvas.step_zoom(-1),
            (key.Key_0, control): lambda: canvas.set_zoom(Fit.WIDTH),
            (key.Key_R, control): self.rotate,
            (key.Key_PageUp, control): lambda: canvas.go_to(canvas.page - 1),
            (key.Key_PageDown, control): lambda: canvas.go_to(canvas.page + 1),
        }

    # --- what is remembered ---------------------------------------------------------

    @property
    def state(self) -> str:
        """Zoom and strip, to be handed to `restore` another day."""
        zoom = self.canvas.zoom
        shown = next(word for word, how in STRIP.items() if how is self._strip_wanted)
        return f"{zoom.value if isinstance(zoom, Fit) else round(zoom, 2)} {shown}"

    def restore(self, state: str) -> None:
        """Whatever is not understood stays as it is."""
        zoom, _, strip = state.partition(" ")
        self._strip_wanted = STRIP.get(strip, self._strip_wanted)
        self._show_strip()
        if zoom in {fit.value for fit in Fit}:
            self.canvas.set_zoom(Fit(zoom))
        elif zoom.replace(".", "", 1).isdecimal():
            self.canvas.set_zoom(float(zoom))

    # --- inside ---------------------------------------------------------------------

    def _is_open(self, handle: int) -> bool:
        return self._document is not None and self._document.handle == handle

    def _cover(self, widget: QWidget | None) -> None:
        """Lays one of the other states over the pages, or none."""
        for cover in (self.hint, self.password):
            cover.setVisible(cover is widget)
        self.canvas.setEnabled(widget is None)
        if widget is not None:
            self._stack.setCurrentWidget(widget)

    def _show_strip(self) -> None:
        several = self._document is not None and len(self._document.pages) > 1
        roomy = self.width() >= self.fontMetrics().averageCharWidth() * ROOMY
        wanted = roomy if self._strip_wanted is None else self._strip_wanted
        self.strip.setVisible(several and wanted)
        self.tools.strip.setChecked(several and wanted)

    def _on_patience(self) -> None:
        self.show_hint(self.tr("Dokument wird geöffnet …"), "", "document")

    def _on_page_wanted(self, page: int, width: int, rotation: int) -> None:
        if self._document is not None:
            self.page_wanted.emit(self._document.handle, page, width, rotation)

    def _on_words_wanted(self, page: int) -> None:
        if self._document is not None:
            self.words_wanted.emit(self._document.handle, page)

    def _on_thumbnail_wanted(self, page: int, width: int, rotation: int) -> None:
        if self._document is not None:
            self.thumbnail_wanted.emit(self._document.handle, page, width, rotation)

    def _on_page_chosen(self, page: int) -> None:
        if page != self.canvas.page:
            self.canvas.go_to(page)

    def _on_zoom_changed(self) -> None:
        self.tools.show_zoom(self.canvas.zoom, self.canvas.percent)

    def _on_strip_toggled(self, wanted: bool) -> None:  # noqa: FBT001 - a slot
        self._strip_wanted = wanted
        self._show_strip()

    # --- events ---------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._strip_wanted is None:
            self._show_strip()

    def event(self, event: QEvent) -> bool:
        """While the focus is here, our keys are ours even if the window has them."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._command(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = self._command(event)
        if command is None:
            super().keyPressEvent(event)
        else:
            command()

    def _command(self, event: QKeyEvent) -> Callable[[], None] | None:
        if self._document is None:
            return None
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return self._commands.get((event.key(), modifiers))
