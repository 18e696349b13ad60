"""The samples: every hint they ask for is found, and every other one has a reason."""

import pytest

from helpers.applications import SAMPLES, expectations, read_sample
from hzl_client.checks.case import Office
from hzl_client.model.finding import Finding
from hzl_client.model.hint import DATED
from unit.checks.check_cases import UNKNOWN_FORM, hints, sample_form, values

OFFICE = Office(("soa:059990001001",), ("Musterhausen, Stadt",))

# Each `pruefhinweis` of the samples, and the id it has here.
FOUND = {
    "Mehrbedarf § 30 Abs. 1 SGB XII prüfen "
    "(Merkzeichen G und volle Erwerbsminderung)": "extra-need-mobility",
    "Personalausweis nicht dabei": "evidence-identity",
    "IBAN-Prüfziffer falsch": "iban-check-digit",
    "Einkommen aus Beschäftigung angegeben, Nachweis-Kategorie leer": (
        "evidence-category-empty"
    ),
    "Kontoinhaberin ist nicht die erste antragstellende Person": "account-holder-other",
    "Kinder 14 und 5 Jahre: Altersstufen prüfen": "age-groups",
    "Warmwasser dezentral: § 30 Abs. 7 SGB XII prüfen": "extra-need-hot-water",
    "Vermögensgrenze für Paar mit zwei Kindern prüfen": "asset-allowance",
    "Erwerbsfähigkeit: Vorrang SGB II prüfen": "priority-sgb2",
    "Bescheid an Betreuerin (Schriftgutempfänger Dritte)": "letters-to-third-party",
    "Mehrbedarf Ernährung § 30 Abs. 5 prüfen": "extra-need-diet",
    "Kontoauszüge fehlen": "evidence-bank-statements",
    "Schwerbehinderung nur beantragt": "disability-only-requested",
    "Pflegegeld ist in der Regel kein Einkommen": "care-allowance",
}
ELSEWHERE = {
    # A finding of the reader that already stands on the screen; twice is once too many.
    "Version 2.5.0 ungeprüft: Hinweis anzeigen": "schema-version-unknown",
}
# What the samples do not list, and why it is right all the same (hzl-fields.md).
BEYOND = {
    "test-message": "§3 no. 26: the attribute is set",
    "evidence-identity": "§2: always expected, and none is there",
    "evidence-bank-statements": "§2: always expected, and none are there",
    "evidence-health-insurance": "§2: always expected, and none is there",
    "evidence-earnings": "§2: the empty category of sample 02, seen from the income",
    "evidence-separation": "§2: sample 01 is divorced, no decree is there",
    "evidence-car": "§2: a car is declared, no registration is there",
    "age-group-changes": "§3 no. 12: the younger child turns 6 in two months",
    "need-level-household": "§3 no. 12: a couple; a special form of housing",
    "earnings-allowance": "§3 no. 21: earnings are declared",
    "evidence-unusable": "§3 no. 10: a PNG that is called PDF",
}
every_sample = pytest.mark.parametrize("sample", SAMPLES)


def asked_for(sample: str) -> set[str]:
    sentences = expectations(sample)["pruefhinweise"]
    return {FOUND[each] for each in sentences if each not in ELSEWHERE}


@every_sample
def test_every_hint_of_a_sample_is_found(sample):
    found = hints(read_sample(sample), sample_form(sample), OFFICE)
    assert asked_for(sample) <= set(found)


@every_sample
def test_whatever_else_is_found_has_a_reason(sample):
    found = hints(read_sample(sample), sample_form(sample), OFFICE)
    assert set(found) - asked_for(sample) <= set(BEYOND)


def test_no_reason_is_out_of_date():
    found = {
        each
        for sample in SAMPLES
        for each in hints(read_sample(sample), sample_form(sample), OFFICE)
    }
    assert set(BEYOND) | set(FOUND.values()) == found


def test_the_version_is_a_finding():
    application = read_sample("06_version_2_5_0")
    assert Finding("schema-version-unknown", "2.5.0") in application.findings


@every_sample
def test_without_the_form_nothing_is_said_to_be_missing(sample):
    found = hints(read_sample(sample), UNKNOWN_FORM, OFFICE)
    missing = {each for each in found if each.startswith("evidence-")}
    assert missing <= {"evidence-unusable"}


@every_sample
def test_every_path_of_the_evidence_is_a_field(sample):
    application = read_sample(sample)
    paths = {field.path for field in application.fields} | {""}
    found = hints(application, sample_form(sample), OFFICE).values()
    assert {each.path for hint in found for each in hint.evidence} <= paths


def test_what_sample_02_shows_beside_its_hints():
    found = hints(
        read_sample("02_paar_zwei_kinder"), sample_form("02_paar_zwei_kinder")
    )
    assert values(found["age-groups"]) == [
        "14 Jahre, Altersgruppe 14 bis 17 (Stufe 4)",
        "5 Jahre, Altersgruppe unter 6 (Stufe 6)",
    ]
    assert values(found["age-group-changes"]) == ["wird am 01.01.2027 6 Jahre alt"]
    assert values(found["asset-allowance"]) == ["12450.90", "12.450,90 €", "2", "2"]
    assert found["asset-allowance"].dated == DATED
    assert "10.000 €" in found["asset-allowance"].rule
    assert found["iban-check-digit"].dated == ""


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        (OFFICE, set()),
        (Office(), set()),
        (Office(("soa:055150000000",), ()), {"recipient-other-office"}),
        (Office((), ("Münster, Stadt",)), {"town-other"}),
    ],
)
def test_another_office(office, expected):
    found = hints(read_sample("01_alleinstehend"), office=office)
    assert set(found) & {"recipient-other-office", "town-other"} == expected
