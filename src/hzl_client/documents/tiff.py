"""How the pages of a TIFF are held (TIFF 6.0, tag 274); the library does not ask."""

import struct
from collections.abc import Iterator
from typing import Final

from hzl_client.documents.document import MAX_PAGES

UPRIGHT: Final = 1  # the first row is the top, the first column the left
_ORIENTATION: Final = 274
_SHORT: Final = 3
_KNOWN: Final = range(1, 9)
_ENTRY: Final = 12  # bytes: tag, type, count, value
_MOST: Final = 1_000  # entries of a page; the standard has 45


def orientations(data: bytes) -> tuple[int, ...]:
    """1 to 8 for each page, as far as they can be found; 1 where nothing is said."""
    order = "<" if data[:2] == b"II" else ">"
    return tuple(_orientation(data, at, order) for at in _directories(data, order))


def _directories(data: bytes, order: str) -> Iterator[int]:
    """Where the list of each page begins; they are a chain that may bite its tail."""
    seen: set[int] = set()
    at = _number(data, 4, order + "I")
    while at and at not in seen and len(seen) < MAX_PAGES:
        seen.add(at)
        yield at
        at = _number(data, _end(data, at, order), order + "I")


def _orientation(data: bytes, at: int, order: str) -> int:
    entries = data[at + 2 : min(_end(data, at, order), at + 2 + _MOST * _ENTRY)]
    whole = entries[: len(entries) // _ENTRY * _ENTRY]
    for tag, kind, value in struct.iter_unpack(order + "HH4xH2x", whole):
        if (tag, kind) == (_ORIENTATION, _SHORT):
            return value if value in _KNOWN else UPRIGHT
    return UPRIGHT


def _end(data: bytes, at: int, order: str) -> int:
    return at + 2 + _number(data, at, order + "H") * _ENTRY


def _number(data: bytes, at: int, form: str) -> int:
    """0 behind the end of the file."""
    if at + struct.calcsize(form) > len(data):
        return 0
    number: int = struct.unpack_from(form, data, at)[0]
    return number
