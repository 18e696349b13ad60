"""Deliveries carried chunk by chunk over one dialog, in both directions (NOTES 14)."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from hzl_client.errors import MalformedXml, MessageTooLarge, RefusedOrder
from hzl_client.model.octets import Octets, Spool, chunks
from hzl_client.model.watch import Watch
from hzl_client.osci import (
    answer,
    chunk,
    feedback,
    package,
    partial_fetch_delivery,
    partial_store_delivery,
)
from hzl_client.osci.answer import Answer
from hzl_client.osci.certificates import HeaderCertificate
from hzl_client.osci.chunk import ChunkInformation, Pieces
from hzl_client.osci.client import Client, Order
from hzl_client.osci.exchange import Loaded
from hzl_client.osci.fetch_delivery import Selection
from hzl_client.osci.partial_fetch_delivery import Handed, Wanted
from hzl_client.osci.partial_store_delivery import SUFFIX, Carrier, Receipt
from hzl_client.osci.store_delivery import StoreOrder

Begun = Callable[[str], None]  # message id of a delivery whose first chunk is here


@dataclass(slots=True)
class FetchInChunks:
    """One delivery at a time in chunks of `size` kB.

    `begun` is called before the second chunk is asked for: from then on the
    intermediary may count the delivery as handed out, though it is not complete here.
    """

    client: Client
    size: int
    begun: Begun

    def fetch(self, selection: Selection, watch: Watch, loaded: Loaded) -> Answer:
        """What a FetchDelivery would have brought; feedback is the caller's to judge.

        MalformedXml if the pieces do not fit together."""
        opened = self._ask(Wanted(selection, 1, self.size), watch, loaded)
        if opened.order.type.name != f"ResponseTo{partial_fetch_delivery.KIND}":
            return opened
        if any(entry.code.startswith("9") for entry in opened.feedback):
            return opened
        first = partial_fetch_delivery.read_answer(opened.order.element)
        pieces = _Pieces(first, self.size, self.client.terms.new_spool())
        pieces.add(first, chunk.carried(opened.order))
        if first.total > 1:
            self.begun(first.message_id)
        while pieces.count < first.total:
            self._next(pieces, watch, loaded)
        return answer.open_reassembled(pieces.spool.finish(), self.client.terms)

    def _next(self, pieces: "_Pieces", watch: Watch, loaded: Loaded) -> None:
        here = pieces.bytes
        whole = pieces.first.total_size * chunk.KIB

        def so_far(done: int, total: int) -> None:
            loaded(here + done, max(whole, here + total))

        received = tuple(range(1, pieces.count + 1))
        selection = Selection(message_id=pieces.first.message_id)
        wanted = Wanted(selection, len(received) + 1, self.size, received)
        opened = self._ask(wanted, watch, so_far)
        try:
            feedback.check(opened.feedback)
        except RefusedOrder as refused:  # begun and not ended: that message is stuck
            raise MalformedXml("chunk refused", found=refused.osci_code) from refused
        handed = partial_fetch_delivery.read_answer(opened.order.element)
        pieces.add(handed, chunk.carried(opened.order))

    def _ask(self, wanted: Wanted, watch: Watch, loaded: Loaded) -> Answer:
        block = partial_fetch_delivery.render_request(wanted)
        asked = Order(partial_fetch_delivery.KIND, (block,))
        return self.client.ask(asked, watch, loaded)


@dataclass(slots=True)
class _Pieces:
    """Written on at once: as pieces, hundreds of them would lie in memory."""

    first: Handed
    size: int
    spool: Spool
    count: int = 0
    bytes: int = 0

    def add(self, handed: Handed, piece: Octets) -> None:
        """In order, of one message, and none larger than asked for."""
        same = (handed.message_id, handed.total) == (
            self.first.message_id,
            self.first.total,
        )
        if not same or handed.number != self.count + 1:
            raise MalformedXml("chunk of another message, or out of order")
        if piece.size > self.size * chunk.KIB:
            raise MessageTooLarge("chunk larger than asked for", size=piece.size)
        if self.bytes + piece.size > chunk.MAX_TOTAL * chunk.KIB:
            raise MessageTooLarge("message in chunks too large")
        for octets in chunks(piece):
            self.spool.write(octets)
        self.count += 1
        self.bytes += piece.size


@dataclass(frozen=True, slots=True)
class StoreInChunks:
    """Hands in a complete StoreDelivery order message in pieces of `size` kB.

    An intermediary may still be at work on the whole when it has the last piece (3952);
    it is asked after each of `pauses` (seconds), until it says what became of it.
    """

    client: Client
    size: int
    pauses: tuple[float, ...] = (0.5, 1, 2, 4, 8, 15, 30, 60)

    def store(
        self,
        order: StoreOrder,
        message: Octets,
        entries: tuple[HeaderCertificate, ...],
    ) -> Receipt:
        """What became of it; RefusedOrder for a carrier or the delivery inside, with
        3951 or 3952 where it was never said."""
        asking = Carrier(f"{order.message_id}{SUFFIX}", order.subject, None)
        *carriers, last = self._carriers(asking, Pieces(message, self.size), entries)
        for asked in carriers:
            _receipt(self.client.ask(asked))
        return self._ended(asking, self.client.ask(last))

    def _carriers(
        self, asking: Carrier, pieces: Pieces, entries: tuple[HeaderCertificate, ...]
    ) -> Iterator[Order]:
        for number in range(1, pieces.total + 1):
            information = ChunkInformation(
                number=number,
                size=self.size,
                total=pieces.total,
                total_size=pieces.total_size,
            )
            carrier = replace(asking, chunk=information)
            yield Order(
                partial_store_delivery.KIND,
                blocks=partial_store_delivery.render_request(carrier),
                body=chunk.PACKAGE,
                entries=entries,
                parts=(pieces.part(number),),
            )

    def _ended(self, asking: Carrier, opened: Answer) -> Receipt:
        """The receipt that says what became of the whole."""
        asked = Order(
            partial_store_delivery.KIND,
            blocks=partial_store_delivery.render_request(asking),
            body=package.EMPTY,
        )
        pauses = iter(self.pauses)
        receipt = _receipt(opened)
        while not _says_what_became(opened, receipt):
            pause = next(pauses, None)
            if pause is None:
                raise RefusedOrder(partial_store_delivery.STILL_WORKING)
            time.sleep(pause)
            opened = self.client.ask(asked)
            receipt = _receipt(opened)
        feedback.check(receipt.inside)
        return receipt


def _says_what_became(opened: Answer, receipt: Receipt) -> bool:
    codes = feedback.codes(opened.feedback)
    if partial_store_delivery.TIMED_OUT in codes:
        raise RefusedOrder(partial_store_delivery.TIMED_OUT)
    return bool(receipt.inside) or partial_store_delivery.INSIDE_OK in codes


def _receipt(opened: Answer) -> Receipt:
    receipt = partial_store_delivery.read_answer(opened.order.element)
    try:
        feedback.check(opened.feedback)
    except RefusedOrder as refused:
        if refused.osci_code == partial_store_delivery.INSIDE_FAILED:
            feedback.check(receipt.inside)  # says more
        raise
    return receipt
