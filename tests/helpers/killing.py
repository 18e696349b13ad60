"""A fetch in a process of its own that dies at a named place, as in a power failure.

The places lie at the Protocols a fetch is composed of (Transport, Session, Shelf) and
in the store's transactions, so the product needs no hooks for them. The child ends by
`os._exit`: no cleaning up, nothing flushed. Run as `python -m helpers.killing JSON`.
"""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from hzl_client import compose
from hzl_client.keys import spool
from hzl_client.model.delivery import Delivery
from hzl_client.model.octets import Octets
from hzl_client.model.record import Opened
from hzl_client.model.waiting import WaitingList
from hzl_client.model.watch import Watch
from hzl_client.osci.exchange import Loaded, Transport
from hzl_client.services.beside import Beside
from hzl_client.services.desk import Desk
from hzl_client.services.fetch import FetchInbox
from hzl_client.sources.base import Begun, Session, nobody
from hzl_client.sources.osci import Counterpart, OsciSource

TESTS = Path(__file__).parents[1]
KILLED = 77  # exit status of a child that reached its place
OPENED = "opened"  # the child's line when the mailbox is open and fetching begins
WAITING = "waiting"  # its line where it waits instead of dying

CONNECTING = ("before-connect", "in-connect", "after-connect", "connect-answered")
FETCHING = (  # of the n-th message, in this order
    "before-request",  # this request acknowledges the message before
    "in-request",  # its head has left, its body has not
    "after-request",  # the first bytes of the answer are here
    "request-answered",  # all of them, nobody has looked at them yet
    "before-seal",  # authentic, and on its way into the store
    "in-seal",  # in the transaction, the record's key is written
    "before-commit",  # everything is written
    "after-commit",
    "before-opened",  # decrypted and read, on its way into the store
    "before-opened-commit",
    "after-opened",
)
LEAVING = ("before-exit", "in-exit", "after-exit", "exit-answered")
PLACES = (*CONNECTING, *FETCHING, *LEAVING)


# --- the parent's side --------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """`number` is of the message, 0 for any. `wait`: stop there instead of dying.
    `unsynced`: a mailbox that does not wait for the disk, to prove a proof.
    `in_turn`: a message is opened before the next request, not beside it.
    `memory`: bytes that spools may keep there instead of on the disk.
    `log`: a file that takes everything anyone logs."""

    profile: str
    place: str = ""
    number: int = 0
    wait: bool = False
    unsynced: bool = False
    in_turn: bool = False
    memory: int = spool.MEMORY
    log: str = ""


def command(plan: Plan) -> list[str]:
    return [sys.executable, "-m", "helpers.killing", json.dumps(asdict(plan))]


@contextmanager
def started(
    plan: Plan, *, before: Sequence[str] = (), **environment: str
) -> Iterator["subprocess.Popen[str]"]:
    """Running; killed when the block is left, whatever it is doing then."""
    child = subprocess.Popen(  # noqa: S603 - our own interpreter
        [*before, *command(plan)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": _python_path(), **environment},
    )
    with child:
        try:
            yield child
        finally:
            child.kill()


def _python_path() -> str:
    given = os.environ.get("PYTHONPATH", "")
    return os.pathsep.join([str(TESTS), *([given] if given else [])])


def wait_for(child: "subprocess.Popen[str]", line: str) -> None:
    assert child.stdout is not None
    for found in child.stdout:
        if found.strip() == line:
            return
    raise AssertionError(f"the child ended before it said {line!r}")


def run(plan: Plan, *, before: Sequence[str] = ()) -> tuple[int, dict[str, Any]]:
    """Until it ends: its exit status, and what it reported if it came to that."""
    with started(plan, before=before) as child:
        assert child.stdout is not None
        lines = child.stdout.read().splitlines()
        code = child.wait()
    last = lines[-1] if lines else ""
    return code, json.loads(last) if last.startswith("{") else {}


# --- the child's side ---------------------------------------------------------------


@dataclass
class Blade:
    plan: Plan
    number: int = 0
    stage: str = "connect"  # what the next request is for

    def at(self, place: str, number: int | None = None) -> None:
        """`number` of the message, if it is not the one under way."""
        if place != self.plan.place:
            return
        if self.plan.number not in (0, self.number if number is None else number):
            return
        if self.plan.wait:
            _say(WAITING)
            sys.stdin.read()
        os._exit(KILLED)


@dataclass
class MortalOctets:
    """Somebody reads these bytes: the place they are read at."""

    inner: Octets
    blade: Blade
    place: str

    @property
    def size(self) -> int:
        return self.inner.size

    def read(self, start: int, length: int) -> bytes:
        self.blade.at(self.place)
        return self.inner.read(start, length)


@dataclass
class MortalTransport:
    inner: Transport
    blade: Blade

    def exchange(self, body: Octets, watch: Watch, loaded: Loaded) -> Octets:
        stage = self.blade.stage
        self.blade.at(f"before-{stage}")

        def arrived(done: int, total: int) -> None:
            self.blade.at(f"after-{stage}")
            loaded(done, total)

        sent = MortalOctets(body, self.blade, f"in-{stage}")
        answer = self.inner.exchange(sent, watch, arrived)
        self.blade.at(f"{stage}-answered")
        return answer

    def close(self) -> None:
        self.inner.close()


@dataclass
class MortalSession:
    inner: Session
    blade: Blade

    @property
    def evidence(self) -> Octets | None:
        return self.inner.evidence

    def waiting(self) -> WaitingList:
        return self.inner.waiting()

    def next_delivery(self, message_id: str | None = None) -> Delivery | None:
        self.blade.number += 1
        self.blade.stage = "request"
        try:
            return self.inner.next_delivery(message_id)
        finally:
            self.blade.stage = "exit"

    def confirm(self, delivery: Delivery) -> None:
        self.inner.confirm(delivery)


@dataclass
class MortalSource:
    inner: OsciSource
    blade: Blade

    def __post_init__(self) -> None:
        inner, blade = self.inner, self.blade

        def counterpart() -> Counterpart:
            found = inner.counterpart()
            return replace(
                found,
                new_transport=lambda: MortalTransport(found.new_transport(), blade),
            )

        self.inner = replace(inner, counterpart=counterpart)

    @contextmanager
    def connect(self, watch: Watch, begun: Begun = nobody) -> Iterator[Session]:
        with self.inner.connect(watch, begun) as session:
            yield MortalSession(session, self.blade)

    def open(self, message: Octets) -> Any:
        return self.inner.open(message)


@dataclass
class MortalShelf:
    inner: Any
    blade: Blade
    engine: sa.Engine = field(init=False)
    numbers: dict[str, int] = field(default_factory=dict)  # of messages, by record
    writing: threading.local = field(default_factory=threading.local)

    def __post_init__(self) -> None:
        self.engine = self.inner._database._engine
        sa.event.listen(self.engine, "commit", self._commit)

    def add(self, delivery: Delivery, received_at: datetime) -> Any:
        number = self.blade.number
        self.blade.at("before-seal")
        message = MortalOctets(delivery.message, self.blade, "in-seal")
        with self._writing("before-commit", number):
            added = self.inner.add(replace(delivery, message=message), received_at)
        self.blade.at("after-commit")
        self.numbers[added.record_id] = number
        return added

    def set_opened(self, record_id: str, opened: Opened) -> None:
        """Beside the next request: the blade counts further meanwhile."""
        number = self.numbers[record_id]
        self.blade.at("before-opened", number)
        with self._writing("before-opened-commit", number):
            self.inner.set_opened(record_id, opened)
        self.blade.at("after-opened", number)

    @contextmanager
    def _writing(self, place: str, number: int) -> Iterator[None]:
        """What the next commit of this thread is for."""
        self.writing.at = (place, number)
        try:
            yield
        finally:
            self.writing.at = None

    def _commit(self, connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("hzl_writes")
        if writes and (at := getattr(self.writing, "at", None)):
            self.blade.at(*at)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


def mortal(desk: Desk, plan: Plan) -> FetchInbox:
    """The desk's own fetch with a blade at every seam."""
    blade, whole = Blade(plan), desk.fetch
    assert isinstance(whole.source, OsciSource)
    shelf = MortalShelf(whole.shelf, blade)
    if plan.unsynced:
        sa.event.listen(shelf.engine, "checkout", _unsync)
    return replace(
        whole,
        source=MortalSource(whole.source, blade),
        shelf=shelf,
        opening=replace(whole.opening, shelf=shelf),
    )


def _unsync(connection: Any, _record: object, _proxy: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _say(line: str) -> None:
    """To the parent, in one step: two threads may come to a place at once, and `print`
    writes a line and its end apart."""
    os.write(sys.stdout.fileno(), line.encode() + b"\n")


def main() -> None:
    plan = Plan(**json.loads(sys.argv[1]))
    spool._SHARED = spool.Depot(plan.memory)
    if plan.in_turn:
        Beside.start = lambda _self, work: work()  # type: ignore[method-assign]
    if plan.log:
        logging.basicConfig(filename=plan.log, level=logging.DEBUG)
    (entry,) = compose.mailboxes(Path(plan.profile))
    with compose.open_desk(entry) as desk:
        _say(OPENED)
        report = mortal(desk, plan).run(Watch())
    error = None if report.error is None else report.error.name
    figures = {
        "stored": len(report.stored),
        "duplicates": report.duplicates,
        "error": error,
    }
    _say(json.dumps(figures))


if __name__ == "__main__":
    main()
