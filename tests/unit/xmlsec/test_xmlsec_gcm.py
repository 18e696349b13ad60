"""Any part of a checked GCM ciphertext decrypts to that part of the plaintext."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.model.octets import CHUNK, MemoryOctets, SliceOctets, chunks, in_memory
from hzl_client.xmlsec import gcm

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
