"""What the manifests tell and `osci open` does not print, read module by module."""

import hashlib
from typing import Any

import pytest

from helpers.osci_vectors import Body, bodies, certificate, credential
from hzl_client.errors import Fault, HzlError
from hzl_client.model.octets import MemoryOctets, MemorySpool, Octets, in_memory
from hzl_client.osci import envelope, features, feedback, fetch_delivery, mime, order
from hzl_client.osci.reader import Request, open_body
from hzl_client.xmlkit import Element, parse, text_of
from hzl_client.xmlsec.algorithms import DIGEST_SHA1, KT_RSA_OAEP_MGF1P, MGF1_SHA1
from hzl_client.xmlsec.encryption import KeyTransport, read_key_method
from hzl_client.xmlsec.names import DS, OSCI, OSCI2017, XENC, tag
from hzl_client.xmlsec.policy import LEGACY

EXCHANGED = [b for kind in ("request", "response") for b in bodies(kind) if b.number]
ALL = [*EXCHANGED, *(b for b in bodies("response") if not b.number)]
REASSEMBLED = [
    b for b in EXCHANGED if b.kind == "response" and "reassembled" in b.exchange
]
NOT_OURS = {
    "n03-transport-other-recipient",
    "n04-transport-wrong-key-claimed",
    "r05-foreign-envelope",
}
LIMITS = ("ChunkMessageTimeout", "MaxChunkSize", "MaxMessageSize", "MinChunkSize")


def transport_key(body: Body) -> str:
    roles = body.manifest["roles"]
    if body.kind == "request":
        return roles["intermed_cipher"]
    return body.exchange.get("response_encrypted_for") or roles["recipient_cipher"]


def order_message(body: Body) -> Octets:
    keys = (credential(transport_key(body)),)
    return envelope.open_envelope(body.octets, keys, LEGACY, MemorySpool).message


def read(body: Body) -> order.Order:
    return order.read(order_message(body), MemorySpool)


def told(name: str) -> pytest.MarkDecorator:
    """Over every readable exchanged body whose manifest has that entry for its side."""
    return pytest.mark.parametrize(
        "body", [b for b in EXCHANGED if b.exchange.get(name.format(b.kind))], ids=str
    )


@pytest.mark.parametrize(
    "body",
    [
        b
        for b in ALL
        if (b.exchange.get(f"{b.kind}_plain"))
        and (b.folder / b.exchange[f"{b.kind}_plain"]).exists()
        and b.case not in NOT_OURS
    ],
    ids=str,
)
def test_the_envelope_holds_the_plain_form_byte_for_byte(body):
    wanted = (body.folder / body.exchange[f"{body.kind}_plain"]).read_bytes()
    assert in_memory(order_message(body)) == wanted


@told("{}_transport")
def test_transport_key_method_and_framing(body):
    wanted = body.exchange[f"{body.kind}_transport"]
    outer = mime.parse(body.octets)
    (key,) = parse(outer.root).iter(tag(XENC, "EncryptedKey"))
    assert parameters(read_key_method(key, LEGACY)[0]) == told_parameters(wanted)
    (part,) = outer.attachments
    assert part.media_type == wanted["content_type"]
    assert mime.header(part.headers, "content-transfer-encoding") == wanted["encoding"]


def parameters(method: KeyTransport) -> tuple[str, str, str]:
    return method.uri, method.digest, method.mgf


def told_parameters(entry: dict[str, Any]) -> tuple[str, str, str]:
    """A manifest says null where the message names none: SHA-1 for mgf1p."""
    uri = entry["key_transport"]
    digest, mgf = (DIGEST_SHA1, MGF1_SHA1) if uri == KT_RSA_OAEP_MGF1P else ("", "")
    return uri, entry["oaep_digest"] or digest, entry["mgf"] or mgf


@told("{}_features")
def test_features(body):
    entry, found = body.exchange[f"{body.kind}_features"], read(body)
    assert sorted(features.read(found.blocks).keys) == sorted(entry["features"])
    (block,) = [b for b in found.blocks if b.tag == features.TAG]
    limits = {name: block.get(name) for name in LIMITS if block.get(name) is not None}
    assert limits == {name: entry[name] for name in LIMITS if name in entry}


@pytest.mark.parametrize(
    "body",
    [b for b in EXCHANGED if b.type == "FetchDelivery" and "selection" in b.exchange],
    ids=str,
)
def test_selection_rule(body):
    selection = fetch_delivery.read_request(read(body).element)
    wanted = body.exchange["selection"]
    assert selection.reception == wanted.get("ReceptionOfDelivery")
    assert [selection.message_id] == wanted.get("MessageId", [None])


@pytest.mark.parametrize(
    "body",
    [b for b in EXCHANGED if b.kind == "response" and "feedback_text" in b.exchange],
    ids=str,
)
def test_feedback_texts(body):
    entries = feedback.read(read(body).element)
    assert [each.text for each in entries] == body.exchange["feedback_text"]
    assert [each.code for each in entries] == body.exchange["feedback"]


@pytest.mark.parametrize(
    "body",
    [b for b in EXCHANGED if b.kind == "response" and "fault" in b.exchange],
    ids=str,
)
def test_fault(body):
    wanted = body.exchange["fault"]
    with pytest.raises(Fault) as raised:
        order.read(body.octets, MemorySpool)
    assert raised.value.osci_code == wanted["code"]
    texts = {e.tag: text_of(e) for e in parse(mime.parse(body.octets).root).iter("*")}
    assert texts["faultcode"] == wanted["faultcode"]
    assert texts["faultstring"] == wanted["faultstring"]


# --- deliveries ---------------------------------------------------------------------


def _told_deliveries() -> list[Any]:
    return [
        pytest.param(body, delivery, id=str(body))
        for body in EXCHANGED
        for delivery in body.manifest.get("deliveries", [])
        if (delivery["exchange"], delivery["where"]) == (body.number, body.kind)
    ]


every_delivery = pytest.mark.parametrize(("body", "delivery"), _told_deliveries())


@every_delivery
def test_certificates_of_a_delivery(body, delivery):
    found = read(body)
    entries = {e.id: e for e in (*found.certificates, *found.intermediary)}
    assert sorted(entries) == sorted(delivery["certificates"])
    for identifier, wanted in delivery["certificates"].items():
        assert entries[identifier].role == wanted["role"]
        assert entries[identifier].load() == certificate(wanted["file"])


@every_delivery
def test_headers_of_attachments(body, delivery):
    parts = {a.part.content_id: a.part for a in read(body).attachments}
    for content in delivery["contents"]:
        if content["kind"] == "attachment":
            part = parts[content["path"].rpartition("cid:")[2]]
            encoding = mime.header(part.headers, "content-transfer-encoding")
            assert part.media_type == content["content_type"]
            assert encoding == content["transfer_encoding"]


@every_delivery
def test_method_and_readers_of_the_outer_containers(body, delivery):
    package = read(body).content_package
    assert package is not None
    outer = {e.get("Id"): e for e in package.iterchildren(tag(XENC, "EncryptedData"))}
    for entry in delivery["encryption"]:
        if entry["path"] != "enc" or "error" in entry:
            continue
        keys = list(_encrypted_keys(outer[entry["encrypted_data"]]))
        assert len(keys) == entry["readers"]
        assert parameters(read_key_method(keys[0], LEGACY)[0]) == told_parameters(entry)


def _encrypted_keys(element: Element) -> list[Element]:
    return list(element.iterfind(f"{tag(DS, 'KeyInfo')}/{tag(XENC, 'EncryptedKey')}"))


@every_delivery
def test_custom_headers_arrive(body, delivery):
    known = {tag(OSCI2017, "FeatureDescription"), tag(OSCI2017, "ChunkInformation")}
    found = [
        {"name": block.tag, "id": block.get("Id")}
        for block in read(body).blocks
        if not str(block.tag).startswith(f"{{{OSCI}}}") and block.tag not in known
    ]
    assert found == delivery.get("custom_headers", [])


@pytest.mark.parametrize(
    "message_id",
    sorted({p.values[1]["message_id"] for p in _told_deliveries()}),
)
def test_the_digest_of_a_delivery_survives_another_envelope(message_id):
    """Stored and handed out, however often: recognised as the same delivery."""
    same = [
        fetch_delivery.content_digest(read(other))
        for other, its in (p.values for p in _told_deliveries())
        if its["message_id"] == message_id
    ]
    assert len(set(same)) == 1


# --- joined chunks ------------------------------------------------------------------


@pytest.mark.parametrize("body", REASSEMBLED, ids=str)
def test_a_message_joined_from_chunks(body):
    (delivery,) = [
        d for d in body.manifest["deliveries"] if d["where"] == "reassembled"
    ]
    octets = MemoryOctets((body.folder / body.exchange["reassembled"]).read_bytes())
    readers = tuple(credential(name) for name in body.manifest["roles"]["readers"])
    opened = open_body(
        octets, Request(readers, None, {}, MemorySpool, LEGACY, allow_plain=True)
    )
    assert (opened["verdict"], opened["error"]) == ("ok", None)
    assert {(c["path"], c["sha256"]) for c in opened["contents"]} == {
        (c["path"], c["sha256"]) for c in delivery["contents"]
    }
    signature = body.exchange.get("reassembled_signature")
    if signature is not None:
        assert opened["signature"]["algorithm"] == signature["algorithm"]
        assert opened["signature"]["digest"] == signature["digest"]


@pytest.mark.parametrize("body", REASSEMBLED, ids=str)
def test_the_chunks_make_up_the_joined_message(body):
    """Each chunk is the one attachment of its partial message."""
    carrier = "request" if "Store" in body.type else "response"
    carriers = [
        b
        for b in EXCHANGED
        if (b.case, b.kind) == (body.case, carrier) and "chunk" in b.exchange
    ]
    pieces = [in_memory(a.octets) for b in carriers for a in read(b).attachments]
    wanted = (body.folder / body.exchange["reassembled"]).read_bytes()
    digest = hashlib.sha256(b"".join(pieces)).hexdigest()
    assert digest == hashlib.sha256(wanted).hexdigest()


@pytest.mark.parametrize(
    "body",
    [b for b in EXCHANGED if b.kind == "response" and "inside_feedback" in b.exchange],
    ids=str,
)
def test_inside_feedback_of_a_chunked_store(body):
    inside = read(body).element.find(tag(OSCI2017, "InsideFeedback"))
    assert inside is not None
    codes = [text_of(code) for code in inside.iter(tag(OSCI, "Code"))]
    assert codes == body.exchange["inside_feedback"]


def test_a_foreign_key_opens_no_envelope():
    body = next(b for b in EXCHANGED if b.case == "d01-fetch-two")
    with pytest.raises(HzlError) as raised:
        envelope.open_envelope(
            body.octets, (credential("reader2_cipher"),), LEGACY, MemorySpool
        )
    assert raised.value.code == "transport-not-for-me"
