"""The platform with every piece of a delivery in reach, for tests to bend."""

from dataclasses import replace

from helpers.practice import Recipient, codes, small_sample
from hzl_client.intermediary import content_package, shapes
from hzl_client.intermediary.samples import File
from hzl_client.model.octets import MemoryOctets, MemorySpool
from hzl_client.osci import (
    chunk,
    get_message_id,
    init_dialog,
    package,
    partial_store_delivery,
    store_delivery,
)
from hzl_client.osci.chunk import ChunkInformation, Pieces
from hzl_client.osci.client import Client, Order, Station
from hzl_client.osci.partial_store_delivery import Carrier
from hzl_client.osci.store_delivery import StoreOrder
from hzl_client.osci.transport import HttpOptions, HttpTransport

LARGE = replace(
    small_sample(),
    attachments=(File("anhang_0001.pdf", MemoryOctets(b"%PDF-1.7\n" + b"x" * 30_000)),),
)


class Sender:
    """In one dialog; `order` is right and not sent yet."""

    def __init__(self, running, shape: str = "embedded") -> None:
        keys = running.pki
        self.recipient = Recipient.of(running)
        station = Station(
            keys.platform_cipher,
            keys.platform_signature,
            keys.intermediary_cipher.certificate,
        )
        terms = replace(self.recipient.terms, keys=(keys.platform_cipher,))
        self.transport = HttpTransport(HttpOptions(running.url), MemorySpool)
        self.client = Client(station, terms, self.transport)
        self.client.ask(Order("InitDialog", body=init_dialog.REQUEST))
        issued = self.client.ask(Order("GetMessageId", body=get_message_id.REQUEST))
        self.message_id = get_message_id.read_answer(issued.order.element) or ""
        made = shapes.package(shapes.shape_of(shape), LARGE, keys)
        written = content_package.write(made.containers)
        self.entries = made.entries
        self.order = Order(
            "StoreDelivery",
            store_delivery.render_request(StoreOrder(self.message_id, "Betreff")),
            written.xml,
            self.entries,
            written.parts,
        )
        self.pieces = Pieces(self.client.inner_message(self.order), 10)

    def information(self, number: int) -> ChunkInformation:
        return ChunkInformation(
            number=number,
            size=10,
            total=self.pieces.total,
            total_size=self.pieces.total_size,
        )

    def carry(self, number: int, /, suffix: str = "_Partial", **changes):
        information = replace(self.information(number), **changes)
        carrier = Carrier(self.message_id + suffix, None, information)
        return self.ask(carrier, self.pieces.part(number))

    def ask(self, carrier: Carrier, *parts):
        asked = Order(
            "PartialStoreDelivery",
            partial_store_delivery.render_request(carrier),
            chunk.PACKAGE if parts else package.EMPTY,
            self.entries,
            parts,
        )
        answered = self.client.ask(asked)
        receipt = partial_store_delivery.read_answer(answered.order.element)
        return codes(answered), receipt
