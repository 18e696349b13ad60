"""The explicit dialogs that are open right now; they die with the process."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509

from hzl_client.intermediary.outgoing import Outgoing
from hzl_client.osci.dialog import SupplierDialog

Clock = Callable[[], datetime]
EXPIRES_AFTER = timedelta(minutes=10)
MAX_DIALOGS = 1_000  # the one idle longest goes first
_CONVERSATION_LIMIT = 10**17  # digits only, as the schema demands


@dataclass(slots=True)
class Session:
    """`cipher` opened the dialog: its DER is the mailbox, answers are made for it.

    `pending` is the delivery handed out last; the next request acknowledges it.
    `outgoing` is one that is going out in chunks."""

    state: SupplierDialog
    cipher: x509.Certificate
    signer: bytes | None
    short_iv: bool
    encrypted: bool
    used: datetime
    pending: int | None = None
    outgoing: Outgoing | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


def new_conversation() -> str:
    return str(secrets.randbelow(_CONVERSATION_LIMIT))


class Dialogs:
    """Thread-safe; expiry is noticed when somebody asks."""

    def __init__(self, clock: Clock, expires_after: timedelta = EXPIRES_AFTER) -> None:
        self._clock = clock
        self._expires_after = expires_after
        self._lock = threading.Lock()
        self._open: dict[str, Session] = {}  # the one used longest ago first

    def __len__(self) -> int:
        with self._lock:
            self._expire()
            return len(self._open)

    def add(self, session: Session) -> None:
        with self._lock:
            self._expire()
            if len(self._open) >= MAX_DIALOGS:
                del self._open[next(iter(self._open))]
            self._open[session.state.conversation] = session

    def find(self, conversation: str) -> Session | None:
        with self._lock:
            self._expire()
            session = self._open.pop(conversation, None)
            if session is not None:
                session.used = self._clock()
                self._open[conversation] = session
            return session

    def drop(self, session: Session) -> None:
        with self._lock:
            self._open.pop(session.state.conversation, None)

    def _expire(self) -> None:
        oldest = self._clock() - self._expires_after
        for conversation, session in list(self._open.items()):
            if session.used > oldest:
                return
            del self._open[conversation]
