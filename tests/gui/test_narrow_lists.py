"""Columns of few letters: dates and boxes go above their words, the order below the
name of the folder."""

import pytest
from PySide6.QtCore import QPoint, Qt

from hzl_client.model.record import Folder
from hzl_client.ui.models.entries import Entry
from hzl_client.ui.models.ordering import Order, Sorting
from hzl_client.ui.views.application_panel import CHECKS, HISTORY

SECONDS = 20_000


@pytest.fixture
def large(qtbot, window, workplace, look):
    window.resize(1366, 728)
    look.set_scale(2.0)
    window.records.choose("r1")
    qtbot.waitUntil(lambda: window.pdf._document is not None, timeout=SECONDS)
    qtbot.waitUntil(lambda: workplace.reading.opened is not None, timeout=SECONDS)
    yield window
    look.set_scale(1.0)


def lines(entries, number):
    rect = entries.visualRect(entries.model().index(number, 0))
    return rect.height() / entries.fontMetrics().lineSpacing()


def test_what_happened_stands_below_its_date_not_letter_by_letter(qtbot, large):
    large.application.show_tab(HISTORY)
    history = large.application.history
    qtbot.waitUntil(history.isVisible)
    assert history.entries
    for number in range(len(history.entries)):
        qtbot.waitUntil(lambda n=number: 1 < lines(history, n) < 7)


def test_where_there_is_room_the_date_stands_beside_it(large, look):
    look.set_scale(1.0)
    history = large.application.history
    delegate, entry = history.itemDelegate(), history.entries[0]
    assert entry.aside
    assert delegate._places(600, entry).down == 0
    assert delegate._places(600, entry).room < delegate._places(600, entry).whole
    assert delegate._places(240, entry).down > 0


def test_the_box_above_the_words_is_ticked_by_a_click(qtbot, large):
    large.application.show_tab(CHECKS)
    checks = large.application.checks
    entry = Entry("k", "Die Miete steht in beiden Quellen verschieden", ticked=False)
    checks.show_entries((entry,))
    checks.setFixedWidth(300)
    qtbot.waitUntil(lambda: checks.viewport().width() <= 300)
    qtbot.waitUntil(lambda: lines(checks, 0) < 9)
    row = checks.visualRect(checks.model().index(0, 0))
    box = checks.itemDelegate()._box(row, entry)
    assert row.contains(box)
    assert box.left() < row.width() / 3
    with qtbot.waitSignal(checks.tick_requested) as ticked:
        qtbot.mouseClick(checks.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert ticked.args == ["k"]


@pytest.mark.parametrize("folder", [Folder.INBOX, Folder.TRANSFERRED])
def test_the_name_of_the_folder_is_whole(qtbot, large, folder):
    large.folders.choose(folder)
    records = large.records
    title, order = records._title, records.order
    qtbot.waitUntil(lambda: title.width() >= title.sizeHint().width())
    assert title.toolTip() == ""
    below = order.mapTo(records, QPoint()).y() > title.mapTo(records, QPoint()).y()
    assert below
    assert order.width() >= order.sizeHint().width()
    large.resize(2600, 900)
    large.records.setMinimumWidth(700)
    qtbot.waitUntil(
        lambda: order.geometry().center().x() > title.geometry().right(),
    )


def test_a_longer_order_goes_below_too(qtbot, large, look):
    look.set_scale(1.0)
    records = large.records
    title, order = records._title, records.order

    def beside():
        return order.geometry().left() > title.geometry().right()

    records.setFixedWidth(250)
    qtbot.waitUntil(beside)
    records.show_sorting(Sorting.usual(Order.ATTACHMENTS))
    records.setFixedWidth(220)
    records._title.setText("Wiedervorlage und anderes")
    qtbot.waitUntil(lambda: not beside())
