"""Frames on the pipes between this program and its child: JSON header, raw body."""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

MAX_HEADER: Final = 4 * 1024 * 1024  # sizes of MAX_PAGES pages, or a page's text
OUT_OF_MEMORY: Final = 86  # exit status of a child that could not go on
_LENGTHS: Final = struct.Struct("!II")


class BrokenFrame(ValueError):
    """Not what the other side would write; the pipe cannot be used any further."""


@dataclass(frozen=True, slots=True)
class Frame:
    header: Mapping[str, object]
    body: bytes


def render_head(header: Mapping[str, object], body_size: int) -> bytes:
    """Everything of a frame but its body, which may be sent piece by piece."""
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    return _LENGTHS.pack(len(text), body_size) + text


def read(stream: BinaryIO, max_body: int) -> Frame | None:
    """The next frame, or None where the stream ends between two frames."""
    lengths = stream.read(_LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < _LENGTHS.size:
        raise BrokenFrame("cut in the lengths")
    header_size, body_size = _LENGTHS.unpack(lengths)
    if header_size > MAX_HEADER or body_size > max_body:
        raise BrokenFrame("longer than anything we say")
    header = _header(_exactly(stream, header_size))
    return Frame(header, _exactly(stream, body_size))


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise BrokenFrame("cut")
    return data


def _header(text: bytes) -> Mapping[str, object]:
    try:
        header = json.loads(text.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise BrokenFrame("the header is no JSON") from error
    if not isinstance(header, dict):
        raise BrokenFrame("the header is no object")
    return header
