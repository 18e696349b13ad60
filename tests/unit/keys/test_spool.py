"""Whatever goes through a spool comes out again, and never lies on the disk."""

import errno
import gc
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import canary
from hzl_client.errors import DiskFailed, SealBroken
from hzl_client.keys import spool as module
from hzl_client.keys.chunked import ChunkedOctets, chunk_count
from hzl_client.keys.spool import SHORT, Depot, SealedSpool
from hzl_client.model.octets import CHUNK, in_memory

SIZES = st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
SOME = os.urandom(4 * CHUNK)


def filled(data, memory, pieces=1):
    return written(SealedSpool(Depot(memory)), data, pieces)


def written(spool, data, pieces=1):
    step = max(1, len(data) // pieces)
    for start in range(0, len(data), step):
        spool.write(data[start : start + step])
    return spool


@settings(max_examples=40, deadline=None)
@given(SIZES, st.sampled_from([0, CHUNK, 8 * CHUNK]), st.integers(1, 9), st.data())
def test_what_goes_in_comes_out(size, limit, pieces, data):
    octets = filled(SOME[:size], limit, pieces).finish()
    assert octets.size == size
    assert in_memory(octets) == SOME[:size]
    start = data.draw(st.integers(0, size + 10))
    length = data.draw(st.integers(0, size + 10))
    assert octets.read(start, length) == SOME[:size][start : start + length]


def test_reading_backwards_is_a_mistake():
    octets = filled(b"abc", 0).finish()
    for start, length in ((-1, 1), (0, -1)):
        with pytest.raises(ValueError, match="forwards"):
            octets.read(start, length)


def test_a_finished_spool_takes_no_more():
    spool = filled(b"abc", 0)
    first = spool.finish()
    with pytest.raises(ValueError, match="finished"):
        spool.write(b"d")
    assert in_memory(spool.finish()) == in_memory(first) == b"abc"


def test_octets_outlive_their_spool():
    octets = filled(SOME, 0).finish()
    gc.collect()
    assert in_memory(octets) == SOME


def test_there_is_room_until_the_memory_is_used():
    depot = Depot(2 * CHUNK)
    spool = SealedSpool(depot)
    assert spool.has_room(2 * CHUNK)
    assert not spool.has_room(2 * CHUNK + 1)
    octets = written(spool, SOME[:CHUNK]).finish()
    assert SealedSpool(depot).has_room(CHUNK)
    assert not SealedSpool(depot).has_room(CHUNK + 1)
    del octets, spool
    gc.collect()
    written(SealedSpool(depot), b"x").finish()  # what was freed is counted now
    assert SealedSpool(depot).has_room(2 * CHUNK)


def test_the_reserve_is_not_offered_but_used():
    depot = Depot(3 * CHUNK, reserve=2 * CHUNK)
    assert SealedSpool(depot).has_room(CHUNK)
    assert not SealedSpool(depot).has_room(CHUNK + 1)
    with mock.patch("hzl_client.keys.spool._SealedFile", side_effect=AssertionError):
        octets = written(SealedSpool(depot), SOME[: 3 * CHUNK]).finish()
    assert in_memory(octets) == SOME[: 3 * CHUNK]


def test_many_threads_read_at_once():
    octets = filled(SOME, 0).finish()
    starts = [n * 400_000 % len(SOME) for n in range(60)]
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda start: octets.read(start, 5000), starts))
    assert read == [SOME[start : start + 5000] for start in starts]


def test_nothing_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    octets = filled(SOME, 0).finish()
    if sys.platform != "win32":
        assert list(tmp_path.iterdir()) == []
    del octets
    gc.collect()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_no_plaintext_in_the_file_without_a_name(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(canary.nameless_files(os.getpid()))
    plain = b"%PDF-1.7 Kanarienvogel " * 200_000
    octets = filled(plain, 0).finish()
    files = set(canary.nameless_files(os.getpid())) - before
    assert [f.stat().st_size > len(plain) for f in files] == [True]
    names = canary.Canaries(("Kanarienvogel",), (plain,))
    assert canary.search(files, names) == ()
    assert octets.read(0, 5) == b"%PDF-"


def test_damage_on_the_disk_is_noticed():
    spool = filled(SOME, 0)
    octets = spool.finish()
    file = spool._chunks.depot._file._file
    file.seek(CHUNK + 500)
    byte = file.read(1)[0]
    file.seek(CHUNK + 500)
    file.write(bytes([byte ^ 1]))
    assert octets.read(0, CHUNK) == SOME[:CHUNK]
    with pytest.raises(SealBroken):
        octets.read(CHUNK, 1)


def test_a_shortened_file_is_noticed():
    spool = filled(SOME, 0)
    spool._chunks.depot._file._file.truncate(3 * CHUNK)
    with pytest.raises(SealBroken):
        spool.finish().read(3 * CHUNK, 1)


def test_a_full_disk_has_its_name(monkeypatch):
    def full():
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(module, "_anonymous_file", full)
    with pytest.raises(DiskFailed) as caught:
        filled(SOME, CHUNK)
    assert caught.value.facts["errno"] == errno.ENOSPC


def test_short_bytes_need_no_disk(monkeypatch):
    monkeypatch.setattr(module, "_anonymous_file", lambda: pytest.fail("no file"))
    assert in_memory(filled(SOME, 8 * CHUNK).finish()) == SOME


def test_all_spools_share_one_memory():
    depot = Depot(4 * CHUNK)
    first = written(SealedSpool(depot), SOME[: 3 * CHUNK]).finish()
    second = written(SealedSpool(depot), SOME).finish()
    assert depot._file._pages == 3
    assert in_memory(first) == SOME[: 3 * CHUNK]
    assert in_memory(second) == SOME
    del first
    third = written(SealedSpool(depot), SOME[: 3 * CHUNK]).finish()
    assert depot._file._pages == 3
    assert in_memory(third) == SOME[: 3 * CHUNK]


def test_what_is_freed_while_another_one_leaves_is_not_left_lying():
    """The other thread has settled all it saw and still holds the lock."""
    depot = Depot(0)
    first = written(SealedSpool(depot), SOME).finish()
    second = [written(SealedSpool(depot), SOME).finish()]
    lock = depot._lock

    class Leaving:
        def acquire(self, *, blocking: bool) -> bool:
            return lock.acquire(blocking=blocking)

        def release(self) -> None:
            second.clear()
            lock.release()

    depot._lock = Leaving()
    del first
    assert not depot._freed
    assert depot._file is None


def test_pages_are_used_again_and_their_old_ends_do_not_show():
    depot = Depot(0)
    kept = written(SealedSpool(depot), SOME[:CHUNK]).finish()
    for size in (CHUNK, SHORT + 1, 2 * CHUNK, 500_000):
        octets = written(SealedSpool(depot), SOME[:size]).finish()
        assert in_memory(octets) == SOME[:size]
        del octets
    assert depot._file._pages == 3
    assert in_memory(kept) == SOME[:CHUNK]
    del kept
    assert depot._file is None


def test_very_many_short_ones_need_no_file_at_all(monkeypatch):
    monkeypatch.setattr(module, "_anonymous_file", lambda: pytest.fail("no file"))
    depot = Depot(0)
    many = [written(SealedSpool(depot), SOME[:SHORT]).finish() for _ in range(500)]
    assert all(in_memory(each) == SOME[:SHORT] for each in many)
    many.clear()
    assert depot.keep(b"x") == b"x"
    assert depot._memory == -1


def test_many_tiny_pieces_are_put_together():
    """As a chunked answer may bring them: each cost a view of its own."""
    spool = SealedSpool(Depot(8 * CHUNK))
    for start in range(50_000):
        spool.write(SOME[start : start + 1])
    assert len(spool._begun) == 1
    spool.write(SOME[50_000:60_000])
    spool.write(SOME[60_000:60_001])
    assert in_memory(spool.finish()) == SOME[:60_001]


def test_a_straddling_reader_loads_each_chunk_once():
    loaded = []

    def load(number):
        loaded.append(number)
        return SOME[number * CHUNK : (number + 1) * CHUNK]

    octets = ChunkedOctets(len(SOME), load)
    for start in range(100, len(SOME), CHUNK // 2):
        octets.read(start, CHUNK // 2)
    assert loaded == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("size", "count"), [(0, 1), (1, 1), (CHUNK, 1), (CHUNK + 1, 2)]
)
def test_even_nothing_is_one_chunk(size, count):
    assert chunk_count(size) == count
