"""A place for long plaintext in transit that never puts it on the disk in clear."""

from collections.abc import Callable
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, TypeVar
from weakref import finalize

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hzl_client.errors import DiskFailed, SealBroken
from hzl_client.keys.chunked import ChunkedOctets
from hzl_client.model.octets import CHUNK, Octets

T = TypeVar("T")

MEMORY_LIMIT = 8 * CHUNK
_TAG = 16
_SEALED_CHUNK = CHUNK + _TAG


class SealedSpool:
    """Short bytes stay in memory; longer ones go, chunk by chunk, into an anonymous
    file under a key that only this object knows and that dies with it."""

    def __init__(self, memory_limit: int = MEMORY_LIMIT) -> None:
        self._limit = memory_limit
        self._size = 0
        self._begun = bytearray()  # the chunk not yet full
        self._chunks: list[bytes] = []
        self._file: _SealedFile | None = None
        self._finished = False

    def write(self, data: bytes) -> None:
        if self._finished:
            raise ValueError("a finished spool takes no more")
        view = memoryview(data)
        while view:
            taken = view[: CHUNK - len(self._begun)]
            self._begun += taken
            self._size += len(taken)
            view = view[len(taken) :]
            if len(self._begun) == CHUNK:
                self._close_chunk()

    def finish(self) -> Octets:
        if not self._finished:
            self._finished = True
            if self._begun:
                self._close_chunk()
        if self._file is not None:
            return ChunkedOctets(self._size, self._file.read)
        return ChunkedOctets(self._size, self._chunks.__getitem__)

    def _close_chunk(self) -> None:
        self._chunks.append(bytes(self._begun))
        self._begun = bytearray()
        if self._file is None and self._size > self._limit:
            self._file = _SealedFile()
        if self._file is not None:
            for chunk in self._chunks:
                self._file.append(chunk)
            self._chunks.clear()


class _SealedFile:
    """Written once, front to back, so the chunk's number may serve as its nonce."""

    def __init__(self) -> None:
        self._cipher = AESGCM(AESGCM.generate_key(256))
        self._count = 0
        self._lock = Lock()
        self._file = _on_disk(_anonymous_file)
        finalize(self, self._file.close)

    def append(self, chunk: bytes) -> None:
        sealed = self._cipher.encrypt(_nonce(self._count), chunk, None)
        with self._lock:
            _on_disk(lambda: self._write(self._count * _SEALED_CHUNK, sealed))
        self._count += 1

    def read(self, number: int) -> bytes:
        with self._lock:
            sealed = _on_disk(lambda: self._read(number * _SEALED_CHUNK))
        try:
            return self._cipher.decrypt(_nonce(number), sealed, None)
        except InvalidTag as error:
            raise SealBroken("a spooled chunk does not open", chunk=number) from error

    def _write(self, place: int, data: bytes) -> None:
        self._file.seek(place)
        view = memoryview(data)
        while view:  # an unbuffered file may take less than it is given
            view = view[self._file.write(view) :]

    def _read(self, place: int) -> bytes:
        self._file.seek(place)
        pieces = bytearray()
        while len(pieces) < _SEALED_CHUNK:
            piece = self._file.read(_SEALED_CHUNK - len(pieces))
            if not piece:
                break
            pieces += piece
        return bytes(pieces)


def _anonymous_file() -> IO[bytes]:
    """Has no name on POSIX (O_TMPFILE, or unlinked at once) and is deleted by Windows
    with its last handle (O_TEMPORARY), crash or not."""
    return TemporaryFile(buffering=0)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _on_disk(action: Callable[[], T]) -> T:
    try:
        return action()
    except OSError as error:
        raise DiskFailed(
            "the temporary folder does not take more", errno=error.errno
        ) from error
