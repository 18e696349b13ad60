"""The window's face: builds everything around Qt, and lets go of it in good order.

Until the first paint nothing is imported but Qt, settings and texts. Everything heavy
comes with `compose`, on a worker thread, while the empty window already stands.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QByteArray,
    QLibraryInfo,
    QLocale,
    QObject,
    QTimer,
    QTranslator,
)
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QApplication

from hzl_client import resources
from hzl_client.services.profile import mailboxes, profile_folder
from hzl_client.ui.dialogs.asking import Asking
from hzl_client.ui.dialogs.crash import Crash, CrashDialog, CrashHook
from hzl_client.ui.dialogs.questions import Questions
from hzl_client.ui.look import Look
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.start import Mailbox, StartPresenter
from hzl_client.ui.remembered import Remembered
from hzl_client.ui.tasks import Tasks

if TYPE_CHECKING:  # only named: importing them is what waits for the first paint
    from hzl_client.services.desk import Desk
    from hzl_client.services.practice import PracticeIntermediary
    from hzl_client.ui.presenters.workplace import Workplace

# A worker that computes in Python holds the interpreter for this long at a time; the
# default of 5 ms, paid at each of the many small steps of one paint, is felt.
SWITCH_SECONDS: Final = 0.0005
# (shape, sample) of what the practice platform sends into a new practice mailbox: the
# usual, the unusual, and one for the Quarantäne.
PRACTICE_POST: Final = (
    ("forged", "01_alleinstehend"),
    ("unsigned", "01_alleinstehend"),
    ("attached-split", "03_mit_betreuung"),
    ("embedded", "06_version_2_5_0"),
    ("embedded", "02_paar_zwei_kinder"),
)


class Doors:
    """Opens mailboxes for the window; each call may take long and runs on a worker."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._practice: PracticeIntermediary | None = None
        self._desk: Desk | None = None

    def mailboxes(self) -> tuple[Mailbox, ...]:
        entries = mailboxes(self._profile)
        return tuple(Mailbox(entry.slug, entry.settings.title) for entry in entries)

    def open(self, slug: str, passphrase: str | None) -> "Desk":
        # Here, not at the first use: the GUI thread would stand still meanwhile.
        import hzl_client.ui.presenters.workplace  # noqa: F401, PLC0415
        from hzl_client import compose  # noqa: PLC0415

        if self._desk is not None:
            self._desk.close()
            self._desk = None
        entry = next(e for e in mailboxes(self._profile) if e.slug == slug)
        if entry.settings.practice:
            # It listens on another port each time; this writes the new one down.
            entry = compose.create_practice_mailbox(self._profile, self._running())
        self._desk = compose.open_desk(entry, passphrase)
        return self._desk

    def create_practice(self) -> str:
        from hzl_client import compose  # noqa: PLC0415

        practice = self._running()
        entry = compose.create_practice_mailbox(self._profile, practice)
        for shape, sample in PRACTICE_POST:
            practice.send(shape, sample)
        return entry.slug

    def _running(self) -> "PracticeIntermediary":
        from hzl_client import compose  # noqa: PLC0415

        if self._practice is None:
            state = compose.practice_state(self._profile)
            self._practice = compose.start_practice_intermediary(state)
        return self._practice

    def close(self) -> None:
        if self._desk is not None:
            self._desk.close()
        if self._practice is not None:
            self._practice.stop()


class Shell(QObject):
    """The window with all that belongs to it, from first paint to last."""

    def __init__(
        self,
        profile: Path,
        application: QApplication,
        *,
        mailbox: str | None = None,
        questions: Questions | None = None,
    ) -> None:
        super().__init__(application)
        self.look = Look(self)
        self.look.follow_system()
        self.look.apply()
        self.remembered = Remembered(profile)
        if mailbox:
            self.remembered.keep("mailbox", mailbox)
        self.tasks = Tasks(self)
        self.window = MainWindow(self.look, self.remembered)
        self.doors = Doors(profile)
        self.questions = questions or Asking(self.look, self.window)
        self.workplace: Workplace | None = None
        self._start: StartPresenter[Desk] = StartPresenter(
            self.window, self.doors, self.tasks, self.remembered, self.questions
        )
        self._crashes = CrashHook(self)
        self._crashes.install(self._on_crash)
        self.window.closing.connect(self.close)

    def show(self) -> None:
        """Paint first; everything that takes time begins after that."""
        self.window.show()
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        self._start.start(self._on_opened, self._leave)

    def _on_opened(self, desk: "Desk") -> None:
        from hzl_client.ui.presenters.workplace import Workplace  # noqa: PLC0415

        self.workplace = Workplace(
            self.window, desk, self.tasks, self.remembered, self.questions
        )
        self.workplace.start()

    def _leave(self) -> bool:
        if self.workplace is not None and self.workplace.busy:
            self.window.notice.show_notice(
                "Das Postfach kann gewechselt werden, sobald Abruf oder Export fertig "
                "sind.",
                "warn",
            )
            return False
        self._let_go()
        return True

    def _let_go(self) -> None:
        if self.workplace is not None:
            self.workplace.close()
            self.workplace = None

    def _on_crash(self, crash: Crash) -> None:
        CrashDialog(self.look, crash, self.window).open()

    def close(self) -> None:
        """Stop what runs, wait for it, and only then take its mailbox away."""
        self._let_go()
        self.remembered.save()
        self.tasks.drain()
        self.doors.close()
        self._crashes.uninstall()


def make_application() -> QApplication:
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    application = QApplication(sys.argv[:1])
    application.setApplicationName("HzL-Client")
    application.setStyle("Fusion")
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_de", folder):
        application.installTranslator(translator)
    picture = QImage.fromData(QByteArray(resources.read("icons/app.svg")))
    application.setWindowIcon(QIcon(QPixmap.fromImage(picture)))
    return application


def run(
    profile: Path | None = None,
    mailbox: str | None = None,
    *,
    driver: Callable[[Shell], None] | None = None,
) -> int:
    """Until the window is closed. `driver` gets the shell once it is shown and may do
    what a person does; the demo without a display is one."""
    folder = profile_folder(profile)
    folder.mkdir(parents=True, exist_ok=True)
    application = make_application()
    sys.setswitchinterval(SWITCH_SECONDS)
    shell = Shell(folder, application, mailbox=mailbox)
    shell.show()
    if driver is not None:
        QTimer.singleShot(0, shell, lambda: driver(shell))
    return application.exec()
