"""The tab "Bearbeitung": shows the work on the chosen application and keeps what is
entered; a note by itself, after a pause and whenever somebody turns away from it."""

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from hzl_client.errors import HzlError
from hzl_client.model.record import Folder, Record
from hzl_client.model.reference_pattern import follows
from hzl_client.services.desk import Desk
from hzl_client.texts.folders import FOLDERS
from hzl_client.ui import words
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.models.records import title_of
from hzl_client.ui.models.sheet import Sheet
from hzl_client.ui.presenters.filing import WORKED_IN, FilingPresenter
from hzl_client.ui.presenters.notes import Notes
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.presenters.undoing import Back, Step, UndoPresenter
from hzl_client.ui.tasks import Tasks

Work = Callable[[str], Back | None]
PAUSE: Final = 800  # ms without a key; then the note is saved
_log = logging.getLogger(__name__)


class WorkPresenter(QObject):
    changed = Signal()  # lists and the Verlauf may look again
    noted = Signal()  # only a note

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        filing: FilingPresenter,
        undo: UndoPresenter,
    ) -> None:
        super().__init__(window)
        self._desk, self._tasks, self._window = desk, tasks, window
        self._filing, self._undo, self._notes = filing, undo, Notes(desk.working)
        self._tab = window.application.work
        self._record: Record | None = None
        self._known: tuple[str, ...] = ()
        # Id, text before it was edited, whose application
        self._first_note: tuple[str, str, str] | None = None
        self._closing = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._save_notes)
        tab = self._tab
        tab.state_chosen.connect(self._on_state)
        tab.reference_entered.connect(self._on_reference)
        tab.due_entered.connect(self._on_due)
        tab.label_added.connect(self._on_label)
        tab.label_removed.connect(self._on_label_removed)
        tab.note_edited.connect(self._on_note)
        tab.note_left.connect(self._leave_note)
        undo.beginning.connect(self._leave)

    @property
    def _ids(self) -> tuple[str, ...]:
        return (self._record.id,) if self._record else ()

    def close(self) -> None:
        """The window waits for these writes: nothing may start afterwards."""
        self._closing = True
        self._pause.stop()
        self._tab.commit()
        self._at_once(self._notes.save)
        self._record = self._first_note = None

    def _at_once(self, write: Callable[[], object]) -> None:
        try:
            write()
        except HzlError as error:
            _log.warning("what was entered could not be saved: %s", error.name)

    # --- showing --------------------------------------------------------------------

    def show_record(self, record: Record | None) -> None:
        if record is None or self._ids != (record.id,):
            self._leave()
        self._record = record
        self._show()

    def show_known(self, labels: tuple[str, ...]) -> None:
        """Labels in use anywhere in the mailbox."""
        self._known = labels
        self._show()

    def _show(self) -> None:
        record = self._record
        if record is None:
            return
        work = record.work
        sheet = Sheet(
            record_id=record.id,
            folder=record.folder if record.folder in WORKED_IN else None,
            place=FOLDERS[record.folder],
            labels=work.labels,
            known_labels=self._known,
            reference=work.file_reference,
            reference_hint=self._reference_hint(work.file_reference),
            due=work.due,
            note=self._notes.newest(record.id, work.note),
        )
        self._tab.show_sheet(sheet, today())
        if self._first_note is None:
            self._tab.replace_note(sheet.note)

    def _reference_hint(self, reference: str) -> str:
        pattern = self._desk.settings.reference_pattern
        if follows(pattern, reference):
            return ""
        return f"Weicht vom Muster der Stelle ab: {pattern} (# Ziffer, ? Buchstabe)"

    # --- entering -------------------------------------------------------------------

    def _leave(self) -> None:
        """Whatever comes next, what is typed belongs to this application."""
        self._tab.commit()
        self._leave_note()

    def _on_state(self, folder: Folder) -> None:
        self._filing.move(self._ids, folder)

    def _on_reference(self, typed: str) -> None:
        working = self._desk.working
        said = "Aktenzeichen geändert."
        self._change(lambda i: working.set_reference(i, typed), said)

    def _on_due(self, due: date | None) -> None:
        working = self._desk.working
        said = "Wiedervorlage aufgehoben."
        if due:
            said = f"Wiedervorlage am {due:%d.%m.%Y}."
        self._change(lambda i: working.set_due(i, due), said)

    def _on_label(self, label: str) -> None:
        working = self._desk.working
        said = f"Etikett „{label}“ angebracht."
        known = f"Etikett „{label}“ ist schon angebracht."
        self._change(lambda i: working.add_label(i, label), said, known)

    def _on_label_removed(self, label: str) -> None:
        working = self._desk.working
        said = f"Etikett „{label}“ entfernt."
        self._change(lambda i: working.remove_label(i, label), said)

    def _change(self, work: Work, said: str, known: str = "") -> None:
        """`known` is said where everything was so before."""
        if self._record is not None:
            self._run(self._record, work, said, known)

    def _run(self, record: Record, work: Work, said: str, known: str) -> None:
        record_id = record.id

        def finished(back: Back | None) -> None:
            if back is not None:
                undone = f"Zurückgenommen: {said}"
                step = Step(
                    frozenset({record_id}), (back,), said, undone, title_of(record)
                )
                self._undo.add(step, begun, quiet=True)
            elif known:
                self._window.notice.show_notice(known)
            self._undo.end()
            self.changed.emit()

        def failed(error: Exception) -> None:
            self._tab.not_kept(record_id)
            self._undo.end()
            self._window.error_panel.show_trouble(trouble_of(error))
            self.changed.emit()

        if self._closing:
            self._at_once(lambda: work(record_id))
            return
        begun = self._undo.begin()
        self._tasks.run(lambda: work(record_id), finished, failed, self)

    # --- the note -------------------------------------------------------------------

    def _on_note(self, note: str) -> None:
        record = self._record
        if record is None:
            return
        if self._first_note is None:
            before = self._notes.newest(record.id, record.work.note)
            self._first_note = (record.id, before, title_of(record))
        self._notes.put(record.id, note)
        self._pause.start()

    def _leave_note(self) -> None:
        """Somebody turned away: saved at once, and one step that can be undone."""
        first, self._first_note = self._first_note, None
        self._pause.stop()
        if first is None:
            return
        record_id, before, about = first
        if self._notes.newest(record_id, before) != before:
            step = Step(
                frozenset({record_id}),
                (lambda: self._put_back(record_id, before),),
                "Notiz geändert.",
                "Die Notiz ist wieder wie vorher.",
                about,
            )
            self._undo.add(step, quiet=True)
        self._save_notes()

    def _put_back(self, record_id: str, note: str) -> None:
        self._notes.put(record_id, note)
        self._notes.save()

    def _save_notes(self) -> None:
        self._tasks.run(self._notes.save, self._on_saved, self._on_not_saved, self)

    def _on_saved(self, ids: frozenset[str]) -> None:
        if ids.intersection(self._ids):
            clock = words.local(datetime.now(UTC))
            self._tab.show_saved(f"Notiz gespeichert um {clock:%H:%M} Uhr.")
        self.noted.emit()

    def _on_not_saved(self, error: Exception) -> None:
        if self._notes.unsaved.intersection(self._ids):
            self._tab.show_saved("Die Notiz ist noch nicht gespeichert.")
        self._window.error_panel.show_trouble(trouble_of(error))


def today() -> date:
    return words.local(datetime.now(UTC)).date()
