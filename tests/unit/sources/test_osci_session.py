"""The OSCI session never lets a request leave that would acknowledge too early."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import count

import pytest

from helpers.credentials import rsa_credential
from helpers.order_messages import fetch_answer, message
from helpers.practice import practice_intermediary, put_in, small_sample
from hzl_client.errors import (
    ConnectionCut,
    Fault,
    HzlError,
    PeerError,
    RefusedOrder,
    SupplierNotPinned,
    SupplierSignatureInvalid,
)
from hzl_client.intermediary import cards
from hzl_client.intermediary.faults import Kind, Mishap
from hzl_client.intermediary.post import Submission
from hzl_client.intermediary.server import Intermediary
from hzl_client.model.credential import Identity, fingerprint
from hzl_client.model.octets import MemoryOctets, MemorySpool, Octets, in_memory
from hzl_client.model.watch import Progress, Step, Watch
from hzl_client.osci import answer, fault, process_card
from hzl_client.osci.answer import Terms
from hzl_client.osci.client import Station
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.exchange import Loaded
from hzl_client.sources import osci
from hzl_client.sources.osci import Counterpart, OsciSource
from hzl_client.xmlsec.policy import MODERN

Change = Callable[[Octets], Octets]


@dataclass
class Line:
    """Straight into the office, no network. `changes` are made to the n-th answer."""

    running: Intermediary
    requests: int = 0
    connections: int = 0
    open: int = 0
    pinned: bool = True
    changes: dict[int, Change] = field(default_factory=dict)

    def exchange(self, body: Octets, _watch: Watch, loaded: Loaded) -> Octets:
        self.requests += 1
        body = self.running.supplier.answer(body).body
        body = self.changes.get(self.requests, lambda octets: octets)(body)
        loaded(body.size, body.size)
        return body

    def close(self) -> None:
        self.open -= 1

    def connected(self) -> "Line":
        self.open += 1
        return self

    def counterpart(self) -> Counterpart:
        self.connections += 1
        keys = self.running.pki
        pin = fingerprint(keys.intermediary_signature.der)
        pins = frozenset({pin}) if self.pinned else frozenset[str]()
        return Counterpart(
            Station(
                keys.recipient_cipher,
                keys.recipient_signature,
                keys.intermediary_cipher.certificate,
            ),
            Terms((keys.recipient_cipher,), MODERN, pins, MemorySpool),
            self.connected,
        )

    def acknowledged(self) -> list[str]:
        cards = self.running.post.cards()
        return [card.message_id for card in cards if card.reception]


@pytest.fixture
def line(tmp_path):
    with practice_intermediary(tmp_path) as running:
        yield Line(running)


@pytest.fixture
def source(line):
    keys = line.running.pki
    identity = Identity(keys.recipient_cipher, keys.recipient_signature)
    return OsciSource(identity, line.counterpart, lambda: MODERN, MemorySpool)


def damaged(octets: Octets) -> Octets:
    data = bytearray(in_memory(octets))
    data[-200] ^= 1  # within the cipher text
    return MemoryOctets(bytes(data))


def broken(_octets: Octets) -> Octets:
    raise ConnectionCut("cut")


def faulty(_octets: Octets) -> Octets:
    return MemoryOctets(fault.render("9000", "closed"))


def test_an_empty_mailbox_needs_three_requests(line, source):
    with source.connect(Watch()) as session:
        assert session.next_delivery() is None
    assert line.requests == 3
    assert (line.connections, line.open) == (1, 0)


def test_deliveries_come_oldest_first_and_are_acknowledged_one_by_one(line, source):
    ids = put_in(line.running, 2, sample=small_sample())
    with source.connect(Watch()) as session:
        first = session.next_delivery()
        assert line.acknowledged() == []
        session.confirm(first)
        second = session.next_delivery()
        assert line.acknowledged() == [ids[0]]
        session.confirm(second)
    assert line.acknowledged() == list(ids)
    assert (first.message_id, second.message_id) == ids
    assert first.submitted_at is not None
    assert first.subject == small_sample().subject


def test_no_request_leaves_while_a_delivery_is_not_confirmed(line, source):
    put_in(line.running, 2, sample=small_sample())
    connection = source.connect(Watch())
    session = connection.__enter__()
    session.next_delivery()
    before = line.requests
    with pytest.raises(RuntimeError):
        session.next_delivery()
    connection.__exit__(None, None, None)
    assert line.requests == before
    assert line.acknowledged() == []
    assert line.open == 0


def test_only_the_delivery_handed_out_can_be_confirmed_and_once(line, source):
    put_in(line.running, 2, sample=small_sample())
    with source.connect(Watch()) as session:
        first = session.next_delivery()
        session.confirm(first)
        with pytest.raises(RuntimeError):
            session.confirm(first)
        second = session.next_delivery()
        with pytest.raises(RuntimeError):
            session.confirm(first)
        before = line.requests
        with pytest.raises(RuntimeError):
            session.next_delivery()
        assert line.requests == before, "the wrong confirmation counted for nothing"
        session.confirm(second)


def leave_with_an_error(source) -> None:
    with source.connect(Watch()) as session:
        session.confirm(session.next_delivery())
        raise ZeroDivisionError


def test_leaving_by_an_exception_sends_nothing(line, source):
    put_in(line.running, sample=small_sample())
    with pytest.raises(ZeroDivisionError):
        leave_with_an_error(source)
    assert line.requests == 2, "InitDialog and FetchDelivery"
    assert line.acknowledged() == []
    assert line.open == 0


def test_a_cancel_does_not_keep_the_last_acknowledgement_back(line, source):
    ids = put_in(line.running, sample=small_sample())
    watch = Watch()
    with source.connect(watch) as session:
        session.confirm(session.next_delivery())
        watch.cancel.set()
    assert line.acknowledged() == list(ids)


@pytest.mark.parametrize(
    ("change", "error", "kept"),
    [
        (damaged, HzlError, True),
        (broken, ConnectionCut, False),
        (faulty, Fault, False),
    ],
)
def test_after_a_failed_request_the_session_is_over(line, source, change, error, kept):
    put_in(line.running, 2, sample=small_sample())
    line.changes[3] = change
    connection = source.connect(Watch())
    session = connection.__enter__()
    session.confirm(session.next_delivery())
    with pytest.raises(error):
        session.next_delivery()
    assert (session.evidence is not None) == kept
    with pytest.raises(RuntimeError):
        session.next_delivery()
    connection.__exit__(None, None, None)
    assert line.requests == 3, "no further one, not even ExitDialog"
    assert line.open == 0


def test_evidence_is_what_came_over_the_wire(line, source):
    put_in(line.running, sample=small_sample())
    seen: list[bytes] = []

    def noted(octets: Octets) -> Octets:
        seen.append(in_memory(octets))
        return octets

    line.changes[2] = noted
    line.running.faults.arm(Mishap(Kind.WRONG_SIGNATURE, "FetchDelivery"))
    connection = source.connect(Watch())
    session = connection.__enter__()
    with pytest.raises(SupplierSignatureInvalid):
        session.next_delivery()
    assert session.evidence is not None
    assert in_memory(session.evidence) == seen[0]
    connection.__exit__(None, None, None)


def test_the_connection_is_closed_when_the_dialog_does_not_even_begin(line, source):
    line.pinned = False
    with pytest.raises(SupplierNotPinned), source.connect(Watch()):
        pytest.fail("nothing may be processed")
    assert (line.requests, line.open) == (1, 0)


def test_a_changed_pin_counts_from_the_next_connection_on(line, source):
    line.pinned = False
    with pytest.raises(SupplierNotPinned), source.connect(Watch()):
        pytest.fail("nothing may be processed")
    line.pinned = True
    with source.connect(Watch()) as session:
        assert session.next_delivery() is None
    assert line.connections == 2


def test_an_order_that_is_refused_is_told_by_its_code(line, source, monkeypatch):
    put_in(line.running, sample=small_sample())

    def refuse(*_: object) -> None:
        raise RefusedOrder("9801")

    with source.connect(Watch()) as session:
        session.confirm(session.next_delivery())
        monkeypatch.setattr(line.running.supplier._counter, "fetch", refuse)
        with pytest.raises(RefusedOrder) as refused:
            session.next_delivery()
    assert refused.value.osci_code == "9801"
    assert session.evidence is None, "a good answer, if an unwelcome one"
    assert line.requests == 4, "the dialog goes on and ends in good order"


def test_progress_names_the_message_it_is_about(line, source):
    put_in(line.running, 2, sample=small_sample())
    seen: list[Progress] = []
    with source.connect(Watch(report=seen.append)) as session:
        while (found := session.next_delivery()) is not None:
            session.confirm(found)
    steps = [(each.step, each.message) for each in seen]
    assert steps == [
        (Step.CONNECT, 0),
        (Step.LOAD, 1),
        (Step.ACKNOWLEDGE, 1),
        (Step.LOAD, 2),
        (Step.ACKNOWLEDGE, 2),
        (Step.LOAD, 3),
        (Step.ACKNOWLEDGE, 3),
    ]


def test_a_stored_message_is_opened_without_a_connection(line, source):
    (message_id,) = put_in(line.running, sample=small_sample())
    with source.connect(Watch()) as session:
        found = session.next_delivery()
        session.confirm(found)
    before = line.requests
    opened = source.open(MemoryOctets(in_memory(found.message)))
    sample = small_sample()
    wanted = [sample.message.octets, *(file.octets for file in sample.attachments)]
    held = [in_memory(content.octets) for content in opened.contents]
    assert sorted(held) == sorted(in_memory(each) for each in wanted)
    assert (opened.message_id, opened.problems) == (message_id, ())
    assert line.requests == before


def test_a_stored_message_from_chunks_is_opened_whatever_its_control_block(source):
    whole = message(*fetch_answer(rsa_credential(), control=ControlBlock()))
    assert (source.open(whole).message_id, len(source.open(whole).contents)) == (
        "id-1",
        3,
    )


def test_a_process_card_nobody_can_read_costs_its_id_and_nothing_else(
    line, source, monkeypatch
):
    put_in(line.running, sample=small_sample())
    unreadable = "<osci:MessageId>%%%</osci:MessageId>"
    monkeypatch.setattr(process_card, "render_message_id", lambda _: unreadable)
    with source.connect(Watch()) as session:
        found = session.next_delivery()
        session.confirm(found)
    assert found.message_id == f"sha256:{found.content_digest}"
    loud = [each.code for each in found.findings if not each.quiet]
    assert loud == ["message-id-missing"]
    opened = source.open(found.message)
    assert (opened.message_id, len(opened.contents), opened.problems) == ("", 2, ())


def test_bytes_our_own_code_stumbles_over_are_kept_as_well(
    line, source, monkeypatch, caplog
):
    put_in(line.running, sample=small_sample())
    open_answer = answer.open_answer

    def stumble(body: Octets, terms: Terms, expected: answer.Expectation):
        if "ResponseToFetchDelivery" in expected.types:
            raise KeyError("Kanarienvogel")
        return open_answer(body, terms, expected)

    monkeypatch.setattr(answer, "open_answer", stumble)
    connection = source.connect(Watch())
    session = connection.__enter__()
    with pytest.raises(PeerError) as raised:
        session.next_delivery()
    connection.__exit__(None, None, None)
    assert raised.value.facts == {"kind": "KeyError"}
    assert session.evidence is not None
    assert "KeyError at stumble" in caplog.text
    assert "Kanarienvogel" not in caplog.text
    assert line.acknowledged() == []


def test_a_bug_that_is_not_about_an_answer_stays_one(line, source):
    def bug(_octets: Octets) -> Octets:
        raise ZeroDivisionError

    line.changes[2] = bug
    connection = source.connect(Watch())
    session = connection.__enter__()
    with pytest.raises(ZeroDivisionError):
        session.next_delivery()
    connection.__exit__(None, None, None)
    assert session.evidence is None


# --- what waits ---------------------------------------------------------------------

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WAITING, PAGE = 30, 10


def lie(line, seconds) -> list[str]:
    """So many deliveries, submitted that long after noon; their message ids."""
    post, mailbox = line.running.post, line.running.pki.recipient_cipher.der
    ids = []
    for each in seconds:
        ids.append(post.issue_id("sender"))
        one = Submission(ids[-1], "sender", mailbox, "Antrag", (), MemoryOctets(b"m"))
        post.submit(one, NOON + timedelta(seconds=each))
    return ids


@pytest.fixture
def listing(line, source, monkeypatch):
    """What the list names where the intermediary chooses the cards of a page by this
    order; whether it is complete; and how many pages were asked for."""
    post = line.running.post
    seen_by = post.seen_by
    monkeypatch.setattr(cards, "MOST_CARDS", PAGE)

    def listed(order=lambda found: found):
        def chosen(query):
            found = order(seen_by(replace(query, limit=None)))
            return tuple(found)[: query.limit + 1]

        monkeypatch.setattr(post, "seen_by", chosen)
        with source.connect(Watch()) as session:
            before = line.requests
            found = session.waiting()
            pages = line.requests - before
        return [each.message_id for each in found.messages], found.complete, pages

    return listed


def newest_first(found):
    return found[::-1]


def test_a_list_of_several_pages_is_asked_for_to_its_end(line, listing):
    ids = lie(line, range(WAITING))
    assert listing() == (ids, True, 4)


def test_pages_that_end_within_a_second_leave_nothing_out(line, listing):
    ids = lie(line, [number // 4 for number in range(WAITING)])
    named, complete, _ = listing()
    assert (named, complete) == (ids, True)


def test_a_list_cut_newest_first_is_told_to_be_incomplete(line, listing):
    ids = lie(line, range(WAITING))
    assert listing(newest_first) == (ids[-PAGE:], False, 2)


def test_so_is_one_whose_newest_stand_in_order(line, listing):
    """The page looks well, but the next one lacks what it promised."""
    ids = lie(line, range(WAITING))

    def whole_page(found):
        return (*found[-PAGE:], *found[:1])

    assert listing(whole_page) == (ids[-PAGE:], False, 2)


def test_so_is_one_cut_within_a_second(line, listing):
    ids = lie(line, [0] * WAITING)
    assert listing() == (ids[:PAGE], False, 2)


def test_so_is_one_cut_in_no_order_though_every_page_brings_more(line, listing):
    ids = lie(line, range(WAITING))

    def oldest_last(found):
        return (*found[1:PAGE], *found[:1], *found[PAGE:])

    assert listing(oldest_last) == (ids, False, 4)


def test_so_is_one_cut_without_times(line, listing, monkeypatch):
    ids = lie(line, range(WAITING))
    monkeypatch.setattr(process_card, "render_time", lambda _: "")
    assert listing() == (ids[:PAGE], False, 2)


def test_so_is_one_cut_where_a_card_is_without_time(line, listing, monkeypatch):
    ids = lie(line, range(WAITING))
    written = process_card.render_time

    def timeless(moment):
        return "" if moment == NOON else written(moment)

    monkeypatch.setattr(process_card, "render_time", timeless)
    named, complete, _ = listing()
    assert (named, complete) == ([*ids[1:], ids[0]], False)


def test_so_is_one_that_never_ends(line, listing, monkeypatch):
    ids = lie(line, range(WAITING))
    monkeypatch.setattr(osci, "_MOST_PAGES", 2)
    assert listing() == (ids[: 2 * PAGE - 1], False, 2)


def test_a_list_that_was_not_cut_is_complete_in_any_order(line, listing):
    ids = lie(line, range(PAGE))
    assert listing(newest_first) == (ids, True, 1)


def test_times_are_compared_whatever_their_zones(line, listing, monkeypatch):
    ids = lie(line, range(WAITING))
    zones = count()

    def elsewhere(moment):
        zone = timezone(timedelta(hours=12 - next(zones) % 24))
        return moment.astimezone(zone).isoformat(timespec="seconds")

    monkeypatch.setattr(process_card, "render_time", elsewhere)
    assert listing() == (ids, True, 4)
