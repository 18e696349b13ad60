"""Any part of a checked GCM ciphertext decrypts to that part of the plaintext."""

from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.model.octets import CHUNK, MemoryOctets, SliceOctets, chunks, in_memory
from hzl_client.xmlsec import gcm

MEASURED = gcm._gcm_is_faster.__wrapped__


@pytest.fixture(autouse=True)
def _gcm_is_faster(monkeypatch):
    """Whatever this processor has."""
    monkeypatch.setattr(gcm, "_gcm_is_faster", lambda: True)


# Under a key of 32 zero bytes its counter turns over after 3,119 blocks.
TURNING = (625_483).to_bytes(16, "big")


def sealed(plain, key, iv):
    return MemoryOctets(iv + AESGCM(key).encrypt(iv, plain, None))


@given(
    st.binary(max_size=200),
    st.sampled_from([16, 24, 32]),
    st.sampled_from([12, 16]),
    st.data(),
)
def test_every_part_decrypts_for_itself(plain, key_length, iv_length, draw):
    key = draw.draw(st.binary(min_size=key_length, max_size=key_length))
    iv = draw.draw(st.binary(min_size=iv_length, max_size=iv_length))
    cipher = sealed(plain, key, iv)
    octets = gcm.decrypted(cipher, key, iv_length)
    assert octets.size == len(plain)
    assert in_memory(octets) == plain
    assert b"".join(gcm.plaintext(cipher, key, iv_length)) == plain
    lengths = st.integers(0, 220) | st.just(10**20)
    start, length = draw.draw(st.integers(0, 220)), draw.draw(lengths)
    assert octets.read(start, length) == plain[start : start + length]


@given(st.integers(49_000, 51_000), st.integers(0, 9_000))
def test_the_counter_turns_over(start, length):
    plain = bytes(range(250)) * 240
    octets = gcm.decrypted(sealed(plain, bytes(32), TURNING), bytes(32), 16)
    assert octets.read(start, length) == plain[start : start + length]
    assert octets.read(0, len(plain)) == plain


def test_long_plaintext_is_cut_where_the_ciphertext_is():
    """So that no chunk of it is joined out of two."""
    plain = bytes(range(251)) * 12_000
    cipher = sealed(plain, bytes(16), bytes(12))
    octets = gcm.decrypted(cipher, bytes(16), 12)
    assert len(next(chunks(octets))) == CHUNK - 12
    assert b"".join(chunks(SliceOctets(octets, 7, CHUNK))) == plain[7 : CHUNK + 7]


PLACES = st.lists(st.tuples(st.integers(0, 220), st.integers(0, 90)), max_size=12)


@given(st.binary(min_size=90, max_size=200), st.sampled_from([12, 16]), PLACES)
def test_whatever_was_read_before_it_is_the_plaintext(plain, iv_length, places):
    """Short reads, gaps, steps back: some go on with a cipher under way."""
    cipher = sealed(plain, bytes(32), bytes(range(iv_length)))
    octets = gcm.decrypted(cipher, bytes(32), iv_length)
    with mock.patch.multiple(gcm, _LONG=8, _GAP=20):
        for start, length in places:
            assert octets.read(start, length) == plain[start : start + length]
        assert in_memory(octets) == plain


def no_part_for_itself():
    return mock.patch.object(gcm, "CTR", side_effect=AssertionError)


def test_who_goes_through_it_decrypts_each_byte_once():
    """Also through two ciphers, from behind what stands before an attachment on."""
    plain = bytes(range(251)) * 20_000
    inner = sealed(plain, bytes(16), bytes(12))
    message = b"x" * 70_001 + inner.data + b"--"
    outer = sealed(message, bytes(32), bytes(16))
    decrypted = gcm.decrypted(outer, bytes(32), 16)
    cipher = SliceOctets(decrypted, 70_001, inner.size)
    octets = gcm.decrypted(cipher, bytes(16), 12)
    with no_part_for_itself():
        for _ in range(2):  # from the front again
            pieces = [octets.read(at, CHUNK) for at in range(0, len(plain), CHUNK)]
            assert b"".join(pieces) == plain
            assert b"".join(chunks(decrypted)) == message


class Watched(MemoryOctets):
    """Counts what is read of it, and can be told to fail from a place on."""

    count, fails_from = 0, 10**9

    def read(self, start, length):
        if start >= Watched.fails_from:
            raise MemoryError
        Watched.count += len(piece := super().read(start, length))
        return piece


@pytest.fixture
def watched(monkeypatch):
    """Octets over three chunks, and what they are."""
    monkeypatch.setattr(Watched, "count", 0)
    monkeypatch.setattr(Watched, "fails_from", 10**9)
    plain = bytes(range(251)) * 13_000
    cipher = Watched(sealed(plain, bytes(16), bytes(12)).data)
    return gcm.decrypted(cipher, bytes(16), 12), plain


def test_after_a_failure_it_does_not_go_on_in_the_wrong_place(watched):
    octets, plain = watched
    octets.read(0, CHUNK)
    Watched.fails_from = 2 * CHUNK
    with pytest.raises(MemoryError):  # behind a gap that could be read
        octets.read(2 * CHUNK, CHUNK)
    Watched.fails_from = 10**9
    for at in (2 * CHUNK, CHUNK, 0):
        assert octets.read(at, CHUNK) == plain[at : at + CHUNK]


def test_far_behind_nothing_is_read_but_what_is_wanted(watched):
    octets, plain = watched
    octets.read(0, CHUNK // 2)
    Watched.count = 0
    at = CHUNK * 5 // 2
    assert octets.read(at, 100_000) == plain[at : at + 100_000]
    assert Watched.count == 100_000


def test_where_counter_mode_is_faster_each_part_is_decrypted_for_itself(
    watched, monkeypatch
):
    octets, plain = watched
    monkeypatch.setattr(gcm, "_gcm_is_faster", lambda: False)
    with mock.patch.object(gcm, "_decryptor", side_effect=AssertionError):
        assert octets.read(7, 2 * CHUNK) == plain[7 : 7 + 2 * CHUNK]


@pytest.mark.parametrize(("gcm_takes", "faster"), [(1, True), (2, False), (3, False)])
def test_the_faster_one_is_found_by_measuring(gcm_takes, faster):
    takes = [gcm_takes] * 5 + [2] * 5
    clock = [moment for each in takes for moment in (0, each)]
    with mock.patch.object(gcm, "perf_counter", side_effect=clock):
        assert MEASURED() is faster


def test_threads_that_go_through_it_at_once_all_get_it():
    plain = bytes(range(251)) * 10_000
    octets = gcm.decrypted(sealed(plain, bytes(16), bytes(12)), bytes(16), 12)

    def through(step):
        return b"".join(octets.read(at, step) for at in range(0, len(plain), step))

    with ThreadPoolExecutor(4) as pool:
        steps = [70_000, 300_000, CHUNK, 65_536]
        assert set(pool.map(through, steps * 3)) == {plain}


@pytest.mark.parametrize("place", [0, 12, 40, -1])
def test_one_wrong_byte_shows_at_the_end(place):
    whole = bytearray(sealed(b"Antrag" * 10, bytes(16), bytes(12)).data)
    whole[place] ^= 1
    with pytest.raises(InvalidTag):
        list(gcm.plaintext(MemoryOctets(bytes(whole)), bytes(16), 12))


def test_no_key_in_what_is_printed():
    octets = gcm.decrypted(
        sealed(b"", b"geheimgeheim1234", bytes(12)), b"geheimgeheim1234", 12
    )
    assert "geheim" not in repr(octets)
