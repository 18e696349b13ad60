"""Faults on demand: armed for so many answers of a type, gone afterwards."""

import pytest

from hzl_client.intermediary.faults import ANY, Faults, Kind, Mishap


def test_nothing_happens_in_ordinary_life():
    assert Faults().take("FetchDelivery") == {}


def test_only_the_next_answers_of_the_type_are_struck():
    faults = Faults()
    faults.arm(Mishap(Kind.CUT, "FetchDelivery", times=2, value=100))
    assert faults.take("InitDialog") == {}
    assert faults.take("FetchDelivery") == {Kind.CUT: 100}
    assert faults.take("FetchDelivery") == {Kind.CUT: 100}
    assert faults.take("FetchDelivery") == {}
    assert faults.armed == ()


def test_any_strikes_every_type():
    faults = Faults()
    faults.arm(Mishap(Kind.BLOCK_PAGE, ANY))
    assert faults.take("ExitDialog") == {Kind.BLOCK_PAGE: 0}


def test_different_kinds_strike_together_one_kind_queues():
    faults = Faults()
    faults.arm(Mishap(Kind.DELAY, "FetchDelivery", value=1))
    faults.arm(Mishap(Kind.DELAY, "FetchDelivery", value=2))
    faults.arm(Mishap(Kind.CUT, "FetchDelivery", value=5))
    assert faults.take("FetchDelivery") == {Kind.DELAY: 1, Kind.CUT: 5}
    assert faults.take("FetchDelivery") == {Kind.DELAY: 2}


def test_cleared_is_cleared():
    faults = Faults()
    faults.arm(Mishap(Kind.WRONG_SIGNATURE, times=5))
    faults.clear()
    assert faults.take("FetchDelivery") == {}


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Kind.DELAY, {"times": 0}),
        (Kind.DELAY, {"value": -1}),
        (Kind.DELAY, {"value": float("nan")}),
        (Kind.DELAY, {"value": float("inf")}),
        (Kind.HTTP_ERROR, {"value": 200}),
        (Kind.HTTP_ERROR, {}),
    ],
)
def test_what_cannot_happen_cannot_be_armed(kind, values):
    with pytest.raises(ValueError, match=r"times|status|value"):
        Mishap(kind, **values)
