"""XML Signature in OSCI's profile: verify against what is used, sign what is written.

A reference is never looked up in the document. The caller says which parts there are
and what octets each stands for, and the signature must name exactly these.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cryptography import x509

from hzl_client.errors import SignatureRefused
from hzl_client.model.credential import UNREADABLE_EXTENSIONS, Credential
from hzl_client.model.finding import Finding
from hzl_client.model.octets import MemoryOctets, Octets
from hzl_client.xmlsec import base64
from hzl_client.xmlsec.algorithms import (
    C14N,
    DIGEST_SHA256,
    SIG_RSA_SHA256,
    SIGNATURES,
)
from hzl_client.xmlsec.c14n import canonical, escape_attribute
from hzl_client.xmlsec.digests import digest_of
from hzl_client.xmlsec.names import NS
from hzl_client.xmlsec.policy import (
    MODERN,
    Policy,
    admit_certificate,
    admit_digest,
    admit_signature,
)
from hzl_client.xmlsec.signature_value import sign_value, verify_value
from hzl_client.xmlsec.signed_info import Reference, SignedInfo

__all__ = [
    "Part",
    "PartToSign",
    "SignatureFacts",
    "SignatureRefused",
    "check_key_usage",
    "facts",
    "sign",
    "verify",
    "verify_rest",
]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a signature must reference: its URI as written, the octets it may
    stand for (one form, two for a signed EncryptedData) and the sequences of
    transforms that lead there."""

    uri: str
    candidates: tuple[Octets, ...]
    transforms: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """What a signature says of itself; proven only if it came out of `verify`."""

    algorithm: str
    digests: tuple[str, ...]
    retrieval: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PartToSign:
    uri: str
    octets: Octets
    transforms: tuple[str, ...]


# --- reading -------------------------------------------------------------------------


def facts(read: SignedInfo) -> SignatureFacts:
    """Unverified."""
    digests = tuple(reference.digest for reference in read.references)
    return SignatureFacts(read.algorithm, digests, read.retrieval, ())


def verify(
    read: SignedInfo,
    parts: Sequence[Part],
    certificate: x509.Certificate,
    policy: Policy,
) -> SignatureFacts:
    """The facts if the signature covers exactly `parts` and is the certificate's."""
    return _verified(read, parts, frozenset(), certificate, policy)


def verify_rest(
    read: SignedInfo,
    parts: Sequence[Part],
    lost: frozenset[str],
    certificate: x509.Certificate,
    policy: Policy,
) -> SignatureFacts:
    """The facts if all that arrived holds. This makes no signature valid.

    `lost` are URIs of parts that did not arrive: they must be referenced, too, but
    nobody can check their digests.
    """
    return _verified(read, parts, lost, certificate, policy)


def _verified(
    info: SignedInfo,
    parts: Sequence[Part],
    lost: frozenset[str],
    certificate: x509.Certificate,
    policy: Policy,
) -> SignatureFacts:
    said = facts(info)
    findings = [*admit_signature(info.algorithm, policy)]
    for digest in dict.fromkeys(said.digests):
        findings += admit_digest(digest, policy)
    findings += admit_certificate(certificate, policy)
    _check_coverage(info.references, [*(part.uri for part in parts), *lost])
    by_uri = {part.uri: part for part in parts}
    for reference in info.references:
        if reference.uri not in lost:
            _check_reference(reference, by_uri[reference.uri])
    kind = SIGNATURES[info.algorithm]
    verify_value(kind, info.value, canonical(info.element), certificate)
    return replace(said, findings=tuple(findings))


def _check_coverage(references: Sequence[Reference], uris: Sequence[str]) -> None:
    named = Counter(reference.uri for reference in references)
    expected = Counter(uris)
    if named != expected or any(count > 1 for count in named.values()):
        raise SignatureRefused(
            "references do not name every part exactly once",
            missing=(expected - named).total(),
            extra=(named - expected).total(),
        )


def _check_reference(reference: Reference, part: Part) -> None:
    if reference.transforms not in part.transforms:
        raise SignatureRefused("transforms not admitted for this part")
    for octets in part.candidates:
        if digest_of(octets, reference.digest) == reference.value:
            return
    raise SignatureRefused("digest does not match")


def check_key_usage(certificate: x509.Certificate) -> None:
    """A certificate may sign if it names no usage or one of the two for signatures."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    except UNREADABLE_EXTENSIONS as error:
        raise SignatureRefused("unreadable certificate extensions") from error
    if not (usage.digital_signature or usage.content_commitment):
        raise SignatureRefused("certificate is not meant for signatures")


# --- writing -------------------------------------------------------------------------


def sign(
    parts: Sequence[PartToSign],
    credential: Credential,
    retrieval: str,
    *,
    method: str = SIG_RSA_SHA256,
    digest: str = DIGEST_SHA256,
    objects: str = "",
) -> str:
    """A ds:Signature for a place where exactly the five declarations of `NS` hold.

    `objects` are ready ds:Object elements; what is signed in them is among `parts`.
    """
    for admit, uri in ((admit_signature, method), (admit_digest, digest)):
        admit(uri, MODERN)
    admit_certificate(credential.certificate, MODERN)
    if not parts:
        raise ValueError("a signature over nothing")
    inner = (
        f'\n<ds:CanonicalizationMethod Algorithm="{C14N}">'
        "</ds:CanonicalizationMethod>\n"
        f'<ds:SignatureMethod Algorithm="{method}"></ds:SignatureMethod>\n'
        + "".join(_render_reference(part, digest) for part in parts)
    )
    signed = f"<ds:SignedInfo {NS}>{inner}</ds:SignedInfo>".encode()
    value = sign_value(SIGNATURES[method], MemoryOctets(signed), credential.key)
    return (
        f"<ds:Signature><ds:SignedInfo>{inner}</ds:SignedInfo>"
        f"<ds:SignatureValue>{base64.encode(value)}</ds:SignatureValue>"
        f'<ds:KeyInfo><ds:RetrievalMethod URI="{escape_attribute(retrieval)}">'
        f"</ds:RetrievalMethod></ds:KeyInfo>{objects}</ds:Signature>"
    )


def _render_reference(part: PartToSign, uri: str) -> str:
    transforms = "".join(
        f'<ds:Transform Algorithm="{transform}"></ds:Transform>\n'
        for transform in part.transforms
    )
    if transforms:
        transforms = f"<ds:Transforms>\n{transforms}</ds:Transforms>\n"
    value = digest_of(part.octets, uri)
    return (
        f'<ds:Reference URI="{escape_attribute(part.uri)}">\n{transforms}'
        f'<ds:DigestMethod Algorithm="{uri}"></ds:DigestMethod>\n'
        f"<ds:DigestValue>{base64.encode(value)}"
        "</ds:DigestValue>\n</ds:Reference>\n"
    )
