"""How the window behaves to the eye and the hand: themes, room, notices, focus."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QWidget

from helpers.applications import read, sample_contents
from helpers.desks import NOW
from helpers.openings import signed
from hzl_client.model.delivery import Delivery
from hzl_client.model.finding import Finding
from hzl_client.model.octets import MemoryOctets
from hzl_client.model.record import Folder, Opened
from hzl_client.ui import rows, tokens
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.models.records import NOT_OPENED
from hzl_client.ui.presenters.checking import NOT_KNOWN, UNSIGNED
from hzl_client.ui.remembered import Remembered
from hzl_client.ui.views.documents_tab import SHOWN

QUIET, LOUD = ("neutral", "good"), ("warn", "bad")


@pytest.fixture
def reading(qtbot, window, workplace):  # noqa: ARG001
    window.records.choose("r1")
    qtbot.waitUntil(lambda: window.pdf._document is not None, timeout=20_000)
    return window


# --- themes -----------------------------------------------------------------------


@pytest.fixture
def themed(look):
    yield look
    look.set_theme(tokens.LIGHT)


@pytest.mark.parametrize("theme", tokens.THEMES, ids=lambda theme: theme.name)
def test_the_style_sheet_leaves_no_place_open(qapp, themed, theme):
    themed.set_theme(theme)
    rules = re.sub(r"/\*.*?\*/", "", qapp.styleSheet(), flags=re.DOTALL)
    assert re.findall(r"@[a-z_-]+", rules) == []


def lightness(widget):
    """Of every pixel at its border."""
    image = widget.grab().toImage()
    right, bottom = image.width() - 1, image.height() - 1
    edge = [(x, y) for x in range(right) for y in (0, bottom)]
    edge += [(x, y) for y in range(bottom) for x in (0, right)]
    return {image.pixelColor(x, y).lightness() for x, y in edge}


@pytest.mark.parametrize("theme", tokens.THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("make", [QComboBox, QLineEdit, QPushButton])
def test_every_box_has_a_border_that_is_seen(qtbot, themed, theme, make):
    themed.set_theme(theme)
    widget = make()
    qtbot.addWidget(widget)
    widget.resize(120, 30)
    widget.ensurePolished()
    border = QColor(theme.border).lightness()
    assert any(abs(found - border) <= 2 for found in lightness(widget))


@pytest.mark.parametrize("theme", tokens.THEMES, ids=lambda theme: theme.name)
def test_a_check_box_without_a_check_is_seen(qtbot, themed, theme):
    themed.set_theme(theme)
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setFixedSize(30, 30)
    image = box.grab().toImage()
    colours = {image.pixelColor(x, image.height() // 2).name() for x in range(30)}
    assert theme.border in colours


@pytest.mark.parametrize("theme", tokens.THEMES, ids=lambda theme: theme.name)
def test_what_cannot_be_used_looks_like_it(qtbot, themed, theme):
    themed.set_theme(theme)
    button = rows.Button(themed, "Öffnen", kind="primary")
    qtbot.addWidget(button)
    button.resize(120, 30)
    usable = button.grab().toImage()
    button.setEnabled(False)
    assert button.grab().toImage() != usable
    assert theme.faint != theme.text


# --- room -------------------------------------------------------------------------


def worded(button):
    return button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon


@pytest.mark.parametrize(
    ("width", "folder", "commands", "modes"),
    [
        (1366, Folder.INBOX, True, True),
        (1366, Folder.TRASH, True, False),
        (1250, Folder.TRASH, True, False),
        (1100, Folder.INBOX, True, False),
        (880, Folder.TRASH, False, False),
    ],
)
def test_commands_give_up_their_words_last(reading, width, folder, commands, modes):
    reading.resize(width, 700)
    reading.folders.choose(folder)
    bar = reading.commands
    assert worded(bar.fetch)
    assert {worded(button) for button in bar.buttons[1:]} == {commands}
    assert {worded(button) for button in bar._modes.values()} == {modes}
    assert bar.sizeHint().width() <= bar.width()


def test_another_width_alone_means_other_heights(qtbot, reading):
    fields = reading.application.fields.view
    reading.resize(1900, 900)
    reading._reader.setSizes([600, 800])
    qtbot.wait(50)

    def height():
        numbers = range(fields.model().rowCount())
        rects = (fields.visualRect(fields.model().index(n, 0)) for n in numbers)
        return sum(rect.height() for rect in rects)

    wide = height()
    reading._reader.setSizes([1100, 300])
    qtbot.waitUntil(lambda: height() > wide)


def test_a_narrow_list_has_a_line_more_and_cuts_no_name(qtbot, reading):
    view = reading.records.view
    index = view.model().index(0, 0)
    reading.resize(1900, 900)
    reading._splitter.setSizes([420, 1300])
    wide = view.visualRect(index).height()
    reading._splitter.setSizes([220, 1500])
    qtbot.waitUntil(lambda: view.visualRect(index).height() > wide)
    title = reading.records._model.rows[0].title
    room = view.viewport().width() - 26 - tokens.M
    assert view.fontMetrics().horizontalAdvance(title) <= room


def test_a_file_name_is_shown_whole_or_not_at_all(qtbot, reading):
    reading.resize(1366, 728)
    tools = reading.pdf.tools
    name = tools.name
    qtbot.waitUntil(lambda: not name.isVisible() or name._shown() == "Antrag.pdf")
    reading.resize(1900, 1000)
    qtbot.waitUntil(lambda: name.isVisible() and name._shown() == "Antrag.pdf")


def test_small_pages_are_there_where_the_window_is_wide(qtbot, look, tmp_path, reading):
    fresh = MainWindow(look, Remembered(tmp_path / "fresh"))
    qtbot.addWidget(fresh)
    fresh.resize(1700, 1000)
    fresh.show()
    fresh.show_workspace(practice=False)
    qtbot.waitUntil(lambda: fresh._divided)
    fresh.pdf.show_document(reading.pdf._document, "Antrag.pdf")
    qtbot.waitUntil(fresh.pdf.strip.isVisible)
    fresh.resize(1366, 728)
    qtbot.waitUntil(lambda: not fresh.pdf.strip.isVisible())


def test_dialogs_are_as_high_as_their_words(qtbot, look):
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = rows.column(widget, margin=10, gap=5)
    layout.addWidget(rows.label("Ein Wort nach dem anderen. " * 12, wrap=True))
    layout.addWidget(rows.Button(look, "Gut"))
    rows.fit_height(widget, 400)
    widget.show()
    used = layout.heightForWidth(400)
    assert widget.size().toTuple() == (400, used)


# --- notices ----------------------------------------------------------------------


def press_down(qtbot, window):
    qtbot.keyClick(window.records.view, Qt.Key.Key_Down)


def click_last(qtbot, window):
    view = window.records.view
    rect = view.visualRect(view.model().index(view.model().rowCount() - 1, 0))
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QRect(rect).center()
    )


def type_search(qtbot, window):
    qtbot.keyClicks(window.commands.search, "e")


def choose_tab(qtbot, window):
    tabs = window.application.tabs
    place = tabs.tabRect(2).center()
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=place)


MOVES = [press_down, click_last, type_search, choose_tab]


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.__name__)
@pytest.mark.parametrize("tone", [*QUIET, *LOUD])
def test_quiet_notices_leave_when_the_user_moves_on(qtbot, reading, move, tone):
    reading.notice.show_notice("Fertig.", tone)
    move(qtbot, reading)
    assert reading.notice.isVisible() is (tone in LOUD)


def test_another_folder_is_another_matter(reading):
    reading.notice.show_notice("Fertig.", "warn")
    reading.folders.choose(Folder.TRASH)
    assert not reading.notice.isVisible()


def test_the_way_back_stays_in_sight_while_the_program_chooses(qtbot, reading):
    reading.actions_.trash.trigger()
    qtbot.waitUntil(lambda: len(reading.records.ids) == 2)
    assert reading.records.current in reading.records.ids  # the neighbour, by itself
    assert reading.notice.isVisible()
    assert reading.notice.button.text().startswith("Rückgängig")


# --- focus ------------------------------------------------------------------------


def test_a_list_without_a_current_row_still_shows_its_focus(window, workplace, look):
    assert not workplace.busy
    view = window.records.view
    view.setFocus()
    assert not view.currentIndex().isValid()
    image = view.viewport().grab().toImage()
    middle, right = image.height() // 2 + 100, image.width() - 1
    edges = ((1, middle), (right - 1, middle), (right // 2, image.height() - 2))
    assert {image.pixelColor(*edge).name() for edge in edges} == {look.theme.focus}
    assert not window._ring.isVisible()


def test_nothing_is_read_before_the_user_chooses_it(qtbot, window, workplace, desk):
    assert not workplace.busy
    for other in (window.commands.search, window.application, window.folders):
        other.setFocus()
        window.records.view.setFocus()
    qtbot.wait(100)
    assert window.records.current == ""
    assert not any(record.read for record in desk.shelf.records())
    qtbot.keyClick(window.records.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: desk.records.record("r1").read)
    assert window.records.chosen == ("r1",)


def test_fetching_leaves_the_keyboard_where_one_expects_it(qtbot, reading, desk):
    desk.fetch.messages = [sample_contents("01_alleinstehend")]
    desk.fetch.gate.clear()
    reading.commands.fetch.setFocus()
    reading.commands.fetch.click()
    assert reading.focusWidget() is reading.fetch_panel.cancel
    desk.fetch.gate.set()
    qtbot.waitUntil(lambda: not reading.fetch_panel.isVisible())
    assert reading.focusWidget() is reading.commands.fetch


def test_who_empties_a_search_goes_on_typing(qtbot, reading):
    search, empty = reading.commands.search, reading.records.empty
    search.setText("gibt es nicht")
    qtbot.waitUntil(empty.isVisible)
    qtbot.mouseClick(empty._button, Qt.MouseButton.LeftButton)
    assert search.text() == ""
    assert reading.focusWidget() is search


def test_who_wants_all_fields_again_goes_on_in_them(qtbot, reading):
    fields = reading.application.fields
    fields.show_search("gibt es nicht")
    fields.only_found.setChecked(True)
    qtbot.mouseClick(fields.empty._button, Qt.MouseButton.LeftButton)
    assert reading.focusWidget() is fields.view


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_a_button_like_the_space_bar(qtbot, reading, key):
    reading.commands.search.setText("gibt es nicht")
    qtbot.waitUntil(reading.records.empty.isVisible)
    button = reading.records.empty._button
    for focus in (button, reading.commands.fetch):
        focus.setFocus()
        with qtbot.waitSignal(focus.clicked):
            qtbot.keyClick(focus, key)
    assert reading.commands.search.text() == ""


# --- words ------------------------------------------------------------------------


def test_the_list_of_files_tells_which_one_is_shown(qtbot, reading):
    documents = reading.application.documents
    first, second = documents.list.entries[:2]
    assert (first.aside, second.aside) == (SHOWN, "")
    documents.list.choose(second.key)
    documents.open.click()
    asides = [entry.aside for entry in documents.list.entries[:2]]
    assert asides == ["", SHOWN]
    qtbot.waitUntil(lambda: reading.pdf.tools.name.text() == second.title)


def test_places_in_the_message_stand_in_the_checks_only(qtbot, window, workplace, desk):
    desk.shelf._change("r1", problems=(Finding("no-recipient-key", "enc/part[1]"),))
    workplace.inbox.refresh()
    window.records.choose("r1")
    header = window.application.header
    qtbot.waitUntil(header._notes.isVisible)
    (row,) = [row for row in window.records._model.rows if row.id == "r1"]
    checks = [entry.title for entry in window.application.checks.entries]
    assert row.mark == "1\u00a0Befund"
    assert "enc/part" not in row.spoken + header._notes.text.text()
    assert any("(enc/part[1])" in title for title in checks)


def test_what_is_chosen_before_it_is_decrypted_appears_when_it_is(
    qtbot, window, workplace, desk
):
    shelf, contents = desk.shelf, sample_contents("01_alleinstehend")
    sent = Delivery("urn:beispiel:neu", "Antrag", MemoryOctets(b"neu"), "neu", NOW)
    new = shelf.add(sent, NOW).record_id
    workplace.inbox.refresh()
    qtbot.waitUntil(lambda: new in window.records.ids)
    window.records.choose(new)
    panel = window.application
    qtbot.waitUntil(lambda: panel.header._title.text() == NOT_OPENED)
    assert panel.fields.empty._title.text() == NOT_OPENED
    assert [entry.key for entry in panel.checks.entries[1:]] == ["verdict"]
    application = read(*contents)
    opened = Opened(contents, (signed(),), (), (), application.summary, Folder.INBOX)
    shelf.set_opened(new, opened)
    workplace.inbox.refresh()
    qtbot.waitUntil(lambda: panel.header._title.text() == application.summary.title)
    qtbot.waitUntil(lambda: window.pdf._document is not None, timeout=20_000)
    assert panel.fields.counter.text().startswith("104 von 104")
    qtbot.waitUntil(lambda: desk.records.record(new).read)


def test_what_nobody_can_read_is_not_called_unsigned(qtbot, window, workplace, desk):
    assert not workplace.busy
    desk.shelf.opened["r4"] = replace(
        desk.shelf.opened["r4"], contents=(), signatures=()
    )
    window.folders.choose(Folder.QUARANTINE)
    window.records.choose("r4")
    checks = window.application.checks
    qtbot.waitUntil(lambda: len(checks.entries) > 0)
    titles = [entry.title for entry in checks.entries]
    assert NOT_KNOWN in titles
    assert UNSIGNED not in titles
