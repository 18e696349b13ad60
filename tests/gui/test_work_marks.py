"""What the office notes on an application stands in the list, in words and marks."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from helpers.desks import NOW
from hzl_client.model.record import Folder
from hzl_client.ui import words
from hzl_client.ui.models.folders import View
from hzl_client.ui.models.records import double_words, row_of
from hzl_client.ui.presenters.working import today


def row(window, record_id):
    return next(r for r in window.records._model.rows if r.id == record_id)


@pytest.mark.usefixtures("workplace")
def test_labels_days_and_numbers_are_spoken_and_found(qtbot, window, desk, workplace):
    working = desk.working
    working.add_label("r2", "Eilig")
    working.set_reference("r2", "50.1-0815")
    working.set_note("r2", "Mietvertrag fehlt")
    working.set_due("r2", today() - timedelta(days=1))
    workplace.inbox.refresh()
    qtbot.waitUntil(lambda: row(window, "r2").labels == ("Eilig",))
    spoken = row(window, "r2").spoken
    for said in ("Etiketten: Eilig", "Aktenzeichen 50.1-0815", "überfällig"):
        assert said in spoken
    for typed in ("eilig", "0815", "mietvertrag"):
        window.commands.search.setText(typed)
        assert window.records.ids == ("r2",)
    window.commands.search.clear()


def test_a_day_to_come_is_named_and_one_that_came_is_marked(desk):
    record = desk.shelf.record("r1")
    for days, said, tone in (
        (-2, "seit 2\u00a0Tagen überfällig", "bad"),
        (0, "heute fällig", "warn"),
        (3, "Wiedervorlage", "neutral"),
    ):
        due = words.local(NOW).date() + timedelta(days=days)
        made = row_of(replace(record, work=replace(record.work, due=due)), NOW)
        assert made.due.startswith(said)
        assert made.due_tone == tone


def same_person(desk, workplace, qtbot, window):
    """r3 becomes the person of r2, and lies in another folder."""
    shelf = desk.shelf
    shelf._change("r3", summary=shelf.record("r2").summary)
    desk.records.move("r3", Folder.FILED)
    workplace.inbox.refresh()
    qtbot.waitUntil(lambda: window.records.ids == ("r1", "r2"))


def test_a_possible_double_is_marked_and_leads_to_the_other(
    qtbot, window, desk, workplace
):
    same_person(desk, workplace, qtbot, window)
    assert row(window, "r1").doubles == ()
    assert row(window, "r2").doubles == ("r3",)
    window.commands.search.setText("erdacht")
    window.records.choose("r2")
    button = window.application.header.other
    said = window.application.header._double.text
    qtbot.waitUntil(button.isVisible)
    assert said.text().startswith("Möglicherweise doppelt: Eingang vom ")
    assert "Abgelegt" in said.text()
    assert said.text() in row(window, "r2").spoken
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.records.ids == ("r3",)
    assert window.records.current == "r3"
    assert workplace.inbox.folder is Folder.FILED
    assert window.commands.search.text() == ""
    button.click()
    assert window.records.current == "r2"
    assert workplace.inbox.folder is Folder.INBOX
    window.records.choose("r1")
    assert not button.isVisible()


@pytest.mark.parametrize(
    ("others", "end"),
    [(1, ")"), (3, " und 2 weitere"), (6, " und mindestens 5 weitere")],
)
def test_as_many_doubles_as_are_counted_may_be_more(desk, others, end):
    said = double_words((desk.shelf.record("r1"),) * others)
    assert said.startswith("Möglicherweise doppelt: Eingang vom ")
    assert said.endswith(end)


def test_the_mark_goes_when_the_other_is_in_the_trash(qtbot, window, desk, workplace):
    same_person(desk, workplace, qtbot, window)
    assert row(window, "r2").double
    desk.records.move("r3", Folder.TRASH)
    workplace.inbox.refresh()
    qtbot.waitUntil(lambda: not row(window, "r2").double)


def test_the_wiedervorlage_shows_what_has_a_day_wherever_it_lies(
    qtbot, window, desk, workplace
):
    for record_id, days in (("r1", 5), ("r2", -1), ("r3", 0)):
        desk.working.set_due(record_id, today() + timedelta(days=days))
    desk.records.move("r3", Folder.IN_PROGRESS)
    workplace.inbox.refresh()
    qtbot.waitUntil(lambda: window.records.ids == ("r1", "r2"))
    index = window.folders._model.find(View.DUE)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Wiedervorlage, 2\u00a0fällige Anträge"
    window.folders.choose(View.DUE)
    assert window.records.ids == ("r2", "r3", "r1")
    window.records.choose("r2")
    window.actions_.file.trigger()
    qtbot.waitUntil(lambda: desk.records.record("r2").folder is Folder.FILED)
    assert window.records.ids == ("r2", "r3", "r1")
    window.actions_.trash.trigger()
    qtbot.waitUntil(lambda: window.records.ids == ("r3", "r1"))
    workplace.inbox.remember()
    assert workplace.inbox._remembered.text("folder") == "due"


@pytest.mark.usefixtures("workplace")
def test_an_empty_wiedervorlage_says_how_to_fill_it(window):
    window.folders.choose(View.DUE)
    assert window.records.empty.isVisible()
    assert "Bearbeitung" in window.records.empty._hint.text()
