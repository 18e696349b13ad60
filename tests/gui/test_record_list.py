"""The list in the window: search, chips, order; nothing moves under one's eyes."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from helpers.applications import sample_contents
from helpers.desks import put
from helpers.many_records import summary
from hzl_client.model.record import Folder
from hzl_client.model.work import Work
from hzl_client.ui.models import filters
from hzl_client.ui.models.ordering import Order, Sorting
from hzl_client.ui.presenters.workplace import Workplace
from hzl_client.ui.remembered import FILE, Remembered

CONTROL = Qt.KeyboardModifier.ControlModifier


def titles(window):
    return [row.title for row in window.records._model.rows]


def chip(window, key):
    return window.records.filters._chips[key]


def lay_in(desk, count):
    """Older than the samples, one every hour."""
    first = desk.shelf.listed["r3"]
    for number in range(count):
        at = first.received_at - timedelta(hours=number + 1)
        desk.shelf.listed[f"x{number}"] = replace(
            first,
            id=f"x{number}",
            message_id=f"urn:beispiel:x{number}",
            received_at=at,
            submitted_at=at,
            read=number % 2 == 0,
            summary=summary(number),
        )


@pytest.fixture
def many(qtbot, window, desk, workplace):
    lay_in(desk, 200)
    workplace.inbox.refresh()
    qtbot.waitUntil(lambda: len(window.records.ids) == 203)
    return window


# --- chips ------------------------------------------------------------------------


def test_a_chip_narrows_the_list_and_says_so(qtbot, many):
    before = chip(many, filters.UNREAD).text()
    assert before == "Ungelesen 103"
    qtbot.mouseClick(chip(many, filters.UNREAD), Qt.MouseButton.LeftButton)
    assert len(many.records.ids) == 103
    assert many.records._count.text() == "103 von 203"
    assert many.records.view.accessibleName() == (
        "Posteingang, 103 von 203\u00a0Anträgen"
    )
    chip(many, filters.UNREAD).click()
    assert len(many.records.ids) == 203
    assert many.records._count.text() == "203\u00a0Anträge"


def test_a_chip_has_a_name_and_a_state_for_everybody(many):
    button = chip(many, filters.ATTACHMENTS)
    said = QAccessible.queryAccessibleInterface(button)
    assert said.text(QAccessible.Text.Name).startswith("Filter Mit Anlagen, ")
    assert said.state().checkable
    assert not said.state().checked
    button.click()
    assert said.state().checked
    assert not button.icon().isNull()


def test_chips_are_reached_and_pressed_by_keyboard(qtbot, many):
    many.records.order.setFocus()
    bar, order = many.records.filters, []
    shown = [b for b in (*bar.chips, bar.more) if b.isVisible()]
    for _ in shown:
        many.focusNextChild()
        order.append(many.focusWidget())
    assert order == shown
    chip(many, filters.UNREAD).setFocus()
    qtbot.keyClick(chip(many, filters.UNREAD), Qt.Key.Key_Space)
    assert chip(many, filters.UNREAD).isChecked()
    qtbot.keyClick(chip(many, filters.UNREAD), Qt.Key.Key_Return)
    assert not chip(many, filters.UNREAD).isChecked()


def test_what_has_no_room_is_unfolded_but_what_is_on_is_always_there(qtbot, many, desk):
    work = Work(labels=tuple(f"Etikett {n}" for n in range(6)))
    desk.shelf.listed["r1"] = replace(desk.shelf.listed["r1"], work=work)
    many.folders.choose(Folder.TRASH)
    many.actions_.fetch.trigger()  # looks again
    qtbot.waitUntil(lambda: not many.fetch_panel.isVisible())
    many.folders.choose(Folder.INBOX)
    bar = many.records.filters
    qtbot.waitUntil(lambda: filters.of_label("Etikett 5") in bar._chips)
    last = chip(many, filters.of_label("Etikett 5"))
    qtbot.waitUntil(bar.more.isVisible)
    assert not last.isVisible()
    hidden = sum(not each.isVisible() for each in bar.chips)
    assert bar.more.text() == f"+{hidden}"
    assert bar.more.accessibleName() == f"{hidden} weitere Filter zeigen"
    qtbot.mouseClick(bar.more, Qt.MouseButton.LeftButton)
    assert all(each.isVisible() for each in bar.chips)
    last.click()
    qtbot.mouseClick(bar.more, Qt.MouseButton.LeftButton)
    assert last.isVisible()
    assert last.isChecked()
    assert bar.more.isVisible()


def test_chips_keep_their_place_while_somebody_types(many):
    before = [each.sizeHint() for each in many.records.filters.chips]
    many.commands.search.setText("gibt es nicht")
    assert [each.sizeHint() for each in many.records.filters.chips] == before


def test_typing_makes_no_new_chips(many):
    before = many.records.filters.chips
    for needle in ("m", "mü", "mül", "gibt es nicht", ""):
        many.commands.search.setText(needle)
    assert many.records.filters.chips == before


def test_one_click_takes_all_filters_and_the_search_back(qtbot, many):
    assert not many.records.reset.isVisible()
    chip(many, filters.UNREAD).click()
    many.commands.search.setText("gibt es nicht")
    assert many.records.empty.isVisible()
    assert many.records.empty._button.text() == "Filter zurücksetzen"
    assert many.records._count.text() == "0 von 203"
    qtbot.mouseClick(many.records.reset, Qt.MouseButton.LeftButton)
    assert len(many.records.ids) == 203
    assert many.commands.search.text() == ""
    assert many.focusWidget() is many.commands.search
    chip(many, filters.UNREAD).click()
    many.commands.search.setText("gibt es nicht")
    qtbot.mouseClick(many.records.empty._button, Qt.MouseButton.LeftButton)
    assert len(many.records.ids) == 203


def test_the_number_of_hits_is_spoken_when_typing_ends(qtbot, many, monkeypatch):
    said = []
    monkeypatch.setattr(
        "hzl_client.ui.presenters.inbox.announce",
        lambda _widget, text: said.append(text),
    )
    for needle in ("m", "mu", "mueller"):
        many.commands.search.setText(needle)
    qtbot.waitUntil(lambda: bool(said))
    assert said == [f"{len(many.records.ids)} von 203\u00a0Anträgen"]


# --- keyboard ---------------------------------------------------------------------


def test_from_the_search_into_the_list_and_back(qtbot, many):
    qtbot.keyClick(many.records.view, Qt.Key.Key_F, CONTROL)
    box = many.commands.search
    assert many.focusWidget() is box
    qtbot.keyClicks(box, "beispiel monika")
    assert titles(many) == ["Beispiel, Monika Anna"]
    assert many.records.current == ""  # nobody opened it
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert many.focusWidget() is many.records.view
    assert many.records.current == "r3"
    qtbot.keyClick(many.records.view, Qt.Key.Key_Escape)
    assert box.text() == ""
    assert many.records.current == "r3"
    assert len(many.records.ids) == 203


def test_esc_in_the_search_box_takes_the_search_back(qtbot, many):
    box = many.commands.search
    qtbot.keyClicks(box, "niemand")
    assert many.records.ids == ()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert len(many.records.ids) == 203
    qtbot.keyClick(box, Qt.Key.Key_Escape)  # with nothing to take back
    assert box.text() == ""


# --- what is chosen ---------------------------------------------------------------


def test_a_search_opens_nothing_by_itself(qtbot, many, desk):
    many.records.choose("r1")
    qtbot.waitUntil(lambda: desk.records.record("r1").read)
    many.commands.search.setText("erdacht")
    assert many.records.current == ""
    many.commands.search.clear()
    assert many.records.current == "r1"
    assert not desk.records.record("r2").read


def test_who_is_read_stays_under_the_filter_for_unread(qtbot, many, desk):
    chip(many, filters.UNREAD).click()
    many.records.choose("r2")
    qtbot.waitUntil(lambda: desk.records.record("r2").read)
    unread = chip(many, filters.UNREAD)
    qtbot.waitUntil(lambda: unread.text() == "Ungelesen 102")
    assert many.records.current == "r2"
    many.records.choose("r1")
    qtbot.waitUntil(lambda: unread.text() == "Ungelesen 101")
    assert "r2" not in many.records.ids


@pytest.mark.parametrize("downwards", [True, False])
def test_another_order_keeps_what_is_chosen_in_sight(many, downwards):
    many.records.choose("x120")
    many.records.order.sorting_chosen.emit(Sorting(Order.PERSON, downwards=downwards))
    assert titles(many) != sorted(titles(many), reverse=not downwards)  # as Germans do
    view = many.records.view
    assert many.records.current == "x120"
    assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))


def test_what_is_in_sight_stays_there_when_others_arrive(qtbot, many, desk, workplace):
    view = many.records.view
    bar = view.verticalScrollBar()
    view.setCurrentIndex(view.model().index(3, 0))
    bar.setValue(bar.maximum() // 2 + 7)
    index = view.indexAt(view.viewport().rect().center())
    before = (many.records._model.row(index).id, view.visualRect(index).top())
    put(desk.shelf, sample_contents("01_alleinstehend"))
    workplace.inbox.refresh()
    qtbot.waitUntil(lambda: len(many.records.ids) == 204)
    index = view.indexAt(view.viewport().rect().center())
    assert (many.records._model.row(index).id, view.visualRect(index).top()) == before


def test_at_the_top_one_sees_what_arrives(qtbot, many, desk, workplace):
    put(desk.shelf, sample_contents("01_alleinstehend"))
    workplace.inbox.refresh()
    qtbot.waitUntil(lambda: len(many.records.ids) == 204)
    assert many.records.view.verticalScrollBar().value() == 0


def test_several_chosen_ones_survive_another_order_and_a_search(many):
    view = many.records.view
    view.setCurrentIndex(view.model().index(0, 0))
    view.selectAll()
    chosen = set(many.records.chosen)
    assert len(chosen) == 203
    many.records.order.sorting_chosen.emit(Sorting(Order.SIZE, downwards=False))
    assert set(many.records.chosen) == chosen
    many.commands.search.setText("testmann")
    assert set(many.records.chosen) == set(many.records.ids)


def test_the_neighbour_follows_when_the_chosen_one_goes(qtbot, many):
    many.records.order.sorting_chosen.emit(Sorting(Order.PERSON, downwards=False))
    many.records.choose("x20")
    number = many.records.ids.index("x20")
    follows = many.records.ids[number + 1]
    many.actions_.trash.trigger()
    qtbot.waitUntil(lambda: "x20" not in many.records.ids)
    assert many.records.current == follows
    assert many.records.chosen == (follows,)


# --- order ------------------------------------------------------------------------


def test_the_button_says_the_order_and_changes_it(many):
    button = many.records.order
    assert button.accessibleName() == "Sortiert nach Eingang, neueste zuerst"
    button._by_order[Order.SIZE].trigger()
    assert button.accessibleName() == "Sortiert nach Größe, größte zuerst"
    button._up.trigger()
    assert button.accessibleName() == "Sortiert nach Größe, kleinste zuerst"
    assert [a.text() for a in (button._up, button._down)] == [
        "Kleinste zuerst",
        "Größte zuerst",
    ]
    assert button._by_order[Order.SIZE].isChecked()
    row = many.records._model.rows[0]
    assert row.beside(many.records._delegate.order) == "15\u00a0Byte"


@pytest.fixture
def at_the_desk(qtbot, window, desk, pool, answers, tmp_path):
    """Opens the mailbox of this name, and the one before is closed."""

    @contextmanager
    def opened(name):
        desk.folder = tmp_path / name
        workplace = Workplace(window, desk, pool, Remembered(tmp_path), answers)
        workplace.start()
        qtbot.waitUntil(lambda: bool(window.records.ids))
        yield workplace
        workplace.close()

    return opened


def test_filters_and_order_are_remembered_per_mailbox(window, at_the_desk, tmp_path):
    with at_the_desk("sozialamt"):
        chip(window, filters.ATTACHMENTS).click()
        window.records.order.sorting_chosen.emit(Sorting(Order.SIZE, downwards=False))
        window.commands.search.setText("Testmann")
    with at_the_desk("jugendamt"):
        assert window.records.order._sorting == Sorting()
        assert not window.records.reset.isVisible()
    with at_the_desk("sozialamt") as workplace:
        assert window.records.order._sorting == Sorting(Order.SIZE, downwards=False)
        assert chip(window, filters.ATTACHMENTS).isChecked()
        assert window.commands.search.text() == ""
        assert len(window.records.ids) == 3
        workplace.inbox._remembered.save()
    assert "Testmann" not in (tmp_path / FILE).read_text(encoding="utf-8")


def test_a_filter_nobody_knows_is_forgotten(window, at_the_desk, tmp_path):
    kept = Remembered(tmp_path)
    kept.keep("mailbox-sozialamt/filters", "unheard-of attachments")
    kept.save()
    with at_the_desk("sozialamt"):
        on = [c.key for c in window.records.filters.chips if c.isChecked()]
        assert on == [filters.ATTACHMENTS]


def test_an_empty_folder_has_no_chips(many):
    many.folders.choose(Folder.TRASH)
    QApplication.processEvents()
    assert not many.records.filters.isVisible()
    assert "leer" in many.records.empty._title.text()
