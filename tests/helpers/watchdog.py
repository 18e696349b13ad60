"""How long the GUI thread leaves a person waiting, measured from inside.

A timer ticks on the GUI thread; whatever keeps it from ticking (work on the thread
itself, a worker that does not let go of the interpreter) shows as a gap."""

import sys
import threading
import time
from dataclasses import dataclass
from traceback import extract_stack
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Slot

TICK_MS = 5
USUAL = 0.050  # seconds: 99 % of the gaps are no longer
LONGEST = 0.150  # seconds: none is
_LOOK_SECONDS = 0.004
_DEPTH = 6  # frames of a stack that tell where it was


@dataclass(frozen=True, slots=True)
class Gaps:
    """In seconds, in the order they happened; `stacks` were seen during long ones."""

    seconds: tuple[float, ...]
    stacks: tuple[str, ...] = ()

    @property
    def longest(self) -> float:
        return max(self.seconds)

    @property
    def usual(self) -> float:
        """The one that 99 % of them do not exceed."""
        ordered = sorted(self.seconds)
        return ordered[max(0, -(-len(ordered) * 99 // 100) - 1)]

    @property
    def hold(self) -> bool:
        return self.usual <= USUAL and self.longest <= LONGEST

    def __str__(self) -> str:
        longest = sorted(self.seconds)[-5:]
        told = ", ".join(f"{gap * 1000:.0f}" for gap in longest)
        figures = f"99 % ≤ {self.usual * 1000:.0f} ms, longest {told} ms"
        return "\n".join((f"{len(self.seconds)} gaps, {figures}", *self.stacks))


class Watchdog(QObject):
    """`start` and `stop` on the GUI thread; in between, the event loop runs."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._gaps: list[float] = []
        self._stacks: list[str] = []
        self._last = 0.0
        self._gui = threading.get_ident()
        self._stopped = threading.Event()
        self._looker = threading.Thread(target=self._look, daemon=True)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()
        self._looker.start()

    def stop(self) -> Gaps:
        """The gap that is still open counts as well."""
        self._tick()
        self._timer.stop()
        self._stopped.set()
        self._looker.join()
        return Gaps(tuple(self._gaps), tuple(self._stacks))

    @Slot()
    def _tick(self) -> None:
        now = time.perf_counter()
        self._gaps.append(now - self._last)
        self._last = now

    def _look(self) -> None:
        """What all threads are doing while the GUI thread is late: once per gap."""
        seen = 0.0
        while not self._stopped.wait(_LOOK_SECONDS):
            last = self._last
            late = time.perf_counter() - last
            if late > USUAL and last != seen:
                seen = last
                self._stacks.append(f"late by {late * 1000:.0f} ms:{self._frames()}")

    def _frames(self) -> str:
        own = threading.get_ident()
        frames: dict[int, Any] = sys._current_frames()
        return "".join(
            f"\n  {'GUI' if ident == self._gui else 'worker'}: {_told(frame)}"
            for ident, frame in frames.items()
            if ident != own
        )


def _told(frame: FrameType) -> str:
    stack = extract_stack(frame)[-_DEPTH:]
    return " > ".join(f"{each.name}:{each.lineno}" for each in stack)
