"""ChunkInformation of partial messages: which piece this is (NOTES 14)."""

from typing import Any

from hzl_client.errors import MalformedXml
from hzl_client.xmlkit import Element
from hzl_client.xmlsec.names import OSCI2017

MAX_DIGITS = 12


def read(order: Element) -> dict[str, Any] | None:
    """number, total, total_size (kB, rounded) and received, as far as given."""
    found = order.find(f"{{{OSCI2017}}}ChunkInformation")
    if found is None:
        return None
    received = found.get("ReceivedChunks")
    return {
        "number": _number(found.get("ChunkNumber")),
        "total": _number(found.get("TotalChunkNumbers")),
        "total_size": _number(found.get("TotalMessageSize")),
        "received": None
        if received is None
        else [_number(each) for each in received.split()],
    }


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= MAX_DIGITS):
        raise MalformedXml("chunk information is not a number")
    return int(text)
