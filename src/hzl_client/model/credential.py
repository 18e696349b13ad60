"""Private keys and certificates as handed around; never printed, never logged."""

import hashlib
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

# What `cryptography` raises for the extensions of a certificate somebody else made.
UNREADABLE_EXTENSIONS = (
    ValueError,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Credential:
    """A private key with its certificate."""

    key: PrivateKey = field(repr=False)
    certificate: x509.Certificate = field(repr=False)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are: `cipher` opens the mailbox (its certificate is the address),
    `signature` signs requests, `readers` are further keys for contents."""

    cipher: Credential
    signature: Credential
    readers: tuple[Credential, ...] = ()

    @property
    def reader_keys(self) -> tuple[Credential, ...]:
        return (self.cipher, *self.readers)


def fingerprint(der: bytes) -> str:
    """SHA-256 of a certificate in DER, lower-case hex."""
    return hashlib.sha256(der).hexdigest()
