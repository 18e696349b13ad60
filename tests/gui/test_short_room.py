"""The smallest usual screen with the largest text: nothing is lost, only moved."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter

from helpers.cuts import cuts
from helpers.desks import LONG_FAMILY
from hzl_client.model.record import Folder
from hzl_client.ui.dialogs.paper import make_printer
from hzl_client.ui.dialogs.questions import PaperOffer, WaitingRow
from hzl_client.ui.dialogs.waiting import WaitingDialog
from hzl_client.ui.models.entries import Entry
from hzl_client.ui.presenters.inbox import NOT_FOUND
from hzl_client.ui.views.application_panel import DOCUMENTS, TABS, WORK
from hzl_client.ui.views.summary_header import Head, SummaryHeader


@pytest.fixture
def large(qtbot, window, workplace, look):  # noqa: ARG001
    window.resize(1366, 728)
    look.set_scale(2.0)
    window.records.choose("r1")
    qtbot.waitUntil(lambda: window.pdf._document is not None, timeout=20_000)
    yield window
    look.set_scale(1.0)


def place(widget, window):
    return QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())


def test_the_verdict_is_never_cut(qtbot, large):
    large.folders.choose(Folder.QUARANTINE)
    large.records.choose(large.records.ids[0])
    banner = large.application.header._trust
    qtbot.waitUntil(lambda: "ungültig" in banner.text.text())
    for tab in range(len(TABS)):
        large.application.show_tab(tab)
        text = banner.text
        qtbot.waitUntil(lambda t=text: t.height() >= t.heightForWidth(t.width()))
        assert banner.isVisible()
        below = place(large.application.header.details, large).top()
        assert below >= place(text, large).bottom()


def test_what_gives_way_in_the_head_is_in_its_tooltip(qtbot, large, look):
    header = large.application.header
    said = header._trust.text.text()
    assert said
    large.resize(1366, 500)
    qtbot.waitUntil(lambda: not header._trust.isVisible())
    assert said in header._title.toolTip()
    look.set_scale(1.0)
    large.resize(1366, 728)
    qtbot.waitUntil(header._trust.isVisible)
    assert header._title.toolTip() == ""


@pytest.mark.parametrize("chosen", range(len(TABS)))
def test_every_tab_is_inside(qtbot, large, chosen):
    large.application.show_tab(chosen)
    tabs = large.application.tabs

    def inside():
        places = [tabs.tabRect(number) for number in range(tabs.count())]
        return all(tabs.rect().contains(each) for each in places)

    qtbot.waitUntil(inside)
    assert not tabs.usesScrollButtons()


def test_every_tool_of_the_document_has_its_place(qtbot, large):
    tools = large.pdf.tools
    parts = (
        *(tools.strip, tools.back, tools.number, tools.total, tools.forward),
        *(tools.smaller, tools.zoom, tools.larger, tools.turn, tools.search),
    )
    qtbot.waitUntil(lambda: all(part.isVisible() for part in parts))

    def apart():
        places = [place(part, tools) for part in parts]
        return all(tools.rect().contains(each) for each in places) and not any(
            a.intersects(b) for n, a in enumerate(places) for b in places[:n]
        )

    qtbot.waitUntil(apart)


def test_the_buttons_of_the_attachments_are_whole(qtbot, large):
    large.application.show_tab(DOCUMENTS)
    documents = large.application.documents
    for button in (documents.open, documents.save):
        qtbot.waitUntil(lambda b=button: b.width() >= b.sizeHint().width())
    large.application.show_tab(WORK)


def test_rows_of_what_waits_are_as_high_as_their_words(qtbot, large, look):
    subject = "Antrag auf Hilfe zum Lebensunterhalt"
    waiting = tuple(
        WaitingRow(key, subject, "28.11.2026 08:15", "", ticked=True) for key in "12"
    )
    dialog = WaitingDialog(look, waiting, large, more=False)
    with qtbot.waitExposed(dialog):
        dialog.show()
    table = dialog.table
    assert table.rowHeight(0) == table.rowHeight(1) < 2 * table.fontMetrics().height()
    assert dialog.width() <= large.screen().availableSize().width()
    dialog.close()


def test_a_print_into_a_file_has_a_name_that_names_nobody(qapp, monkeypatch):  # noqa: ARG001
    offer = PaperOffer("HzL-Antrag", QPageLayout(), 1)
    pdf = QPrinter.OutputFormat.PdfFormat
    monkeypatch.setattr(QPrinter, "outputFormat", lambda _: pdf)
    assert make_printer(offer).outputFileName().endswith("HzL-Antrag.pdf")
    native = QPrinter.OutputFormat.NativeFormat
    monkeypatch.setattr(QPrinter, "outputFormat", lambda _: native)
    assert make_printer(offer).outputFileName() == ""


# --- the keyboard -----------------------------------------------------------------


@pytest.fixture
def listing(qtbot, window, workplace):  # noqa: ARG001
    window.records.choose("r1")
    qtbot.waitUntil(lambda: window.pdf._document is not None, timeout=20_000)
    window.records.view.setFocus()
    return window


@pytest.mark.parametrize("button", range(2))
def test_after_a_notice_the_keyboard_is_where_it_was(qtbot, listing, button):
    listing.notice.show_notice("Abgelegt.", "good", "Rückgängig", lambda: None)
    pressed = listing.notice.buttons[button]
    pressed.setFocus()
    qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)
    assert listing.notice.isHidden()
    assert listing.focusWidget() is listing.records.view


def test_f6_stops_at_what_is_said(qtbot, listing):
    listing.notice.show_notice("Abgelegt.", "good", "Rückgängig", lambda: None)
    listing.error_panel.show()
    stops = []
    for _ in range(7):
        qtbot.keyClick(listing, Qt.Key.Key_F6)
        stops.append(listing.focusWidget())
    assert listing.notice.buttons[0] in stops
    assert listing.error_panel.buttons[0] in stops


@pytest.mark.parametrize(
    ("modifier", "pdf", "fields"),
    [
        (Qt.KeyboardModifier.NoModifier, True, True),
        (Qt.KeyboardModifier.ShiftModifier, True, False),
        (Qt.KeyboardModifier.ControlModifier, False, True),
    ],
)
def test_each_way_to_read_has_a_key_and_gives_the_keyboard_back(
    qtbot, listing, modifier, pdf, fields
):
    qtbot.keyClick(listing, Qt.Key.Key_F11, modifier)
    assert (listing.pdf.isVisible(), listing.application.isVisible()) == (pdf, fields)
    stays = listing.pdf if pdf else listing.application
    assert stays.isAncestorOf(listing.focusWidget())
    assert listing.focusWidget() is not listing.pdf.tools.strip
    qtbot.keyClick(listing, Qt.Key.Key_F11, modifier)
    assert listing.focusWidget() is listing.records.view


def test_from_one_way_to_read_to_another_and_back(qtbot, listing):
    shift, none = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
    control = Qt.KeyboardModifier.ControlModifier
    for modifier in (none, shift, control, control):
        qtbot.keyClick(listing, Qt.Key.Key_F11, modifier)
    assert listing.focusWidget() is listing.records.view


# --- words ------------------------------------------------------------------------


def test_a_sentence_is_spoken_with_one_full_stop():
    assert Entry("1", "Notiz geändert.", "28.11.").spoken == "Notiz geändert. 28.11"


def test_where_nothing_is_found_everything_searched_is_named():
    for name in ("Aktenzeichen", "Etiketten", "Notiz"):
        assert name in NOT_FOUND.hint


# --- while somebody searches --------------------------------------------------------


@pytest.fixture
def small(qtbot, window, workplace):  # noqa: ARG001
    """1920x1080 at 200 %."""
    window.resize(960, 540)
    window.records.choose("r1")
    fields = window.application.fields
    qtbot.waitUntil(lambda: "nur im PDF" in fields.counter.text())
    return window


def rows_in_sight(view):
    rows = [view.model().index(n, 0) for n in range(view.model().rowCount())]
    return sum(view.viewport().rect().contains(view.visualRect(row)) for row in rows)


def test_a_search_makes_room_for_the_fields(qtbot, small):
    fields, header = small.application.fields, small.application.header
    fields.choose(next(row.path for row in fields.rows if hasattr(row, "path")))
    before = rows_in_sight(fields.view)
    small.search.box.setText("Testmann")
    small.search.open_search()
    qtbot.waitUntil(lambda: small.search.count.text().startswith("1 von"))
    qtbot.waitUntil(lambda: rows_in_sight(fields.view) >= before + 1)
    assert header._about.text() in header._title.toolTip()
    assert fields.only_found.isVisible()
    assert not fields.search.isVisible()
    small.search.close_search()
    qtbot.waitUntil(header._about.isVisible)
    assert fields.search.isVisible()


def test_a_long_name_leaves_room_and_is_whole_in_the_tooltip(qtbot, look):
    header = SummaryHeader(look)
    qtbot.addWidget(header)
    name = f"{LONG_FAMILY}, Monika Anna Emilia Theodora Walburga Kunigunde"
    header.show_head(Head(name, "HzL", "Nicht geprüft", "neutral", test=True))
    header.resize(290, 400)
    header.fit(160)
    header.show()
    title = header._title
    lines = title.shown(title.width())
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(title.fontMetrics().horizontalAdvance(x) <= title.width() for x in lines)
    assert name in title.toolTip()
    assert cuts(header) == []
    header.fit(60)
    assert len(title.shown(title.width())) == 1
