"""How long the GUI thread leaves a person waiting, measured from inside.

A timer ticks on the GUI thread; whatever keeps it from ticking (work on the thread
itself, a worker that does not let go of the interpreter) shows as a gap.
"""

import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from traceback import extract_stack

from PySide6.QtCore import QObject, Qt, QTimer

TICK_MS = 4
OFTEN_MS, NEVER_MS = 50.0, 150.0  # ui.md: 99 % of the gaps, and every gap
LOOK_SECONDS = 0.004
DEPTH = 6  # frames of a stack that tell where it was


@dataclass
class Watchdog:
    """`gaps` in milliseconds beyond the tick; `stacks` were seen in the long ones."""

    gaps: list[float] = field(default_factory=list)
    stacks: list[str] = field(default_factory=list)

    @property
    def longest(self) -> float:
        return max(self.gaps, default=0.0)

    @property
    def often(self) -> float:
        """99 of 100 gaps are not longer."""
        if not self.gaps:
            return 0.0
        return sorted(self.gaps)[max(0, -(-len(self.gaps) * 99 // 100) - 1)]

    @property
    def holds(self) -> bool:
        return bool(self.gaps) and self.often <= OFTEN_MS and self.longest <= NEVER_MS

    def __str__(self) -> str:
        figures = f"99 % within {self.often:.0f} ms, longest {self.longest:.0f} ms"
        return "\n".join((f"{len(self.gaps)} gaps, {figures}", *self.stacks))


@contextmanager
def watching(parent: QObject):
    """Counts while the block runs; the block must turn the event loop, e.g. by
    waiting for a signal."""
    dog, last, stopped = Watchdog(), perf_counter(), threading.Event()
    gui = threading.get_ident()

    def tick() -> None:
        nonlocal last
        now = perf_counter()
        dog.gaps.append(max(0.0, (now - last) * 1000 - TICK_MS))
        last = now

    def look() -> None:
        """What the GUI thread is doing while it is late: once per gap."""
        seen = 0.0
        while not stopped.wait(LOOK_SECONDS):
            since = last
            late = (perf_counter() - since) * 1000
            if late > OFTEN_MS and since != seen:
                seen = since
                dog.stacks.append(f"{late:.0f} ms late: {_place(gui)}")

    timer = QTimer(parent, interval=TICK_MS)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start()
    looker = threading.Thread(target=look, daemon=True, name="watchdog")
    looker.start()
    try:
        yield dog
    finally:
        tick()  # the gap that is still open counts as well
        timer.stop()
        timer.deleteLater()
        stopped.set()
        looker.join()


def _place(thread: int) -> str:
    frame = sys._current_frames().get(thread)
    if frame is None:
        return "gone"
    stack = extract_stack(frame)[-DEPTH:]
    return " < ".join(
        f"{entry.name} ({entry.filename.rpartition('/')[2]}:{entry.lineno})"
        for entry in reversed(stack)
    )
