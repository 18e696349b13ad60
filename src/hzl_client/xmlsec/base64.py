"""Base64 as OSCI writes it, and read without mercy for anything foreign."""

import base64
import binascii
from collections.abc import Iterable, Iterator

from hzl_client.model.octets import CHUNK

_LINE = 57  # bytes that fill the 76 columns of one line
_LINES_AT_ONCE = CHUNK // _LINE
_WHITE = b" \t\r\n"


def encode(data: bytes) -> str:
    """Lines of 76 columns parted by LF; a last LF only where the data fills the last
    line exactly, as the reference implementation does it."""
    if len(data) < _LINE:
        return binascii.b2a_base64(data, newline=False).decode("ascii")
    step = _LINE * _LINES_AT_ONCE
    text = b"".join(
        base64.encodebytes(data[start : start + step])
        for start in range(0, len(data), step)
    )
    if len(data) % _LINE:
        text = text[:-1]
    return text.decode("ascii")


def decode_strict(text: str | bytes) -> bytes:
    """The bytes; white space is skipped, everything else foreign is a ValueError, and
    so are data behind the padding, missing padding and stray bits before it."""
    if len(text) > CHUNK:
        return b"".join(decode_chunks(_pieces(text)))
    groups = _ascii(text).translate(None, _WHITE)
    if len(groups) % 4:
        raise ValueError("base64 ends in the middle of a group")
    return _decode(groups) if groups else b""


def decode_chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """As `decode_strict`, piece by piece (each of at most 1 MiB)."""
    rest = b""
    ended = False
    for piece in pieces:
        rest += piece.translate(None, _WHITE)
        whole = len(rest) - len(rest) % 4
        if not whole:
            continue
        if ended:
            raise ValueError("base64 data after the padding")
        ended = rest[whole - 1 : whole] == b"="
        yield _decode(rest[:whole])
        rest = rest[whole:]
    if rest:
        raise ValueError("base64 ends in the middle of a group")


def _pieces(text: str | bytes) -> Iterator[bytes]:
    for start in range(0, len(text), CHUNK):
        yield _ascii(text[start : start + CHUNK])


def _ascii(text: str | bytes) -> bytes:
    return text.encode("ascii") if isinstance(text, str) else text


def _decode(groups: bytes) -> bytes:
    data = binascii.a2b_base64(groups, strict_mode=True)
    if groups.endswith(b"=") and binascii.b2a_base64(data[-(len(data) % 3) :]) != (
        groups[-4:] + b"\n"
    ):
        raise binascii.Error("base64 with stray bits before the padding")
    return data
