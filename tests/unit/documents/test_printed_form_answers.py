"""The printed form on the pipe from the child, and pages that no printer made."""

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.documents import answers, printed_form
from hzl_client.documents.document import MAX_FIELDS, MAX_FORM_PAGES, MAX_FORM_TEXT
from hzl_client.documents.frames import BrokenFrame, Frame
from hzl_client.documents.printed_page import Box, Outline, Page, Span
from hzl_client.model.printed import (
    UNKNOWN_FORM,
    Place,
    PrintedField,
    PrintedFile,
    PrintedForm,
)

PAGES = 3
TEXT = st.text(min_size=1)
POINTS = st.floats(0, 1_000)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 7)
    | st.sampled_from([2**31, 10**400])
    | st.floats()
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@st.composite
def places(draw):
    x0, x1 = sorted((draw(POINTS), draw(POINTS)))
    y0, y1 = sorted((draw(POINTS), draw(POINTS)))
    return Place(draw(st.integers(0, PAGES - 1)), x0, y0, x1, y1)


FIELDS = st.builds(
    PrintedField,
    heading=st.lists(TEXT, max_size=3).map(tuple),
    caption=TEXT,
    text=st.text(),
    place=places(),
    ticked=st.none() | st.booleans(),
    beside=st.lists(places(), max_size=2).map(tuple),
)


@st.composite
def forms(draw):
    kinds = draw(st.lists(TEXT, min_size=1, max_size=3))
    files = st.builds(PrintedFile, st.sampled_from(kinds), TEXT, TEXT, places())
    return PrintedForm(
        known=True,
        fields=tuple(draw(st.lists(FIELDS, min_size=1, max_size=3))),
        files=tuple(draw(st.lists(files, max_size=3))),
        categories=tuple(kinds),
    )


PLACE = [0, 1, 2, 3, 4]
FIELD = [["Antrag"], "Name", "Beispiel", None, PLACE, [PLACE]]
FILE = ["Miete", "Vertrag.pdf", "anhang_0001.pdf", PLACE]
PARTS = {"fields": [FIELD], "files": [FILE], "categories": ["Miete"]}


def read(parts):
    body = json.dumps(parts).encode()
    return answers.read_form(Frame({"known": True}, body), PAGES)


def replaced(row, index, value):
    return [*row[:index], value, *row[index + 1 :]]


@given(forms())
def test_form_round_trip(form):
    assert answers.read_form(answers.form(form), PAGES) == form


def test_an_unknown_form_round_trip():
    assert answers.read_form(answers.form(UNKNOWN_FORM), PAGES) == UNKNOWN_FORM


def test_the_form_that_is_damaged_below_is_sound():
    form = read(PARTS)
    assert form.fields[0].place == Place(0, 1, 2, 3, 4)
    assert form.fields[0].beside == (Place(0, 1, 2, 3, 4),)
    assert form.files[0].delivered == "anhang_0001.pdf"


@given(st.sampled_from(sorted(PARTS)), JSON)
def test_hostile_parts_are_read_or_refused_but_never_crash(name, value):
    with suppress(BrokenFrame):
        read(PARTS | {name: value})


@given(st.integers(0, 5), JSON)
def test_a_hostile_field_is_read_or_refused_but_never_crashes(index, value):
    with suppress(BrokenFrame):
        read(PARTS | {"fields": [replaced(FIELD, index, value)]})


@given(st.integers(0, 3), JSON)
def test_a_hostile_file_is_read_or_refused_but_never_crashes(index, value):
    with suppress(BrokenFrame):
        read(PARTS | {"files": [replaced(FILE, index, value)]})


@given(st.binary(max_size=50))
def test_noise_is_refused(body):
    with pytest.raises(BrokenFrame):
        answers.read_form(Frame({"known": True}, body), PAGES)


@pytest.mark.parametrize(
    "place",
    [
        [PAGES, 1, 2, 3, 4],
        [-1, 1, 2, 3, 4],
        [True, 1, 2, 3, 4],
        [0.0, 1, 2, 3, 4],
        [0, 3, 2, 1, 4],
        [0, 1, 4, 3, 2],
        [0, 1, 2, 3],
        [0, 1, 2, 3, 4, 5],
        [0, 1, 2, 3, float("nan")],
        [0, 1, 2, 3, float("inf")],
        [0, 1, 2, 3, 10**400],
        [0, 1, 2, 3, "4"],
        None,
    ],
)
def test_a_place_lies_on_a_page_of_the_document(place):
    with pytest.raises(BrokenFrame):
        read(PARTS | {"fields": [replaced(FIELD, 4, place)]})
    with pytest.raises(BrokenFrame):
        read(PARTS | {"files": [replaced(FILE, 3, place)]})


@pytest.mark.parametrize(
    "changed",
    [
        {"fields": []},
        {"fields": [FIELD] * (MAX_FIELDS + 1)},
        {"fields": [FIELD[:4]]},
        {"fields": [replaced(FIELD, 0, ["a"] * 4)]},
        {"fields": [replaced(FIELD, 0, [""])]},
        {"fields": [replaced(FIELD, 0, "Antrag")]},
        {"fields": [replaced(FIELD, 1, "")]},
        {"fields": [replaced(FIELD, 1, "\ud800")]},
        {"fields": [replaced(FIELD, 2, None)]},
        {"fields": [replaced(FIELD, 2, "x" * (MAX_FORM_TEXT + 1))]},
        {"fields": [replaced(FIELD, 3, 1)]},
        {"files": [FILE] * (MAX_FIELDS + 1)},
        {"files": [replaced(FILE, 0, "Rente")]},
        {"files": [replaced(FILE, 0, ["Miete"])]},
        {"files": [replaced(FILE, 2, "")]},
        {"categories": ["Miete"] * (MAX_FIELDS + 1)},
        {"categories": ["Miete", ""]},
        {"categories": None},
    ],
)
def test_what_we_would_never_send_is_refused(changed):
    with pytest.raises(BrokenFrame):
        read(PARTS | changed)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b"[]",
        b'{"fields":' + b"9" * 5_000 + b"}",
        b" " * (answers.MAX_FORM + 1),
    ],
)
def test_the_body_is_one_object_of_sensible_size(body):
    with pytest.raises(BrokenFrame):
        answers.read_form(Frame({"known": True}, body), PAGES)


@pytest.mark.parametrize("header", [{}, {"known": 1}, {"known": "true"}])
def test_known_is_said_plainly(header):
    with pytest.raises(BrokenFrame):
        answers.read_form(Frame(header, json.dumps(PARTS).encode()), PAGES)


def test_pages_beyond_those_that_are_read_have_no_places():
    place = [MAX_FORM_PAGES, 1, 2, 3, 4]
    body = json.dumps(PARTS | {"fields": [replaced(FIELD, 4, place)]}).encode()
    with pytest.raises(BrokenFrame):
        answers.read_form(Frame({"known": True}, body), 1_000)


def test_the_largest_form_fits_into_an_answer():
    place = Place(199, 1234.56, 1234.56, 1234.56, 1234.56)
    text = '"' * (MAX_FORM_TEXT // MAX_FIELDS)
    field = PrintedField(("a", "b", "c"), "d", text, place, ticked=False)
    form = PrintedForm(known=True, fields=(field,) * MAX_FIELDS)
    assert answers.read_form(answers.form(form), MAX_FORM_PAGES) == form


# Pages as the library might hand them over, near enough to the layout to get far.

LEFT = st.sampled_from([42.5, 43.9, 56.7, 303.3, 500.0])
ROWS = st.integers(0, 12).map(lambda row: 60 + 23.0 * row)
WORDS = st.sampled_from(["Antrag", "Ja", " ", "שלום", "a (anhang_1.pdf)"]) | st.just(
    printed_form._COLUMN_HEAD
)


@st.composite
def spans(draw):
    x, y = draw(LEFT), draw(ROWS) + draw(st.sampled_from([0.0, -12.5, 5.0]))
    size = draw(st.sampled_from([6.0, 8.0, 10.0, 12.0, 14.0, 18.0]))
    colour = draw(st.sampled_from([0x262626, 0x969696, 0xCC1A1A, 0xFFFFFF]))
    box = Box(x, y, x + draw(st.sampled_from([0.0, 20.0, 400.0])), y + size)
    return Span(draw(WORDS), box, size, colour, draw(st.booleans()))


@st.composite
def outlines(draw):
    x, y = draw(LEFT), draw(ROWS)
    width, height = draw(st.sampled_from([(13.1, 13.1), (249.5, 22.7), (5, 5)]))
    grey = draw(st.sampled_from([0x969696, 0]))
    return Outline(Box(x, y, x + width, y + height), grey, 0.5, draw(st.booleans()))


SHEETS = st.builds(
    Page,
    width=st.sampled_from([595.0, 842.0, 1.0]),
    height=st.just(842.0),
    spans=st.lists(spans(), max_size=12).map(tuple),
    outlines=st.lists(outlines(), max_size=6).map(tuple),
    strokes=st.lists(st.tuples(LEFT, ROWS, LEFT, ROWS), max_size=4).map(tuple),
)


SOUND = Page(
    width=595.0,
    height=842.0,
    spans=(
        Span("Antrag", Box(42.5, 20, 100, 38), 18.0, 0x262626, bold=False),
        Span("Name", Box(42.5, 400.5, 60, 408.5), 8.0, 0x969696, bold=False),
        Span("Beispiel", Box(43, 420, 90, 430), 10.0, 0x262626, bold=False),
    ),
    outlines=(Outline(Box(42.5, 413, 292, 435.7), 0x969696, 0.5, marked=True),),
    strokes=(),
)


def with_oddities(sheet):
    return replace(
        SOUND,
        spans=SOUND.spans + sheet.spans,
        outlines=SOUND.outlines + sheet.outlines,
        strokes=sheet.strokes,
    )


def test_the_page_that_is_made_odd_below_is_sound():
    (field,) = printed_form.read([SOUND]).fields
    assert (field.caption, field.text) == ("Name", "Beispiel")


@pytest.mark.parametrize("box", [Box(90, 420, 43, 430), Box(43, 430, 90, 420)])
def test_a_box_that_ends_before_it_begins_makes_the_form_unknown(box):
    spans = (*SOUND.spans[:2], replace(SOUND.spans[2], box=box))
    assert printed_form.read([replace(SOUND, spans=spans)]) == UNKNOWN_FORM


@pytest.mark.parametrize("index", range(3))
def test_letters_that_cannot_be_told_make_the_form_unknown(index):
    spans = list(SOUND.spans)
    spans[index] = replace(spans[index], text="Na\N{REPLACEMENT CHARACTER}e")
    assert printed_form.read([replace(SOUND, spans=tuple(spans))]) == UNKNOWN_FORM


@given(st.lists(SHEETS.map(with_oddities) | SHEETS, max_size=4))
def test_odd_pages_are_unknown_or_whole_but_never_crash(sheets):
    form = printed_form.read(sheets)
    assert form.known or form == UNKNOWN_FORM
    assert all(field.caption and field.heading for field in form.fields)
    assert {file.category for file in form.files} <= set(form.categories)
    if form.known:
        assert answers.read_form(answers.form(form), len(sheets)) == form
