"""The transport envelope: one order message encrypted for the receiver of this hop.

soapMessageEncrypted with one EncryptedData, its ciphertext in the second MIME part
(NOTES 4). A message without that envelope is a plain order message.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from secrets import token_bytes

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from hzl_client.errors import (
    KeyUnwrap,
    MalformedMime,
    MalformedXml,
    SymmetricDecryption,
    TransportDecrypt,
    TransportNotForMe,
)
from hzl_client.model.credential import Credential
from hzl_client.model.finding import Finding
from hzl_client.model.octets import MemoryOctets, NewSpool, Octets, chunks
from hzl_client.osci import catalogue, mime
from hzl_client.xmlkit import Element, children, parse_strict, text_of
from hzl_client.xmlsec import base64, encryption
from hzl_client.xmlsec.encryption import EncryptionFacts, KeyTransport, SymmetricMethod
from hzl_client.xmlsec.names import DS, SOAP, XENC, XSI
from hzl_client.xmlsec.policy import Policy

CIPHER_ID = "osci_enc"


@dataclass(frozen=True, slots=True)
class OpenedEnvelope:
    """`message` is the order message; `facts` None if it came without an envelope."""

    message: Octets
    facts: EncryptionFacts | None
    findings: tuple[Finding, ...] = ()


def open_envelope(
    body: Octets, keys: Sequence[Credential], policy: Policy, new_spool: NewSpool
) -> OpenedEnvelope:
    """Undo transport encryption, if there is any.

    MalformedMime, MalformedXml, TransportNotForMe, AlgorithmRefused; whatever fails
    while decrypting is TransportDecrypt, without a difference.
    """
    outer = mime.parse(body)
    encrypted = _encrypted_data(parse_strict(outer.root))
    if encrypted is None:
        return OpenedEnvelope(body, None)
    if len(outer.attachments) != 1:
        raise MalformedMime("a transport envelope has exactly one ciphertext part")
    cipher = _cipher_part(encrypted, outer.attachments[0], new_spool)
    key_element = _first_key(encrypted)
    credential = _ours(key_element, keys)
    try:
        method, noticed = encryption.read_method(encrypted, policy)
        transport, also = encryption.read_key_method(key_element, policy)
        wrapped = base64.decode_strict(text_of(_only(key_element, "CipherValue")))
        message = _decrypted(
            cipher, _SessionKey(wrapped, _rsa(credential), transport), method, new_spool
        )
    except (KeyUnwrap, SymmetricDecryption, ValueError) as error:
        raise TransportDecrypt("transport envelope does not open") from error
    facts = EncryptionFacts(method.uri, method.iv_length, transport.uri)
    return OpenedEnvelope(message, facts, (*noticed, *also))


@dataclass(frozen=True, slots=True)
class _SessionKey:
    """Still wrapped."""

    wrapped: bytes
    key: rsa.RSAPrivateKey
    transport: KeyTransport


def _decrypted(
    cipher: Octets, wrapped: _SessionKey, method: SymmetricMethod, new_spool: NewSpool
) -> Octets:
    """What does not unwrap is decrypted all the same, with a key of no meaning: nobody
    outside can tell by the time which of the two steps it was."""
    try:
        key = encryption.unwrap(wrapped.wrapped, wrapped.key, wrapped.transport, method)
    except KeyUnwrap:
        meaningless = encryption.new_session_key(method)
        with suppress(SymmetricDecryption):
            encryption.decrypt(cipher, meaningless, method, new_spool())
        raise
    return encryption.decrypt(cipher, key, method, new_spool())


def _encrypted_data(root: Element) -> Element | None:
    """The EncryptedData of the Body; None for a plain order message.

    An envelope holds nothing else: what stood beside it nobody would have signed.
    """
    bodies = root.findall(f"{{{SOAP}}}Body")
    inside = [child for body in bodies for child in children(body)]
    found = [child for child in inside if child.tag == f"{{{XENC}}}EncryptedData"]
    if not found or _type_name(root) != catalogue.ENCRYPTED:
        return None
    if len(inside) > 1 or len(list(children(root))) > 1:
        raise MalformedXml("more than one EncryptedData in the envelope")
    return found[0]


def _type_name(root: Element) -> str:
    return catalogue.type_name(root.get(catalogue.SCHEMA_LOCATION))


def _only(element: Element, name: str) -> Element:
    found = list(element.iter(f"{{{XENC}}}{name}"))
    if len(found) != 1:
        raise MalformedXml("expected exactly one element", name=name)
    return found[0]


def _cipher_part(
    encrypted: Element, part: mime.MimePart, new_spool: NewSpool
) -> Octets:
    data = [c for c in children(encrypted) if c.tag == f"{{{XENC}}}CipherData"]
    if len(data) != 1:
        raise MalformedXml("EncryptedData without CipherData")
    if _only(data[0], "CipherReference").get("URI") != f"cid:{part.content_id}":
        raise MalformedMime("ciphertext part is not the one referred to")
    return mime.decode(part, new_spool)


def _first_key(encrypted: Element) -> Element:
    """Only the first EncryptedKey counts on this level (NOTES 4)."""
    for info in encrypted.findall(f"{{{DS}}}KeyInfo"):
        for key in info.findall(f"{{{XENC}}}EncryptedKey"):
            return key
    raise MalformedXml("envelope without EncryptedKey")


def _ours(key_element: Element, keys: Sequence[Credential]) -> Credential:
    holders = list(key_element.iter(f"{{{DS}}}X509Certificate"))
    if len(holders) != 1:
        raise MalformedXml("EncryptedKey without its certificate")
    try:
        der = base64.decode_strict(text_of(holders[0]))
    except ValueError as error:
        raise MalformedXml("certificate is not base64") from error
    for credential in keys:
        if credential.der == der and isinstance(credential.key, rsa.RSAPrivateKey):
            return credential
    raise TransportNotForMe("envelope is made for another certificate")


def _rsa(credential: Credential) -> rsa.RSAPrivateKey:
    if not isinstance(credential.key, rsa.RSAPrivateKey):
        raise TransportNotForMe("only RSA keys can open an envelope")
    return credential.key


# --- writing ------------------------------------------------------------------------


def seal_envelope(
    message: Octets,
    receiver: x509.Certificate,
    boundary: str,
    method: SymmetricMethod = encryption.DEFAULT_METHOD,
    transport: KeyTransport = encryption.DEFAULT_TRANSPORT,
) -> Iterator[bytes]:
    """The HTTP body, in pieces: `message` encrypted for the owner of `receiver`."""
    session_key = encryption.new_session_key(method)
    wrapped = encryption.wrap(session_key, receiver, transport)
    root = _envelope(wrapped, receiver, method, transport).encode()
    cipher = encryption.encrypt(
        chunks(message), session_key, method, token_bytes(method.iv_length)
    )
    # The ciphertext streams through; mime.render only needs to know where it goes.
    head, _, tail = b"".join(mime.render(root, [_CIPHER_PART], boundary)).partition(
        _PLACE
    )
    yield head
    yield from cipher
    yield tail


_PLACE = b"\0ciphertext\0"
_CIPHER_PART = mime.PartToSend(
    CIPHER_ID, MemoryOctets(_PLACE), transfer_encoding="binary"
)


def _envelope(
    wrapped: bytes,
    receiver: x509.Certificate,
    method: SymmetricMethod,
    transport: KeyTransport,
) -> str:
    certificate = base64.encode(receiver.public_bytes(Encoding.DER))
    location = catalogue.schema_location(catalogue.ENCRYPTED)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\r\n\r\n'
        f'<soap:Envelope xmlns:ds="{DS}" xmlns:soap="{SOAP}" xmlns:xenc="{XENC}" '
        f'xmlns:xsi="{XSI}" xsi:schemaLocation="{location}"><soap:Body>'
        '<xenc:EncryptedData MimeType="Multipart/Related">'
        f"{encryption.render_method(method)}<ds:KeyInfo><xenc:EncryptedKey>"
        f"{encryption.render_key_method(transport)}<ds:KeyInfo><ds:X509Data>"
        f"<ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data>"
        "</ds:KeyInfo><xenc:CipherData><xenc:CipherValue>"
        f"{base64.encode(wrapped)}</xenc:CipherValue></xenc:CipherData>"
        "</xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData>"
        f'<xenc:CipherReference URI="cid:{CIPHER_ID}"><xenc:Transforms>'
        f'<ds:Transform Algorithm="{DS}base64"></ds:Transform></xenc:Transforms>'
        "</xenc:CipherReference></xenc:CipherData></xenc:EncryptedData></soap:Body>"
        "</soap:Envelope>\r\n"
    )
