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


def shown(tabs, width):
    tabs.resize(width, tabs.sizeHint().height())
    assert tabs.tabRect(tabs.count() - 1).right() < width
    return [tabs.tabText(number) for number in range(tabs.count())]


def test_words_give_way_step_by_step_and_come_back(tabs):
    whole = ["Felder", "Anlagen", "Prüfung 14", "Bearbeitung", "Verlauf"]
    assert shown(tabs, 600) == whole
    assert shown(tabs, 290) == ["Felder", "Anl.", "Prüf. 14", "Bearb.", "Verl."]
    assert shown(tabs, 262) == ["", "", "14", "Bearbeitung", ""]
    assert shown(tabs, 600) == whole


@pytest.mark.parametrize("width", [600, 290, 262])
def test_a_screen_reader_hears_all_words(tabs, width):
    shown(tabs, width)
    bar = QAccessible.queryAccessibleInterface(tabs)
    spoken = [bar.child(n).text(QAccessible.Text.Name) for n in range(len(TABS))]
    assert spoken == ["Felder", "Anlagen", "Prüfung 14", "Bearbeitung", "Verlauf"]
    for number, name in enumerate(spoken):
        assert tabs.tabText(number) == name or tabs.tabToolTip(number) == name


def test_the_chosen_one_keeps_its_words(tabs):
    tabs.setCurrentIndex(0)
    assert shown(tabs, 262)[0] == "Felder"
