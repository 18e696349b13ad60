"""Income, deductions, rent, assets and accounts that deserve a second look."""

import re
from collections.abc import Iterator
from decimal import Decimal

from hzl_client.checks import days, incomes
from hzl_client.checks.amounts import amount, euros, total, without_unit
from hzl_client.checks.case import Case, Group, Human, is_no
from hzl_client.checks.check import Check
from hzl_client.checks.figures import Name
from hzl_client.model.folding import Folded
from hzl_client.model.hint import Evidence

_WORK_DEDUCTIONS = r"fahrt|arbeitsmittel|berufsverb|gewerkschaft"
_CAR = r"kraftfahrzeug|kfz|\bauto\b|pkw"
# „Geschätzter Wert“ is that of a car, a „Rückkaufswert“ is none.
_CAR_WORTH = rf"{_CAR}|^(geschätzter )?wert\b"
_AMOUNT_NAME = re.compile(
    r"([a-z]*betrag|[a-zA-Z]*miete|nebenkosten|heizkosten|beitrag|pflegegeld"
    r"|zuschlag[A-Z][a-zA-Z]*)"
)
_AMOUNT_CAPTION = (
    r"^(kaltmiete|nebenkosten|heizkosten|bruttowarmmiete|gesamtmiete"
    r"|monatlicher (betrag|beitrag))|(netto|brutto)betrag"
)
_MOST_COMPARED = 50
_WORD = re.compile(r"[^\W\d_]+")
_TRANSFER = r"verschenkt|Schenkung|Vermögen.*übertragen|Übertragung.*Vermögen"


def _words(name: str) -> frozenset[str]:
    """Banks write "Mueller" for "Müller"."""
    return frozenset(_WORD.findall(Folded.of(name).spelled))


def _name_of(human: Human) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the family name, and of the given ones."""
    text = human.group.text
    return _words(text("familienname", "name")), _words(text("vorname", "name"))


def _is_one_of(names: list[tuple[frozenset[str], frozenset[str]]], holder: str) -> bool:
    """Family name and one given name, in any order, alone or beside another."""
    words = _words(holder)
    return any(
        family <= words and (not given or bool(given & words))
        for family, given in names
    )


def _account_holder(case: Case) -> Iterator[Evidence]:
    named = [
        human for human in case.applicants if human.group.text("familienname", "name")
    ]
    holders = case.values([("kontoinhaber",)], "^Kontoinhaber")
    if len(named) > _MOST_COMPARED or len(holders) > _MOST_COMPARED:
        return  # nobody's household
    names = [_name_of(human) for human in named]
    for holder in holders:
        if names and not _is_one_of(names, holder.value):
            yield holder
            yield from (human.seen("antragstellende Person") for human in named)


def _unreadable(case: Case) -> Iterator[Evidence]:
    for row in case.rows:
        if _AMOUNT_NAME.fullmatch(row.names[-1]) and amount(row.text) is None:
            yield row.evidence
    for each in case.entered(_AMOUNT_CAPTION):
        if amount(each.value) is None:
            yield each


def _rent_sum(case: Case) -> Iterator[Evidence]:
    parts = [
        case.only("kaltmiete", "^Kaltmiete"),
        case.only("nebenkosten", "^Nebenkosten"),
        case.only("heizkosten", "^Heizkosten"),
    ]
    stated = case.only("gesamtmiete", "^Gesamt(miete|kosten|betrag)")
    known = [part for part in parts if part and amount(part.value) is not None]
    if stated is None or len(known) < 3 or amount(stated.value) is None:
        return
    summed = total([part.value for part in known])
    if summed != amount(stated.value):
        yield from (*known, stated, Evidence("Summe der Teile", euros(summed)))


def _rent_outlier(case: Case) -> Iterator[Evidence]:
    rent = case.only("kaltmiete", "^Kaltmiete")
    space = case.only("wohnflaeche", "^Wohnfläche")
    if rent is None or space is None:
        return
    paid, metres = amount(rent.value), amount(without_unit(space.value, "m²", "qm"))
    if paid is None or metres is None or metres <= 0:
        return
    price = paid / metres
    if not case.number(Name.RENT_LOW) <= price <= case.number(Name.RENT_HIGH):
        yield from (rent, space, Evidence("Kaltmiete je m²", euros(price)))


def _assets(case: Case) -> Iterator[Evidence]:
    """The limit of one adult is the occasion to look, nothing is set off here."""
    found = _without_cars(case)
    declared = total([each.value for each in found])
    if declared > case.number(Name.ASSET_ALLOWANCE):
        yield from found
        yield Evidence("Summe ohne Kraftfahrzeuge", euros(declared))
        yield from _counted(case)


def _counted(case: Case) -> Iterator[Evidence]:
    """Whose age nobody can know counts neither way."""
    ages = [human.aged(case.applied) for human in case.persons]
    unknown = ages.count(None)
    yield Evidence("Erwachsene", str(len(ages) - len(case.minors) - unknown))
    yield Evidence("Minderjährige", str(len(case.minors)))
    if unknown:
        yield Evidence("Alter unbekannt", str(unknown))


def _without_cars(case: Case) -> list[Evidence]:
    groups = case.groups("vermoegen")
    if not groups:
        printed = case.entered("", "Vermögen")
        left_out = re.compile(_CAR_WORTH, re.IGNORECASE)
        return [
            each
            for each in printed
            if each.value.endswith("€") and not left_out.search(each.label)
        ]
    cars = {group.steps for group in incomes.of_kind(groups, _CAR)}
    counted = (_worth(group) for group in groups if group.steps not in cars)
    return [each for each in counted if each is not None]


def _worth(group: Group) -> Evidence | None:
    row = group.find("betrag") or group.find("wert")
    if row is None:
        return None
    return Evidence(group.said.value, row.text, row.field.path)


def _car(case: Case) -> Iterator[Evidence]:
    """The printed form is asked where the XML names no asset at all."""
    groups, limit = case.groups("vermoegen"), case.number(Name.CAR_ALLOWANCE)
    worths = [_worth(car) for car in incomes.of_kind(groups, _CAR)]
    printed = () if groups else case.entered(_CAR_WORTH, "Vermögen")
    for each in (*worths, *printed):
        if each and (amount(each.value) or Decimal(0)) > limit:
            yield each


def _transfer(case: Case) -> Iterator[Evidence]:
    start = days.months_later(case.applied, -12 * case.number(Name.TRANSFER_YEARS))
    for name in ("vermoegensuebertragung", "schenkung"):
        for group in case.groups(name):
            written = [days.day(row.text) for row in group.rows]
            known = [day for day in written if day is not None]
            if not known or max(known) >= start:
                yield group.said
    yield from case.ticked(_TRANSFER)


def _deductions(case: Case) -> Iterator[Evidence]:
    for human in case.persons:
        wanted = case.groups("absetzung", human.group)
        income = case.groups("einkommen", human.group)
        earned = incomes.of_kind(income, incomes.EARNINGS)
        for group in wanted:
            of_work = incomes.of_kind((group,), _WORK_DEDUCTIONS)
            if not (earned if of_work else income) and not _printed_income(case):
                yield group.said


def _printed_income(case: Case) -> bool:
    """The printed form may know an income the XML does not."""
    return bool(not case.groups("einkommen") and case.entered("", "Einkommen"))


def _earnings(case: Case) -> Iterator[Evidence]:
    return iter(incomes.declared(case, incomes.EARNINGS))


def _child_benefit_missing(case: Case) -> Iterator[Evidence]:
    received = incomes.declared(case, incomes.CHILD_BENEFIT)
    if not received and incomes.anywhere(case):
        yield from (h.seen(f"{h.aged(case.applied)} Jahre") for h in case.minors)


def _child_benefit_alone(case: Case) -> Iterator[Evidence]:
    limit = case.number(Name.CHILD_BENEFIT_AGE)
    ages = [human.aged(case.applied) for human in case.persons]
    if ages and all(age is not None and age >= limit for age in ages):
        yield from incomes.declared(case, incomes.CHILD_BENEFIT)


def _care_allowance(case: Case) -> Iterator[Evidence]:
    return (e for e in incomes.care_allowance(case) if not is_no(e.value))


def _rich_relatives(case: Case) -> Iterator[Evidence]:
    limit = case.number(Name.RELATIVES_INCOME)
    for group in case.groups("unterhaltspflichtiger"):
        for row in group.rows:
            yearly = amount(row.text) if "einkommen" in row.names[-1].lower() else None
            if yearly is not None and yearly > limit:
                yield row.evidence
    yield from case.ticked(r"100\.?000")


CHECKS = (
    Check(
        "account-holder-other",
        "Das Konto gehört nach den Angaben nicht der antragstellenden Person. Bitte "
        "prüfen Sie, ob die Zahlung dorthin gewünscht ist.",
        "§ 47 SGB I",
        _account_holder,
    ),
    Check(
        "amount-unreadable",
        "Diese Angabe lässt sich nicht eindeutig als Betrag lesen.",
        "Festlegung dieses Programms",
        _unreadable,
    ),
    Check(
        "rent-sum",
        "Kaltmiete, Nebenkosten und Heizkosten ergeben zusammen nicht die angegebene "
        "Gesamtmiete.",
        "§ 35 SGB XII",
        _rent_sum,
    ),
    Check(
        "rent-per-square-metre",
        "Die Kaltmiete liegt unter {rent_low} oder über {rent_high} € je Quadratmeter. "
        "Bitte prüfen Sie Miete und Wohnfläche auf Schreibfehler.",
        "Festlegung dieses Programms; § 35 SGB XII",
        _rent_outlier,
        (Name.RENT_LOW, Name.RENT_HIGH),
    ),
    Check(
        "asset-allowance",
        "Das angegebene Vermögen ist höher als der Freibetrag einer erwachsenen Person "
        "({asset_allowance} €; je weiterer unterhaltener Person {asset_dependant} €). "
        "Bitte prüfen Sie die Vermögensgrenze der Einsatzgemeinschaft.",
        "§ 90 Abs. 2 Nr. 9 SGB XII",
        _assets,
        (Name.ASSET_ALLOWANCE, Name.ASSET_DEPENDANT, Name.AGE_OF_MAJORITY),
    ),
    Check(
        "car-value",
        "Ein Kraftfahrzeug ist mehr als {car_allowance} € wert. Bitte prüfen Sie die "
        "Angemessenheit.",
        "§ 90 Abs. 2 Nr. 10 SGB XII",
        _car,
        (Name.CAR_ALLOWANCE,),
    ),
    Check(
        "asset-transfer",
        "Vermögen wurde in den letzten {transfer_years} Jahren übertragen. Bitte "
        "prüfen Sie einen Rückforderungsanspruch.",
        "§ 93 SGB XII; § 528 BGB",
        _transfer,
        (Name.TRANSFER_YEARS,),
    ),
    Check(
        "deduction-without-income",
        "Eine Absetzung ist angegeben, aber kein passendes Einkommen dieser Person.",
        "§ 82 Abs. 2 SGB XII",
        _deductions,
    ),
    Check(
        "earnings-allowance",
        "Einkommen aus Beschäftigung oder Tätigkeit ist angegeben. Bitte denken Sie an "
        "den Freibetrag für Erwerbstätige.",
        "§ 82 Abs. 3 SGB XII",
        _earnings,
    ),
    Check(
        "child-benefit-missing",
        "Zum Haushalt gehören Minderjährige, Kindergeld ist aber nicht angegeben.",
        "§ 82 Abs. 1 SGB XII; § 62 EStG",
        _child_benefit_missing,
        (Name.AGE_OF_MAJORITY,),
    ),
    Check(
        "child-benefit-without-child",
        "Kindergeld ist angegeben, aber keine Person unter {child_benefit_age} Jahren.",
        "§ 82 Abs. 1 SGB XII; § 32 EStG",
        _child_benefit_alone,
        (Name.CHILD_BENEFIT_AGE,),
    ),
    Check(
        "care-allowance",
        "Angegeben ist Pflegegeld. Es zählt in der Regel nicht als Einkommen.",
        "§ 13 Abs. 5 SGB XI",
        _care_allowance,
    ),
    Check(
        "relatives-income",
        "Angehörige haben nach den Angaben mehr als {relatives_income} € Einkommen im "
        "Jahr. Bitte prüfen Sie Unterhaltsansprüche.",
        "§ 94 Abs. 1a SGB XII",
        _rich_relatives,
        (Name.RELATIVES_INCOME,),
    ),
)
