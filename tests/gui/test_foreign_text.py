"""Whatever a citizen or a sender wrote is shown as text, in every label and tooltip."""

from time import process_time
from xml.sax.saxutils import escape

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from helpers.applications import content, message, read_message
from helpers.desks import put
from hzl_client.model.application import Application, Code, Field, Section, Summary
from hzl_client.model.comparison import Comparison, PrintedOnly
from hzl_client.model.printed import Place, PrintedField
from hzl_client.ui.dialogs.printing import PrintDialog
from hzl_client.ui.dialogs.questions import PrintOffer, PrintRow
from hzl_client.ui.models.fields import (
    LONGEST,
    FieldFilter,
    FieldIndex,
    FieldRow,
    HeadingRow,
)
from hzl_client.ui.plain import tip, visible
from hzl_client.ui.rows import ElidedLabel, label
from hzl_client.ui.views.banner import Banner
from hzl_client.ui.views.error_panel import Trouble
from hzl_client.ui.views.fields_tab import FieldsTab

MARKUP = '<b>Fett</b> <img src="https://example.invalid/x.png"> &amp; &lt;i&gt;'
TURNED = "Mu\u202eretsum\u202c"
ROLES = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def hostile(value):
    text = escape(value)
    return message(
        "<x:xsozial><x:vorgang><x:person><x:personID>Antragsteller_1</x:personID>"
        "<x:antragsteller>true</x:antragsteller><x:allgemein>"
        f"<x:nameNatuerlichePerson><x:familienname><x:name>{text}</x:name>"
        "</x:familienname></x:nameNatuerlichePerson></x:allgemein>"
        f'<x:typ listURI="{escape(value, {chr(34): "&quot;"})}"><code>1</code></x:typ>'
        "</x:person></x:vorgang><x:dokument><x:name>"
        f"{text}</x:name></x:dokument></x:xsozial>",
        attributes=f"produkt='{text}'",
    )


@pytest.fixture(params=(MARKUP, TURNED), ids=("markup", "turned"))
def opened(request, qtbot, window, desk, workplace):
    record = put(desk.shelf, (content("m.xml", hostile(request.param)),))
    workplace.inbox.refresh()
    qtbot.waitUntil(lambda: record in window.records.ids)
    window.records.choose(record)
    qtbot.waitUntil(lambda: bool(window.application.fields.rows))
    window.application.fields.choose("xsozial/vorgang/person/typ/code")
    return request.param


def everything_said(window):
    """Every text a widget or a row of a list shows without saying how to read it."""
    for widget in (window, *window.findChildren(QWidget)):
        yield widget.toolTip()
        if isinstance(widget, QLabel) and widget.textFormat() != (
            Qt.TextFormat.PlainText
        ):
            yield widget.text()
        if isinstance(widget, QAbstractItemView):
            yield from tooltips(widget.model())


def tooltips(model: QAbstractItemModel):
    for number in range(model.rowCount()):
        yield model.index(number, 0).data(Qt.ItemDataRole.ToolTipRole) or ""


def test_no_text_in_the_window_is_taken_for_markup(opened, window):
    said = [each for each in everything_said(window) if each]
    assert any(visible("Fett") in s or "[U+202E]" in s for s in said)
    for each in said:
        if GuiQt.mightBeRichText(each):
            assert each.startswith("<qt>")
            inner = each.removeprefix("<qt>").removesuffix("</qt>")
            assert "<" not in inner.replace("<br>", "")
    assert opened


def test_what_turns_the_writing_is_spelled_out_wherever_it_is_read(opened, window):
    fields = window.application.fields
    read = [
        window.application.header._title.text(),
        window.application.header._about.text(),
        fields.footer.text(),
        *(fields._model.index(n).data(role) or ""
          for n in range(fields._model.rowCount()) for role in ROLES),
        *(window.records.view.model().index(n, 0).data(role) or ""
          for n in range(len(window.records.ids)) for role in ROLES),
        *everything_said(window),
    ]  # fmt: skip
    assert not any("\u202e" in each for each in read)
    if opened == TURNED:
        assert "Mu[U+202E]retsum[U+202C]" in read[0]
        assert sum("[U+202E]" in each for each in read) > 4


def one_field(value, **more):
    field = Field("a/b", "Bemerkung", value, value, value, **more)
    summary = Summary("Muster", "HzL", "", "", 1, 0)
    sections = (Section("Nachricht", (field,)),)
    return FieldIndex(Application("XML", "", summary, lambda: sections, (), 1))


@pytest.fixture
def tab(qtbot, look):
    tab = FieldsTab(look)
    qtbot.addWidget(tab)
    tab.resize(420, 300)
    with qtbot.waitExposed(tab):
        tab.show()
    return tab


def picture(tab, value):
    tab.show_fields(one_field(value))
    return tab.view.grab().toImage()


def test_the_row_is_painted_with_the_sign_spelled_out(tab):
    spelled = picture(tab, "Mu[U+202E]retsum[U+202C]")
    assert picture(tab, TURNED) == spelled
    assert picture(tab, "Muretsum") != spelled


def test_markup_in_a_value_is_painted_letter_by_letter(tab):
    assert picture(tab, "<b>x</b>") != picture(tab, "x")


def test_piled_up_accents_stay_in_their_row(tab):
    """The heading above is drawn the same whatever stands below."""
    tall = "Z" + "\u0301" * 60 + "o"
    plain = picture(tab, "Zo")
    piled = picture(tab, tall)
    ratio = plain.devicePixelRatio()
    above = tab.view.visualRect(tab._model.index(1)).top() * ratio
    size = (0, 0, plain.width(), int(above))
    assert piled.copy(*size) == plain.copy(*size)


@pytest.mark.parametrize("value", [MARKUP, TURNED, "a\x85b", "x" * (LONGEST + 5)])
def test_a_copy_is_as_it_was_sent(qtbot, tab, value):
    tab.show_fields(one_field(value))
    tab.view.setCurrentIndex(tab._model.index(1))
    with qtbot.waitSignal(tab.copy_requested) as copied:
        qtbot.keyClick(tab.view, Qt.Key.Key_Return)
    assert copied.args == ["Bemerkung", value]


def test_the_tooltip_of_a_long_value_says_how_long_it_is(tab):
    tab.show_fields(one_field("x" * 5000))
    told = tab._model.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert "5.000 Zeichen, davon hier 4.000; kopiert werden alle." in told
    (row,) = [row for row in tab.rows if isinstance(row, FieldRow)]
    assert len(row.value) < 4100


def test_a_label_that_is_cut_shows_its_markup_as_text_in_the_tooltip(qtbot):
    made = ElidedLabel()
    qtbot.addWidget(made)
    made.resize(40, 20)
    made.setText("<b>Ein langer</b> Text")
    assert made.toolTip() == "<qt>&lt;b&gt;Ein langer&lt;/b&gt; Text</qt>"


@pytest.mark.parametrize("text", [MARKUP, "a < b\nc & d", "&lt;b&gt;", TURNED])
def test_a_tooltip_reads_as_the_text_it_is(text):
    shown = tip(text)
    document = QTextDocument()
    if GuiQt.mightBeRichText(shown):
        document.setHtml(shown)
    else:
        document.setPlainText(shown)
    assert document.toPlainText() == visible(text)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Änne Müller", "Änne Müller"),
        ("Zoe\u0301", "Zoe\u0301"),
        ("שלום, مرحبا", "שלום, مرحبا"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("eins\n\tzwei", "eins\n\tzwei"),
        ("a\u200bb\u00adc\ufeff", "a[U+200B]b[U+00AD]c[U+FEFF]"),
        ("\u2067x\u2069\u061c\u2028", "[U+2067]x[U+2069][U+061C][U+2028]"),
        ("a\U000e0041", "a[U+E0041]"),
        ("\x7f\x9b", "[U+007F][U+009B]"),
    ],
)
def test_only_what_hides_or_turns_is_spelled_out(text, seen):
    assert visible(text) == seen


LONG = "u" * 200_000


def every_text(index):
    for row in index.rows(FieldFilter()):
        yield from (row.title,) if isinstance(row, HeadingRow) else (
            row.label, row.note, row.details, row.spoken,
        )  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [
        {"code": Code("1", LONG, LONG, note=f"Liste {LONG} unbekannt")},
        {"note": LONG, "own_label": LONG},
    ],
)
def test_an_address_without_end_costs_no_time_to_draw(tab, more):
    index = one_field("Wert", **more)
    assert all(len(text) < 2000 for text in every_text(index))
    assert any("(gekürzt)" in text for text in every_text(index))
    tab.show_fields(index)
    started = process_time()
    tab.view.grab()
    assert process_time() - started < 1


def test_names_without_end_are_cut_for_the_eye_and_found_whole(tab):
    field = Field(f"{LONG}/b", f"{LONG} Ende", "Wert", "Wert", "Wert")
    summary = Summary("Muster", "HzL", "", "", 1, 0)
    sections = (Section(LONG, (field,)),)
    printed = PrintedField((LONG,), f"{LONG} Schluss", "Ja", Place(0, 0, 0, 1, 1))
    index = FieldIndex(
        Application("XML", "", summary, lambda: sections, (), 1),
        Comparison(known=True, printed_only=(PrintedOnly(printed),)),
    )
    assert all(len(text) < 2000 for text in every_text(index))
    assert index.found(FieldFilter("ende")) == (field.path,)
    assert len(index.found(FieldFilter("schluss"))) == 1
    tab.show_fields(index)


def test_a_namespace_without_end_is_cut_where_it_is_told():
    foreign = f'<z:eigen xmlns:z="urn:{LONG}">1</z:eigen>'
    (field,) = (
        field
        for field in read_message(f"<x:xsozial>{foreign}</x:xsozial>").fields
        if field.note
    )
    assert field.note.startswith("Fremder Namensraum urn:uuu")
    assert len(field.note) < 300


def test_every_label_spells_out_what_turns(qtbot, window, look):
    made, banner = label(TURNED), Banner(look)
    qtbot.addWidget(made)
    qtbot.addWidget(banner)
    banner.show_text(TURNED, "warn")
    window.notice.show_notice(f"Nicht gedruckt: „{TURNED}“.")
    trouble = Trouble(TURNED, TURNED, TURNED, "Lesen", "code", "heute")
    window.error_panel.show_trouble(trouble)
    said = [made.text(), banner.text.text(), banner.accessibleName()]
    said += [window.notice.words.text(), window.error_panel.accessibleName()]
    said += [each.text() for each in window.error_panel.findChildren(QLabel)]
    assert not any("\u202e" in each for each in said)
    assert sum("[U+202E]" in each for each in said) == 8


def test_names_of_files_to_print_stand_on_one_line_spelled_out(qtbot, window, look):
    names = (TURNED, "Zeile 1\nZeile 2.txt", "a" * 3000 + ".pdf", "<b>.txt")
    files = tuple(
        PrintRow(str(n), name, "", "wird nicht gedruckt")
        for n, name in enumerate(names)
    )
    offer = PrintOffer(TURNED, fields=True, form=True, attachments=files)
    dialog = PrintDialog(look, offer, window)
    qtbot.addWidget(dialog)
    items = [dialog.list.item(n) for n in range(len(names))]
    texts = [item.text() for item in items]
    assert texts[0] == "Mu[U+202E]retsum[U+202C] – wird nicht gedruckt"
    assert texts[1] == "Zeile 1 Zeile 2.txt – wird nicht gedruckt"
    assert texts[2].endswith("aaa.pdf – wird nicht gedruckt")
    assert len(texts[2]) < 80
    assert items[2].toolTip() == names[2]
    assert items[3].toolTip() == ""
    labels = [each.text() for each in dialog.findChildren(QLabel)]
    assert "Mu[U+202E]retsum[U+202C]" in labels
    assert not any("\u202e" in each for each in labels)
