"""Keyboard, accessibility and room: the window as a whole."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

from hzl_client.model.record import Folder
from hzl_client.ui import tokens
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.remembered import FILE, Remembered
from hzl_client.ui.rows import ElidedLabel
from hzl_client.ui.views.command_bar import Mode

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTabBar)
SIZES = [(1366, 768), (1366, 728), (1093, 614), (960, 540), (1920, 1080)]


@pytest.fixture
def reading(qtbot, window, workplace):  # noqa: ARG001
    """The first application is open, its page drawn."""
    window.records.choose("r1")
    qtbot.waitUntil(lambda: window.pdf._document is not None, timeout=20_000)
    return window


def pane_of(window):
    """Where the focus is."""
    focus = window.focusWidget()
    panes = {
        "folders": window.folders,
        "list": window.records,
        "pdf": window.pdf,
        "application": window.application,
        "commands": window.commands,
    }
    return next(n for n, p in panes.items() if p is focus or p.isAncestorOf(focus))


# --- keyboard ---------------------------------------------------------------------


def test_f6_goes_round_the_panes_and_back(qtbot, reading):
    reading.records.view.setFocus()
    order = []
    for _ in range(5):
        qtbot.keyClick(reading, Qt.Key.Key_F6)
        order.append(pane_of(reading))
    assert order == ["pdf", "application", "commands", "folders", "list"]
    qtbot.keyClick(reading, Qt.Key.Key_F6, SHIFT)
    assert pane_of(reading) == "folders"


def test_f11_leaves_only_pdf_and_fields_and_f6_knows(qtbot, reading):
    qtbot.keyClick(reading, Qt.Key.Key_F11)
    assert not reading.records.isVisible()
    assert not reading.folders.isVisible()
    assert reading.pdf.isVisible()
    assert reading.application.isVisible()
    reading.pdf.focus_target.setFocus()
    panes = set()
    for _ in range(3):
        qtbot.keyClick(reading, Qt.Key.Key_F6)
        panes.add(pane_of(reading))
    assert panes == {"pdf", "application", "commands"}
    qtbot.keyClick(reading, Qt.Key.Key_F11)
    assert reading.records.isVisible()


@pytest.mark.parametrize(
    ("mode", "pdf", "fields"),
    [(Mode.DOCUMENT, True, False), (Mode.FIELDS, False, True)],
)
def test_one_click_leaves_only_the_pdf_or_only_the_fields(reading, mode, pdf, fields):
    reading.commands._modes[mode].click()
    assert (reading.pdf.isVisible(), reading.application.isVisible()) == (pdf, fields)
    assert not reading.records.isVisible()


def test_ctrl_f_searches_where_one_is(qtbot, reading):
    reading.records.view.setFocus()
    qtbot.keyClick(reading.records.view, Qt.Key.Key_F, CONTROL)
    assert reading.focusWidget() is reading.commands.search
    reading.application.fields.view.setFocus()
    qtbot.keyClick(reading.application.fields.view, Qt.Key.Key_F, CONTROL)
    assert reading.focusWidget() is reading.search.box


def test_f5_fetches(qtbot, reading, desk):
    qtbot.keyClick(reading, Qt.Key.Key_F5)
    qtbot.waitUntil(reading.notice.isVisible)
    assert desk.fetch.runs == 1


def test_ctrl_e_asks_where_to_export(qtbot, reading, answers):
    answers.target = None
    qtbot.keyClick(reading, Qt.Key.Key_E, CONTROL)
    assert answers.asked


def test_text_grows_and_shrinks_outside_the_pdf(qtbot, reading, look):
    before = reading.records.view.visualRect(
        reading.records.view.currentIndex()
    ).height()
    reading.records.view.setFocus()
    for _ in range(3):
        qtbot.keyClick(reading.records.view, Qt.Key.Key_Plus, CONTROL)
    assert look.scale == 1.3
    view = reading.records.view
    qtbot.waitUntil(lambda: view.visualRect(view.currentIndex()).height() > before)
    qtbot.keyClick(reading.records.view, Qt.Key.Key_Minus, CONTROL)
    assert look.scale == 1.2
    qtbot.keyClick(reading.records.view, Qt.Key.Key_0, CONTROL)
    assert look.scale == 1.0


def test_in_the_pdf_the_same_keys_zoom_the_page(qtbot, reading, look):
    reading.pdf.canvas.setFocus()
    before = reading.pdf.canvas.percent
    qtbot.keyClick(reading.pdf.canvas, Qt.Key.Key_Plus, CONTROL)
    assert reading.pdf.canvas.percent > before
    assert look.scale == 1.0


def test_del_in_a_search_box_deletes_a_letter_only(qtbot, reading):
    box = reading.commands.search
    box.setText("testmann")
    box.setFocus()
    box.setCursorPosition(0)
    qtbot.keyClick(box, Qt.Key.Key_Delete)
    assert box.text() == "estmann"
    assert len(reading.records.ids) == 1


def test_tab_reaches_every_control_in_sight(reading):
    reading.commands.fetch.setFocus()
    start, seen = reading.focusWidget(), []
    while reading.focusNextChild() and len(seen) < 200:
        seen.append(reading.focusWidget())
        if seen[-1] is start:
            break
    for control in visible(reading, CONTROLS):
        wanted = control.focusPolicy() & Qt.FocusPolicy.TabFocus
        in_line = isinstance(control.parent(), QLineEdit | QComboBox)
        if wanted and control.isEnabled() and not in_line:
            assert control in seen, name_of(control)


def test_what_has_the_keyboard_is_framed(qtbot, reading):
    button = reading.commands.buttons[1]
    button.setFocus()
    qtbot.waitUntil(reading._ring.isVisible)
    ring = reading._ring.geometry()
    place = QRect(button.mapTo(reading, button.rect().topLeft()), button.size())
    assert ring.contains(place)
    image = reading.grab().toImage()
    colours = {
        image.pixelColor(x, ring.top() + tokens.FOCUS // 2).name()
        for x in range(ring.left() + 8, ring.right() - 8)
    }
    assert tokens.LIGHT.focus in colours
    reading.records.view.setFocus()  # frames its current row itself
    assert not reading._ring.isVisible()


# --- names ------------------------------------------------------------------------


def visible(window, kinds):
    found = []
    for kind in kinds:
        found += [w for w in window.findChildren(kind) if w.isVisible()]
    return found


def name_of(widget):
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def is_inner(widget):
    """The parts a scroll area or box is made of have no name of their own."""
    parent = widget.parent()
    return isinstance(parent, QComboBox | QLineEdit | QAbstractScrollArea | QTabBar)


def test_no_control_is_without_a_name(reading):
    reading.error_panel.show()
    reading.fetch_panel.show()
    for number in range(reading.application.tabs.count()):
        reading.application.show_tab(number)
        unnamed = [
            widget
            for widget in visible(reading, CONTROLS)
            if not name_of(widget) and not is_inner(widget)
        ]
        assert unnamed == []


def test_no_english_on_screen(reading):
    english = {"the", "cancel", "open", "close", "save", "error", "search", "loading"}
    for kind in (QLabel, QAbstractButton):
        for widget in visible(reading, (kind,)):
            assert not english & set(widget.text().lower().split())


# --- room -------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("folder", [Folder.INBOX, Folder.TRASH])
def test_nothing_is_cut_and_nothing_scrolls_sideways(
    qtbot, reading, width, height, folder
):
    reading.resize(width, height)
    reading.folders.choose(folder)
    reading.records.choose("r1")
    QApplication.processEvents()
    assert (reading.width(), reading.height()) == (width, height)
    for area in visible(reading, (QAbstractScrollArea,)):
        if not reading.pdf.isAncestorOf(area):  # a page may be larger than its pane
            assert not area.horizontalScrollBar().isVisible()
    for widget in visible(reading, (QAbstractButton, QLineEdit, QComboBox)):
        if is_inner(widget):
            continue
        place = QRect(widget.mapTo(reading, widget.rect().topLeft()), widget.size())
        assert reading.rect().contains(place), name_of(widget)
        assert _room(widget), f"{name_of(widget)} needs {widget.sizeHint()}"
    qtbot.waitUntil(lambda: not _overlapping(reading))


def _room(widget):
    """Whole in its own size; an entry may be narrower than its longest text."""
    if isinstance(widget, QLineEdit | QComboBox):
        return widget.height() >= widget.minimumSizeHint().height()
    return widget.width() >= widget.minimumSizeHint().width()


def _overlapping(window):
    """Pairs of buttons and boxes that lie on each other."""
    widgets = [
        w
        for w in visible(window, (QAbstractButton, QLineEdit, QComboBox))
        if not is_inner(w)
    ]
    places = [QRect(w.mapTo(window, w.rect().topLeft()), w.size()) for w in widgets]
    return [
        (name_of(widgets[a]), name_of(widgets[b]))
        for a in range(len(widgets))
        for b in range(a)
        if places[a].adjusted(1, 1, -1, -1).intersects(places[b].adjusted(1, 1, -1, -1))
        and not _segment(widgets[a])
    ]


def _segment(widget: QWidget) -> bool:
    return bool(widget.property("segment"))


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_folders_fold_where_room_is_short(reading, size):
    reading.resize(*size)
    assert reading.folders.folded is (size[0] < 1500)
    spoken = reading.folders.model().index(0, 0)
    assert spoken.data(Qt.ItemDataRole.DisplayRole) == "Posteingang"


def test_a_long_name_wraps_in_the_head_and_is_elided_in_the_list(qtbot, look, reading):
    name = "von der Langen-Familienname-Doppelstein, Maximiliane Theodora"
    title = reading.application.header._title
    before = title.height()
    title.setText(name)
    qtbot.waitUntil(lambda: title.height() > before)
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(look.px(120), 20)
    label.setText(name)
    assert label._shown().endswith("…")
    assert label.toolTip() == name
    label.resize(look.px(900), 20)
    label.setText(name)
    assert label.toolTip() == ""


# --- remembered -------------------------------------------------------------------


def test_everything_is_where_the_user_left_it(qtbot, look, window, workplace, tmp_path):
    qtbot.waitUntil(lambda: window._divided)
    window.resize(803, 700)  # the offscreen screen is not larger
    window.folders.choose(Folder.QUARANTINE)
    window.records.choose("r4")
    window.application.show_tab(2)
    window.application.fields.technical.click()
    look.set_scale(0.9)
    QApplication.processEvents()
    window._splitter.setSizes([240, 470])
    window._reader.setSizes([240, 230])
    sizes = window._splitter.sizes(), window._reader.sizes()
    workplace.inbox.remember()
    window.close()
    look.set_scale(1.0)
    again = Remembered(tmp_path)
    other = MainWindow(look, again)
    qtbot.addWidget(other)
    with qtbot.waitExposed(other):
        other.show()
    other.show_workspace(practice=True)
    qtbot.waitUntil(lambda: other._divided)
    assert look.scale == 0.9
    assert other.size() == window.size()
    assert (other._splitter.sizes(), other._reader.sizes()) == sizes
    assert other.application.tabs.currentIndex() == 2
    assert not other.application.fields.technical.isChecked()
    assert again.text("folder") == "quarantine"
    assert again.text("record") == "r4"


def test_nothing_personal_is_remembered(reading, workplace, tmp_path):
    reading.commands.search.setText("Testmann")
    reading.search.open_search()
    reading.search.box.setText("Aurélie")
    workplace.inbox.remember()
    reading.close()
    kept = (tmp_path / FILE).read_text(encoding="utf-8")
    assert "technical" in kept
    for word in ("Testmann", "Aurélie", "Musterhausen", "urn:beispiel"):
        assert word not in kept


def test_what_is_remembered_may_be_damaged(qtbot, look, tmp_path):
    (tmp_path / FILE).write_text(
        "[General]\ngeometry=%%%\nlist-width=x\npanes=none\ntab=many\ntext-size=big\n"
        "folder=nowhere\ndocument=nothing at all\n",
        encoding="utf-8",
    )
    window = MainWindow(look, Remembered(tmp_path))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    assert look.scale == 1.0
    assert window.records.isVisible() is False  # no mailbox: the start page
