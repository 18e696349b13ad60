"""Selecting and copying text of a document: the real widget, the real child."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from helpers.pdf_files import pdf, words
from hzl_client import resources
from hzl_client.documents.document import Hit, Word
from hzl_client.documents.process import Documents
from hzl_client.model.octets import MemoryOctets
from hzl_client.ui.look import Look
from hzl_client.ui.presenters.pdf import PdfPresenter
from hzl_client.ui.tasks import Tasks
from hzl_client.ui.views import pdf_selection
from hzl_client.ui.views.pdf_paper import SELECTED
from hzl_client.ui.views.pdf_selection import Selection
from hzl_client.ui.views.pdf_text import KEPT
from hzl_client.ui.views.pdf_view import PdfView

ANTRAG = resources.path("samples/01_alleinstehend/Antrag.pdf").read_bytes()
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
HIDDEN = b"3 Tr " + words("verborgen", x=140, y=700) + b"0 Tr "
THREE_LINES = (
    words("Eins Zwei Drei", y=700)
    + words("Vier Wohnungs-", y=680)
    + words("geld Ende", y=660)
)
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture(scope="module")
def documents():
    with Documents() as made:
        made.warm_up()
        yield made


@pytest.fixture
def view(qtbot):
    made = QMainWindow()
    qtbot.addWidget(made)
    view = PdfView(Look(made))
    made.setCentralWidget(view)
    made.resize(900, 800)
    with qtbot.waitExposed(made):
        made.show()
    yield view
    made.close()


@pytest.fixture
def show(qtbot, view, documents, qapp):  # noqa: ARG001
    tasks = Tasks()
    presenter = PdfPresenter(view, documents, tasks)
    view.texts = []
    view.copied.connect(lambda text, hidden: view.texts.append((text, hidden)))

    def opened(data: bytes) -> PdfView:
        presenter.open_octets(MemoryOctets(data), "Datei.pdf")
        qtbot.waitUntil(lambda: 0 in view.canvas._words)
        return view

    yield opened
    presenter.close()
    tasks.drain()


def place(canvas, text, page=0):
    """The middle of a word on the screen."""
    word = next(w for w in canvas._words[page] if w.text == text)
    x, y, width, height = canvas._layout.place(page, word.place)
    return QPoint(round(x + width / 2), round(y + height / 2)) - canvas._origin()


def drag(qtbot, canvas, start, end):
    viewport = canvas.viewport()
    qtbot.mousePress(viewport, LEFT, pos=start)
    qtbot.mouseMove(viewport, (start + end) / 2)
    qtbot.mouseMove(viewport, end)
    qtbot.mouseRelease(viewport, LEFT, pos=end)


def copied(qtbot, view):
    view.texts.clear()
    qtbot.keyClick(view.canvas, Qt.Key.Key_C, CONTROL)
    return view.texts[-1] if view.texts else None


# --- by mouse -----------------------------------------------------------------------


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.0])
def test_dragging_over_words_selects_them_in_reading_order(show, qtbot, turns, zoom):
    view = show(pdf(THREE_LINES))
    canvas = view.canvas
    canvas.set_zoom(zoom)
    for _ in range(turns):
        view.rotate()
    canvas.reveal(_hit(canvas, "Vier"))
    start, end = place(canvas, "Zwei"), place(canvas, "geld")
    drag(qtbot, canvas, start, end)
    assert copied(qtbot, view) == ("Zwei Drei\nVier Wohnungs-\ngeld", 0)
    drag(qtbot, canvas, end, start)  # the other way round it is the same
    assert copied(qtbot, view) == ("Zwei Drei\nVier Wohnungs-\ngeld", 0)


def _hit(canvas, text):
    word = next(w for w in canvas._words[0] if w.text == text)
    return Hit(0, (word.place,))


def test_two_clicks_take_the_word_and_three_the_line(show, qtbot):
    view = show(pdf(THREE_LINES))
    viewport, at = view.canvas.viewport(), place(view.canvas, "Zwei")
    qtbot.mouseClick(viewport, LEFT, pos=at)
    assert copied(qtbot, view) is None
    QTest.mouseDClick(viewport, LEFT, Qt.KeyboardModifier.NoModifier, at)
    assert copied(qtbot, view) == ("Zwei", 0)
    qtbot.mouseClick(viewport, LEFT, pos=at)
    assert copied(qtbot, view) == ("Eins Zwei Drei", 0)


def test_a_click_with_shift_goes_on_to_there(show, qtbot):
    view = show(pdf(THREE_LINES))
    canvas = view.canvas
    viewport, no = canvas.viewport(), Qt.KeyboardModifier.NoModifier
    QTest.mouseDClick(viewport, LEFT, no, place(canvas, "Drei"))
    qtbot.mouseClick(viewport, LEFT, SHIFT, place(canvas, "geld"))
    assert copied(qtbot, view) == ("Drei\nVier Wohnungs-\ngeld", 0)


def test_a_click_is_no_selection_and_points_at_its_place(show, qtbot):
    view = show(pdf(THREE_LINES))
    canvas = view.canvas
    drag(qtbot, canvas, place(canvas, "Zwei"), place(canvas, "Ende"))
    with qtbot.waitSignal(view.pointed_at) as pointed:
        qtbot.mouseClick(canvas.viewport(), LEFT, pos=place(canvas, "Eins"))
    page, x, y = pointed.args
    assert (page, 72 < x < 100, 842 - 715 < y < 842 - 695) == (0, True, True)
    assert not canvas.selected
    with qtbot.assertNotEmitted(view.pointed_at):
        drag(qtbot, canvas, place(canvas, "Zwei"), place(canvas, "Drei"))


def test_a_drag_beside_words_ends_at_the_nearest(show, qtbot):
    view = show(pdf(THREE_LINES))
    canvas = view.canvas
    start = place(canvas, "Vier")
    drag(qtbot, canvas, start, start + QPoint(600, 2))
    assert copied(qtbot, view) == ("Vier Wohnungs-", 0)


def test_pulling_beyond_the_edge_goes_on_over_the_pages(show, qtbot):
    view = show(pdf(*[words(f"Seite{n} Text", y=60) for n in range(4)]))
    canvas, viewport = view.canvas, view.canvas.viewport()
    canvas.set_zoom(1.0)
    canvas.reveal(_hit(canvas, "Seite0"))
    qtbot.mousePress(viewport, LEFT, pos=place(canvas, "Seite0"))
    beyond = QPoint(100, viewport.height() + 60)
    qtbot.mouseMove(viewport, beyond)
    qtbot.waitUntil(lambda: canvas.selected and canvas._selection.last[0] >= 1)
    qtbot.mouseRelease(viewport, LEFT, pos=beyond)
    assert not canvas._pulling.isActive()
    copied(qtbot, view)  # once the words of the pages passed are known
    qtbot.waitUntil(lambda: bool(view.texts))
    text, _ = view.texts[-1]
    assert text.startswith("Seite0 Text\nSeite1")


def test_the_pointer_tells_words_from_paper(show, qtbot):
    view = show(pdf(THREE_LINES))
    viewport = view.canvas.viewport()
    qtbot.mouseMove(viewport, place(view.canvas, "Eins"))
    assert viewport.cursor().shape() is Qt.CursorShape.IBeamCursor
    qtbot.mouseMove(viewport, QPoint(3, 3))
    assert viewport.cursor().shape() is not Qt.CursorShape.IBeamCursor


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_the_selection_covers_its_words_at_every_scale(show, monkeypatch, ratio):
    view = show(pdf(THREE_LINES))
    canvas = view.canvas
    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: ratio)
    canvas._select(Selection((0, 1), (0, 1)))
    at = place(canvas, "Zwei")
    picture = canvas.viewport().grab().toImage()
    word = next(w for w in canvas._words[0] if w.text == "Zwei")
    *_, width, height = canvas._layout.place(0, word.place)
    row = at.y() - round(height * 0.42)  # above the letters, within their box
    inside = [picture.pixelColor(at.x() + dx, row) for dx in (0, round(width / 3))]
    assert {colour.name() for colour in inside} == {SELECTED.name()}
    assert picture.pixelColor(at.x() + round(width), row).name() == "#ffffff"


# --- by key -------------------------------------------------------------------------


def test_all_of_a_page(show, qtbot):
    view = show(pdf(THREE_LINES, words("andere")))
    qtbot.keyClick(view.canvas, Qt.Key.Key_A, CONTROL)
    assert copied(qtbot, view) == ("Eins Zwei Drei\nVier Wohnungs-\ngeld Ende", 0)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert copied(qtbot, view) is None


def test_all_of_a_page_that_is_not_known_yet(show, qtbot):
    view = show(pdf(*[words(f"Seite{n}") for n in range(9)]))
    view.canvas.go_to(7)
    qtbot.keyClick(view.canvas, Qt.Key.Key_A, CONTROL)
    qtbot.waitUntil(lambda: view.canvas.selected)
    assert copied(qtbot, view) == ("Seite7", 0)


def test_a_copy_waits_for_pages_that_are_not_known_yet(show, qtbot):
    view = show(pdf(*[words(f"Seite{n}") for n in range(9)]))
    view.canvas._words.pop(3, None)
    view.canvas._select(Selection((0, 0), (3, 0)))
    view.canvas.copy()
    qtbot.waitUntil(lambda: bool(view.texts))
    assert view.texts == [("Seite0\nSeite1\nSeite2\nSeite3", 0)]


def test_the_menu_copies_too(show):
    view = show(pdf(THREE_LINES))
    menu = view.canvas.make_menu()
    copy, page = menu.actions()
    assert (copy.text(), copy.isEnabled()) == ("Kopieren\tStrg+C", False)
    page.trigger()
    menu = view.canvas.make_menu()
    menu.actions()[0].trigger()
    assert view.texts[0][0].startswith("Eins")


def test_a_picture_has_no_words_to_select(show, view, qtbot):
    show(pdf(b"0 0 100 100 re f"))
    qtbot.keyClick(view.canvas, Qt.Key.Key_A, CONTROL)
    assert copied(qtbot, view) is None


# --- what nobody sees ---------------------------------------------------------------


def test_hidden_text_is_marked_told_and_not_copied(show, qtbot):
    view = show(pdf(words("offen", x=72) + HIDDEN + words("auch", x=220)))
    assert view.canvas.hidden_pages == (0,)
    assert view.notice.isVisible()
    assert view.notice.text.text().startswith("Auf Seite 1 steht Text, der nicht zu")
    qtbot.keyClick(view.canvas, Qt.Key.Key_A, CONTROL)
    assert copied(qtbot, view) == ("offen\nauch", 1)
    assert len(view.canvas._hidden_places(0)) == 1
    show(pdf(THREE_LINES))
    assert not view.notice.isVisible()


@pytest.mark.parametrize(
    "sample",
    ["01_alleinstehend", "02_paar_zwei_kinder", "03_mit_betreuung"],
)
def test_the_form_hides_nothing(documents, sample):
    data = resources.path(f"samples/{sample}/Antrag.pdf").read_bytes()
    document = documents.open(MemoryOctets(data))
    for page in range(len(document.pages)):
        assert not any(word.hidden for word in documents.words(document.handle, page))
    documents.release(document.handle)


def test_words_of_passed_pages_are_forgotten(show):
    view = show(pdf(*[words(f"Seite{n}") for n in range(KEPT + 40)]))
    for page in range(KEPT + 40):
        view.canvas.show_words(page, (Word("x", (0, 0, 1, 1), 0),))
    assert len(view.canvas._words) <= KEPT


# --- in the whole window ------------------------------------------------------------


def test_copied_text_is_in_the_clipboard_and_said(qtbot, window, workplace):  # noqa: ARG001
    window.records.choose("r1")
    canvas = window.pdf.canvas
    qtbot.waitUntil(lambda: 0 in canvas._words, timeout=20_000)
    qtbot.keyClick(canvas, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(canvas, Qt.Key.Key_C, CONTROL)
    assert "Familienname\nTestmann" in QGuiApplication.clipboard().text()
    said = window.application.fields.footer.text()
    assert said == "Text aus dem Dokument ist kopiert."
    window.pdf.copied.emit("", 3)
    assert "3\u00a0Wörter der Auswahl" in window.notice.words.text()


def test_the_line_around_a_word():
    made = tuple(Word(str(n), (n, 0, n + 1, 1), n // 3) for n in range(9))
    assert pdf_selection.line_around(made, 4) == (3, 5)
    assert pdf_selection.nearest((), 1, 1) is None
    assert pdf_selection.runs(made[2:4]) == [(2, 0, 3, 1), (3, 0, 4, 1)]
