"""Documents made to keep the canonicaliser busy are refused before it sees them."""

from time import process_time

import pytest

from hzl_client import xmlkit
from hzl_client.errors import MalformedXml

SECONDS = 5


def declarations(count: int, length: int = 1) -> str:
    return " ".join(f'xmlns:n{i}="u:{"x" * length}{i}"' for i in range(count))


@pytest.mark.parametrize(
    "document",
    [
        f"<a {declarations(1000)}>{'<b/>' * 10_000}</a>",  # 37 s of C14N in 60 kB
        "<a " + " ".join(f'a{i}="1"' for i in range(40_000)) + "/>",
        f"<a {declarations(40, length=1000)}>{'<b/>' * 1000}</a>",
    ],
    ids=["declarations", "attributes", "long declarations"],
)
def test_costly_canonical_forms_are_refused_at_once(document: str) -> None:
    began = process_time()
    with pytest.raises(MalformedXml):
        xmlkit.parse_strict(document.encode())
    assert process_time() - began < SECONDS


def test_a_declaration_counts_only_while_it_is_in_scope() -> None:
    attributes = " ".join(f'a{number}=""' for number in range(9))
    inner = f'<b xmlns:n="u:x" {attributes}/>' * 20_000
    assert len(xmlkit.parse_strict(f"<a>{inner}</a>".encode())) == 20_000


def test_a_citizens_document_is_not_asked() -> None:
    assert xmlkit.parse(f"<a {declarations(40, length=1000)}/>".encode()) is not None


def attributes(count: int, name: str = "a") -> str:
    return " ".join(f'{name}{number}=""' for number in range(count))


@pytest.mark.parametrize(
    "document",
    [
        f"<a {attributes(300_000)}/>".encode(),
        f"<a x='>' {attributes(300_000)}/>".encode(),
        f"<a><b/>{'=' * 60_000}<c {attributes(300_000)}/></a>".encode(),
        f"<a {attributes(300_000)}".encode(),
        f"<a {attributes(300_000, name='b' + chr(0x3C3C))}/>".encode("utf-16"),
        f"<a {attributes(300_000, name='b' + chr(0x3C3C))}/>".encode("utf-16-le"),
    ],
    ids=["many", "behind a >", "behind text", "without an end", "UTF-16", "no BOM"],
)
def test_attributes_of_one_element_are_counted_before_they_are_compared(document):
    """libxml2 before 2.12 compares each with each; lxml's Windows wheel has 2.11."""
    began = process_time()
    with pytest.raises(MalformedXml):
        xmlkit.parse(document)
    assert process_time() - began < SECONDS


def test_very_many_elements_may_have_some_attributes_each():
    document = "<a>" + '<b c="1" d="2"/>' * 40_000 + "</a>"
    assert len(xmlkit.parse(document.encode())) == 40_000


def test_long_runs_of_what_looks_like_a_declaration_are_read_once():
    """Each match ran to the end and began again five letters later: 3 s for 1 MB."""
    for run in ("xmlns" * 800_000, "xmlns:" + "x" * 4_000_000, "xmlns " * 700_000):
        began = process_time()
        xmlkit.parse_strict(f'<a>{run}="x"</a>'.encode())
        assert process_time() - began < SECONDS


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_what_is_strict_is_not_utf_16_even_without_a_declaration(encoding):
    """Its declarations would be counted as none: 31 s of C14N for 95 kB."""
    document = f"<a {declarations(2000)}>{'<b/>' * 500}</a>"
    for text in (document, "<a/>"):
        with pytest.raises(MalformedXml):
            xmlkit.parse_strict(text.encode(encoding))


@pytest.mark.parametrize(
    "document", ["<{0}/>", "<a {0}=''/>", "<a><b><{0}>x</{0}></b></a>"]
)
def test_names_are_short(document):
    """A name of a megabyte stood in the path of every field below it."""
    assert xmlkit.parse(document.format("n" * 200).encode()) is not None
    with pytest.raises(MalformedXml):
        xmlkit.parse(document.format("n" * 201).encode())


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("declared", ["UTF-32", "UCS-4", "UTF-8", ""])
def test_an_encoding_nobody_named_is_not_admitted(encoding, declared):
    """libxml2 knows it by its first bytes, whatever is declared."""
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    with pytest.raises(MalformedXml):
        xmlkit.parse(f"{head}<a>1</a>".encode(encoding))


@pytest.mark.parametrize("number", [0, 3, 2000])
def test_attributes_are_the_same_however_many_there_are(number):
    many = "".join(f' a{n}="{n} &lt; &#xe4;"' for n in range(number))
    text = f'<x:a xmlns:x="u:x" b="" x:b="1"{many} xml:lang="de"/>'
    root = xmlkit.parse(text.encode())
    assert list(xmlkit.attributes(root)) == list(root.attrib.items())
    assert len(root.attrib) == number + 3


def test_very_many_attributes_are_read_one_after_the_other():
    """Each was looked up by its name: 5 s, in which no other thread ran."""
    root = xmlkit.parse(f"<a {attributes(29_000)}/>".encode())
    began = process_time()
    assert len(list(xmlkit.attributes(root))) == 29_000
    assert process_time() - began < 1
