"""Who a mailbox expects as author, and whether a signer is one of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from hzl_client.errors import InvalidSetting
from hzl_client.model.credential import UNREADABLE_EXTENSIONS, fingerprint
from hzl_client.settings import MailboxSettings


@dataclass(frozen=True, slots=True)
class ExpectedAuthors:
    """Trust stands in `fingerprints` alone; a certificate among `issuers` only says
    who issued an author's certificate."""

    fingerprints: frozenset[str] = frozenset()
    issuers: tuple[x509.Certificate, ...] = field(default=(), repr=False)

    @classmethod
    def from_settings(cls, settings: MailboxSettings) -> "ExpectedAuthors":
        return cls(frozenset(settings.expected_authors), _read_all(settings.issuers))

    def include(self, signer: bytes) -> bool:
        if fingerprint(signer) in self.fingerprints:
            return True
        certificate = read_certificate(signer)
        return certificate is not None and any(
            _issued_by(certificate, issuer)
            for issuer in self.issuers
            if fingerprint(_der(issuer)) in self.fingerprints
        )


def read_certificate(der: bytes) -> x509.Certificate | None:
    """None where a foreign certificate is absent or cannot be read."""
    try:
        return x509.load_der_x509_certificate(der)
    except (ValueError, x509.InvalidVersion):
        return None


def holder(der: bytes) -> str:
    """The common name, else the whole name, of a foreign certificate."""
    certificate = read_certificate(der)
    return "unbekannt" if certificate is None else name_of(certificate)


def name_of(certificate: x509.Certificate) -> str:
    try:
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(names[0].value) if names else certificate.subject.rfc4514_string()
    except (ValueError, TypeError):  # not a name that X.509 allows
        return "unbekannt"


def _issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    if not _is_authority(issuer):
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_authority(certificate: x509.Certificate) -> bool:
    """Without this an expected author could vouch for further ones."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except (x509.ExtensionNotFound, *UNREADABLE_EXTENSIONS):
        return False
    return found.value.ca


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _read_all(pems: Iterable[str]) -> tuple[x509.Certificate, ...]:
    try:
        return tuple(x509.load_pem_x509_certificate(pem.encode()) for pem in pems)
    except ValueError as error:
        raise InvalidSetting("not a PEM certificate", setting="issuers") from error
