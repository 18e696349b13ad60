"""Who asks, and whether its request may be carried out (NOTES 16.3)."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from hzl_client.errors import (
    AlgorithmRefused,
    ClientSignatureInvalid,
    Fault,
    MalformedXml,
    RefusedOrder,
    SignatureRefused,
    Unsigned,
)
from hzl_client.intermediary.inspection import inspect
from hzl_client.intermediary.intake import Admission
from hzl_client.model.credential import UNREADABLE_EXTENSIONS, fingerprint
from hzl_client.osci import order
from hzl_client.osci.certificates import CIPHER_ROLE, SIGNATURE_ROLE, HeaderCertificate
from hzl_client.osci.order import Order
from hzl_client.xmlsec.policy import MODERN, admit_certificate
from hzl_client.xmlsec.signature import check_key_usage


@dataclass(frozen=True, slots=True)
class Client:
    """`cipher` is its mailbox; `name` is who a message id is issued to."""

    cipher: x509.Certificate | None
    name: str


def check_certificates(read: Order) -> None:
    """MalformedXml if one of them cannot be read to the end: `cryptography` parses
    late, and everything below relies on keys, names and dates."""
    for entry in read.certificates:
        try:
            _read_to_the_end(x509.load_der_x509_certificate(entry.der))
        except _UNREADABLE as error:
            raise MalformedXml("certificate not readable", role=entry.role) from error


_UNREADABLE = (
    *UNREADABLE_EXTENSIONS,
    TypeError,  # a BIT STRING for a name
    UnsupportedAlgorithm,
    x509.InvalidVersion,
)


def _read_to_the_end(found: x509.Certificate) -> None:
    found.public_key()
    found.subject.rfc4514_string()
    found.issuer.rfc4514_string()
    _ = (found.not_valid_before_utc, found.not_valid_after_utc, found.extensions)


def certificate(read: Order, role: str) -> HeaderCertificate | None:
    return next((each for each in read.certificates if each.role == role), None)


def client_of(read: Order) -> Client:
    """Named by the cipher certificate, else the signature certificate, else nobody."""
    cipher = certificate(read, CIPHER_ROLE)
    named = cipher or certificate(read, SIGNATURE_ROLE)
    return Client(
        cipher=usable_cipher(cipher) if cipher else None,
        name=fingerprint(named.der) if named else "",
    )


def client_with(cipher: x509.Certificate) -> Client:
    """The owner of a dialog."""
    return Client(cipher, fingerprint(cipher.public_bytes(Encoding.DER)))


def cipher_differs(read: Order, cipher: x509.Certificate) -> bool:
    """Whether a later request presents another one than the InitDialog did."""
    entry = certificate(read, CIPHER_ROLE)
    return entry is not None and entry.der != cipher.public_bytes(Encoding.DER)


def usable_cipher(entry: HeaderCertificate) -> x509.Certificate:
    """Fault 9500 if no answer could be encrypted for it."""
    found = entry.load()
    try:
        admit_certificate(found, MODERN)
    except AlgorithmRefused as error:
        raise Fault("9500", "client's cipher key refused") from error
    if not isinstance(found.public_key(), rsa.RSAPublicKey):
        raise Fault("9500", "client's cipher key is not RSA")
    return found


def signer_of(read: Order, admission: Admission, known: bytes | None) -> bytes | None:
    """Certificate (DER) of the ClientSignature; None where nobody signed and none has
    to; RefusedOrder 9600, 9601 or 9602.

    `known` is who signed the InitDialog: nobody else may sign later requests."""
    try:
        signature = order.verify(read, admission.policy)
        check_key_usage(HeaderCertificate("", "", signature.signer).load())
    except Unsigned as error:
        if admission.signed or known is not None:
            raise RefusedOrder("9600", "request is not signed") from error
        return None
    except ClientSignatureInvalid as error:
        raise RefusedOrder(_invalid_or_incomplete(error)) from error
    except (AlgorithmRefused, SignatureRefused) as error:
        raise RefusedOrder("9601", "signature not admitted") from error
    if known is not None and signature.signer != known:
        raise RefusedOrder("9601", "signed by somebody else than the InitDialog")
    return signature.signer


def _invalid_or_incomplete(error: ClientSignatureInvalid) -> str:
    cause = error.__cause__
    missing = cause.facts.get("missing") if isinstance(cause, SignatureRefused) else 0
    return "9602" if missing else "9601"


def warnings(read: Order, authority: x509.Certificate, at: datetime) -> tuple[str, ...]:
    """Codes about the client's own certificates; Fault 9501, RefusedOrder 9700."""
    found = []
    for role, expired in ((CIPHER_ROLE, "3500"), (SIGNATURE_ROLE, "3700")):
        entry = certificate(read, role)
        if entry is None:
            continue
        inspection = inspect(entry.load(), authority, at)
        if inspection.math == "corrupted":
            if role == CIPHER_ROLE:
                raise Fault("9501", "issuer's signature on cipher certificate wrong")
            raise RefusedOrder("9700", "issuer's signature on signer wrong")
        if inspection.offline == "invalid":
            found.append(expired)
    return tuple(found)
