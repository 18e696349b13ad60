"""Whether a JPEG came to its end; a decoder fills up with grey what is missing."""

from typing import Final

_END: Final = b"\xff\xd9"
_SCAN: Final = 0xDA
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length


def is_whole(data: bytes) -> bool:
    """Cameras write further bytes behind the end. A small picture within the head has
    an end of its own, which does not count."""
    scan = _first_scan(data)
    return scan is not None and data.find(_END, scan) >= 0


def _first_scan(data: bytes) -> int | None:
    """Where the picture itself begins, behind all segments of the head."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == _SCAN:
            return at
        if marker == 0xFF:  # any number of them may come before a marker
            at += 1
        elif marker in _BARE:
            at += 2
        else:
            at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4]))
    return None
