"""Hints under "Prüfung": shown, counted, and ticked as seen."""

from PySide6.QtCore import QObject, Signal

from hzl_client.model.hint import Hint
from hzl_client.model.record import NO_WORK, Record
from hzl_client.model.work import Work
from hzl_client.services.desk import Desk
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.models.records import title_of
from hzl_client.ui.presenters.checking import HINT, hint_entries, open_hints
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.presenters.undoing import Step
from hzl_client.ui.tasks import Tasks
from hzl_client.ui.views.banner import announce


class HintPresenter(QObject):
    ticked = Signal(Step)  # a hint was ticked, or is open again
    chosen = Signal(Hint)  # somebody wants to see what it was seen in

    def __init__(
        self, window: MainWindow, desk: Desk, tasks: Tasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._panel = window, window.application
        self._desk, self._tasks = desk, tasks
        self._record: Record | None = None
        self._hints: tuple[Hint, ...] | None = None  # until both have been read
        self._form = self._ticks = False  # could be read
        self._work = NO_WORK
        self._writing = False
        self._panel.checks.activated_key.connect(self._on_activated)
        self._panel.checks.tick_requested.connect(self._on_tick)

    def begin(self, record: Record) -> None:
        """Another application; its hints are found in a moment."""
        self._record, self._hints, self._work = record, None, record.work

    def end(self) -> None:
        self._record, self._hints, self._work = None, None, NO_WORK

    def found(self, hints: tuple[Hint, ...], work: Work | None, *, form: bool) -> None:
        """`form`: Antrag.pdf could be read as well; without `work` no tick could."""
        self._hints, self._work = hints, work or NO_WORK
        self._form, self._ticks = form, work is not None
        self.show()

    def show(self) -> None:
        """As rows of "Prüfung"; until both sources have been read only what is known
        from the last time."""
        if self._hints is None:
            self._panel.show_hints((), self._work.open_hints)
            return
        seen = self._work.seen
        form, ticks = self._form, self._ticks
        entries = hint_entries(self._hints, seen, form=form, ticks=ticks)
        self._panel.show_hints(entries, len(open_hints(self._hints, seen)))

    def _hint(self, key: str) -> Hint | None:
        hints = self._hints or ()
        return next((hint for hint in hints if key == f"{HINT}{hint.id}"), None)

    def _on_activated(self, key: str) -> None:
        if hint := self._hint(key):
            self.chosen.emit(hint)

    def _on_tick(self, key: str) -> None:
        """One after the other: two at once could end in the wrong order."""
        hint, hints, record = self._hint(key), self._hints, self._record
        if self._writing or hint is None or hints is None or record is None:
            return
        self._writing = True
        seen, ticks = hint.key not in self._work.seen, self._desk.hint_ticks
        step = Step(
            frozenset({record.id}),
            (lambda: ticks.tick(record.id, hint, hints, seen=not seen),),
            f"Hinweis ist {'gesehen' if seen else 'wieder offen'}.",
            f"Zurückgenommen: Hinweis ist {'wieder offen' if seen else 'gesehen'}.",
            title_of(record),
        )

        def show(work: Work) -> None:
            self._writing = False
            if self._record is record:
                self._work = work
                self.show()
                said = "gesehen" if seen else "wieder offen"
                announce(self._panel.checks, f"{hint.gist}: {said}")
            self.ticked.emit(step)

        def failed(error: Exception) -> None:
            self._writing = False
            self._window.error_panel.show_trouble(trouble_of(error))

        self._tasks.run(
            lambda: ticks.tick(record.id, hint, hints, seen=seen), show, failed, self
        )
