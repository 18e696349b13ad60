"""Values exchanged between two incomes, accounts or addresses are marked at both."""

from itertools import chain, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.model.comparison import State
from unit.standards.test_comparison import BORN, ME, compared, person, printed, who

EQUAL, DIFFERS = State.EQUAL, State.DIFFERS
CAPTIONS = {
    "rentenversicherungstraeger": "Rentenversicherungsträger",
    "rentenversicherungsnummer": "Rentenversicherungsnummer",
    "betrag": "Monatlicher Betrag",
    "bewilligtSeit": "Bewilligt seit",
}
PENSIONS = (
    ("DRV Bund", "52010174P518", "300.00", "2020-01-01"),
    ("DRV Westfalen", "53010174P511", "800.00", "2021-05-01"),
    ("DRV Rheinland", "54010174P514", "412.50", "2022-09-01"),
    ("DRV Oldenburg", "55010174P517", "95.10", "2023-02-01"),
)


def element(name, children):
    inner = "".join(f"<{tag}>{text}</{tag}>" for tag, text in children.items())
    return f"<x:{name}>{inner}</x:{name}>"


def said(pension):
    """As the form prints it."""
    insurer, number, amount, since = pension
    day = ".".join(reversed(since.split("-")))
    return (insurer, number, amount.replace(".", ",") + " €", day)


def told(in_xml, in_print):
    """The state by pension and question."""
    groups = [
        element("einkommen", dict(zip(CAPTIONS, each, strict=True))) for each in in_xml
    ]
    someone = person("Muster", "Alex", "1986-03-30").replace(
        "</x:person>", "".join(groups) + "</x:person>"
    )
    answers = chain.from_iterable(map(said, in_print))
    captions = list(CAPTIONS.values()) * len(in_print)
    form = [
        *who("Muster", "Alex", BORN),
        *(
            printed(caption, text, f"{ME}|Einkommen", at=10 + n)
            for n, (caption, text) in enumerate(zip(captions, answers, strict=True))
        ),
    ]
    _, found = compared([someone], form)
    states = {}
    for path, each in found.fields.items():
        above, _, name = path.rpartition("/")
        if name in CAPTIONS:
            digit = above.rpartition("[")[2].rstrip("]")
            number = int(digit) - 1 if digit.isdigit() else 0
            states[number, name] = each.state
    return states


def exchanged(pensions, names, order):
    """These values taken from the pension that `order` names."""
    columns = [list(CAPTIONS).index(name) for name in names]
    return [
        tuple(
            pensions[order[n]][column] if column in columns else value
            for column, value in enumerate(pension)
        )
        for n, pension in enumerate(pensions)
    ]


@pytest.mark.parametrize("name", CAPTIONS)
def test_one_value_exchanged_is_marked_at_both(name):
    form = exchanged(PENSIONS[:2], [name], (1, 0))
    states = told(PENSIONS[:2], form)
    marked = {key for key, state in states.items() if state is DIFFERS}
    assert marked == {(0, name), (1, name)}
    assert set(states.values()) == {EQUAL, DIFFERS}


def test_nothing_exchanged_is_equal_in_any_order():
    for order in permutations(range(4)):
        form = [PENSIONS[n] for n in order]
        assert set(told(PENSIONS, form).values()) == {EQUAL}


@given(st.permutations(range(4)), st.sampled_from(list(CAPTIONS)))
def test_whatever_moved_is_marked_and_nothing_else(order, name):
    states = told(PENSIONS, exchanged(PENSIONS, [name], order))
    moved = {(n, name) for n, origin in enumerate(order) if n != origin}
    assert {key for key, state in states.items() if state is DIFFERS} == moved


@given(st.sets(st.sampled_from(list(CAPTIONS)), min_size=1, max_size=3))
def test_several_values_exchanged_at_once(names):
    """Which of them were, nobody can tell; that some were, is told at both."""
    states = told(PENSIONS[:2], exchanged(PENSIONS[:2], names, (1, 0)))
    marked = {key for key, state in states.items() if state is DIFFERS}
    either = (names, CAPTIONS.keys() - names)
    assert marked in [{(n, name) for n in (0, 1) for name in some} for some in either]


def test_one_moved_and_the_other_changed():
    form = [
        ("DRV Bund", "52010174P518", "800.00", "2020-01-01"),
        ("DRV Westfalen", "53010174P511", "900.00", "2021-05-01"),
    ]
    states = told(PENSIONS[:2], form)
    assert states[0, "betrag"] is states[1, "betrag"] is DIFFERS


def test_equal_values_are_nobodys():
    alike = [(a, b, "300.00", "2020-01-01") for a, b, *_ in PENSIONS]
    assert set(told(alike, alike).values()) == {EQUAL}


ACCOUNTS = (
    ("Alex Muster", "DE67 9999 9998 0007 7001 23"),
    ("Jobcenter Musterhausen", "DE51 9999 9999 0001 2345 00"),
)


def test_accounts_of_the_case():
    accounts = [
        element("bankverbindung", {"kontoinhaber": holder, "iban": iban})
        for holder, iban in ACCOUNTS
    ]
    (one, first), (two, second) = ACCOUNTS
    form = [
        printed(caption, text, "Bankverbindung", at=n)
        for n, (caption, text) in enumerate(
            [
                *(("Kontoinhaber", one), ("IBAN", second)),
                *(("Kontoinhaber", two), ("IBAN", first)),
            ]
        )
    ]
    found = compared(accounts, form)[1].fields
    states = {
        path.rpartition("vorgang/")[2]: each.state
        for path, each in found.items()
        if "bankverbindung" in path
    }
    assert states == {
        "bankverbindung[1]/kontoinhaber": EQUAL,
        "bankverbindung[1]/iban": DIFFERS,
        "bankverbindung[2]/kontoinhaber": EQUAL,
        "bankverbindung[2]/iban": DIFFERS,
    }


def test_what_stands_far_away_by_chance_is_no_exchange():
    """The second amount stands in print once more, long before both incomes."""
    groups = [
        element("einkommen", {"rentenversicherungstraeger": a, "betrag": c})
        for a, _, c, _ in PENSIONS[:2]
    ]
    someone = person("Muster", "Alex", "1986-03-30").replace(
        "</x:person>", "".join(groups) + "</x:person>"
    )
    rows = [
        ("Monatlicher Betrag", "800,00 €"),
        *(("Bemerkung", f"Satz {n}") for n in range(8)),
        *(
            ("Rentenversicherungsträger", "DRV Bund"),
            ("Monatlicher Betrag", "300,00 €"),
        ),
        ("Rentenversicherungsträger", "DRV Westfalen"),
    ]
    form = [
        *who("Muster", "Alex", BORN),
        *(printed(c, t, f"{ME}|Einkommen", at=10 + n) for n, (c, t) in enumerate(rows)),
    ]
    _, found = compared([someone], form)
    amounts = [e.state for path, e in found.fields.items() if path.endswith("/betrag")]
    assert amounts == [EQUAL, EQUAL]
