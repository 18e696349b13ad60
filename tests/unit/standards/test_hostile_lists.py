"""Files of an overlay made to hurt: refused by name and line, or read within bounds."""

import pytest

from helpers.code_lists import genericode
from hzl_client.errors import InvalidOverlay
from hzl_client.standards import genericode as reader
from hzl_client.standards import overlay_file
from hzl_client.standards.overlay import Columns
from hzl_client.texts.facts import REASONS
from hzl_client.texts.overlay import problem_line

LIST = genericode(("1", "eins"), ("2", "zwei"))
MANY = 200_000
HUGE = b"x" * 5_000_000


def parse(raw, columns=()):
    return reader.parse("liste.xml", raw, {each.uri: each for each in columns})


def refusal(raw, columns=()):
    with pytest.raises(InvalidOverlay) as caught:
        parse(raw, columns)
    facts = caught.value.facts
    assert facts["reason"] in REASONS
    assert len(problem_line(caught.value)) < 600
    return facts.get("path"), facts["reason"]


def put(place, more, *, after=False):
    """The list with something before or behind the first such place."""
    assert place in LIST
    return LIST.replace(place, place + more if after else more + place, 1)


def changed(old, new):
    assert old in LIST
    return LIST.replace(old, new, 1)


def laughs():
    entities = b'<!ENTITY a "ha">' + b"".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode()
        for n in range(9)
    )
    bomb = LIST.replace(
        b"<gc:CodeList", b"<!DOCTYPE l [" + entities + b"]><gc:CodeList", 1
    )
    return bomb.replace(b">eins<", b">&j;<")


@pytest.mark.parametrize(
    "raw",
    [
        laughs(),
        changed(b">eins<", b">&lt;&nie-gehoert;<"),
        put(b"<gc:CodeList", b'<!DOCTYPE x SYSTEM "file:///etc/passwd">'),
        put(b"<gc:CodeList", b'<!DOCTYPE x PUBLIC "-//X" "http://127.0.0.1:1/x">'),
        put(b"<Row>", b"<a>" * 101 + b"</a>" * 101),
        put(b"<Row>", b"<a>" * 100_000 + b"</a>" * 100_000),
        changed(b"eins", b"ei\0ns"),
        changed(b"eins", b"ei&#0;ns"),
        changed(b"eins", b"ei&#x1b;ns"),
        changed(b"eins", b"ei&#xD800;ns"),
        changed(b"eins", b"\xed\xa0\x80"),
        changed(b"eins", b"\xff"),
        changed(b"eins", "fünf".encode("latin-1")),
        changed(b"UTF-8", b"UTF-16"),
        changed(b"UTF-8", b"UTF-7"),
        changed(b"UTF-8", b"nie-gehoert"),
        changed(b"UTF-8", b"UTF-16").decode().encode("utf-32"),
        LIST.decode().replace("UTF-8", "IBM037").encode("cp037"),
        b"\xff\xfe" + LIST,
        LIST + b"<noch-eins/>",
        LIST + b"\0",
        LIST[:-1],
        b"\0" * 1000,
        b" " * 100_000,
        b"<!--" + HUGE + b"-->",
        put(b"<Row", b" " + b" ".join(b'a%d=""' % n for n in range(MANY)), after=True),
        put(b"<Row", b' a="1" a="2"', after=True),
        put(b"<Row", b" " + b"n" * 201 + b'=""', after=True),
        put(b"<Row>", b"<" + b"n" * 201 + b"/>"),
    ],
    ids=range(29),
)
def test_what_is_no_admitted_xml_is_refused(raw):
    assert refusal(raw)[1] == "not-xml"


@pytest.mark.parametrize(
    ("raw", "line", "reason"),
    [
        (changed(b'Ref="code"', b'Ref="' + HUGE + b'"'), 5, "no-such-column"),
        (changed(b'ColumnRef="code"', b'ColumnRef="' + HUGE + b'"'), 7,
         "no-such-column"),
        (changed(b'Id="code"', b'Id="' + HUGE + b'"'), 5, "no-such-column"),
        (changed(b"eins", HUGE), 7, "text-too-long"),
        (changed(b"eins", b"e<!---->" * 3000), 7, "text-too-long"),
        (changed(b">Musterliste<", b">" + HUGE + b"<"), 4, "text-too-long"),
        (changed(b">urn:beispiel:liste<", b">" + HUGE + b"<"), 4, "text-too-long"),
        (put(b"<Column ", b"".join(b'<Column Id="%d"/>' % n for n in range(MANY))), 5,
         "bad-column"),
        (put(b"<Column ", b"<Column/>" * MANY), 5, "bad-column"),
        (put(b"<Row>", b"<Value/>" * MANY, after=True), 7, "bad-column"),
        (put(b"<Identification>", b"<Identification/>" * MANY), 2, "element-not-once"),
        (put(b"<ColumnSet>", b"<ColumnSet/>" * MANY), 2, "element-not-once"),
        (put(b"<SimpleCodeList>", b"<SimpleCodeList/>" * MANY), 2, "element-not-once"),
        (put(b"<Row>", b"<Row/>" * MANY), 7, "code-not-once"),
        (changed(b">zwei<", b">\n\n<").replace(b">2<", b">\xe2\x80\xae1<").replace(
            b">1<", b">\xe2\x80\xae1<"), 8, "code-not-once"),
    ],
    ids=range(15),
)  # fmt: skip
def test_what_is_too_much_is_refused_with_its_line(raw, line, reason):
    assert refusal(raw) == (f"Zeile {line}", reason)


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbf" + LIST,
        changed(b"UTF-8", b"UTF-16").decode().encode("utf-16"),
        changed(b">eins<", b"><![CDATA[ei]]><?x y?>ns<"),
        put(b"<Row>", b"<a>" * 97 + b"</a>" * 97),
        put(b"<Key ", b"<Key/>" * MANY),
        put(b"<ColumnRef Ref", b"<x/>" * MANY),
        put(b"<Row>", b'<Row xmlns="urn:fremd"><Value/></Row>' * 1000),
        put(b"<Row", b" " + b" ".join(b'a%d=""' % n for n in range(20_000)),
            after=True),
        put(b"<Row>", b'<i:include xmlns:i="http://www.w3.org/2001/XInclude" '
            b'href="/etc/passwd" parse="text"/>'),
    ],
    ids=range(9),
)  # fmt: skip
def test_what_only_looks_odd_is_read_as_it_is(raw):
    assert parse(raw).texts == {"1": "eins", "2": "zwei"}


def test_a_name_that_turns_the_writing_is_spelled_out():
    raw = changed(b'ColumnRef="code"', b'ColumnRef="\xe2\x80\xaeedoc"')
    with pytest.raises(InvalidOverlay) as caught:
        parse(raw)
    assert "(\u202e" not in problem_line(caught.value)
    assert "[U+202E]edoc" in problem_line(caught.value)


def test_columns_an_overlay_names_are_taken_literally():
    said = Columns("urn:beispiel:liste", "NAME", "code")
    assert refusal(LIST, [said])[1] == "no-such-column"


# --- the other kind of file -------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\0" * 1000, "not-json"),
        (b"\xff\xfe" + '{"format": 1}'.encode("utf-16-le"), "not-utf-8"),
        ('{"format": 1}'.encode("utf-16-le"), "not-json"),
        ('{"format": 1}'.encode("utf-32"), "not-utf-8"),
        ('{"format": 1, "hinweis": "ä"}'.encode("latin-1"), "not-utf-8"),
        (b'{"format": 1, "hinweis": "\xed\xa0\x80"}', "not-utf-8"),
        (b'{"a":' * 100_000, "nested-too-deep"),
        (b'{"hinweis": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", "nested-too-deep"),
        (b'{"format": ' + b"1" * 500_000 + b"}", "number-too-long"),
        (b'{"format": -' + b"9" * 5000 + b"}", "number-too-long"),
        (b'{"format": 1e400}', "overlay-format"),
        (b'{"format": 1.5}', "overlay-format"),
        (b'{"' + HUGE[:900_000] + b'": 1}', "unknown-name"),
        (b'{"format": 1, "felder": [' + b"1," * 400_000 + b"1]}", "too-many"),
        (b"{" + b"".join(b'"a%d":1,' % n for n in range(50_000)) + b'"a1":2}',
         "name-twice"),
        (b'{"format": 1} \0', "not-json"),
        (b'"' + b'\\"' * 400_000, "not-json"),
    ],
    ids=range(17),
)  # fmt: skip
def test_what_is_no_overlay_is_refused_by_name(raw, reason):
    with pytest.raises(InvalidOverlay) as caught:
        overlay_file.parse("felder.json", raw)
    facts = caught.value.facts
    assert facts["reason"] == reason
    assert facts["path"] if reason != "unknown-name" else True
    assert len(problem_line(caught.value)) < 400
