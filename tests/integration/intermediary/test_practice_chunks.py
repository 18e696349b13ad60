"""Deliveries in chunks over HTTP: handed in, handed out, and done wrong in all ways."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from helpers.handing_in import LARGE, Sender
from helpers.practice import (
    Recipient,
    codes,
    practice_intermediary,
    put_in,
    small_sample,
)
from hzl_client.errors import Fault, MalformedXml, MessageTooLarge, RefusedOrder
from hzl_client.intermediary import parcels
from hzl_client.intermediary.sender import Platform
from hzl_client.model.octets import MemoryOctets, MemorySpool, in_memory
from hzl_client.model.watch import Watch
from hzl_client.osci import (
    answer,
    chunk,
    features,
    fetch_delivery,
    init_dialog,
    partial_fetch_delivery,
    partial_store_delivery,
)
from hzl_client.osci.chunk import ChunkInformation, Pieces
from hzl_client.osci.client import Client, Order, Station
from hzl_client.osci.feedback import Entry
from hzl_client.osci.fetch_delivery import Selection
from hzl_client.osci.in_chunks import FetchInChunks, StoreInChunks
from hzl_client.osci.partial_fetch_delivery import Wanted
from hzl_client.osci.partial_store_delivery import Carrier, Receipt
from hzl_client.osci.store_delivery import StoreOrder
from hzl_client.osci.transport import HttpOptions, HttpTransport
from hzl_client.xmlkit import parse_strict


@pytest.fixture
def running(tmp_path):
    with practice_intermediary(tmp_path) as intermediary:
        yield intermediary


@pytest.fixture
def recipient(running):
    recipient = Recipient.of(running)
    recipient.init()
    return recipient


def ignore(_done, _total):
    pass


def received(running):
    return [card.reception is not None for card in running.post.cards()]


# --- handed in ----------------------------------------------------------------------


def test_a_delivery_in_chunks_is_the_same_as_in_one_piece(running, recipient):
    with Platform(running.url, running.pki) as platform:
        message_id = platform.deliver("embedded", LARGE, chunk_size=8)
    delivery = recipient.fetch(Selection(message_id=message_id))
    package = recipient.contents(delivery)
    assert package.problems == ()
    assert [in_memory(c.octets) for c in package.contents] == [
        in_memory(LARGE.message.octets),
        in_memory(LARGE.attachments[0].octets),
    ]


def test_also_without_a_dialog(running, recipient):
    with Platform(running.url, running.pki, explicit=False) as platform:
        platform.deliver("embedded", LARGE, chunk_size=8)
    assert codes(recipient.fetch()) == ("0801",)


@pytest.fixture
def sender(running):
    sender = Sender(running)
    yield sender
    sender.transport.close()


def test_in_any_order_and_with_questions_in_between(running, sender):
    total = sender.pieces.total
    assert total > 2
    last, *others = range(total, 0, -1)
    assert sender.carry(last) == (
        ("0801",),
        partial_store_delivery.Receipt(
            ChunkInformation(number=last, total=total, received=(last,))
        ),
    )
    question = Carrier(f"{sender.message_id}_Partial", None, None)
    assert sender.ask(question)[1].information.received == (last,)
    for number in others[:-1]:
        assert sender.carry(number)[0] == ("0801",)
    assert running.post.cards() == ()
    done, receipt = sender.carry(others[-1])
    assert done == ("0801", "3950")
    assert [entry.code for entry in receipt.inside] == ["0800"]
    assert receipt.card is not None
    assert receipt.card.message_id == sender.message_id
    assert receipt.information.received == tuple(range(1, total + 1))
    (card,) = running.post.cards()
    assert in_memory(running.post.message(card)) == in_memory(sender.pieces.message)


def test_a_chunk_twice(sender):
    sender.carry(1)
    assert sender.carry(1)[0] == ("9900",)
    assert sender.carry(2)[1].information.received == (1, 2)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": 0}, "9901"),
        ({"number": 99}, "9901"),
        ({"total": 3}, "9905"),
        ({"total_size": 500}, "9905"),
        ({"size": 11}, "9905"),
        ({"size": 0}, "9903"),
        ({"size": parcels.LIMITS.max_chunk + 1}, "9902"),
        ({"total_size": parcels.LIMITS.max_message + 1}, "9904"),
        ({"size": None}, "9905"),
    ],
    ids=str,
)
def test_wrong_numbers_are_refused_by_their_code(sender, changes, code):
    assert sender.carry(1, **changes)[0] == (code,)


def test_another_parcel_under_the_same_id(sender):
    sender.carry(1)
    total = sender.pieces.total_size + 1
    assert sender.carry(2, total_size=total)[0] == ("9905",)


def test_an_id_nobody_was_given(sender):
    assert sender.carry(1, suffix="")[0] == ("9801",)
    sender.message_id = "fremd"
    assert sender.carry(1)[0] == ("9801",)


def test_a_spoiled_delivery_inside(running, sender):
    """Every carrier is right, what they make up is not signed by its sender."""
    data = bytearray(in_memory(sender.pieces.message))
    at = data.index(b"<osci:Subject>Betreff") + len(b"<osci:Subject>")
    data[at] ^= 1
    sender.pieces = Pieces(MemoryOctets(bytes(data)), 10)
    for number in range(1, sender.pieces.total):
        sender.carry(number)
    done, receipt = sender.carry(sender.pieces.total)
    assert done == ("9950",)
    assert [entry.code for entry in receipt.inside] == ["9601"]
    assert running.post.cards() == ()


def test_something_else_inside(running, sender):
    sender.pieces = Pieces(MemoryOctets(b"nothing of the kind"), 10)
    done, receipt = sender.carry(1)
    assert done == ("9950",)
    assert [entry.code for entry in receipt.inside] == ["9811"]
    assert running.post.cards() == ()


def test_whoever_lost_the_last_answer_can_ask(running, sender):
    for number in range(1, sender.pieces.total + 1):
        told = sender.carry(number)
    asking = Carrier(f"{sender.message_id}_Partial", None, None)
    assert sender.ask(asking) == told
    assert told[0] == ("0801", "3950")
    assert sender.carry(1)[0] == ("9900",)
    assert len(running.post.cards()) == 1


class Passing:
    """A dialog ends after ten minutes of silence: so time passes with questions."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def until(self, moment, sender, question):
        """What the last question was answered with."""
        while self.now < moment:
            self.now = min(moment, self.now + timedelta(minutes=9))
            told = sender.ask(question)
        return told


@contextmanager
def passing_time(tmp_path):
    clock = Passing()
    with practice_intermediary(tmp_path, clock=clock) as running:
        sender = Sender(running)
        try:
            yield clock, sender
        finally:
            sender.transport.close()


def test_a_parcel_half_sent_is_kept_for_an_hour_and_begins_anew_then(tmp_path):
    with passing_time(tmp_path) as (clock, sender):
        question = Carrier(f"{sender.message_id}_Partial", None, None)
        end = clock.now + parcels.EXPIRES_AFTER
        sender.carry(1)
        _, receipt = clock.until(end, sender, question)
        assert receipt.information.received == (1,)
        assert sender.carry(2)[1].information.received == (1, 2)
        clock.now = end + timedelta(seconds=1)
        assert sender.carry(3)[1].information.received == (3,)
        for number in (1, 2, *range(4, sender.pieces.total + 1)):
            done, _ = sender.carry(number)
        assert done == ("0801", "3950")


def test_who_asks_for_an_expired_parcel_hears_that_it_is_gone(tmp_path):
    with passing_time(tmp_path) as (clock, sender):
        question = Carrier(f"{sender.message_id}_Partial", None, None)
        end = clock.now + parcels.EXPIRES_AFTER + timedelta(seconds=1)
        sender.carry(1)
        assert clock.until(end, sender, question)[0] == ("9901",)


def test_the_receipt_of_a_parcel_is_told_for_an_hour(tmp_path):
    with passing_time(tmp_path) as (clock, sender):
        question = Carrier(f"{sender.message_id}_Partial", None, None)
        end = clock.now + parcels.EXPIRES_AFTER
        for number in range(1, sender.pieces.total + 1):
            told = sender.carry(number)
        last = end - timedelta(seconds=1)
        assert clock.until(last, sender, question) == told
        assert clock.until(end, sender, question)[0] == ("9801",)


def test_what_failed_inside_can_be_tried_again(running, sender):
    right = sender.pieces
    sender.pieces = Pieces(MemoryOctets(b"nothing of the kind"), 10)
    assert sender.carry(1)[0] == ("9950",)
    sender.pieces = right
    for number in range(1, right.total + 1):
        told = sender.carry(number)
    assert told[0] == ("0801", "3950")
    assert len(running.post.cards()) == 1


def carried_with(sender, content_id, href):
    (piece,) = (replace(sender.pieces.part(1), content_id=content_id),)
    carrier = Carrier(sender.message_id + "_Partial", None, sender.information(1))
    body = chunk.PACKAGE.replace(f"cid:{chunk.BLOB}", href)
    asked = Order(
        "PartialStoreDelivery",
        partial_store_delivery.render_request(carrier),
        body,
        sender.entries,
        (piece,),
    )
    return codes(sender.client.ask(asked))


def test_a_chunk_is_found_by_its_reference(sender):
    assert carried_with(sender, "eigener_Name", "cid:eigener_Name") == ("0801",)


@pytest.mark.parametrize("href", ["cid:anderer_Name", ""])
def test_a_chunk_nobody_refers_to(sender, href):
    with pytest.raises(Fault) as fault:
        carried_with(sender, "eigener_Name", href)
    assert fault.value.osci_code == "9300"


# --- an intermediary that takes its time ------------------------------------------


class Slow:
    """A client whose intermediary answers the requests with these codes, in turn."""

    def __init__(self, *answers: tuple[str, tuple[str, ...]]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def ask(self, asked: Order) -> SimpleNamespace:
        self.asked.append("InfoOnly" if "InfoOnly" in asked.blocks[-1] else "chunk")
        inside, feedback = self.answers.pop(0)
        entries = tuple(Entry(code) for code in feedback)
        receipt = Receipt(ChunkInformation(), (Entry(inside),) if inside else ())
        written = partial_store_delivery.render_answer(entries, receipt)
        return SimpleNamespace(
            feedback=entries,
            order=SimpleNamespace(element=parse_strict(written.encode())),
        )


def stored(client):
    order = StoreOrder("nummer", "Betreff")
    pauses = (0.0, 0.0)
    message = MemoryOctets(b"x" * 1500)
    return StoreInChunks(client, 1, pauses).store(order, message, ())


def test_it_is_asked_until_it_says_what_became_of_the_delivery():
    slow = Slow(
        ("", ("0801",)),
        ("", ("0801", "3952")),
        ("", ("0801", "3952")),
        ("0800", ("0801", "3950")),
    )
    assert [entry.code for entry in stored(slow).inside] == ["0800"]
    assert slow.asked == ["chunk", "chunk", "InfoOnly", "InfoOnly"]


@pytest.mark.parametrize(
    ("last", "code"),
    [
        (("", ("0801", "3952")), "3952"),
        (("", ("0801", "3951")), "3951"),
        (("", ("0801",)), "3952"),
        (("9601", ("9950",)), "9601"),
        (("9811", ("0801", "3950")), "9811"),
    ],
)
def test_what_never_came_to_an_end_is_no_success(last, code):
    slow = Slow(("", ("0801",)), ("", ("0801", "3952")), ("", ("0801",)), last)
    with pytest.raises(RefusedOrder) as refused:
        stored(slow)
    assert refused.value.osci_code == code


# --- handed out ---------------------------------------------------------------------


@contextmanager
def fetching(running, size, begun=lambda _message_id: None):
    keys = running.pki
    recipient = Recipient.of(running)
    station = Station(
        keys.recipient_cipher,
        keys.recipient_signature,
        keys.intermediary_cipher.certificate,
    )
    transport = HttpTransport(HttpOptions(running.url), MemorySpool)
    client = Client(station, recipient.terms, transport)
    try:
        client.ask(Order("InitDialog", body=init_dialog.REQUEST))
        yield FetchInChunks(client, size, begun)
    finally:
        transport.close()


def test_a_large_delivery_comes_in_pieces_and_a_small_one_whole(running):
    (large,) = put_in(running, sample=LARGE)
    (small,) = put_in(running, sample=small_sample())
    begun, steps = [], []
    with fetching(running, 25, begun.append) as fetch:
        first = fetch.fetch(Selection(), Watch(), lambda *step: steps.append(step))
        assert fetch_delivery.read_card(first.order).message_id == large
        assert begun == [large]
        done = [step[0] for step in steps]
        assert done == sorted(done), "progress never goes back"
        assert received(running) == [False, False]
        assert Recipient.of(running).contents(first).problems == ()

        second = fetch.fetch(Selection(), Watch(), ignore)
        assert fetch_delivery.read_card(second.order).message_id == small
        assert begun == [large], "one chunk needs no note"
        assert received(running) == [True, False]
        assert codes(fetch.fetch(Selection(), Watch(), ignore)) == ("9803",)
        assert received(running) == [True, True]


def test_the_whole_is_signed_and_byte_for_byte_the_chunks(running, recipient):
    put_in(running, sample=LARGE)
    pieces, selection, number, total = [], Selection(), 1, 2
    while number <= total:
        taken = tuple(range(1, number))
        opened = recipient.chunk(Wanted(selection, number, 8, taken))
        assert features.read(opened.order.blocks).limits == parcels.LIMITS
        handed = partial_fetch_delivery.read_answer(opened.order.element)
        selection, total = Selection(message_id=handed.message_id), handed.total
        pieces.append(in_memory(chunk.carried(opened.order)))
        number += 1
    assert {len(piece) for piece in pieces[:-1]} == {8 * 1024}
    whole = b"".join(pieces)
    assert abs(handed.total_size - len(whole) / 1024) <= 1
    joined = answer.open_reassembled(MemoryOctets(whole), recipient.terms)
    assert recipient.contents(joined).problems == ()
    spoiled = whole.replace(b"0801", b"0800", 1)
    with pytest.raises(Exception, match="signature"):
        answer.open_reassembled(MemoryOctets(spoiled), recipient.terms)


def test_between_chunks_nothing_is_acknowledged(running, recipient):
    put_in(running, sample=LARGE)
    opened = recipient.chunk(Wanted(Selection(), 1, 20))
    handed = partial_fetch_delivery.read_answer(opened.order.element)
    selection = Selection(message_id=handed.message_id)
    for number in range(2, handed.total + 1):
        recipient.chunk(Wanted(selection, number, 20, tuple(range(1, number))))
        assert received(running) == [False]
    recipient.exit()
    assert received(running) == [True]


def test_a_dialog_left_between_chunks_acknowledges_nothing(running, recipient):
    (message_id,) = put_in(running, sample=LARGE)
    recipient.chunk(Wanted(Selection(), 1, 8))
    recipient.exit()
    assert received(running) == [False]
    again = Recipient.of(running)
    again.init()
    assert fetch_delivery.read_card(again.fetch().order).message_id == message_id


def chunks_of(recipient, numbers, selection, size=8):
    """The bytes of these chunks; each time with all before it as received."""
    found = []
    for number in numbers:
        wanted = Wanted(selection, number, size, tuple(range(1, number)))
        found.append(in_memory(chunk.carried(recipient.chunk(wanted).order)))
    return found


def test_a_new_dialog_goes_on_where_the_last_one_broke_off(running, recipient):
    (message_id,) = put_in(running, sample=LARGE)
    selection = Selection(message_id=message_id)
    opened = recipient.chunk(Wanted(Selection(), 1, 8))
    total = partial_fetch_delivery.read_answer(opened.order.element).total
    pieces = [in_memory(chunk.carried(opened.order))]
    pieces += chunks_of(recipient, (2,), selection)
    again = Recipient.of(running)
    again.init()
    pieces += chunks_of(again, range(3, total + 1), selection)
    joined = answer.open_reassembled(MemoryOctets(b"".join(pieces)), again.terms)
    assert again.contents(joined).problems == ()
    assert received(running) == [False]
    again.exit()
    assert received(running) == [True]


def test_what_never_began_cannot_go_on(running, recipient):
    (message_id,) = put_in(running, sample=LARGE)
    wanted = Wanted(Selection(message_id=message_id), 2, 8, (1,))
    assert codes(recipient.chunk(wanted)) == ("9905",)
    assert received(running) == [False]


def test_of_many_begun_ones_the_first_cannot_go_on(running, recipient):
    ids = [put_in(running, sample=LARGE)[0] for _ in range(5)]
    for message_id in ids:
        chunks_of(recipient, (1,), Selection(message_id=message_id))
    first, last = (Selection(message_id=ids[n]) for n in (0, -1))
    assert codes(recipient.chunk(Wanted(last, 2, 8, (1,)))) == ("0801",)
    assert codes(recipient.chunk(Wanted(first, 2, 8, (1,)))) == ("9905",)


def test_a_chunk_that_does_not_exist(running, recipient):
    put_in(running, sample=LARGE)
    recipient.chunk(Wanted(Selection(), 1, 20))
    selection = Selection(message_id=running.post.cards()[0].message_id)
    assert codes(recipient.chunk(Wanted(selection, 99, 20))) == ("9901",)
    too_large = Wanted(selection, 1, parcels.LIMITS.max_chunk + 1)
    assert codes(recipient.chunk(too_large)) == ("9902",)


def test_chunks_that_do_not_fit_together(running, monkeypatch):
    """The intermediary changes the number on the way: nothing is joined from it."""
    put_in(running, sample=LARGE)
    original = partial_fetch_delivery.read_answer

    def third_first(element):
        handed = original(element)
        return replace(handed, number=handed.number + (handed.number > 1))

    monkeypatch.setattr(partial_fetch_delivery, "read_answer", third_first)
    with fetching(running, 8) as fetch, pytest.raises(MalformedXml):
        fetch.fetch(Selection(), Watch(), ignore)


def asked_for(monkeypatch, change=lambda wanted: wanted):
    """The chunks that are asked for; the intermediary hears of each by `change`."""
    asked, render = [], partial_fetch_delivery.render_request

    def render_changed(wanted):
        asked.append(wanted.number)
        return render(change(wanted))

    monkeypatch.setattr(partial_fetch_delivery, "render_request", render_changed)
    return asked


def test_a_chunk_larger_than_asked_for_is_refused(running, monkeypatch):
    put_in(running, sample=LARGE)
    asked = asked_for(monkeypatch, lambda wanted: replace(wanted, size=9))
    with fetching(running, 8) as fetch, pytest.raises(MessageTooLarge) as refused:
        fetch.fetch(Selection(), Watch(), ignore)
    assert refused.value.facts == {"size": 9 * chunk.KIB}
    assert asked == [1]


def test_chunks_end_where_no_message_may_be_longer(running, monkeypatch):
    """The intermediary says how many there are, and may go on for very long."""
    put_in(running, sample=LARGE)
    asked = asked_for(monkeypatch)
    monkeypatch.setattr(chunk, "MAX_TOTAL", 16)
    with fetching(running, 8) as fetch, pytest.raises(MessageTooLarge):
        fetch.fetch(Selection(), Watch(), ignore)
    assert asked == [1, 2, 3]
