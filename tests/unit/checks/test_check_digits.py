"""Numbers that carry a check digit, with the vectors of their standards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.checks import numbers
from unit.checks.check_cases import case, entered, form, hints, kind, person, values


@pytest.mark.parametrize(
    "iban",
    [
        "DE89370400440532013000",  # the examples of the IBAN registry
        "GB29NWBK60161331926819",
        "FR1420041010050500013M02606",
        "AT611904300234573201",
        "NL91ABNA0417164300",
        "CH9300762011623852957",
        "DE51999999990001234500",  # and those of our samples
        "DE93999999970000055001",
        "DE03999999950000004242",
    ],
)
def test_ibans_that_are_right(iban):
    assert numbers.iban_has_its_shape(iban)
    assert numbers.iban_is_right(iban)


def test_the_iban_of_sample_02_is_wrong():
    assert not numbers.iban_is_right("DE67999999980007700123")


@given(st.integers(4, 21), st.integers(1, 9))
def test_one_wrong_digit_of_an_iban_is_always_seen(place, more):
    iban = "DE89370400440532013000"
    digit = (int(iban[place]) + more) % 10
    assert not numbers.iban_is_right(f"{iban[:place]}{digit}{iban[place + 1 :]}")


# Published for testing by the Bundeszentralamt für Steuern, nobody's.
@pytest.mark.parametrize("number", ["86095742719", "47036892816", "65929970489"])
def test_tax_ids(number):
    assert numbers.tax_id_is_right(number)
    assert not numbers.tax_id_is_right(number[:10] + str((int(number[10]) + 1) % 10))


def test_pension_number_of_the_standard():
    assert numbers.pension_number_is_right("15070649C103")
    assert not numbers.pension_number_is_right("15070649C104")


def test_health_number_of_the_standard():
    assert numbers.health_number_is_right("A123456780")
    assert not numbers.health_number_is_right("A123456781")


def account(iban: str) -> str:
    return f"<x:bankverbindung><x:iban>{iban}</x:iban></x:bankverbindung>"


@pytest.mark.parametrize(
    ("iban", "found"),
    [
        ("DE89 3704 0044 0532 0130 00", set()),
        ("DE88370400440532013000", {"iban-check-digit"}),
        ("DE8937040044053201300", {"iban-length"}),
        ("keins", {"iban-length"}),
        ("", set()),
    ],
)
def test_an_iban_in_the_xml(iban, found):
    assert {i for i in hints(case(account(iban))) if i.startswith("iban")} == found


def test_a_printed_iban_counts_once_and_where_the_xml_has_none():
    wrong = "DE88370400440532013000"
    printed = form(entered("IBAN", wrong))
    twice = hints(case(account(wrong)), printed)["iban-check-digit"]
    assert [each.path for each in twice.evidence] == [
        "xsozial/vorgang/bankverbindung/iban"
    ]
    assert values(hints(case(), printed)["iban-check-digit"]) == [wrong]


def tax_id(number: str) -> str:
    return person(f"<x:identifikationsnummer>{number}</x:identifikationsnummer>")


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("86095742719", set()),
        ("86 095 742 719", set()),
        ("86095742710", {"tax-id-check-digit"}),
        ("8609574271", {"tax-id-check-digit"}),
        ("02174683596", {"tax-id-test"}),
        ("", set()),
    ],
)
def test_a_tax_id_in_the_xml(number, found):
    ids = hints(case(tax_id(number)))
    assert {i for i in ids if i.startswith("tax")} == found


def test_in_a_test_message_a_test_number_is_no_news():
    assert "tax-id-test" not in hints(case(tax_id("02174683596"), root='test="ja"'))


def pension(number: str, name: str = "versicherungsnummer", born="1949-06-07"):
    body = f"<x:{name}>{number}</x:{name}>"
    return case(person(kind("einkommen", "Rente", body), born=born))


@pytest.mark.parametrize(
    ("number", "born", "found"),
    [
        ("15070649C103", "1949-06-07", set()),
        ("15 070649 C 103", "1949-06-07", set()),
        ("15070649C104", "1949-06-07", {"pension-number-check-digit"}),
        ("15070649C103", "1949-06-08", {"pension-number-birth-date"}),
        ("15070649C103", "", set()),
        ("12345", "1949-06-07", set()),  # some other insurance's
    ],
)
def test_a_pension_number_in_the_xml(number, born, found):
    ids = hints(pension(number, born=born))
    assert {i for i in ids if i.startswith("pension")} == found


def test_what_is_called_a_pension_number_must_look_like_one():
    ids = hints(pension("12345", "rentenversicherungsnummer"))
    assert "pension-number-check-digit" in ids


def test_a_day_raised_by_50_is_the_same_day():
    """The check digit of 15570649C10? is not the point here."""
    ids = hints(pension("15570649C103"))
    assert "pension-number-birth-date" not in ids


@pytest.mark.parametrize(
    ("number", "wrong"),
    [("A123456780", False), ("A123456781", True), ("PRIVAT-17", False), ("", False)],
)
def test_a_health_number_in_the_xml(number, wrong):
    body = kind(
        "krankenversicherung",
        "pflichtversichert",
        f"<x:versichertennummer>{number}</x:versichertennummer>",
    )
    assert ("health-number-check-digit" in hints(case(person(body)))) is wrong


@pytest.mark.parametrize(
    ("code", "wrong"),
    [("59999", False), ("5999", True), ("D-59999", True), ("٥٩٩٩٩", True), ("", False)],
)
def test_a_postal_code(code, wrong):
    body = (
        "<x:anschrift><x:anschriftInland><gebaeude>"
        f"<postleitzahl>{code}</postleitzahl></gebaeude></x:anschriftInland></x:anschrift>"
    )
    assert ("postal-code" in hints(case(person(body)))) is wrong


def test_a_postal_code_abroad_is_not_judged():
    body = "<x:anschriftAusland><postleitzahl>SW1A</postleitzahl></x:anschriftAusland>"
    assert "postal-code" not in hints(case(person(body)))
