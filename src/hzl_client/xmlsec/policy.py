"""Which algorithms and keys are admitted: one frozen value, asked before any key works.

`modern` refuses what is broken. `legacy` admits it and says so in a finding. What no
policy knows, RIPEMD-160 and ECDSA with SHA-1 are refused under both.
"""

from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from hzl_client.errors import AlgorithmRefused
from hzl_client.model.finding import Finding
from hzl_client.xmlsec.algorithms import (
    CIPHERS,
    DIGEST_SHA1,
    DIGESTS,
    KEY_TRANSPORTS,
    KT_RSA_15,
    MGF1_SHA1,
    MGF_DIGESTS,
    OAEP_DIGESTS,
    SIG_RSA_SHA1,
    SIGNATURES,
    Mode,
)

MIN_RSA_BITS = 2048
MIN_EC_BITS = 224

_SMALL_GCM_IV = 12


@dataclass(frozen=True, slots=True)
class Policy:
    name: str
    legacy: bool


MODERN = Policy("modern", legacy=False)
LEGACY = Policy("legacy", legacy=True)

Findings = tuple[Finding, ...]


def admit_cipher(uri: str, policy: Policy) -> Findings:
    if uri not in CIPHERS:
        raise AlgorithmRefused("unknown symmetric algorithm", algorithm=uri)
    if CIPHERS[uri].mode is Mode.CBC:
        return _weak(policy, "weak-cipher", uri)
    return ()


def admit_iv_length(uri: str, iv_length: int) -> Findings:
    """16 bytes are what old partners write; the standard size of GCM is 12."""
    if CIPHERS[uri].mode is Mode.GCM and iv_length != _SMALL_GCM_IV:
        return (Finding("gcm-iv-16", uri),)
    return ()


def admit_key_transport(uri: str, digest: str, mgf: str, policy: Policy) -> Findings:
    """SHA-1 inside OAEP is admitted with a finding: no attack on it is known there."""
    if uri not in KEY_TRANSPORTS:
        raise AlgorithmRefused("unknown key transport", algorithm=uri)
    if uri == KT_RSA_15:
        return _weak(policy, "weak-key-transport", uri)
    for name, known in ((digest, OAEP_DIGESTS), (mgf, MGF_DIGESTS)):
        if name not in known:
            raise AlgorithmRefused("unknown OAEP parameter", algorithm=name)
    if digest == DIGEST_SHA1 or mgf == MGF1_SHA1:
        return (Finding("oaep-sha1", uri),)
    return ()


def admit_digest(uri: str, policy: Policy) -> Findings:
    if uri not in DIGESTS:
        raise AlgorithmRefused("unknown or refused digest algorithm", algorithm=uri)
    return _weak(policy, "weak-digest", uri) if uri == DIGEST_SHA1 else ()


def admit_signature(uri: str, policy: Policy) -> Findings:
    if uri not in SIGNATURES:
        raise AlgorithmRefused("unknown or refused signature algorithm", algorithm=uri)
    return _weak(policy, "weak-signature", uri) if uri == SIG_RSA_SHA1 else ()


def admit_key(certificate: x509.Certificate, policy: Policy) -> Findings:
    """The certificate's key is RSA or EC and, under `modern`, long enough."""
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:  # damaged, unknown curve …
        raise AlgorithmRefused("unreadable public key") from error
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < MIN_RSA_BITS:
        return _weak(policy, "weak-key", f"RSA {key.key_size}")
    if isinstance(key, ec.EllipticCurvePublicKey) and key.key_size < MIN_EC_BITS:
        return _weak(policy, "weak-key", f"EC {key.key_size}")
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise AlgorithmRefused("neither RSA nor EC", algorithm=type(key).__name__)
    return ()


def _weak(policy: Policy, code: str, detail: str) -> Findings:
    if not policy.legacy:
        raise AlgorithmRefused("refused by policy", policy=policy.name, weak=detail)
    return (Finding(code, detail),)
