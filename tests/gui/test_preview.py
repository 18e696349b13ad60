"""The preview: what waits, chosen and fetched; blocked ones stay unticked."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from hzl_client.errors import CardsNotOffered
from hzl_client.model.waiting import Waiting, WaitingList
from hzl_client.ui.dialogs.questions import WaitingRow
from hzl_client.ui.dialogs.waiting import WaitingDialog

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
LYING = (
    Waiting("m1", "Antrag auf Hilfe zum Lebensunterhalt", NOON),
    Waiting("m2", "", None),
    Waiting("m3", "Nachreichung", NOON),
)
ROWS = (
    WaitingRow("m1", "Antrag auf Hilfe", "24.11.2026 12:00 Uhr", "", ticked=True),
    WaitingRow("m2", "", "", "ließ sich nicht prüfen", ticked=False),
)


@pytest.mark.usefixtures("workplace")
def test_what_is_chosen_is_fetched(qtbot, window, desk, answers):
    desk.fetch.lying = WaitingList(LYING)
    desk.fetch.blocked.add("m3", "supplier-signature", NOON)
    window.actions_.preview.trigger()
    qtbot.waitUntil(lambda: desk.fetch.runs == 1)
    assert desk.fetch.only == ("m1", "m2")
    (shown,) = answers.asked
    assert [each.note for each in shown] == ["", "", "ließ sich nicht prüfen"]
    assert shown[0].submitted == "24.11.2026 12:00 Uhr"
    qtbot.waitUntil(window.notice.isVisible)
    assert "1\u00a0Nachricht liegt noch beim Intermediär" in window.notice.words.text()


@pytest.mark.usefixtures("workplace")
def test_nothing_waits(qtbot, window, answers):
    window.actions_.preview.trigger()
    qtbot.waitUntil(window.notice.isVisible)
    assert "wartet zurzeit keine Nachricht" in window.notice.words.text()
    assert answers.asked == []
    assert window.actions_.preview.isEnabled()


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.usefixtures("workplace")
def test_whoever_chooses_is_told_whether_there_are_others(
    qtbot, window, desk, answers, complete
):
    desk.fetch.lying = WaitingList(LYING, complete=complete)
    window.actions_.preview.trigger()
    qtbot.waitUntil(lambda: desk.fetch.runs == 1)
    assert answers.unnamed is not complete


@pytest.mark.usefixtures("workplace")
def test_a_list_that_names_nobody_is_no_empty_mailbox(qtbot, window, desk, answers):
    desk.fetch.lying = WaitingList((), complete=False)
    window.actions_.preview.trigger()
    qtbot.waitUntil(lambda: bool(answers.asked))
    assert answers.unnamed


@pytest.mark.usefixtures("workplace")
def test_an_intermediary_without_a_list(qtbot, window, desk):
    desk.fetch.error = CardsNotOffered("no cards")
    window.actions_.preview.trigger()
    qtbot.waitUntil(window.error_panel.isVisible)
    assert not window.fetch_panel.isVisible()


@pytest.mark.usefixtures("workplace")
def test_a_cancel_while_asking(qtbot, window, desk):
    desk.fetch.gate.clear()
    window.actions_.preview.trigger()
    assert not window.actions_.fetch.isEnabled()
    window.fetch_panel.cancel.click()
    qtbot.waitUntil(window.notice.isVisible)
    assert window.notice.words.text().startswith("Abgebrochen.")


@pytest.fixture
def dialog(qtbot, look, window):
    dialog = WaitingDialog(look, ROWS, window, more=False)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def test_the_dialog_by_keyboard_alone(qtbot, dialog):
    """The blank ticks, Enter fetches."""
    assert dialog.table.hasFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert not dialog.fetch.isEnabled(), "nothing is ticked any more"
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert chosen.args == [("m2",)]


def test_every_row_speaks_as_a_whole(dialog):
    item = dialog.table.item(1, 0)
    spoken = item.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "(ohne Betreff), ließ sich nicht prüfen"


def test_a_long_subject_does_not_push_the_buttons_out_of_sight(qtbot, look, window):
    """The sender writes it, and it may have thousands of characters."""
    subject = "Antrag auf Hilfe zum Lebensunterhalt " * 130
    many = tuple(replace(ROWS[0], subject=subject) for _ in range(13))
    shown = WaitingDialog(look, many, window, more=False)
    with qtbot.waitExposed(shown):
        shown.open()
    assert shown.height() <= shown.screen().availableSize().height()
    item = shown.table.item(0, 0)
    assert len(item.text()) < 210
    assert item.toolTip() == subject
    assert subject in item.data(Qt.ItemDataRole.AccessibleTextRole)


def words_of(dialog):
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_the_dialog_says_that_others_wait(qtbot, look, window, dialog):
    cut = WaitingDialog(look, ROWS, window, more=True)
    with qtbot.waitExposed(cut):
        cut.open()
    assert "Es warten weitere Nachrichten" in words_of(cut)
    assert "2 Nachrichten" not in words_of(cut)
    assert "weitere" not in words_of(dialog)
