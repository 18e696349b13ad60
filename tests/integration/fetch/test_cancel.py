"""Cancelling: at once, and what is stored stays stored."""

import time
from threading import Timer

import pytest

from helpers.mailboxes import NOTHING
from hzl_client.intermediary.faults import Kind, Mishap
from hzl_client.model.watch import Progress, Step, Watch

LARGE = 24 * 1024 * 1024


def cancel_at(step: Step, message: int, least: int = 0) -> Watch:
    def report(progress: Progress) -> None:
        here = (progress.step, progress.message) == (step, message)
        if here and progress.done >= least:
            watch.cancel.set()

    watch = Watch(report=report)
    return watch


def cancelled_report(desk, watch):
    report = desk.fetch.run(watch)
    assert report.cancelled
    assert report.error is None
    return report


def fetched_afterwards(desk, sent):
    report = desk.fetch.run(Watch())
    assert report.error is None
    assert sent.losses(desk) == NOTHING
    assert sent.unacknowledged() == []
    return report


def test_while_a_large_delivery_is_loading(desk, sent, asked):
    """The connection is cut; nothing is stored of it and nothing acknowledged."""
    sent.put_in(1, size=LARGE)
    asked.clear()
    began = time.monotonic()
    loaded: list[int] = []

    def report(progress: Progress) -> None:
        if progress.step is Step.LOAD:
            loaded.append(progress.done)
            assert progress.total > LARGE
            if progress.done > LARGE / 8:
                watch.cancel.set()

    watch = Watch(report=report)
    report_of_run = cancelled_report(desk, watch)
    assert report_of_run.stored == ()
    assert max(loaded) < LARGE / 2, "it did not wait for the rest"
    assert time.monotonic() - began < 30  # minutes, were the peer awaited
    assert asked == ["InitDialog", "FetchDelivery"], "not even ExitDialog"
    assert sent.unacknowledged() == sent.ids
    assert desk.fetch.shelf.evidence() == ()
    assert len(fetched_afterwards(desk, sent).stored) == 1


def test_while_the_second_is_loading_the_first_stays(desk, sent, asked):
    """Its request carried the acknowledgement of the first one."""
    sent.put_in(2, size=200_000)
    asked.clear()
    report = cancelled_report(desk, cancel_at(Step.LOAD, 2))
    assert len(report.stored) == 1
    assert asked == ["InitDialog", "FetchDelivery", "FetchDelivery"]
    assert sent.unacknowledged() == sent.ids[1:]
    after = fetched_afterwards(desk, sent)
    assert (len(after.stored), after.duplicates) == (1, 0)


@pytest.mark.parametrize("step", [Step.SECURE, Step.DECRYPT, Step.CHECK])
def test_between_two_messages_what_is_stored_is_acknowledged(desk, sent, asked, step):
    sent.put_in(3)
    asked.clear()
    report = cancelled_report(desk, cancel_at(step, 2))
    assert len(report.stored) == 2
    assert asked == ["InitDialog", "FetchDelivery", "FetchDelivery", "ExitDialog"]
    assert sent.unacknowledged() == sent.ids[2:]
    after = fetched_afterwards(desk, sent)
    assert (len(after.stored), after.duplicates) == (1, 0)


@pytest.mark.parametrize("request_kind", ["InitDialog", "FetchDelivery"])
def test_an_intermediary_that_says_nothing_does_not_hold_us(desk, sent, request_kind):
    sent.put_in(1)
    sent.running.faults.arm(Mishap(Kind.DELAY, request_kind, value=60))
    watch = Watch()
    timer = Timer(0.3, watch.cancel.set)
    timer.start()
    began = time.monotonic()
    report = cancelled_report(desk, watch)
    assert time.monotonic() - began < 30  # sixty, were the answer awaited
    timer.join()
    assert report.stored == ()
    assert sent.unacknowledged() == sent.ids
    assert len(fetched_afterwards(desk, sent).stored) == 1


def test_before_anything_was_asked(desk, sent, asked):
    sent.put_in(1)
    asked.clear()
    watch = Watch()
    watch.cancel.set()
    assert cancelled_report(desk, watch).stored == ()
    assert asked == []
