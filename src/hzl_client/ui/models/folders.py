"""The folders with their counts."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import Qt

from hzl_client.model.record import Folder
from hzl_client.texts.folders import FOLDERS
from hzl_client.ui import words
from hzl_client.ui.models.row_list import Index, RowList


class View(Enum):
    """What looks like a folder and shows what lies in several."""

    DUE = "due"


Place = Folder | View
PLACES: Final[tuple[Place, ...]] = (
    Folder.INBOX,
    Folder.IN_PROGRESS,
    View.DUE,
    Folder.TRANSFERRED,
    Folder.FILED,
    Folder.TRASH,
    Folder.QUARANTINE,
)
NAMES: Final[dict[Place, str]] = {View.DUE: "Wiedervorlage"} | FOLDERS
ICONS: Final[dict[Place, str]] = {
    View.DUE: "due",
    Folder.INBOX: "inbox",
    Folder.IN_PROGRESS: "in-progress",
    Folder.TRANSFERRED: "transfer",
    Folder.FILED: "filed",
    Folder.TRASH: "trash",
    Folder.QUARANTINE: "quarantine",
}
_APPLICATIONS: Final = ("Antrag", "Anträge")
_COUNTED: Final[dict[Place, tuple[str, str]]] = {
    View.DUE: ("fälliger Antrag", "fällige Anträge"),
    Folder.INBOX: ("ungelesener Antrag", "ungelesene Anträge"),
    Folder.QUARANTINE: ("Nachricht", "Nachrichten"),
}


@dataclass(frozen=True, slots=True)
class FolderRow:
    """`count`: unread ones in the inbox, due ones in the Wiedervorlage, all in the
    others."""

    folder: Place
    count: int

    @property
    def name(self) -> str:
        return NAMES[self.folder]

    @property
    def spoken(self) -> str:
        if not self.count:
            return self.name
        counted = _COUNTED.get(self.folder, _APPLICATIONS)
        return f"{self.name}, {words.count(self.count, *counted)}"


ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1


class FoldersModel(RowList[FolderRow]):
    def key(self, row: FolderRow) -> Hashable:
        return row.folder

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.spoken
        return None
