"""AES-GCM over long octets: checked once, then decrypted wherever they are read.

GCM encrypts as counter mode does, so that once the tag held any part can be decrypted
for itself. The plaintext needs no place of its own, neither in memory nor on the disk.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR, ECB, GCM

from hzl_client.model.octets import Octets, SliceOctets, chunks

TAG_LENGTH = 16
_BLOCK = 16
_BLOCKS = 2**32  # the counter is the last 32 bits of a block, and turns over


def plaintext(cipher: Octets, key: bytes, iv_length: int) -> Iterator[bytes]:
    """Not to be believed before it ends: InvalidTag, ValueError if it is too short."""
    length = _length(cipher, iv_length)
    decryptor = Cipher(AES(key), GCM(cipher.read(0, iv_length))).decryptor()
    for piece in chunks(SliceOctets(cipher, iv_length, length)):
        yield decryptor.update(piece)
    decryptor.finalize_with_tag(cipher.read(iv_length + length, TAG_LENGTH))


def decrypted(cipher: Octets, key: bytes, iv_length: int) -> Octets:
    """What `plaintext` gave, after it has ended without an error."""
    counter = _first_counter(key, cipher.read(0, iv_length))
    return _Decrypted(cipher, iv_length, _length(cipher, iv_length), key, counter)


@dataclass(frozen=True, slots=True)
class _Decrypted(SliceOctets):
    key: bytes = field(repr=False)
    counter: bytes = field(repr=False)  # of the first block

    def read(self, start: int, length: int) -> bytes:
        length = max(0, min(length, self.size - start))
        blocks, skipped = divmod(start, _BLOCK)
        low = (int.from_bytes(self.counter[12:], "big") + blocks) % _BLOCKS
        before_turn = (_BLOCKS - low) * _BLOCK - skipped
        if length > before_turn:
            behind = start + before_turn, length - before_turn
            return self.read(start, before_turn) + self.read(*behind)
        counter = self.counter[:12] + low.to_bytes(4, "big")
        decryptor = Cipher(AES(self.key), CTR(counter)).decryptor()
        decryptor.update(bytes(skipped))
        return decryptor.update(SliceOctets.read(self, start, length))


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
