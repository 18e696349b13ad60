"""Store, confirm, next: and what is left when something ends it in between."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Event, Timer

import pytest

from helpers.fake_shelf import NOON, FakeAdded, FakeShelf, delivery
from helpers.openings import XML, application, content, opened_delivery, sniff
from hzl_client.errors import (
    Cancelled,
    CardsNotOffered,
    ConnectionCut,
    ControlBlockMismatch,
    DiskFailed,
    Fault,
    HttpStatus,
    HzlError,
    KeyUnwrap,
    MessageBlocked,
    MessageTooLarge,
    NoRecipientKey,
    NoSuchRecord,
    OutOfMemory,
    RefusedOrder,
    SupplierNotPinned,
    SupplierSignatureInvalid,
    TimedOut,
)
from hzl_client.model.delivery import Delivery
from hzl_client.model.octets import MemoryOctets, Octets
from hzl_client.model.waiting import Waiting, WaitingList
from hzl_client.model.watch import Progress, Step, Watch
from hzl_client.services.blocked import BlockedMessages
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
    listed: tuple[str, ...] | None = None  # message ids; None: no cards offered
    most: int | None = None  # the list names the newest of them; None: all
    by_id: dict[str, Delivery | Exception] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    @contextmanager
    def connect(self, watch: Watch, begun=None) -> Iterator["FakeSource"]:
        self.watch, self.begun = watch, begun
        if self.at_begin is not None:
            raise self.at_begin
        self.log.append("connect")
        yield self
        assert self.pending is None, "left in good order with an unstored delivery"
        self.log.append("exit")
        if self.at_end is not None:
            raise self.at_end

    def waiting(self) -> WaitingList:
        assert self.pending is None
        self.log.append("list")
        if self.listed is None:
            raise CardsNotOffered("no cards")
        there = [name for name in self.listed if name not in self.taken]
        named = there if self.most is None else there[-self.most :]
        return WaitingList(
            tuple(Waiting(name, "Betreff", NOON) for name in named), named == there
        )

    def next_delivery(self, message_id: str | None = None) -> Delivery | None:
        assert self.pending is None, "a request would acknowledge what is not stored"
        self.log.append(f"request {message_id}" if message_id else "request")
        self.watch.idle()
        if message_id:
            return self._by_id(message_id)
        if not self.answers:
            return None
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        self.pending = answer
        return answer

    def _by_id(self, message_id: str) -> Delivery | None:
        answer = self.by_id.get(message_id)
        if isinstance(answer, list):  # one after the other
            answer = answer.pop(0)
        if isinstance(answer, Exception):
            raise answer
        self.pending = answer
        return answer

    def confirm(self, delivery: Delivery) -> None:
        assert delivery is self.pending
        self.taken.add(delivery.message_id)
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
    return FetchInbox(source, shelf, opening, now=lambda: NOON, pauses=())


def fetch(*answers, shelf=None, **source):
    """One run that plays these answers; its report and the shelf afterwards."""
    fetching = inbox(FakeSource(list(answers), **source), shelf)
    return fetching.run(Watch()), fetching.shelf


# --- the good way -------------------------------------------------------------------


def but_openings(log):
    """They run beside the next request."""
    return [line for line in log if not line.startswith("opened")]


def test_each_message_is_stored_and_confirmed_before_the_next_request():
    report, shelf = fetch(A, B)
    assert but_openings(shelf.log) == [
        "connect",
        *("request", "stored m1", "confirm m1"),
        *("request", "stored m2", "confirm m2"),
        *("request", "exit"),
    ]
    for record, message in (("r1", "m1"), ("r2", "m2")):
        opened, confirmed = f"opened {record}", f"confirm {message}"
        assert shelf.log.index(opened) > shelf.log.index(confirmed)
    assert report.stored == ("r1", "r2")
    assert (report.error, report.cancelled, report.at) == (None, False, NOON)
    assert recall(shelf) == LastFetch(NOON, 2)


def test_a_message_is_opened_while_the_next_one_is_asked_for():
    asked = Event()

    class Patient(FakeSource):
        def open(self, message):
            assert asked.wait(10), "the second request waits for the opening"
            return super().open(message)

        def next_delivery(self, message_id=None):
            if self.taken:
                asked.set()
            return super().next_delivery(message_id)

    report = inbox(Patient([A, B])).run(Watch())
    assert (report.stored, report.error) == (("r1", "r2"), None)


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
    assert but_openings(shelf.log)[-1] == "request", "no further one, no ExitDialog"
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

    report, shelf = fetch(A, B, C, shelf=Tight())
    assert isinstance(report.error, DiskFailed)
    assert report.stored == ("r1", "r2"), "the messages are safe"
    assert shelf.unopened() == ("r1", "r2"), "and opened at the next start"
    assert shelf.log[-1] == "confirm m2", "but no further request leaves"


def test_the_next_run_opens_what_the_last_one_left_closed():
    class Tight(LoggedShelf):
        tight = True

        def set_opened(self, *arguments):
            if self.tight:
                raise DiskFailed("no space")
            super().set_opened(*arguments)

    shelf = Tight()
    fetch(A, B, C, shelf=shelf)
    assert shelf.unopened() == ("r1", "r2")
    shelf.tight = False
    report, _ = fetch(C, shelf=shelf)
    assert (report.error, report.stored) == (None, ("r3",))
    assert shelf.unopened() == ()


def test_a_message_deleted_before_it_was_opened_is_no_failure():
    class Emptied(LoggedShelf):
        def set_opened(self, record_id, opened):
            if record_id == "r1":
                raise NoSuchRecord("r1")
            super().set_opened(record_id, opened)

    report, shelf = fetch(A, B, shelf=Emptied())
    assert (report.error, report.stored) == (None, ("r1", "r2"))
    assert shelf.unopened() == ("r1",)


def test_a_report_holds_nothing_of_what_was_loaded():
    loaded = bytearray(b"long")

    def lost() -> HzlError:
        at_hand = loaded  # as the frames of the session have it
        error = ConnectionCut("cut")
        error.__cause__ = error.__context__ = KeyError(at_hand)
        return error

    report, _ = fetch(lost())
    assert report.error is not None
    assert report.error.name == "connection-cut"
    assert report.error.__traceback__ is report.error.__context__ is None
    assert report.error.__cause__ is None


def test_where_no_thread_can_be_had_messages_are_opened_all_the_same(monkeypatch):
    def submit(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(ThreadPoolExecutor, "submit", submit)
    report, shelf = fetch(A, B)
    assert (report.error, report.stored) == (None, ("r1", "r2"))
    assert shelf.unopened() == ()


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
        def add(self, delivery, received_at):
            watch.cancel.set()
            return super().add(delivery, received_at)

    fetching = inbox(source, Stopping())
    report = fetching.run(watch)
    assert (report.cancelled, report.error, report.stored) == (True, None, ("r1",))
    assert fetching.shelf.log[-3:] == ["confirm m1", "exit", "opened r1"]
    assert source.answers == [B], "not asked for"


def test_a_cancel_while_loading_sends_nothing_more():
    report, shelf = fetch(A, Cancelled("cut"), B)
    assert (report.cancelled, report.error, report.stored) == (True, None, ("r1",))
    assert but_openings(shelf.log)[-1] == "request"
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
    OutOfMemory("for now"),  # the next one may be shorter
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


# --- around a blocked message -------------------------------------------------------

FORGED = SupplierSignatureInvalid("forged")


def around(shelf=None, *answers, by_id, listed=("m1", "m2", "m3"), most=None):
    """A run of a mailbox whose oldest message never comes out right."""
    return fetch(
        *(answers or (FORGED,)),
        shelf=shelf or suspicious(),
        evidence=RAW,
        listed=listed,
        most=most,
        by_id=by_id,
    )


def suspicious() -> LoggedShelf:
    """The plain fetch failed once already."""
    shelf = LoggedShelf()
    fetch(FORGED, shelf=shelf, evidence=RAW)
    shelf.log.clear()
    return shelf


def test_the_others_are_fetched_around_a_blocked_one():
    report, shelf = around(by_id={"m1": FORGED, "m2": B, "m3": C})
    assert report.error is None
    assert [shelf.record(r).message_id for r in report.stored] == ["m2", "m3"]
    assert [(b.message_id, b.reason) for b in report.blocked] == [
        ("m1", "supplier-signature")
    ]
    assert but_openings(shelf.log) == [
        *("connect", "request"),
        *("connect", "list", "request m1", "exit"),
        *("connect", "list"),
        *("request m2", "stored m2", "confirm m2"),
        *("request m3", "stored m3", "confirm m3"),
        "exit",
    ]


def test_the_next_run_goes_around_at_once_and_tries_the_blocked_one_last():
    shelf = suspicious()
    around(shelf, by_id={"m1": FORGED, "m2": B}, listed=("m1", "m2"))
    shelf.log.clear()
    report, _ = around(shelf, by_id={"m1": FORGED, "m3": C}, listed=("m1", "m3"))
    assert [shelf.record(r).message_id for r in report.stored] == ["m3"]
    requests = [line for line in shelf.log if line.startswith("request")]
    assert requests == ["request m3", "request m1"]
    assert len(report.blocked) == 1


def test_a_blocked_one_that_comes_right_is_taken_and_forgotten():
    shelf = suspicious()
    around(shelf, by_id={"m1": FORGED}, listed=("m1",))
    report, _ = around(shelf, by_id={"m1": A}, listed=("m1",))
    assert len(report.stored) == 1
    assert report.blocked == ()
    shelf.log.clear()
    fetch(shelf=shelf)
    assert shelf.log == ["connect", "request", "exit"], "the plain way again"


def test_one_that_was_withdrawn_is_forgotten():
    shelf = suspicious()
    around(shelf, by_id={"m1": FORGED}, listed=("m1",))
    report, _ = around(shelf, by_id={"m2": B}, listed=("m2",))
    assert report.blocked == ()


def test_one_that_a_cut_list_leaves_out_stays_blocked():
    """Or nobody would be told that it still lies there."""
    shelf = suspicious()
    around(shelf, by_id={"m1": FORGED}, listed=("m1",))
    by_id = {"m1": FORGED, "m2": FORGED}
    report, _ = around(shelf, by_id=by_id, listed=("m1", "m2"), most=1)
    assert [each.message_id for each in report.blocked] == ["m1", "m2"]


def test_a_cut_list_is_asked_for_until_it_names_nothing_new():
    shelf = suspicious()
    around(shelf, by_id={"m1": FORGED}, listed=("m1",))
    shelf.log.clear()
    by_id = {"m1": FORGED, "m2": B, "m3": C}
    report, _ = around(shelf, by_id=by_id, most=1)
    assert [shelf.record(r).message_id for r in report.stored] == ["m3", "m2"]
    assert [each.message_id for each in report.blocked] == ["m1"]
    assert but_openings(shelf.log) == [
        *("connect", "list", "request m3", "stored m3", "confirm m3"),
        *("list", "request m2", "stored m2", "confirm m2"),
        *("list", "request m1", "exit"),
    ]


def test_a_cut_list_of_what_cannot_be_had_keeps_nobody_for_good():
    shelf = suspicious()
    report, _ = around(shelf, by_id={}, most=2)
    assert (report.error, report.stored) == (None, ())
    assert [line for line in shelf.log if "request" in line] == [
        "request",
        "request m2",
        "request m3",
    ]


def test_since_when_it_is_blocked_stays():
    shelf = suspicious()
    around(shelf, by_id={"m1": FORGED}, listed=("m1",))
    first = BlockedMessages(shelf).all()
    around(shelf, by_id={"m1": ControlBlockMismatch()}, listed=("m1",))
    (again,) = BlockedMessages(shelf).all()
    assert again.since == first[0].since
    assert again.reason == "control-block"


def test_blocked_messages_without_end_end_the_run():
    listed = tuple(f"x{n}" for n in range(50))
    report, _ = around(by_id=dict.fromkeys(listed, FORGED), listed=listed)
    assert isinstance(report.error, MessageBlocked)
    assert len(report.blocked) == 20


def test_what_is_blocked_is_remembered_by_its_id_alone():
    shelf = suspicious()
    around(shelf, by_id={"m1": FORGED}, listed=("m1",))
    assert "Betreff" not in "".join(map(str, shelf.notes.values()))


def test_a_list_nobody_vouches_for_is_evidence_and_no_way_around():
    shelf = suspicious()
    source = FakeSource([FORGED], evidence=RAW)
    source.waiting = lambda: (_ for _ in ()).throw(ControlBlockMismatch())
    report = inbox(source, shelf).run(Watch())
    assert isinstance(report.error, MessageBlocked)
    assert shelf.kept[-1] == (RAW.data, "control-block")


def test_a_cancel_around_a_blocked_one():
    watch = Watch()

    class Stopping(LoggedShelf):
        def add(self, delivery, received_at):
            watch.cancel.set()
            return super().add(delivery, received_at)

    shelf = Stopping()
    fetch(FORGED, shelf=shelf, evidence=RAW)
    source = FakeSource(
        [FORGED], evidence=RAW, listed=("m2", "m3"), by_id={"m2": B, "m3": C}
    )
    report = inbox(source, shelf).run(watch)
    assert (report.cancelled, report.error, report.stored) == (True, None, ("r1",))
    assert but_openings(shelf.log)[-1] == "exit"


# --- chosen ones --------------------------------------------------------------------


def test_only_what_was_chosen_is_fetched():
    source = FakeSource([A], by_id={"m2": B, "m3": C})
    fetching = inbox(source)
    report = fetching.run(Watch(), only=("m3", "gone"))
    assert [fetching.shelf.record(r).message_id for r in report.stored] == ["m3"]
    assert [line for line in fetching.shelf.log if "request" in line] == [
        "request m3",
        "request gone",
    ]


def test_a_chosen_one_that_is_blocked_does_not_keep_the_others_back():
    source = FakeSource([], evidence=RAW, by_id={"m1": FORGED, "m2": B})
    report = inbox(source).run(Watch(), only=("m1", "m2"))
    assert len(report.stored) == 1
    assert [b.message_id for b in report.blocked] == ["m1"]


def test_what_waits_is_listed_and_nothing_fetched():
    source = FakeSource([A], listed=("m1",))
    fetching = inbox(source)
    listed = WaitingList((Waiting("m1", "Betreff", NOON),))
    assert fetching.waiting(Watch()) == listed
    assert fetching.shelf.log == ["connect", "list", "exit"]


# --- begun anew ---------------------------------------------------------------------


def persistent(*answers, pauses=(0.0, 0.0), shelf=None):
    source = FakeSource(list(answers))
    fetching = replace(inbox(source, shelf), pauses=pauses)
    return fetching.run(Watch()), fetching.shelf


LOST = [ConnectionCut("cut"), TimedOut("late"), HttpStatus("busy", status=503)]


@pytest.mark.parametrize("lost", LOST, ids=lambda error: error.name)
def test_a_lost_answer_begins_a_new_dialog(lost):
    report, shelf = persistent(A, lost, B)
    assert report.error is None
    assert report.stored == ("r1", "r2")
    assert shelf.log.count("connect") == 2
    assert shelf.log.count("exit") == 1, "the first dialog is just left"


def test_a_lost_answer_leaves_no_message_out_that_was_asked_for_by_its_id():
    cut = ConnectionCut("cut")
    source = FakeSource([], by_id={"m1": [cut, A], "m2": [B]})
    fetching = replace(inbox(source), pauses=(0.0, 0.0))
    report = fetching.run(Watch(), only=["m1", "m2"])
    assert (report.error, report.stored) == (None, ("r1", "r2"))


def test_a_lost_answer_leaves_no_message_out_around_a_blocked_one():
    shelf = suspicious()
    answers = {"m1": FORGED, "m2": [ConnectionCut("cut"), B], "m3": C}
    source = FakeSource([FORGED], by_id=answers, listed=("m1", "m2", "m3"))
    fetching = replace(inbox(source, shelf), pauses=(0.0, 0.0))
    report = fetching.run(Watch())
    assert report.error is None
    assert [shelf.record(r).message_id for r in report.stored] == ["m2", "m3"]
    assert [each.message_id for each in report.blocked] == ["m1"]


def test_two_that_are_offered_again_in_turns_keep_nobody_for_good():
    report, _ = fetch(*[A, B] * 50)
    assert isinstance(report.error, MessageBlocked)
    assert report.stored == ("r1", "r2")
    assert report.duplicates < 10


def test_what_is_stored_is_told_even_if_the_shelf_cannot_say_what_is_blocked():
    class Broken(LoggedShelf):
        def note(self, name):
            if name == "blocked-messages" and self.log.count("confirm m1"):
                raise DiskFailed("gone")
            return super().note(name)

    report, _ = fetch(A, shelf=Broken())
    assert (report.stored, report.blocked) == (("r1",), ())


def test_not_for_ever():
    report, shelf = persistent(*[ConnectionCut("cut")] * 5)
    assert isinstance(report.error, ConnectionCut)
    assert shelf.log.count("connect") == 3


def test_every_message_that_comes_through_begins_the_count_anew():
    cut = ConnectionCut("cut")
    report, _ = persistent(cut, A, cut, cut, B, cut, cut, C)
    assert report.stored == ("r1", "r2", "r3")
    assert report.error is None


@pytest.mark.parametrize(
    "error",
    [HttpStatus("no", status=500), SupplierSignatureInvalid(), Fault("9400")],
    ids=lambda error: error.name,
)
def test_other_errors_are_not_tried_again(error):
    report, shelf = persistent(error, A)
    assert report.error is error
    assert shelf.log.count("connect") == 1


def test_a_cancel_during_the_pause():
    watch = Watch()
    fetching = replace(inbox(FakeSource([ConnectionCut("cut")])), pauses=(60.0,))
    Timer(0.05, watch.cancel.set).start()
    report = fetching.run(watch)
    assert (report.cancelled, report.error) == (True, None)


def test_what_was_begun_in_chunks_is_asked_for_by_its_id():
    """Some chunks had come when the connection broke, perhaps handed out already."""
    shelf = LoggedShelf()
    source = FakeSource([ConnectionCut("cut")])
    original = source.next_delivery

    def begin(message_id=None):
        source.begun("m1")
        return original(message_id)

    source.next_delivery = begin
    inbox(source, shelf).run(Watch())
    report, _ = fetch(B, shelf=shelf, by_id={"m1": A})
    assert [shelf.record(r).message_id for r in report.stored] == ["m1", "m2"]
    shelf.log.clear()
    fetch(shelf=shelf)
    assert shelf.log == ["connect", "request", "exit"]


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
