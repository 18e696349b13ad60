"""Chunks: one order message cut into pieces that travel one by one (NOTES 14).

All sizes of the protocol are in kB of 1024 bytes; chunks are numbered from 1.
"""

from dataclasses import dataclass

from hzl_client.errors import MalformedXml
from hzl_client.model.octets import Octets, SliceOctets
from hzl_client.osci.mime import PartToSend
from hzl_client.osci.order import Attachment, Order
from hzl_client.osci.package import CONTAINER, CONTENT
from hzl_client.xmlkit import Element
from hzl_client.xmlsec.names import NS, OSCI128, OSCI2017

KIB = 1024
MAX_TOTAL = 2 * 1024 * 1024  # kB: as much as a whole answer may have
MAX_CHUNKS = 100_000  # 2 GB in pieces of 20 kB
MAX_DIGITS = 12
BLOB = "ChunkBlobStoreDelivery"  # so named when fetching, too
NOTHING_YET = -1  # the one entry of ReceivedChunks before the first chunk
# What stands in the Body of every carrier.
PACKAGE = (
    f'<osci:ContentPackage><osci:ContentContainer {NS} Id="ChunkContentContainer">'
    f'<osci:Content Id="ChunkContent" href="cid:{BLOB}"></osci:Content>'
    "</osci:ContentContainer></osci:ContentPackage>"
)


@dataclass(frozen=True, slots=True)
class ChunkInformation:
    """As far as given: which attributes there are depends on the message. `size` and
    `total_size` in kB, the latter of the whole message and rounded."""

    number: int | None = None
    size: int | None = None
    total: int | None = None
    total_size: int | None = None
    received: tuple[int, ...] | None = None


_NAMES = {
    "number": "ChunkNumber",
    "size": "ChunkSize",
    "received": "ReceivedChunks",
    "total": "TotalChunkNumbers",
    "total_size": "TotalMessageSize",
}


def read(order: Element) -> ChunkInformation | None:
    """MalformedXml if it is given twice or holds something else than numbers."""
    found = [
        each
        for namespace in (OSCI2017, OSCI128)
        for each in order.findall(f"{{{namespace}}}ChunkInformation")
    ]
    if len(found) > 1:
        raise MalformedXml("chunk information given twice")
    if not found:
        return None
    texts = {name: found[0].get(attribute) for name, attribute in _NAMES.items()}
    received = texts.pop("received")
    numbers = {name: _number(text) for name, text in texts.items()}
    return ChunkInformation(**numbers, received=_numbers(received))


def _numbers(text: str | None) -> tuple[int, ...] | None:
    if text is None:
        return None
    words = text.split()
    if len(words) > MAX_CHUNKS:
        raise MalformedXml("too many chunks")
    return tuple(n for word in words if (n := _number(word)) is not None)


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    digits = text.strip().removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= MAX_DIGITS):
        raise MalformedXml("chunk information is not a number")
    return int(text)


def render(information: ChunkInformation) -> str:
    written = ""
    for name, attribute in _NAMES.items():
        value = getattr(information, name)
        if value is not None:
            text = " ".join(map(str, value)) if name == "received" else str(value)
            written += f' {attribute}="{text}"'
    return f"<osci2017:ChunkInformation{written}></osci2017:ChunkInformation>"


# --- cutting and joining ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pieces:
    """A message as it will travel: `size` kB each, the last one shorter."""

    message: Octets
    size: int

    @property
    def total(self) -> int:
        return max(1, -(-self.message.size // (self.size * KIB)))

    @property
    def total_size(self) -> int:
        return -(-self.message.size // KIB)

    def part(self, number: int) -> PartToSend:
        """Never base64; MalformedXml if there is no such piece."""
        if not 1 <= number <= self.total:
            raise MalformedXml("no such chunk", number=number)
        start = (number - 1) * self.size * KIB
        length = min(self.size * KIB, self.message.size - start)
        return PartToSend(BLOB, SliceOctets(self.message, start, length))


def carried(order: Order) -> Octets:
    """The piece a carrier brings; MalformedXml if it is not exactly one attachment,
    and the one its content refers to."""
    package = order.content_package
    found = [] if package is None else package.findall(f"{CONTAINER}/{CONTENT}")
    named = [each.get("href") for each in found]
    there = [f"cid:{each.part.content_id}" for each in order.attachments]
    if named != there or len(there) != 1:
        raise MalformedXml("a carrier has exactly one chunk and refers to it")
    (attachment,) = order.attachments
    if attachment.part.base64:
        raise MalformedXml("a chunk is never base64")
    return _not_empty(attachment)


def _not_empty(attachment: Attachment) -> Octets:
    if not attachment.octets.size:
        raise MalformedXml("an empty chunk")
    return attachment.octets
