"""Documents made to fill memory or time: refused by name before they do."""

from time import process_time

import pytest

from hzl_client import xmlkit
from hzl_client.errors import MalformedXml, SignatureRefused
from hzl_client.xmlsec import c14n
from hzl_client.xmlsec.names import DS, NS, XENC

MEGABYTE = 1_000_000


def refused_at_once(raw: bytes) -> None:
    began = process_time()
    with pytest.raises(MalformedXml):
        xmlkit.parse_strict(raw)
    assert process_time() - began < 3


def test_more_elements_than_memory_are_counted_before_they_are_built() -> None:
    """160 MB of them became 5 GB of tree, and only then too many."""
    refused_at_once(b"<a>" + b"<b/>" * 10 * MEGABYTE + b"</a>")


def test_more_attributes_than_memory_are_counted_before_they_are_built() -> None:
    refused_at_once(b"<a>" + b'<b c=""d=""/>' * 3 * MEGABYTE + b"</a>")


LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10)
)


@pytest.mark.parametrize(
    "document",
    [
        f"<!DOCTYPE a [{LAUGHS}]><a>&l9;</a>",
        f'<!DOCTYPE a [<!ENTITY b "{"x" * 50_000}">]><a>{"&b;" * 20_000}</a>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/hostname">%p;]><a/>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
        '<!DOCTYPE a [<!ATTLIST a Id CDATA "body">]><a/>',
        "<!DOCTYPE a><a/>",
        "<a>" * 150_000,
        "<a>" * 101 + "</a>" * 101,
    ],
    ids=[
        *("laughs", "one long entity", "parameter", "external", "default attribute"),
        *("doctype", "deep and open", "deep"),
    ],
)
def test_bombs(document: str) -> None:
    refused_at_once(document.encode())


@pytest.mark.parametrize(
    "name", ["UTF-7", "IBM037", "UCS-4", "HZ", "ISO-2022-JP", "x", "", "EBCDIC-CP-BE"]
)
def test_encodings_in_which_a_mark_is_another_byte(name: str) -> None:
    document = f'<?xml version="1.0" encoding="{name}"?><a/>'
    refused_at_once(document.encode())
    refused_at_once(document.replace(" encoding", " " * 600 + "encoding").encode())
    refused_at_once(document.replace('"', "'").encode())


def test_ebcdic_and_utf_32_are_not_even_tried() -> None:
    refused_at_once('<?xml version="1.0"?><a/>'.encode("cp037"))
    refused_at_once("<a/>".encode("utf-32"))


@pytest.mark.parametrize("name", ["ISO-8859-1", "UTF-16", "windows-1252"])
def test_osci_is_utf_8_but_a_citizens_form_may_be_older(name: str) -> None:
    raw = f'<?xml version="1.0" encoding="{name}"?><a>ä</a>'.encode(name)
    assert xmlkit.text_of(xmlkit.parse(raw)) == "ä"
    refused_at_once(raw)


@pytest.mark.parametrize(
    "document",
    [
        "<a>" + "<b/>" * 250_000 + "</a>",
        "<a>" + "&#65;" * 200_000 + "</a>",
        "<a>" + "x<!---->" * 125_000 + "</a>",
        "<a>" + "x<![CDATA[y]]>" * 70_000 + "</a>",
        "<a>" + ("<a>" * 98 + "</a>" * 98) * 1_400 + "</a>",
        "<a>" + "".join(f'<b xmlns="u:{n}"/>' for n in range(50_000)) + "</a>",
        "<a "
        + " ".join(f'xmlns:n{n}="u:{n}"' for n in range(13))
        + ">"
        + "<b/>" * 245_000
        + "</a>",
        "<a>"
        + ("<b " + " ".join(f'a{n}=""' for n in range(40)) + "/>") * 3_500
        + "</a>",
    ],
    ids=[
        *("elements", "references", "comments", "cdata", "deep", "namespaces"),
        *("declarations", "attributes"),
    ],
)
def test_a_megabyte_costs_moments(document: str) -> None:
    """Parsed, counted and canonicalised; the slowest takes 1.5 s on a slow machine."""
    began = process_time()
    assert c14n.canonical(xmlkit.parse_strict(document.encode())).size > 0
    assert process_time() - began < 6


def test_thirty_declarations_over_a_megabyte_are_refused() -> None:
    """They took 3 s to canonicalise, each time."""
    names = " ".join(f'xmlns:n{n}="u:{n}"' for n in range(30))
    refused_at_once(f"<a {names}>{'<b/>' * 250_000}</a>".encode())


# --- the canonical form --------------------------------------------------------------


def test_what_the_bare_form_leaves_out_the_signed_info_carries() -> None:
    """An EncryptedData without inherited declarations looks the same under a parent
    that binds the prefix elsewhere. The SignedInfo beside it does not."""
    around = (
        f'<osci:c {NS}><ds:SignedInfo></ds:SignedInfo><xenc:EncryptedData Id="e">'
        "</xenc:EncryptedData></osci:c>"
    )
    info, data = xmlkit.parse_strict(around.encode())
    other = xmlkit.parse_strict(around.replace(XENC, "urn:x").encode())
    bare = [c14n.candidates_of_encrypted_data(each)[-1] for each in (data, other[1])]
    assert bare[0] == bare[1]
    assert c14n.canonical(info) != c14n.canonical(other[0])


@pytest.mark.parametrize("name", ["lang", "space", "base", "id", "neu"])
def test_an_xml_attribute_above_has_no_canonical_form_below(name: str) -> None:
    value = "preserve" if name == "space" else "a"
    root = xmlkit.parse_strict(f'<a xml:{name}="{value}"><b><c/></b></a>'.encode())
    for element in (root[0], root[0][0]):
        with pytest.raises(SignatureRefused):
            c14n.canonical(element)
    assert DS.encode() not in c14n.canonical(root).data
