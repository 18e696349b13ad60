"""The orders on whole messages, carried out: what each does to the post."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hzl_client.errors import MalformedXml
from hzl_client.intermediary import assembly, cards, verbatim, wording
from hzl_client.intermediary.answers import Outcome
from hzl_client.intermediary.client_check import Client
from hzl_client.intermediary.dialogs import Clock
from hzl_client.intermediary.faults import Kind
from hzl_client.intermediary.inspection import inspect_all
from hzl_client.intermediary.intake import Request
from hzl_client.intermediary.post import Card, Post, Submission
from hzl_client.keys.spool import SealedSpool
from hzl_client.osci import (
    certificates,
    control_block,
    exit_dialog,
    features,
    fetch_delivery,
    fetch_process_card,
    get_message_id,
    init_dialog,
    mime,
    order,
    package,
    store_delivery,
)
from hzl_client.osci.catalogue import TYPES
from hzl_client.osci.feedback import MORE_WAITING, NOTHING_WAITS, Entry
from hzl_client.osci.fetch_delivery import Selection
from hzl_client.osci.fetch_process_card import CardSelection
from hzl_client.osci.mime import PartToSend
from hzl_client.osci.order import Attachment, Order
from hzl_client.osci.partial_store_delivery import KIND as PARTIAL_STORE
from hzl_client.osci.process_card import ProcessCard
from hzl_client.xmlkit import Element
from hzl_client.xmlsec.names import OSCI

ADDRESSEE = "CipherCertificateAddressee"
# Header blocks that belong to the store request; everything else travels along.
_OF_THE_REQUEST = frozenset(
    {
        control_block.TAG,
        *features.TAGS,
        TYPES["StoreDelivery"].order,
        certificates.NON_INTERMEDIARY,
        certificates.INTERMEDIARY,
        *(
            f"{{{OSCI}}}{name}"
            for name in ("ClientSignature", "DesiredLanguages", "QualityOfTimestamp")
        ),
    }
)
# Ids of what the intermediary writes around a delivery: no sender may use them.
_RESERVED = frozenset(
    {
        "body",
        "controlblock",
        "featuredescription",
        "intermediarycertificates",
        "responsetofetchdelivery",
        "suppliersignature",
    }
)
_RENDERERS: dict[str, Callable[[tuple[Entry, ...]], str]] = {
    "InitDialog": init_dialog.render_answer,
    "ExitDialog": exit_dialog.render_answer,
    "GetMessageId": lambda entries: get_message_id.render_answer(entries, None),
    "StoreDelivery": lambda entries: store_delivery.render_answer(entries, None),
    "FetchProcessCard": lambda entries: fetch_process_card.render_answer(
        entries, CardSelection()
    ),
}


def plain_outcome(kind: str, entries: tuple[Entry, ...]) -> Outcome:
    """Feedback and nothing else: dialogs opened and closed, orders refused."""
    if kind == PARTIAL_STORE:
        return assembly.refused(entries)
    if kind in _RENDERERS:
        return Outcome(_RENDERERS[kind](entries))
    return nothing_fetched(entries, Selection())


def nothing_fetched(entries: tuple[Entry, ...], selection: Selection) -> Outcome:
    """Without a delivery nothing comes in chunks either (NOTES 14)."""
    head = fetch_delivery.render_answer(entries, selection, None)
    return Outcome(head, package.EMPTY, kind="ResponseToFetchDelivery")


@dataclass(frozen=True, slots=True)
class Found:
    """What a fetch led to; `number` and `message_id` name the delivery, if any."""

    outcome: Outcome
    number: int | None = None
    message_id: str = ""


class Counter:
    """Where orders are carried out; RefusedOrder and MalformedXml refuse them."""

    def __init__(self, post: Post, authority: x509.Certificate, clock: Clock) -> None:
        self._post = post
        self._authority = authority
        self._clock = clock

    def issue_id(self, client: Client, entries: tuple[Entry, ...]) -> Outcome:
        message_id = self._post.issue_id(client.name)
        return Outcome(get_message_id.render_answer(entries, message_id))

    def store(
        self, request: Request, client: Client, entries: tuple[Entry, ...]
    ) -> Outcome:
        card = self.accept(request, client)
        return Outcome(store_delivery.render_answer(entries, card))

    def accept(self, request: Request, client: Client) -> ProcessCard:
        """The delivery is in the post; RefusedOrder, MalformedXml if it is not."""
        read = request.order
        addressees = [c for c in read.certificates if c.role == ADDRESSEE]
        if len(addressees) != 1 or read.content_package is None:
            raise MalformedXml("a delivery has one addressee and a ContentPackage")
        _check_travelling(read)
        wanted = store_delivery.read_request(read.element)
        now = self._clock()
        card = self._post.submit(
            Submission(
                message_id=wanted.message_id or "",
                originator=client.name,
                mailbox=addressees[0].der,
                subject=wanted.subject or "",
                inspections=inspect_all(read.certificates, self._authority, now),
                message=request.message,
            ),
            now,
        )
        return cards.process_card(card)

    def fetch(
        self,
        read: Order,
        mailbox: x509.Certificate,
        entries: tuple[Entry, ...],
        struck: Collection[Kind],
    ) -> Found:
        """The delivery found is the one the next request will acknowledge."""
        selection = fetch_delivery.read_request(read.element)
        address = mailbox.public_bytes(Encoding.DER)
        card = self._chosen(address, selection, struck)
        if card is None:
            return Found(nothing_fetched(wording.entries(NOTHING_WAITS), selection))
        handed_out = self._post.forwarded(card.number, self._clock())
        # The chosen card may carry another id on purpose: only its times are renewed.
        shown = replace(
            card, forwarding=handed_out.forwarding, modified=handed_out.modified
        )
        if self._post.waiting(address, most=2) > (handed_out.reception is None):
            entries = (*entries, *wording.entries(MORE_WAITING))
        head = fetch_delivery.render_answer(
            entries, selection, cards.process_card(shown)
        )
        outcome = self._delivery(head, handed_out)
        return Found(outcome, card.number, shown.message_id)

    def acknowledge(self, pending: int | None) -> None:
        if pending is not None:
            self._post.received(pending, self._clock())

    def _chosen(
        self, mailbox: bytes, selection: Selection, struck: Collection[Kind]
    ) -> Card | None:
        if not {Kind.REPEAT, Kind.REUSED_ID} & set(struck):
            return self._selected(mailbox, selection)
        last = self._post.last_handed_out(mailbox)
        if Kind.REPEAT in struck and last is not None:
            return last
        found = self._selected(mailbox, selection)
        if Kind.REUSED_ID in struck and last is not None and found is not None:
            return replace(found, message_id=last.message_id)
        return found

    def _selected(self, mailbox: bytes, selection: Selection) -> Card | None:
        if selection.message_id is not None:
            return self._post.find(mailbox, selection.message_id)
        if selection.reception is None:
            return self._post.next_waiting(mailbox)
        return self._post.next_waiting(mailbox, cards.moment(selection.reception))

    def _delivery(self, head: str, card: Card) -> Outcome:
        """The stored message's own parts, character by character."""
        parts = mime.parse(self._post.message(card))
        stored = order.of_parts(parts, SealedSpool)
        pieces = verbatim.read(parts.root, stored)
        blocks = list(zip(stored.blocks, pieces.blocks, strict=True))
        return Outcome(
            order=head,
            body=pieces.package,
            certificates="".join(
                text
                for block, text in blocks
                if block.tag == certificates.NON_INTERMEDIARY
            ),
            custom=tuple(
                text for block, text in blocks if block.tag not in _OF_THE_REQUEST
            ),
            attachments=tuple(_as_it_came(each) for each in stored.attachments),
            kind="ResponseToFetchDelivery",
        )


def _check_travelling(read: Order) -> None:
    """What will stand in our answers can be signed there and is unambiguous."""
    travelling = [
        block
        for block in read.blocks
        if block.tag == certificates.NON_INTERMEDIARY
        or block.tag not in _OF_THE_REQUEST
    ]
    for block in travelling:
        if not block.get("Id"):
            raise MalformedXml("header block without Id")
    if any(_RESERVED & _ids(block) for block in travelling):
        raise MalformedXml("header block uses an Id of the intermediary")


def _ids(block: Element) -> set[str]:
    return {each.get("Id", "") for each in block.iter("*")}


def _as_it_came(attachment: Attachment) -> PartToSend:
    part = attachment.part
    written = ("content-type", "content-transfer-encoding", "content-id")
    return PartToSend(
        content_id=part.content_id,
        body=attachment.octets,
        media_type=mime.header(part.headers, "content-type"),
        base64=part.base64,
        transfer_encoding=mime.header(part.headers, "content-transfer-encoding")
        or "8bit",
        headers=tuple(
            (name, value)
            for name, value in part.headers
            # A length is only informative; re-encoding might make it wrong.
            if name.lower() not in (*written, "content-length")
        ),
    )
