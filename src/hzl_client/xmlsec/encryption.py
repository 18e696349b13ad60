"""XML Encryption in OSCI's profile: methods, session keys, streamed ciphertext."""

import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import GCM

from hzl_client.errors import AlgorithmRefused, KeyUnwrap, SymmetricDecryption
from hzl_client.model.finding import Finding
from hzl_client.model.octets import CHUNK, Octets, SliceOctets, Spool, chunks
from hzl_client.xmlkit import Element, children
from hzl_client.xmlsec import decrepit, gcm
from hzl_client.xmlsec.algorithms import (
    CIPHERS,
    DIGEST_SHA1,
    KT_RSA_15,
    KT_RSA_OAEP,
    KT_RSA_OAEP_MGF1P,
    MGF1_SHA1,
    MGF_DIGESTS,
    OAEP_DIGESTS,
    CipherKind,
    Mode,
)
from hzl_client.xmlsec.names import DS, OSCI128, XENC, XENC11, tag
from hzl_client.xmlsec.policy import (
    MODERN,
    Policy,
    Sending,
    admit_certificate,
    admit_cipher,
    admit_iv_length,
    admit_key_transport,
    refuse_short,
)

Meet = Callable[[Iterator[bytes]], object]  # takes all of a plaintext, tag or not


@dataclass(frozen=True, slots=True)
class EncryptionFacts:
    """What a message used, as URIs; no `key_transport` where the key lay in clear."""

    symmetric: str
    iv_length: int
    key_transport: str


@dataclass(frozen=True, slots=True)
class SymmetricMethod:
    uri: str
    iv_length: int

    @property
    def kind(self) -> CipherKind:
        return CIPHERS[self.uri]


@dataclass(frozen=True, slots=True)
class KeyTransport:
    """`digest` and `mgf` are empty for RSA 1.5; `minimum_bits` is the policy's word on
    the private key, which is not at hand when the method is read."""

    uri: str
    digest: str
    mgf: str
    minimum_bits: int = field(default=MODERN.shortest_rsa, compare=False)


def sent_method(sending: Sending) -> SymmetricMethod:
    return SymmetricMethod(sending.cipher, sending.iv_length)


def sent_transport(sending: Sending) -> KeyTransport:
    return KeyTransport(sending.key_transport, sending.oaep_digest, sending.oaep_mgf)


DEFAULT_METHOD = sent_method(MODERN.sending)
DEFAULT_TRANSPORT = sent_transport(MODERN.sending)


# --- reading -------------------------------------------------------------------------


def read_method(
    encrypted_data: Element, policy: Policy
) -> tuple[SymmetricMethod, tuple[Finding, ...]]:
    method = _encryption_method(encrypted_data)
    uri = method.get("Algorithm", "")
    findings = admit_cipher(uri, policy)
    iv_length = _iv_length(method, CIPHERS[uri])
    return SymmetricMethod(uri, iv_length), (
        *findings,
        *admit_iv_length(uri, iv_length, policy),
    )


def read_key_method(
    encrypted_key: Element, policy: Policy
) -> tuple[KeyTransport, tuple[Finding, ...]]:
    method = _encryption_method(encrypted_key)
    uri = method.get("Algorithm", "")
    digest = mgf = ""
    if uri != KT_RSA_15:
        digest = _parameter(method, tag(DS, "DigestMethod"), DIGEST_SHA1)
        mgf = _parameter(method, tag(XENC11, "MGF"), MGF1_SHA1)
        if uri == KT_RSA_OAEP_MGF1P:
            mgf = MGF1_SHA1
    findings = admit_key_transport(uri, digest, mgf, policy)
    if next(method.iterchildren(tag(XENC, "OAEPparams")), None) is not None:
        raise AlgorithmRefused("OAEP with a label", algorithm=uri)
    return KeyTransport(uri, digest, mgf, policy.shortest_rsa), findings


def _encryption_method(parent: Element) -> Element:
    found = [e for e in children(parent) if e.tag == tag(XENC, "EncryptionMethod")]
    if len(found) != 1:
        raise AlgorithmRefused("not exactly one EncryptionMethod", found=len(found))
    return found[0]


def _iv_length(method: Element, kind: CipherKind) -> int:
    if kind.mode is Mode.CBC:
        return kind.iv_lengths[0]  # the library writes IvLength 12 there, too (t03)
    found = list(method.iterchildren(tag(OSCI128, "IvLength")))
    if not found:
        return kind.iv_lengths[0]
    value = found[0].get("Value", "").strip(" \t\r\n")
    if len(found) > 1 or value not in map(str, kind.iv_lengths):
        raise SymmetricDecryption("IvLength is neither 12 nor 16", given=value[:9])
    return int(value)


def _parameter(method: Element, name: str, default: str) -> str:
    found = list(method.iterchildren(name))
    if len(found) > 1:
        raise AlgorithmRefused("OAEP parameter given twice", parameter=name)
    return found[0].get("Algorithm", "") if found else default


def unwrap(
    wrapped: bytes,
    key: rsa.RSAPrivateKey,
    transport: KeyTransport,
    symmetric: SymmetricMethod,
) -> bytes:
    """The session key, exactly as long as the cipher needs it."""
    refuse_short(key, transport.minimum_bits)
    length = symmetric.kind.key_length
    if transport.uri == KT_RSA_15:
        return decrepit.unwrap_rsa15(wrapped, key, length)
    try:
        session_key = key.decrypt(wrapped, _oaep(transport))
    except ValueError:
        session_key = b""
    if len(session_key) != length:
        raise KeyUnwrap("session key does not unwrap")
    return session_key


def _let_pass(pieces: Iterator[bytes]) -> None:
    deque(pieces, maxlen=0)


def decrypt(
    cipher: Octets,
    session_key: bytes,
    method: SymmetricMethod,
    spool: Spool,
    meet: Meet = _let_pass,
) -> Octets:
    """The plaintext, handed out only after the tag (CBC: the padding) held.

    Until then nobody has it but `meet`, which must keep it to itself, and the spool,
    which a failure leaves unfinished. Every failure looks the same.
    """
    try:
        plain = _opened(cipher, session_key, method, spool, meet)
    except (ValueError, InvalidTag):
        plain = None
    if plain is None:  # outside the handler: no chained exception tells which step
        raise SymmetricDecryption("ciphertext does not decrypt")
    return plain


def _opened(
    cipher: Octets,
    session_key: bytes,
    method: SymmetricMethod,
    spool: Spool,
    meet: Meet,
) -> Octets:
    if len(session_key) != method.kind.key_length:
        raise ValueError("session key length")
    if method.kind.mode is Mode.CBC:
        pieces = _cbc_plaintext(cipher, session_key, method)
    else:
        pieces = gcm.plaintext(cipher, session_key, method.iv_length)
        if not spool.has_room(cipher.size):
            meet(pieces)
            return gcm.decrypted(cipher, session_key, method.iv_length)
    meet(_spooled(pieces, spool))
    return spool.finish()


def _spooled(pieces: Iterator[bytes], spool: Spool) -> Iterator[bytes]:
    for piece in pieces:
        spool.write(piece)
        yield piece


def _cbc_plaintext(
    cipher: Octets, session_key: bytes, method: SymmetricMethod
) -> Iterator[bytes]:
    iv_length = method.iv_length
    if cipher.size < iv_length:
        raise ValueError("shorter than the IV")
    body = SliceOctets(cipher, iv_length, cipher.size - iv_length)
    return decrepit.decrypt_cbc(chunks(body), session_key, cipher.read(0, iv_length))


# --- writing -------------------------------------------------------------------------


def new_session_key(method: SymmetricMethod) -> bytes:
    return secrets.token_bytes(method.kind.key_length)


def new_iv(method: SymmetricMethod) -> bytes:
    return secrets.token_bytes(method.iv_length)


def encrypt(
    plain: Iterable[bytes], session_key: bytes, method: SymmetricMethod, iv: bytes
) -> Iterator[bytes]:
    """IV, ciphertext and tag; a session key serves one message and one IV."""
    if method.kind.mode is not Mode.GCM:
        raise AlgorithmRefused("never written", algorithm=method.uri)
    if (len(session_key), len(iv)) != (method.kind.key_length, method.iv_length):
        raise ValueError("session key or IV does not fit the method")
    encryptor = Cipher(AES(session_key), GCM(iv)).encryptor()
    yield iv
    for data in plain:
        for start in range(0, len(data), CHUNK):
            yield encryptor.update(data[start : start + CHUNK])
    encryptor.finalize()
    yield encryptor.tag


def wrap(
    session_key: bytes, certificate: x509.Certificate, transport: KeyTransport
) -> bytes:
    if transport.uri != KT_RSA_OAEP:
        raise AlgorithmRefused("never written", algorithm=transport.uri)
    admit_certificate(certificate, MODERN)
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise AlgorithmRefused("session keys are wrapped for RSA keys only")
    return key.encrypt(session_key, _oaep(transport))


def render_method(method: SymmetricMethod) -> str:
    iv_length = (
        f'<osci128:IvLength xmlns:osci128="{OSCI128}" Value="{method.iv_length}">'
        "</osci128:IvLength>"
        if method.iv_length != method.kind.iv_lengths[0]
        else ""
    )
    return _render(method.uri, iv_length)


def render_key_method(transport: KeyTransport) -> str:
    return _render(
        transport.uri,
        f'<xenc11:MGF xmlns:xenc11="{XENC11}" Algorithm="{transport.mgf}">'
        f'</xenc11:MGF><ds:DigestMethod Algorithm="{transport.digest}">'
        "</ds:DigestMethod>",
    )


def _render(uri: str, inner: str) -> str:
    return f'<xenc:EncryptionMethod Algorithm="{uri}">{inner}</xenc:EncryptionMethod>'


def _oaep(transport: KeyTransport) -> padding.OAEP:
    return padding.OAEP(
        mgf=padding.MGF1(MGF_DIGESTS[transport.mgf]),
        algorithm=OAEP_DIGESTS[transport.digest],
        label=None,
    )
