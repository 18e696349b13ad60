"""Long octets are sealed on a second thread: whole, or not at all."""

import os
import threading
from dataclasses import replace
from unittest import mock

import pytest

from helpers.deliveries import NOON, delivery
from hzl_client.errors import DiskFailed
from hzl_client.model import two_threads
from hzl_client.model.octets import CHUNK, MemoryOctets, SliceOctets, in_memory
from hzl_client.model.two_threads import LONG
from hzl_client.store import blobs

SIZE = LONG + 2 * CHUNK + 7
PLAIN = os.urandom(SIZE + 100)


@pytest.fixture(autouse=True)
def _two_threads_sooner(monkeypatch):
    monkeypatch.setattr(two_threads, "VERY_LONG", LONG)


class Failing:
    """As a temporary folder that cannot be read any more."""

    size = SIZE

    def read(self, start, length):
        if start >= 3 * CHUNK:
            raise DiskFailed("cannot be read")
        return PLAIN[start : min(start + length, SIZE)]


def seconds():
    return [t for t in threading.enumerate() if t.name.startswith("second")]


def added(mailbox, octets):
    return mailbox.add(replace(delivery(), message=octets), NOON).record_id


def test_wherever_it_begins_it_comes_back(mailbox):
    part = SliceOctets(MemoryOctets(PLAIN), 33, SIZE)
    assert in_memory(mailbox.message(added(mailbox, part))) == PLAIN[33 : 33 + SIZE]
    assert seconds() == []


def test_what_cannot_be_read_is_not_stored(mailbox):
    with pytest.raises(DiskFailed):
        added(mailbox, Failing())
    assert mailbox.records() == ()
    assert seconds() == []


def test_a_database_that_fails_leaves_no_thread(key):
    connection = mock.Mock()
    connection.execute.side_effect = [None, DiskFailed("full")]
    record = key.new_record_key("r")
    with pytest.raises(DiskFailed) as caught:
        blobs.write(connection, record, (("message", MemoryOctets(PLAIN)),))
    assert seconds() == []  # though the error still knows where it was raised
    assert caught.value.__traceback__ is not None


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, LONG, LONG + 1, SIZE])
def test_only_the_last_row_is_marked_as_such(key, size):
    record = key.new_record_key("r")
    with blobs.sealed(record, "message", MemoryOctets(PLAIN[:size])) as made:
        rows = list(made)
    opened = [
        record.open(row["data"], "message", n, last=n == len(rows) - 1)
        for n, row in enumerate(rows)
    ]
    assert b"".join(opened) == PLAIN[:size]
    assert all(len(piece) == CHUNK for piece in opened[:-1])
