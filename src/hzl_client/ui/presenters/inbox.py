"""Folders and list: what is where, and what is chosen."""

from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QMenu

from hzl_client.model.record import Folder
from hzl_client.services.desk import Desk
from hzl_client.texts.folders import FOLDERS
from hzl_client.ui import words
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.catalogue import Catalogue, look_at
from hzl_client.ui.presenters.filing import FilingPresenter
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.remembered import Remembered
from hzl_client.ui.tasks import Tasks
from hzl_client.ui.views.empty import EmptyText

MINUTE: Final = 60_000  # "heute" turns into "gestern" while the window stands open
EMPTY: Final = {
    Folder.INBOX: EmptyText(
        "inbox",
        "Der Posteingang ist leer",
        "Mit „Abholen“ (F5) holen Sie wartende Anträge beim Intermediär ab.",
        "Jetzt abholen",
    ),
    Folder.IN_PROGRESS: EmptyText(
        "in-progress",
        "Nichts in Bearbeitung",
        "Hierher kommt, was Sie aus dem Posteingang in Bearbeitung nehmen.",
    ),
    Folder.TRANSFERRED: EmptyText(
        "transfer",
        "Noch nichts übertragen",
        "Hierher kommt, was Sie in Ihr Fachverfahren übertragen haben.",
    ),
    Folder.FILED: EmptyText(
        "filed",
        "Noch nichts abgelegt",
        "Hierher kommt, was erledigt ist und in der Akte liegt.",
    ),
    Folder.QUARANTINE: EmptyText(
        "good",
        "Nichts in Quarantäne",
        "Hier liegen Nachrichten, die nicht lesbar sind oder deren Signatur ungültig "
        "ist. Sie müssen nichts tun.",
    ),
    Folder.TRASH: EmptyText(
        "trash",
        "Der Papierkorb ist leer",
        "Mit Entf legen Sie einen gewählten Antrag hierher. Er bleibt "
        "wiederherstellbar, bis Sie ihn endgültig löschen.",
    ),
}
EXPORT: Final = {False: "Exportieren …", True: "Original speichern …"}
NOT_FOUND: Final = EmptyText(
    "search",
    "Nichts gefunden",
    "Die Suche sieht in Name, Ort, Leistung, Geburtsdatum und Kennzeichen nach. "
    "Leeren Sie das Suchfeld, um wieder alles zu sehen.",
    "Suche leeren",
)


class InboxPresenter(QObject):
    record_chosen = Signal(str)  # id, "" for none
    looked = Signal(Catalogue)

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        remembered: Remembered,
        filing: FilingPresenter,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._tasks = window, desk, tasks
        self._remembered, self._filing = remembered, filing
        self._catalogue = Catalogue()
        self._looked_once = False
        self._looking = self._look_again = False
        self._folder = _folder(remembered.text("folder"))
        self._needle = ""
        self._timer = QTimer(self, interval=MINUTE)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self._connect()

    def _connect(self) -> None:
        window = self._window
        window.folders.folder_chosen.connect(self._on_folder)
        window.commands.searched.connect(self._on_searched)
        window.records.current_changed.connect(self._on_current)
        window.records.selection_changed.connect(self._allow)
        window.records.menu_requested.connect(self._on_menu)
        window.records.empty.action_requested.connect(self._on_empty_action)
        self._filing.changed.connect(self.refresh)

    def start(self) -> None:
        self._window.records.choose(self._remembered.text("record"))
        self._window.folders.choose(self._folder)
        self._show()  # nothing of a mailbox that was open before
        self.refresh()

    def remember(self) -> None:
        self._remembered.keep("folder", self._folder.value)
        self._remembered.keep("record", self._window.records.current)

    def close(self) -> None:
        """Nothing of this mailbox stays in sight, and no search for it either."""
        self.remember()
        self._timer.stop()
        self._catalogue, self._looked_once = Catalogue(), False
        self._window.commands.search.clear()
        self._show()

    @property
    def chosen(self) -> tuple[str, ...]:
        return self._window.records.chosen

    @property
    def folder(self) -> Folder:
        return self._folder

    # --- looking --------------------------------------------------------------------

    def refresh(self) -> None:
        """Look at the mailbox again; wishes that come meanwhile become one."""
        if self._looking:
            self._look_again = True
            return
        self._looking = True
        records, now = self._desk.records, datetime.now(UTC)
        self._tasks.run(
            lambda: look_at(records, now), self._on_looked, self._on_failed, self
        )

    def _on_looked(self, catalogue: Catalogue) -> None:
        self._looking = False
        self._looked_once = True
        self._catalogue = catalogue
        self._show()
        self.looked.emit(catalogue)
        if self._look_again:
            self._look_again = False
            self.refresh()

    def _on_failed(self, error: Exception) -> None:
        self._looking = False
        self._window.error_panel.show_trouble(trouble_of(error))
        self.refresh_later()

    def refresh_later(self) -> None:
        """After a failed work the list shows again what really is."""
        QTimer.singleShot(0, self, self._show)

    def _show(self) -> None:
        rows = self._catalogue.rows(self._folder, self._needle)
        total = self._catalogue.size(self._folder)
        counted = words.count(total, "Antrag", "Anträge")
        if self._folder is Folder.QUARANTINE:
            counted = words.count(total, "Nachricht", "Nachrichten")
        if self._needle:
            counted = f"{words.grouped(len(rows))} von {counted}"
        self._window.folders.show_counts(self._catalogue.counts())
        self._window.records.show_folder(FOLDERS[self._folder], counted)
        self._window.records.show_rows(rows, self._empty_text(total))
        self._allow()

    def _empty_text(self, total: int) -> EmptyText:
        if not self._looked_once:
            return EmptyText("inbox", "Postfach wird gelesen …")
        return NOT_FOUND if total else EMPTY[self._folder]

    def _allow(self) -> None:
        """Only what can be done with what is chosen here."""
        actions, some = self._window.actions_, bool(self.chosen)
        self._filing.allow(self._folder, some=some)
        actions.export.setEnabled(some)
        actions.printing.setEnabled(some)
        actions.export.setText(EXPORT[self._folder is Folder.QUARANTINE])

    # --- choosing -------------------------------------------------------------------

    def _on_folder(self, folder: Folder) -> None:
        self._folder = folder
        self._show()

    def _on_searched(self, needle: str) -> None:
        self._needle = needle.strip()
        self._show()

    def _on_current(self, record_id: str) -> None:
        self.record_chosen.emit(record_id)

    def _on_empty_action(self) -> None:
        if self._needle:
            # The button that was pressed goes; the keyboard stays in the search.
            self._window.commands.search.setFocus()
            self._window.commands.search.clear()
        else:
            self._window.actions_.fetch.trigger()

    def _on_menu(self, position: QPoint) -> None:
        actions = self._window.actions_
        menu = QMenu(self._window)
        for action in (
            actions.export,
            actions.printing,
            actions.unread,
            *actions.moves.values(),
            actions.trash,
            actions.restore,
            actions.delete,
        ):
            if action.isVisible():
                menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(position)


def _folder(value: str) -> Folder:
    known = {folder.value: folder for folder in Folder}
    return known.get(value, Folder.INBOX)
