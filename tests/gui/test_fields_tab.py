"""Tab "Felder": nothing is hidden, everything can be found and copied."""

from time import process_time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester

from helpers.applications import SAMPLES, expectations, read_message, read_sample
from hzl_client.model.application import Application, Field, Section, Summary
from hzl_client.model.printed import Place, PrintedField, PrintedForm
from hzl_client.standards.comparison import compare
from hzl_client.ui.models.fields import (
    FOUND_ROLE,
    LONGEST,
    UNKNOWN,
    FieldFilter,
    FieldIndex,
    FieldRow,
    FieldsModel,
    HeadingRow,
)
from hzl_client.ui.views.fields_tab import HINT, FieldsTab

CONTROL = Qt.KeyboardModifier.ControlModifier


def fields(rows):
    return [row for row in rows if isinstance(row, FieldRow)]


def many(number):
    made = [
        Field(f"a/b[{n}]", f"Angabe {n}", f"Wert {n}", f"Wert {n}", f"Wert {n}")
        for n in range(number)
    ]
    sections = tuple(
        Section(f"Abschnitt {n}", tuple(made[n : n + 50])) for n in range(0, number, 50)
    )
    summary = Summary("Muster, Émile", "HzL", "", "", 1, 0)
    return Application("XSozial-basis", "2.4.0", summary, lambda: sections, (), number)


@pytest.fixture
def tab(qtbot, look):
    tab = FieldsTab(look)
    qtbot.addWidget(tab)
    tab.resize(420, 600)
    with qtbot.waitExposed(tab):
        tab.show()
    tab.show_fields(FieldIndex(read_sample("02_paar_zwei_kinder")))
    return tab


# --- what is shown ----------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_leaf_of_every_sample_is_a_row(sample):
    application = read_sample(sample)
    index, leaves = FieldIndex(application), application.leaves
    assert leaves > expectations(sample)["blattelemente"]  # attributes of the root too
    assert len(fields(index.rows(FieldFilter()))) == leaves
    assert index.counter(FieldFilter()) == f"{leaves} von {leaves}\u00a0Angaben"
    assert index.dropped == 0


def test_hidden_technical_ones_are_told_in_the_counter():
    index = FieldIndex(read_sample("02_paar_zwei_kinder"))
    wanted = FieldFilter(technical=False)
    shown = fields(index.rows(wanted))
    assert 0 < len(shown) < 162
    assert not any(row.technical for row in shown)
    hidden = f"{162 - len(shown)} technische ausgeblendet"
    assert index.counter(wanted) == f"{len(shown)} von 162\u00a0Angaben · {hidden}"


def test_another_application_does_not_say_what_was_copied_before(tab):
    tab.say("„Rolle“ ist kopiert.")
    tab.show_fields(FieldIndex(many(3)))
    assert tab.footer.text() == HINT


def test_a_dropped_leaf_is_told_aloud(tab):
    whole = many(3)
    less = Application(
        whole.standard, whole.version, whole.summary, whole.arrange, (), 5
    )
    tab.show_fields(FieldIndex(less))
    assert tab.dropped.isVisible()
    assert "2 Angaben" in tab.dropped.text()


def test_unknown_and_empty_ones_say_so():
    known = "<x:gradDerBehinderung>50</x:gradDerBehinderung>"
    index = FieldIndex(read_message(f"<x:xsozial>{known}<x:leer/></x:xsozial>"))
    shown = fields(index.rows(FieldFilter()))
    rows = {row.path.rpartition("/")[2]: row for row in shown}
    unknown, empty = rows["gradDerBehinderung"], rows["leer"]
    assert unknown.label == "Grad der Behinderung"
    assert unknown.mark == UNKNOWN
    assert UNKNOWN in unknown.spoken
    assert "xsozial/gradDerBehinderung" in unknown.details
    assert (empty.value, empty.empty) == ("(leer)", True)


def test_a_row_says_everything_to_a_screen_reader(tab):
    model = tab._model
    spoken = [
        model.index(n).data(Qt.ItemDataRole.AccessibleTextRole)
        for n in range(model.rowCount())
    ]
    assert "Familienname: Testmann" in spoken
    assert any(s.startswith("Abschnitt 1. antragstellende Person") for s in spoken)
    assert any("deutsch (000), Text aus Fassung" in s for s in spoken)


def test_a_very_long_value_is_cut_for_the_eye_but_copied_whole(qtbot, tab):
    value = "x" * (LONGEST + 5)
    field = Field("a/b", "Bemerkung", value, value, value)
    summary = Summary("Muster", "HzL", "", "", 1, 0)
    application = Application(
        "XML", "", summary, lambda: (Section("Nachricht", (field,)),), (), 1
    )
    tab.show_fields(FieldIndex(application))
    assert "gekürzt" in tab._model.rows[1].value
    tab.view.setCurrentIndex(tab._model.index(1))
    with qtbot.waitSignal(tab.copy_requested) as copied:
        qtbot.keyClick(tab.view, Qt.Key.Key_Return)
    assert copied.args == ["Bemerkung", value]


# --- searching and folding --------------------------------------------------------


def spoken(tab, row):
    return tab._model.find(row.path).data(Qt.ItemDataRole.AccessibleTextRole)


def test_what_a_search_finds_is_marked_and_told(tab):
    tab.show_search("aurelie")
    found = [row for row in fields(tab._model.rows) if row.path in tab.found]
    assert any("Aurélie" in row.value for row in found)
    assert len(fields(tab._model.rows)) == 162
    for row in found:
        assert spoken(tab, row).endswith(", Fundstelle")
        assert tab._model.find(row.path).data(FOUND_ROLE)
    tab.show_search("")
    assert not any("Fundstelle" in spoken(tab, row) for row in found)
    assert not tab.only_found.isVisible()


def test_a_found_row_looks_different(tab):
    number = row_of(tab, "Familienname")
    rect = tab.view.visualRect(tab._model.index(number))

    def picture():
        return tab.view.viewport().grab(rect).toImage()

    before = picture()
    tab.show_search("testmann")
    assert picture() != before


def test_only_what_was_found_over_label_and_value_in_any_case(qtbot, tab):
    tab.show_search("AURÉLIE")
    qtbot.mouseClick(tab.only_found, Qt.MouseButton.LeftButton)
    shown = fields(tab._model.rows)
    assert shown
    assert any("Aurélie" in row.value for row in shown)
    assert tab.counter.text() == f"{len(shown)} von 162\u00a0Angaben"
    tab.show_search("geburtsdatum aurélie")  # section and label together
    assert [row.label for row in fields(tab._model.rows)] == ["Geburtsdatum"]


def test_finding_nothing_says_so_and_offers_the_way_back(qtbot, tab):
    tab.show_search("gibt es nicht")
    tab.only_found.setChecked(True)
    assert tab.empty.isVisible()
    assert tab.counter.text().startswith("0 von 162")
    qtbot.mouseClick(tab.empty._button, Qt.MouseButton.LeftButton)
    assert tab.view.isVisible()
    assert len(fields(tab._model.rows)) == 162


def test_sections_fold_by_key_and_by_mouse_and_the_counter_does_not_change(qtbot, tab):
    before, counter = len(tab._model.rows), tab.counter.text()
    first = tab._model.rows[0]
    tab.view.setCurrentIndex(tab._model.index(2))
    qtbot.keyClick(tab.view, Qt.Key.Key_Left)
    closed = tab._model.rows[0]
    assert (closed.title, closed.open) == (first.title, False)
    assert len(tab._model.rows) == before - first.fields
    assert tab.view.currentIndex().row() == 0
    assert tab.counter.text() == counter
    place = tab.view.visualRect(tab._model.index(0)).center()
    qtbot.mouseClick(tab.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(tab._model.rows) == before


def test_a_search_looks_into_closed_sections(qtbot, tab):
    tab.view.setCurrentIndex(tab._model.index(0))
    qtbot.keyClick(tab.view, Qt.Key.Key_Left)
    tab.show_search("familienname testmann jonas")
    (path,) = tab.found
    assert tab.choose(path)
    assert tab.current == path


def test_a_search_leads_into_a_hidden_group(tab):
    field = Field("a/b", "Sonstiges", "Wert", "Wert", "Wert")
    sections = (Section("Nachricht", (field,), hidden=True),)
    summary = Summary("Muster", "HzL", "", "", 1, 0)
    tab.show_fields(
        FieldIndex(Application("XML", "", summary, lambda: sections, (), 1))
    )
    assert fields(tab._model.rows) == []
    tab.show_search("sonstiges")
    assert tab.found == ("a/b",)
    assert tab.choose("a/b")
    assert tab.current == "a/b"


# --- copying ----------------------------------------------------------------------


def row_of(tab, label):
    return next(
        n
        for n, row in enumerate(tab._model.rows)
        if isinstance(row, FieldRow) and row.label == label
    )


@pytest.mark.parametrize("how", ["enter", "copy", "click"])
def test_enter_copy_and_the_button_give_what_a_fachverfahren_wants(qtbot, tab, how):
    number = row_of(tab, "IBAN")
    row = tab._model.rows[number]
    assert " " in row.value
    tab.view.setCurrentIndex(tab._model.index(number))
    tab.view.scrollTo(tab._model.index(number))
    with qtbot.waitSignal(tab.copy_requested) as copied:
        if how == "enter":
            qtbot.keyClick(tab.view, Qt.Key.Key_Return)
        elif how == "copy":
            qtbot.keyClick(tab.view, Qt.Key.Key_C, CONTROL)
        else:
            rect = tab.view.visualRect(tab._model.index(number))
            place = tab._delegate._button(rect).center()
            qtbot.mouseClick(
                tab.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place)
            )
    assert copied.args == ["IBAN", row.value.replace(" ", "")]


def test_an_empty_one_copies_nothing(qtbot, tab):
    tab.show_fields(FieldIndex(read_message("<x:leer/>")))
    number = next(
        n
        for n, row in enumerate(tab._model.rows)
        if isinstance(row, FieldRow) and row.empty
    )
    tab.view.setCurrentIndex(tab._model.index(number))
    with qtbot.assertNotEmitted(tab.copy_requested):
        qtbot.keyClick(tab.view, Qt.Key.Key_Return)


def test_the_chosen_row_tells_its_place_in_the_xml(tab):
    number = row_of(tab, "Familienname")
    tab.view.setCurrentIndex(tab._model.index(number))
    assert "Stelle im XML: xsozial/" in tab.footer.text()


# --- size and speed ---------------------------------------------------------------


def test_values_wrap_instead_of_scrolling_sideways(qtbot, tab):
    tab.resize(320, 500)
    qtbot.waitUntil(lambda: tab.view.viewport().width() < 330)
    assert not tab.view.horizontalScrollBar().isVisible()
    widths = {
        tab.view.visualRect(tab._model.index(n)).right()
        for n in range(tab._model.rowCount())
    }
    assert max(widths) <= tab.view.viewport().width()


def test_three_thousand_fields_are_filtered_within_a_key_press(tab):
    index = FieldIndex(many(3000))
    tab.show_fields(index)
    tab.only_found.setChecked(True)
    started = process_time()
    tab.show_search("299")
    needed = process_time() - started
    assert len(fields(tab._model.rows)) == 13  # 299, 1299, 2299, 2990 to 2999
    assert needed < 0.15  # measured: 0.02 on an idle machine


@pytest.mark.parametrize("typed", ["1250.00", "1250,00", "1.250,00", "1250,0"])
def test_an_amount_is_found_however_it_is_written(typed):
    group = "<x:unterkunft><x:{0}>{1}</x:{0}></x:unterkunft>".format
    vorgang = group("kaltmiete", "1250.00") + group("heizkosten", "250.00")
    application = read_message(
        f"<x:xsozial><x:vorgang>{vorgang}</x:vorgang></x:xsozial>"
    )
    place = Place(0, 0, 0, 9, 9)
    said = PrintedField(("Bedarf",), "Mietkaution", "1.250,00 €", place)
    form = PrintedForm(known=True, fields=(said,))
    index = FieldIndex(application, compare(application, form))
    rows = fields(index.rows(FieldFilter(typed)))
    assert [row.label for row in rows] == ["Kaltmiete", "Mietkaution"]


def test_the_model_keeps_qts_contract(qapp):  # noqa: ARG001
    model = FieldsModel()
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(model, fatal, model)
    index = FieldIndex(read_sample("01_alleinstehend"))
    for wanted in (
        FieldFilter(),
        FieldFilter("beispiel"),
        FieldFilter(technical=False),
        FieldFilter(closed=frozenset({0, 2})),
        FieldFilter("gibt es nicht"),
    ):
        model.show_rows(index.rows(wanted))
        assert all(isinstance(r, HeadingRow | FieldRow) for r in model.rows)
