"""Long byte strings that need not lie in memory: anything with a size and a read."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

CHUNK = 1024 * 1024  # one-shot calls on more would hold the interpreter lock too long


class Octets(Protocol):
    """Random access to `size` bytes; reading never changes them."""

    @property
    def size(self) -> int: ...

    def read(self, start: int, length: int) -> bytes:
        """Exactly the bytes [start, start+length) that exist; shorter at the end."""
        ...


@dataclass(frozen=True, slots=True)
class MemoryOctets:
    data: bytes

    @property
    def size(self) -> int:
        return len(self.data)

    def read(self, start: int, length: int) -> bytes:
        return self.data[start : start + length]


@dataclass(frozen=True, slots=True)
class SliceOctets:
    """A part of other octets, e.g. one MIME part of a message."""

    whole: Octets
    start: int
    size: int

    def read(self, start: int, length: int) -> bytes:
        if start >= self.size:
            return b""
        return self.whole.read(self.start + start, min(length, self.size - start))


def chunks(octets: Octets) -> Iterator[bytes]:
    """All of it in pieces of at most 1 MiB, cut where the bytes lie in whole chunks:
    so they are handed on without being copied. The first one may be short as well."""
    lead, start = _place(octets) % CHUNK, 0
    while start < octets.size:
        piece = octets.read(start, CHUNK - (lead + start) % CHUNK)
        if not piece:
            return
        yield piece
        start += len(piece)


def in_chunks(octets: Octets) -> Iterator[bytes]:
    """All of it in pieces of exactly 1 MiB, but for the last one."""
    for start in range(0, octets.size, CHUNK):
        yield octets.read(start, CHUNK)


def _place(octets: Octets) -> int:
    """Where a slice begins in what it was cut from."""
    place = 0
    while isinstance(octets, SliceOctets):
        place += octets.start
        octets = octets.whole
    return place


def in_memory(octets: Octets) -> bytes:
    """All bytes at once; the caller has checked the size."""
    return b"".join(chunks(octets))


def sha256_hex(octets: Octets) -> str:
    digest = hashlib.sha256()
    for chunk in chunks(octets):
        digest.update(chunk)
    return digest.hexdigest()


class Spool(Protocol):
    """A place to write bytes once, front to back, and then read them as Octets."""

    def write(self, data: bytes) -> None: ...

    def has_room(self, size: int) -> bool:
        """Whether so many bytes are better written than decrypted wherever they are
        read: they would stay in memory, and in such as is quickly had."""
        ...

    def finish(self) -> Octets:
        """Everything written so far; no writing after this."""
        ...


class MemorySpool:
    """For short bytes and for tests; long ones go to `keys.spool.SealedSpool`."""

    MOST = CHUNK  # bytes it has room for, though it takes more

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> None:
        self._pieces.append(data)

    def has_room(self, size: int) -> bool:
        return size <= self.MOST

    def finish(self) -> Octets:
        return MemoryOctets(b"".join(self._pieces))


NewSpool = Callable[[], Spool]
