"""How high the rows of a long list are, as far as somebody has measured them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import Final

_GUESS: Final = 20  # pixels, while no row is measured


class RowHeights:
    """A row that was never measured counts as high as the others are on average, one
    that may have changed as high as it was."""

    def __init__(self) -> None:
        self._heights: list[int] = []  # 0: never measured; below: has to be once more
        self._tops: list[int] | None = None
        self._next = 0  # all before it are measured
        self.average = _GUESS

    def __len__(self) -> int:
        return len(self._heights)

    # --- measuring --------------------------------------------------------------------

    def measure(self, rows: Iterable[int], height_of: Callable[[int], int]) -> bool:
        """Whether there was anything to measure."""
        wanted = [row for row in rows if not self.knows(row)]
        for row in wanted:
            self._heights[row] = max(1, height_of(row))
        if wanted:
            self._tops = None
        return bool(wanted)

    def knows(self, row: int) -> bool:
        return self._heights[row] > 0

    def unknown(self) -> Iterator[int]:
        """From the top. Take only as many as are measured then."""
        while self._next < len(self) and self.knows(self._next):
            self._next += 1
        return (row for row in range(self._next, len(self)) if not self.knows(row))

    # --- the rows change --------------------------------------------------------------

    def renew(self, rows: int) -> None:
        """Other rows."""
        self._heights = [0] * rows
        self._changed(0)

    def insert(self, first: int, last: int) -> None:
        self._heights[first:first] = [0] * (last - first + 1)
        self._changed(first)

    def remove(self, first: int, last: int) -> None:
        del self._heights[first : last + 1]
        self._changed(first)

    def doubt(self, first: int, last: int) -> None:
        """They may have other heights now."""
        old = self._heights[first : last + 1]
        self._heights[first : last + 1] = [-abs(height) for height in old]
        self._changed(first)

    def _changed(self, first: int) -> None:
        self._tops = None
        self._next = min(self._next, first)

    # --- where they lie ---------------------------------------------------------------

    @property
    def total(self) -> int:
        return self._places()[-1]

    def top(self, row: int) -> int:
        return self._places()[row]

    def height(self, row: int) -> int:
        return abs(self._heights[row]) or self.average

    def row_at(self, place: int) -> int:
        """The first or last one beyond the ends; -1 if there is none."""
        return min(max(0, bisect_right(self._places(), place) - 1), len(self) - 1)

    def _places(self) -> list[int]:
        """Where each row begins, and the last one ends."""
        if self._tops is None:
            heights = list(map(abs, self._heights))
            if known := len(heights) - heights.count(0):
                self.average = max(1, sum(heights) // known)
            assumed = (height or self.average for height in heights)
            self._tops = list(accumulate(assumed, initial=0))
        return self._tops
