"""XML and form side by side: equal by their words, told where they differ."""

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.applications import read_message
from hzl_client.model.comparison import NOT_COMPARED, State
from hzl_client.model.printed import UNKNOWN_FORM, Place, PrintedField, PrintedForm
from hzl_client.standards.comparison import compare

ME = "Angaben zur 1. antragstellenden Person"
CHILD = "Angaben zum 1. Haushaltsmitglied"


def printed(caption, text, heading=ME, ticked=None, at=0):
    place = Place(at // 10, 40, 50 * (at % 10), 290, 50 * (at % 10) + 12)
    return PrintedField(("Antrag", *heading.split("|")), caption, text, place, ticked)


def person(family, given, born, more=""):
    name = (
        f"<x:nameNatuerlichePerson><x:familienname><x:name>{family}</x:name></x:familienname>"
        f"<x:vorname><x:name>{given}</x:name></x:vorname></x:nameNatuerlichePerson>"
    )
    birth = f"<x:geburt><x:datum>{born}</x:datum></x:geburt>"
    return f"<x:person><x:allgemein>{name}{birth}{more}</x:allgemein></x:person>"


def house(street, number, part=""):
    part = f"<teilnummerDerHausnummer>{part}</teilnummerDerHausnummer>" if part else ""
    return (
        "<x:anschrift><x:anschriftInland><x:gebaeude>"
        f"<strasse>{street}</strasse><hausnummer>{number}</hausnummer>{part}"
        "</x:gebaeude></x:anschriftInland></x:anschrift>"
    )


def who(family, given, born, heading=ME, at=0):
    return [
        printed("Familienname", family, heading, at=at),
        printed("Vornamen", given, heading, at=at + 1),
        *(
            printed(caption, text, f"{heading}|Geburtsdatum", at=at + 2)
            for caption, text in zip(("Tag", "Monat", "Jahr"), born, strict=True)
        ),
    ]


def compared(people, fields):
    inner = "".join(people)
    message = f"<x:xsozial><x:vorgang>{inner}</x:vorgang></x:xsozial>"
    application = read_message(message)
    found = compare(application, PrintedForm(known=True, fields=tuple(fields)))
    labels = {field.path: field.label for field in application.fields}
    states = {
        (card[1] or "", labels[path]): each
        for path, each in found.fields.items()
        if (card := re.search(r"/person(\[[0-9]\])?/", path))
    }
    return states, found


ALEX = person("Muster", "Alex", "1986-03-30+02:00", house("Weg", "12", "a"))
MIA = person("Muster", "Mia", "2012-04-02+02:00", house("Weg", "12"))
BORN = ("30", "3", "1986")


def test_a_form_nobody_can_read_says_nothing():
    assert compare(read_message("<x:xsozial/>"), UNKNOWN_FORM) is NOT_COMPARED


def test_the_same_in_other_words():
    """Case, blanks, three boxes of a date, a number and its letter."""
    form = [
        *who("MUSTER", "Alex ", BORN),
        printed("Straße", "Weg", f"{ME}|Anschrift", at=5),
        printed("Hausnummer", "12a", f"{ME}|Anschrift", at=6),
    ]
    states, found = compared([ALEX], form)
    assert {each.state for each in states.values()} == {State.EQUAL}
    assert found.printed_only == ()
    born = next(each for (_, label), each in states.items() if label == "Geburtsdatum")
    assert born.printed.text == "30.03.1986"


def test_each_person_is_compared_with_its_own_answers():
    form = [
        *who("Muster", "Alex", BORN),
        printed("Hausnummer", "12 a", at=5),
        *who("Muster", "Mia", ("2", "4", "2012"), CHILD, at=10),
        printed("Hausnummer", "14", CHILD, at=15),
    ]
    states, _ = compared([ALEX, MIA], form)
    places = {
        key: each.printed and each.printed.place.page for key, each in states.items()
    }
    assert places["[1]", "Vorname"] == 0
    assert places["[2]", "Vorname"] == 1
    assert places["[1]", "Familienname"] == 0
    assert places["[2]", "Familienname"] == 1
    number = states["[2]", "Hausnummer"]
    assert (number.state, number.printed.text) == (State.DIFFERS, "14")


def test_what_differs_is_told_only_where_there_is_no_doubt():
    form = [*who("Muster", "Alex", BORN), printed("Straße", "Gasse", at=5)]
    states, found = compared([ALEX], form)
    assert states["", "Straße"].state is State.DIFFERS
    assert states["", "Hausnummer"].state is State.XML_ONLY
    twice = [*form, printed("Straße", "Allee", at=6)]
    states, found = compared([ALEX], twice)
    assert states["", "Straße"].state is State.XML_ONLY
    assert [each.printed.text for each in found.printed_only] == ["Gasse", "Allee"]


def test_a_short_value_elsewhere_is_no_answer():
    form = [
        *who("Muster", "Alex", BORN),
        printed("Anzahl der Räume", "12", "Bedarf", at=5),
        printed("Leben Sie allein?", "Ja", "Bedarf", ticked=True, at=6),
        printed("Leben Sie allein?", "Nein", "Bedarf", ticked=False, at=7),
        printed("Bemerkung", "", "Bedarf", at=8),
    ]
    states, found = compared([ALEX], form)
    assert states["", "Hausnummer"].state is State.XML_ONLY
    answers = [(each.printed.caption, each.printed.text) for each in found.printed_only]
    assert answers == [("Anzahl der Räume", "12"), ("Leben Sie allein?", "Ja")]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("389.12", "389,12 €"),
        ("1389.12", "1.389,12 €"),
        ("De\u0301sire\u0301e Wohnbau", "Désirée  wohnbau"),
    ],
)
def test_amounts_and_letters_in_another_spelling(value, said):
    more = f"<x:miete>{value}</x:miete>"
    alex = person("Muster", "Alex", "1986-03-30+02:00", more)
    form = [*who("Muster", "Alex", BORN), printed("Miete", said, at=5)]
    states, _ = compared([alex], form)
    assert {each.state for each in states.values()} == {State.EQUAL}


def outside(group, caption, said, heading="Bedarf"):
    """Something said of nobody: the state of the field, and what stands alone."""
    fields = [*who("Muster", "Alex", BORN), printed(caption, said, heading, at=20)]
    _, found = compared([ALEX, group], fields)
    name = re.findall(r"<x:(\w+)>[^<]", group)[-1]
    (state,) = [e for path, e in found.fields.items() if path.endswith(f"/{name}")]
    return state, [
        (only.printed.caption, only.printed.text) for only in found.printed_only
    ]


RENT = "<x:unterkunft><x:kaltmiete>{}</x:kaltmiete></x:unterkunft>"
IBAN = "<x:bankverbindung><x:iban>{}</x:iban></x:bankverbindung>"


@pytest.mark.parametrize(
    ("group", "caption", "said"),
    [
        (RENT.format("500.00"), "Kaltmiete", "510,00 €"),
        (RENT.format("500.00"), "Kaltmiete (monatlich)", "510,00 €"),
        (RENT.format("500"), "Kaltmiete (monatlich)", "500,50 €"),
        (IBAN.format("DE02120300000000202051"), "IBAN", "DE89370400440532013000"),
    ],
)
def test_what_is_said_of_nobody_differs_too(group, caption, said):
    compared, alone = outside(group, caption, said)
    assert (compared.state, compared.said) == (State.DIFFERS, said)
    assert alone == []


@pytest.mark.parametrize(
    "form",
    [
        who("Mustermann", "Alex", BORN),
        who("Muster", "Alexander", BORN),
        who("Muster", "Alex", ("3", "3", "1986")),
        who("Anders", "Ganz", ("3", "3", "1986")),
    ],
)
def test_an_answer_that_differs_takes_nobodys_block_away(form):
    states, found = compared([ALEX], form)
    said = {each.printed.text for each in states.values() if each.printed}
    assert len(said) == 3
    assert State.DIFFERS in {each.state for each in states.values()}
    assert found.printed_only == ()


@pytest.mark.parametrize(
    ("more", "caption", "said", "ticked"),
    [
        ("<x:schwanger>true</x:schwanger>", "Sind Sie erwerbsfähig?", "Ja", True),
        ("<x:pflegegrad>2</x:pflegegrad>", "Anzahl der Geschwister", "2", None),
        (
            "<x:hobby>Kraftfahrzeug</x:hobby>",
            "Art der Beförderung",
            "Kraftfahrzeug",
            None,
        ),
    ],
)
def test_the_same_words_under_another_question_are_no_answer(
    more, caption, said, ticked
):
    alex = person("Muster", "Alex", "1986-03-30", more)
    form = [*who("Muster", "Alex", BORN), printed(caption, said, ticked=ticked, at=6)]
    states, found = compared([alex], form)
    label = re.match(r"<x:(\w+)>", more)[1].capitalize()
    assert states["", label].state is State.XML_ONLY
    assert [only.printed.caption for only in found.printed_only] == [caption]
    assert found.printed_only[0].owner == "xsozial/vorgang/person"


def test_a_word_in_common_is_no_contradiction():
    """Nor is standing beside what the form says of the same."""
    home = (
        "<x:unterkunft><x:wohnflaeche>82</x:wohnflaeche>"
        "<x:anzahlRaeume>3</x:anzahlRaeume></x:unterkunft>"
    )
    form = [
        printed("Wohnfläche", "82", "Bedarf", at=1),
        printed("Anzahl der Personen", "4", "Bedarf", at=2),
    ]
    _, found = compared([home], form)
    states = [e.state for p, e in found.fields.items() if "unterkunft" in p]
    assert states == [State.EQUAL, State.XML_ONLY]
    assert [only.printed.text for only in found.printed_only] == ["4"]


NATION = (
    "<x:staatsangehoerigkeit><x:staatsangehoerigkeit><code>000</code>"
    "<name>deutsch</name></x:staatsangehoerigkeit></x:staatsangehoerigkeit>"
)


def test_an_answer_of_one_person_is_not_that_of_another():
    """Of a third person neither."""
    mia = person("Muster", "Mia", "2012-04-02", NATION)
    third = mia.replace("x:person>", "x:dritte>")
    for other in (mia, third):
        form = [*who("Muster", "Alex", BORN), printed("Staatsangehörigkeit", "deutsch")]
        _, found = compared([ALEX, other], form)
        states = {e.state for p, e in found.fields.items() if "staats" in p}
        assert states == {State.XML_ONLY}


def test_somebody_who_stands_in_print_alone_answers_for_nobody():
    form = [
        *who("Muster", "Mia", ("2", "4", "2012"), CHILD),
        *who("Muster", "Nele", ("3", "4", "2015"), "Angaben zum 2. Haushaltsmitglied"),
    ]
    _, found = compared([MIA], form)
    assert [only.printed.text for only in found.printed_only] == [
        "Muster", "Nele", "03.04.2015",
    ]  # fmt: skip


def test_the_holder_of_an_account_is_nobody_else():
    """Whose name stands with the account is not the third party without a block."""
    third = person("Sorgsam", "Petra", "1968-06-01").replace("x:person>", "x:dritte>")
    form = [
        *who("Muster", "Alex", BORN),
        printed("Vorname", "Ganz", "Bankverbindung", at=6),
        printed("Nachname", "Anders", "Bankverbindung", at=7),
        printed("IBAN", "DE02120300000000202051", "Bankverbindung", at=8),
    ]
    bank = IBAN.format("DE02120300000000202051")
    _, found = compared([ALEX, third, bank], form)
    states = {p.split("/")[-1]: e.state for p, e in found.fields.items()}
    assert State.DIFFERS not in states.values()
    assert states["iban"] is State.EQUAL


def test_names_below_the_title_of_the_form_own_no_more_than_themselves():
    mia = person("Muster", "Mia", "2012-04-02", "<x:schule>Waldschule</x:schule>")
    alex = [
        replace(each, heading=each.heading[:1])
        for each in who("Muster", "Alex", BORN)[:2]
    ]
    form = [*alex, printed("Schule", "Waldschule", "Ausbildung", at=20)]
    _, found = compared([ALEX, mia], form)
    (school,) = [e for p, e in found.fields.items() if p.endswith("schule")]
    assert school.state is State.EQUAL


def contact(channel, value):
    return (
        f"<x:kommunikation><x:kanal><code>{channel}</code></x:kanal>"
        f"<x:kennung>{value}</x:kennung></x:kommunikation>"
    )


def test_a_printed_answer_differs_from_one_field_only():
    """The mail address was changed; the mobile number has nothing to do with it."""
    ways = contact("01", "anders@example.com") + contact("03", "0171 3920012")
    alex = person("Muster", "Alex", "1986-03-30", ways)
    mail = printed("E-Mail-Adresse", "muster@example.com", at=6)
    _, found = compared([alex], [*who("Muster", "Alex", BORN), mail])
    states = [e.state for p, e in found.fields.items() if p.endswith("kennung")]
    assert states == [State.DIFFERS, State.XML_ONLY]


def test_a_contact_of_unknown_kind_is_only_found_by_its_value():
    ways = contact("77", "@alex") + contact("77", "muster@example.com")
    alex = person("Muster", "Alex", "1986-03-30", ways)
    mail = printed("E-Mail-Adresse", "muster@example.com", at=6)
    _, found = compared([alex], [*who("Muster", "Alex", BORN), mail])
    states = [e.state for p, e in found.fields.items() if p.endswith("kennung")]
    assert states == [State.XML_ONLY, State.EQUAL]


@pytest.mark.parametrize(
    ("field", "value", "caption", "said"),
    [
        ("kaltmiete", "500", "Kaltmiete", "500,00 €"),
        ("kaltmiete", "500.5", "Kaltmiete", "500,50 €"),
        ("kaltmiete", "500.50", "Kaltmiete", "500,50 EUR"),
        ("kaltmiete", "1500.50", "Kaltmiete", "EUR 1.500,50"),
        ("einzug", "2020-01-05", "Einzug", "5.1.2020"),
        ("einzug", "2020-01-05", "Einzug", "05. 01. 2020"),
        ("identifikationsnummer", "02174683596", "Steueridentifikationsnummer",
         "02 174 683 596"),
        ("rentennummer", "52010174P518", "Rentennummer", "52 010174 P 518"),
        ("telefon", "0221/4710123", "Telefonnummer", "0221 4710123"),
        ("telefon", "+49 221 4710123", "Telefonnummer", "(0221) 4710-123"),
        ("iban", "DE02120300000000202051", "IBAN", "DE02 1203 0000 0000 2020 51"),
        ("iban", "DE02120300000000202051", "IBAN", "IBAN DE02-1203-0000-0000-2020-51"),
        ("telefon", "0049 221 4710123", "Telefonnummer", "0221.4710.123"),
        ("kaltmiete", "1068.75", "Kaltmiete", "1 068,75 €"),
        ("kaltmiete", "500.00", "Kaltmiete", "500,- €"),
        ("kaltmiete", "500.000", "Kaltmiete", "500,–– €"),
        ("wohnflaeche", "48.5", "Wohnfläche", "48,5 m²"),
        ("wohnflaeche", "48", "Wohnfläche", "48 qm"),
        ("wohnflaeche", "48.50", "Wohnfläche", "48,50m2"),
        ("saldo", "-500.00", "Saldo", "\u2212500,00 €"),
        ("einzug", "2020-01-05", "Einzug", "5. Januar 2020"),
        ("einzug", "2020-01-05T00:00:00Z", "Einzug", "05.01.2020"),
        ("vermieter", "O'Hara-Haus", "Vermieter", "O’Hara\u2010Ha\u00adus"),
    ],
)  # fmt: skip
def test_one_value_in_two_spellings(field, value, caption, said):
    group = f"<x:angaben><x:{field}>{value}</x:{field}></x:angaben>"
    compared, alone = outside(group, caption, said)
    assert (compared.state, alone) == (State.EQUAL, [])


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("500.00", "50,00 €"),
        ("1.50", "150"),
        ("12.3", "12,03 €"),
        ("48.5", "485 m²"),
        ("0500", "500"),
        ("1.500", "1.500,00 €"),  # xs:decimal: one and a half
        ("1.505", "1.505,00 €"),
        ("12/3456", "1/23456"),
        ("0049123456", "0123456"),  # no telephone
    ],
)
def test_two_amounts_stay_two(value, said):
    assert outside(RENT.format(value), "Kaltmiete", said)[0].state is State.DIFFERS


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Gültig ab", "Gültig bis"),
        ("Zeitraum von", "Zeitraum bis"),
        ("Beginn des Bezugs", "Ende des Bezugs"),
    ],
)
def test_the_two_ends_of_a_span_are_two(first, last):
    group = "<x:bezug><x:beginn>{}</x:beginn><x:ende>{}</x:ende></x:bezug>"
    form = [
        printed(first, "01.02.2026", "Bezug", at=5),
        printed(last, "31.07.2026", "Bezug", at=6),
    ]
    said = said_in(group.format("2026-02-01", "2026-07-31"), form)
    assert [each.state for each in said.values()] == [State.EQUAL] * 2
    said = said_in(group.format("2026-07-31", "2026-02-01"), form)
    assert State.EQUAL not in [each.state for each in said.values()]


def said_in(group, form):
    """By the element's name."""
    _, found = compared([group], form)
    own = {p: each for p, each in found.fields.items() if "/" in p}
    return {path.rpartition("/")[2]: each for path, each in own.items()}


def test_what_names_another_answer_of_the_group_is_not_this_one():
    """Gross and net: either is a "Betrag", but one of them has a field of its own."""
    group = (
        "<x:einkommen><x:betrag>520.00</x:betrag>"
        "<x:bruttobetrag>498.20</x:bruttobetrag></x:einkommen>"
    )
    form = [
        printed("Bruttobetrag", "520,00 €", "Einkommen", at=5),
        printed("Nettobetrag", "498,20 €", "Einkommen", at=6),
    ]
    states = said_in(group, form)
    assert states["betrag"].said == "498,20 €"
    assert states["bruttobetrag"].said == "520,00 €"
    assert {each.state for each in states.values()} == {State.DIFFERS}


def test_below_the_name_of_somebody_the_xml_does_not_know_nobody_answers():
    income = "<x:einkommen><x:betrag>518.00</x:betrag></x:einkommen>"
    alex = person("Muster", "Alex", "1986-03-30").replace(
        "</x:person>", f"{income}</x:person>"
    )
    form = [
        *who("Muster", "Alex", BORN),
        *who("Muster", "Mia", ("2", "4", "2012"), CHILD, at=10),
        printed("Monatlicher Betrag", "518,00 €", "Einkommen|Mia Muster", at=20),
    ]
    states, found = compared([alex], form)
    assert states["", "Betrag"].state is State.XML_ONLY
    assert found.printed_only[-1].printed.text == "518,00 €"


@pytest.mark.parametrize(
    ("number", "part", "said", "states"),
    [
        ("12", "a", "12 A", ["equal", "equal"]),
        ("12", "a", "12b", ["equal", "differs"]),
        ("12", "a", "13a", ["differs", "equal"]),
        ("12", "", "12a", ["differs"]),
    ],
)
def test_the_parts_of_a_house_number(number, part, said, states):
    alex = person("Muster", "Alex", "1986-03-30", house("Weg", number, part))
    form = [*who("Muster", "Alex", BORN), printed("Hausnummer", said, at=6)]
    _, found = compared([alex], form)
    fields = found.fields.items()
    assert [e.state.value for p, e in fields if "ausnummer" in p] == states


def test_of_a_list_no_part_gets_lost():
    alex = person("Muster", "Alex", "1986-03-30", NATION)
    said = printed("Staatsangehörigkeit", "deutsch, französisch", at=6)
    states, found = compared([alex], [*who("Muster", "Alex", BORN), said])
    assert states["", "Staatsangehörigkeit"].state is State.DIFFERS
    assert found.printed_only == ()


def test_an_empty_field_differs_from_what_is_printed():
    alex = person("Muster", "Alex", "1986-03-30", "<x:titel/>")
    said = printed("Doktorgrade", "Dr.", at=6)
    states, found = compared([alex], [*who("Muster", "Alex", BORN), said])
    assert states["", "Titel"].state is State.DIFFERS
    assert found.printed_only == ()


def test_a_box_that_was_ticked_answers_for_its_sentence_and_for_itself():
    text = "Ich versichere, dass alles richtig ist."
    for agreed, state in (("true", State.EQUAL), ("false", State.DIFFERS)):
        group = (
            f"<x:erklaerung><x:text>{text}</x:text>"
            f"<x:zugestimmt>{agreed}</x:zugestimmt></x:erklaerung>"
        )
        box = printed(text, "Ja", "Erklärungen", ticked=True)
        _, found = compared([group], [box])
        by_name = {p.rpartition("/")[2]: e for p, e in found.fields.items()}
        assert by_name["text"].state is State.EQUAL
        assert by_name["zugestimmt"].state is state


@pytest.mark.parametrize(
    ("word", "caption", "equal"),
    [
        ("antwort {}", "Neu {}", 2000),
        ("antwort {}", "Frage {}", 0),
        ("ja", "Neu {}", 2000),
        ("ja", "Frage", 0),
    ],
)
def test_many_fields_beside_many_entries_cost_what_they_are(word, caption, equal):
    """2,000 of each; each pair by itself took a minute."""
    inner = "".join(f"<x:neu{n}>{word.format(n)}</x:neu{n}>" for n in range(2000))
    application = read_message(f"<x:xsozial><x:vorgang>{inner}</x:vorgang></x:xsozial>")
    entries = tuple(
        printed(caption.format(n), word.format(n), f"Teil {n}") for n in range(2000)
    )
    begun = time.process_time()
    found = compare(application, PrintedForm(known=True, fields=entries))
    assert time.process_time() - begun < 10
    same = [each for each in found.fields.values() if each.state is State.EQUAL]
    assert len(same) == equal


TEXTS = st.sampled_from(
    ["Ja", "Muster", "Alex", "12", "12a", "500,00 €", "30.03.1986", "a, b", "", "\n"]
) | st.text(max_size=8)
CAPTIONS = st.sampled_from(
    ["Familienname", "Vornamen", "Tag", "Monat", "Jahr", "Hausnummer", "Straße", "Ort"]
) | st.text(max_size=8)
ANY_ENTRY = st.builds(
    PrintedField,
    st.lists(st.sampled_from([ME, CHILD, "Geburtsdatum", ""]), max_size=3).map(tuple),
    CAPTIONS,
    TEXTS,
    st.just(Place(0, 0, 0, 1, 1)),
    st.sampled_from([None, True, False]),
)


@given(st.lists(ANY_ENTRY, max_size=20))
def test_whatever_was_printed_is_linked_once_or_stands_alone(fields):
    application = read_message(
        f"<x:xsozial><x:vorgang>{ALEX}{MIA}</x:vorgang></x:xsozial>"
    )
    found = compare(application, PrintedForm(known=True, fields=tuple(fields)))
    linked = {id(e.printed): e.printed for e in found.fields.values() if e.printed}
    alone = {id(only.printed): only.printed for only in found.printed_only}
    assert not linked.keys() & alone.keys()
    said = sorted(e.text for e in fields if e.text.strip() and e.ticked is not False)
    shown = sorted(e.text for e in (*linked.values(), *alone.values()))
    dates = len(said) - len(shown)  # three boxes are one
    assert dates >= 0
    assert dates or said == shown
    known = {each.path for each in application.own_fields if not each.empty}
    assert found.fields.keys() <= known


@pytest.mark.parametrize(
    ("element", "caption"),
    [("maerchenwuensche", "Märchenwünsche"), ("begründung", "Begruendung")],
)
def test_a_name_with_umlauts_written_out_names_the_same(element, caption):
    """Also a word that no list knows."""
    group = f"<x:angaben><x:{element}>Nach Tarif</x:{element}></x:angaben>"
    state, alone = outside(group, caption, "Nach Tarif und Zulage", "Weiteres")
    assert state.state is State.DIFFERS
    assert alone == []
