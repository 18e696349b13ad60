"""The orders on whole messages, carried out: what each does to the post."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hzl_client.errors import MalformedXml, PeerError, TrustError
from hzl_client.intermediary import assembly, cards, verbatim, wording
from hzl_client.intermediary.answers import Manner, Outcome, Scribe
from hzl_client.intermediary.client_check import Client
from hzl_client.intermediary.dialogs import Clock
from hzl_client.intermediary.faults import Kind
from hzl_client.intermediary.inspection import inspect_all
from hzl_client.intermediary.intake import Request
from hzl_client.intermediary.post import Card, Post, Submission
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.octets import MemoryOctets
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
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.feedback import (
    DONE_DIALOG_OPEN,
    MORE_WAITING,
    NOTHING_WAITS,
    Entry,
)
from hzl_client.osci.fetch_delivery import Selection
from hzl_client.osci.fetch_process_card import CardSelection
from hzl_client.osci.mime import PartToSend
from hzl_client.osci.order import Attachment, Order
from hzl_client.osci.partial_store_delivery import KIND as PARTIAL_STORE
from hzl_client.osci.process_card import ProcessCard
from hzl_client.xmlkit import Element
from hzl_client.xmlsec.names import OSCI
from hzl_client.xmlsec.policy import MODERN

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
_FETCHED = "ResponseToFetchDelivery"
_NOTHING = MemoryOctets(b"")
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
    return Outcome(head, package.EMPTY, kind=_FETCHED)


@dataclass(frozen=True, slots=True)
class Found:
    """What a fetch led to; `number` and `message_id` name the delivery, if any."""

    outcome: Outcome
    number: int | None = None
    message_id: str = ""


class Counter:
    """Where orders are carried out; RefusedOrder and MalformedXml refuse them."""

    def __init__(
        self, post: Post, authority: x509.Certificate, clock: Clock, scribe: Scribe
    ) -> None:
        self._post = post
        self._authority = authority
        self._clock = clock
        self._scribe = scribe

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
        self._check_answerable(request)
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
        parts = mime.parse(self._post.message(card))
        return _answered(head, parts.root, order.of_parts(parts, SealedSpool))

    def _check_answerable(self, request: Request) -> None:
        """MalformedXml if no recipient could read what we would hand out: an Id of ours
        or one too many header lines would close its mailbox (NOTES 12.1, 19.1)."""
        read = request.order
        done = wording.entries(DONE_DIALOG_OPEN)
        head = fetch_delivery.render_answer(done, Selection(), None)
        whole = _answered(head, mime.parse(request.message).root, read)
        heads = tuple(replace(each, body=_NOTHING) for each in whole.attachments)
        bare = replace(whole, body=package.EMPTY, attachments=heads)
        try:
            message = self._scribe.write(
                TYPES[_FETCHED], ControlBlock(), bare, Manner(features=True)
            )
            answer = order.read(message, SealedSpool, in_dialog=False)
            order.verify(answer, MODERN)
        except (PeerError, TrustError) as error:
            raise MalformedXml("no answer can be made of this delivery") from error
        if _ids(answer.root) & _ids(read.content_package):
            raise MalformedXml("content uses an Id of the message around it")


def _answered(head: str, root: bytes, stored: Order) -> Outcome:
    """The stored message's own parts, character by character."""
    pieces = verbatim.read(root, stored)
    blocks = list(zip(stored.blocks, pieces.blocks, strict=True))
    return Outcome(
        order=head,
        body=pieces.package,
        certificates="".join(
            text for block, text in blocks if block.tag == certificates.NON_INTERMEDIARY
        ),
        custom=tuple(
            text for block, text in blocks if block.tag not in _OF_THE_REQUEST
        ),
        attachments=tuple(_as_it_came(each) for each in stored.attachments),
        kind=_FETCHED,
        scope=pieces.scope,
    )


def _ids(element: Element | None) -> set[str]:
    below = () if element is None else element.iter("*")
    return {each.attrib["Id"] for each in below if "Id" in each.attrib}


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
