"""Each check: what makes it speak, what keeps it silent."""

from datetime import date, timedelta

import pytest

from helpers.applications import content, message, read, read_message
from hzl_client.checks import days, registry
from hzl_client.checks.amounts import amount, euros
from hzl_client.checks.case import Around, Office
from hzl_client.model.comparison import Compared, Comparison, State
from hzl_client.model.hint import Evidence
from unit.checks.check_cases import (
    RECEIVED,
    UNKNOWN_FORM,
    box,
    case,
    entered,
    form,
    hints,
    kind,
    person,
    related,
    values,
)

EARNED = {"earnings-allowance", "evidence-earnings"}
EARNINGS = kind("einkommen", "Nichtselbstständige Tätigkeit")
SHELTERED = kind("einkommen", "Beschäftigung in einer Werkstatt")
BENEFIT = kind("einkommen", "Kindergeld")
REDUCED = kind("erwerbsminderung", "voll, befristet")
LASTING = kind("erwerbsminderung", "voll, auf Dauer")
PARTLY = kind("erwerbsminderung", "teilweise")
G = "<x:schwerbehinderung><x:merkzeichen>G</x:merkzeichen></x:schwerbehinderung>"
CHILD = person(related("Kind"), role="Kind_1", born="2020-03-04")
PARTNER = person(related("Ehefrau oder Ehemann"), role="Partner_1")
OLD = "1958-01-01"


def rent(**amounts: str) -> str:
    rows = "".join(f"<x:{name}>{value}</x:{name}>" for name, value in amounts.items())
    return f"<x:unterkunft>{rows}</x:unterkunft>"


def asset(word: str, worth: str) -> str:
    return kind("vermoegen", word, f"<x:betrag>{worth}</x:betrag>", "vermoegensart")


def account(holder: str) -> str:
    inside = f"<x:kontoinhaber>{holder}</x:kontoinhaber>"
    return f"<x:bankverbindung>{inside}</x:bankverbindung>"


def agreed(answer: str) -> str:
    return (
        "<x:erklaerung><x:text>Ich versichere es.</x:text>"
        f"<x:zugestimmt>{answer}</x:zugestimmt></x:erklaerung>"
    )


def third(body: str = "", letters: str = "true") -> str:
    return (
        f"<x:dritte><x:dritteID>Betreuer_1</x:dritteID>{body}"
        f"<x:schriftgutempfaenger>{letters}</x:schriftgutempfaenger></x:dritte>"
    )


def ends(day: str) -> str:
    return person(
        f"<x:schwerbehinderung><x:gueltigBis>{day}</x:gueltigBis></x:schwerbehinderung>"
    )


def moved(day: str) -> str:
    return f"<x:aufenthalt><x:zugezogenAm>{day}</x:zugezogenAm></x:aufenthalt>"


def parent_of(born: str, child_born: str, word: str = "Kind") -> str:
    child = person(related(word), role="Kind_1", born=child_born)
    return person(born=born) + child


def relative(income: str) -> str:
    inside = f"<x:jahreseinkommen>{income}</x:jahreseinkommen>"
    return person(f"<x:unterhaltspflichtiger>{inside}</x:unterhaltspflichtiger>")


def given_away(day: str) -> str:
    return person(f"<x:schenkung><x:datum>{day}</x:datum></x:schenkung>")


YES_SINGLE = form(box("Sind Sie alleinerziehend?", "Ja", True))
NO_SINGLE = form(box("Sind Sie alleinerziehend?", "Nein", True))
SPEAKS = [
    ("birth-date-implausible", person(born="2026-11-29"), UNKNOWN_FORM),
    ("birth-date-implausible", person(born="1906-11-28"), UNKNOWN_FORM),
    ("birth-date-implausible", person(born="2001-02-29"), UNKNOWN_FORM),
    ("birth-date-partial", person(born="1980"), UNKNOWN_FORM),
    ("birth-date-partial", person(born="1980-05"), UNKNOWN_FORM),
    ("birth-date-partial", person(born="1980-00-00"), UNKNOWN_FORM),
    ("birth-date-partial", person(born="unbekannt"), UNKNOWN_FORM),
    ("birth-date-partial", person(role="Kind_1", born=""), UNKNOWN_FORM),
    ("birth-date-partial", person(related("Tochter"), born=""), UNKNOWN_FORM),
    ("child-older-than-parent", parent_of("2000-01-02", "2000-01-01"), UNKNOWN_FORM),
    ("age-groups", person() + CHILD, UNKNOWN_FORM),
    ("age-group-changes", person(born="2012-12-24"), UNKNOWN_FORM),
    ("age-group-changes", person(born="2009-02-20"), UNKNOWN_FORM),
    ("need-level-household", person() + PARTNER, UNKNOWN_FORM),
    ("need-level-household", rent(besondereWohnform="true"), UNKNOWN_FORM),
    ("moved-recently", moved("2026-10-01"), UNKNOWN_FORM),
    ("moved-recently", "", form(entered("Zugezogen am", "1.10.2026"))),
    ("from-institution", "", form(box("Leben Sie in einer Einrichtung?", "Ja", True))),
    (
        "from-institution",
        "<x:aufenthalt><x:einrichtung>Haus Sonne</x:einrichtung></x:aufenthalt>",
        UNKNOWN_FORM,
    ),
    ("letters-to-third-party", third(), UNKNOWN_FORM),
    ("priority-sgb2", person(EARNINGS), UNKNOWN_FORM),
    ("priority-sgb2", person(EARNINGS + PARTLY), UNKNOWN_FORM),
    (
        "priority-sgb2",
        person(),
        form(box("Besteht eine volle Erwerbsminderung?", "Nein", True)),
    ),
    (
        "priority-sgb2",
        person(),
        form(box("Können Sie mindestens 3 Stunden arbeiten?", "Ja", True)),
    ),
    (
        "priority-sgb2",
        person(),
        form(entered("Minijob – Nettobetrag", "200,00 €", "Einkommen")),
    ),
    ("priority-age", person(born=OLD), UNKNOWN_FORM),
    ("priority-lasting-reduction", person(LASTING), UNKNOWN_FORM),
    ("extra-need-mobility", person(G + REDUCED), UNKNOWN_FORM),
    ("extra-need-mobility", person(G, born=OLD), UNKNOWN_FORM),
    ("extra-need-pregnancy", person("<x:schwanger>true</x:schwanger>"), UNKNOWN_FORM),
    ("extra-need-pregnancy", "", form(box("Sind Sie schwanger?", "Ja", True))),
    ("extra-need-single-parent", person() + CHILD, UNKNOWN_FORM),
    ("extra-need-single-parent", "", YES_SINGLE),
    ("extra-need-diet", person(kind("mehrbedarf", "Ernährung")), UNKNOWN_FORM),
    ("extra-need-hot-water", rent(warmwasserDezentral="true"), UNKNOWN_FORM),
    ("extra-need-hot-water", "", form(box("Warmwassererzeugung", "dezentral", True))),
    ("account-holder-other", person() + account("Erika Anders"), UNKNOWN_FORM),
    ("amount-unreadable", rent(kaltmiete="ca. 400"), UNKNOWN_FORM),
    ("amount-unreadable", rent(kaltmiete="1.234"), UNKNOWN_FORM),
    ("amount-unreadable", "", form(entered("Kaltmiete (monatlich)", "vierhundert"))),
    (
        "rent-sum",
        rent(kaltmiete="400.00", nebenkosten="80", heizkosten="70", gesamtmiete="560"),
        UNKNOWN_FORM,
    ),
    ("rent-per-square-metre", rent(kaltmiete="4120", wohnflaeche="48"), UNKNOWN_FORM),
    (
        "rent-per-square-metre",
        rent(kaltmiete="4120", wohnflaeche="48"),
        form(entered("Kaltmiete (monatlich)", "4.120,00 €")),
    ),
    ("account-holder-other", person() + account("Erika Muster"), UNKNOWN_FORM),
    ("rent-per-square-metre", rent(kaltmiete="41", wohnflaeche="48 m²"), UNKNOWN_FORM),
    ("asset-allowance", person(asset("Sparbuch", "10000.01")), UNKNOWN_FORM),
    ("asset-allowance", "", form(entered("Sparbuch", "10.000,01 €", "Vermögen"))),
    ("car-value", person(asset("Kraftfahrzeug", "7500.01")), UNKNOWN_FORM),
    (
        "car-value",
        person(),
        form(entered("Geschätzter Wert", "7.501,00 €", "Vermögen")),
    ),
    (
        "asset-transfer",
        person("<x:schenkung><x:datum>2017-01-01</x:datum></x:schenkung>"),
        UNKNOWN_FORM,
    ),
    ("asset-transfer", "", form(box("Haben Sie etwas verschenkt?", "Ja", True))),
    ("deduction-without-income", person(kind("absetzung", "Beitrag")), UNKNOWN_FORM),
    (
        "deduction-without-income",
        person(kind("absetzung", "Fahrtkosten") + BENEFIT),
        UNKNOWN_FORM,
    ),
    ("earnings-allowance", person(EARNINGS), UNKNOWN_FORM),
    *(
        ("earnings-allowance", person(kind("einkommen", each)), UNKNOWN_FORM)
        for each in (
            "Selbstständigkeit",
            "selbständig",
            "Gewerbebetrieb",
            "Land- und Forstwirtschaft",
            "Freiberufler",
        )
    ),
    ("child-benefit-missing", person(EARNINGS) + CHILD, UNKNOWN_FORM),
    ("child-benefit-without-child", person(BENEFIT), UNKNOWN_FORM),
    ("care-allowance", person(kind("einkommen", "Pflegegeld")), UNKNOWN_FORM),
    ("relatives-income", "", form(box("Mehr als 100.000 € im Jahr?", "Ja", True))),
    (
        "relatives-income",
        relative("100000.01"),
        UNKNOWN_FORM,
    ),
    ("declaration-not-given", agreed("false"), UNKNOWN_FORM),
    (
        "declaration-not-given",
        "",
        form(box("Ich versichere es.", "Ja", False, "Erklärungen")),
    ),
    (
        "declaration-not-given",
        "",
        form(box("Ich versichere es.", "", False, "Erklärungen")),
    ),
    ("evidence-expires", ends("2027-02-20"), UNKNOWN_FORM),
    ("evidence-expires", ends("2020-01-01"), UNKNOWN_FORM),
    ("evidence-expires", "", form(entered("Gültig bis", "01.12.2026"))),
    (
        "disability-only-requested",
        person(
            "<x:schwerbehinderung><x:antragGestelltAm>2026-01-01</x:antragGestelltAm>"
            "</x:schwerbehinderung>"
        ),
        UNKNOWN_FORM,
    ),
    (
        "xml-and-form-differ",
        rent(kaltmiete="400.00"),
        form(entered("Kaltmiete", "410")),
    ),
    ("xml-and-form-differ", person(), form(entered("Familienname", "Müster"))),
]
SPEAKS += [  # the first day or cent on which something is worth a look
    ("birth-date-implausible", person(born="1906-11-28"), UNKNOWN_FORM),
    ("child-older-than-parent", parent_of("2000-01-01", "2000-01-01"), UNKNOWN_FORM),
    (
        "child-older-than-parent",
        parent_of("2000-01-01", "2000-01-01", "Tochter"),
        UNKNOWN_FORM,
    ),
    (
        "child-older-than-parent",
        parent_of("2000-01-01", "1999-01-01", "Stiefkind"),
        UNKNOWN_FORM,
    ),
    ("age-groups", person(born="2008-11-21"), UNKNOWN_FORM),
    ("moved-recently", moved("2026-09-21"), UNKNOWN_FORM),
    ("moved-recently", moved("2026-11-28"), UNKNOWN_FORM),
    ("priority-sgb2", person(EARNINGS, born="2011-11-20"), UNKNOWN_FORM),
    ("asset-transfer", given_away("2016-11-20"), UNKNOWN_FORM),
    ("asset-transfer", given_away("unbekannt"), UNKNOWN_FORM),
    ("rent-per-square-metre", rent(kaltmiete="149.99", wohnflaeche="50"), UNKNOWN_FORM),
    (
        "rent-per-square-metre",
        rent(kaltmiete="1250.01", wohnflaeche="50"),
        UNKNOWN_FORM,
    ),
    (
        "rent-sum",
        rent(kaltmiete="400", nebenkosten="80", heizkosten="70", gesamtmiete="550.01"),
        UNKNOWN_FORM,
    ),
    (
        "child-benefit-without-child",
        person(BENEFIT, born="2001-11-20"),
        UNKNOWN_FORM,
    ),
    ("child-benefit-missing", person(EARNINGS, born="2008-11-21"), UNKNOWN_FORM),
    (
        "extra-need-single-parent",
        person() + person(role="Kind_1", born="2008-11-21"),
        UNKNOWN_FORM,
    ),
]
SILENT = [  # and the last one on which it is not
    ("birth-date-implausible", person(born="1906-11-29"), UNKNOWN_FORM),
    ("moved-recently", moved("2026-11-29"), UNKNOWN_FORM),
    ("priority-sgb2", person(EARNINGS, born="2011-11-21"), UNKNOWN_FORM),
    ("asset-transfer", given_away("2016-11-19"), UNKNOWN_FORM),
    ("rent-per-square-metre", rent(kaltmiete="150", wohnflaeche="50"), UNKNOWN_FORM),
    ("rent-per-square-metre", rent(kaltmiete="1250", wohnflaeche="50"), UNKNOWN_FORM),
    (
        "child-benefit-without-child",
        person(BENEFIT, born="2001-11-21"),
        UNKNOWN_FORM,
    ),
    ("child-benefit-missing", person(EARNINGS, born="2008-11-20"), UNKNOWN_FORM),
    (
        "extra-need-single-parent",
        person() + person(role="Kind_1", born="2008-11-20"),
        UNKNOWN_FORM,
    ),
    ("relatives-income", relative("100000.00"), UNKNOWN_FORM),
    (
        "from-institution",
        "<x:aufenthalt><x:einrichtung>false</x:einrichtung></x:aufenthalt>",
        UNKNOWN_FORM,
    ),
    ("birth-date-implausible", person(born="2004-02-29"), UNKNOWN_FORM),
    ("birth-date-implausible", person(born="2026-11-28"), UNKNOWN_FORM),
    ("birth-date-implausible", person(born="unbekannt"), UNKNOWN_FORM),
    ("birth-date-implausible", person(born=""), UNKNOWN_FORM),
    ("birth-date-implausible", person(born="1980-00-00"), UNKNOWN_FORM),
    ("birth-date-partial", person(), UNKNOWN_FORM),
    ("birth-date-partial", person(born=""), UNKNOWN_FORM),
    ("birth-date-partial", person(role="Kind_1"), UNKNOWN_FORM),
    ("child-older-than-parent", parent_of("1980-01-01", "2000-01-01"), UNKNOWN_FORM),
    (
        "child-older-than-parent",
        parent_of("2000-01-02", "1950-01-01", "Großelternteil"),
        UNKNOWN_FORM,
    ),
    ("child-older-than-parent", CHILD, UNKNOWN_FORM),
    ("age-groups", person(born="2008-11-20"), UNKNOWN_FORM),
    ("age-groups", person(born="2030-01-01"), UNKNOWN_FORM),
    ("age-group-changes", person(born="2012-11-20"), UNKNOWN_FORM),
    ("age-group-changes", person(born="2009-02-21"), UNKNOWN_FORM),
    ("need-level-household", person() + CHILD, UNKNOWN_FORM),
    ("moved-recently", moved("2026-09-20"), UNKNOWN_FORM),
    ("moved-recently", moved("schon immer"), UNKNOWN_FORM),
    ("from-institution", "", form(box("In einer Einrichtung?", "Ja", False))),
    ("letters-to-third-party", third(letters="false"), UNKNOWN_FORM),
    ("priority-sgb2", person(EARNINGS + REDUCED), UNKNOWN_FORM),
    ("priority-sgb2", person(SHELTERED), UNKNOWN_FORM),
    ("priority-sgb2", person(EARNINGS, born=OLD), UNKNOWN_FORM),
    ("priority-sgb2", person(EARNINGS, born="2013-01-01"), UNKNOWN_FORM),
    ("priority-sgb2", person(EARNINGS, born=""), UNKNOWN_FORM),
    ("priority-age", person(born="1964-01-01"), UNKNOWN_FORM),
    ("priority-age", person(born=""), UNKNOWN_FORM),
    ("priority-lasting-reduction", person(REDUCED), UNKNOWN_FORM),
    ("extra-need-mobility", person(G), UNKNOWN_FORM),
    ("extra-need-mobility", person(REDUCED), UNKNOWN_FORM),
    ("extra-need-pregnancy", "", form(box("Sind Sie schwanger?", "Nein", True))),
    ("extra-need-pregnancy", "", form(box("Sind Sie schwanger?", "Ja", False))),
    ("extra-need-single-parent", person() + PARTNER + CHILD, UNKNOWN_FORM),
    ("extra-need-single-parent", person() + CHILD, NO_SINGLE),
    ("extra-need-single-parent", person(born="") + CHILD, UNKNOWN_FORM),
    ("extra-need-hot-water", rent(warmwasserDezentral="false"), UNKNOWN_FORM),
    ("account-holder-other", person() + account("MUSTER, Antragsteller"), UNKNOWN_FORM),
    ("account-holder-other", account("Erika Anders"), UNKNOWN_FORM),
    ("account-holder-other", person() + account("Erika Anders") * 51, UNKNOWN_FORM),
    (
        "account-holder-other",
        person().replace("Muster<", "Müßig<") + account("Antragsteller Muessig"),
        UNKNOWN_FORM,
    ),
    (
        "account-holder-other",
        person() + account("Dr. Antragsteller und Erika Muster"),
        UNKNOWN_FORM,
    ),
    ("amount-unreadable", "", form(entered("Wer zahlt die Miete?", "das Amt"))),
    (
        "amount-unreadable",
        rent(kaltmiete="400.5", heizkosten="1.234,50 €"),
        UNKNOWN_FORM,
    ),
    (
        "rent-sum",
        rent(kaltmiete="400.00", nebenkosten="80", heizkosten="70", gesamtmiete="550"),
        UNKNOWN_FORM,
    ),
    ("rent-sum", rent(kaltmiete="400.00", gesamtmiete="550"), UNKNOWN_FORM),
    ("rent-per-square-metre", rent(kaltmiete="412", wohnflaeche="48"), UNKNOWN_FORM),
    ("rent-per-square-metre", rent(kaltmiete="412", wohnflaeche="0"), UNKNOWN_FORM),
    ("asset-allowance", person(asset("Sparbuch", "10000.00")), UNKNOWN_FORM),
    ("asset-allowance", person(asset("Kraftfahrzeug", "20000.00")), UNKNOWN_FORM),
    ("asset-allowance", person(asset("Sparbuch", "viel")), UNKNOWN_FORM),
    ("car-value", person(asset("Kraftfahrzeug", "7500")), UNKNOWN_FORM),
    (
        "car-value",
        person(asset("Kraftfahrzeug", "7500")),
        form(entered("Geschätzter Wert", "7.501,00 €", "Vermögen")),
    ),
    (
        "car-value",
        person(),
        form(
            entered("Geschätzter Wert", "7.500,00 €", "Vermögen"),
            entered("Sparguthaben", "9.000,00 €", "Vermögen"),
            entered("Rückkaufswert", "9.000,00 €", "Vermögen"),
            entered("Kraftfahrzeug", "12.000 km", "Arbeitsweg"),
        ),
    ),
    ("car-value", person(asset("Sparbuch", "9000")), UNKNOWN_FORM),
    (
        "asset-transfer",
        person("<x:schenkung><x:datum>2016-01-01</x:datum></x:schenkung>"),
        UNKNOWN_FORM,
    ),
    (
        "deduction-without-income",
        person(kind("absetzung", "Fahrtkosten") + EARNINGS),
        UNKNOWN_FORM,
    ),
    ("earnings-allowance", person(BENEFIT), UNKNOWN_FORM),
    ("child-benefit-missing", person(BENEFIT) + CHILD, UNKNOWN_FORM),
    ("child-benefit-missing", person() + CHILD, UNKNOWN_FORM),
    ("child-benefit-without-child", person(BENEFIT) + CHILD, UNKNOWN_FORM),
    ("child-benefit-without-child", person(BENEFIT, born=""), UNKNOWN_FORM),
    ("declaration-not-given", agreed("true"), UNKNOWN_FORM),
    ("evidence-expires", ends("2027-02-21"), UNKNOWN_FORM),
    (
        "disability-only-requested",
        "",
        form(
            box("Liegt ein Schwerbehindertenausweis vor?", "Ja", True),
            entered("Antrag gestellt am", "01.01.2026"),
        ),
    ),
    ("from-institution", person("<x:einrichtung>Schule</x:einrichtung>"), UNKNOWN_FORM),
    ("evidence-expires", ends("unbefristet"), UNKNOWN_FORM),
    (
        "xml-and-form-differ",
        rent(kaltmiete="400.00"),
        form(entered("Kaltmiete", "400")),
    ),
    ("xml-and-form-differ", "", form(entered("Kaltmiete", "410,00 €"))),
    ("xml-and-form-differ", person(), form(entered("Familienname", "Muster "))),
]


@pytest.mark.parametrize(("check", "body", "printed"), SPEAKS)
def test_a_check_speaks(check, body, printed):
    hint = hints(case(body), printed)[check]
    assert all(each.label and each.value for each in hint.evidence)


@pytest.mark.parametrize(("check", "body", "printed"), SILENT)
def test_a_check_is_silent(check, body, printed):
    assert check not in hints(case(body), printed)


def counted(*people):
    rich = asset("Sparbuch", "20000.00")
    hint = hints(case(person(rich), *people))["asset-allowance"]
    return {seen.label: seen.value for seen in hint.evidence[2:]}


def test_whose_age_is_unknown_is_no_adult():
    children = [
        person(role=f"Kind_{number}", born=born)
        for number, born in enumerate(("2021", "2012-02-30", "", "2030-01-01"), 1)
    ]
    assert counted(*children, CHILD) == {
        "Erwachsene": "1",
        "Minderjährige": "1",
        "Alter unbekannt": "4",
    }
    assert counted(CHILD) == {"Erwachsene": "1", "Minderjährige": "1"}


@pytest.mark.parametrize(
    ("check", "born"),
    [("birth-date-implausible", "2012-02-30"), ("birth-date-partial", "2012")],
)
def test_whose_birth_date_it_is_stands_beside_it(check, born):
    hint = hints(case(person(), person(role="Kind_1", born=born)))[check]
    (seen,) = hint.evidence
    assert seen.label == "Kind Muster"
    assert seen.path.endswith("datum")


FILES = [
    ("evidence-rent", rent(kaltmiete="400"), "Mietvertrag"),
    ("evidence-earnings", person(EARNINGS), "Lohnabrechnungen"),
    ("evidence-pension", person(kind("einkommen", "Altersrente")), "Rentenbescheid"),
    ("evidence-pension", person(kind("einkommen", "Pension")), "Versorgungsbescheid"),
    ("evidence-child-benefit", person(BENEFIT), "Kindergeldbescheid"),
    ("evidence-assets", person(asset("Sparbuch", "1")), "Nachweis Sparguthaben"),
    ("evidence-car", person(asset("Kraftfahrzeug", "1")), "Fahrzeugschein"),
    (
        "evidence-disability",
        person("<x:gradDerBehinderung>50</x:gradDerBehinderung>"),
        "Schwerbehindertenausweis",
    ),
    ("evidence-reduced-capacity", person(REDUCED), "Gutachten"),
    ("evidence-diet", person(kind("mehrbedarf", "Ernährung")), "Ärztliches Attest"),
    (
        "evidence-pregnancy",
        person("<x:schwanger>true</x:schwanger>"),
        "Mutterpass",
    ),
    ("evidence-sickness", person(kind("einkommen", "Krankengeld")), "Krankengeld"),
    ("evidence-housing", person(kind("einkommen", "Wohngeld")), "Wohngeldbescheid"),
    (
        "evidence-unemployment",
        person(kind("einkommen", "Bürgergeld (SGB II)")),
        "Bescheid SGB II",
    ),
    ("evidence-parental", person(kind("einkommen", "Elterngeld")), "Elterngeld"),
    ("evidence-training", person(kind("einkommen", "BAföG")), "BAföG-Bescheid"),
    (
        "evidence-maintenance",
        person(kind("einkommen", "Kindesunterhalt")),
        "Unterhaltstitel",
    ),
    ("evidence-property", person(asset("Grundstück", "1")), "Grundbuchauszug"),
    ("evidence-transfer", given_away("2026-01-01"), "Übergabevertrag"),
    (
        "evidence-separation",
        person("<x:familienstand>dauernd getrennt lebend</x:familienstand>"),
        "Scheidungsurteil",
    ),
    ("evidence-deductions", person(kind("absetzung", "Haftpflicht")), "Police"),
    (
        "representative-without-proof",
        third("<x:betreuung><x:gericht>AG</x:gericht></x:betreuung>"),
        "Betreuungsurkunde",
    ),
]


@pytest.mark.parametrize(("check", "declared", "word"), FILES)
def test_evidence_that_is_declared_and_not_there(check, declared, word):
    application = case(declared)
    without = form(files=[("Sonstiges", "Foto.jpg", "anhang_0001.jpg")])
    assert check in hints(application, without)
    assert check not in hints(application, UNKNOWN_FORM)
    assert check not in hints(case(), without)
    as_category = form(files=[(word, "scan.pdf", "anhang_0001.pdf")])
    assert check not in hints(application, as_category)
    as_file = form(files=[("Sonstiges", f"mein_{word}.pdf", "anhang_0001.pdf")])
    assert check not in hints(application, as_file)


@pytest.mark.parametrize(
    ("check", "name", "there"),
    [
        ("evidence-identity", "Personalausweis.jpg", True),
        ("evidence-identity", "Ausweis_Vorderseite.jpg", True),
        ("evidence-identity", "Betreuerausweis.pdf", False),
        ("evidence-identity", "Schwerbehindertenausweis.pdf", False),
        ("evidence-bank-statements", "Kontoauszüge.pdf", True),
        ("evidence-bank-statements", "Sparbuch.pdf", False),
        ("evidence-health-insurance", "KV Bescheinigung.pdf", True),
        ("evidence-health-insurance", "Krankenhaus.pdf", False),
    ],
)
def test_evidence_that_is_always_expected(check, name, there):
    printed = form(files=[("Sonstige Nachweise", name, "anhang_0001.pdf")])
    assert (check not in hints(case(), printed)) is there


def test_a_pension_only_asked_for_needs_no_decision():
    answer = entered("Beantragte Leistung", "Altersrente", "Einkommen")
    assert "evidence-pension" not in hints(case(), form(answer))
    answer = entered("Rente (Art)", "Altersrente", "Einkommen")
    assert "evidence-pension" in hints(case(), form(answer))


def nationality(*codes: str) -> str:
    return person(
        "".join(
            "<x:staatsangehoerigkeit><x:staatsangehoerigkeit>"
            f"<code>{code}</code></x:staatsangehoerigkeit></x:staatsangehoerigkeit>"
            for code in codes
        )
    )


@pytest.mark.parametrize(
    ("codes", "asked"),
    [
        (("000",), False),
        (("152",), False),
        (("475",), True),
        (("475", "000"), False),
        ((), False),
    ],
)
def test_a_residence_permit_is_asked_of_those_who_need_one(codes, asked):
    found = hints(case(nationality(*codes)), form())
    assert ("evidence-residence-permit" in found) is asked


def test_what_may_be_the_same_is_a_hint():
    other = Evidence("Muster, Erika", "Eingang vom 01.11.2026, 08:12 Uhr")
    found = registry.run(case(), UNKNOWN_FORM, RECEIVED, around=Around(others=(other,)))
    assert [(hint.id, hint.evidence) for hint in found] == [
        ("possible-duplicate", (other,))
    ]


def test_household_goods_are_no_house():
    application = case(person(asset("Hausrat", "1")))
    assert "evidence-property" not in hints(application, form())


def test_somebody_married_needs_no_decree():
    married = person("<x:familienstand>verheiratet</x:familienstand>")
    assert "evidence-separation" not in hints(case(married), form())
    printed = form(entered("Familienstand", "geschieden"))
    assert values(hints(case(married), printed)["evidence-separation"]) == [
        "geschieden"
    ]


def test_what_the_comparison_marks_is_a_hint():
    application = case(person())
    path = "xsozial/vorgang/person/allgemein/geburt/datum"
    differs = Compared(State.DIFFERS, entered("Geburtsdatum", "07.05.1980"))
    comparison = Comparison(known=True, fields={path: differs})
    found = registry.run(application, UNKNOWN_FORM, RECEIVED, around=Around(comparison))
    (hint,) = [each for each in found if each.id == "xml-and-form-differ"]
    assert [(each.value, each.path) for each in hint.evidence] == [
        ("07.05.1980", ""),
        ("06.05.1980", path),
    ]


PDF = b"%PDF-1.4 x"


def with_files(printed, *named: tuple[str, bytes]):
    body = message("<x:xsozial><x:vorgang/></x:xsozial>")
    others = (content(name, data) for name, data in named)
    application = read(content("m.xml", body), *others)
    return hints(application, printed)


def test_files_and_their_list():
    listed = form(
        files=[("Miete", "Vertrag.pdf", "anhang_0001.pdf"), ("Rente", "", "")]
    )
    found = with_files(listed, ("anhang_0002.pdf", PDF))
    assert values(found["evidence-category-empty"]) == ["Rente"]
    assert values(found["evidence-not-delivered"]) == ["Vertrag.pdf (anhang_0001.pdf)"]
    assert values(found["evidence-not-listed"]) == ["anhang_0002.pdf"]
    whole = with_files(listed, ("ANHANG_0001.PDF", PDF))
    assert not {"evidence-not-delivered", "evidence-not-listed"} & set(whole)
    unknown = with_files(UNKNOWN_FORM, ("anhang_0002.pdf", PDF))
    assert not {each for each in unknown if each.startswith("evidence")}


def test_a_file_the_message_names_and_does_not_bring():
    names = "<x:name>x.pdf</x:name><x:dokumentRepraesentation><x:dateiname>x.pdf"
    inside = (
        f"<x:dokument>{names}</x:dateiname></x:dokumentRepraesentation></x:dokument>"
    )
    found = hints(read_message(f"<x:xsozial>{inside}</x:xsozial>"))
    assert values(found["evidence-not-delivered"]) == ["x.pdf"]


def test_a_file_named_by_the_citizens_name_came_or_is_missed_once():
    names = "<x:name>Vertrag.pdf</x:name><x:dokumentRepraesentation><x:dateiname>"
    inside = (
        f"<x:dokument>{names}Vertrag.pdf</x:dateiname></x:dokumentRepraesentation>"
        "</x:dokument>"
    )
    listed = form(files=[("Miete", "Vertrag.pdf", "anhang_0001.pdf")])
    body = message(f"<x:xsozial>{inside}</x:xsozial>")
    missed = hints(read(content("m.xml", body)), listed)
    assert values(missed["evidence-not-delivered"]) == ["Vertrag.pdf (anhang_0001.pdf)"]
    came = read(content("m.xml", body), content("anhang_0001.pdf", PDF))
    found = hints(came, listed)
    assert not {"evidence-not-delivered", "evidence-not-listed"} & set(found)


def test_files_that_cannot_be_used():
    found = with_files(
        UNKNOWN_FORM, ("a.pdf", b"\x89PNG"), ("b.jpg", b""), ("c.pdf", PDF)
    )
    seen = found["evidence-unusable"].evidence
    assert {each.label: each.value for each in seen} == {
        "a.pdf": "Der Inhalt passt nicht zur Endung.",
        "b.jpg": "Die Datei ist leer.",
    }


def test_a_file_that_asks_for_a_password_cannot_be_used():
    body = message("<x:xsozial><x:vorgang/></x:xsozial>")
    application = read(content("m.xml", body), content("a.pdf", PDF))
    (key,) = [each.key for each in application.documents if each.name == "a.pdf"]
    around = Around(locked=frozenset({key}))
    found = registry.run(application, UNKNOWN_FORM, RECEIVED, around=around)
    (hint,) = [each for each in found if each.id == "evidence-unusable"]
    assert [(each.label, each.value) for each in hint.evidence] == [
        ("a.pdf", "Die Datei ist kennwortgeschützt.")
    ]


def header(recipient: str = "soa:1", sender: str = "sop:1"):
    return read_message(
        "<x:nachrichtenkopf.g2g>"
        f"<leser><kennung>{recipient}</kennung></leser>"
        f"<autor><kennung>{sender}</kennung></autor></x:nachrichtenkopf.g2g>"
    )


@pytest.mark.parametrize("answer", ["Ja", ""])
def test_a_box_without_a_cross_is_not_told_as_an_answer(answer):
    printed = form(box("Ich versichere es.", answer, False, "Erklärungen"))
    hint = hints(case(""), printed)["declaration-not-given"]
    assert values(hint) == ["nicht angekreuzt"]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Ruhegehalt (Beamtenversorgung)", {"evidence-pension"}),
        ("Pension", {"evidence-pension"}),
        ("Versorgungsbezüge", {"evidence-pension"}),
        ("Lohnersatzleistung (Krankengeld)", set()),
        ("kein Einkommen aus Beschäftigung", set()),
        ("Keine Rente", set()),
        ("Gehalt, keine Rente", EARNED),
        ("Lohn und Betriebsrente", EARNED | {"evidence-pension"}),
    ],
)
def test_what_counts_as_earnings_and_as_pension(word, found):
    told = EARNED | {"evidence-pension"}
    ids = set(hints(case(person(kind("einkommen", word))), form()))
    assert ids & told == found
    printed = form(entered("Art des Einkommens", word, "Einkommen"))
    assert set(hints(case(person()), printed)) & told == found


def test_no_earnings_where_the_form_says_there_are_none():
    printed = form(entered("Gehalt", "keine", "Einkommen"))
    assert "earnings-allowance" not in hints(case(person()), printed)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Ehegatte", True),
        ("Lebensgefährtin", True),
        ("geschiedener Ehegatte", False),
        ("Ehemalige Partnerin", False),
        ("früherer Lebenspartner", False),
        ("Ex-Partner", False),
    ],
)
def test_who_was_a_partner_once_is_none(word, found):
    other = person(related(word), role="Person_2")
    assert ("need-level-household" in hints(case(person() + other))) is found


@pytest.mark.parametrize(
    ("category", "name", "missing"),
    [
        ("Nachweis Identität", "Scan.pdf", False),
        ("Sonstiges", "Ausweis_vorn.jpg", False),
        ("Sonstiges", "Pass.pdf", False),
        ("Sonstiges", "Personalausweis.pdf", False),
        ("Sonstiges", "SB-Ausweis vorn.jpg", True),
        ("Sonstiges", "Schwerbehindertenausweis.pdf", True),
        ("Nachweis Schwerbehinderung", "Ausweis vorn.jpg", True),
        ("Nachweis Schwerbehinderung", "Personalausweis.pdf", False),
    ],
)
def test_the_card_of_a_disabled_person_is_no_identity_document(category, name, missing):
    printed = form(files=[(category, name, "anhang_0001.pdf")])
    assert ("evidence-identity" in hints(case(person()), printed)) is missing


@pytest.mark.parametrize(
    ("applied", "found"),
    [
        ("2026-11-28+01:00", False),
        ("2026-11-29", False),  # received at night, by the clock of the server
        ("2023-11-28", False),
        ("gestern", False),
        ("", False),
        ("2026-11-30", True),
        ("2023-11-27", True),
        ("1900-01-01", True),
        ("2026-02-30", True),
    ],
)
def test_when_an_application_can_be_of(applied, found):
    told = hints(case(person(), applied=applied))
    assert ("application-date-implausible" in told) is found


def test_who_wrote_to_whom():
    office = Office(("soa:1", "soa:2"))
    assert "recipient-other-office" not in hints(header(), office=office)
    assert "recipient-other-office" in hints(header("bth:1"), office=office)
    assert "recipient-other-office" not in hints(header("bth:1"))
    assert "recipient-other-office" not in hints(case(), office=office)
    assert "sender-not-platform" not in hints(header())
    assert "sender-not-platform" in hints(header(sender="soa:9"))
    assert "sender-not-platform" not in hints(case())


def lives(code: str, *around: str) -> str:
    way = [*around, "anschrift", "anschriftInland", "gebaeude"]
    opened = "".join(f"<x:{name}>" for name in way)
    closed = "".join(f"</x:{name}>" for name in reversed(way))
    town = f"<wohnort>Ort {code}</wohnort>"
    return f"{opened}<postleitzahl>{code}</postleitzahl>{town}{closed}"


HOME = Office((), ("Ort 59999",), ("59999",))
ELSEWHERE = {"town-other", "postal-code-other"}
HEADING = ("Angaben zur antragstellenden Person", "Straßenanschrift")
GUARDIAN = ("Angaben zur beantragenden Person",)


def printed_home(code: str, *heading: str):
    town = entered("Ort", f"Ort {code}", *heading)
    return form(entered("Postleitzahl", code, *heading), town)


@pytest.mark.parametrize(
    ("body", "printed", "office", "found"),
    [
        (lives("59999", "allgemein"), UNKNOWN_FORM, HOME, set()),
        (lives("50667", "allgemein"), UNKNOWN_FORM, HOME, ELSEWHERE),
        (lives("50667", "allgemein"), UNKNOWN_FORM, Office(), set()),
        (lives("50667", "einkommen", "arbeitgeber"), UNKNOWN_FORM, HOME, set()),
        ("", UNKNOWN_FORM, HOME, set()),
        ("", printed_home("50667", *HEADING), HOME, ELSEWHERE),
        ("", printed_home("59999", *HEADING), HOME, set()),
        ("", printed_home("50667", *GUARDIAN), HOME, set()),
        (lives("59999"), printed_home("50667", *HEADING), HOME, set()),
    ],
)
def test_where_the_applicant_lives(body, printed, office, found):
    ids = set(hints(case(person(body)), printed, office))
    assert ids & ELSEWHERE == found


@pytest.mark.parametrize(
    ("born", "months"),
    [
        ("1946-07-01", 780),
        ("1958-12-31", 792),
        ("1960-06-15", 796),
        ("1970-01-31", 804),
    ],
)
def test_the_age_limit_is_reached_on_its_day(born, months):
    day = days.months_later(date.fromisoformat(born), months)
    before = day.replace(day=day.day - 1) if day.day > 1 else None
    assert "priority-age" in hints(case(person(born=born), applied=f"{day}"))
    if before:
        assert "priority-age" not in hints(case(person(born=born), applied=f"{before}"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2010-01-03+00:00", date(2010, 1, 3)),
        ("2010-01-03Z", date(2010, 1, 3)),
        ("03.01.2010", date(2010, 1, 3)),
        ("3.1.2010", date(2010, 1, 3)),
        ("03.01.2010, 23:59:58", date(2010, 1, 3)),
        ("2010-02-30", None),
        ("0000-01-01", None),
        ("2010", None),
        ("2010-01-034", None),
        ("", None),
    ],
)
def test_days_are_read_as_they_are_written(text, day):
    assert days.day(text) == day


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 15), -2, date(2025, 11, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(9999, 12, 1), 1, date.max),
        (date(1, 1, 1), -1, date.min),
        (date(9999, 12, 31), 0, date(9999, 12, 31)),
    ],
)
def test_months_later(start, months, day):
    assert days.months_later(start, months) == day


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        (date(2012, 2, 29), 14, date(2026, 3, 1)),
        (date(2012, 2, 29), 16, date(2028, 2, 29)),
        (date(2012, 3, 1), 14, date(2026, 3, 1)),
        (date(2012, 12, 31), 14, date(2026, 12, 31)),
        (date(2012, 5, 5), 9000, date.max),
    ],
)
def test_birthday_and_age_agree(born, age, day):
    assert days.birthday(born, age) == day
    if day < date.max:
        assert days.age(born, day) == age
        assert days.age(born, day - timedelta(days=1)) == age - 1


def test_the_birthday_of_a_leap_day_is_told_with_its_day():
    child = person(related("Kind"), role="Kind_1", born="2012-02-29")
    told = hints(case(person() + child, applied="2025-12-15"))
    assert "age-group-changes" in told
    assert "wird am 01.03.2026 14 Jahre alt" in values(told["age-group-changes"])
    assert "age-group-changes" not in hints(
        case(person() + child, applied="2026-03-01")
    )


def test_an_age_limit_of_months_ends_with_the_month_without_that_day():
    """66 years and 10 months after 31.08.1963 there is no 31st."""
    limit = case(person(born="1963-08-31"), applied="2030-06-30")
    assert "priority-age" not in hints(limit)
    limit = case(person(born="1963-08-31"), applied="2030-07-01")
    assert "priority-age" in hints(limit)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("389.12", "389,12 €"),
        ("1.068,75 €", "1.068,75 €"),
        ("12450.90", "12.450,90 €"),
        ("400 EUR", "400,00 €"),
        ("1.234 €", "1.234,00 €"),
        ("-5", "-5,00 €"),
    ],
)
def test_amounts_are_read_in_both_spellings(text, value):
    assert euros(amount(text)) == value


@pytest.mark.parametrize(
    "text", ["", "€", "1.234", "12,345", "1e3", "٣", "4 00", "ca. 4"]
)
def test_what_is_no_amount(text):
    assert amount(text) is None
