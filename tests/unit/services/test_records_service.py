"""The list, its counters, and the last contact."""

from datetime import timedelta

import pytest

from helpers.fake_shelf import NOON, FakeShelf, delivery
from hzl_client.errors import NoSuchRecord
from hzl_client.model.record import Folder
from hzl_client.services.last_fetch import LastFetch, remember
from hzl_client.services.records import Records


def shelf_of(count: int) -> FakeShelf:
    shelf = FakeShelf()
    for number in range(count):
        at = NOON + timedelta(minutes=number)
        shelf.add(delivery(f"m{number}", bytes([number])), at)
    return shelf


def test_newest_first():
    assert [r.id for r in Records(shelf_of(3)).all()] == ["r3", "r2", "r1"]


def test_marking_again_writes_nothing():
    shelf = shelf_of(1)
    before = shelf.record("r1")
    Records(shelf).mark_read("r1", read=False)
    assert shelf.record("r1") is before


def test_from_the_trash_back_or_gone():
    shelf = shelf_of(2)
    records = Records(shelf)
    with pytest.raises(NoSuchRecord):
        records.delete("r1")
    records.move("r1", Folder.TRASH)
    records.move("r2", Folder.TRASH)
    records.restore("r1")
    records.delete("r2")
    assert [(r.id, r.folder) for r in records.all()] == [("r1", Folder.INBOX)]
    assert [e.code for e in records.history("r1")] == ["trashed", "restored"]


def test_the_last_fetch_is_remembered():
    shelf = FakeShelf()
    assert Records(shelf).last_fetch() is None
    last = LastFetch(NOON, 3, "host-unreachable")
    remember(shelf, last)
    assert Records(shelf).last_fetch() == last
