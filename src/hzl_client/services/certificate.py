"""The mailbox's own certificate in plain words: whose, until when, how long still."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hzl_client.model.credential import fingerprint
from hzl_client.services.trust import name_of


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """`days_left` is negative once the certificate has expired."""

    holder: str
    valid_until: datetime
    days_left: int
    sha256: str


def certificate_facts(certificate: x509.Certificate, now: datetime) -> CertificateFacts:
    end = certificate.not_valid_after_utc
    der = certificate.public_bytes(Encoding.DER)
    return CertificateFacts(
        name_of(certificate), end, (end - now).days, fingerprint(der)
    )
