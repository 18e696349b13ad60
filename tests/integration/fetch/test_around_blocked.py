"""A message that never comes out right keeps no other one back, over real HTTP."""

from dataclasses import replace

import pytest

from helpers.mailboxes import NOTHING
from hzl_client.intermediary import pki
from hzl_client.intermediary.faults import Kind, Mishap
from hzl_client.model.credential import fingerprint
from hzl_client.model.watch import Watch

FAR_FEWER_THAN_A_DELIVERY = 600  # bytes of an answer


@pytest.fixture
def undeliverable(running, monkeypatch):
    """Ids whose delivery the intermediary always signs wrongly."""
    ids: set[str] = set()
    fetch = running.supplier._counter.fetch
    write = running.supplier._scribe.write
    found = []

    def fetch_and_note(*arguments):
        found[:] = [fetch(*arguments)]
        return found[0]

    def write_forged(kind, control, outcome, manner):
        bad = any(each.message_id in ids for each in found)
        found.clear()
        return write(kind, control, outcome, replace(manner, forged=bad))

    monkeypatch.setattr(running.supplier._counter, "fetch", fetch_and_note)
    monkeypatch.setattr(running.supplier._scribe, "write", write_forged)
    return ids


def run(desk):
    return desk.fetch.run(Watch())


def test_an_undeliverable_oldest_message(desk, sent, undeliverable):
    sent.put_in(3)
    oldest = sent.ids[0]
    undeliverable.add(oldest)
    first = run(desk)
    assert first.error is not None
    assert first.error.name == "supplier-signature"
    assert first.stored == ()

    second = run(desk)
    assert second.error is None
    assert len(second.stored) == 2
    assert [each.message_id for each in second.blocked] == [oldest]
    assert sent.unacknowledged() == [oldest], "and it alone"

    sent.put_in(1)
    third = run(desk)
    assert len(third.stored) == 1
    assert [each.message_id for each in third.blocked] == [oldest]

    undeliverable.clear()
    fourth = run(desk)
    assert len(fourth.stored) == 1
    assert fourth.blocked == ()
    assert sent.losses(desk) == NOTHING
    assert sent.unacknowledged() == []


def test_one_in_the_middle_and_one_at_the_end(desk, sent, undeliverable):
    sent.put_in(4)
    undeliverable |= {sent.ids[1], sent.ids[3]}
    run(desk)
    report = run(desk)
    assert {each.message_id for each in report.blocked} == undeliverable
    assert set(sent.unacknowledged()) == undeliverable
    assert len(desk.records.all()) == 2


def test_what_waits_is_listed_without_taking_it(desk, sent):
    sent.put_in(2)
    waiting = desk.fetch.waiting(Watch()).messages
    assert [each.message_id for each in waiting] == sent.ids
    assert all(each.subject and each.submitted_at for each in waiting)
    assert sent.unacknowledged() == sent.ids


def test_only_what_was_chosen(desk, sent):
    sent.put_in(3)
    report = desk.fetch.run(Watch(), only=[sent.ids[2]])
    assert len(report.stored) == 1
    assert sent.unacknowledged() == sent.ids[:2]


def test_a_lost_answer_is_made_good_in_the_same_run(desk, sent, asked):
    sent.put_in(3)
    asked.clear()
    cut = Mishap(Kind.CUT, "FetchDelivery", times=2, value=FAR_FEWER_THAN_A_DELIVERY)
    sent.running.faults.arm(cut)
    fetch = replace(desk.fetch, pauses=(0.0, 0.0))
    report = fetch.run(Watch())
    assert report.error is None
    assert len(report.stored) == 3
    assert asked.count("InitDialog") == 3
    assert sent.losses(desk) == NOTHING
    assert sent.unacknowledged() == []


@pytest.mark.parametrize("size", [0, 300_000])
def test_in_chunks_everything_comes_once(desk, sent, asked, size):
    desk.current.change(replace(desk.settings, chunk_size=64))
    sent.put_in(3, size=size)
    report = run(desk)
    assert report.error is None
    assert sent.losses(desk) == NOTHING
    assert sent.unacknowledged() == []
    assert asked.count("FetchDelivery") == 0
    assert asked.count("PartialFetchDelivery") == (4 if not size else 3 * 5 + 1)


def test_a_break_between_chunks(desk, sent):
    desk.current.change(replace(desk.settings, chunk_size=64))
    sent.put_in(2, size=300_000)
    sent.running.faults.arm(Mishap(Kind.CUT, "PartialFetchDelivery", value=0))
    report = replace(desk.fetch, pauses=(0.0,)).run(Watch())
    assert report.error is None
    assert sent.losses(desk) == NOTHING
    assert sent.unacknowledged() == []


def test_the_practice_pin_is_the_one_that_counts(running):
    """Or the forged signatures above would fail for another reason."""
    keys = pki.load(running.pki.folder)
    assert fingerprint(keys.intermediary_signature.der) == fingerprint(
        running.pki.intermediary_signature.der
    )
