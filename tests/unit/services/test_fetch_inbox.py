"""Store, confirm, next: and what is left when something ends it in between."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from helpers.fake_shelf import NOON, FakeAdded, FakeShelf, delivery
from helpers.openings import XML, application, content, opened_delivery, sniff
from hzl_client.errors import (
    Cancelled,
    ConnectionCut,
    ControlBlockMismatch,
    DiskFailed,
    Fault,
    HzlError,
    KeyUnwrap,
    MessageBlocked,
    MessageTooLarge,
    NoRecipientKey,
    RefusedOrder,
    SupplierNotPinned,
    SupplierSignatureInvalid,
)
from hzl_client.model.delivery import Delivery
from hzl_client.model.octets import MemoryOctets, Octets
from hzl_client.model.watch import Progress, Step, Watch
from hzl_client.services.fetch import FetchInbox
from hzl_client.services.last_fetch import LastFetch, recall
from hzl_client.services.open_stored import OpenStored
from hzl_client.services.understanding import Understanding

A, B, C = (delivery(f"m{n}", b"message %d" % n) for n in (1, 2, 3))
RAW = MemoryOctets(b"bytes nobody vouches for")


@dataclass
class FakeSource:
    """Plays its answers, and writes down everything that matters in order."""

    answers: list[Delivery | Exception]
    log: list[str] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)
    evidence: Octets | None = None
    at_begin: Exception | None = None
    at_end: Exception | None = None
    pending: Delivery | None = None
    unreadable: tuple[bytes, ...] = ()

    @contextmanager
    def connect(self, watch: Watch) -> Iterator["FakeSource"]:
        self.watch = watch
        if self.at_begin is not None:
            raise self.at_begin
        self.log.append("connect")
        yield self
        assert self.pending is None, "left in good order with an unstored delivery"
        self.log.append("exit")
        if self.at_end is not None:
            raise self.at_end

    def next_delivery(self) -> Delivery | None:
        assert self.pending is None, "a request would acknowledge what is not stored"
        self.log.append("request")
        if not self.answers:
            return None
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        self.pending = answer
        return answer

    def confirm(self, delivery: Delivery) -> None:
        assert delivery is self.pending
        self.log.append(f"confirm {delivery.message_id}")
        self.pending = None

    def open(self, message: Octets):
        if message.read(0, message.size) in self.unreadable:
            raise NoRecipientKey("for another office")
        return opened_delivery(content(XML))


@dataclass
class LoggedShelf(FakeShelf):
    log: list[str] = field(default_factory=list)
    full: bool = False

    def add(self, delivery: Delivery, received_at) -> FakeAdded:
        if self.full:
            raise DiskFailed("no space")
        added = super().add(delivery, received_at)
        self.log.append(f"stored {delivery.message_id}")
        return added

    def set_opened(self, record_id, opened) -> None:
        super().set_opened(record_id, opened)
        self.log.append(f"opened {record_id}")


def inbox(source, shelf=None):
    shelf = shelf or LoggedShelf()
    source.log = shelf.log
    understanding = Understanding(lambda _: application(), lambda _: ())
    opening = OpenStored(shelf, source.open, understanding, sniff)
    return FetchInbox(source, shelf, opening, now=lambda: NOON)


def fetch(*answers, shelf=None, **source):
    """One run that plays these answers; its report and the shelf afterwards."""
    fetching = inbox(FakeSource(list(answers), **source), shelf)
    return fetching.run(Watch()), fetching.shelf


# --- the good way -------------------------------------------------------------------


def test_each_message_is_stored_confirmed_and_opened_before_the_next_request():
    report, shelf = fetch(A, B)
    assert shelf.log == [
        "connect",
        *("request", "stored m1", "confirm m1", "opened r1"),
        *("request", "stored m2", "confirm m2", "opened r2"),
        *("request", "exit"),
    ]
    assert report.stored == ("r1", "r2")
    assert (report.error, report.cancelled, report.at) == (None, False, NOON)
    assert recall(shelf) == LastFetch(NOON, 2)


def test_nothing_waits():
    report, shelf = fetch()
    assert shelf.log == ["connect", "request", "exit"]
    assert (report.stored, report.error) == ((), None)
    assert recall(shelf) == LastFetch(NOON, 0)


def test_what_does_not_open_is_quarantined_and_the_rest_comes_through():
    report, shelf = fetch(A, B, C, unreadable=(b"message 2",))
    assert report.stored == ("r1", "r2", "r3")
    assert report.quarantined == ("r2",)
    assert report.error is None
    assert [each.code for each in shelf.record("r2").problems] == ["no-recipient-key"]


def test_every_step_of_every_message_is_reported():
    seen: list[Progress] = []
    inbox(FakeSource([A, B])).run(Watch(report=seen.append))
    steps = [(each.step, each.message) for each in seen]
    order = (Step.SECURE, Step.DECRYPT, Step.CHECK)
    assert steps == [(step, number) for number in (1, 2) for step in order]


# --- duplicates ---------------------------------------------------------------------


def test_a_duplicate_is_counted_told_in_the_history_and_not_opened_again():
    report, shelf = fetch(A, A, B)
    assert report.stored == ("r1", "r2")
    assert report.duplicates == 1
    assert [event.code for event in shelf.history("r1")] == ["fetched-again"]
    assert shelf.log.count("opened r1") == 1
    assert shelf.log.count("confirm m1") == 2, "or it would be offered for good"


def test_a_duplicate_that_was_never_opened_is_opened_now():
    shelf = LoggedShelf()
    shelf.add(A, NOON)  # and then the disk was full
    report, _ = fetch(A, shelf=shelf)
    assert (report.stored, report.duplicates) == ((), 1)
    assert shelf.record("r1").opened


def test_a_message_offered_without_end_ends_the_fetch():
    report, shelf = fetch(A, B, *[A] * 50)
    assert report.stored == ("r1", "r2")
    assert isinstance(report.error, MessageBlocked)
    assert report.error.facts == {"reason": "repeated"}
    assert shelf.log.count("request") == 6
    assert "exit" not in shelf.log


def test_many_different_duplicates_are_no_reason_to_stop():
    """A mailbox brought back from a backup meets them all again."""
    many = [delivery(f"m{n}", b"%d" % n) for n in range(20)]
    shelf = LoggedShelf()
    fetch(*many, shelf=shelf)
    report, _ = fetch(*many, shelf=shelf)
    assert (report.stored, report.duplicates, report.error) == ((), 20, None)


# --- errors in the middle -----------------------------------------------------------

ERRORS = [
    ConnectionCut("cut"),
    SupplierSignatureInvalid("forged"),
    ControlBlockMismatch("other"),
    Fault("9400"),
    RefusedOrder("9000"),
    MessageTooLarge("large"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.name)
def test_an_error_in_the_middle_keeps_the_report_and_sends_nothing_more(error):
    report, shelf = fetch(A, error, B)
    assert report.stored == ("r1",)
    assert report.error is error
    assert not report.cancelled
    assert shelf.log[-1] == "request", "neither a further one nor ExitDialog"
    assert recall(shelf) == LastFetch(NOON, 1, error.name)


def test_an_error_of_the_first_contact_is_reported():
    report, shelf = fetch(A, at_begin=ConnectionCut("cut"))
    assert report.error is not None
    assert report.error.name == "connection-cut"
    assert shelf.log == []


def test_an_error_of_the_good_bye_keeps_what_was_stored():
    report, _ = fetch(A, at_end=ConnectionCut("cut"))
    assert report.stored == ("r1",)
    assert report.error is not None


def test_a_full_disk_confirms_nothing():
    shelf = LoggedShelf(full=True)
    report, _ = fetch(A, shelf=shelf)
    assert isinstance(report.error, DiskFailed)
    assert shelf.log == ["connect", "request"]
    assert report.stored == ()


def test_a_disk_that_takes_the_message_but_not_its_contents():
    class Tight(LoggedShelf):
        def set_opened(self, *_):
            raise DiskFailed("no space")

    report, shelf = fetch(A, B, shelf=Tight())
    assert isinstance(report.error, DiskFailed)
    assert report.stored == ("r1",), "the message is safe"
    assert shelf.unopened() == ("r1",), "and opened at the next start"
    assert shelf.log[-1] == "confirm m1", "but no further request leaves"


def test_a_disk_that_cannot_even_remember_the_failure_does_not_hide_it(caplog):
    class Broken(LoggedShelf):
        def put_note(self, *_):
            raise DiskFailed("read only")

    report, _ = fetch(A, ConnectionCut("cut"), shelf=Broken())
    assert report.error is not None
    assert report.error.name == "connection-cut"
    assert "last fetch not remembered: disk-failed" in caplog.text


# --- cancel -------------------------------------------------------------------------


def test_a_cancel_between_messages_leaves_in_good_order():
    source = FakeSource([A, B])
    watch = Watch()

    class Stopping(LoggedShelf):
        def set_opened(self, record_id, opened):
            super().set_opened(record_id, opened)
            watch.cancel.set()

    fetching = inbox(source, Stopping())
    report = fetching.run(watch)
    assert (report.cancelled, report.error, report.stored) == (True, None, ("r1",))
    assert fetching.shelf.log[-2:] == ["opened r1", "exit"]
    assert source.answers == [B], "not asked for"


def test_a_cancel_while_loading_sends_nothing_more():
    report, shelf = fetch(A, Cancelled("cut"), B)
    assert (report.cancelled, report.error, report.stored) == (True, None, ("r1",))
    assert shelf.log[-1] == "request"
    assert recall(shelf) == LastFetch(NOON, 1), "a cancel is a result, no error"
    assert shelf.kept == []


def test_cancelled_before_anything_asks_for_nothing():
    watch = Watch()
    watch.cancel.set()
    fetching = inbox(FakeSource([A]))
    report = fetching.run(watch)
    assert (report.cancelled, report.stored) == (True, ())
    assert "request" not in fetching.shelf.log


# --- answers nobody vouches for -----------------------------------------------------

NOT_AUTHENTIC = [
    SupplierSignatureInvalid("forged"),
    ControlBlockMismatch("other"),
    KeyUnwrap("no"),
]


@pytest.mark.parametrize("error", NOT_AUTHENTIC, ids=lambda error: error.name)
def test_an_answer_that_is_not_authentic_is_kept_as_evidence(error):
    report, shelf = fetch(error, evidence=RAW)
    assert report.error is error
    assert shelf.kept == [(RAW.data, error.name)]


def test_the_second_time_running_a_message_blocks():
    shelf = LoggedShelf()
    fetch(SupplierSignatureInvalid(), shelf=shelf, evidence=RAW)
    report, _ = fetch(ControlBlockMismatch(), shelf=shelf, evidence=RAW)
    assert isinstance(report.error, MessageBlocked)
    assert report.error.facts == {"reason": "control-block"}
    assert recall(shelf) == LastFetch(NOON, 0, "message-blocked")
    assert len(shelf.kept) == 2


def good_run(shelf: FakeShelf) -> None:
    fetch(shelf=shelf)


def message_then_bad(shelf: FakeShelf) -> None:
    """The one that would not open came through; another one behind it does not."""
    report, _ = fetch(A, ConnectionCut("cut"), shelf=shelf)
    assert report.stored


@pytest.mark.parametrize("between", [good_run, message_then_bad])
def test_what_comes_through_in_between_starts_counting_anew(between):
    shelf = LoggedShelf()
    fetch(SupplierSignatureInvalid(), shelf=shelf, evidence=RAW)
    between(shelf)
    report, _ = fetch(SupplierSignatureInvalid(), shelf=shelf, evidence=RAW)
    assert isinstance(report.error, SupplierSignatureInvalid)


@pytest.mark.parametrize(
    "other", [ConnectionCut("cut"), Fault("9000"), RefusedOrder("9000")]
)
def test_other_failures_neither_count_nor_make_it_forgotten(other: HzlError):
    shelf = LoggedShelf()
    fetch(other, shelf=shelf)
    fetch(SupplierSignatureInvalid(), shelf=shelf, evidence=RAW)
    fetch(other, shelf=shelf)
    report, _ = fetch(SupplierSignatureInvalid(), shelf=shelf, evidence=RAW)
    assert isinstance(report.error, MessageBlocked)


def test_the_first_contact_keeps_nothing():
    stranger = SupplierNotPinned("first contact", fingerprint="ab", subject="X")
    shelf = LoggedShelf()
    for _ in range(3):
        report, _ = fetch(stranger, shelf=shelf, evidence=RAW)
        assert report.error is stranger, "never a blocked message"
    assert shelf.kept == []


def test_where_nothing_was_received_there_is_no_evidence():
    report, shelf = fetch(MessageTooLarge("large"))
    assert isinstance(report.error, MessageTooLarge)
    assert shelf.kept == []
