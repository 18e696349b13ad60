"""One search over fields, form and attachments: the real window, the real child."""

from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import Qt

from helpers.pdf_files import locked_pdf
from hzl_client.documents.document import Found
from hzl_client.documents.process import Documents
from hzl_client.model.octets import MemoryOctets
from hzl_client.services.search_documents import SearchDocuments
from hzl_client.ui.presenters import searching
from hzl_client.ui.views.application_panel import DOCUMENTS, FIELDS
from hzl_client.ui.views.command_bar import Mode
from hzl_client.ui.views.pdf_paper import MARK
from hzl_client.ui.views.search_line import SearchState

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.usefixtures("workplace")


@pytest.fixture
def reading(qtbot, window):
    """An application is open and its form has been read."""
    window.records.choose("r1")
    counter = window.application.fields.counter
    qtbot.waitUntil(lambda: "nur im PDF" in counter.text(), timeout=20_000)
    return window


def search(qtbot, window, text):
    """Types it where the keyboard leads to, and waits for the end of the search."""
    window.pdf.canvas.setFocus()
    qtbot.keyClick(window.pdf.canvas, Qt.Key.Key_F, CONTROL)
    assert window.focusWidget() is window.search.box
    begin(qtbot, window, text)
    ended(qtbot, window)


def begin(qtbot, window, text):
    window.search.box.setText(text)
    qtbot.keyClick(window.search.box, Qt.Key.Key_Return)


def ended(qtbot, window):
    line = window.search
    qtbot.waitUntil(
        lambda: bool(line.count.text()) and not line.stop.isVisible(), timeout=20_000
    )


def shown(window):
    return window.pdf.tools.name.text()


def current(window):
    return int(window.search.count.text().partition(" ")[0])


def test_one_search_counts_in_all_sources(qtbot, reading):
    search(qtbot, reading, "TESTMANN")
    said = reading.search.count.text()
    assert said == "1 von 20: 6 in Angaben · 8 im Antrag · 6 in Anlagen"
    fields = reading.application.fields
    assert len(fields.found) == 6
    assert fields.current == fields.found[0]
    assert reading.pdf.canvas._marks.hits
    assert reading.focusWidget() is reading.search.box


def test_next_walks_through_all_in_order_and_back_to_the_first(qtbot, reading):
    search(qtbot, reading, "testmann")
    fields, pdf_view, box = reading.application.fields, reading.pdf, reading.search.box
    for path in fields.found[1:]:
        qtbot.keyClick(box, Qt.Key.Key_Return)
        assert fields.current == path
        assert shown(reading) == "Antrag.pdf"
    pages = []
    for number in range(8):
        qtbot.keyClick(box, Qt.Key.Key_F3)
        assert pdf_view.canvas._marks.current == number
        pages.append(pdf_view.canvas.page)
    assert pages == sorted(pages)
    assert pages[-1] > 0
    names = []
    for _ in range(6):
        qtbot.keyClick(box, Qt.Key.Key_F3)
        qtbot.waitUntil(lambda: pdf_view._document is not None)
        names.append(shown(reading))
        assert pdf_view.canvas._marks.current >= 0
    assert "Mietvertrag_2019.pdf" in names
    assert "Antrag.pdf" not in names
    qtbot.keyClick(box, Qt.Key.Key_F3)
    assert current(reading) == 1
    assert fields.current == fields.found[0]
    qtbot.waitUntil(lambda: shown(reading) == "Antrag.pdf")
    qtbot.waitUntil(lambda: pdf_view.canvas.marked)
    qtbot.keyClick(box, Qt.Key.Key_Return, SHIFT)
    assert current(reading) == 20


def test_a_place_in_an_attachment_is_opened_marked_and_scrolled_to(qtbot, reading):
    search(qtbot, reading, "Fortsetzung Seite 4")
    assert reading.search.count.text().endswith("0 im Antrag · 1 in Anlagen")
    canvas = reading.pdf.canvas
    qtbot.waitUntil(lambda: canvas.page == 3)
    assert shown(reading) == "Mietvertrag_2019.pdf"
    qtbot.waitUntil(lambda: MARK.name() in colours(canvas), timeout=10_000)


def colours(canvas):
    picture = canvas.viewport().grab().toImage()
    return {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    }


def test_names_of_files_are_found_as_delivered_and_as_the_citizen_gave_them(
    qtbot, reading
):
    panel = reading.application
    for name in ("whatsapp image", "ANHANG_0003", "Nachweis Sparguthaben"):
        search(qtbot, reading, name)
        qtbot.keyClick(reading.search.box, Qt.Key.Key_Return, SHIFT)  # the last
        assert panel.tabs.currentIndex() == DOCUMENTS
        chosen = panel.documents.list.current_key
        titles = {e.key: e.title for e in panel.documents.list.entries}
        assert titles[chosen] == "WhatsApp Image 2026-10-30 at 18.02.11.jpeg"


def test_the_folding_is_that_of_the_fields(qtbot, reading):
    counted = set()
    for typed in ("Aurélie", "AURELIE", "aurélie"):
        search(qtbot, reading, typed)
        counted.add(reading.search.count.text())
    assert len(counted) == 1
    assert "0 in Angaben" not in counted.pop()


def test_what_is_nowhere_is_said_and_pictures_are_named(qtbot, reading):
    search(qtbot, reading, "Kauderwelsch")
    line = reading.search
    assert line.count.text() == "Nicht gefunden"
    assert not line.forward.isEnabled()
    assert line.missing.text() == "1 nicht durchsucht"
    assert "WhatsApp" in line.missing.toolTip()
    assert "enthält keinen lesbaren Text" in line.missing.accessibleDescription()


def test_closing_takes_all_marks_away_and_the_keyboard_back(qtbot, reading):
    search(qtbot, reading, "testmann")
    fields = reading.application.fields
    assert fields.only_found.isVisible()
    qtbot.keyClick(reading.search.box, Qt.Key.Key_Escape)
    assert not reading.search.isVisible()
    assert reading.pdf.canvas._marks.hits == ()
    assert fields.found == ()
    assert not fields.only_found.isVisible()
    assert reading.focusWidget() is reading.pdf.canvas
    qtbot.keyClick(reading.pdf.canvas, Qt.Key.Key_F3)
    assert reading.search.isVisible()


def test_the_next_application_is_searched_for_the_same_words(qtbot, reading):
    search(qtbot, reading, "testmann")
    reading.records.choose("r3")
    line = reading.search
    qtbot.waitUntil(lambda: line.count.text() == "Nicht gefunden", timeout=20_000)
    assert line.box.text() == "testmann"
    reading.records.choose("r1")
    qtbot.waitUntil(lambda: "8 im Antrag" in line.count.text(), timeout=20_000)


def test_without_technical_fields_they_are_not_found(qtbot, reading):
    search(qtbot, reading, "urn:")
    assert " 0 in Angaben" not in reading.search.count.text()
    reading.application.fields.technical.click()
    ended(qtbot, reading)
    assert reading.application.fields.found == ()


@pytest.mark.parametrize(("mode", "text"), [(Mode.FIELDS, "Fortsetzung Seite 4")])
def test_a_hidden_pane_is_opened_for_what_was_found_in_it(qtbot, reading, mode, text):
    reading.show_mode(mode)
    reading.application.fields.view.setFocus()
    qtbot.keyClick(reading.application.fields.view, Qt.Key.Key_F, CONTROL)
    qtbot.keyClicks(reading.search.box, text)
    ended(qtbot, reading)
    assert reading.pdf.isVisible()
    assert reading.application.isVisible()


def test_a_field_is_shown_in_its_tab(qtbot, reading):
    reading.application.show_tab(DOCUMENTS)
    search(qtbot, reading, "Familienname Testmann")
    assert reading.application.tabs.currentIndex() == FIELDS


# --- what takes long ----------------------------------------------------------------


class Gate(Documents):
    """Lets the first step of a search through: the first page of what is opened first.

    The child looks at as many pages as a moment allows; here one page is told, so that
    no test depends on how fast the machine is.
    """

    def __init__(self, inner):
        self._inner = inner
        self.gate = Event()
        self.steps = 0
        self.given_up = 0

    def open(self, octets, password="", unwanted=None):
        return self._inner.open(octets, password, unwanted)

    def release(self, handle):
        self._inner.release(handle)

    def give_up(self, unwanted):
        self._inner.give_up(unwanted)
        self.given_up += 1
        self.gate.set()

    def search_from(self, handle, needle, page, **how):
        self.steps += 1
        if self.steps > 1:
            self.gate.wait(20)
        found = self._inner.search_from(handle, needle, page, **how)
        if self.steps > 1:
            return found
        hits = tuple(hit for hit in found.hits if hit.page == page)
        return Found(hits, page + 1, min(found.readable, 1))


@pytest.fixture
def gate(workplace, child):
    made = Gate(child)
    workplace.searching._search = SearchDocuments(made)
    yield made
    made.gate.set()


def test_first_hits_come_at_once_and_the_rest_can_be_stopped(qtbot, reading, gate):
    reading.search.open_search()
    begin(qtbot, reading, "testmann")
    line = reading.search
    qtbot.waitUntil(lambda: gate.steps == 2)
    assert ": 6 in Angaben · " in line.count.text()
    assert "durchsucht „Antrag.pdf“, Seite " in line.count.text()
    assert line.forward.isEnabled()
    qtbot.mouseClick(line.stop, Qt.MouseButton.LeftButton)
    assert gate.given_up == 1
    assert not line.stop.isVisible()
    assert line.count.text().endswith("0 in Anlagen")
    assert "angehalten" in line.missing.accessibleDescription()
    qtbot.wait(100)
    assert gate.steps == 2


def test_other_words_end_the_search_before(qtbot, reading, gate):
    reading.search.open_search()
    begin(qtbot, reading, "testmann")
    qtbot.waitUntil(lambda: gate.steps == 2)
    begin(qtbot, reading, "Kauderwelsch")
    ended(qtbot, reading)
    assert reading.search.count.text() == "Nicht gefunden"
    assert gate.given_up == 1


def test_too_many_places_end_the_search(qtbot, reading, monkeypatch):
    monkeypatch.setattr(searching, "MOST", 15)
    search(qtbot, reading, "testmann")
    assert reading.search.count.text().startswith("1 von mehr als 15: 6 in Angaben")


def test_a_locked_document_is_named_until_its_password_is_known(
    qtbot, window, desk, monkeypatch
):
    data = MemoryOctets(locked_pdf("geheim", "Kindergeld"))
    locked = {"anhang_0002.pdf"}
    original = desk.reading.open

    def opened(record_id):
        return _with(original(record_id), locked, data)

    monkeypatch.setattr(type(desk.reading), "open", lambda _self, i: opened(i))
    window.records.choose("r1")
    counter = window.application.fields.counter
    qtbot.waitUntil(lambda: "nur im PDF" in counter.text(), timeout=20_000)
    search(qtbot, window, "kindergeld")
    before = window.search.count.text()
    assert "mit Kennwort geschützt" in window.search.missing.accessibleDescription()
    documents = window.application.documents
    (key,) = [
        e.key
        for e in documents.list.entries
        if "anhang_0002.pdf" in e.detail or e.title == "anhang_0002.pdf"
    ]
    documents.list.choose(key)
    qtbot.keyClick(documents.list, Qt.Key.Key_Return)
    qtbot.waitUntil(window.pdf.password.isVisible)
    qtbot.keyClicks(window.pdf.password.box, "geheim")
    qtbot.keyClick(window.pdf.password.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pdf._document is not None)
    search(qtbot, window, "etwas anderes")
    search(qtbot, window, "kindergeld")
    assert window.search.count.text() != before


def _with(opened, names, octets):
    application = opened.application
    documents = tuple(
        replace(d, octets=octets) if d.name in names else d
        for d in application.documents
    )
    return replace(opened, application=replace(application, documents=documents))


# --- words --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (SearchState(), "Nicht gefunden"),
        (SearchState(looking="„a“"), "durchsucht „a“ …"),
        (
            SearchState(3, 5, 2, 3),
            "4 von 10: 3 in Angaben · 5 im Antrag · 2 in Anlagen",
        ),
        (
            SearchState(1, 0, 0, 0, "„a“, Seite 2 von 9"),
            (
                "1 von 1: 1 in Angaben · 0 im Antrag · 0 in Anlagen"
                " · durchsucht „a“, Seite 2 von 9 …"
            ),
        ),
        (
            SearchState(0, 0, 1_000, 0, more=True),
            "1 von mehr als 1.000: 0 in Angaben · 0 im Antrag · 1.000 in Anlagen",
        ),
    ],
)
def test_words(state, said):
    assert state.words == said
