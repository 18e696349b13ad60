"""What lies sealed beside a record comes back, also from other versions of us."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.deliveries import SUMMARY, content, opened
from hzl_client.errors import StoreDamaged
from hzl_client.model.finding import Finding
from hzl_client.model.octets import CHUNK
from hzl_client.store import records
from hzl_client.store.records import Card

TEXT = st.text(st.characters(), max_size=20)  # halves of characters included
FINDINGS = st.lists(st.builds(Finding, TEXT, TEXT), max_size=3).map(tuple)
CARDS = st.builds(
    Card, TEXT, FINDINGS, st.sampled_from([None, SUMMARY]), FINDINGS, FINDINGS
)


@given(CARDS)
def test_a_card_comes_back(card):
    assert records.parse_card(records.render_card(card)) == card


def test_the_largest_card_is_one_chunk():
    many = (Finding("x" * 40, "\U0001f600" * 10_000),) * 1000
    names = ("\U0001f600" * 10_000,) * 1000
    texts = dict.fromkeys(("title", "place", "case_id"), "😀" * 10000)
    summary = replace(SUMMARY, people=names, files=names, **texts)
    card = Card("\U0001f600" * 10_000, many, summary, many, many)
    assert len(records.render_card(card)) < CHUNK


def test_a_newer_summary_is_read_as_far_as_known():
    values = asdict(SUMMARY) | {"new": "field"}
    older = {k: v for k, v in values.items() if k != "case_id"}
    raw = json.loads(records.render_card(Card("", summary=SUMMARY)))
    card = records.parse_card(json.dumps(raw | {"summary": older}).encode())
    assert card.summary == SUMMARY


def test_lists_come_back():
    entries = tuple(records.entry(n, content(b"x" * n)) for n in range(3))
    assert records.parse_entries(records.render_entries(entries)) == entries
    signatures = opened().signatures
    kept = records.parse_signatures(records.render_signatures(signatures))
    assert kept == signatures


@pytest.mark.parametrize(
    "data", [b"", b"1", b"[1]", b'[{"x": 1}]', b"\xff", b'{"a":1}']
)
@pytest.mark.parametrize(
    "parse", [records.parse_card, records.parse_entries, records.parse_signatures]
)
def test_what_does_not_fit_is_damage(parse, data):
    with pytest.raises(StoreDamaged):
        parse(data)


def test_names_of_people_and_files_are_kept_and_cut():
    names = tuple(f"Familie {n}" for n in range(200))
    summary = replace(SUMMARY, people=("Muster, Émile",), files=("x" * 500, *names))
    kept = records.parse_card(records.render_card(Card("Antrag", summary=summary)))
    assert kept.summary.people == ("Muster, Émile",)
    assert len(kept.summary.files) == records.MOST_NAMES
    assert kept.summary.files[0] == "x" * records.LONGEST_NAME


def test_a_summary_without_names_is_from_an_older_program():
    older = json.loads(records.render_card(Card("Antrag", summary=SUMMARY)))
    del older["summary"]["people"], older["summary"]["files"]
    assert records.parse_card(json.dumps(older).encode()).summary.people == ()
