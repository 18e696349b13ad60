"""Order messages: read back as written, exact places, nothing beside what is signed."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.credentials import ec_credential, rsa_credential
from helpers.order_messages import (
    CARD,
    CONTROL,
    FILES,
    exit_answer,
    fetch_answer,
    init_request,
    message,
)
from helpers.xml_text import DAMAGE, broken
from hzl_client.errors import (
    ClientSignatureInvalid,
    ControlBlockMismatch,
    DuplicateId,
    HzlError,
    MalformedXml,
    SupplierSignatureInvalid,
    TypeMismatch,
    UnknownMessageType,
    Unsigned,
)
from hzl_client.model.octets import MemoryOctets, MemorySpool, in_memory
from hzl_client.osci import catalogue, certificates, fetch_delivery, mime, order
from hzl_client.osci.catalogue import TYPES
from hzl_client.xmlsec.algorithms import SIG_ECDSA_SHA256
from hzl_client.xmlsec.policy import MODERN

SUPPLIER = rsa_credential()
TO_SEND, ROOT = fetch_answer(SUPPLIER)
INIT, INIT_ROOT = init_request(SUPPLIER)
FOREIGN_BLOCK = b'<x:y xmlns:x="urn:uebung" Id="neu"></x:y>'


def read(root: bytes = ROOT) -> order.Order:
    return order.read(message(TO_SEND, root), MemorySpool)


def replaced(old: bytes, new: bytes, root: bytes = ROOT) -> bytes:
    assert old in root
    return root.replace(old, new, 1)


def element_of(root: bytes, name: bytes) -> bytes:
    """The bytes of the first element with that qualified name."""
    start, end = root.index(b"<" + name), b"</" + name + b">"
    return root[start : root.index(end) + len(end)]


# --- as written ---------------------------------------------------------------------


def test_an_answer_is_read_back():
    got = read()
    assert (got.type, got.control) == (TYPES["ResponseToFetchDelivery"], CONTROL)
    assert fetch_delivery.read_card(got) == CARD
    assert [a.part.content_id for a in got.attachments] == [f.content_id for f in FILES]
    assert got.content_package is not None
    assert order.verify(got, MODERN).signer == SUPPLIER.der


def test_a_request_is_read_back():
    got = order.read(message(INIT, INIT_ROOT), MemorySpool)
    assert got.type == TYPES["InitDialog"]
    assert order.verify(got, MODERN).signer == SUPPLIER.der


def test_an_elliptic_key_signs_too():
    signer = ec_credential()
    to_send, _ = exit_answer(SUPPLIER)
    entry = certificates.entry(certificates.SUPPLIER_SIGNATURE, signer.der)
    block = certificates.render(certificates.INTERMEDIARY, (entry,))
    to_send = replace(to_send, blocks=(block,))
    root = order.render(to_send, signer, f"#{entry.id}", method=SIG_ECDSA_SHA256)
    got = order.read(message(to_send, root), MemorySpool)
    assert order.verify(got, MODERN).signer == signer.der


def test_without_a_signer_there_is_no_signature():
    to_send, root = exit_answer(None)
    with pytest.raises(Unsigned):
        order.verify(order.read(message(to_send, root), MemorySpool), MODERN)


@given(st.lists(st.binary(max_size=300), max_size=3), st.booleans())
def test_attachments_are_signed_as_they_arrive(bodies, as_base64):
    files = tuple(
        mime.PartToSend(f"datei {number}.bin", MemoryOctets(body), base64=as_base64)
        for number, body in enumerate(bodies)
    )
    to_send, root = fetch_answer(SUPPLIER, "", files)
    got = order.read(message(to_send, root), MemorySpool)
    order.verify(got, MODERN)
    assert [in_memory(a.octets) for a in got.attachments] == bodies


# --- places -------------------------------------------------------------------------


BODY = ROOT[ROOT.index(b"<soap:Body") : ROOT.index(b"</soap:Body>") + 12]
HEADER = ROOT[ROOT.index(b"<soap:Header>") : ROOT.index(b"</soap:Header>") + 14]
CONTROL_BLOCK = element_of(ROOT, b"osci:ControlBlock")
ORDER = element_of(ROOT, b"osci:responseToFetchDelivery")
CERTIFICATES = element_of(ROOT, b"osci:IntermediaryCertificates")


@pytest.mark.parametrize(
    ("root", "error"),
    [
        (replaced(BODY, BODY + b"<soap:Body></soap:Body>"), MalformedXml),
        (replaced(BODY, b"<soap:Body></soap:Body>" + BODY), MalformedXml),
        (replaced(BODY, BODY + BODY), DuplicateId),
        (replaced(BODY, b""), MalformedXml),
        (replaced(HEADER, b""), HzlError),
        (replaced(HEADER, HEADER + b"<soap:Header/>"), MalformedXml),
        (replaced(HEADER + BODY, BODY + HEADER), MalformedXml),
        (replaced(BODY, b"<a/>" + BODY), MalformedXml),
        (ROOT.replace(b"soap:Envelope", b"soap:Umschlag"), MalformedXml),
        (replaced(CONTROL_BLOCK, b""), MalformedXml),
        (replaced(CONTROL_BLOCK, FOREIGN_BLOCK + CONTROL_BLOCK), MalformedXml),
        (
            replaced(CERTIFICATES, CERTIFICATES + CONTROL_BLOCK.replace(b"Id=", b"I=")),
            MalformedXml,
        ),
        (
            replaced(CERTIFICATES, CERTIFICATES + CERTIFICATES.replace(b"Id=", b"I=")),
            MalformedXml,
        ),
        (replaced(ORDER, b""), TypeMismatch),
        (replaced(ORDER, ORDER + ORDER.replace(b"Id=", b"I=")), TypeMismatch),
        (replaced(ORDER, ORDER + b"<osci:exitDialog></osci:exitDialog>"), TypeMismatch),
        (
            replaced(ORDER, b"").replace(b"</soap:Body>", ORDER + b"</soap:Body>"),
            TypeMismatch,
        ),
        (
            replaced(
                b"</soap:Body>", b"<osci:initDialog></osci:initDialog></soap:Body>"
            ),
            TypeMismatch,
        ),
        (
            ROOT.replace(b"responseToFetchDelivery", b"responseToStoreDelivery"),
            TypeMismatch,
        ),
        (
            replaced(b"soapResponseToFetchDelivery", b"soapResponseToStoreDelivery"),
            TypeMismatch,
        ),
        (
            replaced(b"soapResponseToFetchDelivery", b"soapUnbekannt"),
            UnknownMessageType,
        ),
        (
            replaced(b"soapResponseToFetchDelivery", b"soapMessageEncrypted"),
            MalformedXml,
        ),
        (replaced(b"xsi:schemaLocation", b"schemaLocation"), UnknownMessageType),
        (replaced(b" SequenceNumber=", b" Nummer="), ControlBlockMismatch),
        (replaced(b'Id="body"', b'Id="controlblock"'), DuplicateId),
        (replaced(b"<soap:Header>", b"<soap:Header>" + FOREIGN_BLOCK * 51), HzlError),
        (
            replaced(
                b"</soap:Header>",
                b"".join(b'<x Id="%d"/>' % n for n in range(51)) + b"</soap:Header>",
            ),
            MalformedXml,
        ),
    ],
)
def test_what_stands_in_a_wrong_place_is_refused(root, error):
    with pytest.raises(error):
        read(root)


def test_line_breaks_in_the_schema_location_are_no_difference():
    location = catalogue.schema_location("ResponseToFetchDelivery")
    spread = "\n   ".join(location.split())
    assert catalogue.type_name(f" {spread}\t") == "ResponseToFetchDelivery"


@pytest.mark.parametrize(
    "location",
    [
        None,
        "",
        "http://schemas.xmlsoap.org/soap/envelope/ soapInitDialog.xsd",
        catalogue.schema_location("InitDialog") + " urn:x x.xsd",
        catalogue.schema_location("initDialog"),
        catalogue.schema_location("InitDialog").replace("oscisig", "sig"),
        catalogue.schema_location(""),
    ],
)
def test_other_schema_locations_name_nothing(location):
    with pytest.raises(UnknownMessageType):
        catalogue.type_name(location)


@pytest.mark.parametrize("name", [*TYPES, catalogue.ENCRYPTED])
def test_every_type_has_a_schema_location(name):
    assert catalogue.type_name(catalogue.schema_location(name)) == name


def test_the_same_id_inside_the_content_is_the_business_of_its_reader():
    """The sender chose it; it must not keep a delivery from being stored."""
    to_send, root = fetch_answer(
        SUPPLIER,
        '<osci:ContentPackage><osci:ContentContainer Id="body">'
        "</osci:ContentContainer></osci:ContentPackage>",
        (),
    )
    assert order.verify(order.read(message(to_send, root), MemorySpool), MODERN)


# --- XML that is not allowed --------------------------------------------------------


@pytest.mark.parametrize(
    "root",
    [
        replaced(b"<soap:Envelope", b"<!DOCTYPE a><soap:Envelope"),
        replaced(
            b"<soap:Envelope",
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><soap:Envelope',
        ),
        replaced(b"<soap:Header>", b"<soap:Header><?pi x?>"),
        replaced(b"</soap:Body>", b"<?pi?></soap:Body>"),
        replaced(b"<soap:Header>", b"<soap:Header>&unbekannt;"),
        ROOT[:-20],
        ROOT + b"<b/>",
        b"",
        b"\xff\xfe" + ROOT,
        ROOT.replace(b"UTF-8", b"UTF-16"),
        replaced(b"<soap:Body", b"<a>" * 120 + b"</a>" * 120 + b"<soap:Body"),
    ],
)
def test_refused_xml(root):
    with pytest.raises(MalformedXml):
        read(root)


def test_comments_change_neither_values_nor_the_signature():
    root = replaced(b"<osci:Response>frage", b"<osci:Response>fr<!-- x -->age")
    got = read(root)
    assert got.control.response == "frage"
    assert order.verify(got, MODERN)


# --- the transport signature --------------------------------------------------------


def block(name: bytes = b"osci:SupplierSignature") -> bytes:
    return element_of(ROOT, name)


def unsigned_more(root: bytes) -> bytes:
    return replaced(b"</soap:Header>", FOREIGN_BLOCK + b"</soap:Header>", root)


@pytest.mark.parametrize(
    "change",
    [
        unsigned_more,
        lambda root: replaced(b">frage<", b">Frage<", root),
        lambda root: replaced(b">0801<", b">0800<", root),
        lambda root: replaced(b"QQ==", b"QUE=", root),
        lambda root: replaced(b"cid:leer.bin", b"cid:leer.bim", root),
        lambda root: replaced(b"<soap:Body ", b'<soap:Body xml:lang="de" ', root),
        lambda root: replaced(
            b"<soap:Envelope ", b'<soap:Envelope xml:lang="de" ', root
        ),
        lambda root: replaced(b'Id="body"', b"", root),
        lambda root: replaced(CERTIFICATES, b"", root),
        lambda root: replaced(b'Id="intermed', b'Id="x', root),
        lambda root: root.replace(
            b"SignatureCertificateIntermediary", b"CipherCertificateIntermediary"
        ),
        lambda root: replaced(block(), block() + block().replace(b"Id=", b"I="), root),
        lambda root: replaced(element_of(block(), b"ds:Signature"), b"", root),
        lambda root: replaced(
            element_of(block(), b"ds:Signature"),
            element_of(block(), b"ds:Signature") * 2,
            root,
        ),
        lambda root: replaced(b"<ds:SignatureValue>", b"<ds:SignatureValue>AAAA", root),
    ],
)
def test_every_change_breaks_the_signature(change: Callable[[bytes], bytes]):
    with pytest.raises(SupplierSignatureInvalid):
        order.verify(read(change(ROOT)), MODERN)


@pytest.mark.parametrize(
    "files",
    [
        FILES[:1],
        (*FILES, mime.PartToSend("mehr", MemoryOctets(b""))),
        (mime.PartToSend("antrag.pdf", MemoryOctets(b"%PDF-1.8")), FILES[1]),
        (
            mime.PartToSend("leer.bin", FILES[0].body),
            mime.PartToSend("antrag.pdf", FILES[1].body),
        ),
    ],
)
def test_attachments_are_covered(files):
    whole = mime.joined(mime.render(ROOT, files, "B"), MemorySpool)
    with pytest.raises(SupplierSignatureInvalid):
        order.verify(order.read(whole, MemorySpool), MODERN)


def test_the_order_of_attachments_is_free():
    whole = mime.joined(mime.render(ROOT, FILES[::-1], "B"), MemorySpool)
    assert order.verify(order.read(whole, MemorySpool), MODERN)


def test_a_damaged_request_is_the_clients_fault():
    root = replaced(b">frage<", b">Frage<", INIT_ROOT)
    got = order.read(message(INIT, root), MemorySpool)
    with pytest.raises(ClientSignatureInvalid):
        order.verify(got, MODERN)


def test_a_supplier_signature_does_not_sign_a_request():
    root = INIT_ROOT.replace(b"osci:ClientSignature", b"osci:SupplierSignature")
    with pytest.raises(Unsigned):
        order.verify(order.read(message(INIT, root), MemorySpool), MODERN)


@settings(max_examples=300)
@given(DAMAGE)
def test_damage_never_passes_as_something_else(damage):
    root = broken(ROOT, damage)
    with suppress(HzlError):
        got = read(root)
        order.verify(got, MODERN)
        assert got.control == CONTROL
        assert fetch_delivery.read_card(got) == CARD
