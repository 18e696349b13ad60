"""Long octets on two threads: one makes the next piece while the other uses the last.

Ciphers, digests and the database let go of the interpreter while they work, so that two
of them take the time of the longer one. Both functions keep the order, raise what was
raised, hold a few pieces at most, and leave nothing running behind them.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from enum import Enum
from functools import partial
from typing import Final, Generic, TypeVar

T = TypeVar("T")

LONG: Final = 4 * 1024 * 1024  # bytes; with less a thread costs more than it brings
_MOST: Final = 3  # under way; with one, each thread waits for the other to wake up


class _End(Enum):
    END = "nothing follows"


def ahead(items: Iterable[T]) -> Generator[T, None, None]:
    """The same items, made on a second thread; to be closed by whoever stops early.
    Not where making them needs a lock that our thread holds."""
    source = iter(items)

    def make() -> T | _End:
        return next(source, _End.END)

    with _pool() as pool:
        second = _Second[T | _End](pool)
        while True:
            while len(second.begun) < _MOST:
                second.begin(make)
            item = second.begun.popleft().result()
            if item is _End.END:
                return
            yield item


@contextmanager
def ahead_if_long(items: Iterable[T], size: int) -> Iterator[Iterable[T]]:
    """`items` are made of so many bytes."""
    if size <= LONG:
        yield items
        return
    with closing(ahead(items)) as found:
        yield found


def hand_over(items: Iterable[T], take: Callable[[T], object]) -> None:
    """Each item to `take` on a second thread, while the next one is made on ours."""
    with _pool() as pool:
        second = _Second[object](pool)
        for item in items:
            if len(second.begun) == _MOST:
                second.begun.popleft().result()
            second.begin(partial(take, item))
        for each in second.begun:
            each.result()


def _pool() -> ThreadPoolExecutor:
    """Of one thread, which has ended when the `with` around it is left."""
    return ThreadPoolExecutor(1, thread_name_prefix="second")


class _Second(Generic[T]):
    """Where no thread can be had, as at the end of the program, ours does the work."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.begun: deque[Future[T]] = deque()
        self._pool: ThreadPoolExecutor | None = pool

    def begin(self, work: Callable[[], T]) -> None:
        if self._pool is not None:
            try:
                self.begun.append(self._pool.submit(work))
            except RuntimeError:
                self._pool = None  # never again: it may do later what we do now
            else:
                return
        wait(self.begun)
        self.begun.append(_done(work))


def _done(work: Callable[[], T]) -> Future[T]:
    future: Future[T] = Future()
    try:
        future.set_result(work())
    except Exception as error:  # noqa: BLE001 - raised where the result is asked for
        future.set_exception(error)
    return future
