"""A peer is waited for the longer the more moves, but not for ever."""

import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Semaphore

import pytest

from helpers.raw_server import Script, raw_server, response, stranger
from hzl_client.errors import TimedOut
from hzl_client.model.octets import CHUNK, MemoryOctets, MemorySpool, in_memory
from hzl_client.model.watch import Watch
from hzl_client.osci import transport, transport_wire
from hzl_client.osci.patience import Patience, Stopwatch
from hzl_client.osci.transport import HttpOptions, HttpTransport

SLOW = Patience(connect=30, answer=100, work=10, grace=50, line=20, pauses=())
SIZES = [40, 4_000]
ANSWER = b"MIME-Version: 1.0\r\n" + bytes(10_000)
PLENTY = 10  # seconds; only a test that fails needs them


class Clock:
    """Stands still until a test moves it, and knows how often it was looked at."""

    def __init__(self) -> None:
        self.now = 0.0
        self._looks = Semaphore(0)

    def __call__(self) -> float:
        self._looks.release()
        return self.now

    def show(self, moment: float) -> None:
        """Until whoever watches the line has seen it and done about it what is to be
        done: then it looks again."""
        self.now = moment
        while self._looks.acquire(blocking=False):
            pass
        for _ in range(2):
            assert self._looks.acquire(timeout=PLENTY), "nobody looks"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(transport, "Stopwatch", partial(Stopwatch, clock=made))
    monkeypatch.setattr(transport_wire, "_LOOK", 0.001)
    return made


@pytest.fixture
def unwatched(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Only who reads the answer looks at the clock."""
    monkeypatch.setattr(transport_wire, "_LOOK", 60)
    return clock


# --- the arithmetic -----------------------------------------------------------------


def begun(begin: Callable[[Stopwatch], object]) -> tuple[Clock, Stopwatch]:
    clock = Clock()
    clock.now = 1_000.0
    stopwatch = Stopwatch(SLOW, clock)
    begin(stopwatch)
    return clock, stopwatch


def waited(sent: int) -> Callable[[Stopwatch], object]:
    return lambda stopwatch: stopwatch.waiting(sent)


def moved(*sizes: int) -> Callable[[Stopwatch], object]:
    def begin(stopwatch: Stopwatch) -> None:
        stopwatch.moving()
        for size in sizes:
            stopwatch.moved(size)

    return begin


@pytest.mark.parametrize(
    ("begin", "allowed"),
    [
        (Stopwatch.connecting, 120),
        (waited(0), 100),
        (waited(10), 101),
        (waited(4_000), 500),
        (moved(), 50),
        (moved(20), 51),
        (moved(1_000, 3_000), 250),
    ],
)
def test_a_phase_is_overdue_after_its_grace_and_what_its_bytes_earn(begin, allowed):
    clock, stopwatch = begun(begin)
    clock.now += allowed
    assert not stopwatch.overdue
    clock.now += 0.001
    assert stopwatch.overdue


def test_how_long_an_answer_may_take_is_told():
    assert Stopwatch(SLOW, Clock()).waiting(4_000) == 500


@pytest.mark.parametrize(
    ("begin", "allowed"),
    [(Stopwatch.connecting, 120), (Stopwatch.moving, 50), (waited(0), 100)],
)
def test_what_moved_before_earns_nothing_in_the_next_phase(begin, allowed):
    clock, stopwatch = begun(moved(1_000_000))
    clock.now += 10_000
    begin(stopwatch)
    clock.now += allowed + 0.001
    assert stopwatch.overdue


def test_who_looks_while_a_phase_changes_sees_one_of_the_two():
    """A long upload ends: without its bytes it would be overdue since long ago."""
    clock, stopwatch = begun(moved(1_000_000))
    clock.now += 40_000
    seen: list[bool] = []

    def looked_at() -> float:
        stopwatch.clock = clock
        seen.append(stopwatch.overdue)
        return clock()

    stopwatch.clock = looked_at
    stopwatch.waiting(0)
    assert seen == [False]


# --- through the transport ----------------------------------------------------------


@dataclass
class Exchange:
    """One request, and how far it has come."""

    url: str
    body: bytes = b""
    waits: Event = field(default_factory=Event)
    loaded: dict[int, Event] = field(default_factory=dict)
    timeouts: list[float] = field(default_factory=list)  # of the socket, as it goes on

    def run(self) -> bytes:
        made = HttpTransport(HttpOptions(self.url, patience=SLOW), MemorySpool)

        def idle() -> None:
            self.timeouts.append(made._wire.timeouts["read"])
            self.waits.set()

        def told(done: int, _total: int) -> None:
            self.timeouts.append(made._wire.timeouts["read"])
            self.loaded.setdefault(done, Event()).set()

        try:
            body, watch = MemoryOctets(self.body), Watch(idle=idle)
            return in_memory(made.exchange(body, watch, told))
        finally:
            made.close()

    def until_loaded(self, size: int) -> None:
        assert self.loaded.setdefault(size, Event()).wait(PLENTY)


def hung_up(connection: socket.socket) -> None:
    try:
        connection.recv(1)
    except TimeoutError as error:
        raise AssertionError("the client waits on") from error


@pytest.mark.parametrize("size", SIZES)
def test_the_answer_to_more_bytes_is_waited_for_longer(clock, size):
    asked = Exchange("", bytes(size))

    def answers(connection: socket.socket) -> None:
        assert asked.waits.wait(PLENTY)
        clock.show(100 + size / 10)
        connection.sendall(response(ANSWER))

    with raw_server(answers) as server:
        asked.url = server.url
        assert asked.run() == ANSWER
    assert asked.timeouts[0] == 100 + size / 10
    assert asked.timeouts[-1] == SLOW.silence


@pytest.mark.parametrize("size", SIZES)
def test_who_does_not_answer_is_given_up_then(clock, size):
    asked = Exchange("", bytes(size))

    def silent(connection: socket.socket) -> None:
        assert asked.waits.wait(PLENTY)
        clock.now = 100 + size / 10 + 1
        hung_up(connection)

    with raw_server(silent) as server:
        asked.url = server.url
        with pytest.raises(TimedOut, match="no answer in time"):
            asked.run()


def slow_answer(asked: Exchange, first: int, then: Script) -> Script:
    """The beginning of an answer, and when that is loaded `then` goes on."""

    def answers(connection: socket.socket) -> None:
        connection.sendall(response(ANSWER[:first], length=len(ANSWER)))
        asked.until_loaded(first)
        then(connection)

    return answers


@pytest.mark.parametrize("size", SIZES)
def test_who_falls_silent_in_an_answer_has_as_long_as_its_bytes_earned(clock, size):
    asked = Exchange("")

    def then(connection: socket.socket) -> None:
        clock.show(50 + size / 20)
        connection.sendall(ANSWER[size : size + 20])
        asked.until_loaded(size + 20)
        clock.show(50 + size / 20 + 1)
        clock.now += 0.5
        hung_up(connection)

    with raw_server(slow_answer(asked, size, then)) as server:
        asked.url = server.url
        with pytest.raises(TimedOut, match="no answer in time"):
            asked.run()


@pytest.mark.parametrize("size", SIZES)
def test_who_drips_is_given_up_at_the_first_drop_that_is_too_late(unwatched, size):
    asked = Exchange("")

    def then(connection: socket.socket) -> None:
        unwatched.now = 50 + size / 20
        connection.sendall(ANSWER[size : size + 20])
        asked.until_loaded(size + 20)
        unwatched.now += 1.5
        connection.sendall(ANSWER[size + 20 : size + 21])
        hung_up(connection)

    with raw_server(slow_answer(asked, size, then)) as server:
        asked.url = server.url
        with pytest.raises(TimedOut, match="far too slowly"):
            asked.run()


BIG = 16 * 1024 * 1024  # more than lies between two sockets


def test_a_large_upload_has_as_long_as_its_bytes_earn(clock):
    asked = Exchange("", bytes(BIG))
    half = BIG // 2

    def reads_slowly(connection: socket.socket) -> None:
        taken = len(connection.recv(CHUNK).partition(b"\r\n\r\n")[2])
        while taken < half:
            taken += len(connection.recv(CHUNK))
        # The piece under way is not counted yet.
        clock.show(50 + (half - CHUNK) / 20)
        while taken < BIG:
            taken += len(connection.recv(CHUNK))
        assert asked.waits.wait(PLENTY)
        connection.sendall(response(ANSWER))

    with stranger(reads_slowly) as place:
        asked.url = f"http://{place}/"
        assert asked.run() == ANSWER


@pytest.mark.skipif(
    sys.platform == "win32",
    reason="wine wakes no send whose socket is shut down; silence ends it later",
)
def test_who_takes_nothing_of_an_upload_any_more_is_given_up(clock):
    asked = Exchange("", bytes(BIG))
    done = Event()

    def stops(connection: socket.socket) -> None:
        connection.recv(CHUNK)
        clock.now = 50 + BIG / 20 + 1
        assert done.wait(PLENTY), "the client sends on"

    with stranger(stops) as place:
        asked.url = f"http://{place}/"
        with pytest.raises(TimedOut, match="no answer in time"):
            asked.run()
        done.set()
