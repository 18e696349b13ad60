"""The one seam between the window and its worker threads.

Create, connect, then start: a fast job that is started first can finish before anyone
listens. The objects with signals belong to the GUI thread; the runnable only borrows
bound signals and lets go of the work before it emits, so that the last reference to
anything of Qt's is always dropped on the GUI thread.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from PySide6.QtCore import (
    QObject,
    QRunnable,
    Qt,
    QThreadPool,
    Signal,
    SignalInstance,
    Slot,
)
from shiboken6 import isValid

from hzl_client.errors import HzlError
from hzl_client.services.understanding import place_of

log = logging.getLogger(__name__)
T = TypeVar("T")
THREADS = 4  # one may fetch for minutes; opening and drawing must go on beside it


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who wants to be told what."""

    done: Callable[[object], None]
    failed: Callable[[Exception], None]
    receiver: QObject


class _Task(QObject):
    """Owned by the GUI thread from `run` to delivery.

    What it was asked is let go of before it is deleted: those who listen may hold the
    last reference to `Tasks`, which on its way out would delete this child once more.
    """

    succeeded = Signal(object)
    failed = Signal(object)

    def __init__(self, asked: _Asked, parent: QObject) -> None:
        super().__init__(parent)
        self._asked: _Asked | None = asked
        queued = Qt.ConnectionType.QueuedConnection
        self.succeeded.connect(self._on_succeeded, queued)
        self.failed.connect(self._on_failed, queued)

    def forget(self) -> _Asked | None:
        asked, self._asked = self._asked, None
        return asked

    @Slot(object)
    def _on_succeeded(self, result: object) -> None:
        self.deleteLater()
        asked = self.forget()
        if asked is not None and isValid(asked.receiver):
            asked.done(result)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.deleteLater()
        asked = self.forget()
        if asked is not None and isValid(asked.receiver):
            asked.failed(error)


class _Job(QRunnable):
    def __init__(
        self, work: Callable[[], object], ok: SignalInstance, bad: SignalInstance
    ) -> None:
        super().__init__()
        self._work: Callable[[], object] | None = work
        self._ok, self._bad = ok, bad

    def run(self) -> None:
        work, self._work = self._work, None
        if work is None:
            return
        outcome: object = None
        error: Exception | None = None
        try:
            outcome = work()
        except HzlError as expected:
            error = expected
        except Exception as unexpected:  # noqa: BLE001 - reaches the crash dialog
            kind, place = type(unexpected).__name__, place_of(unexpected)
            log.error("%s on a worker thread at %s", kind, place)  # noqa: TRY400
            error = unexpected
        del work
        try:
            if error is None:
                self._ok.emit(outcome)
            else:
                self._bad.emit(error)
        except RuntimeError:  # the window died meanwhile; nobody wants the result
            log.debug("result dropped, its receiver is gone")


class Tasks(QObject):
    """Runs plain callables off the GUI thread and brings their answers back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(THREADS)
        self._closed = False

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        receiver: QObject,
    ) -> None:
        """`done` or `failed` is called on the GUI thread, unless `receiver` died."""
        if self._closed:
            return
        asked = _Asked(cast("Callable[[object], None]", done), failed, receiver)
        task = _Task(asked, self)
        self._pool.start(_Job(work, task.succeeded, task.failed))

    def drain(self, seconds: float = 60.0) -> bool:
        """Wait for what was asked for; take nothing more and deliver nothing more.
        False if something still runs after that time.

        Whoever closes a window stops its long works first (`Watch.cancel`). What waits
        for its turn is done all the same: it may be something a person wrote.
        """
        self._closed = True
        ended = self._pool.waitForDone(round(seconds * 1000))
        for task in self.findChildren(_Task):
            task.forget()  # its answer may already lie in the event queue
        return ended
