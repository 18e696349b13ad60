"""What the office hides is out of the way and never lost; its mistakes are shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from helpers.applications import sample_contents, sniff
from hzl_client.errors import InvalidOverlay
from hzl_client.standards import catalogue, detect
from hzl_client.standards.overlay import OfficeName, Overlay
from hzl_client.standards.xsozial import XSozial
from hzl_client.ui.models.fields import (
    HIDDEN,
    HIDDEN_TITLE,
    FieldFilter,
    FieldIndex,
    FieldRow,
    HeadingRow,
)
from hzl_client.ui.presenters.workplace import Workplace
from hzl_client.ui.views.fields_tab import FieldsTab

OVERLAY = Overlay(
    names=(OfficeName(("familienname", "name"), "Zuname"),),
    hidden=(("nachrichtenkopf.g2g",), ("dritte",), ("anschrift",)),
)


@pytest.fixture(scope="module")
def application():
    standard = XSozial(catalogue.load().with_overlay(OVERLAY), sniff)
    return detect.read_application(sample_contents("02_paar_zwei_kinder"), (standard,))


@pytest.fixture
def tab(qtbot, look, application):
    tab = FieldsTab(look)
    qtbot.addWidget(tab)
    tab.resize(420, 600)
    with qtbot.waitExposed(tab):
        tab.show()
    tab.show_fields(FieldIndex(application))
    return tab


def away(application):
    return [f for s in application.sections if s.hidden for f in s.fields]


def paths(rows):
    return [row.path for row in rows if isinstance(row, FieldRow)]


def test_hidden_groups_lie_counted_under_one_closed_heading(tab, application):
    hidden = away(application)
    assert hidden
    last = tab.rows[-1]
    assert last == HeadingRow(HIDDEN_TITLE, HIDDEN, len(hidden), open=False)
    assert last.spoken.endswith("zugeklappt")
    assert len(paths(tab.rows)) == 162 - len(hidden)
    assert tab.counter.text() == (
        f"162 von 162\u00a0Angaben · {len(hidden)} davon unter „Ausgeblendet“"
    )
    assert tab.dropped.isHidden()


def test_one_click_or_key_shows_them_with_their_titles(qtbot, tab, application):
    tab.view.setCurrentIndex(tab._model.find(HIDDEN))
    qtbot.keyClick(tab.view, Qt.Key.Key_Right)
    assert len(paths(tab.rows)) == 162
    below = tab.rows[tab.rows.index(tab._model.rows[tab._model.find(HIDDEN).row()]) :]
    titles = [row.title for row in below if isinstance(row, HeadingRow)]
    assert titles == [HIDDEN_TITLE] + [
        s.title for s in application.sections if s.hidden
    ]
    qtbot.keyClick(tab.view, Qt.Key.Key_Left)
    assert len(paths(tab.rows)) == 162 - len(away(application))


def test_searching_finds_them(tab):
    tab.show_search("musterhausen")
    assert any(path.endswith("wohnort") for path in tab.found)
    assert not any(path.endswith("wohnort") for path in paths(tab.rows))
    tab.only_found.setChecked(True)
    assert any(path.endswith("wohnort") for path in paths(tab.rows))
    headings = [row for row in tab.rows if isinstance(row, HeadingRow)]
    assert any(row.title == HIDDEN_TITLE and row.open for row in headings)
    tab.only_found.setChecked(False)
    assert not any(path.endswith("wohnort") for path in paths(tab.rows))


def test_what_leads_to_a_hidden_field_opens_the_way(tab, application):
    path = away(application)[0].path
    assert tab.choose(path)
    assert path in paths(tab.rows)


def test_the_offices_word_is_shown_and_ours_is_told(tab):
    rows = [r for r in tab.rows if isinstance(r, FieldRow) and r.label == "Zuname"]
    assert rows
    assert "Bezeichnung Ihres Amtes; sonst: Familienname" in rows[0].details


def test_without_an_overlay_nothing_is_said_of_it(application):
    index = FieldIndex(application)
    assert any(row.title == HIDDEN_TITLE for row in index.rows(FieldFilter())
               if isinstance(row, HeadingRow))  # fmt: skip
    standard = XSozial(catalogue.load(), sniff)
    plain = detect.read_application(sample_contents("02_paar_zwei_kinder"), (standard,))
    rows = FieldIndex(plain).rows(FieldFilter())
    assert not any(
        row.title == HIDDEN_TITLE for row in rows if isinstance(row, HeadingRow)
    )


def mistake(file):
    return InvalidOverlay("x", file=file, path="felder[2].pfad", reason="not-a-path")


@pytest.fixture
def start(window, desk, pool, remembered, answers):
    """Opens the window on a mailbox whose overlay has these mistakes."""
    opened = []

    def start(problems):
        desk.overlay_problems = problems
        opened.append(Workplace(window, desk, pool, remembered, answers))
        opened[0].start()

    yield start
    opened[0].close()


@pytest.mark.parametrize("number", [1, 5])
def test_mistakes_stand_in_the_window_and_can_be_copied(qtbot, window, start, number):
    start(tuple(mistake(f"datei{n}.json") for n in range(number)))
    qtbot.waitUntil(lambda: len(window.records.ids) == 3)
    panel = window.error_panel
    assert panel.isVisible()
    assert "datei0.json, felder[2].pfad: Das ist kein Pfad" in panel._lost.text()
    assert "Es fehlt keine Angabe;" in panel._lost.text()
    if number > 1:
        assert panel._what.text().startswith("5 Dateien der Anpassung")
        assert "Dazu 2\u00a0weitere Fehler." in panel._lost.text()
    qtbot.mouseClick(panel._copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied.count("Stelle: felder[2].pfad") == number
