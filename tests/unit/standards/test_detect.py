"""The application is found by its root, whatever else came and in whatever order."""

import itertools
from dataclasses import replace

import pytest

from helpers.applications import content, message, plain, read, sample_contents
from hzl_client import xmlkit
from hzl_client.model.delivery import Trust
from hzl_client.model.finding import Finding
from hzl_client.standards import detect

OTHER = content(
    "a_first.xml", b"<xsl:stylesheet xmlns:xsl='urn:x'><a>1</a></xsl:stylesheet>"
)


def test_order_and_names_do_not_matter():
    contents = [*sample_contents("01_alleinstehend")[-2:], OTHER]
    for order in itertools.permutations(contents):
        application = read(*order)
        assert application.standard == "XSozial-basis"
        assert application.findings == ()
        assert "a_first.xml" in [d.name for d in application.documents]


def test_without_xml_there_is_nothing():
    assert read(content("a.pdf", b"%PDF-1.4"), content("b.txt", b"nur Text")) is None
    assert read() is None


def test_an_empty_content_is_nothing():
    assert read(content("a.xml", b"")) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"<a><b></a>",
        b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
        b"<a>" + b"\xff" + b"</a>",
        b"<" * 50,
    ],
)
def test_broken_xml_is_named_by_its_number_only(raw):
    broken = content("muster_eva.xml", raw)
    assert read(broken) is None
    pdf = content("a.pdf", b"%PDF-")
    assert detect.xml_problems((pdf, broken)) == (Finding("xml-unreadable", "2"),)


def test_broken_xml_beside_the_application_is_a_finding():
    application = read(content("a", b"<a"), content("b", message("<x:a>1</x:a>")))
    assert application.findings == (Finding("xml-unreadable", "1"),)


WEB_PAGE = b"<!DOCTYPE html><html><body>Miete<br>450</body></html>"


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("anhang_0001.html", WEB_PAGE),
        ("Logo.SVG", b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' ''><svg/>"),
        ("notiz.txt", b"<Notiz> bitte anrufen"),
    ],
)
def test_what_only_begins_as_xml_is_missed_nowhere(name, raw):
    other = content(name, raw)
    application = read(other, content("b.xml", message("<x:a>1</x:a>")))
    assert application.findings == ()
    assert [each.name for each in application.documents] == [name]
    assert detect.xml_problems((other,)) == (Finding("xml-unreadable", "1"),)


@pytest.mark.parametrize(
    ("name", "declared"), [("a.XML", "text/html"), ("a.dat", "text/xml; charset=utf-8")]
)
def test_what_should_be_xml_is_missed(name, declared):
    broken = replace(content(name, WEB_PAGE), media_type=declared)
    application = read(broken, content("b.xml", message("<x:a>1</x:a>")))
    assert application.findings == (Finding("xml-unreadable", "1"),)


def test_too_large_xml_is_not_even_read(monkeypatch):
    monkeypatch.setattr(xmlkit, "MAX_BYTES", 10)
    raw = content("a.xml", b"<a>" + b"x" * 20 + b"</a>")
    assert read(raw) is None
    assert detect.xml_problems((raw,)) == (Finding("xml-too-large", "1"),)


def test_of_several_applications_the_longest_is_read_and_that_is_said():
    short = content("1", message("<x:a>kurz</x:a>"))
    long = content("2", message("<x:a>etwas länger</x:a>"))
    for order in ((short, long), (long, short)):
        application = read(*order)
        assert "etwas länger" in [f.text for f in application.fields]
        assert application.findings == (Finding("several-applications", "2"),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_with_a_byte_order_mark(encoding):
    text = f'<?xml version="1.0" encoding="{encoding[:6].rstrip("-")}"?><a><b>ä</b></a>'
    application = read(content("a", text.encode(encoding)))
    assert [f.text for f in application.fields] == ["ä"]


def test_any_other_xml_is_shown_as_its_tree():
    raw = (
        b'<Rechnung nr="7"><Kopf><Datum>2026-01-02</Datum></Kopf><Posten id="1">'
        b"<Betrag>5.00</Betrag></Posten><Posten>frei</Posten></Rechnung>"
    )
    application = read(content("r.xml", raw), content("a.pdf", b"%PDF-"))
    assert application.standard == "XML"
    assert application.summary.title == "Rechnung"
    assert application.summary.documents == 1
    shown = {
        s.title: [(f.label, f.text) for f in s.fields] for s in application.sections
    }
    assert shown == {
        "Rechnung": [("Nr", "7"), ("Posten", "frei")],
        "Kopf": [("Datum", "02.01.2026")],
        "Posten 1": [("ID", "1"), ("Betrag", "5.00")],
    }
    assert not any(f.known for f in application.fields)


def test_plain_takes_everything():
    assert plain().recognises(xmlkit.parse(b"<a/>"))


def test_nobodys_xml_does_not_stand_in_for_a_signed_application():
    signed = content("1", message("<x:a>unterschrieben</x:a>"))
    longer = content("2", message("<x:a>von irgendwem, und länger</x:a>"))
    application = read(
        replace(longer, trust=Trust.UNSIGNED), replace(signed, trust=Trust.SIGNED)
    )
    assert "unterschrieben" in [f.text for f in application.fields]
    assert application.findings == (Finding("several-applications", "2"),)


def test_all_trees_together_are_no_larger_than_one_may_be(monkeypatch):
    """Held at once, ten of a million elements each took more than a gigabyte."""
    monkeypatch.setattr(xmlkit, "MAX_MARKS", 100)
    bomb = f"<a>{'<b/>' * 60}</a>".encode()
    bombs = [content(f"{n}.xml", bomb) for n in range(3)]
    signed = replace(content("9.xml", b"<echt><x/></echt>"), trust=Trust.SIGNED)
    bombs = [replace(each, trust=Trust.UNSIGNED) for each in bombs]
    problems = detect.xml_problems((*bombs, signed))
    assert [each.code for each in problems] == ["xml-too-large"] * 2
    assert read(*bombs, signed).summary.title == "echt"
