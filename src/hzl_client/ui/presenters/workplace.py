"""Joins the window with one open mailbox, and lets go of it again."""

from datetime import UTC, datetime

from PySide6.QtCore import QObject

from hzl_client.services.certificate import CertificateFacts
from hzl_client.services.desk import Desk
from hzl_client.services.last_fetch import LastFetch
from hzl_client.ui import words
from hzl_client.ui.dialogs.questions import Questions
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.catalogue import Catalogue
from hzl_client.ui.presenters.exporting import ExportPresenter
from hzl_client.ui.presenters.fetching import FetchPresenter
from hzl_client.ui.presenters.filing import FilingPresenter
from hzl_client.ui.presenters.inbox import InboxPresenter
from hzl_client.ui.presenters.printing import PrintPresenter
from hzl_client.ui.presenters.reading import ReadingPresenter
from hzl_client.ui.presenters.searching import SearchPresenter
from hzl_client.ui.presenters.trouble import overlay_trouble
from hzl_client.ui.presenters.undoing import UndoPresenter
from hzl_client.ui.presenters.working import WorkPresenter
from hzl_client.ui.printing.habits import Habits
from hzl_client.ui.remembered import Remembered
from hzl_client.ui.tasks import Tasks

SOON = 60  # days before the end of a certificate that are worth a warning


class Workplace(QObject):
    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        remembered: Remembered,
        questions: Questions,
    ) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.undo = UndoPresenter(window, tasks)
        self.filing = FilingPresenter(window, desk, tasks, questions, self.undo)
        self.inbox = InboxPresenter(window, desk, tasks, remembered, self.filing)
        self.reading = ReadingPresenter(window, desk, tasks, questions, self.undo)
        self.searching = SearchPresenter(window, self.reading, desk.search, tasks)
        self.fetching = FetchPresenter(window, desk, tasks, questions)
        self.exporting = ExportPresenter(window, desk, tasks, questions, self.inbox)
        self.printing = PrintPresenter(
            window, desk, tasks, questions, self.reading, Habits(remembered)
        )
        self.working = WorkPresenter(window, desk, tasks, self.filing, self.undo)
        self.reading.presented.connect(self.working.show_record)
        self.working.changed.connect(self.inbox.refresh)
        self.working.noted.connect(self.inbox.refresh)
        self.working.changed.connect(self.reading.reopen)
        self.inbox.record_chosen.connect(self.reading.choose)
        self.inbox.looked.connect(self._on_looked)
        self.inbox.looked.connect(self.reading.look_again)
        self.reading.read.connect(self.inbox.refresh)
        self.reading.changed.connect(self.inbox.refresh)
        self.fetching.arrived.connect(self.inbox.refresh)
        self.filing.deleted.connect(self.reading.forget)
        self.filing.changed.connect(self.reading.reopen)
        self.undo.undone.connect(self.inbox.refresh)
        self.undo.undone.connect(self.reading.reopen)
        self.exporting.exported.connect(self.reading.reopen)
        self.printing.printed.connect(self.reading.reopen)

    def start(self) -> None:
        settings = self._desk.settings
        self._window.show_workspace(practice=settings.practice)
        self._window.status.show_mailbox(f"Postfach: {settings.title}")
        self._window.status.show_certificate(*certificate_words(self._desk.certificate))
        self.inbox.start()
        if self._desk.overlay_problems:
            trouble = overlay_trouble(self._desk.overlay_problems)
            self._window.error_panel.show_trouble(trouble)

    @property
    def busy(self) -> bool:
        """Something runs that must not lose its mailbox."""
        parts = (
            self.fetching,
            self.exporting,
            self.printing,
            self.filing,
            self.undo,
        )
        return any(presenter.running for presenter in parts)

    def stop(self) -> None:
        """What runs ends as soon as it safely can; its report still comes."""
        self.fetching.cancel()
        self.exporting.close()
        self.printing.cancel()

    def close(self) -> None:
        """Stops what runs; what is on its way is still finished by `Tasks.drain`."""
        parts = (
            self.working,
            self.printing,
            self.inbox,
            self.fetching,
            self.exporting,
            self.searching,
            self.reading,
            self.undo,
        )
        for presenter in parts:
            presenter.close()
        for part in (*parts, self.filing, self):
            part.deleteLater()
        self._window.notice.hide()  # its button would speak to nobody

    def _on_looked(self, catalogue: Catalogue) -> None:
        self.working.show_known(catalogue.labels)
        self._window.status.show_fetched(
            fetched_words(catalogue.last_fetch, datetime.now(UTC))
        )


def fetched_words(last: LastFetch | None, now: datetime) -> str:
    """Only what was proven: the last contact and what it brought."""
    if last is None:
        return "Noch nie abgeholt"
    moment = words.when(last.at, now)
    if last.error:
        return f"Letzter Abruf {moment} fehlgeschlagen (Code {last.error})"
    brought = f"{words.grouped(last.new)} neu" if last.new else "nichts Neues"
    return f"Zuletzt abgeholt: {moment}, {brought}"


def certificate_words(facts: CertificateFacts) -> tuple[str, str]:
    """The words and their tone."""
    if facts.days_left < 0:
        return "Zertifikat abgelaufen", "bad"
    left = words.count(facts.days_left, "Tag", "Tage")
    return f"Zertifikat noch {left}", "warn" if facts.days_left <= SOON else "muted"
