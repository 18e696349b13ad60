"""FetchDelivery (Zustellungsabholauftrag) and its answer: at most one delivery."""

import hashlib
from dataclasses import dataclass

from hzl_client.errors import MalformedXml, SignatureRefused
from hzl_client.model.octets import chunks
from hzl_client.osci import feedback, process_card
from hzl_client.osci.catalogue import TYPES
from hzl_client.osci.feedback import Entry
from hzl_client.osci.order import CONTENT_PACKAGE, Order, order_attributes
from hzl_client.osci.process_card import ProcessCard, read_message_id, render_message_id
from hzl_client.osci.spelling import text
from hzl_client.xmlkit import Element, children, text_of
from hzl_client.xmlsec import c14n
from hzl_client.xmlsec.algorithms import DIGEST_SHA256
from hzl_client.xmlsec.digests import digest_of
from hzl_client.xmlsec.names import OSCI

SELECTION_RULE = f"{{{OSCI}}}SelectionRule"
RECEPTION = f"{{{OSCI}}}ReceptionOfDelivery"


@dataclass(frozen=True, slots=True)
class Selection:
    """None: the next one nobody acknowledged. Else exactly one of the two rules."""

    message_id: str | None = None
    reception: str | None = None  # dateTime as written


def render_selection(selection: Selection) -> str:
    if selection.message_id is not None:
        rule = render_message_id(selection.message_id)
    elif selection.reception is not None:
        time = text(selection.reception)
        rule = f"<osci:ReceptionOfDelivery>{time}</osci:ReceptionOfDelivery>"
    else:
        return ""
    return f"<osci:SelectionRule>{rule}</osci:SelectionRule>"


def render_request(selection: Selection) -> str:
    attributes = order_attributes(TYPES["FetchDelivery"])
    return (
        f"<osci:fetchDelivery {attributes}>{render_selection(selection)}"
        "</osci:fetchDelivery>"
    )


def read_request(order: Element) -> Selection:
    rules = order.findall(SELECTION_RULE)
    if not rules:
        return Selection()
    if len(rules) > 1 or len(list(children(rules[0]))) != 1:
        raise MalformedXml("not exactly one selection rule")
    time = rules[0].find(RECEPTION)
    if time is not None:
        return Selection(reception=text_of(time).strip())
    identifier = read_message_id(rules[0])
    if identifier is None:
        raise MalformedXml("selection rule of an unknown kind")
    return Selection(message_id=identifier)


def render_answer(
    entries: tuple[Entry, ...], selection: Selection, card: ProcessCard | None
) -> str:
    attributes = order_attributes(TYPES["ResponseToFetchDelivery"])
    bundle = "" if card is None else process_card.render(card)
    return (
        f"<osci:responseToFetchDelivery {attributes}>{feedback.render(entries)}"
        f"<osci:fetchDelivery>{render_selection(selection)}</osci:fetchDelivery>"
        f"{bundle}</osci:responseToFetchDelivery>"
    )


def read_card(order: Order) -> ProcessCard | None:
    """The only place where a delivery's message id and subject appear."""
    cards = process_card.read_all(order.element)
    return cards[0] if len(cards) == 1 else None


def content_digest(order: Order) -> str:
    """SHA-256 over ContentPackage and attachments: the same for one delivery however
    often and in whatever envelope it is handed out. MalformedXml where the contents
    have no canonical form, which only an unsigned answer can bring."""
    digest = hashlib.sha256()
    for package in order.body.iterchildren(CONTENT_PACKAGE):
        try:
            octets = c14n.canonical(package)
        except SignatureRefused as error:
            raise MalformedXml("contents without a canonical form") from error
        for chunk in chunks(octets):
            digest.update(chunk)
    for each in sorted(order.attachments, key=lambda a: a.part.content_id):
        own = digest_of(each.octets, DIGEST_SHA256).hex()
        line = f"\n{each.part.content_id}\0{each.octets.size}\0{own}"
        digest.update(line.encode())
    return digest.hexdigest()
