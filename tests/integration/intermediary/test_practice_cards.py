"""Process cards asked for over HTTP: every selection, both roles, both limits."""

from datetime import UTC, datetime, timedelta

import pytest

from helpers.practice import (
    Recipient,
    codes,
    practice_intermediary,
    put_in,
    small_sample,
)
from hzl_client.errors import Fault
from hzl_client.osci import process_card
from hzl_client.osci.fetch_process_card import CardSelection, Role

NOON = datetime.now(UTC).replace(microsecond=0)  # when its certificates are valid
YESTERDAY = (NOON.astimezone() - timedelta(days=1)).date()


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def running(tmp_path, clock):
    with practice_intermediary(tmp_path, clock=clock) as intermediary:
        yield intermediary


@pytest.fixture
def three(running, clock):
    """Handed in at 12:00, 12:01 and 12:02; the second was received at 12:05."""
    ids = []
    for _ in range(3):
        ids += put_in(running, sample=small_sample())
        clock.now += timedelta(minutes=1)
    clock.now = NOON + timedelta(minutes=5)
    number = running.post.cards()[1].number
    running.post.received(number, clock.now)
    return tuple(ids)


@pytest.fixture
def recipient(running, three):  # noqa: ARG001 - what it will find
    recipient = Recipient.of(running)
    recipient.init()
    return recipient


def listed(answer):
    return tuple(c.message_id for c in process_card.read_all(answer.order.element))


def at(minutes: int, *, zone: bool = True) -> str:
    moment = (NOON + timedelta(minutes=minutes)).astimezone()
    return (moment if zone else moment.replace(tzinfo=None)).isoformat()


def test_all_and_their_times(recipient, three):
    answer = recipient.cards(CardSelection())
    assert codes(answer) == ("0801",)
    assert listed(answer) == three
    first, second, _ = process_card.read_all(answer.order.element)
    assert process_card.parse_time(first.creation) == NOON
    assert first.reception is None
    assert process_card.parse_time(second.reception) == NOON + timedelta(minutes=5)
    assert first.subject


@pytest.mark.parametrize(
    ("selection", "numbers"),
    [
        (CardSelection(submitted=at(1)), (1, 2)),
        (CardSelection(submitted=at(3)), ()),
        (CardSelection(submitted=at(1, zone=False)), (1, 2)),
        (CardSelection(submitted=f"{YESTERDAY}T24:00:00"), (0, 1, 2)),
        (CardSelection(modified=at(3)), (1,)),
        (CardSelection(submitted=at(0), unreceived=True), (0, 2)),
        (CardSelection(submitted=at(0), role=Role.ADDRESSEE), (0, 1, 2)),
        (CardSelection(submitted=at(0), role=Role.ORIGINATOR), ()),
        (CardSelection(modified=at(0), unreceived=True, role=Role.ADDRESSEE), (0, 2)),
    ],
    ids=str,
)
def test_selections(recipient, three, selection, numbers):
    answer = recipient.cards(selection)
    assert listed(answer) == tuple(three[n] for n in numbers)
    assert codes(answer) == (("0801",) if numbers else ("9804",))


def test_by_id(recipient, three):
    wanted = CardSelection(message_ids=(three[2], three[0], "gibt-es-nicht"))
    assert listed(recipient.cards(wanted)) == (three[0], three[2])


def test_a_limit_says_that_there_is_more(recipient, three):
    answer = recipient.cards(CardSelection(limit=2))
    assert listed(answer) == three[:2]
    assert codes(answer) == ("0801", "3801")
    assert codes(recipient.cards(CardSelection(limit=3))) == ("0801",)


def test_the_sender_sees_its_own(running, three):
    keys = running.pki
    sender = Recipient(running.url, keys, keys.platform_cipher, keys.platform_signature)
    sender.init()
    assert listed(sender.cards(CardSelection())) == three
    assert (
        listed(sender.cards(CardSelection(submitted=at(0), role=Role.ADDRESSEE))) == ()
    )


def test_a_stranger_sees_nothing(running, three):
    keys = running.pki
    stranger = Recipient(running.url, keys, keys.foreign_reader, keys.stranger)
    stranger.init()
    assert codes(stranger.cards(CardSelection(message_ids=three))) == ("9804",)


def test_asking_acknowledges_what_was_handed_out(recipient, running):
    """Any further request of the dialog does (NOTES 7.4)."""
    recipient.fetch()
    assert running.post.cards()[0].reception is None
    recipient.cards(CardSelection())
    assert running.post.cards()[0].reception is not None


def test_asking_first_acknowledges_nothing(recipient, running):
    recipient.cards(CardSelection())
    recipient.exit()
    received = [card.reception is not None for card in running.post.cards()]
    assert received == [False, True, False]


@pytest.mark.parametrize(
    "moment", ["gestern", "2026-11-24", "2026-02-30T24:00:00Z", ""]
)
def test_no_time_is_a_fault(recipient, moment):
    with pytest.raises(Fault) as fault:
        recipient.cards(CardSelection(submitted=moment))
    assert fault.value.osci_code == "9300"
