"""Known answers: messages of the reference implementation, opened and verified."""

import hashlib
from typing import cast

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from helpers.recorded import (
    DATA,
    Recorded,
    recorded,
    recorded_certificate,
    recorded_key,
    take_apart,
)
from helpers.signed import BYTES, ELEMENT, body_of, info_of, signature_of
from hzl_client import xmlkit
from hzl_client.errors import (
    AlgorithmRefused,
    KeyUnwrap,
    SignatureRefused,
    SymmetricDecryption,
)
from hzl_client.model.credential import Credential
from hzl_client.model.finding import Finding
from hzl_client.model.octets import MemoryOctets, MemorySpool, in_memory
from hzl_client.xmlkit import Element
from hzl_client.xmlsec import algorithms as a
from hzl_client.xmlsec import base64, encryption, signature, signed_info
from hzl_client.xmlsec.algorithms import BASE64_TRANSFORM, C14N
from hzl_client.xmlsec.c14n import candidates_of_encrypted_data, canonical
from hzl_client.xmlsec.names import DS, OSCI, SOAP, XENC, tag
from hzl_client.xmlsec.policy import LEGACY, MODERN, Policy
from hzl_client.xmlsec.signature import Part, PartToSign, SignatureFacts

CIPHER_VALUE = f"{tag(XENC, 'CipherData')}/{tag(XENC, 'CipherValue')}"


def open_with(
    encrypted: Element, cipher: bytes, key_name: str, policy: Policy = LEGACY
) -> tuple[bytes, encryption.SymmetricMethod, set[str]]:
    method, noticed = encryption.read_method(encrypted, policy)
    wrapped_key = next(encrypted.iter(tag(XENC, "EncryptedKey")))
    transport, also = encryption.read_key_method(wrapped_key, policy)
    wrapped = base64.decode_strict(wrapped_key.findtext(CIPHER_VALUE) or "")
    key = cast("rsa.RSAPrivateKey", recorded_key(key_name))
    session_key = encryption.unwrap(wrapped, key, transport, method)
    plain = encryption.decrypt(MemoryOctets(cipher), session_key, method, MemorySpool())
    return in_memory(plain), method, {f.code for f in noticed + also}


def encrypted_data(root: Element) -> Element:
    return next(root.iter(tag(XENC, "EncryptedData")))


def open_envelope(
    name: str, policy: Policy = LEGACY
) -> tuple[bytes, encryption.SymmetricMethod, set[str]]:
    body = recorded(name)
    reader = "recipient_cipher" if name == "mgf1p.bin" else "intermed_cipher"
    return open_with(
        encrypted_data(body.root), body.attachments["osci_enc"], reader, policy
    )


# Name, symmetric algorithm, IV length, findings.
ENVELOPES = [
    ("gcm256-iv12.bin", a.ENC_AES256_GCM, 12, set()),
    ("gcm256-iv16.bin", a.ENC_AES256_GCM, 16, {"gcm-iv-16"}),
    ("gcm128-iv12.bin", a.ENC_AES128_GCM, 12, set()),
    ("cbc256.bin", a.ENC_AES256_CBC, 16, {"weak-cipher"}),
    ("rsa15.bin", a.ENC_AES256_GCM, 12, {"weak-key-transport"}),
    ("oaep512.bin", a.ENC_AES256_GCM, 12, set()),
    ("mgf1p.bin", a.ENC_AES256_GCM, 12, {"oaep-sha1"}),
]
PLAINTEXTS = {
    "gcm256-iv12.bin": (
        "26646b35100d79ada5026945aa96f7d8ffee543f86c49355a8ccb3fb2878d90e"
    ),
    "gcm256-iv16.bin": (
        "c5caab5a572c91d4e25de9c71189cf10bfd0bce283f2dcd027f8256e00829181"
    ),
    "gcm128-iv12.bin": (
        "50ca4d4937a37688081f91da388206fb555d9e8431203dfb4c55153770ae0493"
    ),
    "cbc256.bin": ("16b514c2e6c583e0733ff3e81b7505327d821b16060021dee6f0ee084144a673"),
    "rsa15.bin": ("68588fbd7c77d3ea592331598d8fc0e78f8e29a9934cd6088e54cf84874d37d1"),
    "oaep512.bin": ("97dcf633ba65c32ad1564158034afcd919c3e0a4d6e8bd3d1157ddf3f6e59b65"),
    "mgf1p.bin": ("cb8e2f3eaeac8efe2b03cf8d778a6e4520871074d3136444c9c300919e601cc6"),
}


@pytest.mark.parametrize(("name", "uri", "iv_length", "codes"), ENVELOPES)
def test_recorded_envelopes_open(
    name: str, uri: str, iv_length: int, codes: set[str]
) -> None:
    plain, method, found = open_envelope(name)
    assert hashlib.sha256(plain).hexdigest() == PLAINTEXTS[name]
    assert (method.uri, method.iv_length) == (uri, iv_length)
    assert found == codes


@pytest.mark.parametrize("name", ["cbc256.bin", "rsa15.bin"])
def test_modern_refuses_the_old_ones(name: str) -> None:
    with pytest.raises(AlgorithmRefused):
        open_envelope(name, MODERN)


@pytest.mark.parametrize("name", ["gcm256-iv16.bin", "mgf1p.bin", "oaep512.bin"])
def test_modern_admits_the_others(name: str) -> None:
    assert open_envelope(name, MODERN) == open_envelope(name)


def test_a_foreign_key_does_not_unwrap() -> None:
    body = recorded("gcm256-iv12.bin")
    with pytest.raises(KeyUnwrap):
        open_with(
            encrypted_data(body.root),
            body.attachments["osci_enc"],
            "recipient_cipher",
        )


def test_a_foreign_key_shows_with_rsa_15_only_as_damage() -> None:
    body = recorded("rsa15.bin")
    with pytest.raises(SymmetricDecryption):
        open_with(
            encrypted_data(body.root),
            body.attachments["osci_enc"],
            "recipient_cipher",
        )


# --- transport signatures ------------------------------------------------------------


def transport_parts(message: Recorded) -> tuple[Element, list[Part]]:
    header = message.root.find(tag(SOAP, "Header"))
    assert header is not None
    (block,) = (e for e in header if str(e.tag).endswith("Signature"))
    signed = [*(e for e in header if e is not block), body_of(message.root)]
    parts = [Part(f"#{e.get('Id')}", (canonical(e),), ELEMENT) for e in signed]
    parts += [
        Part(f"cid:{name}", (MemoryOctets(data),), BYTES)
        for name, data in message.attachments.items()
    ]
    return signature_of(block), parts


def verify_transport(message: Recorded, signer: str) -> SignatureFacts:
    element, parts = transport_parts(message)
    return signature.verify(
        signed_info.read(element), parts, recorded_certificate(signer), MODERN
    )


@pytest.mark.parametrize(
    ("name", "signer", "method", "digest"),
    [
        ("gcm256-iv12.bin", "recipient_sig", a.SIG_RSA_SHA256, a.DIGEST_SHA256),
        ("oaep512.bin", "recipient4096_sig", a.SIG_RSA_SHA512, a.DIGEST_SHA512),
        ("mgf1p.bin", "intermed_sig", a.SIG_RSA_SHA256, a.DIGEST_SHA256),
    ],
)
def test_recorded_transport_signatures_hold(
    name: str, signer: str, method: str, digest: str
) -> None:
    facts = verify_transport(take_apart(open_envelope(name)[0]), signer)
    assert facts.algorithm == method
    assert set(facts.digests) == {digest}
    short = () if "4096" in signer else (Finding("short-key", "RSA mit 2048 Bit"),)
    assert facts.findings == short


@pytest.mark.parametrize(
    "name",
    [
        "foreign-style.plain.bin",
        "author-ecdsa.plain.bin",
        "nested-both-signed.plain.bin",
    ],
)
def test_recorded_order_messages_hold(name: str) -> None:
    facts = verify_transport(recorded(name), "intermed_sig")
    assert "intermed" in facts.retrieval or name.startswith("foreign")
    with pytest.raises(SignatureRefused):
        verify_transport(recorded(name), "recipient_sig")


def test_changed_bytes_of_a_recorded_message_are_refused() -> None:
    raw = (DATA / "author-ecdsa.plain.bin").read_bytes()
    changes = [
        (b'SequenceNumber="', b'SequenceNumber="1'),
        (b"<osci:Challenge>", b"<osci:Challenge>A"),
        (b"<soap:Header>", b'<soap:Header xml:lang="de">'),  # vector n53
        (b"\r\n--MIME_boundary", b"x\r\n--MIME_boundary"),
    ]
    for old, new in changes:
        head, found, tail = raw.rpartition(old)
        assert found
        with pytest.raises(SignatureRefused):
            verify_transport(take_apart(head + new + tail), "intermed_sig")


def test_what_we_sign_is_byte_for_byte_what_was_recorded() -> None:
    """RSA PKCS#1 has no chance in it: same octets, same order, same signature."""
    plain, _, _ = open_envelope("gcm256-iv12.bin")
    element, parts = transport_parts(take_apart(plain))
    uris = [e.get("URI", "") for e in element.iter(tag(DS, "Reference"))]
    by_uri = {part.uri: part for part in parts}
    key = recorded_key("recipient_sig")
    made = signature.sign(
        [PartToSign(uri, by_uri[uri].candidates[0], (C14N,)) for uri in uris],
        Credential(key, recorded_certificate("recipient_sig")),
        signature.facts(signed_info.read(element)).retrieval,
    )
    assert made.encode() in plain


# --- contents and author signatures --------------------------------------------------


def open_container(message: Recorded) -> Element:
    element = encrypted_data(message.root)
    cipher = base64.decode_strict(element.findtext(CIPHER_VALUE) or "")
    return xmlkit.parse_strict(open_with(element, cipher, "recipient_cipher")[0])


def open_attachment(container: Element, message: Recorded, name: str) -> bytes:
    """With the key that lies in clear in the container (NOTES 11.2)."""
    entry = next(
        e
        for e in container.iter(tag(XENC, "EncryptedData"))
        if e.get("Id") == f"Attachment{name}"
    )
    method, _ = encryption.read_method(entry, MODERN)
    key = base64.decode_strict(next(entry.iter(tag(DS, "MgmtData"))).text or "")
    cipher = MemoryOctets(message.attachments[name])
    return in_memory(encryption.decrypt(cipher, key, method, MemorySpool()))


def content_parts(container: Element, message: Recorded) -> list[Part]:
    parts = []
    for content in container.iterchildren(tag(OSCI, "Content")):
        data = content.find(tag(OSCI, "Base64Content"))
        if data is not None:
            octets = MemoryOctets(base64.decode_strict(data.text or ""))
            transforms = frozenset({(BASE64_TRANSFORM,)})
            parts.append(Part(f"#{data.get('Id')}", (octets,), transforms))
            continue
        href = content.get("href", "")
        plain = open_attachment(container, message, href.removeprefix("cid:"))
        parts.append(Part(f"#{content.get('Id')}", (canonical(content),), ELEMENT))
        parts.append(Part(href, (MemoryOctets(plain),), BYTES))
    return parts


@pytest.mark.parametrize(
    ("name", "signer", "method"),
    [
        ("author-ecdsa.plain.bin", "author_ec", a.SIG_ECDSA_SHA256),
        ("foreign-style.plain.bin", "author_rsa", a.SIG_PSS_SHA256),
    ],
)
def test_recorded_author_signatures_hold(name: str, signer: str, method: str) -> None:
    message = recorded(name)
    container = open_container(message)
    parts = content_parts(container, message)
    certificate = recorded_certificate(signer)
    facts = signature.verify(info_of(container), parts, certificate, MODERN)
    assert facts.algorithm == method
    for fewer in range(len(parts)):
        with pytest.raises(SignatureRefused):
            signature.verify(
                info_of(container),
                parts[:fewer] + parts[fewer + 1 :],
                certificate,
                MODERN,
            )


def test_a_signed_encrypted_data_holds_in_the_form_the_library_hashes() -> None:
    """Vector e05: digest without the declarations inherited from the container."""
    message = recorded("nested-both-signed.plain.bin")
    container = open_container(message)
    nested = encrypted_data(container)
    candidates = candidates_of_encrypted_data(nested)
    parts = content_parts(container, message)
    certificate = recorded_certificate("author_rsa")

    def verify(*chosen: MemoryOctets) -> SignatureFacts:
        part = Part(f"#{nested.get('Id')}", chosen, ELEMENT)
        return signature.verify(
            info_of(container),
            [*parts, part],
            certificate,
            MODERN,
        )

    assert len(candidates) == 2
    assert verify(*candidates).algorithm == a.SIG_PSS_SHA256
    with pytest.raises(SignatureRefused):
        verify(candidates[0])
    assert candidates[1].data.startswith(
        b'<xenc:EncryptedData Id="encdata_0" MimeType="text/xml"><xenc:EncryptionMethod'
    )
