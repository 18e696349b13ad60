"""Hints ticked as seen: kept with their time, open again when the evidence changes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.fake_shelf import FakeShelf, delivery
from hzl_client.model.hint import Evidence, Hint
from hzl_client.model.work import LONGEST_HINT_KEY
from hzl_client.services.hint_ticks import HintTicks

IBAN = Hint("iban-length", "Zu kurz. Bitte fragen.", "q", (Evidence("IBAN", "1", "a"),))
RENT = Hint("rent-sum", "Die Summe stimmt nicht.", "q", (Evidence("Miete", "9"),))
HINTS = (IBAN, RENT)
TEXT = st.text(max_size=30)


@pytest.fixture
def shelf():
    shelf = FakeShelf()
    shelf.add(delivery(), delivery().submitted_at)
    return shelf


@pytest.fixture
def ticks(shelf):
    return HintTicks(shelf)


def test_how_many_are_open_is_kept_when_they_were_found(ticks, shelf):
    assert shelf.record("r1").work.open_hints is None
    assert ticks.found("r1", HINTS).open_hints == 2
    assert shelf.record("r1").work.open_hints == 2
    assert ticks.found("r1", ()).open_hints == 0


def test_a_tick_has_its_time_and_can_be_undone(ticks, shelf):
    work = ticks.tick("r1", IBAN, HINTS, seen=True)
    assert list(work.seen) == [IBAN.key]
    assert work.seen[IBAN.key].tzinfo is not None
    assert (work.open_hints, shelf.record("r1").work) == (1, work)
    again = ticks.tick("r1", IBAN, HINTS, seen=False)
    assert (dict(again.seen), again.open_hints) == ({}, 2)
    assert [(e.code, e.detail) for e in shelf.history("r1")] == [
        ("hint-seen", "Zu kurz"),
        ("hint-open", "Zu kurz"),
    ]


def test_a_tick_leaves_the_rest_of_the_work_alone(ticks, shelf):
    shelf.change_work("r1", lambda work: replace(work, note="ruft an", labels=("a",)))
    ticks.tick("r1", IBAN, HINTS, seen=True)
    ticks.tick("r1", RENT, HINTS, seen=True)
    work = shelf.record("r1").work
    assert (work.note, work.labels, work.open_hints) == ("ruft an", ("a",), 0)
    assert len(work.seen) == 2


def test_other_evidence_is_not_seen_yet(ticks):
    ticks.tick("r1", IBAN, HINTS, seen=True)
    other = replace(IBAN, evidence=(Evidence("IBAN", "2", "a"),))
    assert ticks.found("r1", (other, RENT)).open_hints == 2
    work = ticks.tick("r1", other, (other, RENT), seen=True)
    assert list(work.seen) == [other.key]  # the older tick is of no use any more


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"rule": "Anders."}, True),
        ({"source": "anders"}, True),
        ({"evidence": (Evidence("Bankverbindung", "1", "a"),)}, True),
        ({"evidence": (Evidence("IBAN", "1", "b"),)}, False),
        ({"evidence": (Evidence("IBAN", "11", "a"),)}, False),
        ({"evidence": (*IBAN.evidence, Evidence("IBAN", "1", "b"))}, False),
        ({"id": "iban-digit"}, False),
    ],
)
def test_the_key_is_that_of_the_evidence(change, same):
    assert (replace(IBAN, **change).key == IBAN.key) is same


@given(st.lists(st.builds(Evidence, TEXT, TEXT, TEXT), min_size=1, max_size=4))
def test_every_key_can_be_kept(evidence):
    key = Hint("representative-without-proof", "R.", "q", tuple(evidence)).key
    assert key.isascii()
    assert len(key) <= LONGEST_HINT_KEY
