"""Closing while something runs: that is ended safely first, and the window says so."""

from collections.abc import Callable
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QTimer

from hzl_client.ui.main_window import MainWindow

PATIENCE: Final = 10.0  # seconds; ending a fetch takes a moment, a dead line longer
LOOK_EVERY: Final = 50  # ms
SAID: Final = (
    "Das Programm schließt sich, sobald der laufende Vorgang sicher beendet ist. Es "
    "geht nichts verloren."
)


class ClosingPresenter(QObject):
    """`busy` says whether something runs, `stop` asks it to end."""

    def __init__(
        self, window: MainWindow, busy: Callable[[], bool], stop: Callable[[], None]
    ) -> None:
        super().__init__(window)
        self._window, self._busy, self._stop = window, busy, stop
        self._since = 0.0
        self._timer = QTimer(self, interval=LOOK_EVERY)
        self._timer.timeout.connect(self._look)
        window.may_close = self._may_close

    def _may_close(self) -> bool:
        if self._timer.isActive():
            return self._done()
        if not self._busy():
            return True
        self._since = monotonic()
        self._stop()
        self._timer.start()
        self._window.notice.show_notice(SAID, "warn")
        return False

    def _done(self) -> bool:
        return not self._busy() or monotonic() - self._since > PATIENCE

    def _look(self) -> None:
        if self._done():
            self._window.close()
            self._timer.stop()
