"""Tabs fit whatever the width, and always say all of their words to a screen reader."""

import pytest
from PySide6.QtGui import QAccessible

from hzl_client.ui.views.application_panel import TABS, WORK
from hzl_client.ui.views.fitting_tabs import FittingTabs


@pytest.fixture
def tabs(qtbot, look):
    made = FittingTabs(look)
    qtbot.addWidget(made)
    for tab in TABS:
        made.add(*tab)
    made.show_number(2, 14)
    made.setCurrentIndex(WORK)
    made.show()
    return made


WHOLE = ["Felder", "Anlagen", "Prüfung 14", "Bearbeitung", "Verlauf"]
SHORT = ["Felder", "Anl.", "Prüf. 14", "Bearb.", "Verl."]
BARE = ["", "", "14", "Bearbeitung", ""]
BRIEF = ["", "", "14", "Bearb.", ""]
SYMBOLS = ["", "", "14", "", ""]


def texts(tabs):
    return [tabs.tabText(number) for number in range(tabs.count())]


def narrower(tabs):
    """From wide to narrow, at each width that all of them fit into."""
    for width in range(600, 100, -1):
        tabs.resize(width, tabs.sizeHint().height())
        if tabs.tabRect(tabs.count() - 1).right() >= width:
            return
        yield texts(tabs)


def test_words_give_way_step_by_step_and_come_back(tabs):
    stages = []
    for shown in narrower(tabs):
        if shown not in stages:
            stages.append(shown)
    assert stages == [WHOLE, SHORT, BARE, BRIEF, SYMBOLS]
    tabs.resize(60, tabs.sizeHint().height())
    assert tabs.usesScrollButtons()
    tabs.resize(600, tabs.sizeHint().height())
    assert texts(tabs) == WHOLE
    assert not tabs.usesScrollButtons()


def test_a_screen_reader_hears_all_words(tabs):
    bar = QAccessible.queryAccessibleInterface(tabs)
    for shown in narrower(tabs):
        spoken = [bar.child(n).text(QAccessible.Text.Name) for n in range(len(TABS))]
        assert spoken == WHOLE
        for number, name in enumerate(spoken):
            assert shown[number] == name or tabs.tabToolTip(number) == name


def test_the_chosen_one_keeps_its_words_longest(tabs):
    tabs.setCurrentIndex(0)
    assert ["Felder", "", "14", "", ""] in narrower(tabs)
