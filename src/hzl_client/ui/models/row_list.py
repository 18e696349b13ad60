"""A list model over an immutable tuple that announces only what changed.

A new tuple is compared with the old one by key and announced as removed, inserted and
changed rows, so that selection, scroll position and the screen reader's place stay.
"""

from collections.abc import Hashable, Iterator, Sequence
from typing import Final, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
)

Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()
Row = TypeVar("Row")
RECORDS: Final = "application/x-hzl-records"  # what is dragged out of the list
MANY_RANGES: Final = 64  # beyond that, views are faster with one reset


class RowList(QAbstractListModel, Generic[Row]):
    """Subclasses say what a row's key is and answer `data`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def key(self, row: Row) -> Hashable:
        raise NotImplementedError

    def keys(self, rows: Sequence[Row]) -> list[Hashable]:
        """Of all of them; for a very long list there may be a quicker way."""
        return [self.key(row) for row in rows]

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def row(self, index: Index) -> Row | None:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        return self._rows[index.row()]

    def find(self, key: Hashable) -> QModelIndex:
        """Invalid if there is no such row. (All keys at once are quicker to make.)"""
        keys = self.keys(self._rows)
        return self.index(keys.index(key)) if key in keys else QModelIndex()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def show_rows(self, rows: Sequence[Row]) -> None:
        new = tuple(rows)
        if self._same_keys(new):
            self._announce_changes(new)
            return
        old_keys, new_keys = self.keys(self._rows), self.keys(new)
        kept = set(old_keys) & set(new_keys)
        if len(kept) == len(old_keys) == len(new_keys):  # in another order
            self._reset(new)
            return
        gone = list(ranges([k not in kept for k in old_keys]))
        come = list(ranges([k not in kept for k in new_keys]))
        same_order = [k for k in old_keys if k in kept] == [
            k for k in new_keys if k in kept
        ]
        if not same_order or len(gone) + len(come) > MANY_RANGES:
            self._reset(new)
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._rows = self._rows[:first] + self._rows[last + 1 :]
            self.endRemoveRows()
        for first, last in come:
            self.beginInsertRows(QModelIndex(), first, last)
            added = new[first : last + 1]
            self._rows = self._rows[:first] + added + self._rows[first:]
            self.endInsertRows()
        self._announce_changes(new)

    def _same_keys(self, new: tuple[Row, ...]) -> bool:
        """Mostly one of very many rows has changed, and the others are as before."""
        if len(new) != len(self._rows):
            return False
        pairs = zip(self._rows, new, strict=True)
        return all(a is b or self.key(a) == self.key(b) for a, b in pairs)

    def _reset(self, new: tuple[Row, ...]) -> None:
        self.beginResetModel()
        self._rows = new
        self.endResetModel()

    def _announce_changes(self, new: tuple[Row, ...]) -> None:
        old, self._rows = self._rows, new
        changed = [a is not b and a != b for a, b in zip(old, new, strict=True)]
        found = list(ranges(changed))
        if len(found) > MANY_RANGES:  # one for all is faster
            found = [(found[0][0], found[-1][1])]
        for first, last in found:
            self.dataChanged.emit(self.index(first), self.index(last))


def ranges(marks: list[bool]) -> Iterator[tuple[int, int]]:
    """First and last number of every run of marked rows."""
    start = -1
    for number, marked in enumerate([*marks, False]):
        if marked and start < 0:
            start = number
        elif not marked and start >= 0:
            yield start, number - 1
            start = -1
