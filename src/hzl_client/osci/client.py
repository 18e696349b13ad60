"""Our end of a dialog on the wire: one request out, one verified answer back."""

from dataclasses import dataclass, field
from secrets import token_bytes

from cryptography import x509

from hzl_client.model.credential import Credential
from hzl_client.model.octets import Octets
from hzl_client.model.watch import Watch
from hzl_client.osci import answer, certificates, envelope, features, mime, order
from hzl_client.osci.answer import Answer, Terms
from hzl_client.osci.catalogue import TYPES
from hzl_client.osci.certificates import CIPHER_ROLE, SIGNATURE_ROLE, HeaderCertificate
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.dialog import ClientDialog
from hzl_client.osci.exchange import Loaded, Transport
from hzl_client.osci.mime import PartToSend
from hzl_client.osci.order import OrderToSend
from hzl_client.xmlsec import base64, encryption

_ROLES = (  # NonIntermediaryCertificates: the order of the schema (NOTES 5)
    CIPHER_ROLE,
    "CipherCertificateAddressee",
    "CipherCertificateOtherReader",
    SIGNATURE_ROLE,
    "SignatureCertificateOtherAuthor",
)
# Requests that present our cipher certificate: answers are encrypted for it.
_PRESENTING = frozenset(
    {"InitDialog", "GetMessageId", "StoreDelivery", "PartialStoreDelivery"}
)


@dataclass(frozen=True, slots=True)
class Order:
    """What one request asks: header blocks of the order, or what stands in the Body,
    and what a delivery brings along."""

    kind: str
    blocks: tuple[str, ...] = ()
    body: str = ""
    entries: tuple[HeaderCertificate, ...] = ()
    parts: tuple[PartToSend, ...] = ()


@dataclass(frozen=True, slots=True)
class Station:
    """Who we are in requests, and who the intermediary is."""

    cipher: Credential
    signature: Credential
    intermediary: x509.Certificate


def unheard(_done: int, _total: int) -> None:
    """Progress nobody follows."""


@dataclass(slots=True)
class Client:
    """One connection. `received` is the last answer's body, also a refused one's."""

    station: Station
    terms: Terms
    transport: Transport
    explicit: bool = True
    dialog: ClientDialog = field(init=False)
    received: Octets | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.dialog = ClientDialog(explicit=self.explicit)

    def ask(
        self, asked: Order, watch: Watch | None = None, loaded: Loaded = unheard
    ) -> Answer:
        """Send and open; whatever is raised, the dialog is over and nothing follows.

        Feedback codes are the caller's to judge: a refused order is a good answer.
        """
        if not self.explicit:
            self.dialog = ClientDialog(explicit=False)
        self.received = None
        try:
            body = self._request(asked)
            self.received = self.transport.exchange(body, watch or Watch(), loaded)
            opened = answer.open_answer(
                self.received, self.terms, self.dialog.expectation()
            )
        except BaseException:
            self.dialog.abandon()
            raise
        self.dialog.accept(opened.order.control)
        return opened

    def inner_message(self, asked: Order) -> Octets:
        """A signed order message to travel in chunks: it stands for itself, with a
        ControlBlock of no dialog (NOTES 14)."""
        control = ClientDialog(explicit=False).request(asked.kind)
        return self._signed(asked, control)

    def _request(self, asked: Order) -> Octets:
        message = self._signed(asked, self.dialog.request(asked.kind))
        sending = self.terms.policy.sending
        sealed = envelope.seal_envelope(
            message,
            self.station.intermediary,
            _boundary(),
            encryption.sent_method(sending),
            encryption.sent_transport(sending),
        )
        return mime.joined(sealed, self.terms.new_spool)

    def _signed(self, asked: Order, control: ControlBlock) -> Octets:
        own = certificates.entry(SIGNATURE_ROLE, self.station.signature.der)
        to_send = OrderToSend(
            type=TYPES[asked.kind],
            control=control,
            blocks=(
                order.desired_languages(),
                *asked.blocks,
                certificates.render(
                    certificates.NON_INTERMEDIARY, self._certificates(asked, own)
                ),
                features.render(),
            ),
            body=asked.body,
            attachments=asked.parts,
        )
        sending, signer = self.terms.policy.sending, self.station.signature
        root = order.render(
            to_send,
            signer,
            f"#{own.id}",
            method=sending.signature_with(signer.key),
            digest=sending.digest,
        )
        return order.complete(to_send, root, _boundary(), self.terms.new_spool)

    def _certificates(
        self, asked: Order, own: HeaderCertificate
    ) -> tuple[HeaderCertificate, ...]:
        entries = [own, *asked.entries]
        if asked.kind in _PRESENTING:
            entries.append(certificates.entry(CIPHER_ROLE, self.station.cipher.der))
        return tuple(sorted(entries, key=lambda e: _ROLES.index(e.role)))


def _boundary() -> str:
    return "MIME_boundary_" + base64.encode(token_bytes(24))
