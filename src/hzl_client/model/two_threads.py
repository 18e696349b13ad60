"""Long octets on two threads.

Ciphers, digests and the database let go of the interpreter while they work, so that two
of them take the time of the longer one. All functions keep the order, raise what was
raised, hold a few pieces at most, and leave nothing running behind them. What making an
item raises comes at once: what was made of the few before it may be lost.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from functools import partial
from typing import Final, Generic, TypeVar

S = TypeVar("S")
T = TypeVar("T")

LONG: Final = 4 * 1024 * 1024  # bytes; with less a thread costs more than it brings
# Up to it one thread seals as fast as two that wait for each other: the spools have all
# of it in memory.
VERY_LONG: Final = 64 * 1024 * 1024
_MOST: Final = 3  # under way; with one, each thread waits for the other to wake up


def made_beside(work: Callable[[S], T], items: Iterable[S]) -> Generator[T, None, None]:
    """What `work` makes of each item on a second thread, while the next one is made on
    ours; to be closed by whoever stops early."""
    with ThreadPoolExecutor(1, thread_name_prefix="second") as pool:
        others = _Others[T](pool)
        for item in items:
            if len(others.begun) == _MOST:
                yield others.begun.popleft().result()
            others.begin(partial(work, item))
        while others.begun:
            yield others.begun.popleft().result()


@contextmanager
def made_beside_if_very_long(
    work: Callable[[S], T], items: Iterable[S], size: int
) -> Iterator[Iterable[T]]:
    """`items` are made of so many bytes."""
    if size <= VERY_LONG:
        yield map(work, items)
        return
    with closing(made_beside(work, items)) as made:
        yield made


def hand_over(items: Iterable[T], take: Callable[[T], object]) -> None:
    """Each item to `take` on a second thread, while the next one is made on ours."""
    deque(made_beside(take, items), maxlen=0)


def hand_over_if_long(
    items: Iterable[T], take: Callable[[T], object], size: int
) -> None:
    """`items` are made of so many bytes."""
    if size > LONG:
        hand_over(items, take)
        return
    for item in items:
        take(item)


class _Others(Generic[T]):
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
