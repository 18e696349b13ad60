"""Words of a page, their order, and where a text stands in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.pdf_files import locked_pdf, pdf, words
from hzl_client import resources
from hzl_client.documents import answers
from hzl_client.documents.document import MAX_LETTERS, Word, written
from hzl_client.documents.frames import BrokenFrame, Frame
from hzl_client.documents.page_words import Letter, find, lines_of, may_hold
from hzl_client.documents.reading_order import MAX_LINES, reading_order
from hzl_client.model.octets import MemoryOctets

SIDES = st.floats(0, 900)
BOXES = st.lists(
    st.tuples(SIDES, SIDES, SIDES, SIDES).map(
        lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3]))
    ),
    max_size=30,
)


# --- order ----------------------------------------------------------------------------


def test_a_caption_and_its_answer_stay_together_in_two_columns():
    boxes = [(40, 10, 90, 20), (40, 30, 90, 40), (300, 10, 350, 20), (300, 30, 350, 40)]
    assert reading_order(boxes) == [0, 1, 2, 3]


def test_a_footer_drawn_first_is_read_last():
    boxes = [(200, 800, 400, 810), (40, 10, 400, 20), (40, 30, 300, 40)]
    assert reading_order(boxes) == [1, 2, 0]


def test_words_of_one_line_keep_their_order():
    boxes = [(40, 10, 90, 20), (85, 12, 120, 22), (115, 9, 160, 19)]
    assert reading_order(boxes) == [0, 1, 2]


@given(BOXES)
def test_every_line_is_read_exactly_once(boxes):
    assert sorted(reading_order(boxes)) == list(range(len(boxes)))


def test_a_page_of_very_many_lines_costs_no_time():
    boxes = [(0.0, 900.0 - n / 10, 50.0, 901.0 - n / 10) for n in range(MAX_LINES + 1)]
    assert reading_order(boxes) == list(range(MAX_LINES + 1))


# --- finding --------------------------------------------------------------------------


def lines(*texts):
    return [
        tuple(Letter(c, (i, y, i + 1, y + 1), 10) for i, c in enumerate(text))
        for y, text in enumerate(texts)
    ]


def found(needle, *texts, whole=False):
    return [
        "/".join("".join(letter.text for letter in line) for line in place)
        for place in find(lines(*texts), needle, whole=whole)
    ]


@pytest.mark.parametrize(
    ("needle", "text", "count"),
    [
        ("20,00", "20,00 EUR", 1),
        ("20,00", "Summe: 20,00.", 1),
        ("20,00", "120,00 1.20,00 20,001 20,00,5", 0),
        ("20,00", "120,00 und 20,00", 1),
        ("1.120", "1.120,50", 0),
        ("Anna", "Hannah Annas", 0),
        ("Anna", "(Anna)", 1),
        ("Müller", "Müller-Anders", 1),
    ],
)
def test_a_value_is_not_found_amid_another(needle, text, count):
    assert len(found(needle, text, whole=True)) == count


@pytest.mark.parametrize(
    ("needle", "texts", "places"),
    [
        ("müller", ("Herr MÜLLER",), ["MÜLLER"]),
        ("mueller", ("Herr Müller",), ["Müller"]),
        ("muller", ("Herr Müller",), ["Müller"]),
        ("müller", ("Herr Mueller",), ["Mueller"]),
        ("strasse", ("Hauptstraße 5",), ["straße"]),
        ("s", ("ß",), ["ß"]),
        ("kalt  miete", ("Kalt", "miete"), ["Kalt/miete"]),
        ("antragsteller", ("Antrag-", "steller"), ["Antrag/steller"]),
        ("müller-lüdenscheidt", ("Müller-Lüdenscheidt",), ["Müller-Lüdenscheidt"]),
        ("nord-süd", ("Nord-", "Süd"), []),
        ("nord- süd", ("Nord-", "Süd"), ["Nord-/Süd"]),
        ("aa", ("aaaaa",), ["aa", "aa"]),
        ("ue", ("Müll, neue",), ["ü", "ue"]),
        ("", ("alles",), []),
        ("  ", ("alles",), []),
        ("fehlt", ("alles",), []),
    ],
)
def test_found(needle, texts, places):
    assert found(needle, *texts) == places


TEXT = st.text(st.sampled_from("abäoöuüßs -­\u0301\nT"), min_size=1, max_size=20)


@given(st.lists(TEXT, min_size=1, max_size=4), st.text("abäöuües -", max_size=4))
def test_the_quick_look_never_denies_what_is_found(texts, needle):
    places = found(needle, *texts)
    assert may_hold("\n".join(texts), needle) or not places


@given(TEXT, st.data())
def test_what_stands_there_is_found(text, data):
    start = data.draw(st.integers(0, len(text)))
    needle = text[start : data.draw(st.integers(start, len(text)))]
    single = needle.strip().isalpha() and text.isalpha()
    assert found(needle, text) or not single


def test_accents_of_their_own_belong_to_their_letter():
    chars = [{"c": c, "bbox": (n, 0, n + 1, 1)} for n, c in enumerate("e\u0301\ud800")]
    raw = {"blocks": [{"lines": [{"spans": [{"size": 9, "chars": chars}]}]}]}
    ((first, second),) = lines_of(raw, tuple, bool)
    assert (first.text, second.text) == ("e\u0301", "\ufffd")


# --- in the child ---------------------------------------------------------------------


def read(documents, data, page=0):
    document = documents.open(MemoryOctets(data))
    try:
        return documents.words(document.handle, page)
    finally:
        documents.release(document.handle)


HIDDEN = {
    "not painted": b"3 Tr " + words("geheim", y=600) + b"0 Tr ",
    "white": b"1 1 1 rg " + words("geheim", y=600) + b"0 g ",
    "tiny": words("geheim", y=600, size=0.5),
    "cut off": b"q 0 0 10 10 re W n " + words("geheim", y=600) + b"Q ",
    "beside the page": words("geheim", x=900, y=600),
    "nearly white": b"0.961 g " + words("geheim", y=600) + b"0 g ",
    "nearly transparent": b"/Thin gs " + words("geheim", y=600) + b"/Full gs ",
    "not painted, in a frame": b"60 597 m 200 597 l S 3 Tr "
    + words("geheim", y=600)
    + b"0 Tr ",
    "covered": words("geheim", y=600) + b"0.5 g 60 590 100 30 re f 0 g ",
}


@pytest.mark.parametrize("turn", [b"", b"/Rotate 90", b"/Rotate 270"])
@pytest.mark.parametrize("how", HIDDEN)
def test_hidden_text_is_marked_and_not_found(documents, how, turn):
    states = b"/ExtGState<</Thin<</ca 0.02>>/Full<</ca 1>>>>"
    data = pdf(words("lesbar") + HIDDEN[how], page=turn, resources=states)
    got = read(documents, data)
    assert [w.text for w in got if not w.hidden] == ["lesbar"]
    hidden = [w.text for w in got if w.hidden]
    nothing = how in ("beside the page", "cut off")  # the library leaves it out
    assert hidden == ([] if nothing else ["geheim"])
    document = documents.open(MemoryOctets(data))
    assert documents.search(document.handle, "geheim") == ()
    assert len(documents.search(document.handle, "lesbar")) == 1
    documents.release(document.handle)


def test_the_letters_of_a_scan_that_was_read_by_a_machine_are_seen(documents):
    """They are not painted, but the picture below them shows them."""
    picture = b"0 g 72 700 3 9 re f 80 700 3 9 re f "
    data = pdf(picture + b"3 Tr " + words("Scan"))
    assert [w.hidden for w in read(documents, data)] == [False]


def test_dots_of_a_scan_that_was_read_by_a_machine_are_seen(documents):
    data = pdf(b"0 g 72 698 20 2 re f 3 Tr " + words("......"))
    assert [w.hidden for w in read(documents, data)] == [False]


@pytest.mark.parametrize("turn", [b"", b"/Rotate 90", b"/Rotate 180"])
def test_what_is_not_painted_does_not_hide_behind_what_is(documents, turn):
    over = b"3 Tr " + words("Miete 999,00 EUR") + b"0 Tr "
    data = pdf(words("Miete 500,00 EUR") + over, page=turn)
    got = read(documents, data)
    assert [w.text for w in got if w.hidden] == ["999,00"]
    document = documents.open(MemoryOctets(data))
    assert documents.search(document.handle, "999") == ()
    assert documents.text(document.handle, 0).count("500,00") == 1
    documents.release(document.handle)


def test_half_a_word_that_is_not_painted_is_not_read_with_the_other(documents):
    half = b"BT /F1 12 Tf 72 700 Td (500) Tj 3 Tr (000) Tj 0 Tr ET "
    assert [w.hidden for w in read(documents, pdf(half))] == [True]


@pytest.mark.parametrize("moved", [0, 3])
def test_a_machine_that_read_what_is_painted_hides_nothing(documents, moved):
    over = b"3 Tr " + words("Miete 500,00 EUR", x=72 + moved) + b"0 Tr "
    data = pdf(words("Miete 500,00 EUR") + over)
    assert not any(w.hidden for w in read(documents, data))


@pytest.mark.parametrize("size", [7, 9, 12])
@pytest.mark.parametrize("ground", [1.0, 0.0])
def test_light_grey_letters_are_seen(documents, size, ground):
    grey = abs(ground - 0.12)
    page = b"%f g 0 0 595 842 re f %f g " % (ground, grey)
    data = pdf(page + words("hellgrau", size=size))
    assert [w.hidden for w in read(documents, data)] == [False]


def test_letters_of_another_colour_as_bright_as_their_ground_are_seen(documents):
    page = b"0.298 g 0 0 595 842 re f 1 0 0 rg "
    assert [w.hidden for w in read(documents, pdf(page + words("rot")))] == [False]


def test_words_have_their_places_on_a_turned_page(documents):
    (word,) = read(documents, pdf(words("Quer"), page=b"/Rotate 90"))
    x0, y0, x1, y1 = word.place
    assert 690 < x0 < x1 < 720
    assert 60 < y0 < y1 < 110


def test_words_far_beside_the_page_are_no_trouble(documents):
    far = b"BT /F1 12 Tf 1 0 0 1 3000000 -3000000 Tm (weit weg) Tj ET "
    got = read(documents, pdf(words("hier") + far, size=(595, 842)))
    assert [word.text for word in got if not word.hidden] == ["hier"]


def test_the_form_is_copied_as_people_read_it(documents):
    antrag = resources.path("samples/01_alleinstehend/Antrag.pdf").read_bytes()
    text = written(read(documents, antrag)).splitlines()
    assert text[:2] == [
        "Seite 1 von 4",
        "Das Formular wurde am 05.10.2026 erfolgreich erzeugt.",
    ]
    name = text.index("Familienname")
    assert text[name : name + 4] == [
        "Familienname",
        "Beispiel",
        "Vornamen",
        "Monika Anna",
    ]
    assert text[-1].startswith("ERFUNDENES BEISPIEL")


def test_a_page_full_beyond_reading_has_no_words(documents):
    full = b"".join(
        words("x" * 100, y=n, size=1) for n in range(MAX_LETTERS // 100 + 1)
    )
    data = pdf(full, words("danach"), size=(595, 2_000))
    assert read(documents, data) == ()
    assert [word.text for word in read(documents, data, page=1)] == ["danach"]


def test_a_search_looks_into_a_locked_document(documents):
    data = MemoryOctets(locked_pdf("geheim", "Miete"))
    document = documents.open(data, "geheim")
    assert len(documents.search(document.handle, "MIETE")) == 1


# --- answers --------------------------------------------------------------------------

WORDS = st.builds(
    Word,
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=9),
    st.tuples(*[st.floats(-1e6, 1e6)] * 4),
    st.integers(0, 5_000),
    st.booleans(),
)


@given(st.lists(WORDS, max_size=5).map(tuple))
def test_words_round_trip(given_words):
    assert answers.read_words(answers.words(given_words)) == given_words


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"words":1}',
        b'{"words":[1]}',
        b'{"words":[["a",0,false,0,0,1]]}',
        b'{"words":[["",0,false,0,0,1,1]]}',
        b'{"words":[["a",-1,false,0,0,1,1]]}',
        b'{"words":[["a",true,false,0,0,1,1]]}',
        b'{"words":[["a",0,0,0,0,1,1]]}',
        b'{"words":[["a",0,false,0,0,1,NaN]]}',
        b'{"words":[["a",0,false,0,0,1,1e9]]}',
        b'{"words":[["\\ud800",0,false,0,0,1,1]]}',
        b'{"words":[' + b'["a",0,false,0,0,1,1],' * 20_000 + b'["a",0,false,0,0,1,1]]}',
    ],
    ids=lambda body: body[:40].decode(),
)
def test_words_we_would_not_send_are_refused(body):
    with pytest.raises(BrokenFrame):
        answers.read_words(Frame({}, body))


def test_more_text_than_a_page_holds_is_refused():
    long = (Word("x" * 600_000, (0, 0, 1, 1), 0),) * 2
    with pytest.raises(BrokenFrame):
        answers.read_words(answers.words(long))
