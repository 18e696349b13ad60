"""What is declared as income: earnings, pensions, child benefit."""

import re

from hzl_client.checks.case import Case, Found, Group
from hzl_client.model.hint import Evidence

EARNINGS = (
    r"tätigkeit|beschäftigung|erwerbseinkommen|arbeitsentgelt|minijob"
    r"|lohn(?!ersatz)|(?<!ruhe)gehalt|selbst(st)?ändig|freiberuf|gewerbe"
    r"|forstwirtschaft"
)
SHELTERED = r"werkstatt|wfbm"
PENSION = r"rente\b|renten|pension|ruhegehalt|versorgungsbez"
CHILD_BENEFIT = r"kindergeld"
CARE_ALLOWANCE = r"pflegegeld"
_NONE = re.compile(r"\bkeine?\b.*", re.IGNORECASE)


def declared(case: Case, pattern: str) -> Found:
    """Of this kind in the XML; where it names none, in the printed form."""
    found = tuple(group.said for group in of_kind(case.groups("einkommen"), pattern))
    return found or printed(case, pattern)


def printed(case: Case, pattern: str) -> Found:
    by_caption = case.entered(pattern, "Einkommen")
    answers = case.entered(r"^(?!Beantragt)", "Einkommen")
    by_answer = tuple(e for e in answers if _says(pattern, e.value))
    found = tuple(dict.fromkeys((*by_caption, *by_answer)))
    return tuple(each for each in found if not _NONE.match(each.value))


def of_kind(groups: tuple[Group, ...], pattern: str) -> tuple[Group, ...]:
    return tuple(group for group in groups if _says(pattern, group.kind))


def _says(pattern: str, kind: str) -> bool:
    """Not behind a "kein"."""
    return re.search(pattern, _NONE.sub("", kind), re.IGNORECASE) is not None


def anywhere(case: Case) -> bool:
    """Whether the application says anything about income at all."""
    return bool(case.groups("einkommen") or case.entered("", "Einkommen"))


def care_allowance(case: Case) -> tuple[Evidence, ...]:
    return case.values([("pflegegeld",)], "^Pflegegeld") or declared(
        case, CARE_ALLOWANCE
    )
