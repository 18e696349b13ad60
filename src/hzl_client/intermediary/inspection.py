"""What the post office finds out about certificates; it goes into the process card."""

from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from hzl_client.osci.certificates import HeaderCertificate
from hzl_client.osci.process_card import Inspection


def inspect_all(
    entries: tuple[HeaderCertificate, ...], authority: x509.Certificate, at: datetime
) -> tuple[Inspection, ...]:
    """One inspection per certificate, under however many names it travels."""
    different = {entry.der: entry for entry in entries}
    return tuple(inspect(entry.load(), authority, at) for entry in different.values())


def inspect(
    certificate: x509.Certificate, authority: x509.Certificate, at: datetime
) -> Inspection:
    """There is no revocation service in practice, so nothing is said about it."""
    valid = certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
    return Inspection(
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=str(certificate.serial_number),
        certificate_type="unknown",
        math=_issuer_signature(certificate, authority),
        offline="valid" if valid else "invalid",
    )


def _issuer_signature(
    certificate: x509.Certificate, authority: x509.Certificate
) -> str:
    if certificate.issuer != authority.subject:
        return "indeterminate"  # an authority this office knows nothing of
    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, ValueError, TypeError):
        return "corrupted"
    return "ok"
