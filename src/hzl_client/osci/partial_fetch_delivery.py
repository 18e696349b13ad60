"""PartialFetchDelivery and its answer: a delivery fetched chunk by chunk (NOTES 14).

A delivery that fits into one chunk comes as an ordinary ResponseToFetchDelivery.
"""

from dataclasses import dataclass

from hzl_client.errors import MalformedXml
from hzl_client.osci import chunk, feedback, fetch_delivery
from hzl_client.osci.catalogue import TYPES
from hzl_client.osci.chunk import ChunkInformation
from hzl_client.osci.feedback import Entry
from hzl_client.osci.fetch_delivery import Selection
from hzl_client.osci.order import order_attributes
from hzl_client.osci.process_card import read_message_id, render_message_id
from hzl_client.xmlkit import Element

KIND = "PartialFetchDelivery"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Chunk `number` of at most `size` kB; `received` are those that are here."""

    selection: Selection
    number: int
    size: int
    received: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Handed:
    """One chunk of the delivery `message_id`; `total_size` in kB, rounded."""

    message_id: str
    number: int
    total: int
    total_size: int


def render_request(wanted: Wanted) -> str:
    information = ChunkInformation(
        number=wanted.number,
        size=wanted.size,
        received=wanted.received or (chunk.NOTHING_YET,),
    )
    return (
        f"<osci2017:partialFetchDelivery {order_attributes(TYPES[KIND])}>"
        f"{fetch_delivery.render_selection(wanted.selection)}"
        f"{chunk.render(information)}</osci2017:partialFetchDelivery>"
    )


def read_request(order: Element) -> Wanted:
    information = chunk.read(order)
    number = None if information is None else information.number
    size = None if information is None else information.size
    if information is None or number is None or size is None or number < 1 or size < 1:
        raise MalformedXml("a chunk is asked for by its number and size")
    received = tuple(n for n in information.received or () if n > 0)
    return Wanted(fetch_delivery.read_request(order), number, size, received)


def render_answer(
    entries: tuple[Entry, ...], selection: Selection, handed: Handed
) -> str:
    information = ChunkInformation(
        number=handed.number, total=handed.total, total_size=handed.total_size
    )
    return (
        "<osci2017:responseToPartialFetchDelivery "
        f"{order_attributes(TYPES[f'ResponseTo{KIND}'])}>{feedback.render(entries)}"
        "<osci:fetchDelivery>"
        f"{fetch_delivery.render_selection(selection)}</osci:fetchDelivery>"
        f"{chunk.render(information)}{render_message_id(handed.message_id)}"
        "</osci2017:responseToPartialFetchDelivery>"
    )


def read_answer(order: Element) -> Handed:
    """MalformedXml unless it says which piece of what this is."""
    information = chunk.read(order) or ChunkInformation()
    message_id = read_message_id(order)
    number, total = information.number, information.total
    if not message_id or number is None or total is None:
        raise MalformedXml("chunk without number, total or message id")
    if not 1 <= number <= total <= chunk.MAX_CHUNKS:
        raise MalformedXml("chunk number out of range", number=number, total=total)
    return Handed(message_id, number, total, information.total_size or 0)
