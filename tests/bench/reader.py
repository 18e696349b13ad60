"""The real program, read in as a caseworker does; a watchdog listens all the time.

python -m bench.reader PROFILE SPAWNED OPENINGS 0; prints one JSON object. Opens so many
applications, jumps from fields to their places, then types into the search box.
"""

import time
from contextlib import ExitStack
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from bench.windowing import Steps, Stopwatch, measured
from helpers.watchdog import watching
from hzl_client.ui.models.fields import FieldRow
from hzl_client.ui.models.ordering import Order, Sorting

TYPED = ("mueller", "jonas 12.03", "köln weiß", "V-0042")
JUMPS = 6  # in each application, over all of its pages


class Reader(Stopwatch):
    def _plan(self) -> Steps:
        watched = ExitStack()
        names = ("key", "cleared", "sorted", "marked", "sharp")
        self.figures |= {name: [] for name in names}

        def started() -> bool:
            self.gaps = watched.enter_context(watching(self))
            return True

        def ended() -> bool:
            watched.close()
            return True

        steps: Steps = [started]
        for record_id in self._others():
            steps += [*self._opening(record_id), self._plan_jumps]
        return [*steps, *self._typing(), *self._sorting(), ended]

    # --- from a field to its place ----------------------------------------------------

    def _plan_jumps(self) -> bool:
        """Once the form has been read and the fields know their places."""
        rows = self._window.application.fields.rows
        placed = [row for row in rows if isinstance(row, FieldRow) and row.place]
        if not placed:
            return False
        paths = [row.path for row in placed[:: max(1, len(placed) // JUMPS)]]
        jumps = [step for path in paths[:JUMPS] for step in self._jump(path)]
        self._steps[1:1] = jumps
        return True

    def _jump(self, path: str) -> Steps:
        canvas = self._window.pdf.canvas
        since = 0.0

        def rested() -> bool:
            return canvas.complete

        def chosen() -> bool:
            nonlocal since
            since = time.monotonic()
            self._window.application.fields.choose(path)
            self._paint(canvas.viewport())
            self._take("marked", since)
            return True

        def sharp() -> bool:
            if not rested():
                return False
            self._paint(canvas.viewport())
            self._take("sharp", since)
            return True

        return [rested, chosen, sharp]

    # --- the list ---------------------------------------------------------------------

    def _typing(self) -> Steps:
        keys = [letter for text in TYPED for letter in (*text, "")]
        return [partial(self._key, letter) for letter in keys]

    def _key(self, letter: str) -> bool:
        """Without a letter the search is taken back."""
        box, since = self._window.commands.search, time.monotonic()
        if letter:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(box, key)
        else:
            box.clear()
        self._paint(self._window.records.view.viewport())
        self._take("key" if letter else "cleared", since)
        return True

    def _sorting(self) -> Steps:
        return [partial(self._sort, order) for order in (*Order, Order.RECEIVED)]

    def _sort(self, order: Order) -> bool:
        records, since = self._window.records, time.monotonic()
        records.order.sorting_chosen.emit(Sorting.usual(order))
        self._paint(records.view.viewport())
        self._take("sorted", since)
        return True

    # --- stopping the time ------------------------------------------------------------

    def _paint(self, viewport: QWidget) -> None:
        """What was changed is laid out and drawn, as before the next turn."""
        QApplication.sendPostedEvents()
        viewport.repaint()

    def _take(self, name: str, since: float) -> None:
        self.figures[name].append((time.monotonic() - since) * 1000)


if __name__ == "__main__":
    measured(Reader)
