"""The one parser: strict, limited, named errors, nothing cut by comments."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hzl_client import xmlkit
from hzl_client.errors import HzlError, MalformedXml, MessageTooLarge, OutOfMemory

BOMB = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8)
    )
    + b"]><a>&i;</a>"
)


def test_a_shortage_of_memory_is_no_fault_of_the_document(monkeypatch):
    def short(*_: object) -> None:
        raise etree.XMLSyntaxError("out of memory", 2, 1, 1)

    monkeypatch.setattr(xmlkit.etree, "fromstring", short)
    with pytest.raises(OutOfMemory):
        xmlkit.parse(b"<a/>")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"   ",
        b"kein XML",
        b"<a>",
        b"<a/><b/>",
        b"<!-- nur ein Kommentar -->",
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>',
        b"<a>&undefined;</a>",
        b'<?xml version="1.0" encoding="nie-gehoert"?><a/>',
        b"<a>\xff\xfe</a>",
        b"<a xmlns:x=''/>",
        b"<a\0/>",
        BOMB,
    ],
)
def test_what_is_not_plain_xml_is_refused_by_name(raw):
    with pytest.raises(MalformedXml):
        xmlkit.parse(raw)


def test_comments_cut_no_value():
    root = xmlkit.parse(b"<a>eins<!-- x -->zwei</a>")
    assert xmlkit.text_of(root) == "einszwei"


def test_processing_instructions_pass_only_where_a_citizen_may_write_them():
    raw = b"<a><?ziel x?>text</a>"
    assert xmlkit.text_of(xmlkit.parse(raw)) == "text"
    with pytest.raises(MalformedXml):
        xmlkit.parse_strict(raw)


def test_depth_is_limited():
    def nested(depth: int) -> bytes:
        return b"<a>" * depth + b"</a>" * depth

    assert xmlkit.parse(nested(xmlkit.MAX_DEPTH)) is not None
    with pytest.raises(MalformedXml):
        xmlkit.parse(nested(xmlkit.MAX_DEPTH + 1))
    with pytest.raises(MalformedXml):
        xmlkit.parse(nested(5_000))


def test_the_number_of_elements_is_limited(monkeypatch):
    monkeypatch.setattr(xmlkit, "MAX_ELEMENTS", 100)
    assert xmlkit.parse(b"<a>" + b"<b/>" * 99 + b"</a>") is not None
    with pytest.raises(MalformedXml):
        xmlkit.parse(b"<a>" + b"<b/>" * 100 + b"</a>")


def test_the_size_is_limited(monkeypatch):
    monkeypatch.setattr(xmlkit, "MAX_BYTES", 100)
    with pytest.raises(MessageTooLarge):
        xmlkit.parse(b"<a>" + b"x" * 100 + b"</a>")


def test_long_text_is_no_obstacle():
    text = b"x" * (11 * 1024 * 1024)  # libxml2's own limit is 10 MB
    assert len(xmlkit.text_of(xmlkit.parse(b"<a>" + text + b"</a>"))) == len(text)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_root_or_a_named_error(raw):
    started = time.process_time()
    with suppress(HzlError):
        assert xmlkit.parse(raw).tag
    assert time.process_time() - started < 1
