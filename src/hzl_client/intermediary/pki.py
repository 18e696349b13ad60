"""The practice PKI: fictional keys and certificates, made once per folder and kept."""

import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from hzl_client.errors import DiskFailed, PracticeStateDamaged
from hzl_client.model.credential import Credential

PIN = "uebung"  # published: practice keys protect nothing
KEY_BITS = 3072  # shorter ones get a remark since 2026
VALID_DAYS = 3650

_ORGANISATION = "Musterhausen (nur zur Übung)"
_CA = "ca"
_CIPHER = {  # file name: common name; opened with, never signed with
    "intermediary_cipher": "Übungsintermediär Chiffrierung",
    "platform_cipher": "Übungsplattform Chiffrierung",
    "recipient_cipher": "Sozialamt Musterhausen Chiffrierung",
    "foreign_reader": "Sozialamt Nachbarstadt Chiffrierung",
}
_SIGNATURE = {
    "intermediary_signature": "Übungsintermediär Signatur",
    "platform_signature": "Übungsplattform Signatur",
    "author": "Übungsplattform Autorin",
    "recipient_signature": "Sozialamt Musterhausen Signatur",
}
_STRANGER = "stranger"
_ALL_USAGES = (
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
NAMES = (_CA, *_CIPHER, *_SIGNATURE, _STRANGER)


@dataclass(frozen=True, slots=True)
class PracticePki:
    """`platform_…` is who sends (Originator), `author` who signs the content,
    `foreign_reader` an office next door, `stranger` an author whom no authority of
    ours vouches for."""

    folder: Path
    ca: Credential
    intermediary_cipher: Credential
    intermediary_signature: Credential
    platform_cipher: Credential
    platform_signature: Credential
    author: Credential
    recipient_cipher: Credential
    recipient_signature: Credential
    foreign_reader: Credential
    stranger: Credential


def certificate_file(folder: Path, name: str) -> Path:
    return folder / f"{name}.crt"


def p12_file(folder: Path, name: str) -> Path:
    return folder / f"{name}.p12"


def load_or_create(folder: Path) -> PracticePki:
    return load(folder) if folder.is_dir() else create(folder)


def create(folder: Path, bits: int = KEY_BITS) -> PracticePki:
    """All or nothing: written beside and renamed, so a crash leaves no half PKI."""
    now = datetime.now(UTC)
    ca = _authority("Übungs-Zertifizierungsstelle", bits, now)
    made = {_CA: ca, _STRANGER: _stranger(bits, now)}
    for name, common_name in _CIPHER.items():
        made[name] = _issue(ca, common_name, _cipher_usage(), now)
    for name, common_name in _SIGNATURE.items():
        made[name] = _issue(ca, common_name, _signature_usage(), now)
    beside = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}.tmp")
    try:
        beside.mkdir(parents=True)
        for name, credential in made.items():
            _write(beside, name, credential)
        beside.rename(folder)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise DiskFailed("practice PKI not written") from error
    return PracticePki(folder=folder, **made)


def load(folder: Path) -> PracticePki:
    return PracticePki(folder=folder, **{name: _read(folder, name) for name in NAMES})


def _write(folder: Path, name: str, credential: Credential) -> None:
    p12 = pkcs12.serialize_key_and_certificates(
        name.encode(),
        credential.key,
        credential.certificate,
        None,
        BestAvailableEncryption(PIN.encode()),
    )
    p12_file(folder, name).write_bytes(p12)
    certificate = credential.certificate.public_bytes(Encoding.PEM)
    certificate_file(folder, name).write_bytes(certificate)


def _read(folder: Path, name: str) -> Credential:
    try:
        raw = p12_file(folder, name).read_bytes()
        key, certificate, _ = pkcs12.load_key_and_certificates(raw, PIN.encode())
    except (OSError, ValueError) as error:
        raise PracticeStateDamaged("practice key unreadable", file=name) from error
    if not isinstance(key, rsa.RSAPrivateKey) or certificate is None:
        raise PracticeStateDamaged("practice key incomplete", file=name)
    return Credential(key, certificate)


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _new_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def _builder(
    subject: str, issuer: str, key: rsa.RSAPrivateKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=VALID_DAYS))
    )


def _authority(common_name: str, bits: int, now: datetime) -> Credential:
    key = _new_key(bits)
    certificate = (
        _builder(common_name, common_name, key, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        .sign(key, SHA256())
    )
    return Credential(key, certificate)


def _issue(
    ca: Credential, common_name: str, usage: x509.KeyUsage, now: datetime
) -> Credential:
    key = _new_key(ca.key.key_size)
    issuer = ca.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0]
    certificate = (
        _builder(common_name, str(issuer.value), key, now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(ca.key, SHA256())
    )
    return Credential(key, certificate)


def _stranger(bits: int, now: datetime) -> Credential:
    """Issued by an authority that is thrown away: nobody can vouch for it."""
    return _issue(
        _authority("Fremde Zertifizierungsstelle", bits, now),
        "Unbekannte Absenderin",
        _signature_usage(),
        now,
    )


def _cipher_usage() -> x509.KeyUsage:
    return _usage("key_encipherment", "data_encipherment")


def _signature_usage() -> x509.KeyUsage:
    return _usage("digital_signature", "content_commitment")


def _usage(*wanted: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{name: name in wanted for name in _ALL_USAGES})
