"""The folders with their counts."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt

from hzl_client.model.record import Folder
from hzl_client.texts.folders import FOLDERS
from hzl_client.ui import words
from hzl_client.ui.models.row_list import Index, RowList

ICONS: Final = {
    Folder.INBOX: "inbox",
    Folder.IN_PROGRESS: "in-progress",
    Folder.TRANSFERRED: "transfer",
    Folder.FILED: "filed",
    Folder.TRASH: "trash",
    Folder.QUARANTINE: "quarantine",
}
_APPLICATIONS: Final = ("Antrag", "Anträge")
_COUNTED: Final = {
    Folder.INBOX: ("ungelesener Antrag", "ungelesene Anträge"),
    Folder.QUARANTINE: ("Nachricht", "Nachrichten"),
}


@dataclass(frozen=True, slots=True)
class FolderRow:
    """`count`: unread ones in the inbox, all in the others."""

    folder: Folder
    count: int

    @property
    def name(self) -> str:
        return FOLDERS[self.folder]

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
