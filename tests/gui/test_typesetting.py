"""How words become pages: nothing is lost, nothing stands alone, nothing sticks out."""

import pytest

from hzl_client.ui.printing.blocks import Cell, Paragraph, Style, Table
from hzl_client.ui.printing.typesetting import (
    CONTINUED,
    CUT,
    MOST_LINES,
    Fonts,
    Typesetter,
    printable,
)

WIDTH, HEIGHT = 4800, 7000


@pytest.fixture
def fonts(qapp):
    return Fonts(qapp.font().family())


@pytest.fixture
def pages(fonts):
    return Typesetter(fonts, WIDTH, HEIGHT, lambda: False).pages


def texts(page):
    return [piece.text for placed in page for piece in placed.strip.pieces]


def table(title, rows):
    return Table(title, (40, 60), ("Angabe", "Wert"), rows)


def rows(number):
    return tuple((Cell(f"Angabe {n}"), Cell(f"Wert {n}")) for n in range(number))


def test_a_long_table_says_on_every_page_what_it_is(pages):
    made = pages((table("Einkommen", rows(200)),))
    assert len(made) > 2
    assert texts(made[0])[:3] == ["Einkommen", "Angabe", "Wert"]
    for page in made[1:]:
        assert texts(page)[:3] == [f"Einkommen{CONTINUED}", "Angabe", "Wert"]
    found = [text for page in made for text in texts(page)]
    assert [t for t in found if t.startswith("Wert ")] == [
        f"Wert {n}" for n in range(200)
    ]


@pytest.mark.parametrize("before", range(20, 40))
def test_a_heading_never_stands_alone_at_the_foot(pages, before):
    made = pages((table("Erste", rows(before)), table("Zweite", rows(3))))
    (page,) = [page for page in made if "Zweite" in texts(page)]
    assert "Wert 0" in texts(page)[texts(page).index("Zweite") :]


def test_nothing_is_below_the_page(pages):
    words = Cell("sehr langes Wort " * 400)
    made = pages((table("Text", (*rows(30), (Cell("Begründung"), words), *rows(30))),))
    for page in made:
        assert page[-1].y + page[-1].strip.height <= HEIGHT
    assert sum(text.count("Wort") for page in made for text in texts(page)) == 400


def test_a_value_longer_than_a_page_goes_on_and_nothing_is_lost(pages):
    value = " ".join(f"n{n}" for n in range(5000))
    made = pages((table("Text", ((Cell("Freitext"), Cell(value)),)),))
    assert len(made) > 1
    found = " ".join(
        t for page in made for t in texts(page) if t.startswith("n")
    ).split()
    assert found == value.split()


def test_one_word_without_a_blank_is_broken(pages, fonts):
    made = pages((Paragraph("ß" * 3000),))
    metrics = fonts.metrics(Style.TEXT)
    lines = [text for page in made for text in texts(page)]
    assert "".join(lines) == "ß" * 3000
    assert all(metrics.horizontalAdvance(line) <= WIDTH for line in lines)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\r\nb\rc\nd", "a\u2028b\u2028c\u2028d"),
        ("links\u202erechts", "links[U+202E]rechts"),
        ("ein\x00\x07s", "ein[U+0000][U+0007]s"),
        ("e\u0301 שלום", "e\u0301 שלום"),
        ("\U0001f600", "\U0001f600"),
        ("halb\ud83d", "halb[U+D83D]"),
    ],
)
def test_what_would_change_the_paper_is_spelled_out(raw, shown):
    assert printable(raw) == shown


def test_letters_beyond_the_basic_plane_survive_line_breaks(pages):
    text = "😀 ä " * 600
    found = [t for page in pages((Paragraph(text),)) for t in texts(page)]
    assert " ".join(found).split() == text.split()


def test_a_value_without_end_is_cut_and_says_so():
    assert printable("x" * 200_000).endswith("(gekürzt)")


def test_a_value_of_line_breaks_ends_somewhere(pages):
    made = pages((table("Text", ((Cell("Angabe"), Cell("ä\n" * 50_000)),)),))
    said = [text for page in made for text in texts(page)]
    assert said.count("ä") == MOST_LINES
    assert said[-1] == CUT


def test_who_stops_waits_for_one_row_only(fonts):
    asked = []

    def stopped():
        asked.append(1)
        return len(asked) > 3

    made = Typesetter(fonts, WIDTH, HEIGHT, stopped).pages((table("Text", rows(99)),))
    said = [text for page in made for text in texts(page)]
    assert [text for text in said if text.startswith("Wert ")] == [
        "Wert 0",
        "Wert 1",
        "Wert 2",
    ]
