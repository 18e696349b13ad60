"""Keys with self-signed certificates, made once per test run."""

from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.x509.oid import NameOID

from hzl_client.model.credential import Credential, PrivateKey

_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Muster")])


def rsa_credential(bits: int = 2048) -> Credential:
    return _rsa_credential(bits)  # one cache entry, whether `bits` is named or not


def ec_credential(curve: type[ec.EllipticCurve] = ec.SECP256R1) -> Credential:
    return _ec_credential(curve)


@cache
def _rsa_credential(bits: int) -> Credential:
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    return Credential(key, certificate_of(key))


@cache
def _ec_credential(curve: type[ec.EllipticCurve]) -> Credential:
    key = ec.generate_private_key(curve())
    return Credential(key, certificate_of(key))


def certificate_of(
    key: PrivateKey,
    usage: x509.KeyUsage | None = None,
    public_key: CertificatePublicKeyTypes | None = None,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(_NAME)
        .issuer_name(_NAME)
        .public_key(public_key or key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
    )
    if usage is not None:
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(key, hashes.SHA256())


def key_usage(**wanted: bool) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: wanted.get(name, False) for name in names})
