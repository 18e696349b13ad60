"""A list of very many rows: those in sight are right at once, the others soon."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QImage
from PySide6.QtTest import QTest

from hzl_client.model.application import Application, Field, Section, Summary
from hzl_client.ui.models.fields import FieldIndex
from hzl_client.ui.views.fields_tab import FieldsTab
from hzl_client.ui.views.row_heights import RowHeights

MANY = 2000


def long_application(number, word="Wert"):
    """Values of one to seven lines."""
    made = []
    for n in range(number):
        value = f"{word} {n} " * (1 + n % 7 * 3)
        made.append(Field(f"a/b[{n}]", f"Angabe {n}", value, value, value))
    sections = tuple(
        Section(f"Abschnitt {n}", tuple(made[n : n + 50])) for n in range(0, number, 50)
    )
    summary = Summary("Muster", "HzL", "", "", 1, 0)
    return Application("XML", "", summary, lambda: sections, (), number)


@pytest.fixture
def tab(qtbot, look):
    look.set_scale(1.0)
    tab = FieldsTab(look)
    qtbot.addWidget(tab)
    tab.resize(420, 600)
    with qtbot.waitExposed(tab):
        tab.show()
    tab.show_fields(FieldIndex(long_application(100)))  # the list has its place
    qtbot.waitUntil(lambda: tab.view.verticalScrollBar().isVisible())
    settled(qtbot, tab)
    return tab


@pytest.fixture
def asked(tab, monkeypatch):
    """The rows whose height somebody wanted to know."""
    rows, usual = [], tab._delegate.sizeHint

    def size_hint(option, index):
        rows.append(index.row())
        return usual(option, index)

    monkeypatch.setattr(tab._delegate, "sizeHint", size_hint)
    return rows


def show(tab, number=MANY):
    """As it is seen at once, before anything is measured in the pauses."""
    tab.show_fields(FieldIndex(long_application(number)))
    tab.view.doItemsLayout()
    tab.view._pauses.stop()


def rect(tab, row):
    return tab.view.visualRect(tab._model.index(row))


def true_height(tab, row):
    return tab._delegate.sizeHint(None, tab._model.index(row)).height()


def in_sight(tab):
    """Top and bottom of every row that can be seen, by its number."""
    height = tab.view.viewport().height()
    first = tab.view.indexAt(QPoint(5, 0)).row()
    last = tab.view.indexAt(QPoint(5, height - 1)).row()
    return {
        row: (rect(tab, row).top(), rect(tab, row).height())
        for row in range(first, last + 1)
    }


def settled(qtbot, tab):
    tab.view.executeDelayedItemsLayout()
    tab.view._pauses.start()
    qtbot.waitUntil(lambda: not tab.view._pauses.isActive(), timeout=20_000)


def holds(tab):
    """What can be seen is as high as it should be and without gaps."""
    seen = in_sight(tab)
    bottom = None
    for row, (top, height) in seen.items():
        assert height == true_height(tab, row)
        assert bottom in (None, top)
        bottom = top + height
    assert bottom is not None
    assert bottom >= tab.view.viewport().height()


def test_only_rows_in_sight_are_asked_before_the_first_is_shown(tab, asked):
    show(tab)
    assert 0 < len(set(asked)) < 80
    holds(tab)


def test_the_others_are_measured_in_pauses_and_nothing_moves(qtbot, tab, asked):
    show(tab)
    before = in_sight(tab)
    settled(qtbot, tab)
    assert set(asked) == set(range(tab._model.rowCount()))
    assert in_sight(tab) == before
    last = tab._model.rowCount() - 1
    heights = [true_height(tab, row) for row in range(last + 1)]
    bar, room = tab.view.verticalScrollBar(), tab.view.viewport().height()
    assert bar.maximum() == sum(heights) - room
    assert rect(tab, last).top() == sum(heights[:-1])


@pytest.mark.parametrize("number", [1, 700, MANY - 1])
def test_a_jump_is_right_before_everything_is_measured(qtbot, tab, number):
    show(tab)
    assert tab.choose(f"a/b[{number}]")
    row = tab.view.currentIndex().row()
    assert tab.view.viewport().rect().contains(rect(tab, row))
    holds(tab)
    before = in_sight(tab)
    settled(qtbot, tab)
    assert in_sight(tab) == before
    assert tab.current == f"a/b[{number}]"


def test_the_chosen_row_stays_in_its_place_while_others_are_measured(qtbot, tab):
    show(tab)
    tab.choose("a/b[1500]")
    row = tab.view.currentIndex().row()
    place = rect(tab, row)
    for _ in range(5):
        tab.view._measure_some()
        assert rect(tab, row) == place
    settled(qtbot, tab)
    assert rect(tab, row) == place


def test_a_search_finds_its_way_before_everything_is_measured(qtbot, tab):
    show(tab)
    tab.show_search("1234")
    assert tab.found == ("a/b[1234]",)
    assert tab.choose(tab.found[0])
    tab.only_found.setChecked(True)
    tab.view.executeDelayedItemsLayout()
    assert tab._model.rowCount() == 2
    assert rect(tab, 0).top() == 0
    assert rect(tab, 1).top() == true_height(tab, 0)
    assert tab.view.verticalScrollBar().maximum() == 0
    tab.only_found.setChecked(False)
    tab.view.executeDelayedItemsLayout()
    holds(tab)
    settled(qtbot, tab)
    holds(tab)


def test_the_end_of_the_scroll_bar_is_the_end_of_the_list(qtbot, tab):
    show(tab)
    bar = tab.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    last = tab._model.rowCount() - 1
    assert bar.value() == bar.maximum()
    assert rect(tab, last).bottom() == tab.view.viewport().height() - 1
    holds(tab)
    settled(qtbot, tab)
    assert rect(tab, last).bottom() == tab.view.viewport().height() - 1


def test_scrolling_up_from_the_unmeasured_moves_as_far_as_asked(tab):
    show(tab)
    tab.choose("a/b[1000]")
    bar = tab.view.verticalScrollBar()
    for _ in range(20):
        seen = in_sight(tab)
        first = min(row for row, (top, _) in seen.items() if top >= 0)
        bar.setValue(bar.value() - 30)
        assert rect(tab, first).top() == seen[first][0] + 30
        holds(tab)


def test_the_keyboard_moves_by_rows_pages_and_to_both_ends(qtbot, tab):
    show(tab)
    view, count = tab.view, tab._model.rowCount()
    keys = []

    def press(key):
        qtbot.keyClick(view, key)
        keys.append(view.currentIndex().row())
        assert view.viewport().rect().intersects(rect(tab, keys[-1]))
        assert view.selectionModel().isSelected(view.currentIndex())
        return keys[-1]

    view.setFocus()
    press(Qt.Key.Key_Down)  # the focus alone chooses none
    assert press(Qt.Key.Key_Home) == 0
    assert press(Qt.Key.Key_Down) == 1
    assert press(Qt.Key.Key_Up) == 0
    assert press(Qt.Key.Key_Up) == 0
    paged = press(Qt.Key.Key_PageDown)
    assert 5 < paged < 60
    assert press(Qt.Key.Key_PageDown) > paged + 5
    assert press(Qt.Key.Key_End) == count - 1
    assert press(Qt.Key.Key_Down) == count - 1
    assert press(Qt.Key.Key_PageUp) < count - 5
    while view.currentIndex().row() > count - 60:
        press(Qt.Key.Key_PageUp)
    assert len(set(keys)) >= 8


def test_a_page_reaches_the_ends(qtbot, tab):
    show(tab)
    view, last = tab.view, tab._model.rowCount() - 1
    view.setFocus()
    for start, key, end in (
        (5, Qt.Key.Key_PageUp, 0),
        (last - 4, Qt.Key.Key_PageDown, last),
    ):
        view.setCurrentIndex(tab._model.index(start, 0))
        qtbot.keyClick(view, key)
        assert view.currentIndex().row() == end


def test_pages_leave_no_row_out(qtbot, tab):
    """What was last in sight is in sight still, or touches what is new."""
    show(tab, 400)
    tab.view.setFocus()
    qtbot.keyClick(tab.view, Qt.Key.Key_Home)
    seen = set(in_sight(tab))
    while tab.view.currentIndex().row() < tab._model.rowCount() - 1:
        qtbot.keyClick(tab.view, Qt.Key.Key_PageDown)
        seen |= set(in_sight(tab))
    assert seen == set(range(tab._model.rowCount()))


def test_a_row_higher_than_the_list_shows_its_beginning(tab):
    value = "Wort " * 780
    fields = (
        *(Field(f"a/b[{n}]", "Kurz", "x", "x", "x") for n in range(40)),
        Field("a/c", "Lang", value, value, value),
    )
    summary = Summary("Muster", "HzL", "", "", 1, 0)
    sections = (Section("Nachricht", fields),)
    tab.show_fields(
        FieldIndex(Application("XML", "", summary, lambda: sections, (), 41))
    )
    tab.choose("a/c")
    row = tab.view.currentIndex().row()
    assert rect(tab, row).height() > tab.view.viewport().height()
    assert rect(tab, row).top() == 0


def test_a_click_chooses_the_row_it_meets(qtbot, tab):
    show(tab)
    tab.choose("a/b[900]")
    for row, (top, _) in in_sight(tab).items():
        if top >= 0:
            place = QPoint(20, top + 3)
            if place.y() < tab.view.viewport().height():
                number = tab.view.indexAt(place).row()
                assert number == row
    row = min(row for row, (top, _) in in_sight(tab).items() if top >= 0)
    qtbot.mouseClick(
        tab.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=rect(tab, row).topLeft() + QPoint(20, 3),
    )
    assert tab.view.currentIndex().row() in (row, row - 1)  # a heading folds instead
    assert not tab.view.indexAt(QPoint(5, 10**7)).isValid()


def test_another_width_and_text_size_keep_the_row_at_the_top(qtbot, tab, look):
    show(tab)
    settled(qtbot, tab)
    tab.view.scrollTo(tab._model.index(900), tab.view.ScrollHint.PositionAtTop)
    tab.resize(700, 600)
    qtbot.waitUntil(lambda: tab.view.viewport().width() > 600)
    holds(tab)
    assert 900 in in_sight(tab)
    look.set_scale(1.5)
    holds(tab)
    settled(qtbot, tab)
    holds(tab)
    assert 900 in in_sight(tab)
    look.set_scale(1.0)


def test_folding_far_down_leads_to_the_heading(qtbot, tab):
    show(tab)
    tab.choose("a/b[1010]")
    current = tab.view.currentIndex().row()
    tab.view.setFocus()
    qtbot.keyClick(tab.view, Qt.Key.Key_Left)
    tab.view.executeDelayedItemsLayout()
    heading = tab.view.currentIndex().row()
    assert heading < current
    assert tab.view.viewport().rect().intersects(rect(tab, heading))
    holds(tab)
    qtbot.keyClick(tab.view, Qt.Key.Key_Right)
    tab.view.executeDelayedItemsLayout()
    holds(tab)
    assert tab._model.rows[heading].open


def test_the_form_beside_it_moves_nothing(qtbot, tab):
    show(tab)
    tab.choose("a/b[1200]")
    row = tab.view.currentIndex().row()
    place = rect(tab, row)
    tab.show_compared(FieldIndex(long_application(MANY, "Neu")))  # other values
    assert rect(tab, row).top() == place.top()
    settled(qtbot, tab)
    assert rect(tab, row).top() == place.top()
    assert tab.current == "a/b[1200]"


def test_another_application_begins_at_its_top(tab):
    show(tab)
    tab.choose("a/b[1200]")
    show(tab, 300)
    assert tab.view.verticalScrollBar().value() == 0
    holds(tab)
    tab.show_fields(None)
    assert not tab.view.indexAt(QPoint(5, 5)).isValid()


def test_the_row_under_the_mouse_and_the_chosen_one_look_different(qtbot, tab):
    show(tab)
    row = 3

    def picture():
        return tab.view.viewport().grab(rect(tab, row)).toImage()

    plain = picture()
    QTest.mouseMove(tab.view.viewport(), rect(tab, row).center())
    QCursor.setPos(tab.view.viewport().mapToGlobal(rect(tab, row).center()))
    qtbot.waitUntil(tab.view.viewport().underMouse)
    hovered = picture()
    assert hovered != plain
    tab.view.setCurrentIndex(tab._model.index(row))
    assert isinstance(picture(), QImage)
    assert picture() not in (plain, hovered)


def test_choosing_another_row_paints_the_old_one_anew(qtbot, tab):
    show(tab)
    tab.view.setCurrentIndex(tab._model.index(2))
    painted, usual = [], tab._delegate.paint

    def paint(painter, option, index):
        painted.append(index.row())
        usual(painter, option, index)

    tab._delegate.paint = paint
    try:
        qtbot.wait(0)
        painted.clear()
        tab.view.setCurrentIndex(tab._model.index(5))
        qtbot.waitUntil(lambda: {2, 5} <= set(painted))
    finally:
        del tab._delegate.paint


# --- heights ----------------------------------------------------------------------


def test_heights_of_rows_that_come_and_go():
    heights, true = RowHeights(), [10, 20, 30, 40]
    heights.renew(4)
    assert list(heights.unknown()) == [0, 1, 2, 3]
    assert heights.measure((0, 2), true.__getitem__)
    assert not heights.measure((0, 2), true.__getitem__)
    assert heights.total == 10 + 20 + 30 + 20  # the others as the average
    heights.measure(heights.unknown(), true.__getitem__)
    assert (heights.total, heights.top(3), heights.row_at(59)) == (100, 60, 2)
    heights.insert(1, 2)
    assert list(heights.unknown()) == [1, 2]
    heights.remove(1, 2)
    assert heights.total == 100
    heights.doubt(1, 1)
    assert (list(heights.unknown()), heights.total) == ([1], 100)
    assert (heights.row_at(-5), heights.row_at(10**6)) == (0, 3)
    heights.renew(0)
    assert (heights.total, heights.row_at(0)) == (0, -1)
