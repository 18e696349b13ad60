"""Rows of symbol, sentence and detail: checks, events, attachments."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt

from hzl_client.ui.models.row_list import Index, RowList

ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Entry:
    """`tone` is neutral, good, warn or bad; `aside` stands at the right of the title.

    A `heading` has only a title and cannot be chosen.
    """

    key: str
    title: str
    detail: str = ""
    aside: str = ""
    icon: str = "info"
    tone: str = "neutral"
    heading: bool = False

    @property
    def spoken(self) -> str:
        return ". ".join(p for p in (self.title, self.detail, self.aside) if p)

    @property
    def copy_text(self) -> str:
        return "\n".join(p for p in (self.title, self.detail, self.aside) if p)


def heading(title: str) -> Entry:
    return Entry(key=f"heading:{title}", title=title, heading=True)


class EntriesModel(RowList[Entry]):
    def key(self, row: Entry) -> Hashable:
        return row.key

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is not None and row.heading:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return None
