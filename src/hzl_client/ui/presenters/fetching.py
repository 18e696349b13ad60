"""Fetch: starts it, shows what it does, stops it safely, says how it ended."""

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from hzl_client.errors import Cancelled, SupplierNotPinned
from hzl_client.model.record import Folder
from hzl_client.model.waiting import Waiting, WaitingList
from hzl_client.model.watch import Watch
from hzl_client.services.desk import Desk
from hzl_client.services.fetch import FetchReport
from hzl_client.ui import words
from hzl_client.ui.dialogs.questions import Questions, Stranger, WaitingRow
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.meter import Meter
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.tasks import Tasks

T = TypeVar("T")
SHOW_EVERY: Final = 80  # ms: progress is shown as often as an eye can follow
LOOK_EVERY: Final = 600  # ms: new rows come in batches


class FetchPresenter(QObject):
    arrived = Signal()  # something was stored; the list may look again
    finished = Signal()

    def __init__(
        self, window: MainWindow, desk: Desk, tasks: Tasks, questions: Questions
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._tasks = window, desk, tasks
        self._questions = questions
        self._meter = Meter()
        self._cancel: Event | None = None
        self._seen = 0
        self._show_timer = QTimer(self, interval=SHOW_EVERY)
        self._look_timer = QTimer(self, interval=LOOK_EVERY)
        self._show_timer.timeout.connect(self._show_progress)
        self._look_timer.timeout.connect(self._look)
        window.actions_.fetch.triggered.connect(self.start)
        window.actions_.preview.triggered.connect(self.preview)
        window.fetch_panel.cancel_requested.connect(self.cancel)
        window.error_panel.retry_requested.connect(self.start)

    @property
    def running(self) -> bool:
        return self._cancel is not None

    def start(self) -> None:
        self._begin(self._desk.fetch.run, self._on_finished)

    def _start_chosen(self, only: tuple[str, ...]) -> None:
        fetch = self._desk.fetch
        self._begin(lambda watch: fetch.run(watch, only), self._on_finished)

    def preview(self) -> None:
        """Ask what waits, and fetch what the person chooses of it."""
        self._begin(self._desk.fetch.waiting, self._on_listed)

    def _begin(self, work: Callable[[Watch], T], done: Callable[[T], None]) -> None:
        if self.running:
            return
        self._cancel = Event()
        self._meter, self._seen = Meter(), 0
        watch = Watch(self._cancel, self._meter.report)
        window = self._window
        had_focus = window.commands.fetch.hasFocus()
        self._allow(work=False)
        window.records.empty.allow(action=False)
        window.error_panel.hide()
        window.notice.hide()
        window.fetch_panel.show_state(self._meter.state(stopping=False))
        window.fetch_panel.show()
        if had_focus:  # a button that cannot be pressed any more holds no focus
            window.fetch_panel.cancel.setFocus()
        self._show_timer.start()
        self._look_timer.start()
        self._tasks.run(lambda: work(watch), done, self._on_failed, self)

    def _allow(self, *, work: bool) -> None:
        for action in (self._window.actions_.fetch, self._window.actions_.preview):
            action.setEnabled(work)

    def cancel(self) -> None:
        """What is secured stays; the report still comes."""
        if self._cancel is not None:
            self._cancel.set()
            self._show_progress()

    def close(self) -> None:
        self.cancel()
        self._stop()

    # --- while it runs --------------------------------------------------------------

    def _show_progress(self) -> None:
        stopping = self._cancel is not None and self._cancel.is_set()
        self._window.fetch_panel.show_state(self._meter.state(stopping=stopping))

    def _look(self) -> None:
        if self._meter.secured > self._seen:
            self._seen = self._meter.secured
            self.arrived.emit()

    # --- how it ended ---------------------------------------------------------------

    def _stop(self) -> None:
        self._show_timer.stop()
        self._look_timer.stop()
        self._cancel = None
        window = self._window
        had_focus = window.fetch_panel.cancel.hasFocus()
        self._allow(work=True)
        window.records.empty.allow(action=True)
        if had_focus:
            window.commands.fetch.setFocus()
        window.fetch_panel.hide()

    def _on_finished(self, report: FetchReport) -> None:
        self._stop()
        self.arrived.emit()
        self.finished.emit()
        if report.error is None:
            self._say(report)
        elif isinstance(report.error, SupplierNotPinned):
            self._ask_about(report.error)
        else:
            if report.stored:
                self._say(report)
            self._show_error(report.error)

    def _say(self, report: FetchReport) -> None:
        notice, text = self._window.notice, sentence_of(report)
        if report.quarantined:
            show = partial(self._window.folders.choose, Folder.QUARANTINE)
            notice.show_notice(text, "warn", "Quarantäne zeigen", show)
        else:
            notice.show_notice(text, tone_of(report))

    def _on_listed(self, listed: WaitingList) -> None:
        self._stop()
        self.finished.emit()
        if not listed.messages and listed.complete:
            text = "Beim Intermediär wartet zurzeit keine Nachricht."
            self._window.notice.show_notice(text, "neutral")
            return
        blocked = {each.message_id for each in self._desk.fetch.blocked.all()}
        here = {each.message_id for each in self._desk.records.all()}
        shown = tuple(_waiting_row(each, blocked, here) for each in listed.messages)
        self._questions.choose(shown, self._start_chosen, more=not listed.complete)

    def _on_failed(self, error: Exception) -> None:
        self._stop()
        self.arrived.emit()
        self.finished.emit()
        if isinstance(error, Cancelled):
            text = "Abgebrochen. Es wurde nichts abgeholt."
            self._window.notice.show_notice(text, "neutral")
        elif isinstance(error, SupplierNotPinned):
            self._ask_about(error)
        else:
            self._show_error(error)

    def _show_error(self, error: Exception) -> None:
        trouble = trouble_of(error, retry="Erneut abholen")
        self._window.error_panel.show_trouble(trouble)

    def _ask_about(self, error: SupplierNotPinned) -> None:
        """First contact: a person compares, then the same fetch runs again."""
        fingerprint = str(error.facts.get("fingerprint", ""))
        stranger = Stranger(str(error.facts.get("subject", "")), fingerprint)

        def pin() -> None:
            self._tasks.run(
                lambda: self._desk.pin_supplier(fingerprint),
                lambda _nothing: self.start(),
                self._on_failed,
                self,
            )

        self._questions.trust(stranger, pin)
        self._window.notice.show_notice(
            "Der Intermediär ist noch nicht bestätigt. Es wurde nichts abgeholt und "
            "es ist nichts verloren.",
            "warn",
        )


def _waiting_row(each: Waiting, blocked: set[str], here: set[str]) -> WaitingRow:
    moment = each.submitted_at
    note = ""
    if each.message_id in blocked:
        note = "ließ sich nicht prüfen"
    elif each.message_id in here:
        note = "bereits hier"
    return WaitingRow(
        message_id=each.message_id,
        subject=each.subject,
        submitted="" if moment is None else words.stamp(moment),
        note=note,
        ticked=each.message_id not in blocked,
    )


def sentence_of(report: FetchReport) -> str:
    """ "3 neue Anträge, 1 in Quarantäne." and how it stopped, if it was stopped."""
    quarantined = len(report.quarantined)
    new = len(set(report.stored) - set(report.quarantined))
    parts = []
    if new or not (quarantined or report.duplicates):
        parts.append(_new(new))
    if quarantined:
        parts.append(f"{words.grouped(quarantined)} in Quarantäne")
    if report.duplicates:
        parts.append(f"{words.grouped(report.duplicates)} bereits abgeholt")
    sentence = ", ".join(parts) + "." + _lying(len(report.blocked))
    if report.cancelled:
        rest = "Alles Weitere liegt noch beim Intermediär."
        return f"Abgebrochen. Gesichert: {sentence} {rest}"
    return sentence


def _lying(number: int) -> str:
    if not number:
        return ""
    lie = words.count(number, "Nachricht liegt", "Nachrichten liegen")
    themselves = "lässt sich" if number == 1 else "lassen sich"
    return (
        f" {lie} noch beim Intermediär: Sie {themselves} nicht prüfen. Bitte melden "
        "Sie es Ihrer IT."
    )


def _new(number: int) -> str:
    if not number:
        return "Keine neuen Anträge"
    return words.count(number, "neuer Antrag", "neue Anträge")


def tone_of(report: FetchReport) -> str:
    if report.quarantined or report.cancelled or report.blocked:
        return "warn"
    return "good" if report.stored else "neutral"
