"""Files inside the XML: base64 read strictly and in pieces, within a limit."""

from dataclasses import dataclass

from hzl_client.model.octets import MemoryOctets
from hzl_client.xmlsec.base64 import decode_strict

MAX_EMBEDDED = 100 * 1024 * 1024  # larger ones stay in the XML, refused by name
_MAX_TEXT = MAX_EMBEDDED // 3 * 4 * 41 // 40  # line breaks may add 2.5 %


@dataclass(frozen=True, slots=True)
class Embedded:
    """`octets` None: no base64, or `too_large`."""

    octets: MemoryOctets | None
    too_large: bool = False


def decode(text: str) -> Embedded:
    if len(text) > _MAX_TEXT:
        return Embedded(None, too_large=True)
    try:
        return Embedded(MemoryOctets(decode_strict(text)))
    except ValueError:
        return Embedded(None)
