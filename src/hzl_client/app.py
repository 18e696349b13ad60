"""The window as a program: builds it, opens a mailbox behind it, ends in good order.

First paint loads Qt and settings only; services come on a worker thread behind it.
"""

import argparse
import gc
import logging
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QByteArray,
    QCoreApplication,
    QEvent,
    QEventLoop,
    QLibraryInfo,
    QLocale,
    QObject,
    QTimer,
    QTranslator,
)
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QApplication

from hzl_client import interpreter, resources
from hzl_client.services.profile import profile_folder
from hzl_client.ui.dialogs.asking import Asking
from hzl_client.ui.dialogs.crash import Crash, CrashDialog, CrashHook, running_places
from hzl_client.ui.dialogs.questions import Questions
from hzl_client.ui.look import Look
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.closing import ClosingPresenter
from hzl_client.ui.presenters.start import Mailbox, StartPresenter
from hzl_client.ui.remembered import Remembered
from hzl_client.ui.tasks import Tasks

if TYPE_CHECKING:  # loaded behind the first paint
    from hzl_client.services.desk import Desk
    from hzl_client.services.practice import PracticeIntermediary
    from hzl_client.services.profile import MailboxEntry
    from hzl_client.ui.presenters.workplace import Workplace

log = logging.getLogger(__name__)
NAME: Final = "HzL-Client"
END_SECONDS: Final = 5.0  # for what still runs when the window is gone
SESSION_SECONDS: Final = 4.0  # Windows takes a program down that needs more than five
# A worker that computes in Python holds the interpreter for this long at a time; the
# default of 5 ms, paid at each of the many small steps of one paint, is felt.
SWITCH_SECONDS: Final = 0.0005
PRACTICE_SAMPLES: Final = (
    ("embedded", "01_alleinstehend"),
    ("embedded", "02_paar_zwei_kinder"),
    ("attached-split", "03_mit_betreuung"),
    ("embedded-split", "06_version_2_5_0"),
    ("foreign-reader", "01_alleinstehend"),  # one for the Quarantäne
)


class ProfileDoors:
    """Opens the mailboxes of one profile; every call runs on a worker thread.

    A practice mailbox has its intermediary on this machine: it is started with the
    first one opened and ends with the program.
    """

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._practice: PracticeIntermediary | None = None
        self._desk: Desk | None = None
        self._lock = Lock()
        self._leaving = Event()

    def mailboxes(self) -> tuple[Mailbox, ...]:
        from hzl_client import compose  # noqa: PLC0415

        found = compose.mailboxes(self._profile)
        return tuple(Mailbox(entry.slug, entry.settings.title) for entry in found)

    def open(self, slug: str, passphrase: str | None) -> "Desk":
        from hzl_client import compose  # noqa: PLC0415
        from hzl_client.store.lock import MailboxLock  # noqa: PLC0415

        # Here, not at the first use: the GUI thread would stand still meanwhile.
        from hzl_client.ui.presenters import workplace  # noqa: F401, PLC0415

        if not gc.get_freeze_count():
            gc.freeze()  # what is loaded stays; going through it would be felt
        self._close_desk()  # a mailbox left behind; nothing of it runs any more
        found = compose.mailboxes(self._profile)
        entry = next(each for each in found if each.slug == slug)
        if entry.settings.practice:
            with MailboxLock(entry.folder):
                pass  # whoever has it open has its intermediary too
            entry = self._practice_entry()
        self._desk = compose.open_desk(entry, passphrase)
        return self._desk

    def create_practice(self) -> str:
        entry = self._practice_entry()
        practice = self._practice
        if practice is not None:
            for shape, sample in PRACTICE_SAMPLES:
                practice.send(shape, sample)
        return entry.slug

    def hurry(self) -> None:
        """Who waits for a process of ours waits no longer; the mailbox stays open."""
        self._leaving.set()
        if self._desk is not None:
            self._desk.documents.close()
            self._desk.search.documents.close()

    def close(self) -> None:
        self._close_desk()
        with self._lock:
            if self._practice is not None:
                self._practice.stop()
                self._practice = None

    def _close_desk(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def _practice_entry(self) -> "MailboxEntry":
        from hzl_client import compose  # noqa: PLC0415

        with self._lock:
            if self._practice is None:
                state = compose.practice_state(self._profile)
                self._practice = compose.start_practice_intermediary(
                    state, unwanted=self._leaving
                )
            return compose.create_practice_mailbox(self._profile, self._practice)


class Program(QObject):
    """One window over one profile, from first paint to the last thread's end."""

    def __init__(
        self, profile: Path, questions: Callable[[Look, MainWindow], Questions]
    ) -> None:
        super().__init__()
        profile.mkdir(parents=True, exist_ok=True)
        self.look = Look(self)
        self.look.follow_system()
        self.remembered = Remembered(profile)
        self.look.prepare()
        usual = self.remembered.number("text-size", 1.0) == 1.0
        if not usual:  # the window is built for the usual size, then made larger
            self.look.apply()
        self.window = MainWindow(self.look, self.remembered)
        if usual:
            self.look.apply()
        self.tasks = Tasks(self)
        self.doors = ProfileDoors(profile)
        self.questions = questions(self.look, self.window)
        self.workplace: Workplace | None = None
        self._warm_later: Callable[[], None] | None = None
        self._start = StartPresenter["Desk"](
            self.window, self.doors, self.tasks, self.remembered, self.questions
        )
        ClosingPresenter(self.window, self._busy, self._stop)
        if isinstance(application := QApplication.instance(), QApplication):
            application.commitDataRequest.connect(self.end_session)

    def start(self, mailbox: str | None = None) -> None:
        if mailbox is not None:
            self.remembered.keep("mailbox", mailbox)
        self.window.installEventFilter(self)
        self.window.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The mailbox is looked for once the window has painted."""
        if watched is self.window and event.type() == QEvent.Type.Paint:
            self.window.removeEventFilter(self)
            gc.enable()
            QTimer.singleShot(
                0, self, lambda: self._start.start(self._on_opened, self._leave)
            )
        return super().eventFilter(watched, event)

    def _on_opened(self, desk: "Desk") -> None:
        from hzl_client.ui.presenters.workplace import Workplace  # noqa: PLC0415

        self.workplace = Workplace(
            self.window, desk, self.tasks, self.remembered, self.questions
        )
        self.workplace.inbox.looked.connect(self._on_first_look)
        self.workplace.start()
        self._warm_later = desk.search.documents.warm_up
        self._warm(desk.documents.warm_up)

    def _warm(self, warm_up: Callable[[], None]) -> None:
        self.tasks.run(warm_up, lambda _: None, lambda _: None, self)

    def _on_first_look(self) -> None:
        """The whole list stays; each going through it would be felt (100 ms for ten
        thousand applications, in which every thread stands still)."""
        if self.workplace is not None:
            self.workplace.inbox.looked.disconnect(self._on_first_look)
            gc.freeze()
            if self._warm_later is not None:  # forms are read in it
                self._warm(self._warm_later)

    def _leave(self) -> bool:
        """Let go of the open mailbox, unless something runs that needs it."""
        if self._busy():
            self.window.notice.show_notice(
                "Das Postfach kann gewechselt werden, sobald Abruf oder Export fertig "
                "sind.",
                "warn",
            )
            return False
        self._let_go()
        return True

    def _let_go(self) -> None:
        workplace, self.workplace = self.workplace, None
        if workplace is not None:
            workplace.close()

    def end_session(self) -> None:
        """Windows shuts down or logs off and waits for seconds only: nothing is asked,
        what runs ends safely. Someone may still stop the shutdown: then we go on."""
        self.remembered.save()
        self._stop()
        until = time.monotonic() + SESSION_SECONDS
        while self._busy() and time.monotonic() < until:
            QCoreApplication.processEvents(
                QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 50
            )

    def close(self) -> bool:
        """Cancel what runs, wait for it, close mailbox and practice intermediary.

        False if something does not end: then nothing is closed under its feet.
        """
        self._let_go()
        self.remembered.save()
        self.doors.hurry()
        ended = self.tasks.drain(END_SECONDS)
        if ended:
            self.doors.close()
        return ended

    def _busy(self) -> bool:
        return self.workplace is not None and self.workplace.busy

    def _stop(self) -> None:
        if self.workplace is not None and self.workplace.busy:
            self.workplace.stop()


def run(profile: Path | None, mailbox: str | None = None) -> int:
    """The window until it is closed."""
    gc.disable()  # what is made until the first paint stays
    application = make_application(sys.argv[:1])
    program = Program(profile_folder(profile), Asking)
    hook = CrashHook()
    hook.install(lambda crash: _show_crash(program, crash))
    status, ended = 1, False
    try:
        program.start(mailbox)
        status = application.exec()
    finally:
        ended = program.close()
        hook.uninstall()
    if not ended:
        # A thread that waits for a dead line cannot be woken, and Qt would wait for it
        # without a window. What is stored is safe, however the process ends.
        log.warning("left while something was still running: %s", running_places())
        interpreter.end_now(status)
    return status


def make_application(arguments: Sequence[str]) -> QApplication:
    """German texts of Qt's own dialogs, one style on every platform."""
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    sys.setswitchinterval(SWITCH_SECONDS)
    application = QApplication(list(arguments))
    application.setApplicationName(NAME)
    application.setApplicationDisplayName("HzL-Anträge")
    application.setStyle("Fusion")
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_de", folder):
        application.installTranslator(translator)
    picture = QImage.fromData(QByteArray(resources.read("icons/app.svg")))
    application.setWindowIcon(QIcon(QPixmap.fromImage(picture)))
    return application


def _show_crash(program: Program, crash: Crash) -> None:
    CrashDialog(program.look, crash, program.window).open()


# --- the demonstration ----------------------------------------------------------------


def demo(arguments: Sequence[str]) -> int:
    """`hzl-client demo`: practice intermediary, sample applications, the window.

    Without a display the same window is driven offscreen, and the exit status says
    whether every step succeeded.
    """
    options = _demo_options(arguments)
    out: Path = options.out
    with suppress(FileNotFoundError):
        shutil.rmtree(out)
    out.mkdir(parents=True)
    profile = out / "profil"
    headless = options.headless or not has_display()
    if headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    doors = ProfileDoors(profile)
    try:
        slug = doors.create_practice()
    finally:
        doors.close()
    if not headless:
        return run(profile, slug)
    from hzl_client.ui import demonstration  # noqa: PLC0415

    demonstration.hush_offscreen()
    application = make_application(sys.argv[:1])
    playing = demonstration.Playing(out / "export")
    program = Program(profile, lambda _look, _window: playing)
    try:
        program.start(slug)
        show = demonstration.Demonstration(
            application, program.window, program.look, out, playing.export
        )
        return show.run()
    finally:
        program.close()


def _demo_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hzl-client demo")
    parser.add_argument("--out", type=Path, default=Path("build") / "demo")
    parser.add_argument("--headless", action="store_true")
    return parser.parse_args(arguments)


def has_display() -> bool:
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
