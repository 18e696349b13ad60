"""What a person does with the chosen applications: put them elsewhere, delete them,
mark them as read; all but the last deletion can be undone."""

from collections.abc import Callable
from typing import Final, cast

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence

from hzl_client.model.record import Folder
from hzl_client.services.desk import Desk
from hzl_client.texts.folders import FOLDERS
from hzl_client.ui import words
from hzl_client.ui.dialogs.questions import Confirmation, Questions
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.presenters.undoing import Back, Step, UndoPresenter
from hzl_client.ui.tasks import Tasks

WORKED_IN: Final = (
    Folder.INBOX,
    Folder.IN_PROGRESS,
    Folder.TRANSFERRED,
    Folder.FILED,
)


class FilingPresenter(QObject):
    changed = Signal()  # lists may look again
    deleted = Signal(tuple)  # these ids are gone for good

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        questions: Questions,
        undo: UndoPresenter,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._tasks = window, desk, tasks
        self._questions, self._undo = questions, undo
        self._deleting = 0
        actions = window.actions_
        # Bound methods only: they end with us, a lambda would go on for a mailbox left.
        actions.trash.triggered.connect(self._on_move)
        actions.restore.triggered.connect(self._on_restore)
        actions.delete.triggered.connect(self._on_delete)
        actions.unread.triggered.connect(self._on_unread)
        for action in actions.moves.values():
            action.triggered.connect(self._on_move)
        window.folders.dropped.connect(self._on_dropped)

    @property
    def _chosen(self) -> tuple[str, ...]:
        return self._window.records.chosen

    @property
    def running(self) -> bool:
        return self._deleting > 0

    def allow(self, here: Folder | None, *, some: bool) -> None:
        """Only what can be done with what is chosen here, and by which key; without a
        folder they are from several."""
        actions, trash = self._window.actions_, here is Folder.TRASH
        for action, useful in (
            (actions.trash, not trash),
            (actions.restore, trash),
            (actions.delete, trash),
        ):
            action.setVisible(useful)
            action.setEnabled(useful and some)
        for folder, action in actions.moves.items():
            useful = here in (None, *WORKED_IN) and here is not folder
            action.setVisible(useful)
            action.setEnabled(useful and some)
        keys = ["Del", "Shift+Del"] if trash else ["Shift+Del"]
        actions.delete.setShortcuts([QKeySequence(key) for key in keys])
        actions.unread.setEnabled(some)
        unread = "gelesen" if self._any_unread else "ungelesen"
        actions.unread.setText(f"Als {unread} markieren")

    @property
    def _any_unread(self) -> bool:
        return any(row.unread for row in self._window.records.chosen_rows)

    # --- putting elsewhere ----------------------------------------------------------

    def move(self, ids: tuple[str, ...], folder: Folder) -> None:
        records = self._desk.records

        def work(record_id: str) -> Back:
            before = records.move(record_id, folder)
            return lambda: records.move(record_id, before)

        where = f"in „{FOLDERS[folder]}“"
        if folder is Folder.TRASH:
            where = "im Papierkorb"
        self._each(ids, work, f"{_so_many(ids)} {where}.")

    @Slot()
    def _on_move(self) -> None:
        self._on_dropped(Folder(cast("QAction", self.sender()).data()))

    def _on_dropped(self, folder: Folder) -> None:
        self.move(self._chosen, folder)

    def _on_restore(self) -> None:
        records, ids = self._desk.records, self._chosen

        def work(record_id: str) -> Back:
            records.restore(record_id)
            return lambda: records.move(record_id, Folder.TRASH)

        self._each(ids, work, f"{_so_many(ids)} wieder am alten Platz.")

    # --- reading --------------------------------------------------------------------

    def _on_unread(self) -> None:
        records, read, ids = self._desk.records, self._any_unread, self._chosen

        def work(record_id: str) -> Back:
            before = records.mark_read(record_id, read=read)
            return lambda: records.mark_read(record_id, read=before)

        said = "gelesen" if read else "ungelesen"
        many = words.count(len(ids), "Antrag", "Anträge")
        self._each(ids, work, f"{many} als {said} markiert.")

    # --- deleting for good ----------------------------------------------------------

    def _on_delete(self) -> None:
        ids = self._chosen
        if not ids:
            return
        what = "Diesen Antrag" if len(ids) == 1 else f"Diese {len(ids)} Anträge"
        question = Confirmation(
            f"{what} endgültig löschen?",
            "Der Schlüssel wird vernichtet; danach kann niemand den Inhalt "
            "wiederherstellen. Beim Intermediär liegt die Nachricht nicht mehr.",
            "Endgültig löschen",
        )
        self._questions.confirm(question, lambda: self._delete(ids))

    def _delete(self, ids: tuple[str, ...]) -> None:
        def all_of_them() -> None:
            for record_id in ids:
                self._desk.records.delete(record_id)

        def finished(_nothing: None) -> None:
            self._deleting -= 1
            self._undo.forget(ids)
            gone = words.count(len(ids), "Antrag", "Anträge")
            self._window.notice.show_notice(f"{gone} endgültig gelöscht.")
            self.deleted.emit(ids)
            self.changed.emit()

        def failed(error: Exception) -> None:
            self._deleting -= 1
            self._on_failed(error)

        self._deleting += 1
        self._tasks.run(all_of_them, finished, failed, self)

    # --- all of them ----------------------------------------------------------------

    def _each(
        self, ids: tuple[str, ...], work: Callable[[str], Back], done: str
    ) -> None:
        """The same for all, off the GUI thread. What was done before something failed
        can be taken back all the same."""
        backs: list[Back] = []

        def all_of_them() -> None:
            for record_id in ids:
                backs.insert(0, work(record_id))

        def finished(_nothing: None) -> None:
            many = words.count(len(ids), "Antrag", "Anträge")
            undone = f"Zurückgenommen: {many}."
            step = Step(frozenset(ids), tuple(backs), done, undone, about)
            self._undo.add(step, begun)
            self._undo.end()
            self.changed.emit()

        def failed(error: Exception) -> None:
            if backs:
                undone = "Zurückgenommen."
                step = Step(frozenset(ids), tuple(backs), done, undone, about)
                self._undo.add(step, begun, quiet=True)
            self._undo.end()
            self._on_failed(error)

        if ids:
            about = self._about(ids)
            begun = self._undo.begin()
            self._tasks.run(all_of_them, finished, failed, self)

    def _about(self, ids: tuple[str, ...]) -> str:
        """Whose application it is, if it is one."""
        if len(ids) != 1:
            return ""
        chosen = self._window.records.chosen_rows
        return next((row.title for row in chosen if row.id == ids[0]), "")

    def _on_failed(self, error: Exception) -> None:
        self.changed.emit()
        self._window.error_panel.show_trouble(trouble_of(error))


def _so_many(ids: tuple[str, ...]) -> str:
    if len(ids) == 1:
        return "1 Antrag liegt"
    return f"{words.grouped(len(ids))} Anträge liegen"
