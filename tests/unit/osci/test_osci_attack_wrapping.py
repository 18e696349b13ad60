"""A genuine answer in the hands of somebody without keys: parts moved, doubled, hidden.

Every case is refused by its own name, and nothing of it is handed out.
"""

from typing import Any

import pytest

from helpers.credentials import rsa_credential
from helpers.order_messages import FILES, fetch_answer, init_request, message
from hzl_client.errors import HzlError
from hzl_client.model.credential import fingerprint
from hzl_client.model.octets import MemorySpool, Octets
from hzl_client.osci import mime, order
from hzl_client.osci.reader import Request, open_body
from hzl_client.xmlsec.names import OSCI, SOAP
from hzl_client.xmlsec.policy import LEGACY

SUPPLIER = rsa_credential()
TO_SEND, GENUINE = fetch_answer(SUPPLIER)
ROOT = GENUINE.decode()
EVIL_DATA = "RVZJTA=="


def element(name: str, root: str = ROOT) -> str:
    start, end = root.index(f"<{name}"), f"</{name}>"
    return root[start : root.index(end) + len(end)]


BODY = element("soap:Body")
HEADER = element("soap:Header")
EVIL_BODY = BODY.replace("QQ==", EVIL_DATA)
ORDER = element("osci:responseToFetchDelivery")
CONTROL = element("osci:ControlBlock")
SIGNATURE = element("osci:SupplierSignature")
FOREIGN = 'xmlns:x="urn:x"'


def opened(root: str) -> dict[str, Any]:
    octets: Octets = message(TO_SEND, root.encode())
    pins = frozenset({fingerprint(SUPPLIER.der)})
    return open_body(
        octets, Request((), pins, {}, MemorySpool, LEGACY, allow_plain=True)
    )


def swapped(old: str, new: str, root: str = ROOT) -> str:
    assert root.count(old) == 1, root.count(old)
    return root.replace(old, new)


def into_header(block: str, root: str) -> str:
    return swapped("</soap:Header>", f"{block}</soap:Header>", root)


def hidden(body: str) -> str:
    return f'<x:y {FOREIGN} Id="neu">{body}</x:y>'


ATTACKS = {
    "a second Body behind": (swapped(BODY, BODY + EVIL_BODY), "duplicate-id"),
    "a second Body before": (swapped(BODY, EVIL_BODY + BODY), "duplicate-id"),
    "a second Body, Id in capitals": (
        swapped(BODY, EVIL_BODY.replace('"body"', '"BODY"') + BODY),
        "xml",
    ),
    "the signed Body in a header block": (
        into_header(hidden(BODY), swapped(BODY, EVIL_BODY)),
        "duplicate-id",
    ),
    "the signed Body in a header block, the other one without Id": (
        into_header(hidden(BODY), swapped(BODY, EVIL_BODY.replace(' Id="body"', ""))),
        "supplier-signature",
    ),
    "the signed Body in a header block, the other Id in capitals": (
        into_header(hidden(BODY), swapped(BODY, EVIL_BODY.replace('"body"', '"Body"'))),
        "supplier-signature",
    ),
    "the signed Body as a header block": (
        into_header(BODY, swapped(BODY, EVIL_BODY.replace('"body"', '"x"'))),
        "supplier-signature",
    ),
    "the signed Body in an Object of the signature": (
        swapped(
            "</ds:Signature></osci:SupplierSignature>",
            f"<ds:Object>{BODY}</ds:Object></ds:Signature></osci:SupplierSignature>",
            swapped(BODY, EVIL_BODY.replace('"body"', '"x"')),
        ),
        "supplier-signature",
    ),
    "the Body named by ID": (
        swapped(BODY, EVIL_BODY.replace(' Id="body"', ' ID="body"')),
        "supplier-signature",
    ),
    "the Body named by xml:id": (
        swapped(BODY, EVIL_BODY.replace(' Id="body"', ' xml:id="body"')),
        "supplier-signature",
    ),
    "the Body named by soap:Id": (
        swapped(BODY, EVIL_BODY.replace(' Id="body"', ' soap:Id="body"')),
        "supplier-signature",
    ),
    "a Body of a foreign namespace": (
        swapped(
            BODY,
            BODY.replace("soap:Body", f"x:Body {FOREIGN}", 1).replace(
                "</soap:Body", "</x:Body"
            ),
        ),
        "xml",
    ),
    "a Body of a foreign namespace beside": (
        swapped(BODY, f'<x:Body {FOREIGN} Id="x"></x:Body>' + BODY),
        "xml",
    ),
    "the prefix of the Body bound to another namespace": (
        swapped(BODY, BODY.replace(f'xmlns:osci="{OSCI}"', 'xmlns:osci="urn:x"', 1)),
        "supplier-signature",
    ),
    "the Body by the default namespace": (
        swapped(
            BODY,
            BODY.replace("<soap:Body ", f'<Body xmlns="{SOAP}" ').replace(
                "</soap:", "</"
            ),
        ),
        "supplier-signature",
    ),
    "a second Header": (swapped(HEADER, HEADER + "<soap:Header/>"), "xml"),
    "the Header behind the Body": (
        swapped(HEADER, BODY + HEADER, ROOT.replace(BODY, "")),
        "xml",
    ),
    "the order in the Body": (
        swapped("</soap:Body>", f"{ORDER}</soap:Body>", swapped(ORDER, "")),
        "type-mismatch",
    ),
    "a second order": (
        into_header(ORDER.replace('Id="', 'Id="2'), ROOT),
        "type-mismatch",
    ),
    "an order of a foreign namespace beside": (
        into_header(f'<x:responseToFetchDelivery {FOREIGN} Id="x"/>', ROOT),
        "supplier-signature",
    ),
    "only an order of a foreign namespace": (
        swapped(ORDER, f'<x:responseToFetchDelivery {FOREIGN} Id="x"/>'),
        "type-mismatch",
    ),
    "another order in the same place": (
        ROOT.replace("responseToFetchDelivery", "responseToStoreDelivery"),
        "type-mismatch",
    ),
    "the type exchanged": (
        swapped("soapResponseToFetchDelivery", "soapResponseToStoreDelivery"),
        "type-mismatch",
    ),
    "a second ControlBlock": (
        into_header(CONTROL.replace('"controlblock"', '"c2"'), ROOT),
        "xml",
    ),
    "the ControlBlock elsewhere": (
        into_header(CONTROL, swapped(CONTROL, "")),
        "xml",
    ),
    "a ClientSignature beside": (
        into_header(
            SIGNATURE.replace("Supplier", "Client").replace('Id="', 'Id="c'), ROOT
        ),
        "supplier-signature",
    ),
    "the signature within another block": (
        into_header(hidden(SIGNATURE), swapped(SIGNATURE, "")),
        "unsigned",
    ),
    "the signature in the Body": (
        swapped("</soap:Body>", f"{SIGNATURE}</soap:Body>", swapped(SIGNATURE, "")),
        "unsigned",
    ),
    "the signature of a foreign namespace": (
        ROOT.replace(
            "<osci:SupplierSignature ", f"<x:SupplierSignature {FOREIGN} "
        ).replace("</osci:SupplierSignature", "</x:SupplierSignature"),
        "unsigned",
    ),
    "a block less": (
        swapped(element("osci:NonIntermediaryCertificates"), ""),
        "supplier-signature",
    ),
    "a block twice": (into_header(ORDER, ROOT), "duplicate-id"),
    "certificates twice under one Id": (
        swapped(
            element("osci:SignatureCertificateIntermediary"),
            element("osci:SignatureCertificateIntermediary") * 2,
        ),
        "duplicate-id",
    ),
    "another certificate under the same Id beside": (
        into_header(
            element("osci:IntermediaryCertificates").replace(
                'Id="intermediarycertificates"', 'Id="i2"'
            ),
            ROOT,
        ),
        "duplicate-id",
    ),
    "the signer's certificate of a foreign namespace": (
        ROOT.replace(
            "<osci:SignatureCertificateIntermediary",
            f"<x:SignatureCertificateIntermediary {FOREIGN}",
        ).replace("</osci:SignatureCert", "</x:SignatureCert"),
        "supplier-signature",
    ),
    "a fault beside the content": (
        swapped("</soap:Body>", "<soap:Fault/></soap:Body>"),
        "xml",
    ),
} | {
    f"xml:{name} on {place}": (
        swapped(f"<{place} ", f'<{place} xml:{name}="{value}" ')
        if f"<{place} " in ROOT
        else swapped(f"<{place}>", f'<{place} xml:{name}="{value}">'),
        "supplier-signature",
    )
    for name, value in (
        ("lang", "de"),
        ("space", "preserve"),
        ("base", "u:x"),
        ("id", "i"),
    )
    for place in (
        *("soap:Envelope", "soap:Header", "soap:Body", "osci:ControlBlock"),
        *("osci:SupplierSignature", "ds:Signature", "ds:SignedInfo"),
        *("osci:ContentPackage", "osci:ContentContainer"),
    )
}


@pytest.mark.parametrize(("root", "name"), ATTACKS.values(), ids=ATTACKS)
def test_it_is_refused_by_name_and_nothing_is_handed_out(root: str, name: str) -> None:
    assert root != ROOT
    got = opened(root)
    assert (got["error"], got["contents"], got["containers"]) == (name, [], [])


def test_the_genuine_answer_is_read() -> None:
    got = opened(ROOT)
    assert got["error"] is None
    assert [each["trust"] for each in got["contents"]] == ["unsigned"] * 3


# --- the sender's part of an authentic answer -----------------------------------------

DEEP = "<a>" * 101 + "</a>" * 101


@pytest.mark.parametrize(
    ("inside", "name"),
    [
        (f"<x:y {FOREIGN.replace('urn:x', 'relativ')}/>", "supplier-signature"),
        ("<?pi?>", "xml"),
        (DEEP, "xml"),
        ("<!DOCTYPE a>", "xml"),
        ("&unbekannt;", "xml"),
        ("<ungebunden:a/>", "xml"),
    ],
)
def test_what_no_signature_can_cover_is_refused_by_name(inside: str, name: str) -> None:
    assert opened(swapped("</soap:Body>", f"{inside}</soap:Body>"))["error"] == name


def test_too_many_parts_are_refused_by_name() -> None:
    files = [mime.PartToSend(str(number), FILES[0].body) for number in range(2_001)]
    whole = mime.joined(mime.render(GENUINE, files, "B"), MemorySpool)
    with pytest.raises(HzlError) as raised:
        order.read(whole, MemorySpool)
    assert raised.value.name == "mime"


# --- faults ---------------------------------------------------------------------------


def fault_name(body: str) -> str:
    root = (
        f'<soap:Envelope xmlns:soap="{SOAP}" xmlns:osci="{OSCI}">{body}</soap:Envelope>'
    )
    with pytest.raises(HzlError) as raised:
        order.read(message(TO_SEND, root.encode()), MemorySpool)
    return raised.value.name


FAULT = "<soap:Fault><detail><osci:Code>9400</osci:Code></detail></soap:Fault>"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (f"<soap:Body>{FAULT}</soap:Body>", "fault:9400"),
        (f"<soap:Body>{FAULT}{FAULT}</soap:Body>", "xml"),
        (f"<soap:Body>{FAULT}<osci:exitDialog/></soap:Body>", "xml"),
        (f"<soap:Body><osci:ContentPackage/>{FAULT}</soap:Body>", "xml"),
        (f"<soap:Body/><soap:Body>{FAULT}</soap:Body>", "xml"),
        (f"<soap:Body><osci:a>{FAULT}</osci:a></soap:Body>", "unknown-message-type"),
        (f"{FAULT}<soap:Body/>", "xml"),
    ],
)
def test_a_fault_stands_alone(body: str, name: str) -> None:
    assert fault_name(body) == name


# --- requests -------------------------------------------------------------------------


def test_a_requests_certificate_in_another_place_signs_nothing() -> None:
    to_send, root = init_request(SUPPLIER)
    moved = root.replace(
        b"SignatureCertificateOriginator", b"SignatureCertificateOtherAuthor"
    )
    with pytest.raises(HzlError) as raised:
        order.verify(order.read(message(to_send, moved), MemorySpool), LEGACY)
    assert raised.value.name == "client-signature"
