"""Prints the opened application: asks what and where, works behind the window, and says
what did not come out."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from hzl_client.services.desk import Desk
from hzl_client.ui import words
from hzl_client.ui.dialogs.questions import (
    Confirmation,
    Paper,
    PaperOffer,
    PrintWish,
    Questions,
)
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.opened import Opened
from hzl_client.ui.presenters.print_parts import (
    Prepared,
    Preparing,
    Printable,
    pages_in_words,
)
from hzl_client.ui.presenters.reading import ReadingPresenter
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.printing.habits import Habits
from hzl_client.ui.printing.job import (
    Going,
    PrintJob,
    PrintReport,
)
from hzl_client.ui.printing.sheet import A4
from hzl_client.ui.tasks import Tasks

SHOW_EVERY: Final = 200  # ms
QUEUE_NAME: Final = "HzL-Antrag"  # others see it in the printer's queue
MANY: Final = 100  # pages; more of them nobody prints by mistake


class PrintPresenter(QObject):
    printed = Signal()  # the history of a record has grown

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        questions: Questions,
        reading: ReadingPresenter,
        habits: Habits,
    ) -> None:
        super().__init__(window)
        self._habits = habits
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
        offer = case.offer(self._habits.ticks)

        def wished(wish: PrintWish) -> None:
            self._habits.keep(offer, wish)
            self._prepare(case, wish)

        self._questions.what_to_print(offer, wished)

    def _prepare(self, case: Printable, wish: PrintWish) -> None:
        going = self._begin()
        desk, settings = self._desk, self._desk.settings
        family = QGuiApplication.font().family()

        def work() -> Prepared:
            with desk.further_documents() as documents:
                preparing = Preparing(case, wish, settings, going)
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
        if prepared.pages <= MANY:
            self._ask_for_paper(opened, prepared)
            return
        pages = pages_in_words(prepared.pages)
        question = Confirmation(
            f"{pages} drucken?", "\n".join(prepared.parts), f"{pages} drucken"
        )
        self._questions.confirm(question, lambda: self._ask_for_paper(opened, prepared))

    def _ask_for_paper(self, opened: Opened, prepared: Prepared) -> None:
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
            pages = pages_in_words(report.sheets)
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
        pages = pages_in_words(report.sheets)
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


def _listed(names: tuple[str, ...]) -> str:
    some, more = names[:3], len(names) - 3
    rest = f" und {words.grouped(more)} weitere" if more > 0 else ""
    return ", ".join(f"„{words.brief(name)}“" for name in some) + rest + "."
