"""Which law comes first: ability to work, age limit, lasting reduction."""

import re
from collections.abc import Iterator

from hzl_client.checks import days, incomes
from hzl_client.checks.case import Case, Found, Group, Human, folded
from hzl_client.checks.check import Check
from hzl_client.checks.figures import Name
from hzl_client.model.hint import Evidence

_FULLY = r"volle Erwerbsminderung"
_LASTING = re.compile(r"dauer|unbefristet", re.IGNORECASE)
_HOURS = r"(drei|3) Stunden"


def reduced(case: Case) -> Found:
    """Full reduction of earning capacity, whoever's it is."""
    groups = case.groups("erwerbsminderung")
    found = tuple(g.said for g in groups if "voll" in g.kind.casefold())
    return found or case.ticked(_FULLY)


def reached_age_limit(case: Case, human: Human) -> bool:
    born = human.born
    if born is None:
        return False
    steps = case.figures[Name.AGE_LIMIT].steps
    months = [months for year, months in steps if year <= born.year]
    limit = months[-1] if months else steps[0][1]
    return days.completed(born, limit) <= case.applied


def _sgb2(case: Case) -> Iterator[Evidence]:
    for human in case.persons:
        if _of_working_age(case, human) and not _is_reduced(case, human):
            groups = case.groups("einkommen", human.group)
            earned = incomes.of_kind(groups, incomes.EARNINGS)
            found = [group.said for group in earned if not _sheltered(group)]
            yield from found
            if found:
                yield human.seen(f"{human.aged(case.applied)} Jahre")
    if any(_of_working_age(case, human) for human in case.applicants):
        yield from _printed_ability(case)


def _printed_ability(case: Case) -> Found:
    """Where the XML says nothing of it; the form does not say whose answer it is."""
    earned: Found = ()
    if not case.groups("einkommen") and not case.ticked(_FULLY):
        found = incomes.printed(case, incomes.EARNINGS)
        earned = tuple(e for e in found if not re.search(incomes.SHELTERED, e.value))
    return (*case.ticked(_FULLY, "Nein"), *case.ticked(_HOURS), *earned)


def _of_working_age(case: Case, human: Human) -> bool:
    age = human.aged(case.applied)
    if age is None or age < case.number(Name.WORKING_AGE):
        return False
    return not reached_age_limit(case, human)


def _sheltered(group: Group) -> bool:
    return bool(incomes.of_kind((group,), incomes.SHELTERED))


def _is_reduced(case: Case, human: Human) -> bool:
    groups = case.groups("erwerbsminderung", human.group)
    return any("voll" in folded(group.kind) for group in groups)


def _over_limit(case: Case) -> Iterator[Evidence]:
    for human in case.persons:
        if human.born and reached_age_limit(case, human):
            yield human.seen(f"geboren {human.born:%d.%m.%Y}")


def _lasting(case: Case) -> Iterator[Evidence]:
    for group in case.groups("erwerbsminderung"):
        if "voll" in group.kind.casefold() and _LASTING.search(group.kind):
            yield group.said
    yield from case.ticked(r"(dauerhaft|unbefristet).*erwerbsgemindert")
    yield from case.ticked(r"Erwerbsminderung.*(auf Dauer|dauerhaft|unbefristet)")


CHECKS = (
    Check(
        "priority-sgb2",
        "Wer zwischen {working_age} Jahren und der Altersgrenze täglich mindestens "
        "{working_hours} Stunden arbeiten kann, oder mit einer solchen Person "
        "zusammenlebt, kann Leistungen nach dem SGB II erhalten; diese gehen vor. "
        "Bitte prüfen Sie die Erwerbsfähigkeit.",
        "§ 21 SGB XII",
        _sgb2,
        (Name.WORKING_AGE, Name.WORKING_HOURS, Name.AGE_LIMIT),
    ),
    Check(
        "priority-age",
        "Die Altersgrenze ist am Antragsdatum erreicht. Bitte prüfen Sie "
        "Grundsicherung im Alter (4. Kapitel).",
        "§ 41 Abs. 2 SGB XII",
        _over_limit,
        (Name.AGE_LIMIT,),
    ),
    Check(
        "priority-lasting-reduction",
        "Angegeben ist volle Erwerbsminderung auf Dauer. Bitte prüfen Sie "
        "Grundsicherung bei Erwerbsminderung (4. Kapitel).",
        "§ 41 Abs. 3 SGB XII",
        _lasting,
    ),
)
