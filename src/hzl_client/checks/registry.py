"""All checks in their fixed order, run over one application.

They are hints for a caseworker: nothing is blocked by them, nothing is computed that
somebody is entitled to, and one that fails spoils no other.
"""

import logging
from dataclasses import replace
from datetime import date

from hzl_client.checks import (
    comparison,
    declarations,
    evidence,
    figures,
    money,
    needs,
    numbers,
    people,
    priority,
    recipient,
)
from hzl_client.checks.case import NOTHING_AROUND, Around, Case, Office, applied_on
from hzl_client.checks.check import Check
from hzl_client.checks.wording import in_words_of_the_office
from hzl_client.model.application import Application
from hzl_client.model.hint import Hint
from hzl_client.model.printed import PrintedForm

CHECKS = (
    *recipient.CHECKS,
    *people.CHECKS,
    *numbers.CHECKS,
    *priority.CHECKS,
    *needs.CHECKS,
    *money.CHECKS,
    *evidence.CHECKS,
    *declarations.CHECKS,
    *comparison.CHECKS,
)
NO_OFFICE = Office()
_log = logging.getLogger(__name__)


def run(
    application: Application,
    printed: PrintedForm,
    today: date,
    *,
    around: Around = NOTHING_AROUND,
    office: Office = NO_OFFICE,
    checks: tuple[Check, ...] = CHECKS,
) -> tuple[Hint, ...]:
    """`today` is the day the application was received. Raises ChecksDamaged where the
    figures of the rules cannot be read."""
    table = figures.load().on(applied_on(application, today))
    case = Case(application, printed, today, office, table, around)
    hints = (_run(check, case) for check in checks)
    said = in_words_of_the_office(application)
    return tuple(
        replace(hint, evidence=tuple(map(said, hint.evidence)))
        for hint in hints
        if hint is not None
    )


def _run(check: Check, case: Case) -> Hint | None:
    try:
        return check.run(case)
    except Exception as error:  # noqa: BLE001 a hint less is better than no application
        _log.warning("check %s failed: %s", check.id, type(error).__name__)
        return None
