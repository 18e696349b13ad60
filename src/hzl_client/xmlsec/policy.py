"""Which algorithms and keys are admitted: one frozen value, asked before any key works.

Made from the table in `algorithms`. `modern` refuses what stands there as legacy,
`legacy` admits it and says so in a finding. What does not stand there is refused under
both, RIPEMD-160 and ECDSA with SHA-1 among it. Findings and errors name algorithms as
people do.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from hzl_client import algorithms
from hzl_client.algorithms import Level, Rule, Table, Use
from hzl_client.errors import AlgorithmRefused, AlgorithmsDamaged
from hzl_client.model.credential import PrivateKey
from hzl_client.model.finding import Finding
from hzl_client.xmlsec.algorithms import (
    CERTIFICATE_DIGESTS,
    CIPHERS,
    DIGEST_SHA1,
    DIGESTS,
    KEY_TRANSPORTS,
    KT_RSA_15,
    KT_RSA_OAEP,
    MGF_DIGESTS,
    OAEP_DIGESTS,
    SIG_RSA_SHA1,
    SIGNATURES,
    Family,
    Mode,
)

Findings = tuple[Finding, ...]

_LONGEST_NAME = 120  # of an unknown algorithm: it is the message's own text
_OLD: Final = {
    Use.SYMMETRIC: "old-cipher",
    Use.GCM_IV: "gcm-iv-16",
    Use.KEY_TRANSPORT: "old-key-transport",
    Use.OAEP_DIGEST: "oaep-sha1",
    Use.OAEP_MGF: "oaep-sha1",
    Use.DIGEST: "old-digest",
    Use.RSA_SIGNATURE: "old-signature",
    Use.EC_SIGNATURE: "old-signature",
    Use.RSA_BITS: "short-key",
    Use.EC_BITS: "short-key",
    Use.CERTIFICATE_DIGEST: "old-certificate",
}
_WEAK: Final = {
    Use.SYMMETRIC: "weak-cipher",
    Use.KEY_TRANSPORT: "weak-key-transport",
    Use.DIGEST: "weak-digest",
    Use.RSA_SIGNATURE: "weak-signature",
    Use.EC_SIGNATURE: "weak-signature",
    Use.RSA_BITS: "weak-key",
    Use.EC_BITS: "weak-key",
    Use.CERTIFICATE_DIGEST: "weak-certificate",
}


@dataclass(frozen=True, slots=True)
class Sending:
    """What we write, by id; `signature` is for RSA keys, `ec_signature` for others."""

    cipher: str
    iv_length: int
    key_transport: str
    oaep_digest: str
    oaep_mgf: str
    digest: str
    signature: str
    ec_signature: str

    def signature_with(self, key: PrivateKey) -> str:
        return (
            self.ec_signature
            if isinstance(key, ec.EllipticCurvePrivateKey)
            else self.signature
        )


@dataclass(frozen=True, slots=True)
class Policy:
    name: str
    legacy: bool
    table: Table = field(repr=False)
    sending: Sending

    @property
    def shortest_rsa(self) -> int:
        return 0 if self.legacy else self.table.shortest(Use.RSA_BITS)


def load(*, legacy: bool = False, chosen: Mapping[str, str] | None = None) -> Policy:
    """`chosen` holds names by setting (`algorithms.CHOICES`); what is missing or empty
    is the table's to say. Raises AlgorithmsDamaged, InvalidSetting."""
    table = algorithms.load()
    check_implemented(table)
    names = chosen or {}
    ids = {s: table.chosen(s, names.get(s, "")) for s in algorithms.CHOICES}
    sending = Sending(
        cipher=ids["send_cipher"],
        iv_length=int(ids["send_iv"]),
        key_transport=table.sent(Use.KEY_TRANSPORT),
        oaep_digest=table.sent(Use.OAEP_DIGEST),
        oaep_mgf=table.sent(Use.OAEP_MGF),
        digest=ids["send_digest"],
        signature=ids["send_signature"],
        ec_signature=table.sent(Use.EC_SIGNATURE),
    )
    return Policy("legacy" if legacy else "modern", legacy, table, sending)


# --- the table and what there is of it ------------------------------------------------

_IMPLEMENTED: Final[Mapping[Use, AbstractSet[str]]] = {
    Use.SYMMETRIC: CIPHERS.keys(),
    Use.GCM_IV: {"12", "16"},
    Use.KEY_TRANSPORT: KEY_TRANSPORTS,
    Use.OAEP_DIGEST: OAEP_DIGESTS.keys(),
    Use.OAEP_MGF: MGF_DIGESTS.keys(),
    Use.DIGEST: DIGESTS.keys(),
    Use.RSA_SIGNATURE: {
        uri for uri, kind in SIGNATURES.items() if kind.family is not Family.ECDSA
    },
    Use.EC_SIGNATURE: {
        uri for uri, kind in SIGNATURES.items() if kind.family is Family.ECDSA
    },
    Use.CERTIFICATE_DIGEST: CERTIFICATE_DIGESTS,
}
# Broken or only ever read: no table may admit these without an administrator's leave.
_BROKEN: Final[Mapping[Use, AbstractSet[str]]] = {
    Use.SYMMETRIC: {uri for uri, kind in CIPHERS.items() if kind.mode is Mode.CBC},
    Use.KEY_TRANSPORT: {KT_RSA_15},
    Use.DIGEST: {DIGEST_SHA1},
    Use.RSA_SIGNATURE: {SIG_RSA_SHA1},
    Use.CERTIFICATE_DIGEST: {"md5", "sha1"},
}


def check_implemented(table: Table) -> None:
    """AlgorithmsDamaged for what nobody here can do, or must not do unasked."""
    for use, implemented in _IMPLEMENTED.items():
        for rule in table.rules[use].values():
            broken = rule.id in _BROKEN.get(use, ())
            if (
                rule.id not in implemented
                or (broken and rule.level is not Level.LEGACY)
                or (rule.level is Level.LEGACY and use not in _WEAK)
            ):
                raise AlgorithmsDamaged(
                    "not implemented, or not at this level",
                    file=algorithms.FILE,
                    algorithm=rule.name,
                )
    if table.sent(Use.KEY_TRANSPORT) != KT_RSA_OAEP:
        raise AlgorithmsDamaged(
            "only OAEP is ever written", file=algorithms.FILE, setting=Use.KEY_TRANSPORT
        )


MODERN = load()
LEGACY = load(legacy=True)


# --- what a message may use -----------------------------------------------------------


def admit_cipher(uri: str, policy: Policy) -> Findings:
    return _judged(Use.SYMMETRIC, _rule(Use.SYMMETRIC, uri, policy), policy)


def admit_iv_length(uri: str, iv_length: int, policy: Policy) -> Findings:
    """16 bytes are what old partners write; the standard size of GCM is 12."""
    if CIPHERS[uri].mode is not Mode.GCM:
        return ()
    rule = _rule(Use.GCM_IV, str(iv_length), policy)
    cipher = policy.table.rules[Use.SYMMETRIC][uri].name
    return _judged(Use.GCM_IV, rule, policy, cipher)


def admit_key_transport(uri: str, digest: str, mgf: str, policy: Policy) -> Findings:
    """SHA-1 inside OAEP is admitted with a finding: no attack on it is known there."""
    transport = _rule(Use.KEY_TRANSPORT, uri, policy)
    if uri == KT_RSA_15:
        return _judged(Use.KEY_TRANSPORT, transport, policy)
    parameters = (
        _rule(Use.OAEP_DIGEST, digest, policy),
        _rule(Use.OAEP_MGF, mgf, policy),
    )
    found = _judged(Use.KEY_TRANSPORT, transport, policy)
    old = [rule.name for rule in parameters if rule.level is Level.WARN]
    if old:
        detail = f"{transport.name}: {', '.join(old)}"
        found += (Finding(_OLD[Use.OAEP_DIGEST], detail),)
    return found


def admit_digest(uri: str, policy: Policy) -> Findings:
    return _judged(Use.DIGEST, _rule(Use.DIGEST, uri, policy), policy)


def admit_signature(uri: str, policy: Policy) -> Findings:
    kind = SIGNATURES.get(uri)
    ecdsa = kind is not None and kind.family is Family.ECDSA
    use = Use.EC_SIGNATURE if ecdsa else Use.RSA_SIGNATURE
    return _judged(use, _rule(use, uri, policy), policy)


def admit_certificate(certificate: x509.Certificate, policy: Policy) -> Findings:
    """Its key is RSA or EC and, under `modern`, long enough; and so is the digest its
    issuer signed. Who that was is not looked at."""
    return _key_judged(certificate, policy) + _digest_judged(certificate, policy)


def _digest_judged(certificate: x509.Certificate, policy: Policy) -> Findings:
    use = Use.CERTIFICATE_DIGEST
    try:
        algorithm = certificate.signature_hash_algorithm
    except (ValueError, UnsupportedAlgorithm) as error:  # unknown, odd parameters …
        raise AlgorithmRefused("signed in an unknown way") from error
    if algorithm is None:  # with EdDSA there is nothing to choose
        return ()
    rule = _rule(use, algorithm.name, policy)
    named = replace(rule, name=f"Zertifikat mit {rule.name}")
    return _judged(use, named, policy)


def _key_judged(certificate: x509.Certificate, policy: Policy) -> Findings:
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:  # damaged, unknown curve …
        raise AlgorithmRefused("unreadable public key") from error
    if isinstance(key, rsa.RSAPublicKey):
        return _length_judged(Use.RSA_BITS, "RSA", key.key_size, policy)
    if isinstance(key, ec.EllipticCurvePublicKey):
        return _length_judged(Use.EC_BITS, "EC", key.key_size, policy)
    raise AlgorithmRefused("neither RSA nor EC", algorithm=type(key).__name__)


def refuse_short(key: rsa.RSAPrivateKey, shortest: int) -> None:
    if key.key_size < shortest:
        raise AlgorithmRefused(
            "refused by policy", algorithm=_key_name("RSA", key.key_size)
        )


def name_of(uri: str) -> str:
    """As people call it; what nobody knows, as it was written."""
    for use in _IMPLEMENTED:
        if rule := MODERN.table.rules[use].get(uri):
            return rule.name
    return uri[:_LONGEST_NAME]


def _rule(use: Use, identifier: str, policy: Policy) -> Rule:
    rule = policy.table.rules[use].get(identifier)
    if rule is None:
        raise AlgorithmRefused(
            f"unknown or refused ({use})", algorithm=identifier[:_LONGEST_NAME]
        )
    return rule


def _length_judged(use: Use, kind: str, bits: int, policy: Policy) -> Findings:
    level = policy.table.length(use, bits)
    return _judged(use, Rule(str(bits), _key_name(kind, bits), level), policy)


def _key_name(kind: str, bits: int) -> str:
    return f"{kind} mit {bits} Bit"


def _judged(use: Use, rule: Rule, policy: Policy, name: str = "") -> Findings:
    if rule.level is Level.WARN:
        return (Finding(_OLD[use], name or rule.name),)
    if rule.level is not Level.LEGACY:
        return ()
    if not policy.legacy:
        raise AlgorithmRefused(
            "refused by policy", policy=policy.name, algorithm=rule.name
        )
    return (Finding(_WEAK[use], rule.name),)
