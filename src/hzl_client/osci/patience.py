"""How long a request may take: limits that grow with what has moved."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds, and bytes per second. OSCI defines none (NOTES 1.3).

    connect: a SYN is repeated by the system for 21 s (Windows); through a VPN or to a
        busy proxy it takes a few. Holds for the TLS handshake and for CONNECT, too.
    silence: nothing moves though bytes have been moving. A proxy that scans for
        viruses holds large answers back that long, a dead line for good.
    answer: to the first byte of the answer, and further seconds for what was sent. The
        reference implementation works on 50 MB for 5 to 8 s; `work` is an eighth of it.
    grace: so long the line may be slower than `line`, in either direction. It is a
        fifth of what a branch office with 1 Mbit/s has: 500 MB may take 5.7 hours,
        a peer that drips one byte per minute 10 minutes.
    pauses: before the same request is sent again after nothing left this machine.
        Enough for a name server or a proxy that blinked; a person is waiting.
    """

    connect: float = 30
    silence: float = 300
    answer: float = 600
    work: float = 1_000_000
    grace: float = 600
    line: float = 25_000
    pauses: tuple[float, ...] = (0.5, 2.0)


@dataclass(slots=True)
class _Phase:
    since: float
    grace: float
    rate: float
    moved: int = 0


@dataclass(slots=True)
class Stopwatch:
    """The time of one phase. Written by the thread that works, read by the one that
    watches: a phase is changed for the next one as a whole."""

    patience: Patience
    clock: Callable[[], float] = time.monotonic
    _phase: _Phase = field(default_factory=lambda: _Phase(0, 0, 1), init=False)

    def connecting(self) -> None:
        """Name, several addresses of it, TLS, CONNECT: each has `connect`, and all."""
        self._begin(4 * self.patience.connect, 1)

    def moving(self) -> None:
        """Bytes go out or come in, as `moved` tells."""
        self._begin(self.patience.grace, self.patience.line)

    def waiting(self, sent: int) -> float:
        """For the answer to so many bytes; how long that may take."""
        grace = self.patience.answer + sent / self.patience.work
        self._begin(grace, 1)
        return grace

    def moved(self, size: int) -> None:
        self._phase.moved += size

    @property
    def overdue(self) -> bool:
        phase = self._phase
        return self.clock() - phase.since > phase.grace + phase.moved / phase.rate

    def _begin(self, grace: float, rate: float) -> None:
        self._phase = _Phase(self.clock(), grace, rate)
