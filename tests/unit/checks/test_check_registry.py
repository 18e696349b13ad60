"""The run over all checks: fixed order, fixed ids, and none that spoils the others."""

import logging
import re
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.applications import SAMPLES, read_sample
from hzl_client.checks import figures, registry
from hzl_client.checks.case import MAX_ROWS, MAX_TEXT, Case, Office
from hzl_client.checks.check import MAX_EVIDENCE, Check
from hzl_client.checks.figures import Name
from hzl_client.model.application import Application, Field, Section, Summary
from hzl_client.model.hint import Evidence
from hzl_client.model.printed import PrintedFile, PrintedForm
from unit.checks.check_cases import (
    PLACE,
    RECEIVED,
    UNKNOWN_FORM,
    box,
    case,
    entered,
    form,
    hints,
    person,
    sample_form,
)


def fails(_: Case) -> list[Evidence]:
    raise ValueError("Erika Geheim")


def test_ids_are_unique_short_and_english():
    ids = [check.id for check in registry.CHECKS]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", each) for each in ids)


@pytest.mark.parametrize("check", registry.CHECKS, ids=lambda check: check.id)
def test_rules_are_german_sentences_with_a_source(check):
    table = figures.load().on(RECEIVED)
    words = {name.value: str(table[name].number) for name in check.figures}
    rule = check.rule.format_map(words)  # every figure in it is one the check names
    assert rule[0].isupper()
    assert rule.endswith(".")
    assert check.source.strip()
    assert not re.search(r"\b(hat|haben|besteht) (keinen )?Anspruch\b", rule)


def test_hints_keep_the_order_of_the_checks():
    order = [check.id for check in registry.CHECKS]
    for sample in SAMPLES:
        found = registry.run(read_sample(sample), sample_form(sample), RECEIVED)
        places = [order.index(hint.id) for hint in found]
        assert places == sorted(places)


def test_a_check_that_fails_is_named_in_the_log_and_spoils_no_other(caplog):
    broken = Check("broken", "Kaputt.", "nirgends", fails)
    checks = (broken, *registry.CHECKS)
    application = case(root='test="ja"')
    with caplog.at_level(logging.WARNING):
        found = registry.run(application, UNKNOWN_FORM, RECEIVED, checks=checks)
    assert [hint.id for hint in found] == ["test-message"]
    assert caplog.messages == ["check broken failed: ValueError"]
    assert "Geheim" not in caplog.text


def test_evidence_has_an_end_and_nothing_stands_twice():
    seen = [Evidence("Angabe", str(number // 2)) for number in range(1000)]
    check = Check("much", "Viel.", "nirgends", lambda _: seen)
    (hint,) = registry.run(case(), UNKNOWN_FORM, RECEIVED, checks=(check,))
    assert len(hint.evidence) == MAX_EVIDENCE
    assert len(set(hint.evidence)) == MAX_EVIDENCE
    assert hint.further == 500 - MAX_EVIDENCE
    more = Check("much", "Viel.", "nirgends", lambda _: seen[:-2])
    (other,) = registry.run(case(), UNKNOWN_FORM, RECEIVED, checks=(more,))
    assert other.evidence == hint.evidence
    assert other.key != hint.key


def test_only_the_first_rows_are_looked_at():
    people = person(role="Kind_1") * (MAX_ROWS // 4)
    assert hints(case(people)) is not None


def test_long_texts_cost_nothing():
    """Some patterns take the square of a text's length: it is cut before them."""
    text = "in einer " * 200_000
    body = person(f"<x:merkzeichen>{text}</x:merkzeichen><x:iban>{text}</x:iban>")
    answers = (entered("IBAN", text, text), entered(text, text), box(text, "Ja", True))
    before = time.process_time()
    found = hints(case(body), form(*answers))
    assert time.process_time() - before < 5
    assert max(len(e.value) for e in found["iban-length"].evidence) <= MAX_TEXT


class Noting(dict):
    def __init__(self, values):
        super().__init__(values)
        self.asked = set()

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)


@pytest.mark.parametrize("check", registry.CHECKS, ids=lambda check: check.id)
def test_a_check_reads_no_figure_it_does_not_name(check):
    """Or a hint would not say that one of its figures is out of date."""
    for sample in SAMPLES:
        noting = Noting(figures.load().on(RECEIVED))
        application, printed = read_sample(sample), sample_form(sample)
        tuple(check.find(Case(application, printed, RECEIVED, Office(), noting)))
        assert noting.asked <= set(check.figures)


def test_an_empty_application_says_nothing():
    summary = Summary("", "", "", "", 0, 0)
    empty = Application("", "", summary, lambda: (), (), 0)
    assert registry.run(empty, UNKNOWN_FORM, RECEIVED) == ()


def test_without_a_birth_date_and_a_form_an_applicant_raises_no_hint():
    assert hints(case(person(born=""))) == {}


def test_figures_are_those_of_the_application_date():
    """Long before the first version of a figure nobody knows it."""
    old = case(person(born="1900-01-01"), applied="1970-01-01")
    assert hints(old)["birth-date-implausible"].dated
    new = case(person(born="1900-01-01"))
    assert not hints(new)["birth-date-implausible"].dated


# Words the checks look for, so that arbitrary strings get beyond the first question.
NAMES = [
    "iban",
    "identifikationsnummer",
    "rentenversicherungsnummer",
    "versicherungsnummer",
    "versichertennummer",
    "postleitzahl",
    "wohnort",
    "kontoinhaber",
    "kaltmiete",
    "nebenkosten",
    "heizkosten",
    "gesamtmiete",
    "wohnflaeche",
    "betrag",
    "gueltigBis",
    "zugezogenAm",
    "merkzeichen",
    "antragGestelltAm",
    "personReferenzID",
    "personID",
    "antragsteller",
    "schriftgutempfaenger",
    "kennung",
    "name",
    "art",
    "code",
    "datum",
    "zugestimmt",
    "gradDerBehinderung",
    "pflegegeld",
    "einkommen",
]
GROUPS = [
    "person",
    "dritte",
    "einkommen",
    "vermoegen",
    "absetzung",
    "mehrbedarf",
    "erwerbsminderung",
    "beziehung",
    "schwerbehinderung",
    "unterkunft",
    "erklaerung",
    "betreuung",
    "schenkung",
    "aufenthalt",
    "geburt",
    "familienname",
    "leser",
    "autor",
    "unterhaltspflichtiger",
]
TEXT = st.one_of(
    st.text(max_size=40),
    st.from_regex(r"[0-9.,/-]{1,14} ?€?", fullmatch=True),
    st.dates().map(str),
    st.dates().map("{:%d.%m.%Y}".format),
    st.sampled_from(
        ["true", "false", "Ja", "Nein", "0000-00-00", "9999-12-31", "Kind"]
    ),
    st.sampled_from(["DE89370400440532013000", "15070649C103", "A123456780", "²" * 22]),
)
PATHS = st.builds(
    lambda groups, name: "/".join((*groups, name)),
    st.lists(
        st.sampled_from([f"{g}[{n}]" for g in GROUPS for n in (1, 2)]), max_size=4
    ),
    st.sampled_from(NAMES),
)
FIELDS = st.builds(lambda path, text: Field(path, "L", text, text, text), PATHS, TEXT)
CAPTIONS = st.one_of(
    TEXT,
    st.sampled_from(
        ["IBAN", "Kaltmiete", "Wohnfläche in m²", "Sind Sie schwanger?", "Gültig bis"]
    ),
)
PRINTED = st.one_of(
    st.builds(entered, CAPTIONS, TEXT, st.sampled_from(["Einkommen", "Vermögen"])),
    st.builds(box, CAPTIONS, TEXT, st.booleans(), TEXT),
)
FORMS = st.builds(
    PrintedForm,
    st.booleans(),
    st.lists(PRINTED, max_size=6).map(tuple),
    st.lists(st.builds(PrintedFile, TEXT, TEXT, TEXT, st.just(PLACE))).map(tuple),
    st.lists(TEXT).map(tuple),
)


@given(st.lists(FIELDS, max_size=20), FORMS, TEXT, st.dates())
def test_no_check_raises_whatever_somebody_wrote(fields, printed, applied, today):
    summary = Summary("", "", "", applied, 0, 0)
    sections = (Section("", tuple(fields)),)
    application = Application("", "", summary, lambda: sections, (), len(fields))
    table = figures.load().on(RECEIVED)
    examined = Case(application, printed, today, Office(("soa:1",), ("X",)), table)
    for check in registry.CHECKS:
        hint = check.run(examined)
        assert hint is None or (hint.id == check.id and hint.evidence)


def test_a_figure_that_is_not_verified_marks_the_hint():
    check = Check(
        "car",
        "Ab {car_allowance} €.",
        "q",
        lambda _: [Evidence("a", "b")],
        (Name.CAR_ALLOWANCE,),
    )
    (hint,) = registry.run(case(), UNKNOWN_FORM, RECEIVED, checks=(check,))
    assert (hint.rule, hint.dated) == ("Ab 7.500 €.", "Stand 2024, bitte prüfen")
    table = figures.load().on(RECEIVED)
    sure = {name: replace(figure, verified=True) for name, figure in table.items()}
    examined = Case(case(), UNKNOWN_FORM, RECEIVED, Office(), sure)
    assert check.run(examined).dated == ""
