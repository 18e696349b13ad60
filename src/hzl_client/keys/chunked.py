"""Octets that lie somewhere in chunks of 1 MiB and are fetched one by one."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from hzl_client.model.octets import CHUNK

_KEPT = 2  # a slice that straddles two chunks reads each of them once


class ChunkedOctets:
    """`load(number)` gives a whole chunk, the last one shorter; safe among threads."""

    def __init__(self, size: int, load: Callable[[int], bytes]) -> None:
        self._size = size
        self._load = load
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        self._lock = Lock()

    @property
    def size(self) -> int:
        return self._size

    def read(self, start: int, length: int) -> bytes:
        if start < 0 or length < 0:
            raise ValueError("octets are read from a place on, forwards")
        end = min(start + length, self._size)
        if start >= end:
            return b""
        first, last = start // CHUNK, (end - 1) // CHUNK
        if first == last:  # nearly always
            return self._chunk(first)[start - first * CHUNK : end - first * CHUNK]
        numbers = range(first, last + 1)
        pieces = [memoryview(self._chunk(number)) for number in numbers]
        pieces[-1] = pieces[-1][: end - last * CHUNK]
        pieces[0] = pieces[0][start - first * CHUNK :]
        return b"".join(pieces)

    def _chunk(self, number: int) -> bytes:
        with self._lock:
            if number in self._kept:
                self._kept.move_to_end(number)
                return self._kept[number]
            chunk = self._load(number)
            self._kept[number] = chunk
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return chunk


def chunk_count(size: int) -> int:
    """Nothing at all is one empty chunk, so that even its end can be marked."""
    return max(1, -(-size // CHUNK))
