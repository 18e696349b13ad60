"""The real program with a stopwatch beside it, in a process of its own.

python -m bench.windowing PROFILE SPAWNED OPENINGS FETCH; prints one JSON object.
SPAWNED is the monotonic clock when it was started; then it opens so many applications,
and fetches what waits while a watchdog listens (if FETCH is not 0)."""

import json
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer

from helpers.watchdog import Watchdog, watching
from hzl_client import __main__, app

if TYPE_CHECKING:  # it is part of what is measured
    from hzl_client.ui.presenters.workplace import Workplace

LOOK_MS = 1
PATIENCE = 60.0
REST = 0.5
Steps = list[Callable[[], bool]]  # each is asked again until it says that it is done


@dataclass(frozen=True, slots=True)
class Wanted:
    spawned: float
    openings: int
    fetches: bool


class Stopwatch(QObject):
    """Attached to the program when it shows its window."""

    def __init__(self, program: app.Program, wanted: Wanted) -> None:
        super().__init__(program)
        self._program, self._spawned = program, wanted.spawned
        self._window = program.window
        self._openings, self._fetches = wanted.openings, wanted.fetches
        self._since = 0.0
        self._deadline = time.monotonic() + PATIENCE
        self.figures: dict[str, Any] = {"fields": [], "page": []}
        self.gaps = Watchdog()
        self._painted = False
        self._window.installEventFilter(self)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._go_on)
        self._steps: Steps = [self._usable]
        self._timer.start()

    def eventFilter(  # noqa: N802 - Qt's
        self, watched: QObject, event: QEvent
    ) -> bool:
        if event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = True  # the parts paint with it, before the next turn
            QTimer.singleShot(0, self, lambda: self._note("painted"))
        return super().eventFilter(watched, event)

    def _note(self, name: str) -> None:
        self.figures[name] = round(time.monotonic() - self._spawned, 3)

    def _go_on(self) -> None:
        if time.monotonic() > self._deadline:
            self._timer.stop()
            self.figures["error"] = "nothing moves"
            self._window.close()
        elif not self._steps:
            self._window.close()
        else:
            self._try_step()

    def _try_step(self) -> None:
        try:
            done = self._steps[0]()
        except Exception:  # noqa: BLE001 - told by main
            self._timer.stop()
            self.figures["error"] = traceback.format_exc()
            self._window.close()
        else:
            if done:
                self._steps.pop(0)

    # --- steps ----------------------------------------------------------------------

    def _usable(self) -> bool:
        """The mailbox is open and its list is there."""
        window = self._window
        if not (window.actions_.fetch.isEnabled() and window.records.ids):
            return False
        self._note("usable")
        canvas = window.pdf.canvas
        shown = canvas.show_picture

        def show_picture(wish: Any, picture: Any) -> None:
            shown(wish, picture)
            if wish.page == 0 and self._since:
                self.figures["page"].append((time.monotonic() - self._since) * 1000)
                self._since = 0.0

        canvas.show_picture = show_picture  # type: ignore[method-assign]
        self._steps += self._plan()
        return True

    def _plan(self) -> Steps:
        """What is measured once the mailbox is open."""
        steps = [step for each in self._others() for step in self._opening(each)]
        return [*steps, *(self._fetching() if self._fetches else ())]

    def _others(self) -> list[str]:
        """Applications that are not shown yet, newest first."""
        records = self._window.records
        others = [each for each in records.ids if each != records.current]
        return others[: self._openings]

    def _opening(self, record_id: str) -> Steps:
        started: list[float] = []

        def rested() -> bool:
            """What the opening before has left behind is done."""
            started[:] = started or [time.monotonic()]
            return time.monotonic() - started[0] > REST

        def chosen() -> bool:
            self._since = time.monotonic()
            started[:] = [self._since]
            self._window.records.choose(record_id)
            return True

        def fields_shown() -> bool:
            opened = self._workplace.reading.opened
            if opened is None or opened.record.id != record_id:
                return False
            self.figures["fields"].append((time.monotonic() - started[0]) * 1000)
            return True

        return [rested, chosen, fields_shown, lambda: self._since == 0.0]

    def _fetching(self) -> Steps:
        watched = ExitStack()

        def started() -> bool:
            self.gaps = watched.enter_context(watching(self))
            self._window.actions_.fetch.trigger()
            return True

        def fetched() -> bool:
            if self._workplace.fetching.running:
                return False
            watched.close()
            return True

        return [started, fetched]

    @property
    def _workplace(self) -> "Workplace":
        workplace = self._program.workplace
        assert workplace is not None
        return workplace


def measured(kind: type[Stopwatch]) -> None:
    """Runs the program with such a stopwatch, and prints what it found."""
    profile, *numbers = sys.argv[1:]
    wanted = Wanted(float(numbers[0]), int(numbers[1]), numbers[2] != "0")
    stopwatches: list[Stopwatch] = []
    start = app.Program.start

    def start_watched(program: app.Program, mailbox: str | None = None) -> None:
        stopwatches.append(kind(program, wanted))
        start(program, mailbox)

    app.Program.start = start_watched  # type: ignore[method-assign]
    sys.argv[1:] = ["--profile", profile]
    code = __main__.main()
    (stopwatch,) = stopwatches
    figures, gaps = stopwatch.figures, stopwatch.gaps
    if "error" in figures:
        sys.exit(figures["error"])
    figures["gap_often"], figures["gap_longest"] = gaps.often, gaps.longest
    sys.stdout.write(json.dumps(figures))
    sys.exit(code)


if __name__ == "__main__":
    measured(Stopwatch)
