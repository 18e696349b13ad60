"""Every recorded body, read as `hzl-client osci open` reads it, against its manifest.

Compared is everything the JSON object and a manifest both speak of. Nothing of that is
left out; what only the manifests tell (plain forms, features, certificates, selection
rules, texts, joined chunks) is compared in test_osci_vector_parts.py.

Not statements about a body, hence nowhere compared: `java_library` and
`java_recipient` (what the reference library made of it), `intermediary_state` (of the
recording server) and `expected_by_spec` (what an intermediary should have answered).
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from helpers.osci_vectors import Body, bodies, credential, open_vector, pin
from hzl_client.xmlsec.policy import MODERN

RESPONSES = bodies("response")
REQUESTS = bodies("request")
ALL = [*REQUESTS, *RESPONSES]
REFUSED_REQUESTS = {
    "r05-foreign-envelope": "transport-not-for-me",
    "r06-damaged-ciphertext": "transport-decrypt",
    "r07-unknown-type": "unknown-message-type",
    "r08-truncated": "mime",
    "r09-client-signature-invalid": "client-signature",
    "r10-not-all-signed": "client-signature",
    "r11-wrong-signer": "client-signature",
}
UNDER_MODERN = {  # the rest of the manifests holds under both policies
    "t03-cbc": {"algorithm-refused"},
    "k02-rsa15": {"algorithm-refused"},
    "n02-transport-cbc-bitflip": {"algorithm-refused", "transport-decrypt"},
}
CONTENT_ERRORS = {
    "author-signature",
    "dangling-reference",
    "no-recipient-key",
    "key-unwrap",
    "symmetric",
}


@pytest.fixture(scope="module")
def opened() -> dict[str, dict[str, Any]]:
    return {str(body): open_vector(body) for body in ALL}


def expected(body: Body) -> tuple[str, str | None]:
    """Verdict and error of one body; a manifest's own are those of the whole case."""
    if body.number == 0:
        return body.manifest["verdict"], body.manifest["error"]
    if body.kind == "request":
        error = REFUSED_REQUESTS.get(body.case)
        return ("ok", None) if error is None else ("error", error)
    if "fault" in body.exchange:
        return "fault", f"fault:{body.exchange['fault']['code']}"
    for code in body.exchange["feedback"]:
        if code.startswith("9"):
            return "feedback", f"feedback:{code}"
    if any("error" in e for d in deliveries(body) for e in d["encryption"]):
        return "error", body.manifest["error"]
    return "ok", None


def deliveries(body: Body) -> list[Any]:
    """What the manifest tells of the delivery in this very body (at most one)."""
    return [
        each
        for each in body.manifest.get("deliveries", [])
        if (each["exchange"], each["where"]) == (body.number, body.kind)
    ]


def keyed(each: dict[str, Any], names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(each.get(name) for name in names)


def bag(entries: Iterable[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    """The entries without their order, which is not significant."""
    return sorted((keyed(each, names) for each in entries), key=repr)


def each_body(told: Callable[[Body], object]) -> pytest.MarkDecorator:
    """Parametrises over every body of which the manifest tells that much."""
    return pytest.mark.parametrize("body", [b for b in ALL if told(b)], ids=str)


every_body = each_body(lambda _body: True)
CARD = (
    "message_id",
    "recent_modification",
    "creation",
    "forwarding",
    "reception",
    "subject",
    "inspections",
)
every_delivery = each_body(deliveries)


def told_per_exchange(name: str) -> pytest.MarkDecorator:
    return each_body(
        lambda body: body.number and f"{body.kind}_{name}" in body.exchange
    )


def test_there_are_as_many_bodies_as_were_recorded():
    assert (len(REQUESTS), len(RESPONSES)) == (98, 147)


@every_body
def test_verdict_and_error(body, opened):
    read = opened[str(body)]
    assert (read["verdict"], read["error"]) == expected(body)
    assert read["message"]


@each_body(lambda body: body.number)
def test_message_type_of_an_exchange(body, opened):
    read = opened[str(body)]
    hidden = body.type == "Fault" or read["error"] in {
        "transport-not-for-me",
        "transport-decrypt",
        "unknown-message-type",
        "mime",
    }
    assert read["message_type"] == (None if hidden else body.type)


@each_body(lambda body: not body.number and body.manifest["verdict"] == "ok")
def test_message_type_of_a_single_answer(body, opened):
    assert opened[str(body)]["message_type"] == "ResponseToFetchDelivery"


@told_per_exchange("transport")
def test_transport_facts(body, opened):
    read = opened[str(body)]["transport"]
    told = body.exchange[f"{body.kind}_transport"]
    names = ("symmetric", "iv_length", "key_transport")
    assert read["encrypted"] is (told is not None)
    assert keyed(read, names) == keyed(told or {}, names)


@each_body(lambda body: not body.number and body.manifest["error"] != "mime")
def test_transport_of_a_single_answer(body, opened):
    wanted = body.manifest["error"] != "not-encrypted"
    assert opened[str(body)]["transport"]["encrypted"] is wanted


@told_per_exchange("signature")
def test_signature_facts(body, opened):
    told, read = body.exchange[f"{body.kind}_signature"], opened[str(body)]["signature"]
    assert read == {
        "present": told is not None,
        "algorithm": told and told["algorithm"],
        "digest": told and told["digest"],
        "signer_sha256": told and pin(told["signer"]),
    }


@each_body(lambda body: body.exchange.get(f"{body.kind}_control"))
def test_control_block(body, opened):
    told, read = body.exchange[f"{body.kind}_control"], opened[str(body)]["control"]
    wanted = {
        "challenge": told["Challenge"],
        "response": told["Response"],
        "conversation": told["ConversationId"],
        "sequence": told["SequenceNumber"],
    }
    shut = REFUSED_REQUESTS.get(body.case) == "transport-not-for-me"
    assert read == (dict.fromkeys(wanted) if shut else wanted)


@each_body(lambda body: body.kind == "response" and "feedback" in body.exchange)
def test_feedback(body, opened):
    told = body.exchange["feedback"]
    assert opened[str(body)]["feedback"] == list(dict.fromkeys(told))


@every_delivery
def test_contents_of_a_delivery(body, opened):
    names = ("path", "kind", "size", "sha256")
    (told,), read = deliveries(body), opened[str(body)]["contents"]
    assert bag(read, *names) == bag(told["contents"], *names)


@each_body(lambda body: not body.number and "contents" in body.manifest)
def test_contents_of_a_single_answer(body, opened):
    names = ("path", "size", "sha256")
    read = opened[str(body)]["contents"]
    assert bag(read, *names) == bag(body.manifest["contents"], *names)


@each_body(lambda body: body.number and not deliveries(body))
def test_where_no_delivery_is_there_is_no_content(body, opened):
    read = opened[str(body)]
    assert (read["contents"], read["containers"], read["encryption"]) == ([], [], [])


@every_delivery
def test_trust_follows_from_the_author_signatures(body, opened):
    told = deliveries(body)
    for content in opened[str(body)]["contents"]:
        around = [
            signature["verdict"]
            for container in told[0]["containers"]
            for signature in container["signatures"]
            if f"{content['path']}/".startswith(f"{container['path']}/")
        ]
        trust = "signed" if around else "unsigned"
        assert content["trust"] == ("invalid" if "bad" in around else trust)


@every_delivery
def test_containers_and_author_signatures(body, opened):
    told = deliveries(body)
    names = ("algorithm", "digest", "signer_sha256", "signing_time", "verdict")
    read = opened[str(body)]["containers"]
    assert sorted((c["path"], bag(c["signatures"], *names)) for c in read) == sorted(
        (c["path"], bag(c["signatures"], *names)) for c in told[0]["containers"]
    )


@every_delivery
def test_encryption(body, opened):
    names = ("path", "symmetric", "iv_length", "key_transport", "error")
    (told,), read = deliveries(body), opened[str(body)]["encryption"]
    assert bag(read, *names) == bag(told["encryption"], *names)


@every_delivery
def test_message_id_and_subject(body, opened):
    (told,), read = deliveries(body), opened[str(body)]
    assert read["message_id"] == told["message_id"]
    assert read["subject"] == told["subject"]


@each_body(lambda body: "subject" in body.manifest)
def test_subject_of_a_single_answer(body, opened):
    assert opened[str(body)]["subject"] == body.manifest["subject"]


def cards(body: Body) -> list[Any] | None:
    """Every card the manifest tells of, None if it tells nothing."""
    for each in body.manifest.get("process_cards", []):
        if (each["exchange"], "response") == (body.number, body.kind):
            return each["cards"]
    told = [d["process_card"] for d in deliveries(body) if "process_card" in d]
    return told or None


@each_body(lambda body: cards(body) is not None)
def test_process_cards(body, opened):
    read = opened[str(body)]["process_cards"]
    assert bag([_complete(card) for card in cards(body) or []], *CARD) == bag(
        read, *CARD
    )


def _complete(card: dict[str, Any]) -> dict[str, Any]:
    """A manifest leaves out the results that a card does not have."""
    names = ("CertType", "MathResult", "OfflineResult", "OnlineResult")
    inspections = [dict.fromkeys(names) | each for each in card["inspections"]]
    return card | {"inspections": inspections}


def carries_chunk(body: Body) -> bool:
    """A manifest tells the chunk once per exchange, for the side that carries it."""
    side = "request" if "Store" in body.type else "response"
    return "chunk" in body.exchange and body.kind == side


@each_body(carries_chunk)
def test_chunk(body, opened):
    told, read = body.exchange["chunk"], opened[str(body)]["chunk"]
    assert (read["number"], read["total"], read["total_size"]) == (
        int(told["ChunkNumber"]),
        int(told["TotalChunkNumbers"]),
        int(told["TotalMessageSize"]),
    )


@each_body(lambda body: "chunk" not in body.exchange)
def test_no_chunk(body, opened):
    assert opened[str(body)]["chunk"] is None


# --- other ways to ask --------------------------------------------------------------


@each_body(lambda body: body.case not in UNDER_MODERN)
def test_modern_policy_changes_nothing_else(body, opened):
    modern = open_vector(body, MODERN)
    assert (modern["verdict"], modern["error"]) == expected(body)
    assert modern["contents"] == opened[str(body)]["contents"]


@each_body(
    lambda body: body.case in UNDER_MODERN and (not body.number or deliveries(body))
)
def test_modern_policy_refuses_old_algorithms(body):
    modern = open_vector(body, MODERN)
    assert _refusal(modern) in UNDER_MODERN[body.case]
    assert modern["contents"] == []


def _refusal(read: dict[str, Any]) -> str | None:
    """A container that stays shut is an error of an answer, a finding of a request."""
    shut = [entry["error"] for entry in read["encryption"]]
    return read["error"] or (shut[0] if shut else None)


@each_body(lambda body: body.case == "e01-two-readers" and deliveries(body))
def test_the_second_reader_alone_reads_it_too(body, opened):
    first = "intermed_cipher" if body.kind == "request" else "recipient_cipher"
    transport, reader = credential(first), credential("reader2_cipher")
    package = open_vector(body, keys=(transport, reader))
    assert package["contents"] == opened[str(body)]["contents"]
    assert package["verdict"] == "ok"


def test_the_intermediary_alone_reads_no_content():
    (body,) = [b for b in REQUESTS if b.case == "e01-two-readers" and deliveries(b)]
    read = open_vector(body, keys=(credential("intermed_cipher"),))
    assert (read["verdict"], read["contents"]) == ("ok", [])
    assert read["encryption"][0]["error"] == "no-recipient-key"
    assert "container-not-readable" in [each["code"] for each in read["findings"]]


def test_a_stripped_author_signature_is_seen():
    (body,) = [b for b in RESPONSES if b.case == "n64-author-signature-stripped"]
    read = open_vector(body)
    assert body.manifest["content_signatures"] == 0
    assert [s for c in read["containers"] for s in c["signatures"]] == []
    assert {content["trust"] for content in read["contents"]} == {"unsigned"}


@each_body(lambda body: body.manifest.get("error") == "author-signature")
def test_nothing_below_a_bad_author_signature_counts_as_signed(body, opened):
    read = opened[str(body)]
    assert {"invalid"} == {each["trust"] for each in read["contents"]}
    assert "invalid" in {
        made["verdict"] for each in read["containers"] for made in each["signatures"]
    }


# --- --out --------------------------------------------------------------------------


@every_body
def test_out_holds_what_may_be_read_and_nothing_else(body, opened, tmp_path):
    out = tmp_path / "out"
    read = open_vector(body, out=out)
    written = {path.name: path for path in out.iterdir()} if out.exists() else {}
    assert sorted(written) == sorted(each["file"] for each in read["contents"])
    plain = {(each["path"], each["sha256"]) for each in opened[str(body)]["contents"]}
    assert {(each["path"], each["sha256"]) for each in read["contents"]} == plain
    told = (deliveries(body) or [body.manifest])[0].get("contents", [])
    by_path = {each["path"]: each for each in told}
    for each in read["contents"]:
        octets = written[each["file"]].read_bytes()
        assert len(octets) == each["size"]
        if each["path"] in by_path:
            folder = body.folder / by_path[each["path"]]["file"]
            assert octets == folder.read_bytes()
    if read["error"] and read["error"] not in CONTENT_ERRORS:
        assert not out.exists() or read["verdict"] == "feedback"
        assert read["contents"] == []


def test_without_a_pin_an_answer_says_so():
    body = RESPONSES[0]
    pinned = {each["code"] for each in open_vector(body)["findings"]}
    loose = {each["code"] for each in open_vector(body, pins=None)["findings"]}
    assert loose - pinned == {"not-pinned"}
