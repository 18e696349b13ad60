"""From the bytes of a request to an order, or to the SOAP fault that says why not."""

from dataclasses import dataclass

from hzl_client.errors import (
    AlgorithmRefused,
    ControlBlockMismatch,
    Fault,
    HzlError,
    PeerError,
    TransportDecrypt,
    TransportNotForMe,
    TypeMismatch,
)
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.credential import Credential
from hzl_client.model.octets import Octets
from hzl_client.osci import envelope, features, order
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.envelope import OpenedEnvelope
from hzl_client.osci.order import Order
from hzl_client.osci.survey import surveyed
from hzl_client.xmlsec.algorithms import CIPHERS, Mode
from hzl_client.xmlsec.policy import MODERN, Policy

# The first class an error belongs to names the code of its SOAP fault (NOTES 8.2).
_FAULT_CODES: tuple[tuple[type[HzlError], str], ...] = (
    (TransportNotForMe, "9200"),
    (TransportDecrypt, "9202"),
    (AlgorithmRefused, "9202"),
    (ControlBlockMismatch, "9400"),
    (TypeMismatch, "9300"),
    (PeerError, "9100"),
)


@dataclass(frozen=True, slots=True)
class Admission:
    """What the office lets in. With `LEGACY` also what older peers write."""

    policy: Policy = MODERN
    signed: bool = True


USUAL = Admission()


@dataclass(frozen=True, slots=True)
class Request:
    """An order nobody has vouched for yet; `message` is it byte for byte."""

    order: Order
    message: Octets
    encrypted: bool

    @property
    def kind(self) -> str:
        return self.order.type.name

    @property
    def control(self) -> ControlBlock:
        return self.order.control

    @property
    def short_iv(self) -> bool:
        return features.read(self.order.blocks).short_iv

    @property
    def describes_features(self) -> bool:
        return any(block.tag in features.TAGS for block in self.order.blocks)


def open_request(body: Octets, key: Credential, policy: Policy = MODERN) -> Request:
    """Raises nothing but Fault for whatever a client may have sent."""
    try:
        opened = envelope.open_envelope(body, (key,), policy, SealedSpool)
        read = _read(opened)
    except HzlError as error:
        code = fault_code(error)
        if code is None:
            raise
        raise Fault(code, str(error)) from error
    return Request(read, opened.message, opened.facts is not None)


def _read(opened: OpenedEnvelope) -> Order:
    """CBC has no tag: a padding that happens to fit leaves bytes nobody wrote. Were
    that another answer than a wrong padding, it would open messages byte by byte."""
    try:
        return order.read(surveyed(opened.message), SealedSpool)
    except PeerError as error:
        if opened.facts is None or CIPHERS[opened.facts.symmetric].mode is Mode.GCM:
            raise
        raise TransportDecrypt("no message came of decrypting") from error


def fault_code(error: HzlError) -> str | None:
    """None where the client is not to blame."""
    return next(
        (code for family, code in _FAULT_CODES if isinstance(error, family)), None
    )
