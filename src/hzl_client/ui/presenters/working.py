"""The tab "Bearbeitung": shows the work on the chosen application and keeps what is
entered; a note by itself, after a pause and whenever somebody turns away from it."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from hzl_client.errors import HzlError, NoSuchRecord, WorkDamaged
from hzl_client.model.record import Folder, Record
from hzl_client.model.reference_pattern import follows
from hzl_client.services.desk import Desk
from hzl_client.texts.folders import FOLDERS
from hzl_client.ui import words
from hzl_client.ui.days import german
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.models.records import title_of
from hzl_client.ui.models.sheet import Sheet
from hzl_client.ui.presenters.filing import WORKED_IN, FilingPresenter
from hzl_client.ui.presenters.notes import Notes
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.presenters.undoing import Back, Step, UndoPresenter
from hzl_client.ui.presenters.unkept import Entered, Part, Unkept, Work
from hzl_client.ui.tasks import Tasks
from hzl_client.ui.views.error_panel import Trouble

FEW: Final = 3  # that are named, if more could not be stored
REFUSED: Final = (NoSuchRecord, WorkDamaged)  # once more is of no use
STILL_THERE: Final = (
    "Was Sie eingegeben haben, bleibt stehen, solange das Postfach geöffnet ist."
)
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
        self._tab, self._panel = window.application.work, window.error_panel
        self._record: Record | None = None
        self._known: tuple[str, ...] = ()
        # Id, text before it was edited, whose application
        self._first_note: tuple[str, str, str] | None = None
        self._unkept = Unkept()
        self._titles: dict[str, str] = {}  # of applications whose note was typed
        self._trouble: Trouble | None = None  # that offers to try again
        self._closing = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._save_notes)
        tab = self._tab
        tab.state_chosen.connect(self._on_state)
        tab.reference_entered.connect(self._on_reference)
        tab.due_entered.connect(self._on_due)
        tab.due_refused.connect(self._on_no_day)
        tab.label_added.connect(self._on_label)
        tab.label_removed.connect(self._on_label_removed)
        tab.note_edited.connect(self._on_note)
        tab.note_left.connect(self._leave_note)
        tab.label_dropped.connect(self._on_label_dropped)
        undo.beginning.connect(self._leave)
        undo.undone.connect(tab.take_as_stored)

    @property
    def _ids(self) -> tuple[str, ...]:
        return (self._record.id,) if self._record else ()

    def close(self) -> None:
        """The window waits for these writes: nothing may start afterwards."""
        self._closing = True
        self._pause.stop()
        self._tab.commit()
        for entered in self._unkept.waiting:
            self._at_once(partial(entered.work, entered.record_id))
        self._at_once(self._notes.save)
        if self._trouble is not None and self._trouble is self._panel.trouble:
            self._panel.hide()  # its button would speak to nobody
        self._record = self._first_note = None

    def _at_once(self, write: Callable[[], object]) -> None:
        try:
            write()
        except HzlError as error:
            _log.warning("what was entered could not be saved: %s", error.name)
        except Exception as error:  # noqa: BLE001 - what comes next is saved all the same
            kind = type(error).__name__
            _log.error("what was entered could not be saved: %s", kind)

    # --- showing --------------------------------------------------------------------

    def show_record(self, record: Record | None) -> None:
        if record is None or self._ids != (record.id,):
            self._leave()
            self._tell_no_day()
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
            typed=self._unkept.of(record.id),
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
        self._enter(
            Part.REFERENCE, typed, lambda i: working.set_reference(i, typed), said
        )

    def _on_due(self, due: date | None) -> None:
        working, typed = self._desk.working, german(due)
        said = f"Wiedervorlage am {typed}." if due else "Wiedervorlage aufgehoben."
        self._enter(Part.DUE, typed, lambda i: working.set_due(i, due), said)

    def _on_no_day(self, typed: str) -> None:
        if self._record is not None:
            self._unkept.put_no_day(self._record.id, typed)
            self._show()

    def _tell_no_day(self) -> None:
        """Another application comes: what stands there is out of sight."""
        record = self._record
        if record is None or not (typed := self._unkept.no_day(record.id)):
            return
        said = words.about("Wiedervorlage nicht gespeichert.", title_of(record))
        self._window.notice.show_notice(
            f"{said} „{words.brief(typed)}“ ist kein Datum; es steht noch dort und "
            "lässt sich berichtigen.",
            "warn",
        )

    def _on_label(self, label: str) -> None:
        working = self._desk.working
        said = f"Etikett „{label}“ angebracht."
        known = f"Etikett „{label}“ ist schon angebracht."
        self._enter(
            Part.LABEL, label, lambda i: working.add_label(i, label), said, known
        )

    def _on_label_dropped(self) -> None:
        """One that could not be stored has been deleted from its line."""
        for record_id in self._ids:
            self._unkept.drop_label(record_id)

    def _on_label_removed(self, label: str) -> None:
        if self._record is None:
            return
        working = self._desk.working
        self._run(
            Entered(
                self._record.id,
                title_of(self._record),
                Part.LABEL,
                label,
                lambda i: working.remove_label(i, label),
                f"Etikett „{label}“ entfernt.",
                removes=True,
            )
        )

    def _enter(
        self, part: Part, typed: str, work: Work, said: str, known: str = ""
    ) -> None:
        record = self._record
        if record is not None:
            title = title_of(record)
            self._run(Entered(record.id, title, part, typed, work, said, known))

    def _run(self, entered: Entered) -> None:
        def finished(back: Back | None) -> None:
            self._unkept.end(entered)
            if back is not None:
                self._undo.add(_step(entered, back), begun, quiet=True)
            elif entered.known:
                self._window.notice.show_notice(entered.known)
            self._undo.end()
            self._settle()
            self.changed.emit()

        def failed(error: Exception) -> None:
            if isinstance(error, REFUSED):
                self._unkept.end(entered)
            else:
                self._unkept.fail(entered)
            self._undo.end()
            self._show()
            self._tell(error, {entered.record_id: entered.about})
            self.changed.emit()

        work = partial(entered.work, entered.record_id)
        if self._closing:
            self._unkept.begin(entered)
            self._at_once(work)
            return
        begun = self._undo.begin()
        self._unkept.begin(entered)
        self._tasks.run(work, finished, failed, self)

    # --- what could not be stored ---------------------------------------------------

    def _tell(self, error: Exception, about: Mapping[str, str]) -> None:
        trouble = trouble_of(error)
        if isinstance(error, REFUSED):
            names = [words.brief(each) for each in about.values()]
            lost = " ".join((trouble.lost, *(f"Antrag: {name}." for name in names)))
            self._panel.show_trouble(replace(trouble, lost=lost))
            return
        missing = self._missing()
        if not missing:
            return  # something else has been entered in its place, and is on its way
        lost = f"Nicht gespeichert: {missing}. {STILL_THERE}"
        self._trouble = replace(trouble, lost=lost, retry="Erneut versuchen")
        self._panel.show_trouble(self._trouble, self._try_again)

    def _missing(self) -> str:
        titles = [self._titles.get(each, "") for each in sorted(self._notes.unsaved)]
        parts = [
            *(f"{e.part} ({words.brief(e.about)})" for e in self._unkept.waiting),
            *(f"Notiz ({words.brief(title)})" for title in titles),
        ]
        more = len(parts) - FEW
        rest = (f"und {words.grouped(more)} weitere",) if more > 0 else ()
        return ", ".join((*parts[:FEW], *rest))

    def _try_again(self) -> None:
        self._leave()  # what is typed there now takes the place of what failed
        self._save_notes()
        for entered in self._unkept.waiting:
            self._run(entered)

    def _settle(self) -> None:
        """Nothing waits any more, by the button or because it was handed over again."""
        if self._trouble is None or self._unkept.waiting or self._notes.unsaved:
            return
        if self._panel.trouble is self._trouble:
            self._panel.hide()
        self._trouble = None
        self._window.notice.show_notice("Jetzt ist alles gespeichert.", "good")

    # --- the note -------------------------------------------------------------------

    def _on_note(self, note: str) -> None:
        record = self._record
        if record is None:
            return
        if self._first_note is None:
            before = self._notes.newest(record.id, record.work.note)
            self._first_note = (record.id, before, title_of(record))
        self._titles[record.id] = title_of(record)
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
        self._settle()
        self.noted.emit()

    def _on_not_saved(self, error: Exception) -> None:
        if self._notes.unsaved.intersection(self._ids):
            self._tab.show_saved("Die Notiz ist noch nicht gespeichert.")
        self._tell(error, {})


def _step(entered: Entered, back: Back) -> Step:
    undone = f"Zurückgenommen: {entered.said}"
    ids = frozenset({entered.record_id})
    return Step(ids, (back,), entered.said, undone, entered.about)


def today() -> date:
    return words.local(datetime.now(UTC)).date()
