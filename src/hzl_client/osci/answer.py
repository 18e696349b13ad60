"""An answer of the supplier: opened, verified, and compared with what was asked.

`open_answer` is the one way from HTTP bytes to something that may be believed. What it
raises makes the answer *not authentic*: it must never be acknowledged.
"""

from dataclasses import dataclass

from hzl_client.errors import (
    ClientSignatureInvalid,
    ControlBlockMismatch,
    NotEncrypted,
    SignatureRefused,
    SupplierCertificateMismatch,
    SupplierNotPinned,
    TypeMismatch,
    Unsigned,
)
from hzl_client.model.credential import Credential, fingerprint
from hzl_client.model.finding import Finding
from hzl_client.model.octets import NewSpool, Octets
from hzl_client.osci import catalogue, control_block, envelope, feedback, order
from hzl_client.osci.certificates import HeaderCertificate, subject_of
from hzl_client.osci.envelope import OpenedEnvelope
from hzl_client.osci.feedback import Entry
from hzl_client.osci.order import Order, TransportSignature
from hzl_client.osci.survey import surveyed
from hzl_client.xmlsec.policy import Policy
from hzl_client.xmlsec.signature import check_key_usage


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the answer must say; `types` may be empty for "any answer".

    A value of None in `control` means "must be absent", an absent key "not checked".
    """

    types: frozenset[str]
    control: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Terms:
    """What this client insists on, and with what it opens and checks answers.

    `pins` are fingerprints of the supplier's signature certificates; None means that
    pinning is not asked for (diagnosis of recorded messages only).
    """

    keys: tuple[Credential, ...]
    policy: Policy
    pins: frozenset[str] | None
    new_spool: NewSpool
    encrypted: bool = True
    signed: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """A verified answer; `message` is its order message byte for byte."""

    message: Octets
    order: Order
    envelope: OpenedEnvelope
    signature: TransportSignature | None
    feedback: tuple[Entry, ...]
    findings: tuple[Finding, ...]


def open_answer(body: Octets, terms: Terms, expected: Expectation) -> Answer:
    """Raises Fault, or the PeerError or TrustError that says what is wrong."""
    opened = envelope.open_envelope(body, terms.keys, terms.policy, terms.new_spool)
    message = surveyed(opened.message)
    read = order.read(message, terms.new_spool)
    if opened.facts is None and terms.encrypted:
        raise NotEncrypted("answer is not encrypted")
    signature = verify_signature(read, terms)
    check_expectation(read, expected)
    findings = [*opened.findings, *(signature.facts.findings if signature else ())]
    return Answer(
        message=message,
        order=read,
        envelope=opened,
        signature=signature,
        feedback=feedback.read(read.element),
        findings=tuple(dict.fromkeys(findings)),
    )


def open_reassembled(message: Octets, terms: Terms) -> Answer:
    """An answer that came in chunks: each carrier was opened and verified, the whole
    has a foreign ControlBlock, which nobody can check, and its own signature (NOTES
    19.12). TypeMismatch unless it is the answer to a FetchDelivery."""
    message = surveyed(message)
    read = order.read(message, terms.new_spool, in_dialog=False)
    signature = verify_signature(read, terms)
    check_expectation(read, Expectation(frozenset({"ResponseToFetchDelivery"}), {}))
    return Answer(
        message=message,
        order=read,
        envelope=OpenedEnvelope(message, None),
        signature=signature,
        feedback=feedback.read(read.element),
        findings=tuple(signature.facts.findings if signature else ()),
    )


def verify_signature(read: Order, terms: Terms) -> TransportSignature | None:
    """The signature that held and is the pinned one's; None if none is needed."""
    try:
        signature = order.verify(read, terms.policy)
    except Unsigned:
        if terms.signed:
            raise
        return None
    certificate = HeaderCertificate("", "", signature.signer).load()
    try:
        check_key_usage(certificate)
    except SignatureRefused as error:
        if not read.type.answer:
            raise ClientSignatureInvalid("key usage does not fit") from error
        raise SupplierCertificateMismatch("key usage does not fit") from error
    if terms.pins is not None and not terms.pins:
        raise SupplierNotPinned(
            "first contact with this intermediary",
            fingerprint=fingerprint(signature.signer),
            subject=subject_of(certificate),
        )
    if terms.pins is not None and signature.signer_sha256 not in terms.pins:
        raise SupplierCertificateMismatch(
            "another certificate than the pinned one",
            fingerprint=signature.signer_sha256,
            subject=subject_of(certificate),
        )
    return signature


def check_expectation(read: Order, expected: Expectation) -> None:
    if expected.types and read.type.name not in expected.types:
        raise TypeMismatch("not the answer that was asked for", type=read.type.name)
    block = read.control
    values = {
        "challenge": block.response,
        "conversation": block.conversation,
        "sequence": block.sequence,
    }
    for name, value in expected.control.items():
        if not control_block.same(values[name], value):
            raise ControlBlockMismatch("ControlBlock does not fit", value=name)


def answer_types(request: str) -> frozenset[str]:
    """What may come back; a chunked fetch may be answered whole (NOTES 14)."""
    types = {f"ResponseTo{request}"}
    if request == "PartialFetchDelivery":
        types.add("ResponseToFetchDelivery")
    return frozenset(types & set(catalogue.TYPES))
