"""The sending platform: real dialogs over HTTP, deliveries in every shape."""

from pathlib import Path
from types import TracebackType
from typing import Self

from hzl_client.errors import TypeMismatch
from hzl_client.intermediary import content_package, samples, shapes
from hzl_client.intermediary.pki import PracticePki
from hzl_client.intermediary.samples import Sample
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.credential import fingerprint
from hzl_client.osci import (
    exit_dialog,
    feedback,
    get_message_id,
    init_dialog,
    store_delivery,
)
from hzl_client.osci.answer import Answer, Terms
from hzl_client.osci.client import Client, Order, Station
from hzl_client.osci.in_chunks import StoreInChunks
from hzl_client.osci.store_delivery import StoreOrder
from hzl_client.osci.transport import HttpOptions, HttpTransport
from hzl_client.xmlsec.policy import MODERN


def send(url: str, pki: PracticePki, shape: str, sample: str | Path | Sample) -> str:
    """One delivery in a dialog of its own; its message id."""
    with Platform(url, pki) as platform:
        return platform.deliver(shape, sample)


class Platform:
    """One dialog, any number of deliveries; `explicit=False`: each request alone."""

    def __init__(self, url: str, pki: PracticePki, *, explicit: bool = True) -> None:
        self._pki = pki
        self._explicit = explicit
        self._transport = HttpTransport(HttpOptions(url), SealedSpool)
        self._client = Client(
            Station(
                cipher=pki.platform_cipher,
                signature=pki.platform_signature,
                intermediary=pki.intermediary_cipher.certificate,
            ),
            Terms(
                keys=(pki.platform_cipher,),
                policy=MODERN,
                pins=frozenset({fingerprint(pki.intermediary_signature.der)}),
                new_spool=SealedSpool,
            ),
            self._transport,
            explicit=explicit,
        )

    def __enter__(self) -> Self:
        if self._explicit:
            try:
                self._ask(Order("InitDialog", body=init_dialog.REQUEST))
            except BaseException:
                self._transport.close()
                raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        try:
            if self._explicit and kind is None:
                self._ask(Order("ExitDialog", body=exit_dialog.REQUEST))
        finally:
            self._transport.close()

    def deliver(
        self, shape: str, sample: str | Path | Sample, *, chunk_size: int | None = None
    ) -> str:
        """The message id; with `chunk_size` (kB) the delivery travels in chunks."""
        chosen = shapes.shape_of(shape)
        if not isinstance(sample, Sample):
            sample = samples.load(sample)
        issued = self._ask(Order("GetMessageId", body=get_message_id.REQUEST))
        message_id = get_message_id.read_answer(issued.order.element)
        if message_id is None:
            raise TypeMismatch("no message id in the answer")
        package = shapes.package(chosen, sample, self._pki)
        written = content_package.write(package.containers)
        order = StoreOrder(message_id, sample.subject)
        asked = Order(
            "StoreDelivery",
            blocks=store_delivery.render_request(order),
            body=written.xml,
            entries=package.entries,
            parts=written.parts,
        )
        if chunk_size is None:
            self._ask(asked)
        else:
            self._store_in_chunks(asked, order, chunk_size)
        return message_id

    def _store_in_chunks(self, asked: Order, order: StoreOrder, size: int) -> None:
        message = self._client.inner_message(asked)
        StoreInChunks(self._client, size).store(order, message, asked.entries)

    def _ask(self, asked: Order) -> Answer:
        """One request and its verified answer; RefusedOrder if it was refused."""
        opened = self._client.ask(asked)
        feedback.check(opened.feedback)
        return opened
