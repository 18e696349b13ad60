"""Damaged bodies: always an answer in words, never an exception, never content that
nobody vouched for."""

from functools import cache
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers.osci_vectors import Body, bodies, certificate, credential, open_vector
from hzl_client.model.credential import fingerprint
from hzl_client.model.octets import MemoryOctets, MemorySpool, in_memory
from hzl_client.osci import envelope
from hzl_client.osci.reader import Request, open_body
from hzl_client.xmlsec import base64
from hzl_client.xmlsec.policy import LEGACY

CASES = (
    "a01-attachments-binary",
    "a02-attachments-base64",
    "t03-cbc",
    "x01-foreign-style",
)
WHOLE = [
    b
    for b in bodies("response")
    if b.case in CASES and ("Fetch" in b.file or not b.number)
]
INNER = {
    case: next(b for b in bodies("response") if b.case == case and "Fetch" in b.file)
    for case in (
        "a03-attachments-plain-container",
        "e02-nested",
        "s04-two-authors-time",
        "s05-serial",
        "u02-no-transport-signature",
    )
}


def message_of(body: Body) -> bytes:
    return _message(body.case)


@cache
def _message(case: str) -> bytes:
    body = INNER[case]
    keys = (credential("recipient_cipher"),)
    opened = envelope.open_envelope(body.octets, keys, LEGACY, MemorySpool)
    return in_memory(opened.message)


def read(octets: bytes, body: Body) -> dict[str, Any]:
    """As the client would, where the envelope needs no opening any more."""
    readers = tuple(credential(name) for name in body.manifest["roles"]["readers"])
    unsigned = body.case.startswith("u02")
    request = Request(
        readers,
        None,
        {},
        MemorySpool,
        LEGACY,
        allow_plain=True,
        allow_unsigned=unsigned,
    )
    return open_body(MemoryOctets(octets), request)


@st.composite
def damages(draw: st.DrawFn, size: int) -> "list[tuple[str, int, int]]":
    kinds = st.sampled_from(("flip", "cut", "drop", "double"))
    where = st.integers(0, size - 1)
    one = st.tuples(kinds, where, st.integers(0, 255))
    return draw(st.lists(one, min_size=1, max_size=3))


def damaged(octets: bytes, damage: "list[tuple[str, int, int]]") -> bytes:
    for kind, place, value in damage:
        match kind:
            case "flip":
                bit = (
                    bytes([octets[place] ^ (1 << value % 8)]) if octets[place:] else b""
                )
                octets = octets[:place] + bit + octets[place + 1 :]
            case "cut":
                octets = octets[:place]
            case "drop":
                octets = octets[:place] + octets[place + value + 1 :]
            case _:
                octets = octets[:place] + octets[place - value :]
    return octets


@pytest.mark.parametrize("body", WHOLE, ids=str)
@settings(max_examples=60)
@given(data=st.data())
def test_a_damaged_body_is_refused_in_words(body, data):
    whole = in_memory(body.octets)
    broken = damaged(whole, data.draw(damages(len(whole))))
    opened = open_vector(_Broken(body, broken))
    undamaged = open_vector(body)
    if opened["error"] is None:  # damage where nothing is said, e.g. behind the end
        assert opened["contents"] == undamaged["contents"]
    else:
        assert opened["message"]
        assert opened["contents"] == []


class _Broken:
    """A body with other bytes, for `open_vector`."""

    def __init__(self, body: Body, octets: bytes) -> None:
        self._body = body
        self.octets = MemoryOctets(octets)

    def __getattr__(self, name: str) -> object:
        return getattr(self._body, name)


@pytest.mark.parametrize("body", INNER.values(), ids=str)
@settings(max_examples=100)
@given(data=st.data())
def test_a_damaged_order_message_is_refused_in_words(body, data):
    """The damage no tag of the envelope catches: the supplier's signature must."""
    whole = message_of(body)
    broken = damaged(whole, data.draw(damages(len(whole))))
    opened, undamaged = read(broken, body), read(whole, body)
    assert undamaged["verdict"] == "ok"
    if opened["error"] is None and not body.case.startswith("u02"):
        assert opened["contents"] == undamaged["contents"]
    assert isinstance(opened["message"], str)


@pytest.mark.parametrize("body", INNER.values(), ids=str)
def test_every_truncation_of_the_xml_is_refused(body):
    whole = message_of(body)
    end = whole.index(b"Envelope>", whole.index(b"<?xml"))
    for length in range(0, end, max(1, end // 150)):
        assert read(whole[:length], body)["error"] == "mime"
        frame = whole[:length] + whole[end + 9 :]
        assert read(frame, body)["error"] is not None


# --- certificates beyond reading ----------------------------------------------------


REFUSED = {"author-signature", "supplier-signature", "algorithm-refused"}


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
@pytest.mark.parametrize(
    ("name", "case"),
    [
        # Whose signature nobody asks for, so that the author's is reached:
        ("author_rsa", "u02-no-transport-signature"),
        ("intermed_sig", "s04-two-authors-time"),
    ],
)
@settings(max_examples=300)
@given(data=st.data())
def test_a_damaged_certificate_is_refused_in_words(name, case, data):
    key = certificate(name).public_key()
    der = certificate(name).public_bytes(Encoding.DER)
    broken = damaged(der, data.draw(damages(len(der))))
    assume(broken != der)
    opened = read(_with_certificate(case, der, broken), INNER[case])
    if opened["error"] is None:  # the key is still the same: then it says who it is
        (made,) = [m for c in opened["containers"] for m in c["signatures"]]
        assert made["signer_sha256"] == fingerprint(broken)
        assert x509.load_der_x509_certificate(broken).public_key() == key
    else:
        assert opened["error"] in REFUSED
        assert {content["trust"] for content in opened["contents"]} <= {"invalid"}


def _with_certificate(case: str, der: bytes, other: bytes) -> bytes:
    old, new = (base64.encode(each).encode() for each in (der, other))
    whole = _message(case)
    assert whole.count(old) == 1
    return whole.replace(old, new)
