"""Versions, kinships of messages, titles, codes and notes."""

import pytest

from helpers.applications import (
    NAMESPACE,
    content,
    field_at,
    message,
    read,
    read_message,
    xsozial,
)
from hzl_client import xmlkit
from hzl_client.model.finding import Finding


def codes(application):
    return [finding.code for finding in application.findings]


def person(role, family="", given="", born="", *, applicant=False, more=""):
    return (
        f"<x:person><x:personID>{role}</x:personID>"
        f"<x:antragsteller>{str(applicant).lower()}</x:antragsteller><x:allgemein>"
        f"<x:nameNatuerlichePerson><x:familienname><x:name>{family}</x:name>"
        f"</x:familienname><x:vorname><x:name>{given}</x:name></x:vorname>"
        f"</x:nameNatuerlichePerson><x:geburt><x:datum>{born}</x:datum></x:geburt>"
        f"</x:allgemein>{more}</x:person>"
    )


def case(*people, applied="2026-11-02+01:00"):
    return (
        f"<x:xsozial><x:vorgang><x:antragsDatum>{applied}</x:antragsDatum>"
        f"{''.join(people)}</x:vorgang></x:xsozial>"
    )


@pytest.mark.parametrize(
    ("people", "title"),
    [
        ([("A", "Muster", "Émile", "1980-01-01", True)], "Muster, Émile"),
        (
            [
                ("A", "Muster", "Émile", "1980-01-01", True),
                ("P", "Beispiel", "Änne", "1981-01-01", False),
                ("K", "Muster", "Jo", "2015-01-01", False),
            ],
            "Muster, Émile und Beispiel, Änne",
        ),
        (
            [
                ("K1", "Muster", "Ida", "2012-01-01", True),
                ("K2", "Muster", "Jo", "2015-01-01", True),
            ],
            "Muster, Ida und Jo",
        ),
        (
            [("K", "Muster", "Jo", "2008-11-03", False)] * 2
            + [("A", "Muster", "Bo", "2008-11-02", True)],
            "Muster, Bo",
        ),
        (
            [(str(i), "Muster", f"V{i}", "", True) for i in range(5)],
            "Muster, V0, V1 und V2 u. a.",
        ),
        ([("A", "", "Émile", "", True)], "Émile"),
        ([("A", "Muster", "", "kein Datum", False)], "Muster"),
        ([], "vorgang.transportieren.1000001"),
    ],
)
def test_titles(people, title):
    body = case(*(person(*who[:4], applicant=who[4]) for who in people))
    assert read_message(body).summary.title == title


@pytest.mark.parametrize(
    ("roles", "headings", "title"),
    [
        (("Antragsteller_2", "Antragsteller_1"), "21", "Muster, Bo und Al"),
        (("Antragsteller_10", "Antragsteller_9"), "21", "Muster, Bo und Al"),
        (("Antragsteller_1", "Kind_1"), "12", "Muster, Al und Bo"),
        (("Kind_2", "Antragsteller_1"), "12", "Muster, Al und Bo"),
        (("Antragsteller_2", "Antragsteller"), "12", "Muster, Al und Bo"),
        (("Antragsteller_1", "Antragsteller_1"), "12", "Muster, Al und Bo"),
    ],
)
def test_applicants_are_numbered_as_their_roles_are(roles, headings, title):
    names = ("Al", "Bo")
    people = [
        person(role, "Muster", name, applicant=True)
        for role, name in zip(roles, names, strict=True)
    ]
    application = read_message(case(*people))
    assert application.summary.title == title
    titles = [section.title for section in application.sections]
    assert titles[:2] == [
        f"{number}. antragstellende Person · Muster, {name}"
        for number, name in zip(headings, names, strict=True)
    ]


def test_only_a_third_person_gives_the_title_where_no_person_is_named():
    body = person("E", "Muster", "Eva").replace("x:person>", "x:dritte>")
    assert read_message(case(body)).summary.title == "Muster, Eva"


def test_groups_stand_under_their_person():
    group = "<x:hobby><x:art>Chor</x:art></x:hobby>"
    body = case(person("A", "Muster", "Bo", applicant=True, more=group * 2))
    titles = [s.title for s in read_message(body).sections]
    assert titles[:3] == [
        "1. antragstellende Person · Muster, Bo",
        "Hobby 1 · Muster, Bo",
        "Hobby 2 · Muster, Bo",
    ]


def test_more_than_nine_people_keep_their_order():
    body = case(*(person(f"P{i}", f"F{i}") for i in range(12)))
    assert [p.role for p in read_message(body).persons] == [f"P{i}" for i in range(12)]


def test_a_namespace_that_disagrees_with_the_version_is_noticed():
    raw = message("<x:a>1</x:a>").replace(b'version="2.4.0"', b'version="2.3.0"')
    application = read(content("m", raw))
    assert application.findings == (
        Finding("schema-version-mismatch", "2.3.0"),
        Finding("schema-version-unknown", "2.3.0"),
    )


def test_a_version_that_is_none_leaves_no_foreign_text_in_a_finding():
    raw = message("<x:a/>").replace(b'version="2.4.0"', b'version="Muster, Eva"')
    assert {f.detail for f in read(content("m", raw)).findings} == {""}


def test_without_a_version_the_namespace_counts():
    raw = message("<x:a/>").replace(b'version="2.4.0"', b"")
    application = read(content("m", raw))
    assert (application.version, application.findings) == ("2.4.0", ())


def test_a_sister_message_of_the_family_is_read_generically():
    application = read_message("<x:status>neu</x:status>", root="status.melden.42")
    assert application.standard == "XSozial-basis"
    assert codes(application) == ["message-type-unknown"]
    assert field_at(application, "status").text == "neu"


def test_the_known_root_in_a_foreign_namespace_is_read_and_noticed():
    root = "vorgang.transportieren.1000001"
    raw = f'<{root} version="2.4.0"><a>1</a></{root}>'
    application = read(content("m", raw.encode()))
    assert application.standard == "XSozial-basis"
    assert codes(application) == ["schema-namespace-unknown"]


@pytest.mark.parametrize(
    ("raw", "own"),
    [
        (f'<a xmlns="{NAMESPACE}"/>', True),
        ("<vorgang.transportieren.1000001/>", True),
        ("<vorgang.transportieren/>", False),
        ('<a xmlns="urn:a"/>', False),
    ],
)
def test_recognition_goes_by_the_root(raw, own):
    assert xsozial().recognises(xmlkit.parse(raw.encode())) is own


def test_a_block_on_disclosure_is_a_finding():
    group = "<x:auskunftssperre><x:grund><code>2</code></x:grund></x:auskunftssperre>"
    body = case(person("A", "Muster", more=group))
    assert "disclosure-blocked" in codes(read_message(body))


def test_the_service_keeps_what_is_not_the_known_ending():
    def service(product):
        return read_message("<x:a/>", attributes=f'produkt="{product}"').summary.service

    assert (
        service("Hilfe zum Lebensunterhalt Bewilligung") == "Hilfe zum Lebensunterhalt"
    )
    assert service("Bewilligung") == "Bewilligung"
    assert service("Bildung und Teilhabe") == "Bildung und Teilhabe"


def test_an_empty_test_mark_is_a_mark():
    assert read_message("<x:a/>", attributes='test=""').summary.test


def test_two_codes_with_one_name_share_no_text():
    application = read_message(
        "<x:a><code>1</code><code>2</code><name>eins</name></x:a>"
    )
    assert field_at(application, "a/code[1]").text == "1"


def test_the_text_beside_a_code_is_an_angabe_too():
    application = read_message(
        "<x:turnus><code>9</code><name>täglich</name></x:turnus>"
    )
    assert field_at(application, "turnus/code").label == "Turnus"
    name = field_at(application, "turnus/name")
    assert (name.label, name.text) == ("Turnus (Text)", "täglich")
