"""PartialStoreDelivery and its answer: a StoreDelivery in chunks (NOTES 14).

The carriers have a message id of their own, the delivery's with a suffix; the order
message inside is complete and has its own ControlBlock and signature.
"""

from dataclasses import dataclass

from hzl_client.errors import MalformedXml
from hzl_client.osci import chunk, feedback, process_card
from hzl_client.osci.catalogue import TYPES
from hzl_client.osci.chunk import ChunkInformation
from hzl_client.osci.feedback import Entry
from hzl_client.osci.order import order_attributes
from hzl_client.osci.process_card import ProcessCard, read_message_id, render_message_id
from hzl_client.osci.spelling import text
from hzl_client.osci.store_delivery import quality_of_timestamp
from hzl_client.xmlkit import Element, text_of
from hzl_client.xmlsec.names import OSCI, OSCI2017

KIND = "PartialStoreDelivery"
SUFFIX = "_Partial"
INSIDE_OK, TIMED_OUT, STILL_WORKING = "3950", "3951", "3952"
INSIDE_FAILED = "9950"
ALREADY_THERE, WRONG_NUMBER, TOO_LARGE = "9900", "9901", "9902"
TOO_SMALL, MESSAGE_TOO_LARGE, CONTRADICTORY = "9903", "9904", "9905"


@dataclass(frozen=True, slots=True)
class Carrier:
    """`chunk` None: only asked how far it has come (InfoOnly)."""

    message_id: str  # of the carriers
    subject: str | None
    chunk: ChunkInformation | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """`inside` is what became of the delivery once it was complete."""

    information: ChunkInformation
    inside: tuple[Entry, ...] = ()
    card: ProcessCard | None = None


def render_request(carrier: Carrier) -> tuple[str, ...]:
    """The header blocks: QualityOfTimestamp and the order."""
    subject = (
        ""
        if carrier.subject is None
        else f"<osci:Subject>{text(carrier.subject)}</osci:Subject>"
    )
    what = (
        "<osci2017:InfoOnly></osci2017:InfoOnly>"
        if carrier.chunk is None
        else chunk.render(carrier.chunk)
    )
    order = (
        f"<osci2017:partialStoreDelivery {order_attributes(TYPES[KIND])}>"
        f"{render_message_id(carrier.message_id)}{subject}{what}"
        "</osci2017:partialStoreDelivery>"
    )
    return quality_of_timestamp("creation"), order


def read_request(order: Element) -> Carrier:
    """MalformedXml unless it names its message and what it wants."""
    subject = order.find(f"{{{OSCI}}}Subject")
    information = chunk.read(order)
    asks = order.find(f"{{{OSCI2017}}}InfoOnly") is not None
    message_id = read_message_id(order)
    if message_id is None or asks == (information is not None):
        raise MalformedXml("carrier without message id, or chunk, or question")
    return Carrier(
        message_id, None if subject is None else text_of(subject), information
    )


def render_answer(entries: tuple[Entry, ...], receipt: Receipt) -> str:
    inside = "".join(map(feedback.render_entry, receipt.inside))
    if inside:
        inside = f"<osci2017:InsideFeedback>{inside}</osci2017:InsideFeedback>"
    card = "" if receipt.card is None else process_card.render(receipt.card)
    return (
        "<osci2017:responseToPartialStoreDelivery "
        f"{order_attributes(TYPES[f'ResponseTo{KIND}'])}>"
        f"{inside}{feedback.render(entries)}{card}"
        f"{chunk.render(receipt.information)}"
        "</osci2017:responseToPartialStoreDelivery>"
    )


def read_answer(order: Element) -> Receipt:
    cards = process_card.read_all(order)
    return Receipt(
        information=chunk.read(order) or ChunkInformation(),
        inside=feedback.read_inside(order),
        card=cards[0] if len(cards) == 1 else None,
    )
