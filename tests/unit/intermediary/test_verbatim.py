"""Pieces of a message, character by character, with the declarations they need."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hzl_client.errors import MalformedXml
from hzl_client.intermediary import verbatim
from hzl_client.model.octets import MemoryOctets, MemorySpool
from hzl_client.osci import mime, order
from hzl_client.osci.catalogue import TYPES
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.order import OrderToSend
from hzl_client.osci.store_delivery import StoreOrder, render_request
from hzl_client.xmlkit import canonical, parse
from hzl_client.xmlsec.names import NS

PACKAGE = "<osci:ContentPackage>{}</osci:ContentPackage>"
EMPTY = PACKAGE.format("")


def _root(custom="", package=EMPTY):
    """Part 1 of a StoreDelivery with one custom header block."""
    to_send = OrderToSend(
        type=TYPES["StoreDelivery"],
        control=ControlBlock(challenge="c", sequence="0"),
        blocks=(*render_request(StoreOrder("id", None)), *([custom] if custom else ())),
        body=package,
    )
    return order.render(to_send, None, "")


def _read(root):
    message = MemoryOctets(b"".join(mime.render(root, (), "B")))
    read = order.read(message, MemorySpool)
    return read, verbatim.read(mime.parse(message).root, read)


def _in_our_envelope(piece):
    return parse(
        f"<soap:Envelope {NS}><soap:Body>{piece}</soap:Body></soap:Envelope>".encode()
    )[0][0]


STRANGE = [
    "<a/>",
    "<a ></a >",
    "<a b='>' c=\"/>\"><c d='\"/>'/></a>",
    "<!-- <osci:ContentPackage> --><a/>",
    "<![CDATA[</osci:ContentPackage><a>]]>",
    "<a>x > y ]] ></a>",
    "<a\n\tb = '1'\n/>",
    "ä€😀<ä ü='ß'/>",
    "<x:a xmlns:x='urn:x'><x:b/></x:a>",
]


@pytest.mark.parametrize("inner", STRANGE)
def test_a_package_is_handed_out_as_it_was_written(inner):
    package = PACKAGE.format(inner)
    _, pieces = _read(_root(package=package))
    assert pieces.package == package


@pytest.mark.parametrize("inner", STRANGE)
def test_blocks_are_told_apart_whatever_they_hold(inner):
    custom = f'<v:Vermerk xmlns:v="urn:v" Id="v1">{inner}</v:Vermerk>'
    read, pieces = _read(_root(custom))
    assert len(pieces.blocks) == len(read.blocks)
    assert pieces.blocks[-1] == custom
    assert pieces.package == EMPTY


def test_an_empty_package_element():
    _, pieces = _read(_root(package="<osci:ContentPackage />"))
    assert pieces.package == "<osci:ContentPackage />"


def test_comments_between_blocks_do_not_confuse():
    root = _root().replace(b"<soap:Header>", b"<soap:Header><!-- <a> -->")
    read, pieces = _read(root)
    assert len(pieces.blocks) == len(read.blocks)


@pytest.mark.skipif(
    etree.LIBXML_VERSION < (2, 12),
    reason="this libxml2 keeps references in the names of namespaces",
)
def test_declarations_from_above_travel_along():
    root = _root('<v:Vermerk Id="v1"><v:a z:b="1"/></v:Vermerk>')
    root = root.replace(b"<soap:Header>", b'<soap:Header xmlns:z="urn:z?a=1&amp;b=2">')
    root = root.replace(b"<soap:Envelope ", b'<soap:Envelope xmlns:v="urn:v" ')
    read, pieces = _read(root)
    moved = _in_our_envelope(pieces.blocks[-1])
    assert canonical(moved) == canonical(read.blocks[-1])


def test_other_prefixes_keep_their_meaning():
    """A sender that binds our prefixes otherwise, and the default namespace."""
    package = PACKAGE.format('<ds:a xmlns:ds="urn:other"/><b xmlns=""/>')
    root = _root(package=package).replace(b"osci:", b"o:").replace(b":osci=", b":o=")
    root = root.replace(b"<soap:Body ", b'<soap:Body xmlns="urn:default" ')
    read, pieces = _read(root)
    moved = _in_our_envelope(pieces.package)
    for before, after in zip(read.content_package.iter(), moved.iter(), strict=True):
        assert before.tag == after.tag
    assert pieces.package.endswith(
        '><ds:a xmlns:ds="urn:other"/><b xmlns=""/></o:ContentPackage>'
    )


@pytest.mark.parametrize("declared", [b"ISO-8859-1", b"windows-1252"])
def test_other_encodings_are_refused(declared):
    root = _root(package=PACKAGE.format("ä"))
    root = root.replace(b"UTF-8", declared).replace("ä".encode(), b"\xe4")
    with pytest.raises(MalformedXml):
        _read(root)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"])
)


@given(WORDS.filter(lambda text: "\r" not in text))
def test_any_text(text):
    text = re.sub("[<>&]", "", text)
    package = PACKAGE.format(f"<a b='{text.replace(chr(39), '')}'>{text}</a>")
    _, pieces = _read(_root(package=package))
    assert pieces.package == package
