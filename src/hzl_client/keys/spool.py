"""A place for long plaintext in transit that never puts it on the disk in clear."""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hzl_client.errors import DiskFailed, SealBroken
from hzl_client.keys.chunked import ChunkedOctets
from hzl_client.model.octets import CHUNK, Octets

T = TypeVar("T")

MEMORY = 80 * CHUNK  # bytes of all spools together; what does not fit is sealed
SHORT = 16 * 1024  # bytes; a message has at most 2,000 parts as short as that
_PIECE = 4 * 1024  # bytes; shorter ones are put together at once
_LONGEST_FREED = 16 * CHUNK  # more would keep far more for several threads
# Twice as much is kept when freed; a part of it is for what comes and goes.
_QUICK = _LONGEST_FREED * 3 // 2
_TAG = 16
_PAGE = CHUNK + _TAG


@dataclass(frozen=True, slots=True)
class _Page:
    """Where a sealed chunk lies in the file, how long it is in clear, its nonce."""

    number: int
    size: int
    nonce: int


_Kept = bytes | _Page


class Depot:
    """Keeps chunks of all spools: so many bytes in memory, the others in one anonymous
    file under a key that nobody else knows. One file for all, as a message may
    have more parts than a process may open files. Safe among threads. `reserve`: bytes
    of its memory that `has_room` does not offer."""

    def __init__(self, memory: int, reserve: int = 0) -> None:
        self._memory = memory
        self._reserve = reserve
        self._file: _SealedFile | None = None
        self._lock = Lock()
        # Filled by `free`, which the collector may call in the midst of anything.
        self._freed: deque[list[_Kept]] = deque()

    def keep(self, chunk: bytes) -> _Kept:
        with self._lock:
            self._settle()
            if len(chunk) <= SHORT or self._memory >= len(chunk):
                self._memory -= len(chunk)
                return chunk
            self._file = self._file or _SealedFile()
            return self._file.append(chunk)

    def has_room(self, size: int) -> bool:
        """For now: others may come before it."""
        with self._lock:
            self._settle()
            return size <= SHORT or self._memory - self._reserve >= size

    def read(self, kept: _Kept) -> bytes:
        if isinstance(kept, bytes):
            return kept
        with self._lock:
            if self._file is None:
                raise SealBroken("a spooled chunk is gone", chunk=kept.number)
            return self._file.read(kept)

    def free(self, kept: list[_Kept]) -> None:
        self._freed.append(kept)
        # Again, where another thread was just leaving and did not see ours any more.
        while self._freed and self._lock.acquire(blocking=False):
            try:
                self._settle()
            finally:
                self._lock.release()

    def _settle(self) -> None:
        with suppress(IndexError):
            while True:
                self._settle_one(self._freed.popleft())

    def _settle_one(self, kept: list[_Kept]) -> None:
        for each in kept:
            if isinstance(each, bytes):
                self._memory += len(each)
            elif self._file is not None:
                self._file.free(each)
        if self._file is not None and self._file.empty:
            self._file.close()
            self._file = None


_SHARED = Depot(MEMORY, reserve=MEMORY - _QUICK)


def _reuse_freed_memory() -> None:
    """glibc returns long blocks to the system until it has seen a longer one freed;
    then it keeps twice as much. Fresh memory costs several times what decrypting into
    it does."""
    bytes(_LONGEST_FREED)


_reuse_freed_memory()


class SealedSpool:
    """What it takes lies in memory or sealed in a file, and dies with its octets."""

    def __init__(self, depot: Depot | None = None) -> None:
        self._size = 0
        self._begun: list[memoryview | bytearray] = []  # of the chunk not yet full
        self._depot = depot or _SHARED
        self._chunks = _Chunks(self._depot)
        self._finished = False

    def has_room(self, size: int) -> bool:
        return self._depot.has_room(size)

    def write(self, data: bytes) -> None:
        if self._finished:
            raise ValueError("a finished spool takes no more")
        view = memoryview(data)
        while view:
            taken = view[: CHUNK - self._size % CHUNK]
            if len(taken) >= _PIECE:
                self._begun.append(taken)
            elif self._begun and isinstance(self._begun[-1], bytearray):
                self._begun[-1] += taken
            else:
                self._begun.append(bytearray(taken))
            self._size += len(taken)
            view = view[len(taken) :]
            if self._size % CHUNK == 0:
                self._close_chunk()

    def finish(self) -> Octets:
        if not self._finished:
            self._finished = True
            if self._begun:
                self._close_chunk()
        return ChunkedOctets(self._size, self._chunks.read)

    def _close_chunk(self) -> None:
        self._chunks.append(b"".join(self._begun))
        self._begun.clear()


@dataclass(slots=True)
class _Chunks:
    """Those of one spool: owned by whoever may still read them."""

    depot: Depot
    kept: list[_Kept] = field(default_factory=list)

    def append(self, chunk: bytes) -> None:
        self.kept.append(self.depot.keep(chunk))

    def read(self, number: int) -> bytes:
        return self.depot.read(self.kept[number])

    def __del__(self) -> None:
        self.depot.free(self.kept)


class _SealedFile:
    """Pages of one chunk each, used again when they are free; a nonce never is."""

    def __init__(self) -> None:
        self._cipher = AESGCM(AESGCM.generate_key(256))
        self._pages = 0
        self._nonces = 0
        self._free: list[int] = []
        self._file = _on_disk(_anonymous_file)

    @property
    def empty(self) -> bool:
        return len(self._free) == self._pages

    def close(self) -> None:
        self._file.close()

    def append(self, chunk: bytes) -> _Page:
        number = self._free[-1] if self._free else self._pages
        page = _Page(number, len(chunk), self._nonces)
        self._nonces += 1
        sealed = self._cipher.encrypt(_nonce(page), chunk, None)
        _on_disk(lambda: self._write(number * _PAGE, sealed))
        if self._free:
            self._free.pop()
        else:
            self._pages += 1
        return page

    def free(self, page: _Page) -> None:
        self._free.append(page.number)

    def read(self, page: _Page) -> bytes:
        length = page.size + _TAG
        sealed = _on_disk(lambda: self._read(page.number * _PAGE, length))
        try:
            return self._cipher.decrypt(_nonce(page), sealed, None)
        except InvalidTag as error:
            raise SealBroken(
                "a spooled chunk does not open", chunk=page.number
            ) from error

    def _write(self, place: int, data: bytes) -> None:
        self._file.seek(place)
        view = memoryview(data)
        while view:  # an unbuffered file may take less than it is given
            view = view[self._file.write(view) :]

    def _read(self, place: int, length: int) -> bytes:
        self._file.seek(place)
        pieces = self._file.read(length)
        while len(pieces) < length:  # or give less, and not only at its end
            piece = self._file.read(length - len(pieces))
            if not piece:
                break
            pieces += piece
        return pieces


def _anonymous_file() -> IO[bytes]:
    """Has no name on POSIX (O_TMPFILE, or unlinked at once) and is deleted by Windows
    with its last handle (O_TEMPORARY), crash or not."""
    return TemporaryFile(buffering=0)


def _nonce(page: _Page) -> bytes:
    return page.nonce.to_bytes(12, "big")


def _on_disk(action: Callable[[], T]) -> T:
    try:
        return action()
    except OSError as error:
        raise DiskFailed(
            "the temporary folder does not take more", errno=error.errno
        ) from error
