"""Drives the real window through the main job, step by step, and takes pictures."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from hzl_client.model.record import Folder
from hzl_client.ui import tokens
from hzl_client.ui.dialogs.questions import (
    Confirmation,
    Paper,
    PaperOffer,
    PrintOffer,
    PrintWish,
    Stranger,
    WaitingRow,
)
from hzl_client.ui.look import Look
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.models.fields import FieldRow

PATIENCE: Final = 60.0  # seconds for one step on a slow machine
REST: Final = 0.6  # before a picture
WIDE, SMALL = (1500, 950), (1366, 728)  # 1366x768 less a task bar
PRINTED: Final = "ausdruck.pdf"
TABS = ("felder", "anlagen", "pruefung", "verlauf")


@dataclass(frozen=True, slots=True)
class Playing:
    """Answers the window's questions as the demonstration needs it."""

    export: Path

    def folder(self, _title: str, then: Callable[[Path], None]) -> None:
        self.export.mkdir(parents=True, exist_ok=True)
        then(self.export)

    def file_to_save(
        self, _title: str, name: str, then: Callable[[Path], None]
    ) -> None:
        then(self.export / name)

    def confirm(self, _question: Confirmation, then: Callable[[], None]) -> None:
        then()

    def passphrase(
        self, mailbox: str, *, wrong: bool, then: Callable[[str], None]
    ) -> None:
        """The practice mailbox opens by itself; being asked is a failure."""

    def trust(self, stranger: Stranger, then: Callable[[], None]) -> None:
        """The practice intermediary is pinned; being asked is a failure."""

    def choose(
        self,
        waiting: tuple[WaitingRow, ...],
        then: Callable[[tuple[str, ...]], None],
        *,
        more: bool,  # noqa: ARG002 - all that is listed is taken, whatever else waits
    ) -> None:
        then(tuple(each.message_id for each in waiting))

    def what_to_print(
        self, offer: PrintOffer, then: Callable[[PrintWish], None]
    ) -> None:
        then(PrintWish(attachments=tuple(row.key for row in offer.attachments)))

    def paper(self, offer: PaperOffer, then: Callable[[Paper], None]) -> None:
        """No printer is asked for: the pages become a file."""
        from hzl_client.ui.dialogs.paper import make_printer, paper_of  # noqa: PLC0415

        printer = make_printer(offer)
        printer.setOutputFileName(str(self.export / PRINTED))
        then(paper_of(printer))

    def show_folder(self, folder: Path) -> None:
        """No file manager is opened."""


def hush_offscreen() -> None:
    """Without a window manager Qt complains at each window; all else is passed on."""

    def tell(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        if "propagateSizeHints" not in text:
            sys.stderr.write(f"{text}\n")

    qInstallMessageHandler(tell)


class StepFailed(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Step:
    """`work` says in a few words what came of it, or raises StepFailed."""

    name: str
    title: str
    work: Callable[[], str]


class Demonstration:
    def __init__(
        self,
        application: QApplication,
        window: MainWindow,
        look: Look,
        out: Path,
        export: Path,
    ) -> None:
        self._application, self._window = application, window
        self._look, self._out, self._exported = look, out, export
        self._pictures = 0

    @property
    def steps(self) -> tuple["Step", ...]:
        """In this order; each needs those before it."""
        return (
            Step("open", "Postfach öffnen", self._open),
            Step("fetch", "Anträge abholen", self._fetch),
            Step("read", "Antrag lesen", self._read),
            Step("link", "Angabe im PDF zeigen", self._link),
            Step("tabs", "Angaben, Anlagen, Prüfung, Verlauf", self._tabs),
            Step("copy", "Angabe kopieren", self._copy),
            Step("search", "Suche in der Liste", self._search),
            Step("find", "Suche im Antrag und in den Anlagen", self._find),
            Step("export", "Exportieren", self._export),
            Step("print", "Drucken in eine Datei", self._print),
            Step("quarantine", "Quarantäne", self._quarantine),
            Step("trash", "Papierkorb und zurück", self._trash),
            Step("themes", "Kleiner Bildschirm, dunkel, hoher Kontrast", self._themes),
        )

    def run(self) -> int:
        """0 if every step succeeded, else 1; what happened is printed."""
        for step in self.steps:
            started = time.monotonic()
            try:
                said = step.work()
            except StepFailed as failure:
                _say(f"FEHLER   {step.title}: {failure}")
                self._picture("fehler")
                return 1
            _say(f"ok {time.monotonic() - started:5.1f} s  {step.title}: {said}")
        _say(f"Bilder und Export liegen in {self._out}")
        return 0

    # --- steps ----------------------------------------------------------------------

    def _open(self) -> str:
        window = self._window
        window.resize(*WIDE)
        self._wait(window.actions_.fetch.isEnabled, "Postfach ist offen")
        self._wait(window.band.isVisible, "Übungsband ist zu sehen")
        self._picture("leer")
        return window.band.text()

    def _fetch(self) -> str:
        window = self._window
        window.actions_.fetch.trigger()
        self._wait(window.fetch_panel.isVisible, "Abruf läuft")
        self._wait(lambda: not window.fetch_panel.isVisible(), "Abruf endet")
        if window.error_panel.isVisible():
            trouble = window.error_panel.trouble
            raise StepFailed(trouble.what if trouble else "")
        self._wait(lambda: bool(window.records.ids), "Anträge stehen in der Liste")
        return window.notice.words.text()

    def _read(self) -> str:
        window = self._window
        self._choose(window.records.ids[-1])
        self._picture("antrag")
        return window.application.fields.counter.text()

    def _link(self) -> str:
        window = self._window
        fields = window.application.fields
        self._wait(
            lambda: "nur im PDF" in fields.counter.text(), "Formular ist gelesen"
        )
        placed = [row for row in fields.rows if isinstance(row, FieldRow) and row.place]
        chosen = placed[len(placed) // 2]
        fields.choose(chosen.path)
        self._wait(lambda: window.pdf.canvas.marked, "Stelle ist markiert")
        self._picture("verknuepft")
        return f"„{chosen.label}“ auf Seite {window.pdf.canvas.page + 1}"

    def _tabs(self) -> str:
        panel = self._window.application
        for number, name in enumerate(TABS):
            panel.show_tab(number)
            if number:
                self._picture(name)
        panel.show_tab(0)
        return f"{panel.tabs.count()} Reiter"

    def _copy(self) -> str:
        fields = self._window.application.fields
        clipboard = self._application.clipboard()
        clipboard.clear()
        view = fields.view
        view.setFocus()
        for _ in range(3):  # past the heading, into the fields
            _press(view, Qt.Key.Key_Down)
        _press(view, Qt.Key.Key_Return)
        self._wait(lambda: bool(clipboard.text()), "Zwischenablage ist gefüllt")
        return "in der Zwischenablage"

    def _search(self) -> str:
        window = self._window
        before = len(window.records.ids)
        window.commands.search.setText("testmann")
        self._wait(lambda: 0 < len(window.records.ids) < before, "Liste ist gefiltert")
        found = len(window.records.ids)
        window.commands.search.clear()
        self._wait(lambda: len(window.records.ids) == before, "Liste ist wieder voll")
        return f"{found} von {before}"

    def _find(self) -> str:
        window, line = self._window, self._window.search
        before = len(window.records.ids)
        # What came in the same minute stands in any order; this one has a lease.
        window.commands.search.setText("testmann")
        self._wait(lambda: len(window.records.ids) == 1, "Liste ist gefiltert")
        self._choose(window.records.ids[0])
        window.commands.search.clear()
        self._wait(lambda: len(window.records.ids) == before, "Liste ist wieder voll")
        line.open_search()
        line.box.setText("Mieter")
        _press(line.box, Qt.Key.Key_Return)
        self._wait(lambda: " in Anlagen" in line.count.text(), "etwas ist gefunden")
        self._wait(lambda: not line.stop.isVisible(), "alles ist durchsucht")
        self._picture("gefunden")
        said = line.count.text()
        line.close_search()
        return said

    def _export(self) -> str:
        window, export = self._window, self._exported
        window.notice.hide()
        window.actions_.export.trigger()
        self._wait(
            lambda: window.notice.isVisible() and any(export.glob("*/manifest.json")),
            "Export ist gemeldet",
        )
        self._picture("export")
        return window.notice.words.text()

    def _print(self) -> str:
        window, printed = self._window, self._exported / PRINTED
        window.notice.hide()
        window.actions_.printing.trigger()
        said = window.notice.words
        self._wait(lambda: " gedruckt." in said.text(), "Druck ist gemeldet")
        if not printed.read_bytes().startswith(b"%PDF-"):
            raise StepFailed(f"{printed.name} ist kein PDF")
        return said.text()

    def _quarantine(self) -> str:
        window = self._window
        window.folders.choose(Folder.QUARANTINE)
        self._wait(lambda: len(window.records.ids) == 1, "eine Nachricht in Quarantäne")
        window.records.choose(window.records.ids[0])
        window.application.show_tab(TABS.index("pruefung"))
        self._picture("quarantaene")
        window.application.show_tab(0)
        window.folders.choose(Folder.INBOX)
        self._wait(lambda: len(window.records.ids) > 1, "Posteingang ist zu sehen")
        return "eine unlesbare Nachricht, aufgehoben"

    def _trash(self) -> str:
        window = self._window
        before = len(window.records.ids)
        window.records.choose(window.records.ids[-1])
        self._settle()
        window.actions_.trash.trigger()
        self._wait(lambda: len(window.records.ids) == before - 1, "Antrag ist weg")
        window.actions_.undo.trigger()
        self._wait(lambda: len(window.records.ids) == before, "Antrag ist wieder da")
        window.notice.hide()
        return "rückgängig gemacht"

    def _themes(self) -> str:
        window = self._window
        self._choose(window.records.ids[0])
        window.resize(*SMALL)
        self._picture("klein")
        for name, theme in (
            ("dunkel", tokens.DARK),
            ("kontrast", tokens.HIGH_CONTRAST),
        ):
            self._look.set_theme(theme)
            self._picture(name)
        self._look.set_theme(tokens.LIGHT)
        return "drei Bilder"

    # --- waiting and looking --------------------------------------------------------

    def _choose(self, record_id: str) -> None:
        window = self._window
        window.records.choose(record_id)
        counter = window.application.fields.counter
        self._wait(lambda: bool(counter.text()), "Angaben sind zu sehen")

    def _settle(self) -> None:
        """Pictures of pages and thumbnails come in from the child process."""
        since, canvas = time.monotonic(), self._window.pdf.canvas
        while (rested := time.monotonic() - since) < REST or (
            not canvas.complete and rested < PATIENCE
        ):
            self._turn()

    def _wait(self, condition: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise StepFailed(f"nicht eingetreten: {what}")
            self._turn()

    def _turn(self) -> None:
        self._application.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        time.sleep(0.005)

    def _picture(self, name: str) -> None:
        self._settle()
        self._pictures += 1
        file = self._out / f"{self._pictures:02d}-{name}.png"
        if not self._window.grab().save(str(file)):
            raise StepFailed(f"Bild nicht geschrieben: {file.name}")


def _press(widget: QWidget, key: Qt.Key) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(widget, event)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
