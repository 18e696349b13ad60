"""Printing, read back from the PDF that comes out of it."""

import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event

import pymupdf
import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from helpers.applications import content, sample_contents
from helpers.desks import Answers, FakeDesk, put
from helpers.watchdog import watching
from hzl_client import app
from hzl_client.documents.process import Documents
from hzl_client.errors import DocumentUnreadable
from hzl_client.model.composed import composed
from hzl_client.ui.dialogs.paper import make_printer, paper_of
from hzl_client.ui.dialogs.questions import PaperOffer, PrintWish
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.opened import Opened
from hzl_client.ui.presenters.printing import QUEUE_NAME
from hzl_client.ui.presenters.workplace import Workplace
from hzl_client.ui.printing.sheet import A4, PRACTICE
from hzl_client.ui.views.documents_tab import DocumentRow

SECONDS = 60_000
TRIES = 3  # the machine may be busy with something else; the window is not, thrice


@dataclass
class Press:
    """The window with a person who prints into a file."""

    qtbot: QtBot
    window: MainWindow
    workplace: Workplace
    desk: FakeDesk
    answers: Answers
    file: Path
    printer: QPrinter

    def open(self, record_id: str = "r1") -> Opened:
        def there() -> bool:
            opened = self.workplace.reading.opened
            return opened is not None and opened.record.id == record_id

        self.window.records.choose(record_id)
        self.qtbot.waitUntil(there, timeout=SECONDS)
        return self.workplace.reading.opened

    @property
    def rows(self) -> tuple[DocumentRow, ...]:
        return self.workplace.reading.documents

    def start(self, wish: PrintWish) -> None:
        self.answers.wish = wish
        self.answers.printer = paper_of(self.printer)
        self.window.actions_.printing.trigger()

    def wait(self) -> None:
        self.qtbot.waitUntil(
            lambda: not self.workplace.printing.running, timeout=SECONDS
        )

    def run(self, wish: PrintWish) -> list[str]:
        """The words of each page that came out."""
        self.start(wish)
        self.wait()
        if not self.file.exists():
            return []
        with pymupdf.open(self.file) as document:
            return [" ".join(page.get_text().split()) for page in document]

    @property
    def said(self) -> str:
        return self.window.notice.words.text()


@pytest.fixture
def press(request, qtbot, window, workplace, tmp_path):
    printer = make_printer(PaperOffer(QUEUE_NAME, A4, 1))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    file = tmp_path / "ausdruck.pdf"
    printer.setOutputFileName(str(file))
    desk, answers = (request.getfixturevalue(name) for name in ("desk", "answers"))
    return Press(qtbot, window, workplace, desk, answers, file, printer)


def test_everything_comes_out_with_the_vermerk_on_every_page(press):
    shown = press.open()
    keys = tuple(row.key for row in press.rows if row.key != shown.main)
    found = press.run(PrintWish(attachments=keys))
    total = len(found)
    assert total > 12
    for number, text in enumerate(found, 1):
        assert text.startswith("Eingang "), text[:80]
        assert "Nachricht " in text
        assert "Postfach Übungspostfach" in text
        assert f"Seite {number} von {total}" in text
        assert PRACTICE in text
    assert "Testmann, Jonas und Aurélie" in found[0]
    assert "Nachrichtenkennzeichen" in found[0]
    assert "Felder des Antrags" in found[1]
    offers = [each for each in press.answers.asked if isinstance(each, PaperOffer)]
    assert offers[0].pages == total
    assert press.said == f"{total}\u00a0Seiten gedruckt."
    events = [e for e in press.desk.records.history("r1") if e.code == "printed"]
    assert [event.detail for event in events] == [f"{total}\u00a0Seiten"]
    history = press.window.application.history
    press.qtbot.waitUntil(
        lambda: any(e.title.startswith("Gedruckt") for e in history.entries)
    )


def test_roles_on_the_deckblatt_are_those_above_the_fields(press):
    press.open("r2")
    roles = [each.role for each in press.workplace.reading.opened.application.persons]
    assert any("_" in role for role in roles)
    cover = press.run(PrintWish(fields=False, form=False))[0]
    for role in roles:
        assert role.replace("_", " ") in cover
        assert "_" not in role or role not in cover


def test_every_field_stands_there_with_its_source(press):
    application = press.open().application
    found = press.run(PrintWish(cover=False, technical=True, form=False))
    text = composed("NFKC", "".join("".join(page.split()) for page in found))
    for section in application.sections:
        assert "".join(section.title.split()) in text
    labels = [f.label for s in application.sections for f in s.fields]
    assert [name for name in labels if "".join(name.split()) not in text] == []
    for source in ("XMLundPDF", "nurXML", "nurPDF,Seite"):
        assert source in text


def test_technical_fields_are_left_out_and_counted(press):
    application = press.open().application
    found = press.run(PrintWish(cover=False, form=False))
    number = sum(field.technical for field in application.fields)
    assert number
    assert f"Nicht gedruckt: {number} technische Angaben." in found[-1]


def with_bad_files(press):
    locked = pymupdf.open()
    locked.new_page()
    options = {"user_pw": "geheim", "encryption": pymupdf.PDF_ENCRYPT_AES_256}
    parts = (
        *sample_contents("03_mit_betreuung"),
        content("gesperrt.pdf", locked.tobytes(**options)),
        content("kaputt.pdf", b"%PDF-1.7\nkein Dokument"),
    )
    record_id = put(press.desk.shelf, parts, age=timedelta(minutes=1))
    press.workplace.inbox.refresh()
    press.qtbot.waitUntil(lambda: record_id in press.window.records.ids)
    return press.open(record_id)


def test_what_cannot_be_printed_is_named_on_the_deckblatt(press):
    shown = with_bad_files(press)
    keys = tuple(row.key for row in press.rows if row.showable)
    keys = tuple(key for key in keys if key != shown.main)
    cover = press.run(PrintWish(fields=False, form=False, attachments=keys))[0]
    assert "nicht gedruckt: kennwortgeschützt" in cover
    assert "nicht gedruckt: keine druckbare Dateiart; bitte speichern" in cover
    assert "nicht ausgewählt" in cover
    for name in ("gesperrt.pdf", "kaputt.pdf", "anhang_0003.docx"):
        assert name in cover
        assert name in press.said


def test_nobody_is_told_to_open_a_program_or_an_empty_file(press):
    parts = (
        *sample_contents("03_mit_betreuung"),
        content("Programm.pdf.exe", b"MZ" + bytes(200)),
        content("leer.pdf", b""),
    )
    record_id = put(press.desk.shelf, parts, age=timedelta(minutes=1))
    press.workplace.inbox.refresh()
    press.qtbot.waitUntil(lambda: record_id in press.window.records.ids)
    press.open(record_id)
    press.window.actions_.printing.trigger()
    (offer,) = press.answers.asked
    reasons = {row.name: row.why_not for row in offer.attachments}
    assert "nicht öffnen" in reasons["Programm.pdf.exe"]
    assert reasons["leer.pdf"] == "Die Datei ist leer (0 Bytes)."
    keys = tuple(row.key for row in press.rows if row.showable)
    cover = press.run(PrintWish(fields=False, form=False, attachments=keys))[0]
    assert "nicht gedruckt: Die Datei ist leer" in cover


def test_office_files_are_offered_with_the_reason_why_not(press):
    press.open("r2")
    press.window.actions_.printing.trigger()
    (offer,) = press.answers.asked
    reasons = {row.name: row.why_not for row in offer.attachments}
    assert "speichern" in reasons["anhang_0003.docx"]
    assert reasons["anhang_0001.pdf"] == ""
    assert not press.workplace.printing.running  # nobody has answered


def test_while_another_one_is_opening_the_one_before_is_not_printed(press, monkeypatch):
    press.open()
    printing, gate = press.window.actions_.printing, Event()
    assert printing.isEnabled()
    usual = type(press.desk.reading).open

    def held(reading, record_id):
        gate.wait(SECONDS / 1000)
        return usual(reading, record_id)

    monkeypatch.setattr(type(press.desk.reading), "open", held)
    press.window.records.choose("r2")
    assert not printing.isEnabled()
    press.workplace.printing._on_requested()
    assert press.answers.asked == []
    gate.set()
    press.open("r2")
    assert printing.isEnabled()
    printing.trigger()
    (offer,) = press.answers.asked
    assert offer.title == press.window.records.current_row.title


def test_of_several_none_is_printed_in_silence(press):
    press.open()
    records, printing = press.window.records, press.window.actions_.printing
    records.view.selectAll()
    assert len(records.chosen) == 3
    assert not printing.isEnabled()
    records.choose("r1")
    assert printing.isEnabled()


def test_what_is_open_but_not_chosen_is_not_printed(press):
    press.open()
    records, printing = press.window.records, press.window.actions_.printing
    model, selection = records.view.model(), records.view.selectionModel()
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    selection.select(model.index(1, 0), flag)
    assert (records.current, records.only_chosen) == ("r1", "r2")
    assert not printing.isEnabled()
    selection.clearSelection()
    assert (records.current, records.only_chosen) == ("r1", "")
    assert not printing.isEnabled()


def test_only_the_pages_that_were_chosen_come_out(press):
    press.open()
    press.printer.setPrintRange(QPrinter.PrintRange.PageRange)
    press.printer.setFromTo(2, 3)
    found = press.run(PrintWish(cover=False, fields=False))
    assert len(found) == 2
    assert "Seite 2 von 6" in found[0]
    assert "Seite 3 von 6" in found[1]


def test_a_small_paper_cuts_nothing(press):
    press.open()
    press.printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    assert len(press.run(PrintWish(cover=False, form=False))) > 3
    with pymupdf.open(press.file) as document:
        for page in document:
            for x0, y0, x1, y1, *_ in page.get_text("words"):
                assert page.rect.contains((x0, y0, x1, y1))


def test_cancelling_stops_and_is_told(press):
    press.open()
    press.start(PrintWish())
    press.qtbot.waitUntil(lambda: "Wird gedruckt" in press.said, timeout=SECONDS)
    press.window.notice.button.click()
    press.wait()
    assert "abgebrochen" in press.said
    assert press.desk.records.history("r1")[-1].code == "print-stopped"


class Failing(Documents):
    """Its second page takes too long."""

    def render(self, handle, page, width, rotation=0):
        if page == 1:
            raise DocumentUnreadable("too slow", reason="time")
        return super().render(handle, page, width, rotation)


def test_a_page_that_cannot_be_drawn_is_told_on_paper_and_in_the_window(press):
    press.open()
    press.desk.further_documents = Failing
    found = press.run(PrintWish(cover=False, fields=False))
    assert len(found) == 6
    assert "Diese Seite von „Antrag.pdf“ ließ sich nicht drucken." in found[1]
    assert "„Antrag.pdf, Seite 2“" in press.said


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_begin_is_an_error_with_advice(press, tmp_path):
    press.open()
    press.printer.setOutputFileName(str(tmp_path / "fehlt" / "x.pdf"))
    press.run(PrintWish(cover=True, fields=False, form=False))
    assert press.window.error_panel.trouble.code == "print-failed"


def test_nothing_lies_around_afterwards(press, tmp_path, monkeypatch):
    folder = tmp_path / "tmp"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    press.open()
    assert press.run(PrintWish())
    assert list(folder.iterdir()) == []


def test_the_window_answers_while_it_prints(press):
    press.open()
    keys = tuple(row.key for row in press.rows if row.showable)
    usual, seen = sys.getswitchinterval(), []
    sys.setswitchinterval(app.SWITCH_SECONDS)  # as the program does
    try:
        for _ in range(TRIES):
            with watching(press.window) as dog:
                press.run(PrintWish(attachments=keys))
            seen.append(str(dog))
            if dog.holds:
                break
        else:
            pytest.fail("\n".join(seen))
    finally:
        sys.setswitchinterval(usual)
