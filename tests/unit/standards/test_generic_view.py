"""XML that is no application: all of it is shown, and it is said what it is not."""

import pytest

from helpers.applications import content, field_at, plain, read
from hzl_client.errors import TooManyLeaves
from hzl_client.model.application import FieldKind
from hzl_client.model.finding import Finding
from hzl_client.services.understanding import Understanding
from hzl_client.standards import detect, leaves
from hzl_client.texts import sentence


def read_text(text):
    application = read(content("fremd.xml", text.encode()))
    assert application is not None
    assert len(application.fields) == application.leaves
    return application


def shown(text):
    sections = read_text(text).sections
    return {s.title: [(f.label, f.text) for f in s.fields] for s in sections}


def test_it_says_that_it_is_no_application():
    application = read_text("<meldung><a>1</a></meldung>")
    assert application.findings == (Finding("not-an-application"),)
    assert "kein Antrag" in sentence("not-an-application")


def test_wrappers_make_no_section():
    inner = "<person><name>A</name></person><person><name>B</name></person>"
    text = f'<export v="1"><lauf><daten>{inner}<stand>3</stand></daten></lauf></export>'
    assert shown(text) == {
        "Export": [("V", "1")],
        "Person 1": [("Name", "A")],
        "Person 2": [("Name", "B")],
        "Daten": [("Stand", "3")],
    }


def test_a_group_inside_a_group_says_which_of_several():
    row = "<posten><betrag>1</betrag></posten><posten><betrag>2</betrag></posten>"
    text = f"<a><beleg><nr>7</nr>{row}</beleg><beleg><nr>8</nr></beleg></a>"
    assert shown(text)["Beleg 1"] == [
        ("Nr", "7"),
        ("Posten 1 – Betrag", "1"),
        ("Posten 2 – Betrag", "2"),
    ]


def test_an_attribute_stands_beside_its_value():
    text = '<a><beleg><betrag waehrung="EUR">5</betrag><nr>1</nr></beleg><b>2</b></a>'
    assert shown(text)["Beleg"] == [
        ("Betrag", "5"),
        ("Betrag – Währung", "EUR"),
        ("Nr", "1"),
    ]


def test_mixed_content_keeps_every_word():
    application = read_text(
        "<brief><p>Guten <b>Tag</b>, Frau <i>Muster</i>.</p></brief>"
    )
    assert {f.path: f.text for f in application.fields} == {
        "p/text()": "Guten , Frau .",
        "p/b": "Tag",
        "p/i": "Muster",
    }


@pytest.mark.parametrize("said", ["true", "1", " true "])
def test_nil_is_said(said):
    application = read_text(
        '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<ende xsi:nil="{said}"/><x/></a>'
    )
    ende, other = field_at(application, "ende"), field_at(application, "x")
    assert (ende.text, ende.note) == ("(leer)", "ausdrücklich leer gesendet")
    assert (other.text, other.note) == ("(leer)", "")
    assert field_at(application, "ende/@nil").raw == said


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-28T25:61:00Z",
        "31.02.2026",
        "2026-13-01",
        "99999-01-01",
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "\u202egnol\u202c \u05e9\u05dc",
        "Z" + "\u0301" * 40,
        "Zeile 1\nZeile 2\tTab",
        "x" * 5000,
    ],
)
def test_values_stay_as_they_are(value):
    escaped = value.replace("&", "&amp;").replace("<", "&lt;")
    field = field_at(read_text(f"<a><b>{escaped}</b></a>"), "b")
    assert field.raw == field.copy_text == value
    assert field.kind is FieldKind.TEXT


def test_a_day_that_does_not_exist_is_shown_and_said():
    field = field_at(read_text("<a><b>2026-02-30</b></a>"), "b")
    assert (field.text, field.note) == ("30.02.2026", "Diesen Tag gibt es nicht")
    unknown = field_at(read_text("<a><b>1950-00-00</b></a>"), "b")
    assert (unknown.text, unknown.note) == ("00.00.1950", "")


def test_a_code_of_an_unknown_list_shows_code_list_and_edition():
    application = read_text(
        '<a><typ listURI="urn:l" listVersionID="99"><code>7</code></typ></a>'
    )
    code = field_at(application, "typ/code")
    assert (code.text, code.code.label) == ("7", "")
    assert (code.code.list_uri, code.code.list_version) == ("urn:l", "99")
    assert field_at(application, "typ/@listVersionID").text == "99"


def test_deep_nesting_is_one_section_with_the_whole_path():
    names = [f"e{n}" for n in range(90)]
    text = (
        "".join(f"<{n}>" for n in names)
        + "tief"
        + "".join(f"</{n}>" for n in reversed(names))
    )
    application = read_text(f"<a>{text}</a>")
    (field,) = application.fields
    assert (field.text, field.path) == ("tief", "/".join(names))
    assert [s.title for s in application.sections] == ["E88"]


def test_as_many_as_the_limit_are_shown_and_more_are_told():
    text = f"<a>{'<b>1</b>' * leaves.MAX_LEAVES}</a>"
    assert len(read_text(text).fields) == leaves.MAX_LEAVES
    more = (content("viel.xml", text.replace("</a>", "<b>1</b></a>").encode()),)
    understood = Understanding(
        lambda contents: detect.read_application(contents, (plain(),)),
        detect.xml_problems,
    ).of(more)
    assert understood.application is None
    assert understood.problems == (Finding(TooManyLeaves.code),)
    assert "Anlagen" in sentence(TooManyLeaves.code)


def test_a_root_of_its_own_kind_with_attributes_only():
    assert shown('<leer stand="1"/>') == {"Leer": [("Stand", "1"), ("Leer", "(leer)")]}


def test_other_standards_of_the_family_of_xoev_are_foreign_too():
    text = (
        '<m xmlns="urn:xoev-de:kosit:standard:xgewerbe_2.0">'
        "<nachrichtenkopf.g2g><leser><name>Amt</name></leser></nachrichtenkopf.g2g>"
        "</m>"
    )
    application = read_text(text)
    assert not any(f.known for f in application.fields)
    assert application.findings == (Finding("not-an-application"),)
