"""What a hostile sender makes keeps us busy for moments and looks like what it is."""

from time import process_time

import pytest

from helpers.credentials import certificate_of, key_usage, rsa_credential
from hzl_client.model.credential import Credential
from hzl_client.model.delivery import Trust
from hzl_client.model.octets import MemoryOctets, MemorySpool, in_memory
from hzl_client.osci import catalogue, certificates, content
from hzl_client.osci.attachment import MAX_TRIES
from hzl_client.osci.budget import MAX_CIPHERTEXTS, MAX_SHARED, MAX_SIGNATURES
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.mime import MimePart
from hzl_client.osci.order import Attachment, Order
from hzl_client.osci.package import OpenedPackage
from hzl_client.xmlkit import parse_strict
from hzl_client.xmlsec import base64, c14n, encryption, signature
from hzl_client.xmlsec.algorithms import BASE64_TRANSFORM, C14N
from hzl_client.xmlsec.encryption import DEFAULT_METHOD, DEFAULT_TRANSPORT
from hzl_client.xmlsec.names import NS
from hzl_client.xmlsec.policy import MODERN
from hzl_client.xmlsec.signature import PartToSign

READER = certificates.entry("CipherCertificateAddressee", rsa_credential().der)
AUTHOR = certificates.entry("SignatureCertificateOtherAuthor", rsa_credential().der)
FILE = '<osci:Content Id="f" href="cid:a"></osci:Content>'


def container(inner: str, identifier: str = "c") -> str:
    return (
        f'<osci:ContentContainer {NS} Id="{identifier}">{inner}</osci:ContentContainer>'
    )


def opened(
    *pieces: str,
    attachments: dict[str, bytes] | None = None,
    entries: tuple[certificates.HeaderCertificate, ...] = (READER, AUTHOR),
) -> OpenedPackage:
    package = f"<osci:ContentPackage>{''.join(pieces)}</osci:ContentPackage>"
    root = parse_strict(
        f'<soap:Envelope {NS}><soap:Body {NS} Id="body">{package}</soap:Body>'
        "</soap:Envelope>".encode()
    )
    order = Order(
        type=catalogue.TYPES["ResponseToFetchDelivery"],
        root=root,
        blocks=(),
        body=root[0],
        control=ControlBlock(),
        element=root,
        certificates=entries,
        intermediary=(),
        attachments=tuple(
            Attachment(
                MimePart((("Content-ID", f"<{name}>"),), MemoryOctets(data)),
                MemoryOctets(data),
            )
            for name, data in (attachments or {}).items()
        ),
    )
    return content.open_package(order, (rsa_credential(),), MODERN, MemorySpool)


def encrypted(xml: str, identifier: str = "e") -> str:
    key = encryption.new_session_key(DEFAULT_METHOD)
    iv = encryption.new_iv(DEFAULT_METHOD)
    cipher = b"".join(encryption.encrypt([xml.encode()], key, DEFAULT_METHOD, iv))
    wrapped = encryption.wrap(key, READER.load(), DEFAULT_TRANSPORT)
    return (
        f'<xenc:EncryptedData {NS} Id="{identifier}">'
        f"{encryption.render_method(DEFAULT_METHOD)}<ds:KeyInfo><xenc:EncryptedKey>"
        f"{encryption.render_key_method(DEFAULT_TRANSPORT)}<ds:KeyInfo>"
        f'<ds:RetrievalMethod URI="#{READER.id}"></ds:RetrievalMethod></ds:KeyInfo>'
        f"<xenc:CipherData><xenc:CipherValue>{base64.encode(wrapped)}"
        "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo>"
        f"<xenc:CipherData><xenc:CipherValue>{base64.encode(cipher)}"
        "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>"
    )


def signed_data(
    signer: Credential, retrieval: str, data: bytes = b"data", objects: str = ""
) -> str:
    part = PartToSign("#d", MemoryOctets(data), (BASE64_TRANSFORM,))
    made = signature.sign([part], signer, f"#{retrieval}", objects=objects)
    return container(
        f'{made}<osci:Content><osci:Base64Content Id="d">{base64.encode(data)}'
        "</osci:Base64Content></osci:Content>"
    )


# --- how much it may ask of us -------------------------------------------------------


def test_thousands_of_lost_attachments_cost_no_square() -> None:
    """8,000 took 28 s and 100,000 more than an hour, at every start anew."""
    began = process_time()
    found = opened(
        container(
            "".join(
                f'<osci:Content href="cid:{number}"></osci:Content>'
                for number in range(8_000)
            )
        )
    )
    assert len(found.problems) == 8_000
    assert process_time() - began < 6


def test_one_attachment_as_many_contents_does_not_fill_the_disk() -> None:
    many = '<osci:Content href="cid:a"></osci:Content>' * 9_000
    found = opened(container(many), attachments={"a": bytes(1_000_000)})
    assert len(found.contents) == MAX_SHARED
    assert [(p.error.name, p.path) for p in found.problems] == [("xml", "cid:a")]


@pytest.mark.parametrize(
    "inner",
    [
        '<osci:Content href="cid:a"></osci:Content>' * 10_001,
        "<ds:Signature></ds:Signature>" * (MAX_SIGNATURES + 1),
    ],
    ids=["contents", "signatures"],
)
def test_what_asks_for_too_much_is_a_problem_by_name(inner: str) -> None:
    found = opened(container(inner), encrypted(container(inner)))
    assert found.contents == ()
    assert [(p.error.name, p.path) for p in found.problems] == [
        ("xml", "plain"),
    ]
    within = opened(encrypted(container(inner)))
    assert [(p.error.name, p.path) for p in within.problems] == [("xml", "enc")]


def test_private_key_operations_are_counted() -> None:
    one = encrypted(container("", "x"), "")
    found = opened(one.replace(' Id=""', "") * (MAX_CIPHERTEXTS + 3))
    assert [each.error for each in found.encryption if each.error] == ["xml"] * 3


def test_a_damaged_attachment_is_not_decrypted_at_every_reference() -> None:
    key = base64.encode(bytes(32))
    entry = (
        f"<xenc:EncryptedData>{encryption.render_method(DEFAULT_METHOD)}<ds:KeyInfo>"
        f"<ds:MgmtData>{key}</ds:MgmtData></ds:KeyInfo><xenc:CipherData>"
        '<xenc:CipherReference URI="cid:a"></xenc:CipherReference></xenc:CipherData>'
        "</xenc:EncryptedData>"
    )
    contents = '<osci:Content href="cid:a"></osci:Content>' * 2_000
    began = process_time()
    found = opened(
        container(contents + entry), attachments={"a": bytes(4 * 1024 * 1024)}
    )
    assert found.contents == ()
    assert process_time() - began < 6, f"more than {MAX_TRIES} tries"


# --- what it is worth ----------------------------------------------------------------


def test_a_signature_over_a_ciphertext_does_not_cover_the_files_inside() -> None:
    """The author signed the EncryptedData; cid:a is referred to only inside it, so
    whoever carries the message can exchange it (NOTES 19.6)."""
    data = '<osci:Base64Content Id="d">AAAA</osci:Base64Content>'
    inner = encrypted(container(f"<osci:Content>{data}</osci:Content>{FILE}", "inner"))
    unsigned = parse_strict(container(inner).encode())
    octets = c14n.canonical(unsigned[0])
    made = signature.sign(
        [PartToSign("#e", octets, (C14N,))], rsa_credential(), f"#{AUTHOR.id}"
    )
    found = opened(container(made + inner), attachments={"a": b"exchanged"})
    assert [s.valid for c in found.containers for s in c.signatures] == [True]
    assert {c.kind: c.trust for c in found.contents} == {
        "content": Trust.SIGNED,
        "attachment": Trust.UNSIGNED,
    }


def test_a_key_that_may_not_sign_makes_no_author() -> None:
    key = rsa_credential().key
    cipher = Credential(key, certificate_of(key, key_usage(key_encipherment=True)))
    entry = certificates.entry("SignatureCertificateOtherAuthor", cipher.der)
    found = opened(signed_data(cipher, entry.id), entries=(entry,))
    assert [s.valid for c in found.containers for s in c.signatures] == [False]
    assert [c.trust for c in found.contents] == [Trust.INVALID]


def test_a_signing_time_beside_the_signed_properties_is_nobodys() -> None:
    time = (
        '<ds:Object><xades:SigningTime xmlns:xades="http://uri.etsi.org/01903/v1.3.2#">'
        "1999-01-01T00:00:00Z</xades:SigningTime></ds:Object>"
    )
    found = opened(signed_data(rsa_credential(), AUTHOR.id, objects=time))
    (made,) = (s for c in found.containers for s in c.signatures)
    assert (made.valid, made.signing_time) == (True, "")
    assert in_memory(found.contents[0].octets) == b"data"


def test_a_very_long_id_is_in_no_path_whole():
    """1 MB of Id in the path of each of 2,000 contents took 2 GB."""
    inner = "".join(
        f'<osci:Content><osci:Base64Content Id="d{n}">QQ==</osci:Base64Content>'
        "</osci:Content>"
        for n in range(50)
    )
    long = "i" * 1_000_000
    package = opened(
        f'<osci:ContentContainer Id="{long}">{inner}</osci:ContentContainer>'
    )
    assert len(package.contents) == 50
    assert max(len(content.path) for content in package.contents) < 1000
