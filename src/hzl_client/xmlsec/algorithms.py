"""The algorithms of OSCI-Transport 1.2 by URI, and what each URI stands for."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from cryptography.hazmat.primitives import hashes

from hzl_client.errors import AlgorithmRefused
from hzl_client.xmlsec import decrepit
from hzl_client.xmlsec.names import DS, XENC, XENC11

_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
_MORE2007 = "http://www.w3.org/2007/05/xmldsig-more#"

C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
BASE64_TRANSFORM = f"{DS}base64"

DIGEST_SHA1 = f"{DS}sha1"
DIGEST_SHA256 = f"{XENC}sha256"
DIGEST_SHA384 = f"{_MORE}sha384"
DIGEST_SHA512 = f"{XENC}sha512"
DIGEST_SHA3_256 = f"{_MORE2007}sha3-256"
DIGEST_SHA3_384 = f"{_MORE2007}sha3-384"
DIGEST_SHA3_512 = f"{_MORE2007}sha3-512"
DIGEST_RIPEMD160 = f"{XENC}ripemd160"

SIG_RSA_SHA1 = f"{DS}rsa-sha1"
SIG_RSA_SHA256 = f"{_MORE}rsa-sha256"
SIG_RSA_SHA384 = f"{_MORE}rsa-sha384"
SIG_RSA_SHA512 = f"{_MORE}rsa-sha512"
SIG_PSS_SHA256 = f"{_MORE2007}sha256-rsa-MGF1"
SIG_PSS_SHA384 = f"{_MORE2007}sha384-rsa-MGF1"
SIG_PSS_SHA512 = f"{_MORE2007}sha512-rsa-MGF1"
SIG_PSS_SHA3_256 = f"{_MORE2007}sha3-256-rsa-MGF1"
SIG_PSS_SHA3_384 = f"{_MORE2007}sha3-384-rsa-MGF1"
SIG_PSS_SHA3_512 = f"{_MORE2007}sha3-512-rsa-MGF1"
SIG_ECDSA_SHA1 = f"{_MORE}ecdsa-sha1"
SIG_ECDSA_SHA256 = f"{_MORE}ecdsa-sha256"
SIG_ECDSA_SHA384 = f"{_MORE}ecdsa-sha384"
SIG_ECDSA_SHA512 = f"{_MORE}ecdsa-sha512"
SIG_RSA_RIPEMD160 = f"{_MORE}rsa-ripemd160"

ENC_AES128_GCM = f"{XENC11}aes128-gcm"
ENC_AES192_GCM = f"{XENC11}aes192-gcm"
ENC_AES256_GCM = f"{XENC11}aes256-gcm"
ENC_AES128_CBC = f"{XENC}aes128-cbc"
ENC_AES192_CBC = f"{XENC}aes192-cbc"
ENC_AES256_CBC = f"{XENC}aes256-cbc"
ENC_3DES_CBC = f"{XENC}tripledes-cbc"

KT_RSA_OAEP = f"{XENC11}rsa-oaep"
KT_RSA_OAEP_MGF1P = f"{XENC}rsa-oaep-mgf1p"
KT_RSA_15 = f"{XENC}rsa-1_5"

MGF1_SHA1 = f"{XENC11}mgf1sha1"
MGF1_SHA256 = f"{XENC11}mgf1sha256"
MGF1_SHA384 = f"{XENC11}mgf1sha384"
MGF1_SHA512 = f"{XENC11}mgf1sha512"


class Mode(Enum):
    GCM = "gcm"
    CBC = "cbc"


class Family(Enum):
    PKCS1 = "rsa-pkcs1"
    PSS = "rsa-pss"
    ECDSA = "ecdsa"


class Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class CipherKind:
    mode: Mode
    key_length: int
    iv_lengths: tuple[int, ...]  # the first is assumed where the message says nothing


@dataclass(frozen=True, slots=True)
class SignatureKind:
    family: Family
    hash: hashes.HashAlgorithm


# An absent IvLength means 16 bytes, the reverse of XML Encryption 1.1 (NOTES 4.1).
_GCM_IV = (16, 12)

CIPHERS = {
    ENC_AES128_GCM: CipherKind(Mode.GCM, 16, _GCM_IV),
    ENC_AES192_GCM: CipherKind(Mode.GCM, 24, _GCM_IV),
    ENC_AES256_GCM: CipherKind(Mode.GCM, 32, _GCM_IV),
    ENC_AES128_CBC: CipherKind(Mode.CBC, 16, (16,)),
    ENC_AES192_CBC: CipherKind(Mode.CBC, 24, (16,)),
    ENC_AES256_CBC: CipherKind(Mode.CBC, 32, (16,)),
    ENC_3DES_CBC: CipherKind(Mode.CBC, 24, (8,)),
}

KEY_TRANSPORTS = frozenset({KT_RSA_OAEP, KT_RSA_OAEP_MGF1P, KT_RSA_15})

CERTIFICATE_DIGESTS = frozenset(  # as `cryptography` calls them
    {"md5", "sha1", "sha256", "sha384", "sha512", "sha3-256", "sha3-384", "sha3-512"}
)

OAEP_DIGESTS: dict[str, hashes.HashAlgorithm] = {
    DIGEST_SHA1: decrepit.SHA1,
    DIGEST_SHA256: hashes.SHA256(),
    DIGEST_SHA384: hashes.SHA384(),
    DIGEST_SHA512: hashes.SHA512(),
}

MGF_DIGESTS: dict[str, hashes.HashAlgorithm] = {
    MGF1_SHA1: decrepit.SHA1,
    MGF1_SHA256: hashes.SHA256(),
    MGF1_SHA384: hashes.SHA384(),
    MGF1_SHA512: hashes.SHA512(),
}

SIGNATURES = {
    SIG_RSA_SHA1: SignatureKind(Family.PKCS1, decrepit.SHA1),
    SIG_RSA_SHA256: SignatureKind(Family.PKCS1, hashes.SHA256()),
    SIG_RSA_SHA384: SignatureKind(Family.PKCS1, hashes.SHA384()),
    SIG_RSA_SHA512: SignatureKind(Family.PKCS1, hashes.SHA512()),
    SIG_PSS_SHA256: SignatureKind(Family.PSS, hashes.SHA256()),
    SIG_PSS_SHA384: SignatureKind(Family.PSS, hashes.SHA384()),
    SIG_PSS_SHA512: SignatureKind(Family.PSS, hashes.SHA512()),
    SIG_PSS_SHA3_256: SignatureKind(Family.PSS, hashes.SHA3_256()),
    SIG_PSS_SHA3_384: SignatureKind(Family.PSS, hashes.SHA3_384()),
    SIG_PSS_SHA3_512: SignatureKind(Family.PSS, hashes.SHA3_512()),
    SIG_ECDSA_SHA256: SignatureKind(Family.ECDSA, hashes.SHA256()),
    SIG_ECDSA_SHA384: SignatureKind(Family.ECDSA, hashes.SHA384()),
    SIG_ECDSA_SHA512: SignatureKind(Family.ECDSA, hashes.SHA512()),
}

DIGESTS: dict[str, Callable[[], Digest]] = {
    DIGEST_SHA1: decrepit.new_sha1,
    DIGEST_SHA256: hashlib.sha256,
    DIGEST_SHA384: hashlib.sha384,
    DIGEST_SHA512: hashlib.sha512,
    DIGEST_SHA3_256: hashlib.sha3_256,
    DIGEST_SHA3_384: hashlib.sha3_384,
    DIGEST_SHA3_512: hashlib.sha3_512,
}


def new_digest(uri: str) -> Digest:
    """A fresh digest; RIPEMD-160 is known by name only and refused like the unknown."""
    if uri not in DIGESTS:
        raise AlgorithmRefused("unknown or refused digest algorithm", algorithm=uri)
    return DIGESTS[uri]()
