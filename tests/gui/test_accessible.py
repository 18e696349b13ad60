"""Everything in sight as a screen reader meets it, scene by scene."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QStyleOptionViewItem,
    QWidget,
)

from helpers import accessible
from helpers.desks import put_long_names
from helpers.scenes import DIALOGS, SCENES
from hzl_client.ui import tokens
from hzl_client.ui.models import filters
from hzl_client.ui.views import painting
from hzl_client.ui.views.wrapping_list import WrappingList


@pytest.fixture
def desk(desk):
    put_long_names(desk.shelf)
    return desk


@pytest.fixture
def reading(qtbot, window, workplace):  # noqa: ARG001
    window.records.choose("r1")
    qtbot.waitUntil(lambda: window.pdf._document is not None, timeout=20_000)
    qtbot.waitUntil(
        lambda: "nur im PDF" in window.application.fields.counter.text(), timeout=20_000
    )
    # Whoever lists what is in sight needs a list that says its last word.
    bar, known = window.records.filters, {filters.UNREAD: 2, filters.HINTS: 1}
    qtbot.waitUntil(
        lambda: known.items() <= {r.key: r.count for r in bar._rows}.items()
    )
    return window


def settle():
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


# --- rows -------------------------------------------------------------------------


@pytest.fixture
def drawn(monkeypatch):
    """The words that delegates draw, whole, however little room there is."""
    words = []

    def keep(name, place):
        real = getattr(painting, name)

        def draw(*arguments, **options):
            words.append(arguments[place])
            return real(*arguments, **options)

        monkeypatch.setattr(painting, name, draw)

    for name in ("text", "wrapped", "chip"):
        keep(name, 2)
    return words


def rows_of(view):
    model = view.model()
    return [model.index(number, 0) for number in range(model.rowCount())]


def silent(view, drawn):
    """Words of rows that can be seen and are not said."""
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    found = []
    for index in rows_of(view):
        drawn.clear()
        option = QStyleOptionViewItem()
        view.initViewItemOption(option)
        option.rect = QRect(0, 0, 600, 400)
        with QPainter(image) as painter:
            view.itemDelegate().paint(painter, option, index)
        spoken = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data()
        assert drawn or not isinstance(view, WrappingList)
        found += [(spoken, w) for w in drawn if w.rstrip(".?") not in spoken]
    return found


@pytest.mark.parametrize("scene", ["felder", "anlagen", "pruefung", "verlauf"])
def test_every_row_says_all_that_it_shows(qtbot, reading, drawn, scene):
    SCENES[scene](reading)
    settle()
    qtbot.wait(50)
    views = [v for v in reading.findChildren(WrappingList) if v.isVisible()]
    assert len(views) >= 2
    for view in views:
        assert rows_of(view)
        assert silent(view, drawn) == []


def test_every_row_of_the_quarantine_says_all_that_it_shows(qtbot, reading, drawn):
    SCENES["quarantaene"](reading)
    qtbot.waitUntil(lambda: len(reading.records.ids) == 1)
    assert silent(reading.records.view, drawn) == []


# --- keyboard ---------------------------------------------------------------------


def framed(before, after, place):
    """Something turned into a line of the focus colour, two pixels thick."""
    focus = QColor(tokens.LIGHT.focus).rgb()
    for y in range(max(0, place.top()), min(after.height(), place.bottom())):
        run = 0
        for x in range(max(0, place.left()), min(after.width(), place.right())):
            new = after.pixel(x, y) == focus and before.pixel(x, y) != focus
            run = run + 1 if new else 0
            if run == tokens.FOCUS:
                return True
    return False


def reachable(window):
    """What the Tab key stops at."""
    kinds = window.findChildren(QWidget)
    return [
        w
        for w in kinds
        if w.isVisible()
        and w.isEnabled()
        and w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and w.focusProxy() is None
        and not isinstance(w.parent(), QComboBox)
    ]


def unframed(qtbot, window):
    """Controls that look no different, or not enough so, when they have the focus."""
    found = []
    for widget in reachable(window):
        settle()  # a window that becomes active gives the focus to somebody
        if (focus := window.focusWidget()) is not None:
            focus.clearFocus()
        before = window.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.wait(1)
        place = QRect(widget.mapTo(window, QPoint()), widget.size())
        if not framed(before, window.grab().toImage(), place.adjusted(-6, -6, 6, 6)):
            found.append(f"{type(widget).__name__} {widget.accessibleName()}")
    return found


@pytest.mark.parametrize("scene", ["felder", "anlagen", "abruf", "fehler", "start"])
def test_whatever_has_the_keyboard_is_framed(qtbot, reading, scene):
    SCENES[scene](reading)
    assert unframed(qtbot, reading) == []


@pytest.mark.parametrize("dialog", DIALOGS)
def test_whatever_has_the_keyboard_in_a_dialog_is_framed(qtbot, look, window, dialog):
    made = DIALOGS[dialog](look, window)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    assert unframed(qtbot, made) == []


# --- dialogs ----------------------------------------------------------------------


def family(kind):
    for child in kind.__subclasses__():
        yield child
        yield from family(child)


@pytest.mark.parametrize("scene", SCENES)
def test_every_control_says_what_it_is(qtbot, reading, scene):
    SCENES[scene](reading)
    settle()
    qtbot.wait(50)
    gaps = accessible.gaps(reading)
    assert not gaps, "\n".join(gaps)


@pytest.mark.parametrize("dialog", DIALOGS)
def test_every_dialog_says_what_it_is(qtbot, look, window, dialog):
    made = DIALOGS[dialog](look, window)
    qtbot.addWidget(made)
    made.show()
    settle()
    gaps = accessible.gaps(made)
    assert not gaps, "\n".join(gaps)
    assert made.windowTitle()


def test_every_dialog_is_walked_through(look, window):
    shown = {type(make(look, window)) for make in DIALOGS.values()}
    ours = {kind for kind in family(QDialog) if kind.__module__.startswith("hzl_")}
    assert ours - shown == set()
