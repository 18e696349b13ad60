"""Work that goes on while an answer is waited for."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Self


class Beside:
    """One piece of work after the other, on a thread of its own. It begins when there
    is time for it, at the latest when it is waited for: two threads that compute hold
    each other up, and the request that is being made must not wait. What it raises is
    raised where it is waited for: at the next start, or at the end."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._last: Future[None] | None = None
        self._time = Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.wait()
        finally:
            self._pool.shutdown()

    def start(self, work: Callable[[], None]) -> None:
        self.wait()
        self._time = Event()
        try:
            self._last = self._pool.submit(_in_time, self._time, work)
        except RuntimeError:  # no thread can be had: then not beside
            work()

    def go(self) -> None:
        """There is time now."""
        self._time.set()

    def wait(self) -> None:
        self.go()
        last, self._last = self._last, None
        if last is not None:
            last.result()


def _in_time(time: Event, work: Callable[[], None]) -> None:
    time.wait()
    work()
