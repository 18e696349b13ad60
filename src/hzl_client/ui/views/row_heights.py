"""How high the rows of a long list are, as far as somebody has measured them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import Final

_GUESS: Final = 20  # pixels, while no row is measured
_NOT_YET: Final = b"\0"


class RowHeights:
    """A row that was never measured counts as high as the first that were, on average;
    one that may have changed as high as it was. The places of all rows are summed up
    anew after each measuring, so nothing here goes row by row in Python."""

    def __init__(self) -> None:
        self._heights: list[int] = []
        self._known = bytearray()
        self._tops: list[int] | None = None
        self._guessed = True  # the average is none of these rows
        self.average = _GUESS

    def __len__(self) -> int:
        return len(self._heights)

    # --- measuring --------------------------------------------------------------------

    def measure(self, rows: Iterable[int], height_of: Callable[[int], int]) -> bool:
        """Whether there was anything to measure."""
        wanted = [row for row in rows if not self._known[row]]
        for row in wanted:
            self._heights[row] = max(1, height_of(row))
            self._known[row] = True
        if wanted:
            self._tops = None
        if wanted and self._guessed:
            self._assume(sum(self._heights[row] for row in wanted) // len(wanted))
        return bool(wanted)

    def _assume(self, average: int) -> None:
        self._guessed, self.average = False, average
        pairs = zip(self._heights, self._known, strict=True)
        self._heights = [height if known else average for height, known in pairs]

    def knows(self, row: int) -> bool:
        return bool(self._known[row])

    def unknown(self) -> Iterator[int]:
        """From the top."""
        row = self._known.find(_NOT_YET)
        while row >= 0:
            yield row
            row = self._known.find(_NOT_YET, row + 1)

    # --- the rows change --------------------------------------------------------------

    def renew(self, rows: int) -> None:
        """Other rows."""
        self._heights = [self.average] * rows
        self._known = bytearray(rows)
        self._guessed, self._tops = True, None

    def insert(self, first: int, last: int) -> None:
        number = last - first + 1
        self._heights[first:first] = [self.average] * number
        self._known[first:first] = bytes(number)
        self._tops = None

    def remove(self, first: int, last: int) -> None:
        del self._heights[first : last + 1]
        del self._known[first : last + 1]
        self._tops = None

    def doubt(self, first: int, last: int) -> None:
        """They may have other heights now."""
        self._known[first : last + 1] = bytes(last - first + 1)

    # --- where they lie ---------------------------------------------------------------

    @property
    def total(self) -> int:
        return self._places()[-1]

    def top(self, row: int) -> int:
        return self._places()[row]

    def height(self, row: int) -> int:
        return self._heights[row]

    def row_at(self, place: int) -> int:
        """The first or last one beyond the ends; -1 if there is none."""
        return min(max(0, bisect_right(self._places(), place) - 1), len(self) - 1)

    def _places(self) -> list[int]:
        """Where each row begins, and the last one ends."""
        if self._tops is None:
            self._tops = list(accumulate(self._heights, initial=0))
        return self._tops
