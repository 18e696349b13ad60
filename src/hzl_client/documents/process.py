"""Documents, opened and drawn in a child process that hostile files may take down."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from math import inf
from typing import Final, Self, TypeVar

from hzl_client.documents import answers
from hzl_client.documents.document import (
    MAX_BYTES,
    MAX_HITS,
    MAX_NEEDLE,
    MAX_SIDE,
    OPENABLE,
    Found,
    Hit,
    OpenDocument,
    Picture,
    Reason,
    Word,
)
from hzl_client.documents.frames import BrokenFrame, Frame
from hzl_client.documents.running import ChildDied, RunningChild
from hzl_client.documents.sniff import HEAD, sniff
from hzl_client.errors import DocumentLocked, DocumentUnreadable
from hzl_client.model.octets import Octets, chunks
from hzl_client.model.printed import UNKNOWN_FORM, PrintedForm

WORK_SECONDS: Final = 12.0  # drawing 200,000 paths takes 9
OPEN_BYTES_PER_SECOND: Final = 20 * 1024 * 1024
GRACE_SECONDS: Final = 1.0  # for work that nobody waits for any longer
STRIKES: Final = 3  # pages that took the child down, then the document is given up

_ALL: Final = -1  # stands for all pages at once among those that took a child down


def _text_of(page: int) -> int:
    """Stands there for the text of a page: its picture may still be drawn."""
    return -2 - page


T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Session:
    """An open document, able to be opened again in the next child."""

    handle: int
    octets: Octets
    media_type: str
    password: str
    unwanted: threading.Event
    child: RunningChild | None = None  # the one that has it open
    page_total: int = 0
    bad_pages: dict[int, Reason] = field(default_factory=dict)

    def check(self, page: int) -> None:
        if (reason := self.bad_pages.get(page)) is not None:
            raise unreadable(reason)
        if len(self.bad_pages) >= STRIKES:
            raise unreadable(next(iter(self.bad_pages.values())))


def unreadable(reason: Reason) -> DocumentUnreadable:
    return DocumentUnreadable(f"document refused: {reason}", reason=reason.value)


class Documents:
    """Thread-safe and synchronous: call from worker threads.

    A child that hangs, swells or crashes is replaced. The page (or the opening) that
    did it is never tried again; other documents notice nothing but a short wait.
    """

    def __init__(
        self,
        start: Callable[[], RunningChild] = RunningChild,
        seconds: float = WORK_SECONDS,
    ) -> None:
        self._start = start
        self._seconds = seconds
        self._turn = threading.Lock()  # one request at a time
        self._guard = threading.Lock()  # over the fields below, held for moments only
        self._child: RunningChild | None = None
        self._busy: _Session | None = None
        self._sessions: dict[int, _Session] = {}
        self._dropped: list[int] = []
        self._last_handle = 0
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm_up(self) -> None:
        """Have the child ready before the first document is wanted."""
        with self._turn:
            self._running()

    def open(
        self,
        octets: Octets,
        password: str = "",
        unwanted: threading.Event | None = None,
    ) -> OpenDocument:
        """Only PDF and pictures, by their content, never by name. `unwanted` is what
        `give_up` is told."""
        media_type = sniff(octets.read(0, HEAD))
        if media_type not in OPENABLE:
            raise unreadable(Reason.EMPTY if octets.size == 0 else Reason.KIND)
        if octets.size > MAX_BYTES:
            raise unreadable(Reason.LARGE)
        with self._guard:
            self._last_handle += 1
            session = _Session(
                self._last_handle,
                octets,
                media_type,
                password,
                unwanted or threading.Event(),
            )
        with self._turn, self._working(session):
            document = self._load(session, self._running())
        with self._guard:
            self._sessions[session.handle] = session
        return document

    def render(self, handle: int, page: int, width: int, rotation: int = 0) -> Picture:
        """One page, `width` pixels wide after turning it, or less if it is huge."""
        width = min(max(width, 1), MAX_SIDE)
        request = {"do": "render", "width": width, "rotation": rotation % 360}
        return self._ask(handle, page, request, answers.read_picture)

    def search(self, handle: int, needle: str) -> tuple[Hit, ...]:
        hits: list[Hit] = []
        page: int | None = 0
        while page is not None and len(hits) < MAX_HITS:
            found = self.search_from(handle, needle, page)
            hits += found.hits
            page = found.next_page
        return tuple(hits[:MAX_HITS])

    def search_from(
        self,
        handle: int,
        needle: str,
        page: int,
        seconds: float = inf,
        *,
        whole: bool = False,
    ) -> Found:
        """A short step, so that whoever else waits is not kept waiting. `whole`: not
        amid a longer word or number."""
        request = {"do": "search", "needle": needle[:MAX_NEEDLE], "whole": whole}
        read, part = answers.read_found, _text_of(page)
        return self._ask(handle, page, request, read, part, seconds)

    def words(self, handle: int, page: int) -> tuple[Word, ...]:
        """In reading order, each marked if people do not see it."""
        read = answers.read_words
        return self._ask(handle, page, {"do": "words"}, read, _text_of(page))

    def text(self, handle: int, page: int) -> str:
        """What people can see of it; hidden text is left out."""
        request = {"do": "text"}
        return self._ask(handle, page, request, answers.read_text, _text_of(page))

    def form(self, handle: int) -> PrintedForm:
        """What the printed form says; UNKNOWN_FORM also where reading it failed."""
        session = self._session(handle)
        if session.bad_pages:
            return UNKNOWN_FORM
        read = partial(answers.read_form, pages=session.page_total)
        try:
            return self._ask(handle, _ALL, {"do": "form"}, read)
        except DocumentUnreadable as error:
            if error.facts["reason"] == Reason.CLOSED:
                raise
            return UNKNOWN_FORM

    def release(self, handle: int) -> None:
        """At once, from any thread; work on it that still runs is not waited for."""
        with self._guard:
            session = self._sessions.pop(handle, None)
            if session is None:
                return
            self._dropped.append(handle)
            if self._busy is session:
                self._end_soon(session)

    def give_up(self, unwanted: threading.Event) -> None:
        """At once, from any thread: nobody waits any longer for what was opened with
        it, or is about to be."""
        unwanted.set()
        with self._guard:
            if self._busy is not None and self._busy.unwanted is unwanted:
                self._end_soon(self._busy)

    def close(self) -> None:
        with self._guard:
            self._closed = True
            self._sessions.clear()
            child, self._child = self._child, None
        if child is not None:
            child.close()

    def _end_soon(self, session: _Session) -> None:
        timer = threading.Timer(GRACE_SECONDS, self._end, (session,))
        timer.daemon = True
        timer.start()

    def _end(self, session: _Session) -> None:
        with self._guard:
            if self._busy is session and self._child is not None:
                self._child.kill()

    def _ask(
        self,
        handle: int,
        page: int,
        request: Mapping[str, object],
        read: Callable[[Frame], T],
        part: int | None = None,
        seconds: float = inf,
    ) -> T:
        """`part` is what is not tried again if it takes the child down."""
        part = page if part is None else part
        with self._turn:
            session = self._session(handle)
            session.check(part)
            with self._working(session, part):
                child = self._running()
                if session.child is not child:
                    self._load(session, child)
                header = {**request, "handle": handle, "page": page}
                seconds = min(seconds, self._seconds)
                return self._answer(child, header, seconds, read)

    def _session(self, handle: int) -> _Session:
        with self._guard:
            session = self._sessions.get(handle)
        if session is None:
            raise unreadable(Reason.CLOSED)
        return session

    def _load(self, session: _Session, child: RunningChild) -> OpenDocument:
        size = session.octets.size
        header = {
            "do": "open",
            "handle": session.handle,
            "media_type": session.media_type,
            "password": session.password,
        }
        seconds = self._seconds + size / OPEN_BYTES_PER_SECOND
        document = self._answer(
            child, header, seconds, answers.read_opened, session.octets
        )
        session.child = child
        session.page_total = document.page_total
        return document

    def _answer(
        self,
        child: RunningChild,
        header: Mapping[str, object],
        seconds: float,
        read: Callable[[Frame], T],
        octets: Octets | None = None,
    ) -> T:
        with self._guard:
            drop, self._dropped = self._dropped, []
        request = {**header, "drop": drop}
        if octets is None:
            frame = child.ask(request, seconds)
        else:
            frame = child.ask(request, seconds, chunks(octets), octets.size)
        try:
            if (wrong := answers.read_locked(frame)) is not None:
                raise DocumentLocked("a password is needed", wrong=wrong)
            if (reason := answers.read_refused(frame)) is not None:
                raise unreadable(reason)
            return read(frame)
        except BrokenFrame as error:  # never ours: something else speaks there
            child.kill(Reason.CRASH)
            raise ChildDied(Reason.CRASH) from error

    @contextmanager
    def _working(self, session: _Session, part: int | None = None) -> Iterator[None]:
        """Names who is being worked for, and replaces a child that died over it."""
        with self._guard:
            if session.unwanted.is_set():
                raise unreadable(Reason.CLOSED)
            self._busy = session
        try:
            yield
        except ChildDied as died:
            if part is not None and died.reason is not Reason.CLOSED:
                session.bad_pages[part] = died.reason
            self._replace()
            raise unreadable(died.reason) from died
        finally:
            with self._guard:
                self._busy = None

    def _replace(self) -> None:
        with self._guard:
            dead, self._child = self._child, None
            closed = self._closed
        if dead is not None:
            dead.close()
        if not closed:
            self._running()  # it gets ready while nobody waits for it yet

    def _running(self) -> RunningChild:
        with self._guard:
            if self._closed:
                raise unreadable(Reason.CLOSED)
            if self._child is not None and not self._child.alive:
                self._child.close()
                self._child = None
            if self._child is None:
                self._child = self._start()
                self._dropped = []  # the new one never had them
            return self._child
