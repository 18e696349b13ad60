"""Sealing at rest: one key per mailbox, which wraps one key per record."""

import hashlib
import hmac
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hzl_client.errors import SealBroken
from hzl_client.model.octets import CHUNK

KEY_SIZE = 32
_NONCE = 12
SEAL = 16  # the end of a sealed value, another one for every sealing
_FORMAT = b"\x01"
_HEAD = len(_FORMAT) + _NONCE
OVERHEAD = _HEAD + SEAL  # what sealing adds to the length

# A sealed value says what it is, so that none can stand in for another kind.
_VALUE = b"hzl mailbox value\0"
_RECORD_KEY = b"hzl record key\0"
_CHUNK = b"hzl record chunk\0"
_MARK = b"hzl mark\0"


@dataclass(frozen=True, slots=True)
class MailboxKey:
    """The one key that opens a mailbox; `raw` is for `keys.unlock` alone."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_length(self.raw)

    @classmethod
    def new(cls) -> "MailboxKey":
        return cls(os.urandom(KEY_SIZE))

    def seal(self, plain: bytes, associated: bytes) -> bytes:
        return bytes(_seal(self.raw, plain, _VALUE + associated))

    def open(self, sealed: bytes, associated: bytes) -> bytes:
        return _open(self.raw, sealed, _VALUE + associated)

    def mark(self, value: bytes) -> bytes:
        """Tells equal values without showing them: a digest only we can compute."""
        key = hmac.digest(self.raw, _MARK, "sha256")
        return hmac.digest(key, value, "sha256")

    def new_record_key(self, record: str) -> "RecordKey":
        return RecordKey(record, os.urandom(KEY_SIZE))

    def wrap(self, key: "RecordKey") -> bytes:
        return bytes(_seal(self.raw, key.raw, _RECORD_KEY + key.record.encode()))

    def unwrap(self, record: str, wrapped: bytes) -> "RecordKey":
        raw = _open(self.raw, wrapped, _RECORD_KEY + record.encode())
        return RecordKey(record, raw)


@dataclass(frozen=True, slots=True)
class RecordKey:
    """Seals the blobs of one record, chunk by chunk; a chunk opens only where it was
    sealed: in this record and blob, at this number, as the last one or not."""

    record: str
    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_length(self.raw)

    def seal(
        self, plain: bytes, blob: str, number: int = 0, *, last: bool
    ) -> bytearray:
        if len(plain) > CHUNK:
            raise ValueError("longer than a chunk")
        return _seal(self.raw, plain, self._place(blob, number, last=last))

    def open(self, sealed: bytes, blob: str, number: int = 0, *, last: bool) -> bytes:
        return _open(self.raw, sealed, self._place(blob, number, last=last))

    def _place(self, blob: str, number: int, *, last: bool) -> bytes:
        """Digests have one length each, so the parts cannot run into each other."""
        names = _name_digest(self.record) + _name_digest(blob)
        return _CHUNK + names + number.to_bytes(8, "big") + bytes([last])


def _name_digest(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def _check_length(raw: bytes) -> None:
    if len(raw) != KEY_SIZE:
        raise SealBroken("a key has the wrong length", size=len(raw))


def _seal(key: bytes, plain: bytes, associated: bytes) -> bytearray:
    """Random nonces: far below 2^32 seals under any one key."""
    nonce, sealed = os.urandom(_NONCE), bytearray(len(plain) + OVERHEAD)
    sealed[:_HEAD] = _FORMAT + nonce
    with memoryview(sealed) as whole:
        AESGCM(key).encrypt_into(nonce, plain, _FORMAT + associated, whole[_HEAD:])
    return sealed


def _open(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    if len(sealed) < OVERHEAD or sealed[:1] != _FORMAT:
        raise SealBroken("not a sealed value", size=len(sealed))
    nonce, cipher = sealed[1:_HEAD], memoryview(sealed)[_HEAD:]
    try:
        return AESGCM(key).decrypt(nonce, cipher, _FORMAT + associated)
    except InvalidTag as error:
        raise SealBroken("a seal does not hold", size=len(sealed)) from error
