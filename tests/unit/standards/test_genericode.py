"""Code lists in genericode: strict, limited, and never a guess between columns."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.code_lists import genericode
from hzl_client.errors import InvalidOverlay
from hzl_client.standards import genericode as reader
from hzl_client.standards.codelists import BY_OFFICE
from hzl_client.standards.overlay import Columns
from hzl_client.texts.facts import REASONS

NEW_LINE = b"\n"
ROWS = (("01", "E-Mail"), ("02", "Telefon & Fax"))


def parse(raw, columns=()):
    return reader.parse("liste.xml", raw, {each.uri: each for each in columns})


def refusal(raw, columns=()):
    with pytest.raises(InvalidOverlay) as caught:
        parse(raw, columns)
    facts = caught.value.facts
    assert facts["file"] == "liste.xml"
    assert facts["reason"] in REASONS
    return facts.get("path"), facts["reason"], facts.get("found")


def test_a_list_as_the_repository_has_it():
    found = parse(genericode(*ROWS, uri="urn:l", version="10"))
    assert (found.uri, found.version, found.title) == ("urn:l", "10", "Musterliste")
    assert (found.status, found.source) == (BY_OFFICE, "liste.xml")
    assert found.texts == {"01": "E-Mail", "02": "Telefon & Fax"}


def test_values_without_reference_follow_their_columns():
    raw = genericode(*ROWS).replace(b' ColumnRef="code"', b"")
    assert parse(raw.replace(b' ColumnRef="name"', b"")).texts == dict(ROWS)


def test_the_key_says_which_column_is_the_code():
    raw = genericode(("Text", "01"), columns=("name", "x1"), key="x1")
    assert parse(raw).texts == {"01": "Text"}


def test_without_a_key_the_usual_name_counts():
    assert parse(genericode(*ROWS, key="")).texts == dict(ROWS)
    raw = genericode(*ROWS, columns=("a", "b"), key="")
    assert refusal(raw)[1:] == ("which-code-column", "a, b")


THREE = ("Nummer", "Staat", "Angehörigkeit")


def test_of_several_columns_the_overlay_says_which():
    raw = genericode(("000", "DE", "deutsch"), columns=THREE, key="Nummer")
    _, reason, found = refusal(raw)
    assert (reason, found) == ("which-text-column", "Staat, Angehörigkeit")
    said = Columns("urn:beispiel:liste", "Angehörigkeit")
    assert parse(raw, [said]).texts == {"000": "deutsch"}
    assert parse(raw, [Columns(said.uri, "Nummer", "Staat")]).texts == {"DE": "000"}
    assert refusal(raw, [Columns(said.uri, "Farbe")])[1:] == ("no-such-column", "Farbe")


def test_of_several_columns_the_usual_name_counts():
    columns = ("code", "beschreibung", "name")
    raw = genericode(("1", "lang", "kurz"), columns=columns)
    assert parse(raw).texts == {"1": "kurz"}


def test_a_row_without_text_keeps_its_code():
    assert parse(genericode(("1", ""), ("2", "zwei"))).texts == {"1": "", "2": "zwei"}


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "not-xml"),
        (b"{}", "not-xml"),
        (b"<!DOCTYPE a [<!ENTITY e 'x'>]>" + genericode(*ROWS)[39:], "not-xml"),
        (b"<a/>", "not-genericode"),
        (genericode(*ROWS).replace(b"/1.0/", b"/2.0/"), "not-genericode"),
        (genericode(*ROWS, uri=""), "list-without-uri"),
        (genericode(*ROWS).replace(b"ColumnSet", b"ColumnSetRef"), "element-not-once"),
        (genericode(*ROWS).replace(b"SimpleCodeList", b"Liste"), "element-not-once"),
        (genericode(*ROWS).replace(b'Id="name"', b'Id="code"'), "bad-column"),
        (genericode(*ROWS).replace(b'Id="name"', b""), "bad-column"),
        (genericode(*ROWS).replace(b'ColumnRef="name"', b'ColumnRef="x"'),
         "no-such-column"),
        (genericode(*ROWS).replace(b'ColumnRef="name"', b'ColumnRef="code"'),
         "bad-column"),
        (genericode(*ROWS).replace(b'Ref Ref="code"', b'Ref Ref="x"'),
         "no-such-column"),
        (genericode(*ROWS, ROWS[0]), "code-not-once"),
        (genericode(("", "leer")), "code-not-once"),
        (genericode(("1", "")), "list-without-texts"),
        (genericode(), "list-without-texts"),
        (genericode(("1", "x" * 2001)), "text-too-long"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_by_name(raw, reason):
    assert refusal(raw)[1] == reason


def test_the_line_is_told():
    raw = genericode(*ROWS, ROWS[1])
    line = raw[: raw.rindex(b"<Row>")].count(b"\n") + 1
    assert refusal(raw) == (f"Zeile {line}", "code-not-once", "02")
    cut = genericode(*ROWS)[:-30]
    assert refusal(cut)[:2] == (f"Zeile {cut.count(NEW_LINE) + 1}", "not-xml")


def test_nothing_is_read_from_elsewhere(tmp_path):
    secret = tmp_path / "geheim.txt"
    secret.write_text("geheim")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
    raw = genericode(("1", "X")).replace(b"<gc:CodeList", entity + b"<gc:CodeList", 1)
    assert refusal(raw.replace(b">X<", b">&e;<"))[1] == "not-xml"
    assert refusal(genericode(("1", "X")).replace(b">X<", b">&e;<"))[1] == "not-xml"


def test_a_list_of_all_municipalities_is_no_matter_of_minutes():
    rows = tuple((f"{n:012}", f"Gemeinde {n}") for n in range(20_000))
    assert len(parse(genericode(*rows)).texts) == 20_000


@given(st.data())
def test_damage_is_read_or_refused(data):
    raw = genericode(*ROWS)
    cut = data.draw(st.integers(0, len(raw) - 1))
    length = data.draw(st.sampled_from((0, 1, 7, 60)))
    filling = data.draw(st.binary(max_size=3) | st.sampled_from((b"<", b"&x;", b">")))
    damaged = raw[:cut] + filling + raw[cut + length :]
    with suppress(InvalidOverlay):
        assert parse(damaged).texts
