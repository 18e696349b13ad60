import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client import xmlkit
from hzl_client.errors import MalformedXml, SignatureRefused
from hzl_client.xmlsec.c14n import (
    candidates_of_encrypted_data,
    canonical,
    escape_attribute,
)
from hzl_client.xmlsec.names import NS


def test_the_apex_carries_what_is_in_scope() -> None:
    root = xmlkit.parse(
        f'<soap:Envelope {NS}><soap:Body b="2" a="1"/></soap:Envelope>'.encode()
    )
    assert canonical(root[0]).data == (
        f'<soap:Body {NS} a="1" b="2"></soap:Body>'.encode()
    )


def test_without_inherited_declarations() -> None:
    root = xmlkit.parse(
        b'<a xmlns="urn:d" xmlns:p="urn:p" xmlns:q="urn:q" xmlns:e="urn:a&amp;b">'
        b'<p:x xmlns:q="urn:other" xmlns:r="urn:r" k="&lt; xmlns:p=>">'
        b'<p:y xmlns:p="urn:p"/></p:x></a>'
    )
    proper, bare = candidates_of_encrypted_data(root[0])
    assert proper == canonical(root[0])
    assert bare.data == (
        b'<p:x xmlns:q="urn:other" xmlns:r="urn:r" k="&lt; xmlns:p=>"><p:y></p:y></p:x>'
    )


@pytest.mark.parametrize("uri", ['urn:"', "urn:<", "urn:>", "urn: ", "urn:\n"])
def test_a_namespace_uri_cannot_break_out_of_its_quotes(uri: str) -> None:
    """libxml2 writes namespace URIs as they are; the parser lets none through that
    could look like something else."""
    with pytest.raises(MalformedXml):
        xmlkit.parse(f"<a xmlns:p='{escape_attribute(uri)}'/>".encode())


def test_one_candidate_where_both_forms_agree() -> None:
    apex = xmlkit.parse(b"<a/>")
    inner = xmlkit.parse(b'<a><b xmlns:p="urn:p"/></a>')[0]
    for element in (apex, inner):
        assert candidates_of_encrypted_data(element) == (canonical(element),)


def test_no_canonical_form_is_a_refused_signature() -> None:
    root = xmlkit.parse(b'<a xmlns:x="relativ"><b/></a>')
    for attempt in (canonical, candidates_of_encrypted_data):
        with pytest.raises(SignatureRefused):
            attempt(root[0])


def test_xml_attributes_count_only_above() -> None:
    own = xmlkit.parse(b'<a><b xml:lang="de"/></a>')
    assert canonical(own[0]).data == b'<b xml:lang="de"></b>'
    above = xmlkit.parse(b'<a xml:lang="de"><b><c/></b></a>')
    with pytest.raises(SignatureRefused):
        canonical(above[0][0])


TEXT = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])


@given(st.text(TEXT | st.sampled_from("&<>\"'\t\n\r ")))
def test_attributes_are_spelt_as_lxml_spells_them(value: str) -> None:
    spelt = escape_attribute(value)
    root = xmlkit.parse(f'<a b="{spelt}"></a>'.encode())
    assert root.get("b") == value
    assert canonical(root).data == f'<a b="{spelt}"></a>'.encode()
