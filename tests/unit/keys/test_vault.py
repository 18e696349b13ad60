"""Seals hold, and open nowhere but where they were made."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.errors import SealBroken
from hzl_client.keys.vault import KEY_SIZE, OVERHEAD, MailboxKey, RecordKey
from hzl_client.model.octets import CHUNK

KEY = MailboxKey(bytes(range(32)))
RECORD = RecordKey("r1", bytes(reversed(range(32))))

PLACES = st.tuples(st.text(max_size=8), st.integers(0, 2**40), st.booleans())


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_open_undoes_seal(plain, associated):
    sealed = KEY.seal(plain, associated)
    assert KEY.open(sealed, associated) == plain
    assert len(sealed) == len(plain) + OVERHEAD
    assert len(plain) < 8 or plain not in sealed


@given(st.binary(max_size=50), st.data())
def test_damage_breaks_the_seal(plain, data):
    sealed = bytearray(KEY.seal(plain, b"x"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        KEY.open(bytes(sealed), b"x")
    with pytest.raises(SealBroken):
        KEY.open(KEY.seal(plain, b"x")[:place], b"x")


@given(st.binary(max_size=5), st.binary(max_size=5))
def test_a_seal_holds_for_its_place_only(one, other):
    if one != other:
        with pytest.raises(SealBroken):
            KEY.open(KEY.seal(b"value", one), other)


def test_another_key_does_not_open():
    with pytest.raises(SealBroken):
        MailboxKey.new().open(KEY.seal(b"value", b""), b"")


def test_equal_values_do_not_look_equal():
    assert KEY.seal(b"value", b"") != KEY.seal(b"value", b"")


@given(st.binary(max_size=100), PLACES)
def test_a_chunk_opens_at_its_place(plain, place):
    blob, number, last = place
    sealed = RECORD.seal(plain, blob, number, last=last)
    assert RECORD.open(sealed, blob, number, last=last) == plain


@given(PLACES, PLACES)
def test_a_chunk_opens_at_no_other_place(one, other):
    if one != other:
        sealed = RECORD.seal(b"chunk", one[0], one[1], last=one[2])
        with pytest.raises(SealBroken):
            RECORD.open(sealed, other[0], other[1], last=other[2])


def test_a_chunk_opens_in_no_other_record():
    sealed = RECORD.seal(b"chunk", "message", last=True)
    with pytest.raises(SealBroken):
        RecordKey("r2", RECORD.raw).open(sealed, "message", last=True)


def test_a_chunk_is_at_most_a_chunk():
    whole = os.urandom(CHUNK)
    assert RECORD.open(RECORD.seal(whole, "b", last=True), "b", last=True) == whole
    with pytest.raises(ValueError, match="longer"):
        RECORD.seal(whole + b"x", "b", last=True)


def test_record_keys_are_wrapped_for_their_record():
    key = KEY.new_record_key("r1")
    wrapped = KEY.wrap(key)
    assert KEY.unwrap("r1", wrapped) == key
    assert key.raw not in wrapped
    with pytest.raises(SealBroken):
        KEY.unwrap("r2", wrapped)
    with pytest.raises(SealBroken):
        MailboxKey.new().unwrap("r1", wrapped)


def test_a_sealed_value_is_no_wrapped_key():
    sealed = KEY.seal(bytes(KEY_SIZE), b"r1")
    with pytest.raises(SealBroken):
        KEY.unwrap("r1", sealed)


def test_marks_tell_equal_from_different_for_one_key_only():
    assert KEY.mark(b"a") == KEY.mark(b"a") != KEY.mark(b"b")
    assert MailboxKey.new().mark(b"a") != KEY.mark(b"a")


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_keys_have_one_length(length):
    with pytest.raises(SealBroken):
        MailboxKey(bytes(length))
    with pytest.raises(SealBroken):
        RecordKey("r", bytes(length))


def test_keys_are_not_printed():
    assert "\\x" not in repr(KEY) + repr(RECORD)
