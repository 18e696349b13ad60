"""What the intermediary says: rendered, signed, and encrypted for its client."""

from dataclasses import dataclass
from secrets import token_bytes

from cryptography import x509

from hzl_client.intermediary.parcels import LIMITS
from hzl_client.intermediary.pki import PracticePki
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.credential import Credential
from hzl_client.model.octets import Octets
from hzl_client.osci import certificates, envelope, features, mime, order
from hzl_client.osci.catalogue import MessageType
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.mime import PartToSend
from hzl_client.osci.order import OrderToSend
from hzl_client.xmlsec import base64, encryption
from hzl_client.xmlsec.algorithms import ENC_AES256_GCM
from hzl_client.xmlsec.encryption import SymmetricMethod
from hzl_client.xmlsec.names import NS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an order led to: the order element, and what a delivery brings along.

    `certificates` is the sender's block, `custom` its own header blocks, both as it
    wrote them, below the declarations `scope`. `kind` names the answer where it is not
    the one of the request."""

    order: str
    body: str = ""
    certificates: str = ""
    custom: tuple[str, ...] = ()
    attachments: tuple[PartToSend, ...] = ()
    kind: str = ""
    scope: str = NS


@dataclass(frozen=True, slots=True)
class Manner:
    """How this client is answered; `forged` makes a signature that does not hold."""

    features: bool = False
    forged: bool = False


class Scribe:
    """Has the intermediary's keys and nothing else."""

    def __init__(self, pki: PracticePki) -> None:
        self._signer = pki.intermediary_signature
        # The right certificate over the signature of another key.
        self._forger = Credential(pki.stranger.key, self._signer.certificate)
        self._entry = certificates.entry(
            certificates.SUPPLIER_SIGNATURE, self._signer.der
        )
        self._certificates = certificates.render(
            certificates.INTERMEDIARY, (self._entry,)
        )

    def write(
        self, kind: MessageType, control: ControlBlock, outcome: Outcome, manner: Manner
    ) -> Octets:
        """The signed order message; header blocks in the order of the schema."""
        blocks = (
            outcome.order if kind.in_header else "",
            self._certificates,
            outcome.certificates,
            features.render(LIMITS) if manner.features else "",
            *outcome.custom,
        )
        to_send = OrderToSend(
            type=kind,
            control=control,
            blocks=tuple(block for block in blocks if block),
            body=outcome.body if kind.in_header else outcome.order,
            attachments=outcome.attachments,
            scope=outcome.scope,
        )
        signer = self._forger if manner.forged else self._signer
        root = order.render(to_send, signer, f"#{self._entry.id}")
        return order.complete(to_send, root, _boundary(), SealedSpool)


def seal(message: Octets, receiver: x509.Certificate, *, short_iv: bool) -> Octets:
    """For a client that did not announce the short IV it is 16 bytes long."""
    method = SymmetricMethod(ENC_AES256_GCM, 12 if short_iv else 16)
    sealed = envelope.seal_envelope(
        message, receiver, _boundary(), method, encryption.DEFAULT_TRANSPORT
    )
    return mime.joined(sealed, SealedSpool)


def _boundary() -> str:
    return "MIME_boundary_" + base64.encode(token_bytes(24))
