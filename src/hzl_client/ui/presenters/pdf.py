"""Brings a document and its pictures from the child into the view."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from hzl_client.documents.document import (
    OpenDocument,
    Picture,
    Reason,
    Word,
)
from hzl_client.documents.process import Documents
from hzl_client.errors import DocumentLocked, DocumentUnreadable, HzlError
from hzl_client.model.octets import Octets
from hzl_client.texts import advice_for, sentence
from hzl_client.ui.tasks import Tasks
from hzl_client.ui.views.pdf_view import PdfView


@dataclass(frozen=True, slots=True)
class _Job:
    """A picture somebody asked for."""

    page: int
    width: int
    rotation: int


class PdfPresenter(QObject):
    """One request at a time: pages in sight first, then their words, then small pages.

    Whatever belongs to a document that is no longer shown is dropped.
    """

    shown = Signal()  # the document that was asked for can be seen
    unlocked = Signal(str)  # by this password

    def __init__(self, view: PdfView, documents: Documents, tasks: Tasks) -> None:
        super().__init__(view)
        self._view, self._documents, self._tasks = view, documents, tasks
        self._octets: Octets | None = None
        self._name = ""
        self._handle: int | None = None
        self._ticket = 0  # of the document that is wanted now
        self._unwanted = Event()  # told when another one is
        self._opening = self._busy = False
        self._pages: OrderedDict[_Job, None] = OrderedDict()
        self._thumbnails: OrderedDict[_Job, None] = OrderedDict()
        self._texts: OrderedDict[int, None] = OrderedDict()
        view.page_wanted.connect(self._on_page_wanted)
        view.words_wanted.connect(self._on_words_wanted)
        view.thumbnail_wanted.connect(self._on_thumbnail_wanted)
        view.password_entered.connect(self._on_password_entered)

    def open_octets(self, octets: Octets, name: str, password: str = "") -> None:
        """Instead of whatever is shown or being opened."""
        self._forget()
        self._octets, self._name = octets, name
        self._view.show_loading(name)
        self._open(password)

    def rename(self, name: str) -> None:
        """What is shown, or being opened."""
        self._name = name
        self._view.tools.name.setText(name)

    def close(self) -> None:
        """Nothing is shown."""
        self._forget()
        self._view.show_document(None, "")

    # --- opening --------------------------------------------------------------------

    def _forget(self) -> None:
        self._ticket += 1
        self._documents.give_up(self._unwanted)
        self._unwanted = Event()
        if self._handle is not None:
            self._documents.release(self._handle)
        self._octets = self._handle = None
        self._opening = self._busy = False
        self._pages.clear()
        self._thumbnails.clear()
        self._texts.clear()

    def _open(self, password: str) -> None:
        octets, ticket, unwanted = self._octets, self._ticket, self._unwanted
        if octets is None:
            return
        self._opening = True
        self._tasks.run(
            lambda: self._documents.open(octets, password, unwanted),
            lambda document: self._on_opened(ticket, document, password),
            self._unless_late(self._on_not_opened),
            self,
        )

    def _on_opened(self, ticket: int, document: OpenDocument, password: str) -> None:
        if ticket != self._ticket:
            self._documents.release(document.handle)
            return
        self._opening = False
        self._handle = document.handle
        if password:
            self.unlocked.emit(password)
        self._view.show_document(document, self._name)
        self.shown.emit()

    def _on_not_opened(self, error: Exception) -> None:
        self._opening = False
        if isinstance(error, DocumentLocked):
            self._view.show_password(wrong=bool(error.facts.get("wrong")))
        elif error_reason(error) == Reason.KIND:
            self._view.show_hint(*_words(error), "file")  # nothing is wrong with it
        else:
            self._view.show_problem(*_words(error))

    def _on_password_entered(self, password: str) -> None:
        self._open(password)

    # --- what the view wishes -------------------------------------------------------

    def _on_page_wanted(
        self, _handle: int, page: int, width: int, rotation: int
    ) -> None:
        self._pages[_Job(page, width, rotation)] = None
        self._go_on()

    def _on_thumbnail_wanted(
        self, _handle: int, page: int, width: int, rotation: int
    ) -> None:
        self._thumbnails[_Job(page, width, rotation)] = None
        self._go_on()

    def _on_words_wanted(self, _handle: int, page: int) -> None:
        self._texts[page] = None
        self._go_on()

    def _go_on(self) -> None:
        """Hands out the most urgent work, unless some is under way."""
        if self._busy or self._handle is None:
            return
        handle = self._handle
        if (job := self._next(self._pages)) is not None:
            self._draw(handle, job)
        elif (page := self._next_text(handle)) is not None:
            self._read(handle, page)
        elif (job := self._next(self._thumbnails)) is not None:
            self._draw(handle, job)

    def _next(self, jobs: OrderedDict[_Job, None]) -> _Job | None:
        """The oldest that is still of use; what was passed by is dropped."""
        while jobs and self._handle is not None:
            job, _ = jobs.popitem(last=False)
            if self._view.wants(self._handle, job.page, job.width, job.rotation):
                return job
        return None

    def _next_text(self, handle: int) -> int | None:
        while self._texts:
            page, _ = self._texts.popitem(last=False)
            if self._view.wants_words(handle, page):
                return page
        return None

    # --- pictures -------------------------------------------------------------------

    def _draw(self, handle: int, job: _Job) -> None:
        def work() -> tuple[QImage, bool]:
            picture = self._documents.render(handle, job.page, job.width, job.rotation)
            return to_image(picture), picture.blank

        def done(result: tuple[QImage, bool]) -> None:
            image, blank = result
            self._view.show_picture(
                handle, job.page, job.width, job.rotation, image, blank=blank
            )

        def failed(error: Exception) -> None:
            if isinstance(error, DocumentUnreadable):
                self._view.show_page_problem(handle, job.page, _words(error)[0])
            else:
                self._view.show_problem(*_words(error))

        self._run(work, done, failed)

    def _read(self, handle: int, page: int) -> None:
        def done(words: tuple[Word, ...]) -> None:
            self._view.show_words(handle, page, words)

        def failed(error: Exception) -> None:
            if not isinstance(error, DocumentUnreadable):
                self._view.show_problem(*_words(error))
            self._view.show_words(handle, page, ())  # its picture may still be fine

        self._run(lambda: self._documents.words(handle, page), done, failed)

    # --- one at a time --------------------------------------------------------------

    def _run(
        self,
        work: Callable[[], object],
        done: Callable[..., None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._busy = True

        def finished(show: Callable[..., None]) -> Callable[..., None]:
            def show_and_go_on(result: object) -> None:
                self._busy = False
                show(result)
                self._go_on()

            return self._unless_late(show_and_go_on)

        self._tasks.run(work, finished(done), finished(failed), self)

    def _unless_late(self, show: Callable[..., None]) -> Callable[..., None]:
        """Answers about another document than the one wanted now are dropped."""
        ticket = self._ticket

        def show_if_wanted(result: object) -> None:
            if ticket == self._ticket:
                show(result)

        return show_if_wanted


def to_image(picture: Picture) -> QImage:
    """On a worker thread: it copies, so that nothing refers to our bytes, into the
    format that the screen takes without another look at each pixel."""
    raw = QImage(
        picture.rgb,
        picture.width,
        picture.height,
        picture.stride,
        QImage.Format.Format_RGB888,
    )
    return raw.convertToFormat(QImage.Format.Format_RGB32)


def error_reason(error: Exception) -> Reason | None:
    reason = error.facts.get("reason") if isinstance(error, DocumentUnreadable) else ""
    return Reason(reason) if reason in set(Reason) else None


def _words(error: Exception) -> tuple[str, str]:
    """What happened, and what that means; a bug goes to the crash dialog."""
    if not isinstance(error, HzlError):
        raise error
    advice = advice_for(error)
    reason = error_reason(error)
    if reason is None:
        return advice.what, f"{advice.lost} {advice.do}"
    what = sentence(f"document-{reason}")
    return what, advice.lost if reason == Reason.KIND else f"{advice.lost} {advice.do}"
