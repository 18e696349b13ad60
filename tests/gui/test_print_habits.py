"""Before printing: much is asked about first, and the last choice is proposed again."""

from datetime import timedelta

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from helpers.applications import content, sample_contents
from helpers.desks import put
from hzl_client.ui.dialogs.confirm import ConfirmDialog
from hzl_client.ui.dialogs.paper import make_printer, paper_of
from hzl_client.ui.dialogs.printing import PrintDialog
from hzl_client.ui.dialogs.questions import (
    Confirmation,
    PaperOffer,
    PrintOffer,
    PrintRow,
    PrintTicks,
    PrintWish,
)
from hzl_client.ui.presenters.printing import MANY, QUEUE_NAME
from hzl_client.ui.printing.habits import Habits
from hzl_client.ui.printing.sheet import A4
from hzl_client.ui.remembered import Remembered

SECONDS = 60_000
ROWS = (PrintRow("1", "a.pdf", ""), PrintRow("2", "b.pdf", ""))
OFFER = PrintOffer("Testmann", fields=True, form=True, attachments=ROWS)


def pdf(pages):
    with pymupdf.open() as document:
        for _ in range(pages):
            document.new_page()
        return document.tobytes()


def opened(qtbot, window, workplace, record_id):
    def there():
        shown = workplace.reading.opened
        return shown is not None and shown.record.id == record_id

    window.records.choose(record_id)
    qtbot.waitUntil(there, timeout=SECONDS)


@pytest.fixture
def long(qtbot, window, workplace, desk):
    parts = (*sample_contents("03_mit_betreuung"), content("lang.pdf", pdf(MANY + 20)))
    record_id = put(desk.shelf, parts, age=timedelta(minutes=1))
    workplace.inbox.refresh()
    qtbot.waitUntil(lambda: record_id in window.records.ids)
    opened(qtbot, window, workplace, record_id)
    return workplace


@pytest.fixture
def printer(answers, tmp_path):
    made = make_printer(PaperOffer(QUEUE_NAME, A4, 1))
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "ausdruck.pdf"))
    answers.printer = paper_of(made)
    return tmp_path / "ausdruck.pdf"


def start(qtbot, window, workplace, answers):
    """With everything."""
    keys = (row.key for row in workplace.reading.documents if row.showable)
    answers.wish = PrintWish(attachments=tuple(keys))
    window.actions_.printing.trigger()
    qtbot.waitUntil(lambda: not workplace.printing.running, timeout=SECONDS)


def test_more_than_a_hundred_pages_are_asked_about_and_a_no_prints_none(
    qtbot, window, long, answers, printer
):
    answers.yes = False
    start(qtbot, window, long, answers)
    (question,) = [each for each in answers.asked if isinstance(each, Confirmation)]
    number = int(question.title.partition("\u00a0")[0])
    assert number > MANY + 20
    assert question.title == f"{number}\u00a0Seiten drucken?"
    assert question.text.startswith("Deckblatt und Felder: ")
    assert "\nAntrag (PDF): " in question.text
    assert f", davon „lang.pdf“: {MANY + 20}\u00a0Seiten" in question.text
    assert not any(isinstance(each, PaperOffer) for each in answers.asked)
    assert not printer.exists()


def test_a_yes_leads_to_the_printer_and_a_few_pages_need_none(
    qtbot, window, long, answers
):
    start(qtbot, window, long, answers)  # there is no printer: nothing is printed
    assert [type(each) for each in answers.asked] == [
        PrintOffer,
        Confirmation,
        PaperOffer,
    ]
    answers.asked.clear()
    opened(qtbot, window, long, "r1")
    start(qtbot, window, long, answers)
    assert [type(each) for each in answers.asked] == [PrintOffer, PaperOffer]


def test_enter_does_not_print_them(qtbot, window, look):
    question = Confirmation("120 Seiten drucken?", "Felder: 120", "120 Seiten drucken")
    dialog = ConfirmDialog(look, question, window)
    qtbot.addWidget(dialog)
    assert dialog.cancel.isDefault()
    assert not dialog.yes.isDefault()


# --- what was chosen last -------------------------------------------------------------


def test_what_was_chosen_is_proposed_again_also_after_a_start(tmp_path):
    remembered = Remembered(tmp_path)
    assert Habits(remembered).ticks == PrintTicks()
    Habits(remembered).keep(OFFER, PrintWish(cover=False, technical=True, form=False))
    remembered.save()
    chosen = PrintTicks(cover=False, technical=True, form=False, attachments=False)
    assert Habits(Remembered(tmp_path)).ticks == chosen
    kept = (tmp_path / "window.ini").read_text("utf-8")
    assert "Testmann" not in kept
    assert "a.pdf" not in kept


def test_what_could_not_be_chosen_says_nothing_about_the_next_time(remembered):
    habits = Habits(remembered)
    offer = PrintOffer("Testmann", fields=False, form=False, attachments=())
    habits.keep(offer, PrintWish(fields=False, form=False))
    assert habits.ticks == PrintTicks()
    habits.keep(OFFER, PrintWish(attachments=("1",)))  # one of two: of this one only
    assert habits.ticks == PrintTicks()
    habits.keep(OFFER, PrintWish(fields=False, attachments=("1", "2")))
    assert habits.ticks == PrintTicks(fields=False)


def test_the_dialog_ticks_what_is_proposed(qtbot, window, look):
    ticks = PrintTicks(cover=False, technical=True, form=False, attachments=False)
    offer = PrintOffer("T", fields=True, form=True, attachments=ROWS, ticks=ticks)
    dialog = PrintDialog(look, offer, window)
    qtbot.addWidget(dialog)
    wanted = PrintWish(cover=False, technical=True, form=False)
    assert dialog.wish == wanted
    assert dialog.list.count() == 2


def test_the_window_proposes_what_was_printed_last(
    qtbot, window, workplace, answers, remembered
):
    opened(qtbot, window, workplace, "r1")
    answers.wish = PrintWish(cover=False, attachments=())
    window.actions_.printing.trigger()
    qtbot.waitUntil(lambda: not workplace.printing.running, timeout=SECONDS)
    opened(qtbot, window, workplace, "r2")
    answers.asked.clear()
    answers.wish = None
    window.actions_.printing.trigger()
    (offer,) = answers.asked
    assert offer.ticks == PrintTicks(cover=False, attachments=False)
    assert offer.ticks == Habits(remembered).ticks


def test_a_very_long_title_is_one_line_and_whole_in_its_tooltip(qtbot, window, look):
    title = "von der Langen-Familienname-Doppelstein, " * 30
    offer = PrintOffer(title, fields=True, form=True, attachments=ROWS)
    dialog = PrintDialog(look, offer, window)
    qtbot.addWidget(dialog)
    dialog.show()
    lines = dialog.title.height() / dialog.title.fontMetrics().lineSpacing()
    assert lines < 2
    assert dialog.width() <= look.px(520)
    qtbot.waitUntil(lambda: dialog.title.toolTip() == title)


def test_printing_is_asked_for_by_keyboard(qtbot, window, workplace, answers):
    opened(qtbot, window, workplace, "r1")
    window.records.view.setFocus()
    qtbot.keyClick(
        window.focusWidget(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier
    )
    assert [type(each) for each in answers.asked] == [PrintOffer]


def test_what_is_printed_is_chosen_by_keyboard(qtbot, window, look):
    dialog = PrintDialog(
        look, PrintOffer("T", fields=True, form=True, attachments=ROWS), window
    )
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    wished = []
    dialog.wished.connect(wished.append)

    def press(key):
        qtbot.keyClick(dialog.focusWidget(), key)

    walked = []
    for _ in range(7):
        walked.append(dialog.focusWidget())
        if walked[-1] in (dialog.cover, dialog.form, dialog.list):
            press(Qt.Key.Key_Space)
        press(Qt.Key.Key_Tab)
    in_order = (dialog.cover, dialog.fields, dialog.technical, dialog.form)
    assert walked == [*in_order, dialog.all, dialog.list, dialog.print]
    dialog.fields.setFocus()
    press(Qt.Key.Key_Return)
    assert wished == [PrintWish(cover=False, form=False, attachments=(ROWS[1].key,))]
