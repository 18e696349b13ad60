"""Recorded requests of other implementations, stored and handed out again unchanged."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from helpers.osci_vectors import bodies, credential
from helpers.practice import (
    Recipient,
    card,
    practice_intermediary,
    practice_pki,
)
from hzl_client.errors import Fault
from hzl_client.intermediary import client_check
from hzl_client.intermediary.client_check import Client
from hzl_client.intermediary.dialogs import Session
from hzl_client.intermediary.intake import open_request
from hzl_client.intermediary.post import Submission
from hzl_client.model.octets import MemoryOctets, MemorySpool, in_memory, sha256_hex
from hzl_client.osci import (
    chunk,
    envelope,
    feedback,
    mime,
    order,
    partial_fetch_delivery,
    partial_store_delivery,
    store_delivery,
)
from hzl_client.osci.certificates import NON_INTERMEDIARY
from hzl_client.osci.content import open_package
from hzl_client.osci.dialog import SupplierDialog
from hzl_client.osci.fetch_delivery import Selection
from hzl_client.xmlsec.policy import LEGACY

STORES = [
    body
    for body in bodies("request")
    if body.type == "StoreDelivery"
    # Legacy algorithms on the transport and unsigned requests are refused here.
    and not body.case.startswith(("t03", "k02", "u02"))
]
CHUNKS = [body for body in bodies("request") if body.type == "PartialStoreDelivery"]
FETCHED_CHUNKS = [b for b in bodies("request") if b.type == "PartialFetchDelivery"]
NOTHING_READABLE = ("e04", "f01")


def _vector_pki():
    """The practice office with the keys the recorded requests were made for."""
    return replace(
        practice_pki(),
        intermediary_cipher=credential("intermed_cipher"),
        intermediary_signature=credential("intermed_sig"),
    )


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    state = tmp_path_factory.mktemp("recorded")
    with practice_intermediary(state, pki=_vector_pki()) as intermediary:
        yield intermediary


def _store(running, body):
    """Let the recorded request meet the state it was recorded in."""
    request = open_request(body.octets, running.pki.intermediary_cipher)
    wanted = store_delivery.read_request(request.order.element)
    return request, wanted, _answered(running, body, request, wanted.message_id)


def _answered(running, body, request, message_id):
    """The client has begun its dialog and was given the id of what it stores."""
    client = client_check.client_of(request.order)
    _session_of(running, request, client)
    with running.post._transaction() as db:
        db.execute(
            "insert or ignore into issued (message_id, holder) values (?, ?)",
            (message_id, client.name),
        )
    return running.supplier.answer(body.octets).body


def _session_of(running, request, client: Client):
    if request.control.conversation is None:
        return
    state = SupplierDialog(request.control.conversation)
    state._challenge = request.control.response
    state._sequence = int(request.control.sequence)
    now = datetime.now(UTC)
    session = Session(
        state, client.cipher, None, short_iv=False, encrypted=True, used=now
    )
    running.dialogs.add(session)


def _recipient(running, body):
    roles = body.manifest["roles"]
    return Recipient(
        running.url,
        running.pki,
        credential(roles["recipient_cipher"]),
        credential(roles["recipient_sig"]),
    )


def _package(message):
    """The ContentPackage as text, found without the product's help."""
    root = mime.parse(message).root
    pattern = rb"<(\w+:)?ContentPackage.*</(\w+:)?ContentPackage>"
    return re.search(pattern, root, re.DOTALL)[0]


def _blocks(read):
    return {block.get("Id"): block for block in read.blocks}


@pytest.mark.parametrize("body", STORES, ids=str)
def test_what_was_stored_is_handed_out_unchanged(running, body):
    request, wanted, _ = _store(running, body)
    recipient = _recipient(running, body)
    recipient.init()
    fetched = recipient.fetch(Selection(message_id=wanted.message_id))
    assert card(fetched).message_id == wanted.message_id
    assert card(fetched).subject == wanted.subject
    assert _package(fetched.message) == _package(request.message)
    _same_parts(fetched.order, request.order)
    _same_blocks(fetched.order, request.order)
    _same_contents(body, fetched.order)


def _same_parts(fetched, sent):
    def described(read):
        written = ("content-length", "content-transfer-encoding")
        return {
            each.part.content_id: (
                sha256_hex(each.octets),
                each.part.base64,
                [h for h in each.part.headers if h[0].lower() not in written],
            )
            for each in read.attachments
        }

    assert described(fetched) == described(sent)


def _same_blocks(fetched, sent):
    """Certificates and custom blocks, canonically, in the place they now have."""
    theirs, ours = _blocks(fetched), _blocks(sent)
    travelling = [
        name
        for name, block in ours.items()
        if block.tag == NON_INTERMEDIARY or name in ("vermerk1", "MetaData")
    ]
    assert travelling
    for name in travelling:
        assert order.c14n.canonical(theirs[name]) == order.c14n.canonical(ours[name])


def _same_contents(body, read):
    """What the readers' keys open is what the manifest promises of the delivery."""
    keys = tuple(credential(name) for name in body.manifest["roles"]["readers"])
    opened = open_package(read, keys, LEGACY, MemorySpool)
    digests = {sha256_hex(content.octets) for content in opened.contents}
    promised = [d for e in body.manifest["exchanges"] for d in e.get("deliveries", [])]
    deliveries = promised or body.manifest.get("deliveries", [])
    wanted = {c["sha256"] for d in deliveries for c in d.get("contents", [])}
    assert digests == wanted
    assert wanted or body.case.startswith(NOTHING_READABLE)
    valid = [s.valid for each in opened.containers for s in each.signatures]
    assert all(valid)


def _carried(running, body):
    """A recorded chunk; the id of what it is a piece of, and the answer to it."""
    request = open_request(body.octets, running.pki.intermediary_cipher)
    carrier = partial_store_delivery.read_request(request.order.element)
    message_id = carrier.message_id.removesuffix(partial_store_delivery.SUFFIX)
    answered = _answered(running, body, request, message_id)
    sender = credential(body.manifest["roles"]["sender_cipher"])
    opened = envelope.open_envelope(answered, (sender,), LEGACY, MemorySpool)
    return message_id, order.read(opened.message, MemorySpool).element


def test_a_recorded_delivery_in_chunks_is_put_together_and_handed_out(running):
    told = []
    for body in CHUNKS:
        message_id, answered = _carried(running, body)
        receipt = partial_store_delivery.read_answer(answered)
        codes = feedback.codes(feedback.read(answered))
        assert list(codes) == body.exchange["feedback"]
        told.append((feedback.codes(receipt.inside), receipt.information.received))
    assert told == [((), (1,)), ((), (1, 2)), (("0800",), (1, 2, 3))]
    assert receipt.card.message_id == message_id
    (stored,) = [each for each in running.post.cards() if each.message_id == message_id]
    whole = (body.folder / "reassembled.bin").read_bytes()
    assert in_memory(running.post.message(stored)) == whole
    recipient = _recipient(running, body)
    recipient.init()
    fetched = recipient.fetch(Selection(message_id=message_id))
    _same_contents(body, fetched.order)


def test_recorded_requests_for_chunks_are_answered_with_the_whole(tmp_path):
    """What waits is the other recorded delivery, under the id that they ask for."""
    (first, *_), (carrier, *_) = FETCHED_CHUNKS, CHUNKS
    recipient = credential(first.manifest["roles"]["recipient_cipher"])
    (promised,) = first.manifest["deliveries"]
    whole = (carrier.folder / "reassembled.bin").read_bytes()
    with practice_intermediary(tmp_path, pki=_vector_pki()) as running:
        lying = Submission(
            promised["message_id"], "", recipient.der, "", (), MemoryOctets(whole)
        )
        with running.post._transaction() as db:
            values = (lying.message_id, lying.originator)
            db.execute("insert into issued (message_id, holder) values (?, ?)", values)
        running.post.submit(lying, datetime.now(UTC))
        pieces = []
        for body in FETCHED_CHUNKS:
            request = open_request(body.octets, running.pki.intermediary_cipher)
            _session_of(running, request, Client(recipient.certificate, ""))
            answered = running.supplier.answer(body.octets).body
            opened = envelope.open_envelope(answered, (recipient,), LEGACY, MemorySpool)
            read = order.read(opened.message, MemorySpool)
            handed = partial_fetch_delivery.read_answer(read.element)
            recorded = body.exchange["chunk"]
            assert handed.message_id == lying.message_id
            assert str(handed.number) == recorded["ChunkNumber"]
            assert str(handed.total) == recorded["TotalChunkNumbers"]
            pieces.append(in_memory(chunk.carried(read)))
        joined = order.read(
            MemoryOctets(b"".join(pieces)), MemorySpool, in_dialog=False
        )
    assert joined.type.name == "ResponseToFetchDelivery"
    _same_contents(carrier, joined)


def test_an_answered_store_carries_the_card(running):
    body = next(b for b in STORES if b.case.startswith("h01"))
    *_, answer_body = _store(running, body)
    sender = credential(body.manifest["roles"]["sender_cipher"])
    opened = envelope.open_envelope(answer_body, (sender,), LEGACY, MemorySpool)
    read = order.read(opened.message, MemorySpool)
    entries = feedback.codes(feedback.read(read.element))
    assert entries in (("0801",), ("9801",)), "a second run finds the id used"
    assert b"FeatureDescription" in in_memory(opened.message)


FAULTS = {
    "r03-unknown-conversation": "9400",
    "r05-foreign-envelope": "9200",
    "r06-damaged-ciphertext": "9202",
    "r07-unknown-type": "9100",
    "r08-truncated": "9100",
}


@pytest.mark.parametrize(("case", "code"), FAULTS.items())
def test_recorded_faults(running, case, code):
    body = [b for b in bodies("request") if b.case == case][-1]
    answered = running.supplier.answer(body.octets).body
    with pytest.raises(Fault) as caught:
        order.read(answered, MemorySpool)
    assert caught.value.osci_code == code
    assert body.manifest["expected_by_spec"] == code


REFUSED = {
    "r09-client-signature-invalid": "9601",
    "r10-not-all-signed": "9602",
    "r11-wrong-signer": "9601",
}


@pytest.mark.parametrize(("case", "code"), REFUSED.items())
def test_recorded_bad_signatures(running, case, code):
    body = [b for b in bodies("request") if b.case == case][-1]
    assert body.manifest["expected_by_spec"] == code
    recipient = _recipient(running, body)
    request = open_request(body.octets, running.pki.intermediary_cipher)
    _session_of(running, request, Client(recipient.cipher.certificate, ""))
    answered = running.supplier.answer(body.octets).body
    opened = envelope.open_envelope(answered, (recipient.cipher,), LEGACY, MemorySpool)
    read = order.read(opened.message, MemorySpool)
    assert feedback.codes(feedback.read(read.element)) == (code,)
