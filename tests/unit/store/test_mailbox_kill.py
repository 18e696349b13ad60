"""A killed process loses nothing that it said was stored, and keeps no halves."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.canary import Canaries, search
from helpers.deliveries import NOON, content, delivery, opened
from hzl_client.model.octets import in_memory
from hzl_client.store.lock import MailboxLock
from hzl_client.store.mailbox import Mailbox

TESTS = Path(__file__).parents[2]

# The child says in one line each time something has been stored, and is then killed:
# after the line `stop`, or in the middle of the write that follows it.
CHILD = """
import os, sys, pathlib
from dataclasses import replace
from helpers.deliveries import NOON, content, delivery, opened
from hzl_client.keys.vault import MailboxKey
from hzl_client.model.octets import CHUNK, MemoryOctets
from hzl_client.store.lock import MailboxLock
from hzl_client.store.mailbox import Mailbox

folder, raw, point = pathlib.Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3]
MailboxLock(folder).acquire()
mailbox = Mailbox.open(folder, MailboxKey(raw))

class Stopping(MemoryOctets):
    def read(self, start, length):
        if start >= 4 * CHUNK:
            wait()
        return super().read(start, length)

def wait():
    os.write(1, b"stop\\n")  # whole: two threads read, and print writes in two steps
    sys.stdin.read()

PLAIN = b"%PDF-1.7 Kanarienvogel" * 300_000
if point == "in add":
    mailbox.add(replace(delivery("m1"), message=Stopping(PLAIN)), NOON)
record_id = mailbox.add(delivery("m1", PLAIN), NOON).record_id
print(record_id, flush=True)
if point == "in set_opened":
    part = replace(content(PLAIN), octets=Stopping(PLAIN))
    mailbox.set_opened(record_id, opened(part))
if point == "after set_opened":
    mailbox.set_opened(record_id, opened(content(PLAIN)))
wait()
"""
PLAIN = b"%PDF-1.7 Kanarienvogel" * 300_000


def lines_until_killed(folder, key, point):
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    child = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", CHILD, str(folder), key.raw.hex(), point],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    with child:
        lines = []
        for line in child.stdout:
            if line == "stop\n":
                break
            lines.append(line.strip())
        child.kill()
    return lines


@pytest.mark.parametrize(
    ("point", "stored", "was_opened"),
    [
        ("in add", False, False),
        ("after add", True, False),
        ("in set_opened", True, False),
        ("after set_opened", True, True),
    ],
)
def test_after_a_kill_there_is_all_or_nothing(folder, key, point, stored, was_opened):
    Mailbox.create(folder, key).close()
    lines = lines_until_killed(folder, key, point)
    canaries = Canaries(("Kanarienvogel",), (PLAIN,))
    assert search([folder], canaries) == ()
    with MailboxLock(folder):  # the dead process holds it no longer
        mailbox = Mailbox.open(folder, key)
        assert [record.id for record in mailbox.records()] == lines
        assert bool(lines) == stored
        assert mailbox.unopened() == (() if was_opened else tuple(lines))
        again = mailbox.add(delivery("m1", PLAIN), NOON)
        assert again.duplicate == stored
        assert in_memory(mailbox.message(again.record_id)) == PLAIN
        mailbox.set_opened(again.record_id, opened(content(PLAIN)))
        (part,) = mailbox.contents(again.record_id)
        assert in_memory(part.octets) == PLAIN
        mailbox.close()
