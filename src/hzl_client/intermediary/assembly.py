"""Deliveries handed in chunk by chunk, until one is complete (NOTES 14)."""

from collections.abc import Callable
from dataclasses import dataclass

from hzl_client.errors import PeerError, RefusedOrder
from hzl_client.intermediary import client_check, parcels, wording
from hzl_client.intermediary.answers import Outcome
from hzl_client.intermediary.client_check import Client
from hzl_client.intermediary.dialogs import Clock
from hzl_client.intermediary.intake import Request
from hzl_client.intermediary.parcels import Parcels
from hzl_client.intermediary.post import Post
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.octets import Octets
from hzl_client.osci import chunk, order, partial_store_delivery, store_delivery
from hzl_client.osci.chunk import ChunkInformation
from hzl_client.osci.feedback import Entry
from hzl_client.osci.partial_store_delivery import SUFFIX, Carrier, Receipt
from hzl_client.osci.process_card import ProcessCard

_NOT_READABLE = "9811"
Accept = Callable[[Request, Client], ProcessCard]  # RefusedOrder, MalformedXml


def refused(entries: tuple[Entry, ...]) -> Outcome:
    """To a carrier that was not even looked at."""
    nothing = ChunkInformation(number=0, total=0, received=())
    return Outcome(partial_store_delivery.render_answer(entries, Receipt(nothing)))


@dataclass(frozen=True, slots=True)
class Assembly:
    """Carriers come in; `accept` takes the delivery once it is complete."""

    post: Post
    parcels: Parcels
    clock: Clock
    accept: Accept

    def take(
        self, request: Request, client: Client, entries: tuple[Entry, ...]
    ) -> Outcome:
        carrier = partial_store_delivery.read_request(request.order.element)
        ended = self.parcels.ended(client.name, carrier.message_id, self.clock())
        if ended is not None:
            return _told_again(ended, carrier, entries)
        known = carrier.message_id.removesuffix(SUFFIX)
        if known == carrier.message_id or not self.post.holds_unused(
            known, client.name
        ):
            raise RefusedOrder("9801", "message id of the carrier foreign or used")
        state = self._state(request, client, carrier)
        if not parcels.complete(state):
            receipt = Receipt(state)
            return Outcome(partial_store_delivery.render_answer(entries, receipt))
        message = self.parcels.message(client.name, carrier.message_id)
        self.parcels.drop(client.name, carrier.message_id)
        return self._delivered(_Whole(known, message), client, state, entries)

    def _state(
        self, request: Request, client: Client, carrier: Carrier
    ) -> ChunkInformation:
        if carrier.chunk is None:
            return self.parcels.state(client.name, carrier.message_id, self.clock())
        return self.parcels.add(
            client.name,
            carrier.message_id,
            carrier.chunk,
            chunk.carried(request.order),
            self.clock(),
        )

    def _delivered(
        self,
        whole: "_Whole",
        client: Client,
        state: ChunkInformation,
        done: tuple[Entry, ...],
    ) -> Outcome:
        """The answer tells what became of the carrier and, inside, of the delivery."""
        try:
            card = self.accept(_inner(whole), client)
        except RefusedOrder as error:
            inside, card = wording.entries(error.osci_code), None
        except PeerError:
            inside, card = wording.entries(_NOT_READABLE), None
        else:
            inside = wording.entries("0800")
        receipt = Receipt(state, inside, card)
        if card is None:
            entries = wording.entries(partial_store_delivery.INSIDE_FAILED)
            return Outcome(partial_store_delivery.render_answer(entries, receipt))
        carriers = f"{card.message_id}{SUFFIX}"
        self.parcels.end(client.name, carriers, receipt, self.clock())
        return _arrived(done, receipt)


def _arrived(done: tuple[Entry, ...], receipt: Receipt) -> Outcome:
    entries = (*done, *wording.entries(partial_store_delivery.INSIDE_OK))
    return Outcome(partial_store_delivery.render_answer(entries, receipt))


def _told_again(ended: Receipt, carrier: Carrier, done: tuple[Entry, ...]) -> Outcome:
    """To a sender whom the last answer did not reach: it asks, or tries once more."""
    if carrier.chunk is not None:
        raise RefusedOrder(partial_store_delivery.ALREADY_THERE, "all chunks are here")
    return _arrived(done, ended)


@dataclass(frozen=True, slots=True)
class _Whole:
    message_id: str  # without the carriers' suffix
    message: Octets


def _inner(whole: _Whole) -> Request:
    """The order message the chunks make up; it must be the StoreDelivery announced."""
    read = order.read(whole.message, SealedSpool, in_dialog=False)
    request = Request(read, whole.message, encrypted=False)
    if request.kind != "StoreDelivery":
        raise RefusedOrder(_NOT_READABLE, "no StoreDelivery in the chunks")
    if store_delivery.read_request(read.element).message_id != whole.message_id:
        raise RefusedOrder("9801", "another message id inside")
    client_check.check_certificates(read)
    return request
