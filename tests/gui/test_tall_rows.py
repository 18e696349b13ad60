"""Rows higher than their list: the keyboard shows every part of them."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import QListView

from hzl_client.model.application import Application, Field, Section, Summary
from hzl_client.ui.models.entries import Entry, heading
from hzl_client.ui.models.fields import FieldIndex
from hzl_client.ui.views.entry_list import EntryList
from hzl_client.ui.views.fields_tab import FieldsTab

Key = Qt.Key
DOWN = [Key.Key_Down, Key.Key_PageDown]
UP = [Key.Key_Up, Key.Key_PageUp]
MOST = 600  # presses, before a walk counts as endless
# Heights in lines: high ones alone, beside each other, and at both ends.
MIXED = (40, 1, 1, 12, 1, 1, 60, 45, 9, 11, 1, 1, 1, 1, 1, 1, 1, 1, 1, 70)


def fields_of(qtbot, look, lines):
    tab = FieldsTab(look)
    qtbot.addWidget(tab)
    tab.resize(look.px(420), 520)
    texts = ["Erspartes aufgebraucht " * 2 * n for n in lines]
    fields = [Field(f"a[{n}]", "Lage", t, t, t) for n, t in enumerate(texts)]
    half = (len(fields) + 1) // 2
    parts = (tuple(fields[:half]), tuple(fields[half:]))
    sections = tuple(Section(f"Teil {n}", part) for n, part in enumerate(parts) if part)
    summary = Summary("Muster", "HzL", "", "", 1, 0)
    tab.show_fields(
        FieldIndex(Application("XML", "", summary, lambda: sections, (), len(fields)))
    )
    with qtbot.waitExposed(tab):
        tab.show()
    return tab.view


def hints_of(qtbot, look, lines):
    view = EntryList(look, "Prüfung")
    qtbot.addWidget(view)
    view.resize(look.px(420), 360)
    detail = "Fundstelle im Antrag\n"
    entries = [
        Entry(f"hint:{n}", f"Hinweis {n}", detail * m) for n, m in enumerate(lines)
    ]
    view.show_entries((heading("Hinweise"), *entries))
    with qtbot.waitExposed(view):
        view.show()
    return view


LISTS = pytest.mark.parametrize("make", [fields_of, hints_of])
SIZES = pytest.mark.parametrize("scale", [1.0, 2.0])


@pytest.fixture(autouse=True)
def usual_size(look):
    yield
    look.set_scale(1.0)


def index(view, row):
    return view.model().index(row, 0)


def last_row(view):
    return view.model().rowCount() - 1


def tallest(view):
    rows = range(last_row(view) + 1)
    return max(rows, key=lambda row: view.visualRect(index(view, row)).height())


def part_seen(view, row):
    """From where to where the row can be seen, counted from its top."""
    rect, room = view.visualRect(index(view, row)), view.viewport().height()
    return max(0, -rect.top()), min(rect.height(), room - rect.top())


@dataclass
class Walk:
    """What was seen of each row up to the time when another was the current one."""

    view: QListView
    presses: int = 0

    def __post_init__(self):
        self.seen = {}
        self.visited = []

    def look_on(self):
        for row in range(last_row(self.view) + 1):
            start, end = part_seen(self.view, row)
            if end > start:
                self.seen.setdefault(row, set()).update(range(start, end))

    def hidden(self, row):
        height = self.view.visualRect(index(self.view, row)).height()
        return height - len(self.seen.get(row, ()))

    def not_whole(self):
        return [row for row in range(last_row(self.view) + 1) if self.hidden(row)]

    def go(self, qtbot, key, end, *, modifier=Qt.KeyboardModifier.NoModifier):
        """Until neither the row nor its place is another."""
        self.look_on()
        bar, before = self.view.verticalScrollBar(), None
        while before != (state := (self.view.currentIndex().row(), bar.value())):
            before = state
            qtbot.keyClick(self.view, key, modifier)
            self.look_on()
            row = self.view.currentIndex().row()
            if row != before[0]:
                assert self.hidden(before[0]) == 0
                self.visited.append(row)
            self.presses += 1
            assert self.presses < MOST
        assert self.view.currentIndex().row() == end


def started(qtbot, view, key):
    view.setFocus()
    view.executeDelayedItemsLayout()
    qtbot.keyClick(view, key)
    return Walk(view)


@SIZES
@LISTS
@pytest.mark.parametrize("key", DOWN)
def test_going_down_shows_all_of_every_row(qtbot, look, make, scale, key):
    look.set_scale(scale)
    view = make(qtbot, look, MIXED)
    walk = started(qtbot, view, Key.Key_Home)
    walk.go(qtbot, key, last_row(view))
    assert walk.not_whole() == []
    assert walk.visited == sorted(set(walk.visited))


@SIZES
@LISTS
@pytest.mark.parametrize("key", UP)
def test_going_up_shows_all_of_every_row(qtbot, look, make, scale, key):
    look.set_scale(scale)
    view = make(qtbot, look, (*MIXED, 1))
    walk = started(qtbot, view, Key.Key_End)
    walk.go(qtbot, key, 0)
    assert walk.not_whole() == []
    assert walk.visited == sorted(set(walk.visited), reverse=True)


@LISTS
@pytest.mark.parametrize("key", [*DOWN, *UP])
@pytest.mark.parametrize(
    "modifier",
    [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier],
)
def test_a_key_held_beside_it_leaves_nothing_out_either(
    qtbot, look, make, key, modifier
):
    view = make(qtbot, look, (1, 60, 1))
    down = key in DOWN
    walk = started(qtbot, view, Key.Key_Home if down else Key.Key_End)
    walk.go(qtbot, key, last_row(view) if down else 0, modifier=modifier)
    assert walk.hidden(tallest(view)) == 0


@LISTS
def test_a_single_huge_row_is_walked_to_its_end_and_back(qtbot, look, make):
    view = make(qtbot, look, (150,))
    bar, row = view.verticalScrollBar(), last_row(view)
    walk = started(qtbot, view, Key.Key_End)
    assert part_seen(view, row)[0] == 0
    walk.go(qtbot, Key.Key_Down, row)
    assert walk.hidden(row) == 0
    assert bar.value() == bar.maximum()
    walk = Walk(view)
    walk.go(qtbot, Key.Key_Up, 0)
    assert walk.hidden(row) == 0
    assert bar.value() == 0


@LISTS
def test_home_and_end_leave_a_huge_row_at_once(qtbot, look, make):
    view = make(qtbot, look, (1, 90, 1))
    started(qtbot, view, Key.Key_Home)
    while part_seen(view, tallest(view))[0] == 0:
        qtbot.keyClick(view, Key.Key_Down)
    qtbot.keyClick(view, Key.Key_End)
    assert view.currentIndex().row() == last_row(view)
    qtbot.keyClick(view, Key.Key_Up)
    qtbot.keyClick(view, Key.Key_Home)
    assert view.currentIndex().row() == 0
    assert view.verticalScrollBar().value() == 0


@LISTS
def test_rows_that_fit_take_one_press_each(qtbot, look, make):
    view = make(qtbot, look, (1,) * 40)
    for start, key in ((Key.Key_Home, Key.Key_Down), (Key.Key_End, Key.Key_Up)):
        walk = started(qtbot, view, start)
        walk.go(qtbot, key, last_row(view) if key is Key.Key_Down else 0)
        assert walk.presses == last_row(view) + 1  # the last one finds nothing new


@SIZES
@LISTS
@pytest.mark.parametrize("key", [*DOWN, *UP])
def test_a_line_that_the_edge_cut_is_whole_after_the_next_key(
    qtbot, look, make, scale, key
):
    look.set_scale(scale)
    view = make(qtbot, look, (1, 60, 1))
    row, down = tallest(view), key in DOWN
    started(qtbot, view, Key.Key_Home if down else Key.Key_End)
    while view.currentIndex().row() != row:
        qtbot.keyClick(view, key)
    line, before = QFontMetrics(look.font()).lineSpacing(), part_seen(view, row)
    qtbot.keyClick(view, key)
    after = part_seen(view, row)
    assert after != before
    shared = before[1] - after[0] if down else after[1] - before[0]
    assert shared >= line


@LISTS
def test_a_screen_reader_stays_at_the_row_and_is_told_the_next(qtbot, look, make):
    view = make(qtbot, look, (1, 60, 1))
    started(qtbot, view, Key.Key_Home)
    said = []
    view.selectionModel().currentChanged.connect(lambda new, _: said.append(new.row()))

    def focused():
        item = QAccessible.queryAccessibleInterface(view).focusChild()
        return item.text(QAccessible.Text.Name)

    for key, rows in ((Key.Key_Down, range(1, last_row(view) + 1)), (Key.Key_Up, ())):
        for _ in range(40):
            qtbot.keyClick(view, key)
            row = view.currentIndex()
            assert focused() == row.data(Qt.ItemDataRole.AccessibleTextRole)
            assert view.selectionModel().selectedIndexes() in ([row], [])
        assert said[: len(rows)] == list(rows) or not rows
    assert said == [*range(1, last_row(view) + 1), *reversed(range(last_row(view)))]


def test_closing_the_section_of_a_huge_row_and_opening_it_again(qtbot, look):
    view = fields_of(qtbot, look, (1, 60, 1, 50))
    walk = started(qtbot, view, Key.Key_Home)
    while view.currentIndex().row() < 2 or part_seen(view, 2)[0] == 0:
        qtbot.keyClick(view, Key.Key_Down)
    qtbot.keyClick(view, Key.Key_Left)
    view.executeDelayedItemsLayout()
    assert view.currentIndex().row() == 0
    assert part_seen(view, 0)[0] == 0
    closed = started(qtbot, view, Key.Key_Home)
    closed.go(qtbot, Key.Key_Down, last_row(view))
    assert closed.hidden(last_row(view)) == 0
    qtbot.keyClick(view, Key.Key_Home)
    qtbot.keyClick(view, Key.Key_Right)
    view.executeDelayedItemsLayout()
    walk = started(qtbot, view, Key.Key_Home)
    walk.go(qtbot, Key.Key_Down, last_row(view))
    assert walk.not_whole() == []


@LISTS
def test_a_row_that_was_scrolled_away_is_left_as_before(qtbot, look, make):
    view = make(qtbot, look, (1, 60, *(1,) * 60))
    started(qtbot, view, Key.Key_Home)
    while part_seen(view, view.currentIndex().row())[1] < 300:
        qtbot.keyClick(view, Key.Key_Down)
    row, bar = view.currentIndex().row(), view.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.keyClick(view, Key.Key_Down)
    assert view.currentIndex().row() == row + 1
    assert part_seen(view, row + 1)[0] == 0


@LISTS
def test_a_list_without_a_current_row_begins_at_the_first(qtbot, look, make):
    view = make(qtbot, look, (60, 60))
    view.setFocus()
    view.setCurrentIndex(QModelIndex())
    qtbot.keyClick(view, Key.Key_PageDown)
    assert view.currentIndex().row() == 0
    assert part_seen(view, 0)[0] == 0
