"""A chunk that was handed out: which piece of what it is, and that it is one."""

from dataclasses import replace

import pytest

from helpers.credentials import rsa_credential
from helpers.order_messages import DONE, fetch_answer, message
from helpers.xml_text import parsed
from hzl_client.errors import MalformedXml
from hzl_client.model.octets import MemoryOctets, MemorySpool, in_memory
from hzl_client.osci import chunk, order, partial_fetch_delivery
from hzl_client.osci.fetch_delivery import Selection
from hzl_client.osci.mime import PartToSend
from hzl_client.osci.partial_fetch_delivery import Handed

PIECE = PartToSend(chunk.BLOB, MemoryOctets(b"piece"))
MOST = chunk.MAX_CHUNKS


def handed(number, total, message_id="id-1"):
    one = Handed(message_id, number, total, 25)
    written = partial_fetch_delivery.render_answer(DONE, Selection(), one)
    return one, parsed(written)


@pytest.mark.parametrize(("number", "total"), [(1, 1), (2, 3), (3, 3), (MOST, MOST)])
def test_a_chunk_says_which_one_it_is(number, total):
    told, written = handed(number, total)
    assert partial_fetch_delivery.read_answer(written) == told


@pytest.mark.parametrize(
    ("number", "total"),
    [(0, 3), (-1, 3), (4, 3), (1, 0), (1, -1), (1, MOST + 1), (MOST + 1, MOST + 1)],
)
def test_a_chunk_there_cannot_be_is_refused(number, total):
    _, written = handed(number, total)
    with pytest.raises(MalformedXml) as refused:
        partial_fetch_delivery.read_answer(written)
    assert refused.value.facts == {"number": number, "total": total}


@pytest.mark.parametrize(
    "lacking", [{"number": None}, {"total": None}, {"message_id": ""}], ids=str
)
def test_a_chunk_that_does_not_say_what_it_is_a_piece_of_is_refused(lacking):
    _, written = handed(**({"number": 1, "total": 2} | lacking))
    with pytest.raises(MalformedXml):
        partial_fetch_delivery.read_answer(written)


def carrier(*parts, body=chunk.PACKAGE):
    written = message(*fetch_answer(rsa_credential(), body, parts))
    return order.read(written, MemorySpool)


def test_a_carrier_brings_its_piece():
    assert in_memory(chunk.carried(carrier(PIECE))) == b"piece"


@pytest.mark.parametrize(
    "parts",
    [
        (replace(PIECE, base64=True),),
        (replace(PIECE, body=MemoryOctets(b"")),),
        (replace(PIECE, content_id="other"),),
        (PIECE, replace(PIECE, content_id="other")),
        (),
    ],
    ids=["base64", "empty", "not referred to", "two", "none"],
)
def test_a_carrier_of_anything_else_is_refused(parts):
    with pytest.raises(MalformedXml):
        chunk.carried(carrier(*parts))


def test_a_carrier_without_a_package_is_refused():
    with pytest.raises(MalformedXml):
        chunk.carried(carrier(body=""))
