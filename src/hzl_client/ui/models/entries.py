"""Rows of symbol, sentence and detail: checks, events, attachments."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt

from hzl_client.ui.models.row_list import Index, RowList
from hzl_client.ui.plain import visible

ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1
TICK: Final = "gesehen"
_TICKED: Final = {None: "", True: TICK, False: f"noch nicht {TICK}"}


@dataclass(frozen=True, slots=True)
class Entry:
    """`tone` is neutral, good, warn or bad; `aside` stands at the right of the title.

    A `heading` has only a title and cannot be chosen. `ticked`: has a box for
    "gesehen", with a tick or without; None: has none.
    """

    key: str
    title: str
    detail: str = ""
    aside: str = ""
    icon: str = "info"
    tone: str = "neutral"
    heading: bool = False
    ticked: bool | None = None

    @property
    def spoken(self) -> str:
        parts = (self.title, self.detail, self.aside, _TICKED[self.ticked])
        return ". ".join(part.rstrip(".") for part in parts if part)

    @property
    def copy_text(self) -> str:
        return "\n".join(p for p in (self.title, self.detail, self.aside) if p)


BELOW_HINTS: Final = "signatures"  # the heading that stands below them


def heading(title: str, key: str = "") -> Entry:
    """`key`: where the title changes and the row stays."""
    return Entry(key=f"heading:{key or title}", title=title, heading=True)


class EntriesModel(RowList[Entry]):
    def key(self, row: Entry) -> Hashable:
        return row.key

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is not None and row.heading:
            return Qt.ItemFlag.ItemIsEnabled
        if row is not None and row.ticked is not None:
            return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.CheckStateRole and row.ticked is not None:
            state = Qt.CheckState
            return state.Checked if row.ticked else state.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return visible(row.spoken)
        return None
