"""Session keys and ciphertext: round trips, known answers, damage."""

import secrets
from typing import cast

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7
from hypothesis import given
from hypothesis import strategies as st

from helpers.credentials import ec_credential, rsa_credential
from hzl_client.errors import AlgorithmRefused, KeyUnwrap, SymmetricDecryption
from hzl_client.model.octets import (
    CHUNK,
    MemoryOctets,
    MemorySpool,
    Octets,
    in_memory,
)
from hzl_client.xmlsec import algorithms as a
from hzl_client.xmlsec import encryption as e
from hzl_client.xmlsec.encryption import KeyTransport, SymmetricMethod

GCM = [
    SymmetricMethod(uri, iv)
    for uri in (a.ENC_AES128_GCM, a.ENC_AES192_GCM, a.ENC_AES256_GCM)
    for iv in (12, 16)
]
CBC_METHODS = [
    SymmetricMethod(a.ENC_AES128_CBC, 16),
    SymmetricMethod(a.ENC_AES192_CBC, 16),
    SymmetricMethod(a.ENC_AES256_CBC, 16),
    SymmetricMethod(a.ENC_3DES_CBC, 8),
]
METHODS = st.sampled_from([*GCM, *CBC_METHODS])
RSA15 = KeyTransport(a.KT_RSA_15, "", "")


class WatchedSpool(MemorySpool):
    finished = False

    def finish(self) -> Octets:
        self.finished = True
        return super().finish()


def encrypt(plain: bytes, key: bytes, method: SymmetricMethod) -> bytes:
    if method in GCM:
        return b"".join(e.encrypt([plain], key, method, e.new_iv(method)))
    block = method.iv_length
    padder = PKCS7(block * 8).padder()
    return encrypt_padded(padder.update(plain) + padder.finalize(), key, block)


def encrypt_padded(padded: bytes, key: bytes, block: int) -> bytes:
    iv = secrets.token_bytes(block)
    algorithm = TripleDES(key) if block == 8 else AES(key)
    encryptor = Cipher(algorithm, CBC(iv)).encryptor()
    return iv + encryptor.update(padded) + encryptor.finalize()


def decrypt(cipher: bytes, key: bytes, method: SymmetricMethod) -> bytes:
    return in_memory(e.decrypt(MemoryOctets(cipher), key, method, MemorySpool()))


# --- round trips and known answers ---------------------------------------------------


@given(st.binary(max_size=200), METHODS)
def test_decrypting_undoes_encrypting(plain: bytes, method: SymmetricMethod) -> None:
    key = e.new_session_key(method)
    assert decrypt(encrypt(plain, key, method), key, method) == plain


@pytest.mark.parametrize("method", [GCM[0], GCM[5], *CBC_METHODS[2:]])
@pytest.mark.parametrize("size", [CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 15])
def test_no_seam_shows_between_pieces(method: SymmetricMethod, size: int) -> None:
    key = e.new_session_key(method)
    plain = bytes(range(251)) * (size // 251 + 1)
    plain = plain[:size]
    assert decrypt(encrypt(plain, key, method), key, method) == plain


class Unread(MemoryOctets):
    """A ciphertext that counts how much of it is read."""

    read_so_far = 0

    def read(self, start: int, length: int) -> bytes:
        Unread.read_so_far += len(piece := super().read(start, length))
        return piece


@pytest.mark.parametrize(("spare", "room"), [(0, True), (-1, False)])
def test_what_has_room_is_decrypted_once_and_else_wherever_it_is_read(
    spare: int, room: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    method, met = e.DEFAULT_METHOD, []
    key, plain = e.new_session_key(method), b"Antrag" * 1000
    cipher, spool = Unread(encrypt(plain, key, method)), WatchedSpool()
    monkeypatch.setattr(WatchedSpool, "MOST", cipher.size + spare)
    octets = e.decrypt(cipher, key, method, spool, met.extend)
    assert (spool.finished, b"".join(met)) == (room, plain)
    Unread.read_so_far = 0
    assert octets.read(600, 60) == plain[600:660]
    assert Unread.read_so_far == (0 if room else 60)


def test_plaintext_may_come_in_any_pieces() -> None:
    method, key, iv = e.DEFAULT_METHOD, bytes(32), bytes(12)
    whole = b"".join(e.encrypt([b"Antrag" * 1000], key, method, iv))
    pieces = [b"Antrag"] * 400 + [b""] + [b"Antrag" * 600]
    assert b"".join(e.encrypt(pieces, key, method, iv)) == whole


# NIST GCM test cases 3 and 14 (McGrew, Viega): IV, plaintext, ciphertext, tag.
KNOWN = [
    (
        SymmetricMethod(a.ENC_AES128_GCM, 12),
        "feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        (
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255"
        ),
        (
            "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
            "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985"
        ),
        "4d5c2af327cd64a62cf35abd2ba6fab4",
    ),
    (
        SymmetricMethod(a.ENC_AES256_GCM, 12),
        "00" * 32,
        "00" * 12,
        "00" * 16,
        "cea7403d4d606b6e074ec5d3baf39d18",
        "d0d1c8a799996bf0265b98b5d48ab919",
    ),
]


@pytest.mark.parametrize(("method", "key", "iv", "plain", "cipher", "tag"), KNOWN)
def test_known_answers(
    method: SymmetricMethod, key: str, iv: str, plain: str, cipher: str, tag: str
) -> None:
    written = e.encrypt(
        [bytes.fromhex(plain)], bytes.fromhex(key), method, bytes.fromhex(iv)
    )
    assert b"".join(written).hex() == iv + cipher + tag
    whole = bytes.fromhex(iv + cipher + tag)
    assert decrypt(whole, bytes.fromhex(key), method).hex() == plain


def test_known_answer_cbc() -> None:
    """NIST SP 800-38A, F.2.1, one block, behind it one of padding."""
    key = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")
    iv = "000102030405060708090a0b0c0d0e0f"
    first = "7649abac8119b246cee98e9b12e9197d"
    padding_block = Cipher(AES(key), CBC(bytes.fromhex(first))).encryptor()
    last = padding_block.update(b"\x10" * 16).hex()
    plain = decrypt(bytes.fromhex(iv + first + last), key, CBC_METHODS[0])
    assert plain.hex() == "6bc1bee22e409f96e93d7e117393172a"


@given(st.binary(max_size=40), st.sampled_from(CBC_METHODS), st.binary(min_size=16))
def test_padding_of_xml_encryption_is_read(
    plain: bytes, method: SymmetricMethod, noise: bytes
) -> None:
    block = method.iv_length
    count = block - len(plain) % block
    padded = plain + noise[: count - 1] + bytes([count])
    key = e.new_session_key(method)
    assert decrypt(encrypt_padded(padded, key, block), key, method) == plain


@pytest.mark.parametrize("method", CBC_METHODS)
@pytest.mark.parametrize("last", [0, 17, 255])
def test_impossible_padding_does_not_decrypt(
    method: SymmetricMethod, last: int
) -> None:
    block = method.iv_length
    key = e.new_session_key(method)
    cipher = encrypt_padded(bytes(block - 1) + bytes([last]), key, block)
    with pytest.raises(SymmetricDecryption):
        decrypt(cipher, key, method)


# --- damage --------------------------------------------------------------------------


@given(st.binary(max_size=100), st.sampled_from(GCM), st.data())
def test_one_flipped_bit_anywhere_does_not_decrypt(
    plain: bytes, method: SymmetricMethod, draw: st.DataObject
) -> None:
    key = e.new_session_key(method)
    cipher = bytearray(encrypt(plain, key, method))
    at = draw.draw(st.integers(0, len(cipher) - 1))
    cipher[at] ^= 1 << draw.draw(st.integers(0, 7))
    spool = WatchedSpool()
    with pytest.raises(SymmetricDecryption):
        e.decrypt(MemoryOctets(bytes(cipher)), key, method, spool)
    assert not spool.finished


@given(st.binary(max_size=100), METHODS, st.data())
def test_whatever_is_cut_or_added_is_refused_or_decrypts_but_never_crashes(
    plain: bytes, method: SymmetricMethod, draw: st.DataObject
) -> None:
    key = e.new_session_key(method)
    cipher = encrypt(plain, key, method)
    start = draw.draw(st.integers(0, len(cipher)))
    end = draw.draw(st.integers(start, len(cipher)))
    damaged = cipher[:start] + draw.draw(st.binary(max_size=20)) + cipher[end:]
    try:
        read = decrypt(damaged, key, method)
    except SymmetricDecryption:
        return
    assert damaged == cipher or method in CBC_METHODS, "GCM has a tag"
    assert len(read) < len(damaged)


@given(st.binary(max_size=100), METHODS)
def test_arbitrary_bytes_and_keys(cipher: bytes, method: SymmetricMethod) -> None:
    for key in (b"", bytes(8), bytes(16), bytes(24), bytes(32), bytes(33)):
        try:
            read = decrypt(cipher, key, method)
        except SymmetricDecryption:
            continue
        assert method in CBC_METHODS
        assert len(key) == method.kind.key_length
        assert len(read) < len(cipher)


def test_all_failures_look_alike() -> None:
    key = e.new_session_key(e.DEFAULT_METHOD)
    good = encrypt(b"Antrag", key, e.DEFAULT_METHOD)
    cbc = SymmetricMethod(a.ENC_AES256_CBC, 16)
    attempts = [
        (good[:-1], key, e.DEFAULT_METHOD),
        (good[:20], key, e.DEFAULT_METHOD),
        (b"", key, e.DEFAULT_METHOD),
        (good, bytes(32), e.DEFAULT_METHOD),
        (good, key[:16], e.DEFAULT_METHOD),
        (encrypt_padded(bytes(16), key, 16), key, cbc),
        (bytes(31), key, cbc),
        (bytes(16), key, cbc),
        (bytes(3), key, cbc),
    ]
    seen = set()
    for cipher, session_key, method in attempts:
        with pytest.raises(SymmetricDecryption) as caught:
            decrypt(cipher, session_key, method)
        error = caught.value
        assert error.__cause__ is None
        assert error.__context__ is None
        seen.add((str(error), tuple(error.facts)))
    assert len(seen) == 1


# --- session keys --------------------------------------------------------------------


@pytest.mark.parametrize("digest", [a.DIGEST_SHA256, a.DIGEST_SHA384, a.DIGEST_SHA512])
@pytest.mark.parametrize("mgf", [a.MGF1_SHA256, a.MGF1_SHA384, a.MGF1_SHA512])
def test_unwrapping_undoes_wrapping(digest: str, mgf: str) -> None:
    transport = KeyTransport(a.KT_RSA_OAEP, digest, mgf)
    for method in GCM:
        key = e.new_session_key(method)
        wrapped = e.wrap(key, rsa_credential().certificate, transport)
        assert e.unwrap(wrapped, rsa_key(), transport, method) == key


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return cast("rsa.RSAPrivateKey", rsa_credential(bits).key)


def test_failed_unwraps_look_alike() -> None:
    transport = e.DEFAULT_TRANSPORT
    certificate = rsa_credential().certificate
    good = e.wrap(bytes(32), certificate, transport)
    other = KeyTransport(a.KT_RSA_OAEP, a.DIGEST_SHA512, a.MGF1_SHA512)
    attempts = [
        b"",
        good[:-1],
        bytes([good[0] ^ 1]) + good[1:],
        good + b"\0",
        b"\xff" * 256,
        e.wrap(bytes(16), certificate, transport),  # a key for another cipher
        e.wrap(b"", certificate, transport),
        e.wrap(bytes(32), certificate, other),
    ]
    seen = set()
    for wrapped in attempts:
        with pytest.raises(KeyUnwrap) as caught:
            e.unwrap(wrapped, rsa_key(), transport, e.DEFAULT_METHOD)
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None
        seen.add((str(caught.value), tuple(caught.value.facts)))
    assert len(seen) == 1


@given(st.integers(0, 2047))
def test_one_flipped_bit_in_a_wrapped_key(bit: int) -> None:
    certificate = rsa_credential().certificate
    wrapped = bytearray(e.wrap(bytes(32), certificate, e.DEFAULT_TRANSPORT))
    wrapped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(KeyUnwrap):
        e.unwrap(bytes(wrapped), rsa_key(), e.DEFAULT_TRANSPORT, e.DEFAULT_METHOD)


def test_rsa_15_gives_a_key_of_the_right_length_whatever_came() -> None:
    key = rsa_key()
    public = key.public_key()
    session_key = secrets.token_bytes(32)
    good = public.encrypt(session_key, padding.PKCS1v15())
    assert e.unwrap(good, key, RSA15, e.DEFAULT_METHOD) == session_key
    attempts = [
        b"",
        good[:-1],
        bytes([good[0] ^ 1]) + good[1:],
        b"\xff" * 256,  # more than the modulus
        bytes(255) + b"\x02",
        public.encrypt(session_key[:16], padding.PKCS1v15()),
        public.encrypt(session_key + b"\0", padding.PKCS1v15()),
    ]
    for wrapped in attempts:
        found = e.unwrap(wrapped, key, RSA15, e.DEFAULT_METHOD)
        assert len(found) == 32
        assert found != session_key
        cipher = encrypt(b"Antrag", session_key, e.DEFAULT_METHOD)
        with pytest.raises(SymmetricDecryption):
            decrypt(cipher, found, e.DEFAULT_METHOD)


class _Untouchable:
    """A private key that must not be used."""

    def __init__(self, key_size: int) -> None:
        self.key_size = key_size

    def decrypt(self, *_: object) -> bytes:
        raise AssertionError("the private key was used")


def test_no_private_key_works_against_the_policy() -> None:
    key = cast("rsa.RSAPrivateKey", _Untouchable(1024))
    with pytest.raises(AlgorithmRefused):
        e.unwrap(bytes(128), key, e.DEFAULT_TRANSPORT, e.DEFAULT_METHOD)


def test_legacy_admits_a_short_key() -> None:
    legacy = KeyTransport(a.KT_RSA_OAEP, a.DIGEST_SHA256, a.MGF1_SHA256, minimum_bits=0)
    public = rsa_key(1024).public_key()
    wrapped = public.encrypt(bytes(32), e._oaep(legacy))
    assert e.unwrap(wrapped, rsa_key(1024), legacy, e.DEFAULT_METHOD) == bytes(32)


def test_session_keys_and_ivs_fit_and_differ() -> None:
    for method in GCM:
        keys = {e.new_session_key(method) for _ in range(20)}
        assert len(keys) == 20
        assert {len(key) for key in keys} == {method.kind.key_length}
        assert len(e.new_iv(method)) == method.iv_length


# --- what is never written -----------------------------------------------------------


@pytest.mark.parametrize("method", CBC_METHODS)
def test_cbc_is_never_written(method: SymmetricMethod) -> None:
    key = e.new_session_key(method)
    with pytest.raises(AlgorithmRefused):
        list(e.encrypt([b""], key, method, e.new_iv(method)))


def test_an_iv_or_key_of_another_length_is_our_own_bug() -> None:
    for key, iv in ((bytes(32), bytes(16)), (bytes(16), bytes(12))):
        with pytest.raises(ValueError, match="does not fit"):
            list(e.encrypt([b""], key, e.DEFAULT_METHOD, iv))


@pytest.mark.parametrize(
    "transport",
    [RSA15, KeyTransport(a.KT_RSA_OAEP_MGF1P, a.DIGEST_SHA1, a.MGF1_SHA1)],
)
def test_old_key_transports_are_never_written(transport: KeyTransport) -> None:
    with pytest.raises(AlgorithmRefused):
        e.wrap(bytes(32), rsa_credential().certificate, transport)


def test_nothing_is_wrapped_for_short_or_foreign_keys() -> None:
    for credential in (rsa_credential(1024), ec_credential()):
        with pytest.raises(AlgorithmRefused):
            e.wrap(bytes(32), credential.certificate, e.DEFAULT_TRANSPORT)
