"""What passes by anyway is looked at: where delimiters lie, and digests between them.

Long messages are read as seldom as possible. A survey saves `mime.parse` one pass and
the signature another; it decides nothing. It is asked only for the very delimiter that
the frame's head names, and only when all octets have passed. Never before a tag held:
the time it takes depends on what it sees.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from hzl_client.model.octets import Octets, SliceOctets, chunks
from hzl_client.model.two_threads import hand_over_if_long
from hzl_client.xmlsec.algorithms import DIGEST_SHA256
from hzl_client.xmlsec.digests import digested

MOST: Final = 2_010  # delimiters; a frame with so many is refused
_HEAD: Final = 4 * 1024  # bytes within which a delimiter is named
_BOUNDARY: Final = re.compile(rb'boundary="?([^\s";,]{1,200})', re.IGNORECASE)
_EMPTY_LINE: Final = b"\r\n\r\n"
_Work = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Surveyed(SliceOctets):
    """The whole of other octets, with what is known about them."""

    delimiter: bytes = field(default=b"", compare=False)
    positions: tuple[int, ...] = field(default=(), compare=False)
    digests: dict[tuple[int, int], bytes] = field(default_factory=dict, compare=False)


def part_of(message: Octets, start: int, size: int) -> SliceOctets:
    """With its digest, if that is known."""
    part = SliceOctets(message, start, size)
    if isinstance(message, Surveyed) and (start, size) in message.digests:
        return digested(part, {DIGEST_SHA256: message.digests[start, size]})
    return part


class Survey:
    """Of one message, while its pieces pass in order: where delimiters lie."""

    def __init__(self) -> None:
        self._delimiter = b""  # nothing is found before it is known
        self._positions: list[int] = []
        self._size = 0
        self._carried = b""  # the end of what has passed: something may begin in it

    def see(self, piece: bytes) -> None:
        data, base = self._carried + piece, self._size - len(self._carried)
        self._size += len(piece)
        if not base and not self._delimiter:
            named = _BOUNDARY.search(data[:_HEAD])
            if named and named.end() < len(data):
                self._delimiter = b"\r\n--" + named.group(1)
            elif len(data) < _HEAD:
                self._carried = data
                return
        at = 0
        while self._delimiter and (found := data.find(self._delimiter, at)) >= 0:
            self._pass(data, at, found, base)
            self._end(base + found)
            at = found + len(self._delimiter)
            if len(self._positions) > MOST:
                self._delimiter = b""
        end = max(at, len(data) - max(0, len(self._delimiter) - 1))
        self._pass(data, at, end, base)
        self._carried = data[end:]

    def of(self, octets: Octets) -> Octets:
        """The same octets, which have all passed, with what is known about them."""
        if not self._delimiter or self._size != octets.size:
            return octets
        places = tuple(self._positions)
        return Surveyed(octets, 0, octets.size, self._delimiter, places, self._known())

    def _pass(self, data: bytes, start: int, end: int, base: int) -> None:
        """What lies before the next delimiter, as far as it has come; `base` is the
        place of `data` in the message."""

    def _end(self, position: int) -> None:
        self._positions.append(position)

    def _known(self) -> dict[tuple[int, int], bytes]:
        return {}


def surveyed(message: Octets) -> Octets:
    """The same message, gone through once for all that reading and verifying it will
    ask for: delimiters, and the SHA-256 of every part but the first, which is XML. Long
    ones are digested on a second thread."""
    survey = DigestingSurvey()
    survey.take(chunks(message), message.size)
    return survey.of(message)


class DigestingSurvey(Survey):
    def __init__(self) -> None:
        super().__init__()
        self._digest: Any = None
        self._body = 0  # where that of the part under way begins, if it is digested
        self._bodies: dict[tuple[int, int], Any] = {}  # by start and size
        self._work: list[_Work] = []

    def take(self, pieces: Iterable[bytes], size: int) -> None:
        """All of them; `size` in bytes is that of the message."""
        hand_over_if_long(self._digesting(pieces), lambda work: work(), size)

    def _digesting(self, pieces: Iterable[bytes]) -> Iterator[_Work]:
        for piece in pieces:
            self.see(piece)
            yield from self._work
            self._work.clear()

    def _pass(self, data: bytes, start: int, end: int, base: int) -> None:
        if self._digest is None and len(self._positions) > 1:
            # It may share the line end of the delimiter behind it.
            line = data.find(_EMPTY_LINE, start, end + 3)
            if line >= 0:
                self._body = base + line + len(_EMPTY_LINE)
                self._digest = hashlib.sha256()
        start = max(start, self._body - base)
        if self._digest is not None and start < end:
            octets = memoryview(data)[start:end]
            self._work.append(partial(self._digest.update, octets))

    def _end(self, position: int) -> None:
        super()._end(position)
        if self._digest is not None:
            size = max(0, position - self._body)
            self._bodies[self._body, size] = self._digest
        self._digest = None

    def _known(self) -> dict[tuple[int, int], bytes]:
        return {place: each.digest() for place, each in self._bodies.items()}
