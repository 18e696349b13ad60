"""Faults on demand: what goes wrong with the next answers of a type, for tests."""

import threading
from dataclasses import dataclass, replace
from enum import Enum

ANY = "*"
MAX_TIMES = 1_000_000


class Kind(Enum):
    """`value` of a mishap is seconds for DELAY, bytes of the answer for CUT (0: not
    even a status line), the status for HTTP_ERROR; the others have none.

    The order is carried out in every case: only its answer comes out wrong."""

    DELAY = "delay"
    CUT = "cut"
    WRONG_CHALLENGE = "wrong-challenge"
    WRONG_SIGNATURE = "wrong-signature"
    BLOCK_PAGE = "block-page"
    HTTP_ERROR = "http-error"
    REPEAT = "repeat"  # the delivery handed out last, same id, same content
    REUSED_ID = "reused-id"  # its id again, with the content of the next one


@dataclass(frozen=True, slots=True)
class Mishap:
    """`message` is the type of the request whose answers go wrong, or ANY."""

    kind: Kind
    message: str = ANY
    times: int = 1
    value: float = 0

    def __post_init__(self) -> None:
        if not 1 <= self.times <= MAX_TIMES:
            raise ValueError("times out of range")
        if self.kind is Kind.HTTP_ERROR and self.value not in range(400, 600):
            raise ValueError("not an HTTP error status")
        if not 0 <= self.value < float("inf"):
            raise ValueError("value out of range")


class Faults:
    """What is armed right now; thread-safe, empty in ordinary life."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._armed: list[Mishap] = []

    def arm(self, mishap: Mishap) -> None:
        with self._lock:
            self._armed.append(mishap)

    def clear(self) -> None:
        with self._lock:
            self._armed.clear()

    @property
    def armed(self) -> tuple[Mishap, ...]:
        with self._lock:
            return tuple(self._armed)

    def take(self, message: str) -> dict[Kind, float]:
        """What befalls the answer to one request of this type, counted down.

        Of two mishaps of one kind the one armed first goes first."""
        struck: dict[Kind, float] = {}
        with self._lock:
            left = []
            for mishap in self._armed:
                if mishap.kind in struck or mishap.message not in (ANY, message):
                    left.append(mishap)
                    continue
                struck[mishap.kind] = mishap.value
                if mishap.times > 1:
                    left.append(replace(mishap, times=mishap.times - 1))
            self._armed = left
        return struck
