"""Field and page: the form is read beside the XML, and each finds the other."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt

from helpers.applications import with_form
from helpers.desks import put
from helpers.pdf_files import pdf, words
from hzl_client.documents.process import Documents
from hzl_client.model.hint import Evidence
from hzl_client.model.printed import UNKNOWN_FORM
from hzl_client.ui.models.fields import FieldRow, HeadingRow
from hzl_client.ui.models.placing import PRINTED
from hzl_client.ui.presenters.text_places import needles
from hzl_client.ui.views.application_panel import CHECKS, FIELDS

pytestmark = pytest.mark.usefixtures("workplace")


def linked(qtbot, window, record_id="r1"):
    """Chooses a record and waits until its form has been read."""
    window.records.choose(record_id)
    qtbot.waitUntil(
        lambda: "nur im PDF" in window.application.fields.counter.text(),
        timeout=20_000,
    )
    return [r for r in window.application.fields.rows if isinstance(r, FieldRow)]


def row_of(rows, label):
    return next(row for row in rows if row.label == label)


def middle(canvas, place):
    """Where a place of the document is on the screen."""
    rect = (place.x0, place.y0, place.x1, place.y1)
    x, y, width, height = canvas._layout.place(place.page, rect)
    return QPoint(round(x + width / 2), round(y + height / 2)) - canvas._origin()


def test_what_only_the_form_says_stands_where_it_belongs(qtbot, window):
    rows = linked(qtbot, window)
    counter = window.application.fields.counter.text()
    assert counter == "162 von 162\u00a0Angaben · 6 nur im PDF"
    printed = [row for row in rows if row.path.startswith(PRINTED)]
    assert len(printed) == 6
    everything = window.application.fields.rows
    headings = {row.path: title_above(everything, row) for row in printed}
    assert list(headings.values()) == [
        "Absetzung · Testmann, Jonas",  # behind the way to work
        "Bedarf",  # is about several sections, and stands behind them
        "Bedarf",
        "Bedarf",
        "Bedarf",
        "Antragstellung",
    ]
    assert printed[0].label == "Art der Beförderung"
    titles = [row.title for row in everything if isinstance(row, HeadingRow)]
    assert titles.index("Bedarf") == titles.index("Unterkunft") + 1
    assert titles[-1] == "Nachricht"
    warm = row_of(printed, "Warmwassererzeugung")
    assert (warm.value, warm.copy_text) == ("dezentral", "dezentral")
    assert warm.details.startswith("Nur im PDF, Seite 4: ")


def title_above(rows, row):
    above = rows[: rows.index(row)]
    return [each.title for each in above if isinstance(each, HeadingRow)][-1]


def test_every_entry_says_where_it_comes_from(qtbot, window):
    rows = linked(qtbot, window)
    words = {"XML und PDF gleich", "nur XML", "nur PDF", "XML"}
    assert {row.source.words for row in rows} == words
    model = window.application.fields.view.model()
    spoken = [
        model.index(number, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for number, row in enumerate(window.application.fields.rows)
        if isinstance(row, FieldRow)
    ]
    assert all(text.endswith(tuple(words)) for text in spoken)


def test_a_closed_section_stays_closed_when_the_form_adds_another(qtbot, window):
    window.records.choose("r1")
    fields = window.application.fields
    qtbot.waitUntil(lambda: len(fields.rows) > 20)
    name = row_of([r for r in fields.rows if isinstance(r, FieldRow)], "Kaltmiete")
    fields.choose(name.path)
    qtbot.keyClick(fields.view, Qt.Key.Key_Left)
    linked(qtbot, window)
    closed = [r.title for r in fields.rows if isinstance(r, HeadingRow) and not r.open]
    assert closed == ["Unterkunft"]


def test_a_field_marks_its_place_and_brings_it_into_sight(qtbot, window):
    rows = linked(qtbot, window)
    fields, canvas = window.application.fields, window.pdf.canvas
    iban = row_of(rows, "IBAN")
    assert iban.place.page > 1
    fields.choose(iban.path)
    qtbot.waitUntil(lambda: canvas.marked)
    assert canvas.page == iban.place.page
    assert canvas.viewport().rect().contains(middle(canvas, iban.place))
    assert "XML und PDF sagen dasselbe." in fields.footer.text()
    other = next(row for row in rows if row.place is None and not row.empty)
    fields.choose(other.path)
    assert not canvas.marked


def test_a_click_on_the_page_finds_the_field_and_moves_no_page(qtbot, window):
    rows = linked(qtbot, window)
    fields, canvas = window.application.fields, window.pdf.canvas
    name = row_of(rows, "Familienname")
    before = canvas._origin()
    window.application.show_tab(CHECKS)
    at = middle(canvas, name.place)
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    current = fields.view.currentIndex()
    assert fields.rows[current.row()].path == name.path
    assert fields.isVisible()
    assert canvas.marked
    assert canvas._origin() == before


EDUCATION = "Benötigen Sie Leistungen für Bildung und Teilhabe?"


@pytest.mark.parametrize(
    ("label", "right", "down"),
    [
        ("Familienname", 10, -8),  # its caption
        (EDUCATION, 20, 6),  # "Ja" beside the box
        (EDUCATION, 30, -10),  # the question above it
        (EDUCATION, 100, 6),  # the empty box of "Nein"
        (EDUCATION, 115, 6),  # "Nein" beside it
    ],
)
def test_a_click_on_the_words_beside_an_answer_finds_it(
    qtbot, window, label, right, down
):
    rows = linked(qtbot, window)
    fields, canvas = window.application.fields, window.pdf.canvas
    fields.choose(row_of(rows, label).path)
    marked = canvas._mark
    fields.choose(rows[0].path)
    place = row_of(rows, label).place
    window.pdf.pointed_at.emit(place.page, place.x0 + right, place.y0 + down)
    assert fields.current == row_of(rows, label).path
    assert canvas._mark == marked  # the answer, not the words beside it


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_click_on_a_turned_page_finds_the_same_field(qtbot, window, turns):
    rows = linked(qtbot, window)
    fields, canvas = window.application.fields, window.pdf.canvas
    for _ in range(turns):
        window.pdf.rotate()
    town = row_of(rows, "Geburtsort")
    fields.choose(town.path)
    fields.choose(row_of(rows, "Rolle").path)
    at = middle(canvas, town.place)
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert fields.rows[fields.view.currentIndex().row()].path == town.path


def test_pulling_the_page_is_no_click(qtbot, window):
    rows = linked(qtbot, window)
    canvas = window.pdf.canvas
    at = middle(canvas, row_of(rows, "Familienname").place)
    viewport, left = canvas.viewport(), Qt.MouseButton.LeftButton
    qtbot.mousePress(viewport, left, pos=at)
    qtbot.mouseMove(viewport, at - QPoint(0, 90))
    qtbot.mouseRelease(viewport, left, pos=at - QPoint(0, 90))
    assert not canvas.marked


@pytest.mark.parametrize("hidden", ["by a search", "in a closed section"])
def test_a_hidden_field_is_shown_when_its_place_is_clicked(qtbot, window, hidden):
    rows = linked(qtbot, window)
    fields, canvas = window.application.fields, window.pdf.canvas
    name = row_of(rows, "Familienname")
    if hidden == "by a search":
        fields.show_search("Kaltmiete")
        fields.only_found.setChecked(True)
    else:
        fields.choose(name.path)
        qtbot.keyClick(fields.view, Qt.Key.Key_Left)
    assert name not in fields.rows
    at = middle(canvas, name.place)
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert not fields.only_found.isChecked()
    assert fields.rows[fields.view.currentIndex().row()].path == name.path


@pytest.fixture
def reads_attachment(qtbot, window):
    """The rows, while an attachment is shown."""
    rows = linked(qtbot, window)
    documents = window.application.documents
    mine = [e for e in documents.list.entries if e.title == "Mietvertrag_2019.pdf"]
    (key,) = [each.key for each in mine]
    documents.list.choose(key)
    qtbot.keyClick(documents.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pdf._document is not None)
    assert window.pdf.tools.name.text() == "Mietvertrag_2019.pdf"
    window.application.show_tab(FIELDS)
    return rows


def is_marked_in_form(window, place):
    name, canvas = window.pdf.tools.name.text(), window.pdf.canvas
    return name == "Antrag.pdf" and canvas.marked and canvas.page == place.page


def test_who_passes_a_field_keeps_the_attachment_and_reads_where_its_place_is(
    qtbot, window, reads_attachment
):
    fields = window.application.fields
    iban = row_of(reads_attachment, "IBAN")
    fields.choose(iban.path)
    qtbot.wait(100)
    assert not window.pdf.canvas.marked
    assert window.pdf.tools.name.text() == "Mietvertrag_2019.pdf"
    said = fields.footer.text()
    assert said.startswith("Fundstelle im Antrag, Leertaste zeigt sie  ·  ")
    alone = next(r for r in reads_attachment if r.place is None and not r.empty)
    fields.choose(alone.path)
    assert "Fundstelle" not in fields.footer.text()
    qtbot.keyClick(fields.view, Qt.Key.Key_Space)  # there is none
    assert window.pdf.tools.name.text() == "Mietvertrag_2019.pdf"


def test_space_leads_from_an_attachment_to_the_place_in_the_form(
    qtbot, window, reads_attachment
):
    fields, iban = window.application.fields, row_of(reads_attachment, "IBAN")
    fields.choose(iban.path)
    qtbot.keyClick(fields.view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: is_marked_in_form(window, iban.place))
    assert "Leertaste" not in fields.footer.text()
    assert "XML und PDF sagen dasselbe." in fields.footer.text()


def test_a_click_on_a_field_leads_there_but_copying_does_not(
    qtbot, window, reads_attachment
):
    fields, iban = window.application.fields, row_of(reads_attachment, "IBAN")
    view = fields.view
    fields.choose(iban.path)
    view.scrollTo(view.currentIndex())
    rect = view.visualRect(view.currentIndex())
    button = fields._delegate._button(rect).center()
    with qtbot.waitSignal(fields.copy_requested):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=button)
    qtbot.wait(100)
    assert window.pdf.tools.name.text() == "Mietvertrag_2019.pdf"
    middle = rect.center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    qtbot.waitUntil(lambda: is_marked_in_form(window, iban.place))


def test_a_hint_leads_from_an_attachment_to_its_place_in_the_form(
    qtbot, window, workplace, reads_attachment
):
    place = row_of(reads_attachment, "IBAN").place
    seen = Evidence("Antrag.pdf: Miete", "1", place=place)
    hint = replace(workplace.reading._linking.hints._hints[0], evidence=(seen,))
    workplace.reading._linking.hints.chosen.emit(hint)
    qtbot.waitUntil(lambda: is_marked_in_form(window, place))


def test_attachments_have_the_names_the_citizen_gave_them(qtbot, window):
    linked(qtbot, window)
    listed = {e.title: e.detail for e in window.application.documents.list.entries}
    detail = listed["WhatsApp Image 2026-10-30 at 18.02.11.jpeg"]
    assert detail.startswith("Nachweis Sparguthaben · anhang_0003.jpeg · ")
    assert detail.endswith("vorhanden")
    empty = listed["Nachweis der Einkommen der letzten 12 Monate"]
    assert empty == "im Antrag genannt, aber keine Datei hochgeladen"
    assert next(iter(listed)) == "Antrag.pdf"


def test_the_chosen_field_stays_when_the_form_has_been_read(qtbot, window):
    window.records.choose("r1")
    fields = window.application.fields
    qtbot.waitUntil(lambda: len(fields.rows) > 20)
    fields.view.setCurrentIndex(fields.view.model().index(15, 0))
    path = fields.rows[15].path
    linked(qtbot, window)
    assert fields.rows[fields.view.currentIndex().row()].path == path


def test_hints_stand_below_the_result_and_lead_to_their_field(qtbot, window):
    rows = linked(qtbot, window)
    panel = window.application
    titles = [entry.title for entry in panel.checks.entries]
    assert titles[0] == "Ergebnis"
    assert titles[2].startswith("Bitte ansehen · ")
    hints = [e for e in panel.checks.entries if e.key.startswith("hint:")]
    assert panel.tabs.words(CHECKS) == f"Prüfung {len(hints)}"
    iban = next(each for each in hints if each.key == "hint:iban-check-digit")
    assert "Grundlage: ISO 13616 (IBAN)" in iban.detail
    assert "DE67 9999 9998 0007 7001 23" in iban.spoken
    assert any("Stand 2024, bitte prüfen" in each.detail for each in hints)
    panel.show_tab(CHECKS)
    panel.checks.choose(iban.key)
    qtbot.keyClick(panel.checks, Qt.Key.Key_Return)
    assert panel.tabs.currentIndex() == FIELDS
    current = panel.fields.rows[panel.fields.view.currentIndex().row()]
    assert current.path == row_of(rows, "IBAN").path
    assert window.pdf.canvas.marked


def test_marking_as_unread_keeps_the_hints(qtbot, window, desk):
    linked(qtbot, window)
    panel = window.application
    before = panel.checks.entries
    qtbot.waitUntil(lambda: desk.records.record("r1").read)
    window.actions_.unread.trigger()
    qtbot.waitUntil(lambda: not desk.records.record("r1").read)
    qtbot.wait(100)
    assert panel.checks.entries == before
    window.records.choose("r2")
    qtbot.waitUntil(lambda: panel.header._title.text().startswith("Erdacht"))
    assert not any(e.title == before[4].title for e in panel.checks.entries)


def test_a_form_in_another_layout_changes_nothing(qtbot, window, monkeypatch):
    asked = []

    def unknown(_self, handle):
        asked.append(handle)
        return UNKNOWN_FORM

    monkeypatch.setattr(Documents, "form", unknown)
    window.records.choose("r1")
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    qtbot.wait(50)
    fields = window.application.fields
    assert fields.counter.text() == "162 von 162\u00a0Angaben"
    assert all(r.place is None for r in fields.rows if isinstance(r, FieldRow))


# --- a form that could only be read as text, or not at all ------------------------


OTHER = pdf(
    words("Seite ohne Angaben"),
    words("Familienname: Testmann")
    + words("Konto: DE67 9999 9998 0007 7001 23", 72, 600)
    + words("am 30.03.1986", 72, 500)
    + words("Warm: 11.068,75 EUR", 72, 420)
    + words("Kalt: 1.068,75 EUR", 72, 400),
)
SCANNED = pdf(b"0.5 g 100 100 300 300 re f")


def opened(qtbot, window, workplace, desk, form):
    record_id = put(desk.shelf, with_form("02_paar_zwei_kinder", form))
    workplace.inbox.refresh()
    qtbot.waitUntil(lambda: record_id in window.records.ids)
    window.records.choose(record_id)
    fields = window.application.fields
    qtbot.waitUntil(fields.legible.isVisible)
    qtbot.waitUntil(lambda: window.pdf._document is not None)
    return [row for row in fields.rows if isinstance(row, FieldRow)]


def test_in_a_form_of_another_layout_a_field_is_searched_for(
    qtbot, window, workplace, desk
):
    rows = opened(qtbot, window, workplace, desk, OTHER)
    fields, canvas = window.application.fields, window.pdf.canvas
    assert "anderen Aufbau" in fields.legible.text()
    fields.choose(row_of(rows, "IBAN").path)
    qtbot.waitUntil(lambda: canvas.marked)
    assert canvas.page == 1
    assert fields.footer.text().startswith("Fundstelle aus der Textsuche, Seite 2")
    assert "Stelle im XML" in fields.footer.text()
    fields.choose(row_of(rows, "Vorname").path)
    qtbot.waitUntil(lambda: "nicht gefunden" in fields.footer.text())
    fields.choose(row_of(rows, "Kaltmiete").path)  # 1068.75
    qtbot.waitUntil(lambda: canvas.marked)
    ((_, top, _, bottom),) = canvas._mark.hits[0].rects
    assert top < 842 - 400 < bottom
    fields.choose(row_of(rows, "Vorname").path)
    qtbot.waitUntil(lambda: "nicht gefunden" in fields.footer.text())
    assert not canvas.marked
    linked(qtbot, window)
    assert not fields.legible.isVisible()


def test_a_scanned_form_says_that_it_has_no_text(qtbot, window, workplace, desk):
    rows = opened(qtbot, window, workplace, desk, SCANNED)
    fields = window.application.fields
    assert "keinen Text" in fields.legible.text()
    fields.choose(row_of(rows, "IBAN").path)
    qtbot.wait(300)
    assert not window.pdf.canvas.marked
    assert "Textsuche" not in fields.footer.text()


def row(value, copied=""):
    return FieldRow("p", "l", value, copied or value, "", "", False, not value, "")


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (row("weiblich (w)", "w"), ("weiblich (w)", "weiblich")),
        (row("DE67 9999", "DE679999"), ("DE67 9999", "DE679999")),
        (row("1068.75"), ("1068.75", "1.068,75", "1068,75")),
        (row("1.068,75 €", "1068,75"), ("1.068,75 €", "1068,75", "1.068,75")),
        (row("175.5"), ("175.5", "175,50")),
        (row("30.03.1986"), ("30.03.1986",)),
        (row("Ja"), ()),
        (row("Nein"), ()),
        (row("w"), ()),
        (row("zwei\nZeilen"), ()),
        (row("x" * 201), ()),
    ],
)
def test_what_is_searched_for_says_enough(row, wanted):
    assert needles(row) == wanted
