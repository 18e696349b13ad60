"""Consents that were not given, and people who act for somebody."""

import re
from collections.abc import Iterator

from hzl_client.checks.case import Case, Found, is_no, printed
from hzl_client.checks.check import Check
from hzl_client.model.hint import Evidence

_ACTING = r"als (gesetzliche|bevollmächtigte|rechtliche)|Betreuerin|Bevollmächtigte"
PROOF = re.compile(r"betreu|vollmacht|bestellung|bestallung|urkunde", re.IGNORECASE)


def _not_given(case: Case) -> Iterator[Evidence]:
    for group in case.groups("erklaerung"):
        answer = group.find("zugestimmt")
        if answer and is_no(answer.text):
            words = group.text("text") or answer.field.label
            yield Evidence(words, answer.text, answer.field.path)
    for field in case.answers:
        below = any("Erklärung" in title for title in field.heading)
        if below and field.ticked is False and field.text.casefold() in ("", "ja"):
            yield printed(field)


def acting(case: Case) -> Found:
    """Who says to act for the applicant, as guardian or by proxy."""
    guardians = tuple(
        human.group.rows[0].evidence._replace(label="Betreuung", value=human.name)
        for human in case.third_parties
        if case.groups("betreuung", human.group)
        or case.groups("vollmacht", human.group)
    )
    answers = case.entered("Für wen stellen Sie", "Antragstellung")
    return (*guardians, *(e for e in answers if re.search(_ACTING, e.value)))


def _without_proof(case: Case) -> Iterator[Evidence]:
    if not case.printed.known:
        return
    files = [f"{f.category} {f.original}" for f in case.printed.files]
    if not any(PROOF.search(words) for words in files):
        yield from acting(case)


CHECKS = (
    Check(
        "declaration-not-given",
        "Eine Erklärung am Ende des Antrags ist nicht bestätigt.",
        "§ 60 SGB I",
        _not_given,
    ),
    Check(
        "representative-without-proof",
        "Der Antrag wurde für eine andere Person gestellt, eine Bestellungsurkunde "
        "oder Vollmacht ist nicht dabei.",
        "§ 13 SGB X",
        _without_proof,
    ),
)
