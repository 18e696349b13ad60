"""Whatever goes wrong on the way: a name for it, and in the end every message once."""

from dataclasses import dataclass

import pytest

from helpers.mailboxes import NOTHING
from hzl_client.intermediary.faults import Kind, Mishap
from hzl_client.model.watch import Progress, Step, Watch
from hzl_client.texts import advice_for
from hzl_client.texts.errors import ERRORS

COUNT = 3
FAULTS = [
    *((Kind.CUT, value, "connection-cut") for value in (0, 1, 60, 2_000, 9_000)),
    (Kind.WRONG_CHALLENGE, 0, "control-block"),
    (Kind.WRONG_SIGNATURE, 0, "supplier-signature"),
    (Kind.BLOCK_PAGE, 0, "not-an-osci-answer"),
    *((Kind.HTTP_ERROR, value, "http-status") for value in (403, 404, 502, 503)),
    (Kind.HTTP_ERROR, 500, "not-an-osci-answer"),  # a page where a fault may stand
]
NOT_AUTHENTIC = ("control-block", "supplier-signature")
BOTH_ENDS = [fault for fault in FAULTS if fault[1] in (0, 1, 500)]


@dataclass
class Arming:
    """Arms the mishap when the message `number` is about to be stored."""

    desk: object
    faults: object
    mishap: Mishap
    number: int

    def __call__(self, progress: Progress) -> None:
        if (progress.step, progress.message) == (Step.SECURE, self.number):
            self.faults.arm(self.mishap)


def acknowledged(sent) -> set[str]:
    return set(sent.ids) - set(sent.unacknowledged())


def proved(desk, sent) -> None:
    """Once the fault is gone every message is there exactly once."""
    sent.running.faults.clear()
    report = desk.fetch.run(Watch())
    assert report.error is None
    assert sent.losses(desk) == NOTHING
    assert sent.unacknowledged() == []


@pytest.mark.parametrize(("kind", "value", "error"), FAULTS)
def test_in_the_middle(desk, sent, kind, value, error):
    """The second request for a delivery has carried the acknowledgement of the first
    one out: the intermediary does it whatever becomes of its answer."""
    sent.put_in(COUNT)
    mishap = Mishap(kind, "FetchDelivery", value=value)
    watch = Watch(report=Arming(desk, sent.running.faults, mishap, 1))
    report = desk.fetch.run(watch)
    assert report.error is not None
    assert report.error.name == error
    assert advice_for(report.error) is not ERRORS["unexpected"]
    assert [r.message_id for r in desk.records.all()] == sent.ids[:1]
    assert acknowledged(sent) == set(sent.ids[:1])
    reasons = [each.reason for each in desk.fetch.shelf.evidence()]
    assert reasons == ([error] if error in NOT_AUTHENTIC else [])
    proved(desk, sent)


@pytest.mark.parametrize(("kind", "value", "error"), BOTH_ENDS)
def test_at_the_beginning(desk, sent, asked, kind, value, error):
    sent.put_in(1)
    asked.clear()
    sent.running.faults.arm(Mishap(kind, "InitDialog", value=value))
    report = desk.fetch.run(Watch())
    assert report.error is not None
    assert report.error.name == error
    assert asked == ["InitDialog"], "nothing may follow"
    assert sent.unacknowledged() == sent.ids
    proved(desk, sent)


@pytest.mark.parametrize(("kind", "value", "error"), BOTH_ENDS)
def test_at_the_end(desk, sent, kind, value, error):
    sent.put_in(2)
    sent.running.faults.arm(Mishap(kind, "ExitDialog", value=value))
    report = desk.fetch.run(Watch())
    assert report.error is not None
    assert report.error.name == error
    assert len(report.stored) == 2
    proved(desk, sent)


def test_a_delay_is_no_fault(desk, sent):
    sent.put_in(2)
    sent.running.faults.arm(Mishap(Kind.DELAY, times=4, value=0.2))
    report = desk.fetch.run(Watch())
    assert (report.error, len(report.stored)) == (None, 2)
    proved(desk, sent)


@pytest.mark.parametrize("kind", [Kind.WRONG_CHALLENGE, Kind.WRONG_SIGNATURE])
def test_twice_running_all_are_blocked_and_none_acknowledged(desk, sent, kind):
    sent.put_in(2)
    sent.running.faults.arm(Mishap(kind, "FetchDelivery", times=20))
    first, second = (desk.fetch.run(Watch()) for _ in range(2))
    assert first.error is not None
    assert first.error.name in NOT_AUTHENTIC
    assert second.error is None
    assert [each.message_id for each in second.blocked] == sent.ids
    assert sent.unacknowledged() == sent.ids
    assert len(desk.fetch.shelf.evidence()) == 4
    proved(desk, sent)


def test_the_same_delivery_once_more_is_stored_once(desk, sent):
    sent.put_in(COUNT)
    mishap = Mishap(Kind.REPEAT, "FetchDelivery")
    report = desk.fetch.run(Watch(report=Arming(desk, sent.running.faults, mishap, 2)))
    assert (report.error, report.duplicates, len(report.stored)) == (None, 1, COUNT)
    told = [e.code for e in desk.records.history(report.stored[1])]
    assert told == ["fetched-again"]
    proved(desk, sent)


def test_the_same_delivery_without_end_ends_the_fetch(desk, sent):
    sent.put_in(COUNT)
    mishap = Mishap(Kind.REPEAT, "FetchDelivery", times=100)
    report = desk.fetch.run(Watch(report=Arming(desk, sent.running.faults, mishap, 1)))
    assert report.error is not None
    assert report.error.name == "message-blocked"
    proved(desk, sent)


def test_the_same_id_with_other_content_is_a_second_record(desk, sent):
    sent.put_in(2)
    mishap = Mishap(Kind.REUSED_ID, "FetchDelivery")
    report = desk.fetch.run(Watch(report=Arming(desk, sent.running.faults, mishap, 1)))
    assert (report.error, report.duplicates, len(report.stored)) == (None, 0, 2)
    first, second = (desk.reading.open(each).record for each in report.stored)
    assert first.message_id == second.message_id == sent.ids[0]
    assert "message-id-reused" not in [each.code for each in first.findings]
    assert "message-id-reused" in [each.code for each in second.findings]
    # Both contents are there; only the second id never came to us.
    difference = sent.losses(desk)
    assert difference.lost == (sent.ids[1],)
    assert difference.surplus == (sent.ids[0],)
    assert sent.unacknowledged() == []
