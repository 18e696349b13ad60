"""StoreDelivery (Zustellungsauftrag) and its answer."""

from dataclasses import dataclass

from hzl_client.osci import feedback, process_card
from hzl_client.osci.catalogue import TYPES
from hzl_client.osci.control_block import ACTOR_NEXT
from hzl_client.osci.feedback import Entry
from hzl_client.osci.order import order_attributes
from hzl_client.osci.process_card import ProcessCard, read_message_id, render_message_id
from hzl_client.osci.spelling import text
from hzl_client.xmlkit import Element, text_of
from hzl_client.xmlsec.names import NS, OSCI


@dataclass(frozen=True, slots=True)
class StoreOrder:
    message_id: str | None
    subject: str | None


def render_request(order: StoreOrder) -> tuple[str, ...]:
    """The header blocks: two QualityOfTimestamp and the order (NOTES 5)."""
    identifier = "" if order.message_id is None else render_message_id(order.message_id)
    subject = (
        ""
        if order.subject is None
        else f"<osci:Subject>{text(order.subject)}</osci:Subject>"
    )
    attributes = order_attributes(TYPES["StoreDelivery"])
    return (
        quality_of_timestamp("creation"),
        quality_of_timestamp("reception"),
        f"<osci:storeDelivery {attributes}>{identifier}{subject}</osci:storeDelivery>",
    )


def quality_of_timestamp(service: str) -> str:
    """`service` is creation or reception; we never ask for more than a plain time."""
    return (
        f'<osci:QualityOfTimestamp {NS} Id="qualityoftimestamp_{service}" '
        f'Quality="plain" Service="{service}" soap:actor="{ACTOR_NEXT}" '
        'soap:mustUnderstand="1"></osci:QualityOfTimestamp>'
    )


def read_request(order: Element) -> StoreOrder:
    subject = order.find(f"{{{OSCI}}}Subject")
    return StoreOrder(
        read_message_id(order), None if subject is None else text_of(subject)
    )


def render_answer(entries: tuple[Entry, ...], card: ProcessCard | None) -> str:
    bundle = "" if card is None else process_card.render(card)
    attributes = order_attributes(TYPES["ResponseToStoreDelivery"])
    return (
        f"<osci:responseToStoreDelivery {attributes}>{feedback.render(entries)}"
        f"{bundle}</osci:responseToStoreDelivery>"
    )
