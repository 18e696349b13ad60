"""What was entered and could not be stored: told, kept where it was typed, tried again;
and what is no day is not dropped in silence."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from hzl_client.errors import DiskFailed, NoSuchRecord, WorkDamaged
from hzl_client.model.record import Folder
from hzl_client.ui.days import german
from hzl_client.ui.presenters.unkept import Entered, Part, Unkept
from hzl_client.ui.presenters.working import today
from hzl_client.ui.views.application_panel import WORK
from hzl_client.ui.views.work_tab import NO_DAY

SECONDS = 20_000
NAME = "Testmann, Jonas und Aurélie"


@pytest.fixture
def tab(qtbot, window, workplace):  # noqa: ARG001
    window.application.show_tab(WORK)
    choose(qtbot, window, "r1")
    return window.application.work


@pytest.fixture
def disk(desk):
    """Fails with what stands in it; of record r1 only."""
    change, errors = desk.shelf.change_work, [DiskFailed(reason="SQLITE_FULL")]

    def failing(record_id, *rest):
        for error in tuple(errors) if record_id == "r1" else ():
            raise error
        return change(record_id, *rest)

    desk.shelf.change_work = failing
    return errors


def choose(qtbot, window, record_id):
    window.records.choose(record_id)
    sheet = window.application.work
    qtbot.waitUntil(
        lambda: sheet._sheet is not None and sheet._sheet.record_id == record_id,
        timeout=SECONDS,
    )


def work(desk, record_id="r1"):
    return desk.records.record(record_id).work


def typed(qtbot, line, text):
    line.setFocus()
    line.clear()
    qtbot.keyClicks(line, text)


def left(qtbot, window):
    """To the next application, and the failure is told."""
    choose(qtbot, window, "r2")
    return told(qtbot, window)


def told(qtbot, window):
    """Of what was entered: hints cannot be counted on that disk either."""
    panel = window.error_panel
    qtbot.waitUntil(lambda: panel.isVisible() and NAME in panel.trouble.lost)
    return panel


def test_what_was_typed_before_turning_away_is_kept_and_tried_again(
    qtbot, window, desk, tab, disk
):
    typed(qtbot, tab.reference, "50.2")
    panel = left(qtbot, window)
    assert panel.trouble.retry == "Erneut versuchen"
    assert f"Aktenzeichen ({NAME})" in panel.trouble.lost
    assert NAME not in panel.trouble.to_copy
    assert tab.reference.text() == ""
    choose(qtbot, window, "r1")
    assert tab.reference.text() == "50.2"
    choose(qtbot, window, "r2")
    qtbot.waitUntil(panel.isVisible)
    disk.clear()
    runs = desk.fetch.runs
    panel._retry.click()
    qtbot.waitUntil(lambda: work(desk).file_reference == "50.2")
    said = window.notice.words
    qtbot.waitUntil(lambda: said.text() == "Jetzt ist alles gespeichert.")
    assert not panel.isVisible()
    assert desk.fetch.runs == runs
    choose(qtbot, window, "r1")
    assert tab.reference.text() == "50.2"
    assert work(desk, "r2").file_reference == ""


def test_once_more_in_vain_is_told_once_more(qtbot, window, tab, disk):
    typed(qtbot, tab.reference, "50.2")
    panel = left(qtbot, window)
    panel._retry.click()
    assert not panel.isVisible()
    qtbot.waitUntil(panel.isVisible)
    assert disk
    assert f"Aktenzeichen ({NAME})" in panel.trouble.lost


def test_what_fails_beside_it_takes_no_offer_away(
    qtbot, window, disk, tab, monkeypatch
):
    qtbot.waitUntil(window.error_panel.isVisible)  # hints could not be counted
    assert window.error_panel.trouble.retry == ""
    typed(qtbot, tab.reference, "50.2")
    panel = left(qtbot, window)
    offer, beside, show = panel.trouble, [], panel.show_aside

    def show_aside(trouble):
        beside.append(trouble)
        show(trouble)

    monkeypatch.setattr(panel, "show_aside", show_aside)
    choose(qtbot, window, "r1")
    qtbot.waitUntil(lambda: beside != [])
    assert disk
    assert panel.isVisible()
    assert panel.trouble is offer


def test_a_note_offers_to_try_again(qtbot, window, desk, tab, disk):
    tab.note.setFocus()
    qtbot.keyClicks(tab.note, "wichtig")
    panel = left(qtbot, window)
    assert f"Notiz ({NAME})" in panel.trouble.lost
    disk.clear()
    panel._retry.click()
    qtbot.waitUntil(lambda: work(desk).note == "wichtig")


def test_a_label_stands_in_its_line_again(qtbot, window, tab, disk):
    line = tab.labels.box.lineEdit()
    typed(qtbot, line, "Eilig")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    panel = told(qtbot, window)
    assert line.text() == "Eilig"
    choose(qtbot, window, "r2")
    assert line.text() == ""
    choose(qtbot, window, "r1")
    assert line.text() == "Eilig"
    disk.clear()
    assert panel.trouble.retry == "Erneut versuchen"
    panel._retry.click()
    qtbot.waitUntil(lambda: tab.labels.labels == ("Eilig",))
    qtbot.waitUntil(lambda: line.text() == "")


def test_a_day_stands_in_its_line_again(qtbot, window, desk, tab, disk):
    tomorrow = today() + timedelta(days=1)
    typed(qtbot, tab.due, "morgen")
    panel = left(qtbot, window)
    choose(qtbot, window, "r1")
    assert tab.due.text() == german(tomorrow)
    disk.clear()
    panel._retry.click()
    qtbot.waitUntil(lambda: work(desk).due == tomorrow)


def test_what_is_typed_instead_is_not_overtaken(qtbot, window, desk, tab, disk):
    typed(qtbot, tab.reference, "50.2")
    left(qtbot, window)
    choose(qtbot, window, "r1")
    disk.clear()
    typed(qtbot, tab.reference, "50.3")
    qtbot.keyClick(tab.reference, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: work(desk).file_reference == "50.3")
    qtbot.waitUntil(lambda: not window.error_panel.isVisible())
    choose(qtbot, window, "r2")
    choose(qtbot, window, "r1")
    assert tab.reference.text() == "50.3"


def test_closing_stores_what_stands_in_the_line_now(
    qtbot, window, workplace, desk, tab, disk
):
    typed(qtbot, tab.reference, "50.2")
    left(qtbot, window)
    choose(qtbot, window, "r1")
    disk.clear()
    typed(qtbot, tab.reference, "99.9-neu")
    workplace.close()
    assert work(desk).file_reference == "99.9-neu"


def test_trying_again_stores_what_stands_in_the_line_now(
    qtbot, window, workplace, desk, tab, disk
):
    typed(qtbot, tab.reference, "50.2")
    panel = left(qtbot, window)
    choose(qtbot, window, "r1")
    disk.clear()
    typed(qtbot, tab.reference, "99.9-neu")
    panel.buttons[0].click()  # as a screen reader does it: the keyboard stays
    qtbot.waitUntil(lambda: work(desk).file_reference == "99.9-neu")
    qtbot.waitUntil(lambda: not workplace.undo.running)
    assert work(desk).file_reference == "99.9-neu"
    assert tab.reference.text() == "99.9-neu"


def test_what_was_typed_and_taken_back_stands_there_no_longer(qtbot, window, desk, tab):
    typed(qtbot, tab.reference, "1.0")
    qtbot.keyClick(tab.reference, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab._sheet.reference == "1.0")
    typed(qtbot, tab.reference, "2.0")
    window.actions_.undo.trigger()
    qtbot.waitUntil(lambda: tab.reference.text() == "1.0")
    assert work(desk).file_reference == "1.0"


def test_a_label_that_is_deleted_from_its_line_is_given_up(
    qtbot, window, workplace, desk, tab, disk
):
    typed(qtbot, tab.labels.box.lineEdit(), "Eilig")
    qtbot.keyClick(tab.labels.box, Qt.Key.Key_Return)
    left(qtbot, window)
    choose(qtbot, window, "r1")
    line = tab.labels.box.lineEdit()
    assert line.text() == "Eilig"
    disk.clear()
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    workplace.close()
    assert work(desk).labels == ()


def test_who_clears_the_line_gives_it_up(qtbot, window, desk, tab, disk):
    typed(qtbot, tab.reference, "50.2")
    left(qtbot, window)
    choose(qtbot, window, "r1")
    disk.clear()
    typed(qtbot, tab.reference, "")
    qtbot.keyClick(tab.reference, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.error_panel.isVisible())
    assert work(desk).file_reference == ""


def test_what_is_refused_for_good_offers_nothing(qtbot, window, tab, disk):
    disk[0] = WorkDamaged()
    typed(qtbot, tab.reference, "50.2")
    panel = left(qtbot, window)
    assert panel.trouble.retry == ""
    assert NAME in panel.trouble.lost
    choose(qtbot, window, "r1")
    assert tab.reference.text() == ""
    disk[0] = NoSuchRecord(record="r1")
    panel.hide()
    typed(qtbot, tab.reference, "50.2")
    assert left(qtbot, window).trouble.retry == ""


def test_a_damaged_note_spoils_no_other(qtbot, window, desk, tab, disk):
    disk[0] = WorkDamaged()
    tab.note.setFocus()
    qtbot.keyClicks(tab.note, "hier")
    choose(qtbot, window, "r2")
    panel = window.error_panel
    qtbot.waitUntil(panel.isVisible)
    panel.hide()
    tab.note.setFocus()
    qtbot.keyClicks(tab.note, "dort")
    qtbot.waitUntil(lambda: work(desk, "r2").note == "dort")
    qtbot.waitUntil(lambda: "gespeichert um" in tab.saved.text())
    assert not panel.isVisible()
    choose(qtbot, window, "r1")
    assert tab.note.toPlainText() == "hier"


def test_closing_tries_once_more_and_leaves_no_button(
    qtbot, window, desk, tab, disk, workplace
):
    typed(qtbot, tab.reference, "50.2")
    panel = left(qtbot, window)
    disk.clear()
    workplace.close()
    assert work(desk).file_reference == "50.2"
    assert not panel.isVisible()


# --- what is no day -------------------------------------------------------------------


def test_no_day_is_told_when_its_application_is_left(qtbot, window, desk, tab):
    typed(qtbot, tab.due, "bald")
    tab.reference.setFocus()
    assert tab.due_hint.text() == NO_DAY
    choose(qtbot, window, "r2")
    said = window.notice.words.text()
    assert said.startswith(f"Wiedervorlage nicht gespeichert ({NAME}). „bald“")
    assert window.notice.isVisible()
    assert tab.due.text() == ""
    assert tab.due_hint.text() == ""
    choose(qtbot, window, "r1")
    assert tab.due.text() == "bald"
    assert tab.due_hint.text() == NO_DAY
    assert work(desk).due is None


def test_no_day_is_told_also_where_the_line_was_not_left(qtbot, window, desk, tab):
    typed(qtbot, tab.due, "bald")
    window.actions_.moves[Folder.FILED].trigger()
    said = window.notice.words
    qtbot.waitUntil(lambda: "„bald“ ist kein Datum" in said.text())
    assert work(desk).due is None


def test_no_day_is_put_right_or_given_up(qtbot, window, desk, tab):
    typed(qtbot, tab.due, "bald")
    choose(qtbot, window, "r2")
    choose(qtbot, window, "r1")
    typed(qtbot, tab.due, "")
    qtbot.keyClick(tab.due, Qt.Key.Key_Return)
    assert tab.due_hint.text() == ""
    choose(qtbot, window, "r2")
    choose(qtbot, window, "r1")
    assert tab.due.text() == ""
    typed(qtbot, tab.due, "bald")
    tab.reference.setFocus()
    typed(qtbot, tab.due, "morgen")
    choose(qtbot, window, "r2")
    qtbot.waitUntil(lambda: work(desk).due == today() + timedelta(days=1))
    choose(qtbot, window, "r1")
    qtbot.waitUntil(lambda: tab.due.text() == german(work(desk).due))


# --- the keeping itself ---------------------------------------------------------------


def entered(text, part=Part.REFERENCE):
    return Entered("r", "Testmann", part, text, lambda _id: None, "")


def test_a_failure_that_comes_late_does_not_bring_back_the_older():
    unkept, old, new = Unkept(), entered("alt"), entered("neu")
    unkept.begin(old)
    unkept.begin(new)
    unkept.end(new)
    unkept.fail(old)
    assert unkept.waiting == ()
    assert unkept.of("r").reference is None


def test_what_is_tried_again_stands_there_meanwhile():
    unkept, once, again = Unkept(), entered("50.2"), entered("50.2")
    unkept.begin(once)
    assert unkept.of("r").reference is None  # nothing has failed
    unkept.fail(once)
    unkept.begin(again)
    assert unkept.of("r").reference == "50.2"
    unkept.end(again)
    assert unkept.of("r").reference is None
    assert unkept.waiting == ()


def test_labels_wait_one_beside_the_other():
    unkept = Unkept()
    for text in ("Eilig", "Anruf", "EILIG"):
        each = entered(text, Part.LABEL)
        unkept.begin(each)
        unkept.fail(each)
    assert [each.typed for each in unkept.waiting] == ["EILIG", "Anruf"]
    assert unkept.of("r").label == "EILIG"
    assert unkept.of("other").label == ""
