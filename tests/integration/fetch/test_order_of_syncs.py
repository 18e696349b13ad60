"""No request leaves before the delivery it acknowledges is on the disk.

The operating system tells, not our own code: strace lists what a fetching process sends
to the intermediary and what it writes and syncs of its mailbox, in the true order.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from helpers.killing import Plan, run
from helpers.mailboxes import Sent, practice_mailbox
from helpers.practice import practice_intermediary

COUNT = 3
SIZE = 300_000  # of each message: a commit of less cannot have been its own
SENDS = ("sendto", "sendmsg", "write", "writev")
RECEIVES = ("recvfrom", "recvmsg", "read", "readv")
WRITES = ("write", "writev", "pwrite64", "pwritev", "pwritev2", "ftruncate")
SYNCS = ("fsync", "fdatasync")
CALLS = sorted({*SENDS, *RECEIVES, *WRITES, *SYNCS})

_LINE = re.compile(r"(?P<pid>\d+) +(?P<rest>.*)")
_CALL = re.compile(r"(?P<name>\w+)\(\d+<(?P<file>.*?)> ?[,)].*")
_RESULT = re.compile(r".* = (?P<result>\d+)$")


@dataclass(frozen=True)
class Call:
    name: str
    file: str
    result: int


@dataclass(frozen=True)
class Request:
    """What had been written and synced of the mailbox when a request left: bytes since
    the answer before it, and files still waiting for the disk."""

    synced: int
    unsynced: frozenset[str]


def calls(lines: Iterable[str]) -> Iterator[Call]:
    """Successful calls when they return; an interrupted one stands on two lines."""
    begun: dict[str, str] = {}
    for line in lines:
        split = _LINE.match(line)
        if split is None:
            continue
        pid, rest = split["pid"], split["rest"]
        if rest.endswith("<unfinished ...>"):
            begun[pid] = rest.removesuffix("<unfinished ...>")
            continue
        if rest.startswith("<... "):
            rest = begun.pop(pid, "") + rest.partition(" resumed>")[2]
        call, result = _CALL.match(rest), _RESULT.match(rest)
        if call and result:
            yield Call(call["name"], call["file"], int(result["result"]))


def requests(observed: Iterable[Call], peer: str) -> Iterator[Request]:
    """One per request: its first bytes after an answer, or after nothing at all."""
    waiting: dict[str, int] = {}  # bytes written, by file, not yet synced
    synced, answered = 0, True
    for call in observed:
        if call.file.endswith(f"->{peer}]"):
            if call.name in RECEIVES:
                synced, answered = 0, True
            elif answered:
                yield Request(synced, frozenset(waiting))
                answered = False
        elif _is_mailbox(call.file):
            if call.name in SYNCS:
                synced += waiting.pop(call.file, 0)
            elif call.name in WRITES:
                waiting[call.file] = waiting.get(call.file, 0) + call.result


def _is_mailbox(file: str) -> bool:
    return file.endswith(("/mailbox.db", "/mailbox.db-wal", "/mailbox.db-journal"))


def violations(left: tuple[Request, ...]) -> list[int]:
    """Numbers of the requests that left too early. InitDialog and the first
    FetchDelivery acknowledge nothing; neither does the last, ExitDialog."""
    acknowledging = range(2, 2 + COUNT)
    return [
        number
        for number, request in enumerate(left)
        if request.unsynced or (number in acknowledging and request.synced < SIZE)
    ]


@pytest.fixture
def strace(tmp_path):
    if not sys.platform.startswith("linux"):
        pytest.skip("system calls are watched on Linux only")
    program = shutil.which("strace")
    if program is None:
        pytest.skip("strace is not installed")
    probe = subprocess.run([program, "-o", tmp_path / "probe", "true"], check=False)  # noqa: S603
    if probe.returncode:
        pytest.skip("ptrace is forbidden here")
    return program


@pytest.fixture
def watched(tmp_path, strace):
    """Fetch `COUNT` messages under strace; the requests that left."""

    def fetch(*, unsynced: bool) -> tuple[Request, ...]:
        trace, profile = tmp_path / "trace", tmp_path / "profile"
        traced = "trace=" + ",".join(f"?{call}" for call in CALLS)
        before = [strace, "-f", "-yy", "-s", "0", "-e", traced, "-o", str(trace)]
        with practice_intermediary(tmp_path / "state") as running:
            practice_mailbox(profile, running)
            Sent(running).put_in(COUNT, size=SIZE)
            # In turn, or it would not be clear which message a sync was for.
            plan = Plan(str(profile), unsynced=unsynced, in_turn=True)
            code, report = run(plan, before=before)
            assert (code, report["stored"], report["error"]) == (0, COUNT, None)
            peer = urlsplit(running.url).netloc
        with trace.open(encoding="utf-8", errors="replace") as lines:
            return tuple(requests(calls(lines), peer))

    return fetch


def test_every_request_leaves_after_the_sync_of_what_it_acknowledges(watched):
    left = watched(unsynced=False)
    assert len(left) == COUNT + 3, "InitDialog, fetch until nothing waits, ExitDialog"
    assert violations(left) == []


def test_a_mailbox_that_does_not_wait_for_the_disk_is_noticed(watched):
    left = watched(unsynced=True)
    assert len(left) == COUNT + 3
    assert violations(left) == [2, 3, 4, 5], "from the first acknowledgement on"


TRACE = """\
7 sendto(4<TCP:[127.0.0.1:5->127.0.0.1:9]>, ""..., 10, 0, NULL, 0) = 10
7 recvfrom(4<TCP:[127.0.0.1:5->127.0.0.1:9]>, ""..., 65536, 0, NULL, NULL) = 10
7 pwrite64(6</p/mailbox.db-wal>, ""..., 500000, 32) = 500000
7 fdatasync(6</p/mailbox.db-wal> <unfinished ...>
8 recvfrom(9<TCP:[127.0.0.1:5->127.0.0.1:7]>, 0x7f, 5, 0, NULL, NULL) = -1 EAGAIN (x)
7 <... fdatasync resumed>) = 0
7 pwrite64(5</p/mailbox.db-shm>, ""..., 1, 0) = 1
7 sendto(4<TCP:[127.0.0.1:5->127.0.0.1:9]>, ""..., 10, 0, NULL, 0) = 10
7 sendto(4<TCP:[127.0.0.1:5->127.0.0.1:9]>, ""..., 10, 0, NULL, 0) = 10
7 recvfrom(4<TCP:[127.0.0.1:5->127.0.0.1:9]>, ""..., 65536, 0, NULL, NULL) = 10
7 pwrite64(6</p/mailbox.db-wal>, ""..., 24, 32) = 24
7 sendto(4<TCP:[127.0.0.1:5->127.0.0.1:9]>, ""..., 10, 0, NULL, 0) = 10
"""


def test_the_list_of_system_calls_is_read_rightly():
    left = tuple(requests(calls(TRACE.splitlines()), "127.0.0.1:9"))
    assert left == (
        Request(0, frozenset()),
        Request(500_000, frozenset()),
        Request(0, frozenset({"/p/mailbox.db-wal"})),
    )
