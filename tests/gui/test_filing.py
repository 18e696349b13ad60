"""The way of an application through the folders, and back with Strg+Z."""

import threading

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent

from hzl_client.model.record import Folder
from hzl_client.texts.folders import FOLDERS
from hzl_client.ui.models.row_list import RECORDS

CONTROL = Qt.KeyboardModifier.ControlModifier
MOVES = [
    (Qt.Key.Key_B, Folder.IN_PROGRESS),
    (Qt.Key.Key_T, Folder.TRANSFERRED),
    (Qt.Key.Key_L, Folder.FILED),
]


def folder_of(desk, record_id):
    return desk.records.record(record_id).folder


def back(qtbot, window):
    qtbot.keyClick(window.records.view, Qt.Key.Key_Z, CONTROL)


@pytest.mark.usefixtures("workplace")
@pytest.mark.parametrize(("key", "folder"), MOVES)
def test_a_key_puts_the_chosen_one_into_its_folder_and_another_back(
    qtbot, window, desk, key, folder
):
    window.records.choose("r2")
    window.records.view.setFocus()
    qtbot.keyClick(window.records.view, key, CONTROL)
    qtbot.waitUntil(lambda: "r2" not in window.records.ids)
    assert folder_of(desk, "r2") is folder
    assert FOLDERS[folder] in window.notice.words.text()
    window.folders.choose(folder)
    assert window.records.ids == ("r2",)
    window.records.choose("r2")
    assert not window.actions_.moves[folder].isVisible()
    qtbot.keyClick(window.records.view, Qt.Key.Key_I, CONTROL)
    qtbot.waitUntil(lambda: "Posteingang" in window.notice.words.text())
    assert folder_of(desk, "r2") is Folder.INBOX
    for expected in (folder, Folder.INBOX):
        back(qtbot, window)
        qtbot.waitUntil(lambda e=expected: folder_of(desk, "r2") is e)
    qtbot.waitUntil(lambda: not window.actions_.undo.isEnabled())


@pytest.mark.usefixtures("workplace")
def test_several_move_together_and_come_back_together(qtbot, window, desk):
    window.records.view.selectAll()
    window.actions_.take.trigger()
    qtbot.waitUntil(lambda: not window.records.ids)
    assert "3 Anträge liegen" in window.notice.words.text()
    back(qtbot, window)
    qtbot.waitUntil(lambda: len(window.records.ids) == 3)
    assert folder_of(desk, "r1") is Folder.INBOX


@pytest.mark.usefixtures("workplace")
def test_read_and_unread_is_one_switch_and_can_be_undone(qtbot, window, desk):
    for record_id in ("r1", "r2"):
        desk.records.mark_read(record_id)
    window.folders.choose(Folder.TRASH)
    window.folders.choose(Folder.INBOX)
    window.records.view.selectAll()
    unread = window.actions_.unread

    def read():
        return [desk.records.record(r).read for r in ("r1", "r2", "r3")]

    before = read()
    qtbot.waitUntil(lambda: unread.text() == "Als gelesen markieren")
    unread.trigger()
    qtbot.waitUntil(lambda: read() == [True] * 3)
    qtbot.waitUntil(lambda: unread.text() == "Als ungelesen markieren")
    back(qtbot, window)
    qtbot.waitUntil(lambda: read() == before)


def drop(window, folder, data=None):
    mime = data or window.records._model.mimeData([])
    place = window.folders.visualRect(window.folders._model.find(folder)).center()
    event = QDropEvent(
        QPointF(place),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.folders.dropEvent(event)
    return event.isAccepted()


@pytest.mark.usefixtures("workplace")
def test_what_is_dragged_onto_a_folder_lies_there(qtbot, window, desk):
    window.records.choose("r1")
    assert window.records.view.dragEnabled()
    assert drop(window, Folder.IN_PROGRESS)
    qtbot.waitUntil(lambda: folder_of(desk, "r1") is Folder.IN_PROGRESS)
    qtbot.waitUntil(lambda: "r1" not in window.records.ids)
    assert not drop(window, Folder.QUARANTINE)


@pytest.mark.usefixtures("workplace")
def test_what_is_dragged_tells_other_programs_nothing(window):
    mime = window.records._model.mimeData([window.records._model.index(0)])
    assert mime.formats() == [RECORDS]
    assert bytes(mime.data(RECORDS)) == b""


@pytest.mark.usefixtures("workplace")
def test_a_message_from_quarantine_is_not_worked_on(qtbot, window, desk):
    window.folders.choose(Folder.QUARANTINE)
    window.records.choose("r4")
    assert not window.actions_.take.isVisible()
    drop(window, Folder.IN_PROGRESS)
    qtbot.waitUntil(window.error_panel.isVisible)
    assert folder_of(desk, "r4") is Folder.QUARANTINE


@pytest.mark.usefixtures("workplace")
def test_what_was_done_can_be_read_in_the_history(qtbot, window, desk):
    window.records.choose("r1")
    window.actions_.take.trigger()
    qtbot.waitUntil(lambda: desk.shelf.history("r1") != ())
    assert [event.code for event in desk.shelf.history("r1")] == ["moved-in-progress"]


@pytest.mark.usefixtures("workplace")
def test_undo_means_what_is_under_way_not_what_was_before(
    qtbot, window, desk, monkeypatch
):
    window.records.choose("r1")
    window.actions_.unread.trigger()
    qtbot.waitUntil(lambda: "markiert" in window.notice.words.text())
    read = desk.records.record("r1").read
    move, gate = desk.shelf.move, threading.Event()

    def slow(record_id, folder):
        assert gate.wait(5)
        return move(record_id, folder)

    monkeypatch.setattr(desk.shelf, "move", slow)
    window.actions_.take.trigger()
    window.actions_.undo.trigger()
    gate.set()
    qtbot.waitUntil(lambda: "Zurückgenommen" in window.notice.words.text())
    assert folder_of(desk, "r1") is Folder.INBOX
    assert desk.records.record("r1").read is read
    assert [e.code for e in desk.shelf.history("r1")][-2:] == [
        "moved-in-progress",
        "moved-inbox",
    ]


@pytest.mark.usefixtures("workplace")
def test_the_button_of_a_notice_takes_back_what_the_notice_names(qtbot, window, desk):
    window.records.choose("r1")
    window.actions_.take.trigger()
    qtbot.waitUntil(lambda: "In Bearbeitung" in window.notice.words.text())
    sheet = window.application.work
    qtbot.waitUntil(lambda: sheet._sheet is not None and sheet._sheet.record_id != "r1")
    other = sheet._sheet.record_id
    sheet.label_added.emit("eilt")
    qtbot.waitUntil(lambda: sheet.labels.labels == ("eilt",))
    window.notice.button.click()
    qtbot.waitUntil(lambda: folder_of(desk, "r1") is Folder.INBOX)
    assert desk.records.record(other).work.labels == ("eilt",)
    back(qtbot, window)
    qtbot.waitUntil(lambda: desk.records.record(other).work.labels == ())
    qtbot.waitUntil(lambda: not window.actions_.undo.isEnabled())


@pytest.mark.usefixtures("workplace")
def test_the_button_of_an_old_notice_does_nothing_to_a_newer_step(
    qtbot, window, desk, monkeypatch
):
    window.records.choose("r1")
    window.actions_.take.trigger()
    qtbot.waitUntil(lambda: "In Bearbeitung" in window.notice.words.text())
    window.folders.choose(Folder.IN_PROGRESS)
    qtbot.waitUntil(lambda: window.records.ids == ("r1",))
    window.records.choose("r1")
    window.notice.show()
    move, gate = desk.shelf.move, threading.Event()

    def slow(record_id, folder):
        assert gate.wait(5)
        return move(record_id, folder)

    monkeypatch.setattr(desk.shelf, "move", slow)
    window.actions_.moves[Folder.FILED].trigger()
    window.notice.button.click()
    window.actions_.undo.trigger()  # means the move to "Abgelegt", and at once
    gate.set()
    qtbot.waitUntil(lambda: "Zurückgenommen" in window.notice.words.text())
    qtbot.waitUntil(lambda: window.records.ids == ("r1",))
    assert folder_of(desk, "r1") is Folder.IN_PROGRESS


@pytest.mark.usefixtures("workplace")
def test_of_several_in_the_trash_those_that_are_left_come_back(qtbot, window, desk):
    window.records.view.selectAll()
    window.actions_.trash.trigger()
    qtbot.waitUntil(lambda: not window.records.ids)
    window.folders.choose(Folder.TRASH)
    qtbot.waitUntil(lambda: "r1" in window.records.ids)
    window.records.choose("r1")
    window.actions_.delete.trigger()
    qtbot.waitUntil(lambda: "gelöscht" in window.notice.words.text())
    back(qtbot, window)
    qtbot.waitUntil(lambda: "soweit möglich" in window.notice.words.text())
    assert "1\u00a0Antrag ist endgültig gelöscht" in window.notice.words.text()
    assert {folder_of(desk, r) for r in ("r2", "r3")} == {Folder.INBOX}
    qtbot.waitUntil(lambda: not window.actions_.undo.isEnabled())


@pytest.mark.usefixtures("workplace")
def test_what_is_gone_altogether_leaves_nothing_to_take_back(qtbot, window):
    window.records.choose("r1")
    window.actions_.trash.trigger()
    qtbot.waitUntil(lambda: "Papierkorb" in window.notice.words.text())
    window.folders.choose(Folder.TRASH)
    qtbot.waitUntil(lambda: "r1" in window.records.ids)
    window.records.choose("r1")
    window.actions_.delete.trigger()
    qtbot.waitUntil(lambda: "gelöscht" in window.notice.words.text())
    assert not window.actions_.undo.isEnabled()


def test_no_notice_offers_to_take_back_in_a_mailbox_that_was_left(
    qtbot, window, desk, workplace
):
    window.records.choose("r1")
    window.actions_.take.trigger()
    qtbot.waitUntil(window.notice.isVisible)
    workplace.close()
    assert not window.notice.isVisible()
    window.notice.button.click()
    assert folder_of(desk, "r1") is Folder.IN_PROGRESS
