"""AES-GCM over long octets: checked once, then decrypted wherever they are read.

GCM encrypts as counter mode does, so that once the tag held any part can be decrypted
for itself. The plaintext needs no place of its own, neither in memory nor on the disk.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from time import perf_counter

from cryptography.hazmat.primitives.ciphers import (
    AEADDecryptionContext,
    Cipher,
    CipherContext,
)
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR, ECB, GCM

from hzl_client.model.octets import CHUNK, Octets, SliceOctets, chunks

TAG_LENGTH = 16
_BLOCK = 16
_BLOCKS = 2**32  # the counter is the last 32 bits of a block, and turns over
_LONG = 64 * 1024  # bytes; a shorter read is not part of going through
_GAP = CHUNK  # bytes that are passed over between two parts, or before the first one
_PROBE = bytes(256 * 1024)


def plaintext(cipher: Octets, key: bytes, iv_length: int) -> Iterator[bytes]:
    """Not to be believed before it ends: InvalidTag, ValueError if it is too short."""
    length = _length(cipher, iv_length)
    decryptor = _decryptor(key, cipher.read(0, iv_length))
    for piece in chunks(SliceOctets(cipher, iv_length, length)):
        yield decryptor.update(piece)
    decryptor.finalize_with_tag(cipher.read(iv_length + length, TAG_LENGTH))


def decrypted(cipher: Octets, key: bytes, iv_length: int) -> Octets:
    """What `plaintext` gave, after it has ended without an error."""
    iv, length = cipher.read(0, iv_length), _length(cipher, iv_length)
    passing = _Passing(SliceOctets(cipher, iv_length, length), key, iv)
    counter = _first_counter(key, iv)
    return _Decrypted(cipher, iv_length, length, key, counter, passing)


class _Passing:
    """Plaintext for whoever goes through it: GCM does what counter mode does, on some
    processors twice as fast, but from the front only. Safe among threads."""

    def __init__(self, body: Octets, key: bytes, iv: bytes) -> None:
        self._body, self._key, self._iv = body, key, iv
        self._decryptor: AEADDecryptionContext | None = None
        self._at = 0
        self._lock = Lock()

    def read(self, start: int, length: int) -> bytes | None:
        """None where that neither goes on from what was read before, nor begins in the
        first MiB."""
        with self._lock:
            if start <= _GAP and (self._decryptor is None or start < self._at):
                self._at, self._decryptor = 0, _decryptor(self._key, self._iv)
            decryptor, gap = self._decryptor, start - self._at
            if decryptor is None or not 0 <= gap <= _GAP:
                return None
            self._decryptor = None  # after a failure nobody knows where it is
            if gap:
                decryptor.update(self._body.read(self._at, gap))
            plain = decryptor.update(self._body.read(start, length))
            self._at, self._decryptor = start + len(plain), decryptor
            return plain


@cache
def _gcm_is_faster() -> bool:
    """Than counter mode, which AVX-512 decides: half the time with it, half as much
    again without it."""
    counter = Cipher(AES(bytes(32)), CTR(bytes(_BLOCK))).decryptor()
    return _seconds(_decryptor(bytes(32), bytes(12))) < _seconds(counter)


def _seconds(decryptor: CipherContext) -> float:
    times = []
    for _ in range(5):
        started = perf_counter()
        decryptor.update(_PROBE)
        times.append(perf_counter() - started)
    return min(times)


@dataclass(frozen=True, slots=True)
class _Decrypted(SliceOctets):
    key: bytes = field(repr=False)
    counter: bytes = field(repr=False)  # of the first block
    passing: _Passing = field(repr=False, compare=False)

    def read(self, start: int, length: int) -> bytes:
        length = max(0, min(length, self.size - start))
        if length >= _LONG and _gcm_is_faster():
            passed = self.passing.read(start, length)
            if passed is not None:
                return passed
        return self._read_from(start, length)

    def _read_from(self, start: int, length: int) -> bytes:
        """Any part for itself."""
        blocks, skipped = divmod(start, _BLOCK)
        low = (int.from_bytes(self.counter[12:], "big") + blocks) % _BLOCKS
        before_turn = (_BLOCKS - low) * _BLOCK - skipped
        if length > before_turn:
            behind = start + before_turn, length - before_turn
            return self._read_from(start, before_turn) + self._read_from(*behind)
        counter = self.counter[:12] + low.to_bytes(4, "big")
        decryptor = Cipher(AES(self.key), CTR(counter)).decryptor()
        decryptor.update(bytes(skipped))
        return decryptor.update(SliceOctets.read(self, start, length))


def _decryptor(key: bytes, iv: bytes) -> AEADDecryptionContext:
    return Cipher(AES(key), GCM(iv)).decryptor()


def _length(cipher: Octets, iv_length: int) -> int:
    length = cipher.size - iv_length - TAG_LENGTH
    if length < 0:
        raise ValueError("shorter than IV and tag")
    return length


def _first_counter(key: bytes, iv: bytes) -> bytes:
    """The tag of nothing at all is the encrypted block before the first one."""
    empty = Cipher(AES(key), GCM(iv)).encryptor()
    empty.finalize()
    before = Cipher(AES(key), ECB()).decryptor().update(empty.tag)  # noqa: S305 - one block
    low = (int.from_bytes(before[12:], "big") + 1) % _BLOCKS
    return before[:12] + low.to_bytes(4, "big")
