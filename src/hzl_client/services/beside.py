"""Work that goes on while an answer is waited for."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self


class Beside:
    """One piece of work after the other, on a thread of its own. What it raises is
    raised where it is waited for: at the next start, or at the end."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._last: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.wait()
        finally:
            self._pool.shutdown()

    def start(self, work: Callable[[], None]) -> None:
        self.wait()
        self._last = self._pool.submit(work)

    def wait(self) -> None:
        last, self._last = self._last, None
        if last is not None:
            last.result()
