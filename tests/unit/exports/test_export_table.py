"""The table: shown in a spreadsheet as it was written, never calculated."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.applications import read_message, read_sample
from hzl_client.exports.table import HEADINGS, csv_chunks, json_chunks, neutral


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://example.invalid")',
        "@SUM(1)",
        "\tx",
        "\rx",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "+1-2",
        "-",
        "+",
        "--5",
        "-5.",
        "+49 221 4710 x",
        "+49 221 4710=1",
        "-1e5",
        "+٤٩ ٢٢١ ٤٧١٠",
        "-abc",
    ],
)
def test_what_a_spreadsheet_could_run_gets_an_apostrophe(cell):
    assert neutral(cell) == "'" + cell


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "Text",
        "-5",
        "+3,5",
        "-1.234,50",
        "-1.234,50 €",
        "-10 %",
        "+492214710123",
        "+49 221 4710-123",
        "+49 (0)221 / 4710123",
        "+49-221-471012",
        "0221 4710123",
        "003000",
        " =1",
        "'=1",
        "a@example.org",
        "Öffnung",
    ],
)
def test_everything_else_stays(cell):
    assert neutral(cell) == cell


def test_a_hostile_number_is_judged_quickly():
    assert neutral("+1" + "1" * 100_000 + "x").startswith("'+")
    assert neutral("+" + "1 " * 8 + "x").startswith("'+")


def rows_of(application):
    raw = b"".join(csv_chunks(application))
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_one_row_per_angabe():
    application = read_sample("02_paar_zwei_kinder")
    head, *rows = rows_of(application)
    assert tuple(head) == HEADINGS
    assert len(rows) == 162
    assert ["IBAN", "DE67 9999 9998 0007 7001 23"] in [row[1:3] for row in rows]


def test_lines_end_as_windows_wants_them():
    raw = b"".join(csv_chunks(read_message("<x:a>1</x:a>")))
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_a_formula_is_neutral_in_the_table_and_raw_in_json():
    application = read_sample("06_version_2_5_0")
    formula = '=HYPERLINK("http://example.invalid")'
    cells = {cell for row in rows_of(application) for cell in row}
    assert "'" + formula in cells
    assert formula not in cells
    read = json.loads(b"".join(json_chunks(application)))
    assert formula in {field["raw"] for field in read["fields"]}
    assert read["count"] == len(read["fields"]) == 95


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1
    ).filter(lambda t: t.isprintable())
)
def test_no_text_breaks_out_of_its_cell(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    application = read_message(f"<x:a>{escaped}</x:a>")
    (field,) = [f for f in application.fields if f.path == "a"]
    (row,) = [row for row in rows_of(application) if row[-1] == "a"]
    assert row[4] == neutral(field.raw)
    (entry,) = [
        f
        for f in json.loads(b"".join(json_chunks(application)))["fields"]
        if f["path"] == "a"
    ]
    assert entry["raw"] == field.raw
    assert not row[4].startswith(("=", "@"))
