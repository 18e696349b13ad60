"""What a mailbox leaves behind when it is left, and what does not let it be left."""

import threading
import time

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from helpers.desks import FakeDesk, put_samples
from hzl_client.model.record import Folder
from hzl_client.services.records import Records
from hzl_client.ui.presenters.workplace import Workplace


@pytest.fixture
def other(child):
    desk = FakeDesk(child)
    put_samples(desk.shelf)
    return desk


@pytest.fixture
def begin(qtbot, window, pool, remembered, answers):
    def begin(desk):
        at = Workplace(window, desk, pool, remembered, answers)
        at.start()
        qtbot.waitUntil(lambda: len(window.records.ids) == 3)
        return at

    return begin


@pytest.mark.parametrize("name", ["trash", "take"])
def test_the_mailbox_that_was_left_does_nothing_more(
    qtbot, window, begin, desk, other, name
):
    left = begin(desk)
    left.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.records.ids == ()
    at = begin(other)
    window.records.choose("r2")
    getattr(window.actions_, name).trigger()
    qtbot.waitUntil(lambda: other.shelf.record("r2").folder is not Folder.INBOX)
    qtbot.wait(100)
    assert desk.shelf.record("r2").folder is Folder.INBOX
    at.close()


def test_neither_words_sought_nor_a_way_back_stay(qtbot, window, workplace):
    window.records.choose("r2")
    window.search.open_search()
    window.search.box.setText("Testmann")
    window.actions_.take.trigger()
    qtbot.waitUntil(window.notice.isVisible)
    workplace.close()
    assert not window.search.isVisible()
    assert not window.search.box.text()
    assert not window.notice.isVisible()


def test_it_is_not_left_in_the_middle_of_a_move(
    qtbot, window, desk, workplace, monkeypatch
):
    gate, usual = threading.Event(), Records.move

    def slowly(records, record_id, folder):
        gate.wait(10)
        return usual(records, record_id, folder)

    monkeypatch.setattr(Records, "move", slowly)
    window.records.choose("r2")
    window.actions_.take.trigger()
    assert workplace.busy
    gate.set()
    qtbot.waitUntil(lambda: not workplace.busy)
    assert desk.shelf.record("r2").folder is Folder.IN_PROGRESS


def test_what_is_deleted_for_good_is_not_opened_again(
    qtbot, window, desk, workplace, monkeypatch
):
    window.records.choose("r2")
    window.actions_.trash.trigger()
    qtbot.waitUntil(lambda: "r2" not in window.records.ids)
    window.folders.choose(Folder.TRASH)
    qtbot.waitUntil(lambda: window.records.ids == ("r2",))
    window.records.choose("r2")
    qtbot.waitUntil(lambda: workplace.reading.opened is not None)
    usual = Records.all

    def late(records):
        time.sleep(0.3)  # a long list is read after the application itself
        return usual(records)

    monkeypatch.setattr(Records, "all", late)
    window.actions_.delete.trigger()
    qtbot.waitUntil(lambda: "r2" not in desk.shelf.listed)
    qtbot.waitUntil(lambda: window.records.ids == ())
    assert not window.error_panel.isVisible()
