"""What a fetch reported last; written on its thread, read by the window's timer.

The source reports often. Here a report only replaces a few values, so that neither
the fetch waits for the window nor the window for the fetch.
"""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from hzl_client.model.watch import Progress, Step
from hzl_client.ui import words
from hzl_client.ui.views.fetch_panel import FetchState

ORDER = tuple(Step)
RATE_SECONDS = 0.5  # younger figures jump


class Meter:
    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._last = Progress(Step.CONNECT)
        self._secured = 0
        self._message_since = clock()
        self._loaded = 0

    def report(self, progress: Progress) -> None:
        with self._lock:
            if progress.message != self._last.message:
                self._message_since, self._loaded = self._clock(), 0
            if progress.step is Step.LOAD:
                self._loaded = progress.done
            if ORDER.index(progress.step) > ORDER.index(Step.SECURE):
                self._secured = max(self._secured, progress.message)
            self._last = progress

    @property
    def secured(self) -> int:
        return self._secured

    def state(self, *, stopping: bool) -> FetchState:
        with self._lock:
            last, loaded = self._last, self._loaded
            seconds = self._clock() - self._message_since
        part = last.done / last.total if last.total else None
        return FetchState(
            last.step,
            last.message,
            self._secured,
            part if last.step is Step.LOAD else None,
            _amount(last, loaded, seconds),
            stopping,
        )


def _amount(last: Progress, loaded: int, seconds: float) -> str:
    """ "1,2 MB von 4,8 MB · 2,3 MB/s"; what is not known is left out."""
    if not loaded:
        return ""
    amount = words.size(loaded)
    if last.step is Step.LOAD and last.total:
        amount += f" von {words.size(last.total)}"
    if last.step is Step.LOAD and seconds >= RATE_SECONDS:
        amount += f" · {words.rate(loaded / seconds)}"
    return amount
