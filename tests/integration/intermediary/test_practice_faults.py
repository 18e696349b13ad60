"""Every fault on demand, as a client meets it, and that nothing is lost by it."""

import time

import pytest

from helpers.practice import (
    Recipient,
    card,
    codes,
    practice_intermediary,
    put_in,
    small_sample,
)
from hzl_client.errors import (
    ConnectionCut,
    ControlBlockMismatch,
    HttpStatus,
    NotAnOsciAnswer,
    SupplierSignatureInvalid,
)
from hzl_client.intermediary.faults import ANY, Kind, Mishap
from hzl_client.osci.fetch_delivery import content_digest


@pytest.fixture
def running(tmp_path):
    with practice_intermediary(tmp_path) as intermediary:
        yield intermediary


@pytest.fixture
def recipient(running):
    return Recipient.of(running)


LOUD = [
    (Mishap(Kind.CUT, "FetchDelivery", value=0), ConnectionCut),
    (Mishap(Kind.CUT, "FetchDelivery", value=1), ConnectionCut),
    (Mishap(Kind.CUT, "FetchDelivery", value=5000), ConnectionCut),
    (Mishap(Kind.WRONG_CHALLENGE, "FetchDelivery"), ControlBlockMismatch),
    (Mishap(Kind.WRONG_SIGNATURE, "FetchDelivery"), SupplierSignatureInvalid),
    (Mishap(Kind.BLOCK_PAGE, "FetchDelivery"), NotAnOsciAnswer),
    (Mishap(Kind.HTTP_ERROR, "FetchDelivery", value=502), HttpStatus),
    (Mishap(Kind.HTTP_ERROR, "FetchDelivery", value=503), HttpStatus),
]


@pytest.mark.parametrize(("mishap", "error"), LOUD)
def test_a_spoiled_answer_is_noticed_and_the_delivery_offered_again(
    running, recipient, mishap, error
):
    (message_id,) = put_in(running, sample=small_sample())
    running.faults.arm(mishap)
    recipient.init()
    with pytest.raises(error):
        recipient.fetch()
    assert running.post.cards()[0].reception is None
    again = Recipient.of(running)
    again.init()
    assert card(again.fetch()).message_id == message_id
    assert codes(again.exit()) == ("0800",)


@pytest.mark.parametrize("kind", [Kind.WRONG_CHALLENGE, Kind.WRONG_SIGNATURE])
@pytest.mark.parametrize("message", ["InitDialog", "ExitDialog", ANY])
def test_answers_of_every_type_can_be_spoiled(running, recipient, kind, message):
    running.faults.arm(Mishap(kind, message))
    error = (
        ControlBlockMismatch
        if kind is Kind.WRONG_CHALLENGE
        else SupplierSignatureInvalid
    )
    if message == "ExitDialog":
        recipient.init()
        with pytest.raises(error):
            recipient.exit()
    else:
        with pytest.raises(error):
            recipient.init()


def test_store_answers_too(running):
    running.faults.arm(Mishap(Kind.WRONG_SIGNATURE, "StoreDelivery"))
    with pytest.raises(SupplierSignatureInvalid):
        put_in(running, sample=small_sample())
    assert len(running.post.cards()) == 1, "carried out, only the answer was wrong"


def test_delay(running, recipient):
    running.faults.arm(Mishap(Kind.DELAY, "InitDialog", value=0.3))
    start = time.monotonic()
    recipient.init()
    assert time.monotonic() - start >= 0.3


def test_the_same_delivery_once_more(running, recipient):
    put_in(running, 2, sample=small_sample())
    recipient.init()
    first = recipient.fetch()
    running.faults.arm(Mishap(Kind.REPEAT, "FetchDelivery"))
    again = recipient.fetch()
    assert card(again).message_id == card(first).message_id
    assert content_digest(again.order) == content_digest(first.order)
    second = recipient.fetch()
    assert card(second).message_id != card(first).message_id
    assert codes(recipient.fetch()) == ("9803",)


def test_the_same_id_with_other_content(running, recipient):
    put_in(running, sample=small_sample("<antrag>eins</antrag>"))
    put_in(running, sample=small_sample("<antrag>zwei</antrag>"))
    recipient.init()
    first = recipient.fetch()
    running.faults.arm(Mishap(Kind.REUSED_ID, "FetchDelivery"))
    other = recipient.fetch()
    assert card(other).message_id == card(first).message_id
    assert content_digest(other.order) != content_digest(first.order)
    assert recipient.contents(other).problems == ()
    assert codes(recipient.fetch()) == ("9803",)


@pytest.mark.parametrize("kind", [Kind.REPEAT, Kind.REUSED_ID])
def test_with_nothing_handed_out_yet_nothing_can_be_repeated(running, recipient, kind):
    (message_id,) = put_in(running, sample=small_sample())
    running.faults.arm(Mishap(kind, "FetchDelivery"))
    recipient.init()
    assert card(recipient.fetch()).message_id == message_id
