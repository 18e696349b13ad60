"""Any order of submissions, faults, cancelled fetches and restarts of the program: in
the end every message is there exactly once."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from helpers.mailboxes import NOTHING, Sent
from hzl_client import compose
from hzl_client.errors import CardsNotOffered, PeerError, SurroundingsError, TrustError
from hzl_client.intermediary.faults import Kind, Mishap
from hzl_client.model.watch import Step, Watch

REQUESTS = ("InitDialog", "FetchDelivery", "FetchProcessCard", "ExitDialog")
# Not those that hand out something twice on purpose.
MISHAPS = st.builds(
    Mishap,
    kind=st.sampled_from(
        [Kind.CUT, Kind.WRONG_CHALLENGE, Kind.WRONG_SIGNATURE, Kind.BLOCK_PAGE]
    ),
    message=st.sampled_from(REQUESTS),
    times=st.integers(1, 2),
    value=st.sampled_from([0, 1, 60, 2_000]),
) | st.builds(
    Mishap,
    kind=st.just(Kind.HTTP_ERROR),
    message=st.sampled_from(REQUESTS),
    value=st.sampled_from([403, 500, 502, 503]),
)
SHAPES = st.sampled_from(["embedded", "attached", "forged", "stranger"])


class Cancelling:
    """Cancels at the n-th step of this kind."""

    def __init__(self, step: Step, number: int) -> None:
        self.left = {step: number}
        self.watch = Watch(report=self)

    def __call__(self, progress) -> None:
        if progress.step in self.left:
            self.left[progress.step] -= 1
            if self.left[progress.step] == 0:
                self.watch.cancel.set()


class Fetching(RuleBasedStateMachine):
    running = None  # set by the test
    empty = None

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(self.empty, self.folder / "profile")
        self.sent = Sent(self.running)
        self.reported = 0
        self.open()

    def open(self) -> None:
        (entry,) = compose.mailboxes(self.folder / "profile")
        desk = compose.open_desk(entry)
        self.desk = replace(desk, fetch=replace(desk.fetch, pauses=(0.0,)))

    @rule(count=st.integers(1, 3), shape=SHAPES)
    def put_in(self, count, shape) -> None:
        """The faults are ours, not the sender's."""
        faults = self.running.faults
        armed = faults.armed
        faults.clear()
        self.sent.put_in(count, shape)
        for mishap in armed:
            faults.arm(mishap)

    @rule(mishap=MISHAPS)
    def something_goes_wrong(self, mishap) -> None:
        self.running.faults.arm(mishap)

    @rule()
    def fetch(self) -> None:
        self.told(self.desk.fetch.run(Watch()))

    @rule(step=st.sampled_from(Step), number=st.integers(1, 4))
    def fetch_and_cancel(self, step, number) -> None:
        self.told(self.desk.fetch.run(Cancelling(step, number).watch))

    @rule(number=st.integers(0, 9))
    def fetch_one(self, number) -> None:
        if self.sent.ids:
            wanted = self.sent.ids[number % len(self.sent.ids)]
            report = self.desk.fetch.run(Watch(), only=[wanted])
            self.told(report)
            if report.error is None and not report.blocked:
                held = [record.message_id for record in self.desk.records.all()]
                assert wanted in held

    @rule()
    def look_at_what_waits(self) -> None:
        try:
            waiting = self.desk.fetch.waiting(Watch()).messages
        except (CardsNotOffered, PeerError, SurroundingsError, TrustError):
            return
        unacknowledged = self.sent.unacknowledged()
        assert [each.message_id for each in waiting] == unacknowledged

    @rule()
    def open_again(self) -> None:
        self.desk.close()
        self.open()

    def told(self, report) -> None:
        """What a report calls new is there, and nothing is told twice."""
        self.reported += len(report.stored)
        assert self.reported == len(self.desk.records.all())

    @invariant()
    def only_what_is_stored_was_acknowledged(self) -> None:
        if hasattr(self, "sent"):
            held = {record.message_id for record in self.desk.records.all()}
            assert set(self.sent.ids) - set(self.sent.unacknowledged()) <= held

    def teardown(self) -> None:
        if not hasattr(self, "desk"):
            return
        self.running.faults.clear()
        try:
            for _ in range(2):  # the first may still go around what was blocked
                report = self.desk.fetch.run(Watch())
            assert (report.error, report.blocked) == (None, ())
            assert self.sent.losses(self.desk) == NOTHING
            assert self.sent.unacknowledged() == []
        finally:
            self.desk.close()
            shutil.rmtree(self.folder, ignore_errors=True)


@pytest.mark.timeout(300)
def test_every_message_once_whatever_happens(running, empty_mailbox):
    class Here(Fetching):
        pass

    Here.running, Here.empty = running, empty_mailbox
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=4,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
