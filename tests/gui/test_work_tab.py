"""The tab "Bearbeitung": what is entered is kept, and nothing typed is lost."""

import threading
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from helpers.desks import Answers
from hzl_client.errors import DiskFailed
from hzl_client.model.record import Folder
from hzl_client.ui.days import german
from hzl_client.ui.presenters.filing import FilingPresenter
from hzl_client.ui.presenters.notes import Notes
from hzl_client.ui.presenters.working import today
from hzl_client.ui.presenters.workplace import Workplace
from hzl_client.ui.views.application_panel import HISTORY, WORK
from hzl_client.ui.views.work_tab import NO_DAY, STATES


@pytest.fixture
def tab(qtbot, window, workplace):  # noqa: ARG001
    choose(qtbot, window, "r1")
    window.application.show_tab(WORK)
    return window.application.work


def choose(qtbot, window, record_id):
    window.records.choose(record_id)
    sheet = window.application.work
    qtbot.waitUntil(
        lambda: sheet._sheet is not None and sheet._sheet.record_id == record_id,
        timeout=20_000,
    )


def work(desk, record_id="r1"):
    return desk.records.record(record_id).work


def undo(qtbot, window):
    qtbot.waitUntil(window.actions_.undo.isEnabled)
    window.actions_.undo.trigger()


def enter(qtbot, line, text):
    line.setFocus()
    line.clear()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_the_state_is_chosen_here_too(qtbot, window, desk, tab):
    assert tab.state.currentText() == "Posteingang"
    number = STATES.index(Folder.TRANSFERRED)
    tab.state.setCurrentIndex(number)
    tab.state.activated.emit(number)
    qtbot.waitUntil(lambda: desk.records.record("r1").folder is Folder.TRANSFERRED)
    undo(qtbot, window)
    qtbot.waitUntil(lambda: desk.records.record("r1").folder is Folder.INBOX)


def test_ctrl_z_where_one_has_just_entered_something(qtbot, desk, tab):
    enter(qtbot, tab.reference, "50.2-1/26")
    qtbot.waitUntil(lambda: work(desk).file_reference == "50.2-1/26")
    qtbot.waitUntil(lambda: not tab.reference.isUndoAvailable())
    qtbot.keyClick(tab.reference, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: work(desk).file_reference == "")
    enter(qtbot, tab.labels.box.lineEdit(), "dringend")
    qtbot.waitUntil(lambda: work(desk).labels == ("dringend",))
    line = tab.labels.box.lineEdit()
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: work(desk).labels == ())


def test_who_writes_here_does_not_go_on_in_another_application(qtbot, window, tab):
    tab.labels.box.lineEdit().setFocus()
    qtbot.keyClicks(tab.labels.box.lineEdit(), "halb")
    choose(qtbot, window, "r2")
    assert window.records.view.hasFocus()
    assert tab.labels.box.currentText() == ""


def test_nothing_moves_on_the_way_past_the_state(qtbot, desk, tab, monkeypatch):
    """An arrow key, a letter and the wheel; the next application would follow."""
    opened = []
    monkeypatch.setattr(tab.state, "showPopup", lambda: opened.append(1))
    tab.state.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_A):
        qtbot.keyClick(tab.state, key)
    assert len(opened) == 2
    middle = QPointF(tab.state.rect().center())
    wheel = QWheelEvent(
        middle,
        tab.state.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(tab.state, wheel)
    qtbot.wait(50)
    assert desk.records.record("r1").folder is Folder.INBOX


def test_a_file_reference_is_kept_and_a_deviation_marked(qtbot, window, desk, tab):
    desk.settings = desk.settings.__class__(
        "Amt", "http://127.0.0.1:1/", "", reference_pattern="50.1-##"
    )
    enter(qtbot, tab.reference, "50.1 - 7")
    qtbot.waitUntil(lambda: work(desk).file_reference == "50.1 - 7")
    qtbot.waitUntil(lambda: "50.1-##" in tab.reference_hint.text())
    enter(qtbot, tab.reference, "50.1-07")
    qtbot.waitUntil(lambda: not tab.reference_hint.text())
    assert work(desk).file_reference == "50.1-07"
    undo(qtbot, window)
    qtbot.waitUntil(lambda: tab.reference.text() == "50.1 - 7")


def test_a_day_is_typed_or_chosen_and_what_is_none_is_said(qtbot, window, desk, tab):
    enter(qtbot, tab.due, "morgen")
    qtbot.waitUntil(lambda: work(desk).due == today() + timedelta(days=1))
    qtbot.waitUntil(lambda: tab.due_hint.text() == "morgen fällig")
    assert tab.due.text() == german(work(desk).due)
    enter(qtbot, tab.due, "bald")
    assert tab.due_hint.text() == NO_DAY
    assert tab.due.text() == "bald"
    assert work(desk).due == today() + timedelta(days=1)
    tab.soon.menu().actions()[1].trigger()
    qtbot.waitUntil(lambda: work(desk).due == today() + timedelta(days=7))
    qtbot.waitUntil(lambda: tab.due.text() == german(work(desk).due))
    tab.soon.menu().actions()[-1].trigger()
    qtbot.waitUntil(lambda: work(desk).due is None)
    undo(qtbot, window)
    qtbot.waitUntil(lambda: work(desk).due == today() + timedelta(days=7))


def test_labels_come_and_go_and_are_offered_elsewhere(qtbot, window, desk, tab):
    line = tab.labels.box.lineEdit()
    enter(qtbot, line, "Eilig")
    qtbot.waitUntil(lambda: tab.labels.labels == ("Eilig",))
    enter(qtbot, line, "Anruf")
    qtbot.waitUntil(lambda: tab.labels.labels == ("Eilig", "Anruf"))
    assert work(desk).labels == ("Eilig", "Anruf")
    chip = tab.labels._chips[0]
    assert chip.accessibleName() == "Etikett „Eilig“ entfernen"
    chip.click()
    qtbot.waitUntil(lambda: tab.labels.labels == ("Anruf",))
    undo(qtbot, window)
    qtbot.waitUntil(lambda: set(tab.labels.labels) == {"Eilig", "Anruf"})
    choose(qtbot, window, "r2")
    qtbot.waitUntil(lambda: tab.labels.box.count() == 2)
    assert tab.labels.labels == ()


def test_a_note_is_saved_after_a_pause_and_told_once(qtbot, window, desk, tab):
    tab.note.setFocus()
    qtbot.keyClicks(tab.note, "ruft an")
    qtbot.waitUntil(lambda: work(desk).note == "ruft an")
    qtbot.waitUntil(lambda: "gespeichert" in tab.saved.text())
    qtbot.keyClicks(tab.note, "!")
    tab.reference.setFocus()
    qtbot.waitUntil(lambda: work(desk).note == "ruft an!")
    codes = [event.code for event in desk.shelf.history("r1")]
    assert codes == ["work-note"]
    assert tab.note.toPlainText() == "ruft an!"
    undo(qtbot, window)
    qtbot.waitUntil(lambda: tab.note.toPlainText() == "")
    assert work(desk).note == ""
    window.application.show_tab(HISTORY)


def test_turning_to_another_application_loses_nothing(qtbot, window, desk, tab):
    tab.note.setFocus()
    qtbot.keyClicks(tab.note, "erste")
    window.records.choose("r2")
    qtbot.waitUntil(lambda: work(desk).note == "erste")
    choose(qtbot, window, "r2")
    assert tab.note.toPlainText() == ""
    choose(qtbot, window, "r1")
    assert tab.note.toPlainText() == "erste"
    assert work(desk, "r2").note == ""


def test_closing_loses_nothing(qtbot, desk, tab, workplace):
    tab.note.setFocus()
    qtbot.keyClicks(tab.note, "letzte")
    workplace.close()
    assert work(desk).note == "letzte"


def test_a_note_that_cannot_be_saved_stays_and_is_tried_again(
    qtbot, window, desk, tab, monkeypatch
):
    change, fails = desk.shelf.change_work, [True]

    def failing(record_id, *rest):
        if fails:
            raise DiskFailed(reason="SQLITE_FULL")
        return change(record_id, *rest)

    monkeypatch.setattr(desk.shelf, "change_work", failing)
    tab.note.setFocus()
    qtbot.keyClicks(tab.note, "wichtig")
    qtbot.waitUntil(lambda: "noch nicht gespeichert" in tab.saved.text())
    assert window.error_panel.isVisible()
    choose(qtbot, window, "r2")
    choose(qtbot, window, "r1")
    assert tab.note.toPlainText() == "wichtig"
    fails.clear()
    tab.note.setFocus()
    qtbot.keyClicks(tab.note, "x")
    qtbot.waitUntil(lambda: "wichtig" in work(desk).note)


def test_a_note_has_an_end_and_says_so(qtbot, desk, tab):
    tab.note.setFocus()
    tab.note.insertPlainText("x" * 20_005)
    qtbot.waitUntil(lambda: len(work(desk).note) == 20_000)
    qtbot.waitUntil(lambda: "20.000" in tab.saved.text())
    assert len(tab.note.toPlainText()) == 20_000


def test_what_lies_in_quarantine_has_no_state_to_choose(qtbot, window, tab):
    window.folders.choose(Folder.QUARANTINE)
    choose(qtbot, window, "r4")
    assert not tab.state.isVisible()
    assert tab.place.text() == "Liegt in: Quarantäne"


def test_no_text_overtakes_another():
    """A slow save of the old text ends before that of the new one begins."""
    stored, begun, go = [], threading.Event(), threading.Event()

    class Slow:
        def set_note(self, _record_id, note):
            begun.set()
            go.wait(5)
            stored.append(note)

    notes = Notes(Slow())
    notes.put("r", "old")
    first = threading.Thread(target=notes.save)
    first.start()
    begun.wait(5)
    notes.put("r", "new")
    second = threading.Thread(target=notes.save)
    second.start()
    go.set()
    first.join()
    second.join()
    assert stored == ["old", "new"]
    assert notes.newest("r", "old") == "new"


# --- typed, and on to another application without leaving the line ------------------


def typed_here(qtbot, line, text):
    line.setFocus()
    qtbot.keyClicks(line, text)
    assert line.hasFocus()


def moved(qtbot, desk, line, record_id="r1"):
    qtbot.keyClick(line, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.records.record(record_id).folder is Folder.TRANSFERRED)


def test_what_is_typed_is_kept_when_the_application_leaves_under_it(
    qtbot, window, desk, tab
):
    typed_here(qtbot, tab.reference, "50.2-1234/26")
    moved(qtbot, desk, tab.reference)
    qtbot.waitUntil(lambda: work(desk).file_reference == "50.2-1234/26")
    qtbot.waitUntil(lambda: tab._sheet.record_id != "r1")
    assert tab.reference.text() == ""
    second = tab._sheet.record_id
    typed_here(qtbot, tab.due, "morgen")
    window.records.choose("r3" if second == "r2" else "r2")
    qtbot.waitUntil(lambda: work(desk, second).due == today() + timedelta(days=1))
    qtbot.waitUntil(lambda: tab._sheet.record_id != second)
    assert tab.due.text() == ""


def test_strg_z_takes_back_the_move_not_what_was_typed_before_it(
    qtbot, window, desk, tab
):
    typed_here(qtbot, tab.reference, "50.2")
    moved(qtbot, desk, tab.reference)
    qtbot.waitUntil(lambda: tab._sheet.record_id != "r1")
    undo(qtbot, window)
    qtbot.waitUntil(lambda: desk.records.record("r1").folder is Folder.INBOX)
    assert work(desk).file_reference == "50.2"


def test_a_note_comes_before_the_move_it_was_typed_before(qtbot, window, desk, tab):
    typed_here(qtbot, tab.note, "Anruf vereinbart")
    qtbot.waitUntil(lambda: work(desk).note == "Anruf vereinbart")
    moved(qtbot, desk, tab.note)
    qtbot.waitUntil(lambda: tab._sheet.record_id != "r1")
    window.notice.button.click()
    qtbot.waitUntil(lambda: desk.records.record("r1").folder is Folder.INBOX)
    assert work(desk).note == "Anruf vereinbart"
    undo(qtbot, window)
    qtbot.waitUntil(lambda: work(desk).note == "")


def test_undo_means_the_note_that_is_still_being_typed(qtbot, window, desk, tab):
    moved(qtbot, desk, window.records.view)
    qtbot.waitUntil(lambda: tab._sheet.record_id != "r1")
    shown = tab._sheet.record_id
    typed_here(qtbot, tab.note, "x")
    undo(qtbot, window)
    qtbot.waitUntil(lambda: tab.note.toPlainText() == "")
    assert desk.records.record("r1").folder is Folder.TRANSFERRED
    assert work(desk, shown).note == ""


def test_closing_keeps_what_stands_in_the_lines(qtbot, desk, tab, workplace):
    typed_here(qtbot, tab.reference, "50.2")
    tab.due.insert("morgen")
    tab.due.setModified(True)
    workplace.close()
    assert work(desk).file_reference == "50.2"
    assert work(desk).due == today() + timedelta(days=1)


def test_a_reference_that_cannot_be_kept_is_handed_over_again(
    qtbot, window, desk, tab, monkeypatch
):
    change, fails = desk.shelf.change_work, [True]

    def failing(record_id, *rest):
        if fails:
            raise DiskFailed(reason="SQLITE_FULL")
        return change(record_id, *rest)

    monkeypatch.setattr(desk.shelf, "change_work", failing)
    enter(qtbot, tab.reference, "50.2")
    qtbot.waitUntil(window.error_panel.isVisible)
    assert tab.reference.text() == "50.2"
    fails.clear()
    window.records.choose("r2")
    qtbot.waitUntil(lambda: work(desk).file_reference == "50.2")


def test_one_entry_is_one_step(qtbot, window, desk, tab):
    """Enter hands it over; leaving the line, before it is stored, does not again."""
    enter(qtbot, tab.reference, "50.2")
    tab.note.setFocus()
    tab.commit()
    qtbot.waitUntil(lambda: work(desk).file_reference == "50.2")
    undo(qtbot, window)
    qtbot.waitUntil(lambda: work(desk).file_reference == "")
    qtbot.waitUntil(lambda: not window.actions_.undo.isEnabled())


def test_the_note_that_was_saved_is_told_of_its_own_application_only(
    qtbot, window, desk, tab, workplace
):
    typed_here(qtbot, tab.note, "x")
    gate, change = threading.Event(), desk.shelf.change_work

    def slow(record_id, *rest):
        assert gate.wait(5)
        return change(record_id, *rest)

    desk.shelf.change_work = slow
    choose(qtbot, window, "r2")
    with qtbot.waitSignal(workplace.working.noted):
        gate.set()
    assert work(desk).note == "x"
    assert tab.saved.text() == ""


def test_a_mailbox_that_was_left_hears_nothing_of_the_tab(
    qtbot, window, desk, pool, remembered, monkeypatch
):
    first = Workplace(window, desk, pool, remembered, Answers())
    first.start()
    first.close()
    second = Workplace(window, desk, pool, remembered, Answers())
    second.start()
    qtbot.waitUntil(lambda: not isValid(first))
    moves = []
    monkeypatch.setattr(
        FilingPresenter, "move", lambda _self, *wish: moves.append(wish)
    )
    window.application.work.state_chosen.emit(Folder.FILED)
    second.close()
    assert len(moves) == 1
