"""One search through an application: its fields, its form, its attachments."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event
from typing import Final, cast

from PySide6.QtCore import QObject

from hzl_client.documents.document import Hit
from hzl_client.documents.sniff import PDF
from hzl_client.errors import DocumentLocked, DocumentUnreadable
from hzl_client.model.folding import Folded, words_of
from hzl_client.services.search_documents import Looked, SearchDocuments
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.opened import Opened
from hzl_client.ui.presenters.reading import ReadingPresenter
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.tasks import Tasks
from hzl_client.ui.views.application_panel import DOCUMENTS, FIELDS
from hzl_client.ui.views.command_bar import Mode
from hzl_client.ui.views.documents_tab import DocumentRow
from hzl_client.ui.views.search_line import SearchState
from hzl_client.ui.words import grouped

MOST: Final = 1_000  # places; nobody walks through more


@dataclass(frozen=True, slots=True)
class _Place:
    """A field, the name of a document, or a place in it."""

    path: str = ""
    document: str = ""
    hit: Hit | None = None


class SearchPresenter(QObject):
    """First hits at once; documents step by step, one after the other."""

    def __init__(
        self,
        window: MainWindow,
        reading: ReadingPresenter,
        search: SearchDocuments,
        tasks: Tasks,
    ) -> None:
        super().__init__(window)
        self._window, self._line = window, window.search
        self._reading, self._search, self._tasks = reading, search, tasks
        self._text = ""
        self._places: list[_Place] = []
        self._current = -1
        self._queue: deque[DocumentRow] = deque()
        self._now: DocumentRow | None = None  # whose steps are being taken
        self._steps: Iterator[Looked] | None = None
        self._seen: Looked | None = None
        self._missing: list[str] = []
        self._busy = False
        self._ticket = 0  # of the search that is wanted now
        self._unwanted = Event()  # told when another one is
        self._line.text_wanted.connect(self._begin)
        self._line.step_requested.connect(self._on_step)
        self._line.stop_requested.connect(self._on_stop)
        reading.renewed.connect(self._on_changed)
        reading.shown.connect(self._on_shown)
        window.application.fields.technical_toggled.connect(self._on_changed)

    def close(self) -> None:
        """What was sought may name a person of the mailbox that is left."""
        self._line.close_search()
        self._line.box.clear()
        self._begin("")

    # --- the search itself ----------------------------------------------------------

    def _begin(self, text: str) -> None:
        self._stop()
        self._text = text
        self._places, self._current, self._missing = [], -1, []
        fields, opened = self._window.application.fields, self._reading.opened
        fields.show_search(text if opened else "")
        if text and opened is not None:
            self._places += [_Place(path=path) for path in fields.found[:MOST]]
            rows = [row for row in self._reading.documents if row.present]
            self._queue.extend(sorted(rows, key=lambda row: row.key != opened.main))
        self._mark()
        self._go_on()

    def _on_changed(self) -> None:
        self._begin(self._line.text)

    def _on_stop(self) -> None:
        """What has been found stays; what has not been looked at is named."""
        left = [self._now] if self._now else []
        self._missing += [f"{row.name}: angehalten" for row in (*left, *self._queue)]
        self._stop()
        self._show()

    def _stop(self) -> None:
        self._ticket += 1
        self._queue.clear()
        if self._busy:
            # The step that runs closes what it works on.
            self._search.give_up(self._unwanted)
        else:
            self._close_steps(self._steps)
        self._steps = self._now = self._seen = None
        self._busy, self._unwanted = False, Event()

    def _close_steps(self, steps: Iterator[Looked] | None) -> None:
        close = getattr(steps, "close", None)
        if close is not None:
            self._tasks.run(close, lambda _nothing: None, self._tell, self)

    def _go_on(self) -> None:
        """Hands out the next step, or ends the search."""
        while self._steps is None and self._queue and len(self._places) < MOST:
            self._look_into(self._queue.popleft())
        self._begin_walk()
        self._show()
        if self._steps is not None:
            self._take_step(self._steps)

    def _look_into(self, row: DocumentRow) -> None:
        opened = cast("Opened", self._reading.opened)
        if row.key != opened.main and Folded.of(row.sought).holds(words_of(self._text)):
            self._places.append(_Place(document=row.key))
        if row.media_type != PDF:
            self._missing.append(f"{row.name}: enthält keinen lesbaren Text")
            return
        self._now, self._seen = row, None
        octets, password = opened.octets[row.key], self._reading.password(row.key)
        self._steps = self._search.steps(octets, password, self._text, self._unwanted)

    def _take_step(self, steps: Iterator[Looked]) -> None:
        ticket = self._ticket
        self._busy = True

        def unless_late(show: Callable[..., None]) -> Callable[..., None]:
            def show_if_wanted(result: object) -> None:
                if ticket == self._ticket:
                    self._busy = False
                    show(result)
                    self._go_on()
                else:
                    self._close_steps(steps)

            return show_if_wanted

        self._tasks.run(
            lambda: next(steps, None),
            unless_late(self._on_looked),
            unless_late(self._on_failed),
            self,
        )

    def _on_looked(self, looked: Looked | None) -> None:
        row = cast("DocumentRow", self._now)
        if looked is None:
            if self._seen is not None and not self._seen.readable:
                self._missing.append(f"{row.name}: enthält keinen lesbaren Text")
            self._steps = self._now = None
            return
        self._seen = looked
        self._places += [_Place(document=row.key, hit=hit) for hit in looked.hits]
        if len(self._places) >= MOST:
            del self._places[MOST:]
            self._close_steps(self._steps)
            self._steps = self._now = None
        if row.key == self._reading.document:
            self._mark()

    def _on_failed(self, error: Exception) -> None:
        row = cast("DocumentRow", self._now)
        self._steps = self._now = None
        if isinstance(error, DocumentLocked):
            self._missing.append(f"{row.name}: mit Kennwort geschützt")
        elif isinstance(error, DocumentUnreadable):
            self._missing.append(f"{row.name}: nicht oder nicht ganz lesbar")
        else:
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        self._window.error_panel.show_trouble(trouble_of(error))

    # --- what is said ---------------------------------------------------------------

    def _show(self) -> None:
        main = self._reading.opened.main if self._reading.opened else ""
        documents = [place.document for place in self._places if place.document]
        form = sum(key == main for key in documents)
        self._line.show_state(
            SearchState(
                fields=len(self._places) - len(documents),
                form=form,
                attachments=len(documents) - form,
                current=self._current,
                looking=self._looking(),
                missing=tuple(self._missing),
                more=len(self._places) >= MOST,
            )
        )

    def _looking(self) -> str:
        if self._now is None:
            return ""
        name = f"„{self._now.name}“"
        if self._seen is None:
            return name
        pages, total = grouped(self._seen.pages), grouped(self._seen.total)
        return f"{name}, Seite {pages} von {total}"

    # --- walking through ------------------------------------------------------------

    def _begin_walk(self) -> None:
        if self._current < 0 and self._places:
            self._current = 0
            self._go()

    def _on_step(self, direction: int) -> None:
        if self._places:
            self._current = (self._current + direction) % len(self._places)
            self._go()
            self._show()

    def _go(self) -> None:
        """Shows the current place; the keyboard stays in the search line."""
        place, window = self._places[self._current], self._window
        panel = window.application
        if place.path:
            opened = self._reading.opened
            if opened and opened.main:
                self._open(opened.main)
            self._uncover(Mode.DOCUMENT)
            panel.show_tab(FIELDS)
            panel.fields.choose(place.path)
        elif place.hit is None:
            self._uncover(Mode.DOCUMENT)
            panel.show_tab(DOCUMENTS)
            panel.documents.list.choose(place.document)
            self._open(place.document)
        else:
            self._uncover(Mode.FIELDS)
            panel.documents.list.choose(place.document)
            self._open(place.document)
        self._on_shown()

    def _open(self, key: str) -> None:
        rows = {row.key: row for row in self._reading.documents}
        if key != self._reading.document and rows[key].showable:
            self._reading.show_document(key)

    def _uncover(self, hiding: Mode) -> None:
        """The pane to be looked at is opened where this mode hides it."""
        if self._window.mode is hiding:
            self._window.show_mode(Mode.READ)

    def _on_shown(self) -> None:
        self._mark()
        hit = self._places[self._current].hit if self._current >= 0 else None
        if hit and self._places[self._current].document == self._reading.document:
            self._window.pdf.reveal(hit)

    def _mark(self) -> None:
        """Marks all places in the document that is shown, the current one more."""
        shown = self._reading.document
        places = [p for p in self._places if p.hit and p.document == shown]
        here = self._places[self._current] if self._current >= 0 else None
        hits = tuple(place.hit for place in places if place.hit)
        current = places.index(here) if here in places else -1
        self._window.pdf.show_hits(hits, current)
