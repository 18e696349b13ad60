"""XML and form side by side: equal by their words, told where they differ."""

import re
import time

import pytest

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
