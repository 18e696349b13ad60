"""Dates that cannot be, and ages that change what a person needs."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from hzl_client.checks import days
from hzl_client.checks.case import Case, Human, Row, folded
from hzl_client.checks.check import Check
from hzl_client.checks.figures import Name
from hzl_client.model.hint import Evidence

_CHILD = re.compile(r"\b(Kind|Sohn|Tochter|[A-Za-zä]+kind)\b")
_ZONES = timedelta(days=1)  # where somebody applies it may be tomorrow already


def _implausible(case: Case) -> Iterator[Evidence]:
    for row in case.find("geburt", "datum"):
        if days.is_partial(row.text):
            continue
        born = days.day(row.text)
        # 30.02. is written like a day and is none; other words are not judged here.
        missing = born is None and days.parts(row.text) is not None
        future = born is not None and born > case.received
        if missing or future or (born is not None and _too_old(case, born)):
            yield _of_whom(case, row)


def _of_whom(case: Case, row: Row) -> Evidence:
    """Several people have a birth date: the name tells which one is meant."""
    human = case.owner(row)
    return row.evidence if human is None else human.seen(row.text)


def _too_old(case: Case, born: date) -> bool:
    return days.age(born, case.received) >= case.number(Name.OLDEST_AGE)


def _partial(case: Case) -> Iterator[Evidence]:
    for row in case.find("geburt", "datum"):
        if days.is_partial(row.text) or days.parts(row.text) is None:
            yield _of_whom(case, row)
    for human in case.persons:
        if human.birth is None and _is_child(human):
            yield human.seen("kein Geburtsdatum")


def _is_child(human: Human) -> bool:
    said = (human.role.replace("_", " "), *(group.kind for group in human.relations))
    return any(_CHILD.search(each) for each in said)


def _applied_implausible(case: Case) -> Iterator[Evidence]:
    oldest = days.months_later(case.received, -12 * case.number(Name.APPLIED_YEARS))
    latest = case.received + _ZONES
    for row in case.find("vorgang", "antragsDatum"):
        day = days.day(row.text)
        missing = day is None and days.parts(row.text) is not None
        if missing or (day is not None and not oldest <= day <= latest):
            yield row.evidence


def _child_older(case: Case) -> Iterator[Evidence]:
    by_role = {folded(human.role): human for human in case.persons}
    for relation in case.groups("beziehung"):
        child = next((h for h in case.persons if relation.inside(h.group)), None)
        parent = by_role.get(folded(relation.text("personReferenzID")))
        if child is None or parent is None or not _CHILD.search(relation.kind):
            continue
        if child.born and parent.born and child.born <= parent.born:
            yield child.seen(f"Kind, geboren {child.born:%d.%m.%Y}")
            yield parent.seen(f"geboren {parent.born:%d.%m.%Y}")


def _age_groups(case: Case) -> Iterator[Evidence]:
    for human in case.minors:
        yield human.seen(f"{human.aged(case.applied)} Jahre, {_band(case, human)}")


def _band(case: Case, human: Human) -> str:
    age = human.aged(case.applied) or 0
    school = case.number(Name.NEED_SCHOOL_AGE)
    youth = case.number(Name.NEED_YOUTH_AGE)
    if age < school:
        return f"Altersgruppe unter {school} (Stufe 6)"
    if age < youth:
        return f"Altersgruppe {school} bis {youth - 1} (Stufe 5)"
    grown = case.number(Name.AGE_OF_MAJORITY)
    return f"Altersgruppe {youth} bis {grown - 1} (Stufe 4)"


def _birthday_soon(case: Case) -> Iterator[Evidence]:
    end = days.months_later(case.applied, case.number(Name.BIRTHDAY_NOTICE_MONTHS))
    for human in case.minors:
        for name in (Name.NEED_SCHOOL_AGE, Name.NEED_YOUTH_AGE, Name.AGE_OF_MAJORITY):
            age = case.number(name)
            if human.born and case.applied < days.birthday(human.born, age) <= end:
                day = days.birthday(human.born, age)
                yield human.seen(f"wird am {day:%d.%m.%Y} {age} Jahre alt")


def _shared_household(case: Case) -> Iterator[Evidence]:
    for human in (human for human in case.persons if human.partner):
        said = [group.said.value for group in human.relations]
        yield human.seen(", ".join(said) or human.role)
    yield from case.yes("besondereWohnform", "besonderen Wohnform")


CHECKS = (
    Check(
        "birth-date-implausible",
        "Dieses Geburtsdatum kann nicht stimmen: Den Tag gibt es nicht, er liegt in "
        "der Zukunft, oder die Person wäre {oldest_age} Jahre oder älter.",
        "Festlegung dieses Programms",
        _implausible,
        (Name.OLDEST_AGE,),
    ),
    Check(
        "birth-date-partial",
        "Ein Geburtsdatum fehlt, ist unvollständig oder nicht lesbar. Altersgrenzen "
        "lassen sich damit nicht sicher prüfen.",
        "Festlegung dieses Programms",
        _partial,
    ),
    Check(
        "application-date-implausible",
        "Das Antragsdatum ist wohl ein Versehen: Den Tag gibt es nicht, er liegt nach "
        "dem Eingang oder mehr als {applied_years} Jahre davor. Altersgrenzen und "
        "Fristen werden hier für diesen Tag geprüft.",
        "Festlegung dieses Programms",
        _applied_implausible,
        (Name.APPLIED_YEARS,),
    ),
    Check(
        "child-older-than-parent",
        "Ein Kind ist nach den Angaben nicht jünger als der Elternteil. Bitte prüfen "
        "Sie Geburtsdaten und Beziehung.",
        "Festlegung dieses Programms",
        _child_older,
    ),
    Check(
        "age-groups",
        "Bei Kindern und Jugendlichen hängt die Regelbedarfsstufe vom Alter ab "
        "(Grenzen: {need_school_age}, {need_youth_age} und {age_of_majority} Jahre; "
        "hier am Antragsdatum). Bitte prüfen Sie die Altersstufen.",
        "Anlage zu § 28 SGB XII",
        _age_groups,
        (Name.NEED_SCHOOL_AGE, Name.NEED_YOUTH_AGE, Name.AGE_OF_MAJORITY),
    ),
    Check(
        "age-group-changes",
        "Innerhalb von {birthday_notice_months} Monaten nach dem Antragsdatum wechselt "
        "die Altersstufe.",
        "Anlage zu § 28 SGB XII",
        _birthday_soon,
        (
            Name.BIRTHDAY_NOTICE_MONTHS,
            Name.NEED_SCHOOL_AGE,
            Name.NEED_YOUTH_AGE,
            Name.AGE_OF_MAJORITY,
        ),
    ),
    Check(
        "need-level-household",
        "Zusammenleben mit einer Partnerin oder einem Partner und das Wohnen in einer "
        "Einrichtung oder besonderen Wohnform ändern die Regelbedarfsstufe. Bitte "
        "prüfen Sie sie.",
        "Anlage zu § 28 SGB XII",
        _shared_household,
    ),
)
