"""What was done last and how it is taken back; Strg+Z and the button of a notice."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.tasks import Tasks

MOST = 100  # steps; nobody remembers more
Back = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Step:
    """`done` is the sentence of what happened, `undone` of what has been taken back."""

    ids: frozenset[str]
    backs: tuple[Back, ...]
    done: str
    undone: str


class UndoPresenter(QObject):
    undone = Signal()

    def __init__(self, window: MainWindow, tasks: Tasks) -> None:
        super().__init__(window)
        self._window, self._tasks = window, tasks
        self._steps: list[Step] = []
        self._running = self._wishes = 0
        window.actions_.undo.triggered.connect(self.undo)
        self._allow()

    @property
    def running(self) -> bool:
        return self._running > 0

    def begin(self) -> None:
        """Something that can be undone begins; Strg+Z until it has ended means it."""
        self._running += 1
        self._allow()

    def end(self) -> None:
        self._running -= 1
        self._allow()
        if self._wishes and not self._running:
            self._wishes -= 1
            self.undo()

    def add(self, step: Step, *, quiet: bool = False) -> None:
        """`quiet`: what somebody sees happen where he works needs no notice."""
        self._steps = [*self._steps[1 - MOST :], step]
        self._allow()
        if not quiet:
            self._window.notice.show_notice(
                step.done, action="Rückgängig (Strg+Z)", then=self.undo
            )

    def forget(self, ids: tuple[str, ...]) -> None:
        """What is gone for good cannot be taken back."""
        self._steps = [step for step in self._steps if step.ids.isdisjoint(ids)]
        self._allow()

    def close(self) -> None:
        self._steps, self._wishes = [], 0
        self._allow()

    def undo(self) -> None:
        if self._running:
            self._wishes += 1
            return
        if not self._steps:
            return
        step = self._steps.pop()
        self.begin()

        def take_back() -> None:
            for back in step.backs:
                back()

        def finished(_nothing: None) -> None:
            self._window.notice.show_notice(step.undone)
            self.undone.emit()
            self.end()

        self._tasks.run(take_back, finished, self._on_failed, self)

    def _on_failed(self, error: Exception) -> None:
        self.undone.emit()
        self.end()
        self._window.error_panel.show_trouble(trouble_of(error))

    def _allow(self) -> None:
        action = self._window.actions_.undo
        action.setEnabled(bool(self._steps) or self._running > 0)
        tip = self._steps[-1].done if self._steps else "Nichts rückgängig zu machen"
        action.setToolTip(f"Rückgängig (Strg+Z): {tip}")
