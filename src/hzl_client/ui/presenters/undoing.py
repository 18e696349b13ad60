"""What was done last and how it is taken back; Strg+Z and the button of a notice."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from hzl_client.errors import NoSuchRecord
from hzl_client.ui import words
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.plain import tip
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.tasks import Tasks

MOST = 100  # steps; nobody remembers more
Back = Callable[[], object]


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """`done` is the sentence of what happened, `undone` of what has been taken back.
    Each of `backs` is for one record, and raises NoSuchRecord if that is gone. `about`
    names the application, if it is one."""

    ids: frozenset[str]
    backs: tuple[Back, ...]
    done: str
    undone: str
    about: str = ""
    begun: int = 0  # steps stand in the order in which they were begun


class UndoPresenter(QObject):
    beginning = Signal()  # what is still being typed came before
    undone = Signal()

    def __init__(self, window: MainWindow, tasks: Tasks) -> None:
        super().__init__(window)
        self._window, self._tasks = window, tasks
        self._steps: list[Step] = []
        self._offered: Step | None = None  # by the notice
        self._wishes: list[Step | None] = []  # None: the last one
        self._running = self._begun = 0
        window.actions_.undo.triggered.connect(self.undo)
        window.records.selection_changed.connect(self._allow)
        self._allow()

    @property
    def running(self) -> bool:
        return self._running > 0

    def begin(self) -> int:
        """Something that can be undone begins; Strg+Z until it has ended means it. Of
        two that run at a time the second may end first: hence the number for `add`."""
        self.beginning.emit()
        self._running += 1
        self._allow()
        return self._next()

    def _next(self) -> int:
        self._begun += 1
        return self._begun

    def end(self) -> None:
        self._running -= 1
        self._allow()
        while self._wishes and not self._running:
            self._take_back(self._wishes.pop(0))

    def add(self, step: Step, begun: int = 0, *, quiet: bool = False) -> None:
        """`quiet`: what somebody sees happen where he works needs no notice."""
        step = replace(step, begun=begun or self._next())
        self._steps = [*self._steps[1 - MOST :], step]
        self._steps.sort(key=lambda each: each.begun)
        self._allow()
        if not quiet:
            self._offered = step
            self._window.notice.show_notice(
                step.done, action="Rückgängig", then=partial(self._take_back, step)
            )

    def forget(self, ids: tuple[str, ...]) -> None:
        """What is gone for good cannot be taken back; the rest of a step can."""
        left = (replace(step, ids=step.ids.difference(ids)) for step in self._steps)
        self._steps = [step for step in left if step.ids]
        self._allow()

    def close(self) -> None:
        self._steps, self._wishes, self._offered = [], [], None
        self._allow()

    def undo(self) -> None:
        self.beginning.emit()
        self._take_back(None)

    def _take_back(self, wish: Step | None) -> None:
        """What the notice names, whatever was entered since, or the last one."""
        if self._running:
            self._wishes.append(wish)
            return
        step = wish or next(reversed(self._steps), None)
        if step is None or step not in self._steps:
            return
        if wish is not None and wish is not self._offered:
            return  # another notice has come meanwhile
        self._steps.remove(step)
        self.begin()

        def finished(gone: int) -> None:
            self._window.notice.show_notice(self._named(step, _undone(step, gone)))
            self.undone.emit()
            self.end()

        self._tasks.run(partial(_run, step.backs), finished, self._on_failed, self)

    def _on_failed(self, error: Exception) -> None:
        self.undone.emit()
        self.end()
        self._window.error_panel.show_trouble(trouble_of(error))

    def _allow(self) -> None:
        action = self._window.actions_.undo
        action.setEnabled(bool(self._steps) or self._running > 0)
        said = "Nichts rückgängig zu machen"
        if self._steps:
            said = self._named(self._steps[-1], self._steps[-1].done)
        action.setToolTip(tip(f"Rückgängig (Strg+Z): {said}"))

    def _named(self, step: Step, said: str) -> str:
        """Whose application it was, unless that is the one before our eyes."""
        if not step.about or self._window.records.only_chosen in step.ids:
            return said
        return words.about(said, step.about)


def _run(backs: tuple[Back, ...]) -> int:
    """How many are gone for good."""
    gone = 0
    for back in backs:
        try:
            back()
        except NoSuchRecord:
            gone += 1
    return gone


def _undone(step: Step, gone: int) -> str:
    if not gone:
        return step.undone
    lost = words.count(gone, "Antrag ist", "Anträge sind")
    return f"Zurückgenommen, soweit möglich: {lost} endgültig gelöscht."
