"""Export of the chosen records to a folder; success is said only after its report."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

from hzl_client.exports.base import ExportReport
from hzl_client.services.desk import Desk
from hzl_client.ui import words
from hzl_client.ui.dialogs.questions import Questions
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.inbox import InboxPresenter
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.tasks import Tasks

NOT_ENCRYPTED = "Die Kopie ist nicht verschlüsselt."


class ExportPresenter(QObject):
    exported = Signal()  # the history of a record has grown

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        questions: Questions,
        inbox: InboxPresenter,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._tasks = window, desk, tasks
        self._questions, self._inbox = questions, inbox
        self._reports: list[ExportReport] = []
        self._left: Iterator[str] = iter(())
        self._total = 0
        self._target = Path()
        self._stopped = Event()
        window.actions_.export.triggered.connect(self._on_requested)

    @property
    def running(self) -> bool:
        return self._total > 0

    def close(self) -> None:
        self._stopped.set()

    def _on_requested(self) -> None:
        ids = self._inbox.chosen
        if not ids or self.running:
            return
        title = words.count(len(ids), "Antrag", "Anträge") + " exportieren nach"
        self._questions.folder(title, lambda target: self.export(ids, target))

    def export(self, ids: tuple[str, ...], target: Path) -> None:
        self._reports, self._left = [], iter(ids)
        self._total, self._target = len(ids), target
        self._next()

    def _next(self) -> None:
        """One after the other, so that each success is certain before the next."""
        record_id = next(self._left, None)
        if record_id is None or self._stopped.is_set():
            self._finish()
            return
        number = len(self._reports) + 1
        counted = f" ({number} von {self._total})" if self._total > 1 else ""
        self._window.notice.show_notice(f"Wird exportiert{counted} …")
        export, target = self._desk.export, self._target
        self._tasks.run(
            lambda: export.run(record_id, target),
            self._on_exported,
            self._on_failed,
            self,
        )

    def _on_exported(self, report: ExportReport) -> None:
        self._reports.append(report)
        self.exported.emit()
        QTimer.singleShot(0, self, self._next)

    def _finish(self) -> None:
        self._total = 0
        if not self._reports:
            return
        files = sum(len(report.files) for report in self._reports)
        checked = words.count(files, "Datei", "Dateien")
        if len(self._reports) == 1:
            folder = self._reports[0].folder
            said = f"Exportiert nach „{folder.name}“: {checked}, geprüft."
        else:
            folder = self._target
            done = words.count(len(self._reports), "Antrag", "Anträge")
            said = f"{done} exportiert: {checked}, geprüft."
        self._window.notice.show_notice(
            f"{said} {NOT_ENCRYPTED}",
            "good",
            "Ordner öffnen",
            lambda: self._questions.show_folder(folder),
        )

    def _on_failed(self, error: Exception) -> None:
        done = len(self._reports)
        self._finish()
        if not done:
            self._window.notice.hide()
        self._window.error_panel.show_trouble(trouble_of(error))
