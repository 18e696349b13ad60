import threading

import pytest
from PySide6.QtCore import QObject, QThread
from shiboken6 import delete

from hzl_client.errors import WrongPin
from hzl_client.ui.tasks import THREADS, Tasks


@pytest.fixture
def tasks(qapp):  # noqa: ARG001
    pool = Tasks()
    yield pool
    pool.drain()


def test_answers_arrive_on_the_gui_thread_in_whatever_order_they_finish(qtbot, tasks):
    receiver, answers = QObject(), []

    def done(answer):
        answers.append((answer, QThread.currentThread() is receiver.thread()))

    for number in range(50):
        tasks.run(lambda n=number: n * n, done, pytest.fail, receiver)
    qtbot.waitUntil(lambda: len(answers) == 50)
    assert {answer for answer, _ in answers} == {n * n for n in range(50)}
    assert all(on_gui for _, on_gui in answers)


def test_every_exception_is_brought_home(qtbot, tasks, caplog):
    receiver, errors = QObject(), []

    def wrong_pin():
        raise WrongPin

    def bug():
        raise ZeroDivisionError("Beispiel, Änne")

    tasks.run(wrong_pin, pytest.fail, errors.append, receiver)
    tasks.run(bug, pytest.fail, errors.append, receiver)
    qtbot.waitUntil(lambda: len(errors) == 2)
    assert {type(error) for error in errors} == {WrongPin, ZeroDivisionError}
    (said,) = caplog.messages
    assert "ZeroDivisionError on a worker thread at bug:" in said
    assert "Beispiel" not in caplog.text


def test_the_result_for_a_dead_receiver_is_dropped(qtbot, tasks):
    receiver, other, gate, answers = QObject(), QObject(), threading.Event(), []
    tasks.run(gate.wait, answers.append, pytest.fail, receiver)
    delete(receiver)
    gate.set()
    tasks.run(lambda: "second", answers.append, pytest.fail, other)
    qtbot.waitUntil(lambda: answers == ["second"])


def test_what_waits_for_its_turn_is_done_before_the_end(qapp):  # noqa: ARG001
    pool, receiver, gate, done = Tasks(), QObject(), threading.Event(), []
    for number in range(2 * THREADS):

        def work(number=number):
            gate.wait(5)
            done.append(number)

        pool.run(work, pytest.fail, pytest.fail, receiver)
    gate.set()
    assert pool.drain()
    assert sorted(done) == list(range(2 * THREADS))


def test_after_draining_nothing_runs_and_nothing_is_delivered(qtbot, qapp):
    pool, receiver, started, answers = Tasks(), QObject(), threading.Event(), []

    def work():
        started.set()
        return "late"

    pool.run(work, answers.append, pytest.fail, receiver)
    assert started.wait(5)
    pool.drain()
    pool.run(lambda: "after", answers.append, pytest.fail, receiver)
    qtbot.wait(20)
    qapp.processEvents()
    assert answers == []


@pytest.mark.parametrize("drained", [False, True])
def test_who_listens_may_hold_the_last_reference(qtbot, drained):
    """A child that is deleted must not take its parent along: it would die twice."""
    pool, receiver, answers, gone = Tasks(), QObject(), [], []
    pool.destroyed.connect(lambda: gone.append(True))

    def done(answer, _kept=pool):
        answers.append(answer)

    for number in range(3):
        pool.run(lambda n=number: n, done, pytest.fail, receiver)
    if drained:
        pool.drain()
    del pool, done
    qtbot.waitUntil(lambda: bool(gone))
    assert len(answers) == (0 if drained else 3)
