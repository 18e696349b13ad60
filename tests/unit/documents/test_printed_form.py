"""The printed form, read in the real child: the samples, and forms made to be odd."""

import json
import subprocess
import sys
import time

import pytest

from helpers.pdf_files import form_bomb, pdf, png, words
from hzl_client import resources
from hzl_client.documents import printed_form
from hzl_client.documents.mupdf import Reader
from hzl_client.documents.process import Documents
from hzl_client.errors import DocumentUnreadable
from hzl_client.model.octets import MemoryOctets
from hzl_client.model.printed import UNKNOWN_FORM

SAMPLES = resources.path("samples")
COLUMN_HEAD = "Dateiname (Dateiname für maschinelle Weiterverarbeitung)"
# Folder: fields, squares, and of the squares those that are ticked, as counted on
# the drawn pages.
COUNTED = {
    "01_alleinstehend": (58, 17, 10),
    "02_paar_zwei_kinder": (89, 9, 6),
    "03_mit_betreuung": (58, 15, 8),
    "06_version_2_5_0": (28, 3, 3),
}
# Looked up on the drawn pages.
TICKED = {
    "01_alleinstehend": {
        "Leben weitere Personen im Haushalt?": "Nein",
        "Besteht eine gesetzliche Betreuung?": "Nein",
        "Warmwassererzeugung": "zentral",
        "Liegt ein Schwerbehindertenausweis vor?": "Ja",
        "Besteht eine volle Erwerbsminderung?": "Ja",
        "Sind Sie schwanger?": "Nein",
        "Sind Sie alleinerziehend?": "Nein",
    },
    "02_paar_zwei_kinder": {
        "Warmwassererzeugung": "dezentral",
        "Ist eine Messeinrichtung vorhanden?": "Nein",
        "Benötigen Sie Leistungen für Bildung und Teilhabe?": "Ja",
    },
    "03_mit_betreuung": {
        "Besteht eine gesetzliche Betreuung?": "Ja",
        "Leben Sie in einer besonderen Wohnform?": "Ja",
        "Warmwassererzeugung": "zentral",
        "Benötigen Sie eine kostenaufwändige Ernährung?": "Ja",
        "Handelt es sich um ein Pfändungsschutzkonto?": "Ja",
    },
    "06_version_2_5_0": {},
}
DECLARATIONS = {
    "Ich versichere, dass meine Angaben vollständig und richtig sind.",
    (
        "Änderungen in den persönlichen und wirtschaftlichen Verhältnissen teile ich "
        "unverzüglich mit."
    ),
    "Die Hinweise zum Datenschutz habe ich zur Kenntnis genommen.",
}
FILES = {
    "01_alleinstehend": [
        ("Nachweis Rente", "Rentenbescheid 2026.pdf", "anhang_0001.pdf"),
        ("Nachweis Wohnraum", "Mietbescheinigung.png", "anhang_0002.png"),
        ("Nachweis Schwerbehinderung", "IMG_2034.jpg", "anhang_0003.jpg"),
        ("Nachweis Bankguthaben", "Kontoauszüge Juli-September.pdf", "anhang_0004.pdf"),
    ],
    "02_paar_zwei_kinder": [
        ("Nachweis Wohnraum", "Mietvertrag_2019.pdf", "anhang_0001.pdf"),
        ("Nachweis Kinderleistung", "Kindergeldbescheid (1).pdf", "anhang_0002.pdf"),
        (
            "Nachweis Sparguthaben",
            "WhatsApp Image 2026-10-30 at 18.02.11.jpeg",
            "anhang_0003.jpeg",
        ),
        (
            "Nachweis Krankenversicherung",
            "KV Bescheinigung (2) (final).pdf",
            "anhang_0004.pdf",
        ),
    ],
    "03_mit_betreuung": [
        ("Betreuungsurkunde", "Betreuerausweis.pdf", "anhang_0001.pdf"),
        ("Ärztliche Bescheinigung Ernährung", "scan0007.png", "anhang_0002.png"),
        ("Sonstige Nachweise", "Stellungnahme Wohnform.docx", "anhang_0003.docx"),
        ("Sonstige Nachweise", "Heimvertrag_Auszug.pdf", "anhang_0004.pdf"),
        ("Sonstige Nachweise", "Foto Schließfach.JPG", "anhang_0005.JPG"),
    ],
    "06_version_2_5_0": [
        ("Nachweis Wohnraum", "Vertrag.pdf", "anhang_0001.pdf"),
        ("Nachweis Pflegegrad", "bescheid.pdf", "anhang_0002.pdf"),
        ("Sonstige Nachweise", "Bild.png", "anhang_0003.png"),
    ],
}
every_sample = pytest.mark.parametrize("name", sorted(COUNTED))


@pytest.fixture
def form_of(documents):
    """Reads the bytes of a document as a form."""

    def read(data):
        document = documents.open(MemoryOctets(data))
        try:
            return documents.form(document.handle)
        finally:
            documents.release(document.handle)

    return read


def sample(name):
    return (SAMPLES / name / "Antrag.pdf").read_bytes()


def answers(form, *heading):
    """Captions and texts below headings that end so."""
    return {
        field.caption: field.text
        for field in form.fields
        if field.heading[1 : 1 + len(heading)] == heading and field.ticked is None
    }


# The samples


def test_every_sample_is_counted():
    assert sorted(COUNTED) == sorted(p.name for p in SAMPLES.iterdir() if p.is_dir())


@every_sample
def test_every_field_is_read_and_has_a_caption(form_of, name):
    form = form_of(sample(name))
    squares = [field for field in form.fields if field.ticked is not None]
    ticked = [field for field in squares if field.ticked]
    assert (len(form.fields), len(squares), len(ticked)) == COUNTED[name]
    assert all(field.caption and all(field.heading) for field in form.fields)
    assert all(square.text for square in squares)
    assert {field.heading[0] for field in form.fields} == {
        "Antrag auf Hilfe zum Lebensunterhalt"
    }


@every_sample
def test_squares_say_what_the_page_shows(form_of, name):
    fields = form_of(sample(name)).fields
    ticked = {field.caption: field.text for field in fields if field.ticked}
    assert ticked == TICKED[name] | dict.fromkeys(DECLARATIONS, "Ja")


def test_a_question_may_be_left_open(form_of):
    fields = form_of(sample("03_mit_betreuung")).fields
    asked = "Liegt ein Schwerbehindertenausweis vor?"
    squares = [(f.text, f.ticked) for f in fields if f.caption == asked]
    assert squares == [("Ja", False), ("Nein", False)]


@every_sample
def test_the_list_of_evidence(form_of, name):
    form = form_of(sample(name))
    printed = [(file.category, file.original, file.delivered) for file in form.files]
    assert printed == FILES[name]
    expected = json.loads((SAMPLES / name / "erwartung.json").read_text("utf-8"))
    assert {file.delivered for file in form.files} >= set(expected["anhaenge"])


def test_a_category_without_a_file_is_named_in_its_place(form_of):
    assert form_of(sample("02_paar_zwei_kinder")).categories == (
        "Nachweis Wohnraum",
        "Nachweis der Einkommen der letzten 12 Monate",
        "Nachweis Kinderleistung",
        "Nachweis Sparguthaben",
        "Nachweis Krankenversicherung",
    )


@pytest.mark.parametrize(
    ("name", "heading", "day", "key"),
    [
        ("01_alleinstehend", "zur antragstellenden Person", "", "Geburtsdatum"),
        ("02_paar_zwei_kinder", "zum 1. Haushaltsmitglied", "", "Geburt Kind_1"),
        ("02_paar_zwei_kinder", "zum 2. Haushaltsmitglied", "", "Geburt Kind_2"),
        ("03_mit_betreuung", "zur antragstellenden Person", "", "Geburt"),
        ("06_version_2_5_0", "zur antragstellenden Person", "", "Geburt"),
    ],
)
def test_birthdays_are_those_expected(form_of, name, heading, day, key):
    born = answers(form_of(sample(name)), f"Angaben {heading}", "Geburtsdatum")
    day = f"{born['Tag']:0>2}.{born['Monat']:0>2}.{born['Jahr']}"
    expected = json.loads((SAMPLES / name / "erwartung.json").read_text("utf-8"))
    assert day == expected["tage"][key]


def test_persons_and_their_headings(form_of):
    form = form_of(sample("02_paar_zwei_kinder"))
    names = {
        field.heading[1]: field.text
        for field in form.fields
        if field.caption == "Vornamen"
    }
    assert names == {
        "Angaben zur 1. antragstellenden Person": "Jonas",
        "Angaben zur 2. antragstellenden Person": "Aurélie",
        "Angaben zum 1. Haushaltsmitglied": "Mats",
        "Angaben zum 2. Haushaltsmitglied": "Zoé",
    }
    assert answers(form, "Einkommen", "Aurélie Testmann") == {
        "Kinderleistung (Art)": "Kindergeld",
        "Monatlicher Betrag": "518,00 €",
    }


def test_a_section_goes_on_over_the_page(form_of):
    """On page 5 stand only the title of all pages and then the last two."""
    assert answers(form_of(sample("02_paar_zwei_kinder")), "Vermögen") == {
        "Kraftfahrzeug – Kennzeichen": "XX-TE 123",
        "Baujahr": "2013",
        "Geschätzter Wert": "3.200,00 €",
        "Sparguthaben": "12.450,90 €",
    }


def test_places_are_those_of_the_frames(documents):
    document = documents.open(MemoryOctets(sample("01_alleinstehend")))
    for field in documents.form(document.handle).fields:
        if field.text and field.ticked is None:
            place = field.place
            hits = documents.search(document.handle, field.text)
            assert any(
                hit.page == place.page
                and place.x0 <= hit.rects[0][0]
                and place.y0 <= hit.rects[0][3] <= place.y1 + 1
                for hit in hits
            ), field


# Forms made here. Distances from the upper edge, as in a `Place`.

GREY, DARK, WHITE = "0.588 g", "0.15 g", "1 g"


def test_caption_and_label_have_places_as_well(form_of):
    form = form_of(sample("02_paar_zwei_kinder"))
    yes, no = (
        field
        for field in form.fields
        if field.caption == "Benötigen Sie Leistungen für Bildung und Teilhabe?"
    )
    question, label = yes.beside
    assert question.y1 <= yes.place.y0 + 4
    assert label.x0 > yes.place.x1 - 1
    assert no.beside[0] == question
    assert no.beside[1].x0 > label.x1
    name = next(field for field in form.fields if field.caption == "Familienname")
    (caption,) = name.beside
    assert caption.x0 == pytest.approx(name.place.x0, abs=3)
    assert caption.y1 <= name.place.y0 + 4


def written(text, x, y, size=10.0, colour=DARK):
    line = words(text, x=x, y=round(842 - y), size=size)
    return b"q " + colour.encode() + b" " + line + b"Q "


def framed(x, y, width, height, grey="0.588 G"):
    where = f"q {grey} 0.5 w {x} {842 - y - height} {width} {height} re S Q\n"
    return where.encode()


def field(caption, value, y, x=42, height=22.7):
    parts = [framed(x, y + 12, 250, height)]
    parts += [written(caption, x, y + 6, 8, GREY)] if caption else []
    lines = value.split("\n") if value else []
    parts += [written(text, x + 1, y + 27 + 13 * i) for i, text in enumerate(lines)]
    return b"".join(parts)


def square(label, x, y, *, ticked=False, cross="0.15 G"):
    low, high = 842 - y - 11.1, 842 - y - 2
    diagonals = (
        f"q {cross} 1 w {x + 2} {low} m {x + 11.1} {high} l "
        f"{x + 2} {high} m {x + 11.1} {low} l S Q\n"
    )
    drawn = framed(x, y, 13.1, 13.1) + (diagonals.encode() if ticked else b"")
    return drawn + (written(label, x + 14.2, y + 11) if label else b"")


TITLE = written("Antrag", 42, 60, 18)
NAME = field("Familienname", "Beispiel", 100)
ASKED = written("Alleinstehend?", 42, 160, 8, GREY)


def texts(form):
    assert form.known
    return [(field.caption, field.text, field.ticked) for field in form.fields]


def test_a_form_made_here_is_read(form_of):
    form = form_of(pdf(TITLE + NAME))
    assert texts(form) == [("Familienname", "Beispiel", None)]
    assert form.fields[0].heading == ("Antrag",)
    place = form.fields[0].place
    assert (place.page, place.x0, place.y0) == (0, 42, 112)


def test_lines_stay_lines(form_of):
    form = form_of(pdf(TITLE + field("Gründe", "eins\nzwei\ndrei", 100, height=60)))
    assert texts(form) == [("Gründe", "eins\nzwei\ndrei", None)]


def test_a_caption_of_two_lines(form_of):
    first = written("Für wen stellen Sie", 42, 96, 8, GREY)
    form = form_of(pdf(TITLE + first + field("diesen Antrag?", "mich", 100)))
    assert texts(form) == [("Für wen stellen Sie diesen Antrag?", "mich", None)]


def test_a_frame_without_a_caption_goes_on_from_the_page_before(form_of):
    first = TITLE + field("Gründe", "eins", 700)
    form = form_of(pdf(first, TITLE + field("", "zwei", 60) + NAME))
    assert texts(form) == [
        ("Gründe", "eins\nzwei", None),
        ("Familienname", "Beispiel", None),
    ]
    assert form.fields[0].place.page == 0


def test_a_caption_at_the_end_of_a_page_waits_for_its_frame(form_of):
    waiting = written("Gründe", 42, 780, 8, GREY)
    form = form_of(pdf(TITLE + NAME + waiting, TITLE + field("", "zwei", 80)))
    assert texts(form)[1] == ("Gründe", "zwei", None)


@pytest.mark.parametrize(
    "pages",
    [
        # The end of one question, or a square that stands alone?
        (TITLE + ASKED + square("Ja", 42, 168), TITLE + square("Nein", 42, 80)),
        (TITLE + NAME + ASKED, TITLE + square("Ja", 42, 80)),
        (TITLE + ASKED + square("Ja", 42, 168) + square("Nein", 42, 200),),
        (TITLE + NAME + square("Ja", 42, 300) + square("Nein", 136, 300),),
    ],
)
def test_squares_of_doubtful_questions_are_refused(form_of, pages):
    assert form_of(pdf(*pages)) == UNKNOWN_FORM


def test_squares_below_one_another_and_labels_of_two_lines(form_of):
    boxes = square("Ja, aber", 42, 168) + written("nicht immer", 56.2, 189)
    boxes += square("Nein", 42, 196, ticked=True)
    assert texts(form_of(pdf(TITLE + ASKED + boxes))) == [
        ("Alleinstehend?", "Ja, aber nicht immer", False),
        ("Alleinstehend?", "Nein", True),
    ]


def test_a_lone_square_is_named_by_its_label(form_of):
    form = form_of(pdf(TITLE + NAME + square("Einverstanden", 42, 300, ticked=True)))
    assert texts(form)[1] == ("Einverstanden", "Einverstanden", True)


def test_lone_squares_after_a_question(form_of):
    boxes = square("Ja", 42, 168) + square("Nein", 136, 168, ticked=True)
    boxes += square("Richtig", 42, 300, ticked=True) + square("Gelesen", 42, 322)
    assert texts(form_of(pdf(TITLE + ASKED + boxes))) == [
        ("Alleinstehend?", "Ja", False),
        ("Alleinstehend?", "Nein", True),
        ("Richtig", "Richtig", True),
        ("Gelesen", "Gelesen", False),
    ]


def listed(y, category, *names):
    rows = [written(category, 42, y, 8, GREY), written(COLUMN_HEAD, 42, y + 15, 8)]
    rows += [written(name, 42, y + 34 + 10 * i, 8) for i, name in enumerate(names)]
    return b"".join(rows)


def test_long_names_and_lists_over_two_pages(form_of):
    evidence = listed(700, "Miete", "ein sehr langer", "Name.pdf (anhang_0001.pdf)")
    rest = written("zwei.pdf (anhang_0002.pdf)", 42, 80, 8)
    form = form_of(pdf(TITLE + NAME + evidence, TITLE + rest + listed(100, "Rente")))
    assert [(f.category, f.original, f.place.page) for f in form.files] == [
        ("Miete", "ein sehr langer Name.pdf", 0),
        ("Miete", "zwei.pdf", 1),
    ]
    assert form.categories == ("Miete", "Rente")


# What people cannot see


@pytest.mark.parametrize(
    "hidden",
    [
        b"3 Tr " + words("0", x=60, y=703) + b"0 Tr ",  # painted not at all
        b"q 1 1 1 rg " + words("0", x=60, y=713, size=6) + b"Q ",  # white on white
        b"q 0.99 g " + words("0", x=60, y=713, size=6) + b"Q ",  # nearly so
    ],
)
def test_hidden_text_is_no_entry(form_of, hidden):
    form = form_of(pdf(TITLE + field("Betrag", "", 100) + hidden))
    assert texts(form) == [("Betrag", "", None)]


def test_text_not_painted_amid_an_entry_is_left_out(form_of):
    hidden = b"BT 3 Tr /F1 10 Tf 45 716 Td (000) Tj ET "
    form = form_of(pdf(TITLE + field("Betrag", "12", 100) + hidden))
    assert texts(form) == [("Betrag", "12", None)]


@pytest.mark.parametrize(
    "odd",
    [
        b"q 1 1 1 rg " + words("999", x=44, y=715) + b"Q ",  # white, over the entry
        words("999", x=44, y=715, size=10),  # one text upon the other
        b"q 1 0 0 rg " + words("rot", x=200, y=715, size=10) + b"Q ",
        written("grau", 200, 127, 8, GREY),
    ],
)
def test_more_than_an_entry_within_a_frame_is_refused(form_of, odd):
    assert form_of(pdf(TITLE + field("Betrag", "12345", 100) + odd)) == UNKNOWN_FORM


def test_an_entry_that_is_drawn_is_not_taken_for_none(form_of):
    tiny = words("000", x=200, y=713, size=0.5)
    for drawn in (b"q 1 w 60 710 m 80 725 l S Q ", tiny):
        data = pdf(TITLE + field("Betrag", "", 100) + drawn)
        assert form_of(data) == UNKNOWN_FORM


@pytest.mark.parametrize(
    "odd",
    [
        square("Ja", 42, 168, ticked=True, cross="1 G"),  # a white cross
        square("Ja", 42, 168) + b"44 663 m 53 672 l S ",  # one diagonal only
        square("Ja", 42, 168) + words("x", x=45, y=664, size=10),  # a letter
        square("", 42, 168, ticked=True),  # no label
        # a cross with white over it
        square("Ja", 42, 168, ticked=True) + b"q 1 g 43 662 11 11 re f Q ",
    ],
)
def test_strange_squares_are_refused(form_of, odd):
    assert form_of(pdf(TITLE + ASKED + odd)) == UNKNOWN_FORM


# Other layouts


@pytest.mark.parametrize(
    "pages",
    [
        (b"",),
        (words("Ein Brief"),),
        (TITLE,),
        (TITLE + words("Nur Text", size=10),),
        (NAME,),  # no title
        (NAME, TITLE + NAME),  # none on the first page
        (field("Vorname", "Anna", 5) + TITLE + NAME,),
        (TITLE + NAME, b""),  # an empty page among the others
        (TITLE + NAME, words("Ein Brief")),
        (TITLE + field("", "herrenlos", 100),),
        (TITLE + NAME + written("herrenlos", 42, 300, 8, GREY),),
        (TITLE + NAME + written("herrenlos", 42, 300, 8, GREY) + listed(400, "X"),),
        (TITLE + NAME + listed(300, "Miete", "ohne Anhang.pdf"),),
        (
            TITLE
            + NAME
            + listed(300, "Miete")
            + written("a (anhang_1.pdf)", 200, 334, 8),
        ),
        (TITLE + NAME + framed(40, 90, 400, 100),),  # a frame around a frame
        (TITLE + NAME + field("", "zwei", 300),),
        (TITLE + NAME + b"BT 0 1 -1 0 300 300 Tm /F1 10 Tf (quer) Tj ET ",),
    ],
)
def test_other_layouts_are_unknown(form_of, pages):
    assert form_of(pdf(*pages)) == UNKNOWN_FORM


@pytest.mark.parametrize("damage", [b"<</a b c>>", b"[ 1 2 ", b"1 2 frame "])
def test_a_damaged_page_is_unknown(form_of, damage):
    """The library shows what comes before the damage and nothing after it."""
    assert form_of(pdf(TITLE + NAME + damage + ASKED)) == UNKNOWN_FORM


def test_a_repaired_file_is_unknown(form_of):
    assert form_of(pdf(TITLE + NAME)[:-200]) == UNKNOWN_FORM


def test_a_black_frame_is_not_of_this_form(form_of):
    strange = NAME.replace(b"0.588 G", b"0 G")
    assert form_of(pdf(TITLE + strange)) == UNKNOWN_FORM


@pytest.mark.parametrize("page", [b"/Rotate 90", b"/UserUnit 30"])
def test_turned_and_huge_pages_are_unknown(form_of, page):
    assert form_of(pdf(TITLE + NAME, page=page)) == UNKNOWN_FORM


def test_pictures_and_scanned_pages_are_unknown(form_of):
    assert form_of(png(300, 200)) == UNKNOWN_FORM
    image = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"
    image += b"/ColorSpace/DeviceGray/Length 1>>stream\nA\nendstream"
    scan = b"q 500 0 0 700 40 40 cm /Im Do Q"
    resources = b"/XObject<</Im 10 0 R>>"
    for pages in ((scan,), (TITLE + NAME, scan)):
        data = pdf(*pages, resources=resources, objects=(image,))
        assert form_of(data) == UNKNOWN_FORM


def test_too_many_drawings_are_unknown(form_of):
    lines = b"".join(b"%d 10 m 20 20 l S " % x for x in range(20_000))
    assert form_of(pdf(TITLE + NAME + lines)) == UNKNOWN_FORM


def test_too_much_text_is_unknown(form_of):
    letters = b"".join(
        written("x", x, y, 6, colour)
        for y in range(200, 800, 12)
        for x, colour in zip(range(42, 500, 10), ["0.1 g", "0.2 g"] * 23, strict=True)
    )
    assert form_of(pdf(TITLE + NAME + letters)) == UNKNOWN_FORM


# Size


def test_two_hundred_pages_take_a_moment():
    page = TITLE + b"".join(field("Name", "Wert", 80 + 45 * i) for i in range(15))
    data = pdf(*[page] * 200)
    with Documents(seconds=100) as documents:  # whatever else runs on this machine
        form = documents.form(documents.open(MemoryOctets(data)).handle)
    assert len(form.fields) == 3_000
    assert form.fields[-1].place.page == 199
    reader = Reader()  # as the child has one: its time alone can be measured here
    reader.open(1, "application/pdf", data, "")
    start = time.process_time()
    assert printed_form.read(reader.printed_pages(1)) == form
    assert time.process_time() - start < 8  # 1.5 s where nothing else runs


def test_a_page_more_is_unknown(form_of):
    assert form_of(pdf(*[TITLE + NAME] * 201)) == UNKNOWN_FORM


def test_more_fields_than_any_form_has_are_unknown(form_of):
    one = b"".join(field("N", "", 80 + 40 * i, x) for i in range(18) for x in (42, 300))
    assert form_of(pdf(*[TITLE + one] * 140)) == UNKNOWN_FORM  # 5,040


# Letters from elsewhere


def with_paragraphs(data, *paragraphs):
    """Shaped and written by PyMuPDF in a process of its own, as a print engine does."""
    script = (
        "import sys, pymupdf; d = pymupdf.open('pdf', sys.stdin.buffer.read());"
        "[d[0].insert_htmlbox((43, 113 + 60 * i, 290, 134 + 60 * i), "
        "'<p style=\"font-size:10px;margin:0;color:#262626\">' + text + '</p>')"
        " for i, text in enumerate(sys.argv[1:])];"
        "sys.stdout.buffer.write(d.tobytes())"
    )
    command = (sys.executable, "-X", "utf8", "-c", script, *paragraphs)
    return subprocess.run(command, check=True, capture_output=True, input=data).stdout  # noqa: S603


def test_letters_of_other_scripts(form_of):
    paragraphs = (
        "שלום עולם",
        "Łukasz Nguyễn",
        "a\u0323\u0302 Zoe\u0301 X",
        "Ирина 12 שלום",
        "abc مرحبا def",
        "中文 名字",
    )
    empty = b"".join(field(f"F{i}", "", 100 + 60 * i) for i in range(len(paragraphs)))
    form = form_of(with_paragraphs(pdf(TITLE + empty), *paragraphs))
    assert tuple(field.text for field in form.fields) == paragraphs


def test_letters_that_are_joined_in_print_are_told_apart(form_of):
    form = form_of(with_paragraphs(pdf(TITLE + field("F", "", 100)), "ﬁn ﬂug"))
    assert form.fields[0].text == "fin flug"


def test_an_accent_that_the_library_loses_makes_the_form_unknown(form_of):
    form = form_of(with_paragraphs(pdf(TITLE + field("F", "", 100)), "Zoe\u0301"))
    assert form == UNKNOWN_FORM


def test_accents_in_a_font_of_their_own_are_text(documents):
    data = with_paragraphs(pdf(TITLE), "a\u0323\u0302 Zoe\u0301 X")
    document = documents.open(MemoryOctets(data))
    text = documents.text(document.handle, 0)
    assert text.splitlines() == ["Antrag", "a\u0323\u0302 Zoe\u0301 X"]


# A child that dies over it


def test_a_form_that_never_ends_is_unknown_and_not_tried_again(monkeypatch):
    with Documents(seconds=1.0) as documents:
        document = documents.open(MemoryOctets(form_bomb(words("zweite"))))
        assert documents.form(document.handle) == UNKNOWN_FORM
        asked = []
        with monkeypatch.context() as patched:
            patched.setattr(documents._child, "ask", lambda *each: asked.append(each))
            assert documents.form(document.handle) == UNKNOWN_FORM
        assert asked == []
        assert documents.text(document.handle, 1) == "zweite"


def test_a_released_document_has_no_form(documents):
    document = documents.open(MemoryOctets(pdf(TITLE + NAME)))
    documents.release(document.handle)
    with pytest.raises(DocumentUnreadable):
        documents.form(document.handle)
