"""Prints the opened application: asks what and where, works behind the window, and says
what did not come out."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from hzl_client.documents.document import OpenDocument
from hzl_client.documents.process import Documents
from hzl_client.model.comparison import NOT_COMPARED, Comparison
from hzl_client.model.octets import Octets
from hzl_client.services.desk import Desk
from hzl_client.services.second_source import SecondSource
from hzl_client.settings import MailboxSettings
from hzl_client.ui import words
from hzl_client.ui.dialogs.questions import (
    Paper,
    PaperOffer,
    PrintOffer,
    PrintRow,
    PrintWish,
    Questions,
)
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.models.records import received
from hzl_client.ui.presenters.opened import Opened
from hzl_client.ui.presenters.reading import ReadingPresenter
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.printing.blocks import Block
from hzl_client.ui.printing.cover import Case, FileLine, cover_blocks
from hzl_client.ui.printing.field_table import field_blocks
from hzl_client.ui.printing.job import (
    Draft,
    Going,
    PrintFile,
    PrintJob,
    PrintReport,
    open_for_printing,
    sheets_of,
)
from hzl_client.ui.printing.sheet import A4, PRACTICE, TEST, Stamp, area_of
from hzl_client.ui.printing.typesetting import Fonts
from hzl_client.ui.tasks import Tasks
from hzl_client.ui.views.documents_tab import DocumentRow

SHOW_EVERY: Final = 200  # ms
QUEUE_NAME: Final = "HzL-Antrag"  # others see it in the printer's queue
NOT_A_PAGE: Final = "wird nicht gedruckt; bitte speichern und selbst öffnen"
NOT_WANTED: Final = "nicht ausgewählt"
SIGNS: Final = 10  # of the message id, enough to tell two apart


@dataclass(frozen=True, slots=True)
class Prepared:
    draft: Draft
    pages: int  # on A4
    left_out: tuple[str, ...]  # wanted, but not to be printed


class PrintPresenter(QObject):
    printed = Signal()  # the history of a record has grown

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        questions: Questions,
        reading: ReadingPresenter,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._tasks = window, desk, tasks
        self._questions, self._reading = questions, reading
        self._going: Going | None = None
        self._said = ""
        self._timer = QTimer(self, interval=SHOW_EVERY)
        self._timer.timeout.connect(self._show_progress)
        window.actions_.printing.triggered.connect(self._on_requested)
        window.records.selection_changed.connect(self._allow)
        reading.presented.connect(self._allow)
        self._allow()

    @property
    def running(self) -> bool:
        return self._going is not None

    def cancel(self) -> None:
        if self._going is not None:
            self._going.cancel.set()

    def close(self) -> None:
        self.cancel()
        self._end()

    # --- asking ---------------------------------------------------------------------

    @property
    def _offered(self) -> Opened | None:
        """What is opened, unless another one is chosen, or several are."""
        opened, chosen = self._reading.opened, self._window.records.only_chosen
        return opened if opened is not None and opened.record.id == chosen else None

    def _allow(self) -> None:
        able = self._offered is not None and not self.running
        self._window.actions_.printing.setEnabled(able)

    def _on_requested(self) -> None:
        opened = self._offered
        if opened is None or self.running:
            return
        case = Printable(opened, self._reading.documents)
        self._questions.what_to_print(
            case.offer, lambda wish: self._prepare(case, wish)
        )

    def _prepare(self, case: "Printable", wish: PrintWish) -> None:
        going = self._begin()
        desk, settings = self._desk, self._desk.settings
        family = QGuiApplication.font().family()

        def work() -> Prepared:
            with desk.further_documents() as documents:
                preparing = _Preparing(case, wish, settings, going)
                return preparing.run(documents, desk.second_source, family)

        self._tasks.run(
            work,
            lambda done: self._on_prepared(case.opened, done),
            self._on_failed,
            self,
        )

    def _on_prepared(self, opened: Opened, prepared: Prepared) -> None:
        cancelled = self._going is None or self._going.cancel.is_set()
        self._end()
        if cancelled:
            return
        if not prepared.pages:
            self._window.notice.show_notice(
                "Nichts davon lässt sich drucken. " + _listed(prepared.left_out), "warn"
            )
            return
        self._questions.paper(
            PaperOffer(QUEUE_NAME, A4, prepared.pages),
            lambda paper: self._print(opened, prepared, paper),
        )

    # --- printing -------------------------------------------------------------------

    def _print(self, opened: Opened, prepared: Prepared, paper: Paper) -> None:
        going = self._begin()
        further, records = self._desk.further_documents, self._desk.records
        family = QGuiApplication.font().family()

        def work() -> PrintReport:
            with further() as documents:
                job = PrintJob(prepared.draft, documents, family, going)
                report = job.run(paper)
            pages = words.count(report.sheets, "Seite", "Seiten")
            whole = not report.cancelled
            records.note_printed(opened.record.id, pages, whole=whole)
            return report

        self._tasks.run(
            work,
            lambda report: self._on_printed(prepared, report),
            self._on_failed,
            self,
        )

    def _on_printed(self, prepared: Prepared, report: PrintReport) -> None:
        self._end()
        self.printed.emit()
        pages = words.count(report.sheets, "Seite", "Seiten")
        notice = self._window.notice
        if report.cancelled:
            notice.show_notice(f"Druck abgebrochen nach {pages}.", "warn")
        elif missing := (*prepared.left_out, *report.lost):
            said = f"{pages} gedruckt. Nicht gedruckt: {_listed(missing)}"
            notice.show_notice(said, "warn")
        else:
            notice.show_notice(f"{pages} gedruckt.", "good")

    # --- while it runs --------------------------------------------------------------

    def _begin(self) -> Going:
        self._going = Going()
        self._said = ""
        self._allow()
        self._show_progress()
        self._timer.start()
        return self._going

    def _end(self) -> None:
        self._timer.stop()
        if self._going is None:
            return
        self._going = None
        self._allow()
        if self._window.notice.words.text() == self._said:
            self._window.notice.hide()

    def _show_progress(self) -> None:
        """In the notice, unless that says something else now."""
        notice, going = self._window.notice, self._going
        if going is None:
            return
        said = "Druck wird vorbereitet …"
        if going.cancel.is_set():
            said = "Druck wird abgebrochen …"
        elif going.total:
            page = min(going.done + 1, going.total)
            said = f"Wird gedruckt: Seite {page} von {going.total} …"
        ours = notice.isVisible() and notice.words.text() == self._said
        if ours:
            notice.words.setText(said)
        elif not notice.isVisible() or not self._said:
            notice.show_notice(said, action="Abbrechen", then=self.cancel)
        else:
            return
        self._said = said

    def _on_failed(self, error: Exception) -> None:
        self._end()
        self._window.error_panel.show_trouble(trouble_of(error))


@dataclass(frozen=True, slots=True)
class Printable:
    """`rows` are its files, those that are missing included."""

    opened: Opened
    rows: tuple[DocumentRow, ...]

    @property
    def form(self) -> str:
        """The key of the application's own PDF, "" if there is none."""
        files = self.opened.files
        return next((f.key for f in files if f.main and f.octets is not None), "")

    @property
    def offer(self) -> PrintOffer:
        return PrintOffer(
            title=self.opened.head.title,
            fields=self.opened.application is not None,
            form=bool(self.form),
            attachments=tuple(
                PrintRow(r.key, r.name, r.about, "" if r.showable else _why_not(r))
                for r in self.rows
                if r.key != self.form
            ),
        )


def _why_not(row: DocumentRow) -> str:
    return NOT_A_PAGE if row.present else row.state


def _listed(names: tuple[str, ...]) -> str:
    some, more = names[:3], len(names) - 3
    rest = f" und {words.grouped(more)} weitere" if more > 0 else ""
    return ", ".join(f"„{words.brief(name)}“" for name in some) + rest + "."


class _Preparing:
    """On a worker thread: looks at each file once, and sets what is words."""

    def __init__(
        self,
        case: Printable,
        wish: PrintWish,
        settings: MailboxSettings,
        going: Going,
    ) -> None:
        self._case, self._opened, self._wish = case, case.opened, wish
        self._settings, self._going = settings, going
        self._files: list[PrintFile] = []
        self._lines: list[FileLine] = []
        self._left_out: list[str] = []

    def run(
        self, documents: Documents, second_source: SecondSource, family: str
    ) -> Prepared:
        for row in self._case.rows:
            if self._going.cancel.is_set():
                break
            self._look_at(row, documents)
        texts = tuple(self._texts(second_source))
        draft = Draft(self._stamp(), texts, tuple(self._files))
        stopped = self._going.cancel.is_set
        pages = len(sheets_of(draft, Fonts(family), area_of(A4), stopped))
        return Prepared(draft, pages, tuple(self._left_out))

    def _texts(self, second_source: SecondSource) -> list[tuple[Block, ...]]:
        opened, wish, texts = self._opened, self._wish, []
        if wish.cover:
            case = Case(
                opened.record, opened.application, opened.head, self._settings.title
            )
            texts.append(cover_blocks(case, tuple(self._lines), datetime.now(UTC)))
        if wish.fields and opened.application is not None:
            comparison = self._compared(second_source)
            texts.append(
                field_blocks(opened.application, comparison, technical=wish.technical)
            )
        return texts

    def _compared(self, second_source: SecondSource) -> Comparison:
        opened = self._opened
        if opened.application is None:
            return NOT_COMPARED
        day = received(opened.record).date()
        form = opened.octets.get(opened.main)
        return second_source.of(opened.application, form, day).comparison

    # --- files ----------------------------------------------------------------------

    def _look_at(self, row: DocumentRow, documents: Documents) -> None:
        if not self._wanted(row):
            self._line(row, NOT_WANTED if row.present else row.state, printed=False)
            return
        octets = self._opened.octets.get(row.key)
        document, why = None, _why_not(row)
        if octets is not None and row.showable:
            document, why = open_for_printing(documents, octets)
        if document is None or octets is None:
            self._left_out.append(row.name)
            self._line(row, f"nicht gedruckt: {why}", printed=False)
        else:
            self._add(row, document, octets)

    def _wanted(self, row: DocumentRow) -> bool:
        """What cannot be ticked is wanted with the others: it is told, not missing."""
        wish = self._wish
        if row.key == self._case.form:
            return wish.form
        return row.key in wish.attachments or (
            row.present and not row.showable and bool(wish.attachments)
        )

    def _add(self, row: DocumentRow, document: OpenDocument, octets: Octets) -> None:
        self._files.append(PrintFile(row.name, octets, document.pages))
        pages = words.count(len(document.pages), "Seite", "Seiten")
        more = document.page_total - len(document.pages)
        if more:
            self._left_out.append(row.name)
            pages += f", {words.grouped(more)} weitere nicht"
        self._line(row, pages, printed=not more)

    def _line(self, row: DocumentRow, outcome: str, *, printed: bool) -> None:
        about = " · ".join(part for part in (row.about, row.state) if part)
        self._lines.append(FileLine(row.name, about, outcome, printed))

    # --- header ---------------------------------------------------------------------

    def _stamp(self) -> Stamp:
        record, mark = self._opened.record, ""
        if self._opened.head.test:
            mark = TEST
        if self._settings.practice:
            mark = PRACTICE
        short = record.message_id[-SIGNS:]
        return Stamp(
            received=words.stamp(received(record)),
            message=short if short == record.message_id else f"…{short}",
            mailbox=self._settings.title,
            mark=mark,
        )
