"""The sending platform: real dialogs over HTTP, deliveries in every shape."""

from pathlib import Path
from secrets import token_bytes
from types import TracebackType
from typing import Self

from hzl_client.errors import TypeMismatch
from hzl_client.intermediary import content_package, samples, shapes
from hzl_client.intermediary.pki import PracticePki
from hzl_client.intermediary.samples import Sample
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.credential import fingerprint
from hzl_client.model.watch import Watch
from hzl_client.osci import (
    answer,
    certificates,
    envelope,
    exit_dialog,
    features,
    feedback,
    get_message_id,
    init_dialog,
    mime,
    order,
    store_delivery,
)
from hzl_client.osci.answer import Answer, Terms
from hzl_client.osci.catalogue import TYPES
from hzl_client.osci.certificates import HeaderCertificate
from hzl_client.osci.dialog import ClientDialog
from hzl_client.osci.mime import PartToSend
from hzl_client.osci.order import OrderToSend
from hzl_client.osci.store_delivery import StoreOrder
from hzl_client.osci.transport import HttpOptions, HttpTransport
from hzl_client.xmlsec import base64
from hzl_client.xmlsec.policy import MODERN

CIPHER_ROLE = "CipherCertificateOriginator"
SIGNATURE_ROLE = "SignatureCertificateOriginator"
_ROLES = (  # in the order of the schema
    CIPHER_ROLE,
    shapes.ADDRESSEE_ROLE,
    shapes.READER_ROLE,
    SIGNATURE_ROLE,
    shapes.AUTHOR_ROLE,
)


def send(url: str, pki: PracticePki, shape: str, sample: str | Path | Sample) -> str:
    """One delivery in a dialog of its own; its message id."""
    with Platform(url, pki) as platform:
        return platform.deliver(shape, sample)


class Platform:
    """One dialog, any number of deliveries; `explicit=False`: each request alone."""

    def __init__(self, url: str, pki: PracticePki, *, explicit: bool = True) -> None:
        self._pki = pki
        self._explicit = explicit
        self._dialog = ClientDialog(explicit=explicit)
        self._transport = HttpTransport(HttpOptions(url), SealedSpool)
        self._cipher = certificates.entry(CIPHER_ROLE, pki.platform_cipher.der)
        self._signature = certificates.entry(SIGNATURE_ROLE, pki.platform_signature.der)
        self._terms = Terms(
            keys=(pki.platform_cipher,),
            policy=MODERN,
            pins=frozenset({fingerprint(pki.intermediary_signature.der)}),
            new_spool=SealedSpool,
        )

    def __enter__(self) -> Self:
        if self._explicit:
            try:
                self._ask("InitDialog", body=init_dialog.REQUEST)
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
                self._ask("ExitDialog", body=exit_dialog.REQUEST)
        finally:
            self._transport.close()

    def deliver(self, shape: str, sample: str | Path | Sample) -> str:
        chosen = shapes.shape_of(shape)
        if not isinstance(sample, Sample):
            sample = samples.load(sample)
        issued = self._ask("GetMessageId", body=get_message_id.REQUEST)
        message_id = get_message_id.read_answer(issued.order.element)
        if message_id is None:
            raise TypeMismatch("no message id in the answer")
        package = shapes.package(chosen, sample, self._pki)
        written = content_package.write(package.containers)
        self._ask(
            "StoreDelivery",
            blocks=store_delivery.render_request(
                StoreOrder(message_id, sample.subject)
            ),
            body=written.xml,
            entries=package.entries,
            parts=written.parts,
        )
        return message_id

    def _ask(
        self,
        kind: str,
        *,
        body: str,
        blocks: tuple[str, ...] = (),
        entries: tuple[HeaderCertificate, ...] = (),
        parts: tuple[PartToSend, ...] = (),
    ) -> Answer:
        """One request and its verified answer; RefusedOrder if it was refused."""
        if not self._explicit:
            self._dialog = ClientDialog(explicit=False)
        to_send = OrderToSend(
            type=TYPES[kind],
            control=self._dialog.request(kind),
            blocks=(
                order.desired_languages(),
                *blocks,
                certificates.render(
                    certificates.NON_INTERMEDIARY, self._certificates(kind, entries)
                ),
                features.render(),
            ),
            body=body,
            attachments=parts,
        )
        root = order.render(
            to_send, self._pki.platform_signature, f"#{self._signature.id}"
        )
        message = order.complete(to_send, root, _boundary(), SealedSpool)
        receiver = self._pki.intermediary_cipher.certificate
        sealed = envelope.seal_envelope(message, receiver, _boundary())
        received = self._transport.exchange(
            mime.joined(sealed, SealedSpool), Watch(), lambda _done, _total: None
        )
        opened = answer.open_answer(received, self._terms, self._dialog.expectation())
        self._dialog.accept(opened.order.control)
        feedback.check(opened.feedback)
        return opened

    def _certificates(
        self, kind: str, entries: tuple[HeaderCertificate, ...]
    ) -> tuple[HeaderCertificate, ...]:
        """Which ones a request presents: NOTES 5."""
        own = (self._cipher, self._signature)
        wanted = (self._signature,) if kind == "ExitDialog" else own
        return tuple(sorted((*wanted, *entries), key=lambda e: _ROLES.index(e.role)))


def _boundary() -> str:
    return "MIME_boundary_" + base64.encode(token_bytes(24))
