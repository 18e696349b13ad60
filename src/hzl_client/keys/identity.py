"""Who a mailbox is: private keys and certificates out of PKCS#12 files."""

import base64
import json
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import (
    CertificatePublicKeyTypes,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    pkcs12,
)

from hzl_client.errors import IdentityRefused, NotAnIdentity, WrongPin
from hzl_client.model.credential import (
    UNREADABLE_EXTENSIONS,
    Credential,
    Identity,
    PrivateKey,
)
from hzl_client.model.finding import Finding

LARGEST_FILE = 1024 * 1024  # a key with a long chain has some 20 kB
ENDS_SOON = timedelta(days=60)  # a new certificate takes an authority weeks


def read_pkcs12(data: bytes, pin: str) -> tuple[Credential, ...]:
    """The private key of a .p12/.pfx file and its certificate, modern or old
    encryption. Of a file with several keys the library hands out the first."""
    if len(data) > LARGEST_FILE:
        raise NotAnIdentity("far too long for a PKCS#12 file", size=len(data))
    content = _load(data, pin)
    key = content.key
    if key is None:
        raise NotAnIdentity("no private key inside", reason="no-key")
    held = [content.cert] if content.cert else []
    certificates = [entry.certificate for entry in (*held, *content.additional_certs)]
    return (_pair(_usable(key), certificates),)


def _load(data: bytes, pin: str) -> pkcs12.PKCS12KeyAndCertificates:
    try:
        with warnings.catch_warnings():
            # BER from older certificate authorities is read, with a warning.
            warnings.simplefilter("ignore")
            return pkcs12.load_pkcs12(data, pin.encode())
    except ValueError as error:
        if "Invalid password" in str(error):
            raise WrongPin("the PIN does not open the file") from error
        raise NotAnIdentity("not a PKCS#12 file", reason="format") from error
    except UnsupportedAlgorithm as error:
        raise NotAnIdentity("unknown encryption", reason="algorithm") from error


def _usable(key: object) -> PrivateKey:
    if isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        return key
    raise NotAnIdentity("neither an RSA nor an EC key", reason="algorithm")


def _pair(key: PrivateKey, certificates: Iterable[x509.Certificate]) -> Credential:
    """Some writers mark no certificate as the key's own; the public key tells."""
    wanted = _spki(key.public_key())
    for certificate in certificates:
        # A chain may end in a certificate with a kind of key nobody here knows.
        with suppress(ValueError, UnsupportedAlgorithm):
            if _spki(certificate.public_key()) == wanted:
                return Credential(key, certificate)
    raise NotAnIdentity("no certificate for the private key", reason="no-certificate")


def _spki(key: CertificatePublicKeyTypes) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def make_identity(credentials: Sequence[Credential]) -> Identity:
    """Choose by KeyUsage: one for both tasks, or one for each.

    A credential made for one task only comes before one that may do both, a newer
    certificate before an older one; older cipher keys go on reading.
    """
    newest_first = sorted(
        credentials, key=lambda c: c.certificate.not_valid_after_utc, reverse=True
    )
    ciphers = _choose(newest_first, _may_decrypt, _may_sign, "cipher")
    signers = _choose(newest_first, _may_sign, _may_decrypt, "signature")
    return Identity(ciphers[0], signers[0], tuple(ciphers[1:]))


def extended(identity: Identity, new: Sequence[Credential]) -> Identity:
    """`new` go on reading what is encrypted for them; what is used stays in use."""
    if not all(map(_may_decrypt, new)):  # nobody would find it again
        raise IdentityRefused("it only signs and cannot read along", usage="cipher")
    return _arranged(identity.cipher, identity.signature, identity, new)


def taken_over(identity: Identity, new: Sequence[Credential]) -> Identity:
    """`new` take over every task they may do; older cipher keys go on reading."""
    newest_first = sorted(
        new, key=lambda c: c.certificate.not_valid_after_utc, reverse=True
    )
    ciphers = sorted(filter(_may_decrypt, newest_first), key=_may_sign)
    signers = sorted(filter(_may_sign, newest_first), key=_may_decrypt)
    if not ciphers and not signers:
        raise IdentityRefused("no certificate allows any usage", usage="cipher")
    cipher = ciphers[0] if ciphers else identity.cipher
    signature = signers[0] if signers else identity.signature
    return _arranged(cipher, signature, identity, new)


def _arranged(
    cipher: Credential,
    signature: Credential,
    before: Identity,
    new: Iterable[Credential],
) -> Identity:
    known = {each.der: each for each in (*new, *credentials_of(before))}
    readers = (c for c in known.values() if _may_decrypt(c) and c.der != cipher.der)
    return Identity(known[cipher.der], known[signature.der], tuple(readers))


Task = Callable[[Credential], bool]


def _choose(
    credentials: Sequence[Credential], task: Task, other: Task, usage: str
) -> list[Credential]:
    able = sorted((c for c in credentials if task(c)), key=other)
    if not able:
        raise IdentityRefused("no certificate allows this usage", usage=usage)
    return able


def _may_decrypt(credential: Credential) -> bool:
    usage = _key_usage(credential.certificate)
    return isinstance(credential.key, rsa.RSAPrivateKey) and (
        usage is None or usage.key_encipherment or usage.data_encipherment
    )


def _may_sign(credential: Credential) -> bool:
    usage = _key_usage(credential.certificate)
    return usage is None or usage.digital_signature or usage.content_commitment


def _key_usage(certificate: x509.Certificate) -> x509.KeyUsage | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None
    except UNREADABLE_EXTENSIONS as error:
        raise NotAnIdentity("certificate extensions are broken") from error


def check_identity(identity: Identity, now: datetime) -> tuple[Finding, ...]:
    """What is wrong with the certificates today; the detail is the date it turns
    on. Older reader keys may be as old as they like."""
    used = dict.fromkeys((identity.cipher.certificate, identity.signature.certificate))
    return tuple(finding for c in used for finding in _check_validity(c, now))


def _check_validity(certificate: x509.Certificate, now: datetime) -> list[Finding]:
    begin, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now < begin:
        return [Finding("certificate-not-yet-valid", begin.date().isoformat())]
    if now > end:
        return [Finding("certificate-expired", end.date().isoformat())]
    if now > end - ENDS_SOON:
        return [Finding("certificate-ends-soon", end.date().isoformat())]
    return []


# --- how the store keeps it, sealed by the mailbox key ------------------------------


def identity_to_bytes(identity: Identity) -> bytes:
    kept = list(credentials_of(identity))
    document = {
        "format": 1,
        "cipher": kept.index(identity.cipher),
        "signature": kept.index(identity.signature),
        "readers": [kept.index(reader) for reader in identity.readers],
        "credentials": [
            {"key": _base64(_pkcs8(c.key)), "certificate": _base64(c.der)} for c in kept
        ],
    }
    return json.dumps(document).encode()


def identity_from_bytes(data: bytes) -> Identity:
    try:
        document = json.loads(data)
        kept = [
            Credential(
                _usable(load_der_private_key(base64.b64decode(entry["key"]), None)),
                x509.load_der_x509_certificate(base64.b64decode(entry["certificate"])),
            )
            for entry in document["credentials"]
        ]
        return Identity(
            kept[document["cipher"]],
            kept[document["signature"]],
            tuple(kept[number] for number in document["readers"]),
        )
    except (ValueError, TypeError, LookupError, UnsupportedAlgorithm) as error:
        raise NotAnIdentity("a kept identity cannot be read", reason="kept") from error


def credentials_of(identity: Identity) -> tuple[Credential, ...]:
    """Each once: the one for the address first, then signature, then readers."""
    every = (identity.cipher, identity.signature, *identity.readers)
    return tuple(dict.fromkeys(every))


def _pkcs8(key: PrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
