"""Slices, chunks and spools give back exactly the bytes that went in."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from hzl_client.model.octets import (
    CHUNK,
    MemoryOctets,
    MemorySpool,
    SliceOctets,
    chunks,
    in_memory,
    sha256_hex,
)

LONG = MemoryOctets(bytes(range(256)) * (2 * CHUNK // 256 + 1))
DATA = st.binary(max_size=200)


@given(DATA)
def test_chunks_are_the_whole(data):
    assert b"".join(chunks(MemoryOctets(data))) == data


@given(st.integers(0, 2 * CHUNK), st.integers(0, 2 * CHUNK), st.integers(0, 9))
def test_chunks_of_a_slice_are_cut_where_the_whole_is(start, size, inner):
    part = SliceOctets(LONG, min(start, LONG.size), min(size, LONG.size - start))
    part = SliceOctets(part, min(inner, part.size), max(0, part.size - inner))
    pieces = list(chunks(part))
    assert b"".join(pieces) == part.read(0, part.size)
    place = part.start + part.whole.start
    for piece in pieces[:-1]:
        place += len(piece)
        assert place % CHUNK == 0


@given(DATA, st.integers(0, 220), st.integers(0, 220))
def test_reading_never_goes_beyond(data, start, length):
    assert MemoryOctets(data).read(start, length) == data[start : start + length]


@given(DATA, st.data())
def test_a_slice_is_a_slice(data, draw):
    start = draw.draw(st.integers(0, len(data)))
    size = draw.draw(st.integers(0, len(data) - start))
    part = SliceOctets(MemoryOctets(data), start, size)
    wanted = data[start : start + size]
    assert in_memory(part) == wanted
    assert part.read(size, 10) == b""
    assert part.read(0, 10_000) == wanted
    assert sha256_hex(part) == hashlib.sha256(wanted).hexdigest()


@given(st.lists(DATA))
def test_a_spool_gives_back_what_was_written(pieces):
    spool = MemorySpool()
    for piece in pieces:
        spool.write(piece)
    assert in_memory(spool.finish()) == b"".join(pieces)
