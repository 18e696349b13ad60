"""What is taken back elsewhere is told by name; damaged work by what it costs."""

import pytest

from hzl_client.errors import SealBroken, StoreDamaged, WorkDamaged
from hzl_client.model.record import Folder
from hzl_client.texts import advice_for
from hzl_client.ui.views.application_panel import WORK

SECONDS = 20_000
NAME = "Testmann, Jonas und Aurélie"


@pytest.fixture
def tab(qtbot, window, workplace):  # noqa: ARG001
    window.application.show_tab(WORK)
    choose(qtbot, window, "r1")
    return window.application.work


def choose(qtbot, window, record_id):
    window.records.choose(record_id)
    sheet = window.application.work
    qtbot.waitUntil(
        lambda: sheet._sheet is not None and sheet._sheet.record_id == record_id,
        timeout=SECONDS,
    )


def entered(qtbot, desk, tab):
    tab.reference.setText("50.2")
    tab.reference.setModified(True)
    tab.commit()
    qtbot.waitUntil(lambda: desk.records.record("r1").work.file_reference == "50.2")


def test_taking_back_names_whose_application_is_not_shown(qtbot, window, desk, tab):
    undo = window.actions_.undo
    entered(qtbot, desk, tab)
    qtbot.waitUntil(lambda: "Aktenzeichen" in undo.toolTip())
    assert NAME not in undo.toolTip()
    choose(qtbot, window, "r2")
    assert f"Aktenzeichen geändert ({NAME})." in undo.toolTip()
    undo.trigger()
    said = window.notice.words
    qtbot.waitUntil(lambda: f"({NAME})" in said.text())
    assert desk.records.record("r1").work.file_reference == ""


def test_taking_back_here_names_nobody(qtbot, window, desk, tab):
    entered(qtbot, desk, tab)
    window.actions_.undo.trigger()
    said = window.notice.words
    qtbot.waitUntil(lambda: said.text() == "Zurückgenommen: Aktenzeichen geändert.")


def test_a_move_taken_back_from_the_next_application_names_the_first(
    qtbot, window, desk, tab
):
    assert tab._sheet.record_id == "r1"
    window.actions_.moves[Folder.FILED].trigger()
    qtbot.waitUntil(lambda: "r1" not in window.records.ids)
    window.notice.button.click()
    said = window.notice.words
    qtbot.waitUntil(lambda: f"Zurückgenommen: 1\u00a0Antrag ({NAME})." == said.text())
    assert desk.records.record("r1").folder is Folder.INBOX


def test_a_label_that_is_there_is_no_step_and_is_told(qtbot, window, desk, tab):
    tab.label_added.emit("Eilig")
    qtbot.waitUntil(lambda: tab.labels.labels == ("Eilig",))
    tab.label_added.emit("EILIG")
    said = window.notice.words
    qtbot.waitUntil(lambda: said.text() == "Etikett „EILIG“ ist schon angebracht.")
    window.actions_.undo.trigger()
    qtbot.waitUntil(lambda: desk.records.record("r1").work.labels == ())
    qtbot.waitUntil(lambda: not window.actions_.undo.isEnabled())


def test_damaged_work_is_not_called_a_damaged_database(qtbot, window, desk, tab):
    def fail(*_):
        raise WorkDamaged

    desk.shelf.change_work = fail
    tab.label_added.emit("Eilig")
    qtbot.waitUntil(window.error_panel.isVisible)
    trouble = window.error_panel.trouble
    assert trouble.code == "work-damaged"
    assert "Datenbank" not in trouble.what
    assert "Antrag selbst ist vollständig" in trouble.lost
    assert trouble.what != advice_for(StoreDamaged()).what
    assert trouble.what != advice_for(SealBroken()).what
