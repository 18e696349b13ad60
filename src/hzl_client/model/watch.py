"""How a long work is watched and stopped from outside, without Qt."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from threading import Event


class Step(Enum):
    """What happens to one message, in this order."""

    CONNECT = "connect"
    LOAD = "load"
    SECURE = "secure"
    DECRYPT = "decrypt"
    CHECK = "check"
    ACKNOWLEDGE = "acknowledge"


@dataclass(frozen=True, slots=True)
class Progress:
    """`message` counts from 1 within this run; `total` bytes is 0 when unknown."""

    step: Step
    message: int = 0
    done: int = 0
    total: int = 0


def _ignore(_progress: Progress) -> None: ...


def _rest() -> None: ...


@dataclass(frozen=True, slots=True)
class Watch:
    """`report` may be called from a worker thread, often; keep it cheap. `idle` is
    called when a request has left and nothing is to be done until its answer comes."""

    cancel: Event = field(default_factory=Event)
    report: Callable[[Progress], None] = _ignore
    idle: Callable[[], None] = _rest

    @property
    def cancelled(self) -> bool:
        return self.cancel.is_set()
