"""What a survey tells is what reading it all would have told, however it came."""

import hashlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hzl_client.errors import HzlError
from hzl_client.model.octets import CHUNK, MemoryOctets, in_memory
from hzl_client.model.two_threads import LONG
from hzl_client.osci import mime, survey
from hzl_client.osci.survey import DigestingSurvey, Survey, Surveyed
from hzl_client.xmlsec.algorithms import DIGEST_SHA256
from hzl_client.xmlsec.digests import Digested

HEAD = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
ROOT = b"Content-Type: text/xml\r\n\r\n<soap/>"
PART = b"Content-Type: text/plain\r\nContent-ID: <%d>\r\n\r\n"
# Pieces of which frames are made, whole ones and broken ones.
BRICKS = [b"\r\n--B\r\n", b"\r\n--B--", b"\r\n--B", b"\r\n", b"\r\n\r\n", b"--B", b"x"]
BRICKS += [
    b"\r",
    b"\n",
    b"-",
    b"--",
    PART % 1,
    PART % 2,
    ROOT,
    HEAD,
    b"Content-Type: a/b",
]
messages = st.lists(st.sampled_from(BRICKS), max_size=14).map(b"".join)


def message(*bodies):
    parts = [ROOT, *(PART % number + body for number, body in enumerate(bodies))]
    return HEAD + b"--B\r\n" + b"\r\n--B\r\n".join(parts) + b"\r\n--B--\r\n"


def cut(whole, lengths):
    at = 0
    for length in lengths:
        yield whole[at : at + length]
        at += length
    yield whole[at:]


def surveyed(whole, lengths=()):
    made = DigestingSurvey()
    made.take(cut(whole, lengths), len(whole))
    return made.of(MemoryOctets(whole))


def frame(octets):
    """What is read, or why it is refused."""
    try:
        read = mime.parse(octets)
    except HzlError as error:
        return type(error), str(error)
    return read.root, [(p.headers, in_memory(p.body)) for p in read.attachments]


@given(messages, st.lists(st.integers(0, 9), max_size=60))
@example(HEAD[2:] + b"--B\r\n" + ROOT + b"\r\n--B--", [200, 3, 1])
@example(message(b""), [130, 1, 1, 1, 1, 1, 1, 1, 1, 1])
@example(message(b"")[:-9] + b"\r\n--B--", [])  # the line end is shared
def test_it_reads_as_without(end, lengths):
    for whole in (end, HEAD + end, message(end, b"y" + end)):
        for pieces in ([len(HEAD), *lengths], lengths):
            octets = surveyed(whole, pieces)
            assert frame(octets) == frame(MemoryOctets(whole))


@given(st.lists(st.binary(max_size=40), max_size=4), st.lists(st.integers(0, 30)))
@example([b"\r\n--", b"\r\n\r\n"], [100, 1, 1, 1, 1])
def test_every_digest_is_that_of_a_body(bodies, lengths):
    whole = message(*bodies)
    read = mime.parse(surveyed(whole, [len(HEAD), *lengths]))
    for part, body in zip(read.attachments, bodies, strict=True):
        assert isinstance(part.body, Digested)
        assert part.body.known == {DIGEST_SHA256: hashlib.sha256(body).digest()}


def test_neither_is_read_once_more():
    whole = message(b"a" * 100, b"b" * 200)

    class OnlyHeads:
        size = len(whole)

        def read(self, start, length):
            """Which have 64 KiB at most: the bodies are beyond."""
            assert length <= mime.MAX_HEAD
            return whole[start : start + length]

    made = DigestingSurvey()
    made.take([whole], len(whole))
    octets = made.of(OnlyHeads())
    assert [each.body.size for each in mime.parse(octets).attachments] == [100, 200]


@pytest.mark.parametrize("kind", [Survey, DigestingSurvey])
@pytest.mark.parametrize(
    "whole",
    [b"", b"no head", HEAD.replace(b"boundary=B", b"type=x"), b"\0" * 5000 + HEAD],
)
def test_where_no_delimiter_is_named_nothing_is_told(kind, whole):
    made = kind()
    made.see(whole)
    octets = MemoryOctets(whole)
    assert made.of(octets) is octets


def test_another_delimiter_than_the_head_names_is_not_believed():
    """The first boundary is not always the one that counts."""
    head = b"X-Note: boundary=A\r\n" + HEAD
    whole = head + b"--B\r\n" + ROOT + b"\r\n--A\r\n" + PART % 1 + b"\r\n--B--"
    octets = surveyed(whole)
    assert isinstance(octets, Surveyed)
    assert frame(octets) == frame(MemoryOctets(whole))


def test_countless_delimiters_are_not_kept():
    made = Survey()
    made.see(HEAD)
    for _ in range(survey.MOST):
        made.see(b"\r\n--B" * 10)
    octets = MemoryOctets(b"")
    assert made.of(octets) is octets


@pytest.mark.parametrize("first", [1, 30, len(HEAD) - 5, len(HEAD), 4096])
def test_the_head_may_come_in_pieces(first):
    octets = surveyed(message(b"a" * 5000), [first, 1, 2])
    assert isinstance(octets, Surveyed)
    assert isinstance(mime.parse(octets).attachments[0].body, Digested)


def test_other_octets_than_those_that_passed_are_not_described():
    made = Survey()
    made.see(message(b"a"))
    octets = MemoryOctets(message(b"ab"))
    assert made.of(octets) is octets


@pytest.mark.parametrize("before", range(-9, 9))
def test_long_ones_on_two_threads(before):
    body = bytes(range(256)) * (LONG // 256) + b"x" * 70
    lengths = [CHUNK + before] * 4
    whole = message(body, b"y" * (CHUNK - len(body) % CHUNK), body)
    read = mime.parse(surveyed(whole, lengths))
    known = [part.body.known[DIGEST_SHA256] for part in read.attachments]
    assert known[0] == known[2] == hashlib.sha256(body).digest()
    assert frame(surveyed(whole, lengths)) == frame(MemoryOctets(whole))
