"""The PDF pane: the real widget, the real child, real files."""

import time

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
)

from helpers.pdf_files import form_bomb, locked_pdf, pdf, png, words
from hzl_client import resources
from hzl_client.documents.document import Hit
from hzl_client.documents.process import Documents
from hzl_client.model.octets import MemoryOctets
from hzl_client.ui.look import Look
from hzl_client.ui.presenters.pdf import PdfPresenter
from hzl_client.ui.tasks import Tasks
from hzl_client.ui.views import pdf_paper
from hzl_client.ui.views.pdf_layout import Fit
from hzl_client.ui.views.pdf_paper import MARK
from hzl_client.ui.views.pdf_view import PdfView

ANTRAG = resources.path("samples/02_paar_zwei_kinder/Antrag.pdf").read_bytes()
DOCX = resources.path("samples/03_mit_betreuung/anhang_0003.docx").read_bytes()
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
# The offscreen platform says so of every window; it is not about ours.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


class Recording(Documents):
    """The real thing, writing down what it was asked for."""

    def __init__(self, seconds: float = 12.0) -> None:
        super().__init__(seconds=seconds)
        self.rendered: list[tuple[int, int, int]] = []

    def render(self, handle, page, width, rotation=0):
        self.rendered.append((page, width, rotation))
        return super().render(handle, page, width, rotation)


@pytest.fixture(scope="module")
def child():
    with Recording() as documents:
        documents.warm_up()
        yield documents


@pytest.fixture
def documents(child):
    child.rendered.clear()
    return child


@pytest.fixture
def tasks(qapp):  # noqa: ARG001
    pool = Tasks()
    yield pool
    pool.drain()


@pytest.fixture
def window(qtbot):
    """As in the program: the view is a part of a window."""
    made = QMainWindow()
    qtbot.addWidget(made)
    look = Look(made)
    view = PdfView(look)
    made.setCentralWidget(view)
    made.resize(900, 800)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.view = view
    return made


@pytest.fixture
def view(window):
    return window.view


@pytest.fixture
def presenter(view, documents, tasks):
    made = PdfPresenter(view, documents, tasks)
    yield made
    made.close()


@pytest.fixture
def show(qtbot, view, presenter):
    """Opens a file and waits for the page in sight."""

    def opened(data: bytes, name: str = "Datei.pdf") -> PdfView:
        presenter.open_octets(MemoryOctets(data), name)
        qtbot.waitUntil(lambda: complete(view))
        return view

    return opened


def complete(view) -> bool:
    """Every page in sight has its picture."""
    canvas = view.canvas
    needed = canvas._needed()
    return bool(needed) and all(wish in canvas._images for wish in needed)


def colours(view) -> set[str]:
    picture = view.canvas.viewport().grab().toImage()
    return {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    }


# --- pages ------------------------


def test_the_first_page_is_shown_at_the_width_of_the_view(show, documents):
    view = show(ANTRAG, "Antrag.pdf")
    room = view.canvas.viewport().width() - 2 * view.canvas._margin()
    assert documents.rendered[0] == (0, room, 0)
    assert view.tools.name.text() == "Antrag.pdf"
    assert view.tools.number.text() == "1"
    assert view.tools.total.text() == "von 6"
    assert "#ffffff" in colours(view)


def test_a_view_is_complete_when_what_is_in_sight_has_come(show, qtbot):
    canvas = show(ANTRAG).canvas
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum())
    assert not canvas.complete
    qtbot.waitUntil(lambda: canvas.complete)
    assert canvas._likeness(canvas._wish(5)) is not None


def test_it_is_asked_for_once_and_before_all_small_pages(show, documents, qtbot):
    view = show(ANTRAG)
    qtbot.waitUntil(lambda: len(view.strip.images) == 6)
    pages = [page for page, width, _ in documents.rendered if width > 200]
    small = [page for page, width, _ in documents.rendered if width <= 200]
    assert pages == [0]
    assert small == list(range(6))
    assert documents.rendered[0][1] > 200


def test_only_pages_in_sight_are_drawn(show, documents, qtbot):
    view = show(pdf(*[words(f"Seite {n}") for n in range(300)]))
    view.canvas.go_to(200)
    qtbot.waitUntil(lambda: complete(view))
    drawn = {page for page, width, _ in documents.rendered if width > 200}
    assert drawn <= {0, 1, 200, 201}


def test_pictures_have_the_pixels_of_the_screen(show, documents, qtbot, monkeypatch):
    view = show(ANTRAG)
    monkeypatch.setattr(view.canvas, "devicePixelRatioF", lambda: 1.5)
    view.canvas.set_zoom(0.5)
    qtbot.waitUntil(lambda: complete(view))
    width = round(view.canvas._layout.boxes[0].width * 1.5)
    assert width in {drawn for _, drawn, _ in documents.rendered}


def test_pages_can_be_turned_over(show, qtbot):
    view = show(ANTRAG)
    tools = view.tools
    assert not tools.back.isEnabled()
    qtbot.mouseClick(tools.forward, Qt.MouseButton.LeftButton)
    assert (view.canvas.page, tools.number.text()) == (1, "2")
    tools.number.setText("6")
    qtbot.keyClick(tools.number, Qt.Key.Key_Return)
    assert view.canvas.page == 5
    assert not tools.forward.isEnabled()
    tools.number.setText("99")
    qtbot.keyClick(tools.number, Qt.Key.Key_Return)
    assert tools.number.text() == "6"
    qtbot.keyClick(view.canvas, Qt.Key.Key_Home)
    assert view.canvas.page == 0
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    assert view.canvas.page == 1
    qtbot.keyClick(view.canvas, Qt.Key.Key_PageDown, CONTROL)
    assert view.canvas.page == 2
    qtbot.keyClick(view.canvas, Qt.Key.Key_PageUp, CONTROL)
    assert view.canvas.page == 1
    assert view.strip.currentIndex().row() == 1
    assert view.canvas.accessibleName() == "Dokument, Seite 2 von 6"


def test_the_strip_leads_to_a_page(show, qtbot):
    view = show(ANTRAG)
    assert view.strip.isVisible()
    place = view.strip.visualRect(view.strip.model().index(3)).center()
    qtbot.mouseClick(view.strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.canvas.page == 3
    words = view.strip.model().index(3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Seite 4 von 6"


def test_the_strip_gives_way_unless_asked_for(show, window, qtbot):
    view = show(ANTRAG)
    window.resize(500, 700)
    assert not view.strip.isVisible()
    qtbot.mouseClick(view.tools.strip, Qt.MouseButton.LeftButton)
    assert view.strip.isVisible()
    window.resize(1200, 700)
    qtbot.mouseClick(view.tools.strip, Qt.MouseButton.LeftButton)
    assert not view.strip.isVisible()


def test_one_page_needs_no_strip(show):
    view = show(png(300, 200), "Foto.png")
    assert not view.strip.isVisible()
    assert not view.tools.strip.isEnabled()


def test_nothing_is_cut_off_in_a_narrow_window(show, window):
    view = show(ANTRAG, "Ein ziemlich langer Name eines Dokuments.pdf")
    window.resize(440, 600)
    tools = view.tools
    for tool in (tools.strip, tools.number, tools.zoom, tools.turn, tools.search):
        assert tools.rect().contains(tool.geometry())
    assert view.canvas.horizontalScrollBar().maximum() == 0


# --- zoom and rotation ------------------------


def test_zoom_by_buttons_keys_list_and_number(show, qtbot):
    view = show(ANTRAG)
    view.canvas.set_zoom(1.0)
    qtbot.mouseClick(view.tools.larger, Qt.MouseButton.LeftButton)
    assert view.canvas.zoom == 1.1
    assert view.tools.zoom.currentText() == "110\u00a0%"
    qtbot.keyClick(view.canvas, Qt.Key.Key_Minus, CONTROL)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Minus, CONTROL)
    assert view.canvas.zoom == 0.9
    qtbot.keyClick(view.canvas, Qt.Key.Key_Plus, CONTROL)
    assert view.canvas.zoom == 1.0
    qtbot.keyClick(view.canvas, Qt.Key.Key_0, CONTROL)
    assert view.canvas.zoom is Fit.WIDTH
    view.tools.zoom.activated.emit(view.tools.zoom.findData(Fit.PAGE))
    assert view.canvas.zoom is Fit.PAGE
    assert view.tools.zoom.currentText() == "Ganze Seite"
    for typed, zoom in (("140", 1.4), ("62 %", 0.62), ("9999", 4.0), ("viel", 4.0)):
        view.tools.zoom.lineEdit().setText(typed)
        qtbot.keyClick(view.tools.zoom.lineEdit(), Qt.Key.Key_Return)
        assert view.canvas.zoom == zoom
    assert view.tools.zoom.currentText() == "400\u00a0%"


def wheel(view, place: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(place),
        QPointF(view.canvas.viewport().mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        CONTROL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.canvas.viewport(), event)


def test_a_page_that_fits_small_gets_no_larger_by_zooming_out(show):
    view = show(pdf(words("x"), size=(14_000, 14_000)))
    view.canvas.set_zoom(Fit.WIDTH)
    percent = view.canvas.percent
    assert percent < 10
    view.canvas.step_zoom(-1)
    wheel(view, QPoint(50, 50), -2)
    assert (view.canvas.percent, view.canvas.zoom) == (percent, Fit.WIDTH)
    view.canvas.step_zoom(1)
    assert view.canvas.percent == 10


def test_a_note_stands_where_the_page_is_in_sight(show, monkeypatch):
    view = show(pdf(words("x"), size=(3000, 3000)))
    canvas, papers = view.canvas, []
    monkeypatch.setattr(
        pdf_paper, "note", lambda _, paper, *_more: papers.append(paper)
    )
    canvas.set_zoom(1.0)
    canvas.show_problem(0, "zu groß")
    canvas._images.clear()
    canvas.viewport().grab()
    room = canvas.viewport().rect()
    assert all(room.contains(paper.toAlignedRect()) for paper in papers)
    bar = canvas.verticalScrollBar()
    bar.setValue(bar.maximum())
    canvas.viewport().grab()
    assert room.contains(papers[-1].toAlignedRect())


def test_the_wheel_zooms_around_the_pointer(show):
    view = show(ANTRAG)
    view.canvas.set_zoom(1.0)
    view.canvas.go_to(2)
    place = QPoint(150, 200)
    before = view.canvas._at(place)
    wheel(view, place, 3)
    assert view.canvas.zoom == pytest.approx(1.33, abs=0.01)
    after = view.canvas._at(place)
    assert after[0] == before[0]
    assert after[1:] == pytest.approx(before[1:], abs=0.01)
    wheel(view, place, -100)
    assert view.canvas.zoom == pytest.approx(0.1)


def test_turning_the_pages(show, documents, qtbot):
    view = show(ANTRAG)
    view.canvas.go_to(3)
    qtbot.keyClick(view.canvas, Qt.Key.Key_R, CONTROL)
    qtbot.waitUntil(lambda: complete(view))
    box = view.canvas._layout.boxes[3]
    assert (view.canvas.rotation, view.canvas.page) == (90, 3)
    assert box.width > box.height
    qtbot.waitUntil(lambda: len(view.strip.images) == 6)
    assert {rotation for _, _, rotation in documents.rendered[-3:]} == {90}
    for _ in range(3):
        view.rotate()
    assert view.canvas.rotation == 0


def test_dragging_beside_all_words_moves_the_paper(show, qtbot):
    view = show(ANTRAG)
    canvas, button = view.canvas, Qt.MouseButton.LeftButton
    qtbot.mousePress(canvas.viewport(), button, pos=QPoint(3, 300))
    qtbot.mouseMove(canvas.viewport(), QPoint(3, 200))
    assert canvas.verticalScrollBar().value() == 100
    qtbot.mouseRelease(canvas.viewport(), button, pos=QPoint(3, 200))
    qtbot.mouseMove(canvas.viewport(), QPoint(3, 100))
    assert canvas.verticalScrollBar().value() == 100


def test_zoom_and_strip_are_remembered(show, window):
    view = show(ANTRAG)
    assert view.state == "width auto"
    view.canvas.set_zoom(1.25)
    view.tools.strip.click()
    assert view.state == "1.25 hidden"
    other = PdfView(Look(window), window)
    other.restore(view.state)
    assert (other.state, other.canvas.zoom) == ("1.25 hidden", 1.25)
    for nonsense in ("", "x y", "1.2.3 auto", "page", "nan shown"):
        other.restore(nonsense)
    assert other.canvas.zoom is Fit.PAGE


# --- marks of a search ------------------------


def test_hits_are_marked_and_gone_with_the_document(show, qtbot):
    view = show(ANTRAG)
    assert MARK.name() not in colours(view)
    hits = (Hit(0, ((50, 50, 90, 60),)), Hit(4, ((50, 50, 90, 60),)))
    view.show_hits(hits, 0)
    qtbot.waitUntil(lambda: MARK.name() in colours(view))
    view.reveal(hits[1])
    assert view.canvas.page == 4
    show(ANTRAG)
    assert MARK.name() not in colours(view)


# --- keys and names ------------------------


def test_our_keys_win_only_while_the_focus_is_here(show, window, qtbot):
    view = show(ANTRAG)
    outside = QLineEdit(window)
    outside.show()
    pressed = []
    for keys in ("Ctrl++", "Ctrl+R"):
        action = QAction(window)
        action.setShortcut(keys)
        action.triggered.connect(lambda _=False, keys=keys: pressed.append(keys))
        window.addAction(action)
    view.canvas.set_zoom(1.0)
    view.canvas.setFocus()
    qtbot.keyClick(view.canvas, Qt.Key.Key_Plus, CONTROL)
    qtbot.keyClick(view.canvas, Qt.Key.Key_R, CONTROL)
    assert (pressed, view.canvas.zoom, view.canvas.rotation) == ([], 1.1, 90)
    outside.setFocus()
    qtbot.keyClick(outside, Qt.Key.Key_Plus, CONTROL)
    qtbot.keyClick(outside, Qt.Key.Key_R, CONTROL)
    assert (pressed, view.canvas.rotation) == (["Ctrl++", "Ctrl+R"], 90)


def test_every_tool_has_a_name_and_a_hint(view):
    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for tool in view.findChildren(kind):
            part_of_qt = isinstance(tool.parent(), QComboBox | QLineEdit)
            unused = part_of_qt or tool.isHidden()
            assert unused or tool.accessibleName(), tool
    for tool in view.tools.findChildren(QAbstractButton):
        assert tool.toolTip()
    assert view.strip.accessibleName()
    assert view.canvas.accessibleName()


def test_every_tool_is_reached_by_the_keyboard(show):
    view = show(ANTRAG)
    tools = view.tools
    for tool in (tools.strip, tools.forward, tools.number, tools.zoom, tools.search):
        assert tool.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert view.canvas.focusPolicy() & Qt.FocusPolicy.TabFocus


# --- what cannot be shown ------------------------


def said(view) -> str:
    return view.hint._title.text() if view.hint.isVisible() else ""


def test_nothing_chosen(view):
    assert said(view) == "Kein Dokument ausgewählt"
    assert not view.tools.search.isEnabled()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (DOCX, "weder PDF noch Bild"),
        (pdf(words("x"))[:60], "keine Seiten"),
        (b"", "keine Seiten"),
        (png(5, 5)[:20], "beschädigt"),
    ],
)
def test_a_file_that_cannot_be_shown(view, presenter, qtbot, data, words):
    presenter.open_octets(MemoryOctets(data), "Anlage")
    qtbot.waitUntil(lambda: words in said(view))
    assert view.tools.name.text() == "Anlage"
    assert view.hint._hint.text()


def test_after_a_problem_the_next_document_is_shown(view, presenter, show, qtbot):
    presenter.open_octets(MemoryOctets(DOCX), "Anlage")
    qtbot.waitUntil(lambda: bool(said(view)))
    show(ANTRAG)
    assert said(view) == ""
    assert view.canvas.isEnabled()


def test_a_password_is_asked_for_in_place(view, presenter, qtbot):
    presenter.open_octets(MemoryOctets(locked_pdf("geheim", "Hallo")), "zu.pdf")
    qtbot.waitUntil(view.password.isVisible)
    assert view.focus_target is view.password.box
    qtbot.keyClicks(view.password.box, "falsch")
    qtbot.keyClick(view.password.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "passt nicht" in view.password.wrong.text())
    assert view.password.box.text() == ""
    qtbot.keyClicks(view.password.box, "geheim")
    qtbot.mouseClick(view.password.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: complete(view))
    assert not view.password.isVisible()


def test_an_empty_page_says_so(show):
    view = show(pdf(b""))
    wish = view.canvas._wish(0)
    assert view.canvas._note(0, view.canvas._images.get(wish)) == (
        "info",
        "Diese Seite ist leer.",
    )


def test_damaged_and_dynamic_documents_say_so(show):
    view = show(pdf(words("x"), catalog=b"/AcroForm<</Fields[]/XFA(x)>>")[:-200])
    assert "beschädigt" in view.notice.text.text()
    assert "XFA" in view.notice.text.text()
    assert view.notice.isVisible()
    show(ANTRAG)
    assert not view.notice.isVisible()


def test_one_hostile_page_does_not_hide_the_others(view, tasks, qtbot):
    with Recording(seconds=0.5) as documents:
        presenter = PdfPresenter(view, documents, tasks)
        data = form_bomb(*[words("lesbar")] * 2)
        presenter.open_octets(MemoryOctets(data), "Bombe.pdf")
        qtbot.waitUntil(lambda: 0 in view.canvas._problems)
        assert "zu lange" in view.canvas._problems[0]
        view.canvas.go_to(2)
        qtbot.waitUntil(lambda: view.canvas._wish(2) in view.canvas._images)
        presenter.close()


def test_a_hanging_document_is_left_at_once(view, tasks, qtbot):
    with Recording(seconds=60) as documents:
        presenter = PdfPresenter(view, documents, tasks)
        presenter.open_octets(MemoryOctets(form_bomb()), "Bombe.pdf")
        qtbot.waitUntil(lambda: documents.rendered != [])
        qtbot.wait(100)
        start = time.monotonic()
        presenter.open_octets(MemoryOctets(ANTRAG), "Antrag.pdf")
        qtbot.waitUntil(lambda: complete(view))
        assert time.monotonic() - start < 30  # it would hang for sixty
        assert view.tools.name.text() == "Antrag.pdf"
        presenter.close()


# --- one after the other ------------------------


def test_only_the_last_of_many_choices_is_shown(view, presenter, documents, qtbot):
    shown = []
    view.canvas.page_wanted.connect(lambda *_: shown.append(view.tools.name.text()))
    for number in range(20):
        data = MemoryOctets(pdf(words(f"Nummer {number}")))
        presenter.open_octets(data, f"{number}.pdf")
    qtbot.waitUntil(lambda: complete(view))
    assert view.tools.name.text() == "19.pdf"
    assert set(shown) == {"19.pdf"}
    qtbot.waitUntil(lambda: len(documents._sessions) == 1)


def test_closing_shows_nothing_and_lets_go(view, presenter, documents, show):
    show(ANTRAG)
    presenter.close()
    assert said(view) == "Kein Dokument ausgewählt"
    assert documents._sessions == {}


def test_late_pictures_of_another_document_are_dropped(show, view):
    show(ANTRAG)
    image = view.canvas._images.get(view.canvas._wish(0)).image
    handle = view._document.handle
    show(pdf(words("anders")))
    wish = view.canvas._wish(0)
    view.show_picture(handle, 0, wish.width, 0, image)
    view.show_page_problem(handle, 0, "zu spät")
    assert view.canvas._images.get(wish).image is not image
    assert view.canvas._problems == {}


def test_a_picture_nobody_waits_for_is_dropped(show, view):
    show(ANTRAG)
    image = view.canvas._images.get(view.canvas._wish(0)).image
    kept = len(view.canvas._images)
    view.show_picture(view._document.handle, 5, 333, 0, image)
    assert len(view.canvas._images) == kept
