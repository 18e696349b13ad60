"""Additional needs (Mehrbedarfe) that the answers suggest, asked for or not."""

import re
from collections.abc import Iterator

from hzl_client.checks import incomes
from hzl_client.checks.case import Case, Found
from hzl_client.checks.check import Check
from hzl_client.checks.figures import Name
from hzl_client.checks.priority import reached_age_limit, reduced
from hzl_client.model.hint import Evidence

_MOBILITY = re.compile(r"\b(G|aG)\b")
_SINGLE = "alleinerziehend"


def _mobility(case: Case) -> Iterator[Evidence]:
    marks = case.values([("merkzeichen",)], "^Merkzeichen")
    marked = [each for each in marks if _MOBILITY.search(each.value)]
    aged = [h.seen("Altersgrenze") for h in case.persons if reached_age_limit(case, h)]
    reasons = (*reduced(case), *aged)
    if marked and reasons:
        yield from (*marked, *reasons)


def _asked(case: Case, pattern: str) -> Found:
    groups = incomes.of_kind(case.groups("mehrbedarf"), pattern)
    return tuple(group.said for group in groups)


def _pregnancy(case: Case) -> Iterator[Evidence]:
    yield from case.yes("schwanger", "schwanger")
    yield from case.values([("entbindungstermin",)], "Entbindungstermin")
    yield from _asked(case, "schwanger")


def _single_parent(case: Case) -> Iterator[Evidence]:
    said = (*case.yes(_SINGLE, _SINGLE), *_asked(case, _SINGLE))
    children = [h.seen(f"{h.aged(case.applied)} Jahre") for h in case.minors]
    if said:
        yield from (*said, *children)
    elif children and _one_adult(case) and not case.ticked(_SINGLE, "Nein"):
        yield from children


def _one_adult(case: Case) -> bool:
    young = {human.group.steps for human in case.minors}
    adults = [human for human in case.persons if human.group.steps not in young]
    return len(adults) == 1 and adults[0].born is not None


def _hot_water(case: Case) -> Iterator[Evidence]:
    yield from case.yes("warmwasserDezentral", "Warmwasser.*dezentral")
    if not case.find("warmwasserDezentral"):
        yield from case.ticked("Warmwasser", "dezentral")


def _diet(case: Case) -> Iterator[Evidence]:
    asked = _asked(case, "ernährung")
    yield from asked or case.ticked("kostenaufwändige Ernährung")


def _disability_requested(case: Case) -> Iterator[Evidence]:
    for group in case.groups("schwerbehinderung"):
        requested = group.find("antragGestelltAm")
        if requested and not group.find("gradDerBehinderung"):
            yield requested.evidence
    if not case.groups("schwerbehinderung"):
        yield from _printed_disability(case)


def _printed_disability(case: Case) -> Found:
    if case.ticked("Schwerbehindertenausweis") or case.entered("Grad der Behinderung"):
        return ()
    return case.entered("^Antrag gestellt am")


CHECKS = (
    Check(
        "extra-need-mobility",
        "Merkzeichen G oder aG zusammen mit voller Erwerbsminderung oder der "
        "Altersgrenze: Bitte prüfen Sie einen Mehrbedarf.",
        "§ 30 Abs. 1 SGB XII",
        _mobility,
        (Name.AGE_LIMIT,),
    ),
    Check(
        "extra-need-pregnancy",
        "Angegeben ist eine Schwangerschaft. Bitte prüfen Sie einen Mehrbedarf nach "
        "der {pregnancy_week}. Schwangerschaftswoche.",
        "§ 30 Abs. 2 SGB XII",
        _pregnancy,
        (Name.PREGNANCY_WEEK,),
    ),
    Check(
        "extra-need-single-parent",
        "Eine Person lebt wohl allein mit Kindern. Bitte prüfen Sie einen Mehrbedarf "
        "für Alleinerziehende; es kommt auf Kinder unter {single_parent_young} und "
        "unter {single_parent_older} Jahren an.",
        "§ 30 Abs. 3 SGB XII",
        _single_parent,
        (Name.SINGLE_PARENT_YOUNG, Name.SINGLE_PARENT_OLDER, Name.AGE_OF_MAJORITY),
    ),
    Check(
        "extra-need-diet",
        "Angegeben ist eine kostenaufwändige Ernährung. Bitte prüfen Sie einen "
        "Mehrbedarf.",
        "§ 30 Abs. 5 SGB XII",
        _diet,
    ),
    Check(
        "extra-need-hot-water",
        "Warmwasser wird in der Wohnung selbst erzeugt (dezentral). Bitte prüfen Sie "
        "einen Mehrbedarf.",
        "§ 30 Abs. 7 SGB XII",
        _hot_water,
    ),
    Check(
        "disability-only-requested",
        "Die Feststellung der Schwerbehinderung ist nur beantragt; ein Grad der "
        "Behinderung ist nicht angegeben.",
        "§ 152 SGB IX",
        _disability_requested,
    ),
)
