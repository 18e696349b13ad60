"""What is declared as income: earnings, pensions, child benefit."""

import re

from hzl_client.checks.case import Case, Found, Group
from hzl_client.model.hint import Evidence

EARNINGS = (
    r"tätigkeit|beschäftigung|erwerbseinkommen|arbeitsentgelt|minijob|lohn|gehalt"
    r"|selbst(st)?ändig|freiberuf|gewerbe|forstwirtschaft"
)
SHELTERED = r"werkstatt|wfbm"
PENSION = r"rente\b|renten"
CHILD_BENEFIT = r"kindergeld"
CARE_ALLOWANCE = r"pflegegeld"


def declared(case: Case, pattern: str) -> Found:
    """Of this kind in the XML; where it names none, in the printed form."""
    found = tuple(group.said for group in of_kind(case.groups("einkommen"), pattern))
    return found or printed(case, pattern)


def printed(case: Case, pattern: str) -> Found:
    by_caption = case.entered(pattern, "Einkommen")
    answers = case.entered(r"^(?!Beantragt)", "Einkommen")
    by_answer = tuple(e for e in answers if re.search(pattern, e.value, re.IGNORECASE))
    return tuple(dict.fromkeys((*by_caption, *by_answer)))


def of_kind(groups: tuple[Group, ...], pattern: str) -> tuple[Group, ...]:
    return tuple(g for g in groups if re.search(pattern, g.kind, re.IGNORECASE))


def anywhere(case: Case) -> bool:
    """Whether the application says anything about income at all."""
    return bool(case.groups("einkommen") or case.entered("", "Einkommen"))


def care_allowance(case: Case) -> tuple[Evidence, ...]:
    return case.values([("pflegegeld",)], "^Pflegegeld") or declared(
        case, CARE_ALLOWANCE
    )
