"""What goes over a second thread comes in order, fails in place, and ends."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.model.two_threads import ahead, hand_over

ITEMS = st.lists(st.binary(max_size=3), max_size=20)


def seconds():
    return [t for t in threading.enumerate() if t.name.startswith("second")]


def failing(count):
    yield from range(count)
    raise KeyError(count)


@pytest.fixture
def no_threads(monkeypatch):
    """As at the end of the program: the third piece finds none any more."""
    submit, calls = ThreadPoolExecutor.submit, []

    def refuse(pool, work):
        calls.append(work)
        if len(calls) > 2:
            raise RuntimeError("cannot schedule new futures after shutdown")
        return submit(pool, work)

    monkeypatch.setattr(ThreadPoolExecutor, "submit", refuse)
    return calls


@given(ITEMS)
def test_all_of_them_in_order(items):
    taken = []
    hand_over(iter(items), taken.append)
    assert taken == list(ahead(items)) == items
    assert seconds() == []


def test_each_on_the_thread_where_it_belongs():
    def names():
        for _ in range(5):
            yield threading.current_thread().name

    assert all(name.startswith("second") for name in ahead(names()))
    ours, taken = threading.current_thread().name, []
    hand_over(names(), lambda n: taken.append((n, threading.current_thread().name)))
    assert {maker for maker, _ in taken} == {ours}
    assert all(taker.startswith("second") for _, taker in taken)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10])
def test_what_making_raises_is_raised_behind_all_before_it(count):
    got, taken = [], []
    with pytest.raises(KeyError):
        got.extend(ahead(failing(count)))
    with pytest.raises(KeyError):
        hand_over(failing(count), taken.append)
    assert taken == list(range(count))
    assert seconds() == []


def test_what_taking_raises_ends_it():
    made, taken = [], []

    def making():
        for number in range(1000):
            made.append(number)
            yield number

    def take(number):
        taken.append(number)
        if number == 5:
            raise KeyError(number)

    with pytest.raises(KeyError):
        hand_over(making(), take)
    assert len(made) < 12
    assert seconds() == []


def test_whoever_stops_leaves_nothing_running():
    made = []

    def making():
        for number in range(1000):
            made.append(number)
            yield number

    for item in (items := ahead(making())):
        if item == 5:
            break
    items.close()
    assert seconds() == []
    assert len(made) < 12


@pytest.mark.usefixtures("no_threads")
def test_without_a_thread_ours_does_it_ahead():
    assert list(ahead(range(9))) == list(range(9))


@pytest.mark.usefixtures("no_threads")
def test_without_a_thread_ours_does_it_handing_over():
    taken = []
    hand_over(range(9), taken.append)
    assert taken == list(range(9))


@pytest.mark.usefixtures("no_threads")
def test_without_a_thread_failures_stay_in_their_place():
    got = []
    with pytest.raises(KeyError):
        got.extend(ahead(failing(5)))
    assert got == [0, 1, 2, 3, 4]
