"""A file of the office's overlay counts whole or not at all, and the place is told."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.errors import InvalidOverlay
from hzl_client.standards import overlay_file
from hzl_client.standards.overlay import Columns, Group, OfficeName
from hzl_client.standards.sections import Area
from hzl_client.standards.values import Format
from hzl_client.texts.facts import REASONS
from hzl_client.texts.overlay import problem_line

WHOLE = {
    "format": 1,
    "hinweis": "Musterstadt, Sozialamt",
    "felder": [
        {"pfad": "familienname/name", "label": "Nachname"},
        {
            "pfad": "einkommen/betrag",
            "label": "Betrag im Monat",
            "typ": "betrag",
            "codeliste": "urn:l",
            "technisch": False,
            "hinweis": "netto",
        },
    ],
    "gruppen": [{"pfad": "person/einkommen", "label": "Einkünfte"}],
    "reihenfolge": ["person/einkommen", "a/*/b", "@produkt"],
    "bereiche": ["vorgang", "personen"],
    "ausgeblendet": ["nachrichtenkopf.g2g", "@produktversion"],
    "codelisten": [{"kennung": "urn:l", "text": "Name", "code": "Schlüssel"}],
}


def parse(document):
    text = document if isinstance(document, str) else json.dumps(document)
    return overlay_file.parse("felder.json", text.encode())


def refusal(document):
    with pytest.raises(InvalidOverlay) as caught:
        parse(document)
    facts = caught.value.facts
    assert facts["file"] == "felder.json"
    assert facts["reason"] in REASONS
    return facts.get("path"), facts["reason"], facts.get("found")


def test_everything_a_file_may_say():
    overlay = parse(WHOLE)
    assert overlay.names == (
        OfficeName(("familienname", "name"), "Nachname"),
        OfficeName(
            ("einkommen", "betrag"), "Betrag im Monat", Format.AMOUNT, "urn:l", False
        ),
    )
    assert overlay.groups == (Group(("person", "einkommen"), "Einkünfte"),)
    assert overlay.order == (("person", "einkommen"), ("a", "*", "b"), ("@produkt",))
    assert overlay.areas == (Area.CASE, Area.PERSON)
    assert overlay.hidden == (("nachrichtenkopf.g2g",), ("@produktversion",))
    assert overlay.columns == (Columns("urn:l", "Name", "Schlüssel"),)


def test_a_byte_order_mark_and_an_empty_overlay_are_fine():
    assert overlay_file.parse("a.json", b'\xef\xbb\xbf{"format": 1}').names == ()


def said(kind, *values):
    return {"format": 1, kind: list(values)}


@pytest.mark.parametrize(
    ("document", "place", "reason", "found"),
    [
        ('{\n "format": 1\n !}', "Zeile 3, Spalte 2", "not-json", None),
        ("", "Zeile 1, Spalte 1", "not-json", None),
        ('{"format": 1,\n "format": 1}', "Zeile 2", "name-twice", "format"),
        (
            (
                '{"felder": [{"pfad": "a"},\n{"a": "\\"b\\":", "x": {"b": 1},\n'
                '"\\u0061": [}]}'
            ),
            "Zeile 3, Spalte 12",
            "not-json",
            None,
        ),
        (
            (
                '{"felder": [{"pfad": "a"},\n{"a": "\\"a\\":", "x": {"a": 1},\n'
                '"\\u0061": []}, "danach": [kaputt'
            ),
            "Zeile 3",
            "name-twice",
            "a",
        ),
        ('{"\u202ea": 1, "\u202ea": 1}', "Zeile 1", "name-twice", "\\u202ea"),
        ("[" * 100_000, "Zeile 1", "nested-too-deep", None),
        ('{"hinweis":\n' + '{"a":\n' * 100_000, "Zeile 101", "nested-too-deep", None),
        (
            '{"hinweis": "\\"' + "1" * 5000 + '",\n"format": 1' + "0" * 5000 + "}",
            "Zeile 2",
            "number-too-long",
            None,
        ),
        ('{"format": NaN}', "format", "overlay-format", None),
        ('{"format": 1e999}', "format", "overlay-format", None),
        ('{"format": 1, "felder": [Infinity]}', "felder[1]", "not-an-object", None),
        ('{"format": 1}\n{"format": 1}', "Zeile 2, Spalte 1", "not-json", None),
        ('{"format": 1, "hinweis": "\0"}', "Zeile 1, Spalte 27", "not-json", None),
        (
            said("felder", {"pfad": "a", "label": "\ud800"}),
            "felder[1].label",
            "not-a-text",
            "\\ud800",
        ),
        (
            {"format": 1, "\u202e" * 500: 1},
            None,
            "unknown-name",
            ("\\u202e" * 200)[:200],
        ),
        (
            said("felder", {"pfad": "a\0", "label": "A"}),
            "felder[1].pfad",
            "not-a-text",
            "a\\u0000",
        ),
        (
            said("felder", {"pfad": "\u0430/" + "x" * 199, "label": "A"}),
            "felder[1].pfad",
            "not-a-text",
            None,
        ),
        ([], None, "not-an-object", None),
        ({}, None, "missing-name", "format"),
        ({"format": 2}, "format", "overlay-format", None),
        ({"format": True}, "format", "overlay-format", None),
        ({"format": 1, "feld": []}, None, "unknown-name", "feld"),
        ({"format": 1, "felder": {}}, "felder", "not-a-list", None),
        (said("felder", 1), "felder[1]", "not-an-object", None),
        (said("felder", {"pfad": "a"}), "felder[1]", "missing-name", "label"),
        (
            said("felder", {"pfad": "a", "label": "A", "pad": 1}),
            "felder[1]",
            "unknown-name",
            "pad",
        ),
        (
            said("felder", {"pfad": "a", "label": ""}),
            "felder[1].label",
            "not-a-text",
            None,
        ),
        (
            said("felder", {"pfad": "a", "label": 5}),
            "felder[1].label",
            "not-a-text",
            None,
        ),
        (
            said("felder", {"pfad": "a", "label": "x" * 201}),
            "felder[1].label",
            "not-a-text",
            None,
        ),
        (
            said("felder", {"pfad": "a", "label": "A\u202eB"}),
            "felder[1].label",
            "not-a-text",
            "A\\u202eB",
        ),
        (
            said("felder", {"pfad": "a", "label": "A", "typ": "datei"}),
            "felder[1].typ",
            "unknown-type",
            "datei",
        ),
        (
            said("felder", {"pfad": "a", "label": "A", "technisch": "ja"}),
            "felder[1].technisch",
            "not-true-or-false",
            None,
        ),
        (
            said(
                "felder",
                {"pfad": "person/neu", "label": "A", "technisch": True},
                {"pfad": "familienname/name", "label": "A", "technisch": True},
            ),
            "felder[2].technisch",
            "usual-not-technical",
            "familienname/name",
        ),
        (said("reihenfolge", "a", "b//c"), "reihenfolge[2]", "not-a-path", "b//c"),
        (
            said("reihenfolge", "person[2]/a"),
            "reihenfolge[1]",
            "not-a-path",
            "person[2]/a",
        ),
        (said("reihenfolge", "@a/b"), "reihenfolge[1]", "not-a-path", "@a/b"),
        (
            said("ausgeblendet", "a/*"),
            "ausgeblendet[1]",
            "path-too-general",
            "a/*",
        ),
        (said("ausgeblendet", "@*"), "ausgeblendet[1]", "path-too-general", "@*"),
        (said("ausgeblendet", "a", "a"), "ausgeblendet[2]", "said-twice", None),
        (said("bereiche", "personen", "leute"), "bereiche[2]", "unknown-area", "leute"),
        (
            said("gruppen", {"pfad": "a", "label": "A"}, {"pfad": "a", "label": "B"}),
            "gruppen[2]",
            "said-twice",
            None,
        ),
        (said("ausgeblendet", *["a"] * 2001), "ausgeblendet", "too-many", None),
        (
            said("ausgeblendet", "/".join("a" * 21)),
            "ausgeblendet[1]",
            "not-a-path",
            "/".join("a" * 21),
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(document, place, reason, found):
    assert refusal(document) == (place, reason, found)


def test_a_letter_of_another_encoding_is_told_with_its_line():
    with pytest.raises(InvalidOverlay) as caught:
        overlay_file.parse("a.json", '{\n"hinweis": "Ä"}'.encode("latin-1"))
    assert problem_line(caught.value) == (
        "a.json, Zeile 2: Hier steht ein Zeichen, das nicht in UTF-8 gespeichert ist."
    )


def test_a_mistake_is_one_german_line():
    with pytest.raises(InvalidOverlay) as caught:
        parse(said("felder", {"pfad": "a//b", "label": "A"}))
    assert problem_line(caught.value) == (
        "felder.json, felder[1].pfad: Das ist kein Pfad aus Elementnamen wie "
        "person/einkommen/betrag (a//b)."
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["a/b", "", "@x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*WHOLE, "pfad", "label", "typ", "text", "kennung", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def outcome(raw):
    try:
        overlay_file.parse("a.json", raw)
    except InvalidOverlay as error:
        return problem_line(error)
    return "Gelesen."


@given(JSON)
def test_any_json_is_read_or_refused(document):
    assert outcome(json.dumps(document).encode()).endswith(".")


@given(st.data())
def test_damage_is_read_or_refused(data):
    raw = json.dumps(WHOLE, ensure_ascii=False).encode()
    cut = data.draw(st.integers(0, len(raw) - 1))
    filling = data.draw(st.binary(max_size=3))
    damaged = raw[:cut] + filling + raw[cut + 2 :]
    assert outcome(damaged).endswith(".")
