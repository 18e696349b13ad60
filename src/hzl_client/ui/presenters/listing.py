"""One folder as a person wants to see it: searched, filtered and sorted.

Each key in the search box comes here, so what it does not change is kept.
"""

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from hzl_client.model.folding import words_of
from hzl_client.model.record import Folder
from hzl_client.ui.models.filters import FilterRow, filter_rows
from hzl_client.ui.models.folders import Place
from hzl_client.ui.models.ordering import USUAL, Order, Sorting
from hzl_client.ui.models.records import RecordRow
from hzl_client.ui.presenters.catalogue import Catalogue, Listed

_KEY: Final = {order: place for place, order in enumerate(Order)}
_NOBODY: Final[AbstractSet[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked to see."""

    folder: Place = Folder.INBOX
    needle: str = ""
    filters: frozenset[str] = frozenset()
    sorting: Sorting = USUAL

    @property
    def narrowed(self) -> bool:
        return bool(self.needle or self.filters)

    def whole(self) -> "Wish":
        return replace(self, needle="", filters=frozenset())


@dataclass(frozen=True, slots=True)
class Shown:
    rows: tuple[RecordRow, ...]
    total: int  # in the folder
    filters: tuple[FilterRow, ...]


class Listing:
    """Remembers the last folder in its order: sorting is for its changes only."""

    def __init__(self) -> None:
        self._listed: tuple[Listed, ...] = ()
        self._sorting = USUAL
        self._ordered: list[Listed] = []
        self._there: Counter[str] = Counter()

    def shown(
        self, catalogue: Catalogue, wish: Wish, stays: AbstractSet[str] = _NOBODY
    ) -> Shown:
        """`stays`: ids that are shown even where a filter fits no more, as nothing
        vanishes from under somebody who reads it."""
        self._sort(catalogue, wish)
        hits = self._hits(wish)
        counts = _counted(hits)
        if stays and wish.narrowed:
            kept = {item.row.id for item in hits} | stays
            hits = [item for item in self._ordered if item.row.id in kept]
        return Shown(
            tuple(item.row for item in hits),
            len(self._ordered),
            filter_rows(self._there, counts, wish.filters),
        )

    def _sort(self, catalogue: Catalogue, wish: Wish) -> None:
        listed = catalogue.listed(wish.folder)
        if listed is not self._listed:
            self._listed, self._there = listed, _counted(listed)
        elif wish.sorting == self._sorting:
            return
        self._sorting = wish.sorting
        self._ordered = _sorted(listed, wish.sorting)

    def _hits(self, wish: Wish) -> list[Listed]:
        hits = self._ordered
        if wish.filters:
            hits = [item for item in hits if wish.filters <= item.marks]
        if words := words_of(wish.needle):
            hits = [item for item in hits if item.haystack.holds(words)]
        return hits


def _sorted(listed: tuple[Listed, ...], sorting: Sorting) -> list[Listed]:
    """Equal ones stay newest first; what is not known comes last either way."""
    if sorting == USUAL:
        return list(listed)  # as a catalogue is
    place = _KEY[sorting.order]
    keys = [item.keys[place] for item in listed]
    numbers = sorted(range(len(keys)), key=keys.__getitem__, reverse=sorting.downwards)
    if not sorting.downwards:
        unknown = keys.count("")  # the first ones
        numbers = numbers[unknown:] + numbers[:unknown]
    return [listed[number] for number in numbers]


def _counted(listed: list[Listed] | tuple[Listed, ...]) -> Counter[str]:
    """Few sets of marks stand on many rows."""
    counts: Counter[str] = Counter()
    for marks, often in Counter(item.marks for item in listed).items():
        counts.update(dict.fromkeys(marks, often))
    return counts
