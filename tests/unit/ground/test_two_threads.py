"""What goes over other threads comes in order, fails in place, and ends."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.model.two_threads import hand_over, made_beside

ITEMS = st.lists(st.binary(max_size=3), max_size=20)


def seconds():
    return [t for t in threading.enumerate() if t.name.startswith("second")]


def failing(count):
    yield from range(count)
    raise KeyError(count)


def fails_at(place):
    def work(number):
        if number == place:
            raise KeyError(number)
        return number

    return work


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
    assert taken == list(made_beside(bytes, items)) == items
    assert seconds() == []


def test_each_on_the_thread_where_it_belongs():
    def names():
        for _ in range(5):
            yield threading.current_thread().name

    ours, taken = threading.current_thread().name, []
    hand_over(names(), lambda n: taken.append((n, threading.current_thread().name)))
    assert {maker for maker, _ in taken} == {ours}
    assert all(taker.startswith("second") for _, taker in taken)


def test_the_next_one_is_made_while_work_goes_on():
    both = threading.Barrier(2, timeout=10)  # nobody comes past it alone

    def items():
        yield 0
        both.wait()
        yield 1

    def work(number):
        if number == 0:
            both.wait()
        return number, threading.current_thread().name

    made = list(made_beside(work, items()))
    assert [number for number, _ in made] == [0, 1]
    assert all(name.startswith("second") for _, name in made)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10])
def test_what_making_raises_is_raised_behind_all_before_it(count):
    taken = []
    with pytest.raises(KeyError):
        hand_over(failing(count), taken.append)
    assert taken == list(range(count))
    assert seconds() == []


@pytest.mark.parametrize("place", [0, 1, 2, 3, 10])
def test_what_working_raises_is_raised_in_its_place(place):
    got = []
    with pytest.raises(KeyError):
        got.extend(made_beside(fails_at(place), range(11)))
    assert got == list(range(place))
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

    def work(number):
        made.append(number)
        return number

    for item in (items := made_beside(work, range(1000))):
        if item == 5:
            break
    items.close()
    assert seconds() == []
    assert len(made) < 12


@pytest.mark.usefixtures("no_threads")
def test_without_a_thread_ours_works_on_them():
    assert list(made_beside(str, range(9))) == list("012345678")


@pytest.mark.usefixtures("no_threads")
def test_without_a_thread_ours_does_it_handing_over():
    taken = []
    hand_over(range(9), taken.append)
    assert taken == list(range(9))


@pytest.mark.usefixtures("no_threads")
def test_without_a_thread_failures_stay_in_their_place():
    got = []
    with pytest.raises(KeyError):
        got.extend(made_beside(fails_at(5), range(9)))
    assert got == [0, 1, 2, 3, 4]
