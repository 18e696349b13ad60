"""Random XML trees for hypothesis, with names that mean something to XSozial."""

from hypothesis import strategies as st
from lxml import etree

from helpers.applications import NAMESPACE

_NAMESPACES = st.sampled_from(("", NAMESPACE, "urn:beispiel:fremd"))
_NAMES = st.sampled_from(
    [
        "xsozial",
        "vorgang",
        "identifikationVorgang",
        "vorgangsID",
        "person",
        "personID",
        "antragsteller",
        "dritte",
        "dritteID",
        "allgemein",
        "drittePerson",
        "nameNatuerlichePerson",
        "familienname",
        "vorname",
        "name",
        "geburt",
        "datum",
        "code",
        "geschlecht",
        "anschrift",
        "gebaeude",
        "wohnort",
        "kommunikation",
        "kanal",
        "dokument",
        "dokumentRepraesentation",
        "inhalt",
        "dateiname",
        "dokumentTyp",
        "auskunftssperre",
        "nachrichtenkopf.g2g",
        "iban",
        "betragJeMonat",
        "x",
        "_",
        "É",
    ]
)
_ATTRIBUTES = st.sampled_from(
    (
        "listURI",
        "listVersionID",
        "version",
        "id",
        "{urn:beispiel:fremd}id",
        "test",
        "{http://www.w3.org/2001/XMLSchema-instance}nil",
    )
)
XML_TEXT = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cs", "Cc"),
        exclude_characters="\ufffe\uffff",
        include_characters="\t\n",
    ),
    max_size=12,
) | st.sampled_from(
    (
        "true",
        "2010-01-03+00:00",
        "2010-13-45",
        "0000-00-00",
        "2026-11-02T23:59:58Z",
        "9999-12-31T23:59:59-14:00",
        "SGFsbG8=",
        " \n ",
        "1010",
        "DE02",
    )
)
_PIECES = st.tuples(
    _NAMESPACES, _NAMES, st.dictionaries(_ATTRIBUTES, XML_TEXT, max_size=3)
)
_TREES = st.recursive(
    st.tuples(_PIECES, XML_TEXT, st.just(())),
    lambda inner: st.tuples(
        _PIECES,
        XML_TEXT,
        st.lists(st.tuples(inner, st.just("") | XML_TEXT), max_size=5).map(tuple),
    ),
    max_leaves=25,
)


def _element(tree, parent=None):
    (namespace, name, attributes), text, children = tree
    tag = f"{{{namespace}}}{name}" if namespace else name
    made = etree.Element(tag) if parent is None else etree.SubElement(parent, tag)
    made.text = text
    for key, value in attributes.items():
        made.set(key, value)
    for child, tail in children:
        _element(child, made).tail = tail
    return made


def _under_message_root(root):
    outer = etree.Element(f"{{{NAMESPACE}}}vorgang.transportieren.1000001")
    outer.set("version", "2.4.0")
    outer.append(root)
    return outer


ANY_XML = _TREES.map(_element).map(lambda e: etree.tostring(e, encoding="UTF-8"))
MESSAGES = (
    _TREES.map(_element)
    .map(_under_message_root)
    .map(lambda e: etree.tostring(e, encoding="UTF-8"))
)
