"""Everything the window can show, one scene after the other, and every dialog with
something in it: for whoever walks through all of it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from hzl_client.model.record import Folder
from hzl_client.model.watch import Step
from hzl_client.ui.dialogs.confirm import ConfirmDialog
from hzl_client.ui.dialogs.crash import Crash, CrashDialog
from hzl_client.ui.dialogs.passphrase import PassphraseDialog
from hzl_client.ui.dialogs.printing import PrintDialog
from hzl_client.ui.dialogs.questions import (
    Confirmation,
    PrintOffer,
    PrintRow,
    Stranger,
    WaitingRow,
)
from hzl_client.ui.dialogs.stranger import StrangerDialog
from hzl_client.ui.dialogs.waiting import WaitingDialog
from hzl_client.ui.look import Look
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.print_parts import NOT_A_PAGE
from hzl_client.ui.views.application_panel import (
    CHECKS,
    DOCUMENTS,
    FIELDS,
    HISTORY,
    WORK,
)
from hzl_client.ui.views.command_bar import Mode
from hzl_client.ui.views.empty import EmptyText
from hzl_client.ui.views.error_panel import Trouble
from hzl_client.ui.views.fetch_panel import FetchState

LONG_NAME: Final = "von der Langen-Familienname-Doppelstein, Maximiliane Theodora"
TROUBLE: Final = Trouble(
    what="Der Intermediär antwortet nicht.",
    lost="Es ist nichts verloren: Wartende Anträge liegen weiterhin dort.",
    do="Bitte versuchen Sie es in einigen Minuten noch einmal und wenden Sie sich "
    "sonst an Ihre IT.",
    area="Netz/Proxy",
    code="host-unreachable",
    at="28.11.2026 08:12 Uhr",
    facts=(("Rechner", "intermediaer.example"), ("Anschluss", "443")),
    retry="Erneut abholen",
)
ATTACHMENTS: Final = (
    PrintRow("1", "Mietvertrag 2025 (Seite 1 bis 4).pdf", "Unterkunft · 33 kB"),
    PrintRow("2", "Kontoauszug.jpeg", "Bild (JPEG) · 28 kB"),
    PrintRow("3", "Lebenslauf.docx", "", NOT_A_PAGE),
)
WAITING: Final = (
    WaitingRow(
        "1", "Antrag auf Hilfe zum Lebensunterhalt", "28.11.2026", "", ticked=True
    ),
    WaitingRow("2", "", "28.11.2026 08:15", "war zuletzt nicht lesbar", ticked=False),
)
FINGERPRINT: Final = "0123456789abcdef" * 4

LOADED: Final = 30.0  # seconds at most

Scene = Callable[[MainWindow], None]


def _tab(number: int) -> Scene:
    def show(window: MainWindow) -> None:
        everything(window)
        window.application.show_tab(number)

    return show


def everything(window: MainWindow) -> None:
    """The usual view: folders, list, PDF and fields of what is chosen."""
    window.search.close_search()
    window.show_mode(Mode.ALL)
    for strip in (window.error_panel, window.fetch_panel, window.notice):
        strip.hide()
    window.show_workspace(practice=True)
    window.folders.choose(Folder.INBOX)
    window.application.show_tab(FIELDS)


def _folder(folder: Folder) -> Scene:
    def show(window: MainWindow) -> None:
        everything(window)
        window.folders.choose(folder)

    return show


def _mode(mode: Mode) -> Scene:
    def show(window: MainWindow) -> None:
        everything(window)
        window.show_mode(mode)

    return show


def _wait(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + LOADED
    while not condition():
        assert time.monotonic() < end
        QApplication.processEvents()
        time.sleep(0.002)


def _search(window: MainWindow, needle: str) -> None:
    window.search.box.setText(needle)
    window.search.open_search()
    _wait(lambda: window.search.count.text().startswith("1 von"))
    _wait(window.search.stop.isHidden)


def _searching(window: MainWindow) -> None:
    everything(window)
    _search(window, "Testmann")


def _long_names(tab: int, needle: str = "") -> Scene:
    """Of an application that is filed, and may be there twice."""

    def show(window: MainWindow) -> None:
        everything(window)
        window.folders.choose(Folder.FILED)
        _wait(lambda: len(window.records.ids) == 2)
        window.records.choose(window.records.ids[0])
        title = window.application.header.accessibleName
        _wait(lambda: title().startswith("Freifrau") and "offen" in title())
        window.application.show_tab(tab)
        if needle:
            _search(window, needle)

    return show


def _fetching(window: MainWindow) -> None:
    everything(window)
    window.fetch_panel.show_state(
        FetchState(Step.LOAD, 3, 2, 0.4, "1,2 MB von 4,8 MB · 2,3 MB/s", stopping=False)
    )
    window.fetch_panel.show()


def _failed(window: MainWindow) -> None:
    everything(window)
    window.error_panel.show_trouble(TROUBLE)
    window.notice.show_notice(
        "3 neue Anträge, 1 in Quarantäne.", "warn", "Quarantäne zeigen", lambda: None
    )


def _start(window: MainWindow) -> None:
    everything(window)
    window.show_start(
        EmptyText(
            "mailbox",
            "Noch kein Postfach eingerichtet",
            "Ein Übungspostfach mit erfundenen Anträgen ist sofort da.",
            "Übungspostfach anlegen",
        )
    )


SCENES: Final[dict[str, Scene]] = {
    "felder": _tab(FIELDS),
    "anlagen": _tab(DOCUMENTS),
    "pruefung": _tab(CHECKS),
    "bearbeitung": _tab(WORK),
    "verlauf": _tab(HISTORY),
    "quarantaene": _folder(Folder.QUARANTINE),
    "papierkorb": _folder(Folder.TRASH),
    "nur-pdf": _mode(Mode.DOCUMENT),
    "nur-daten": _mode(Mode.FIELDS),
    "lesen": _mode(Mode.READ),
    "abruf": _fetching,
    "fehler": _failed,
    "suche": _searching,
    "lange-namen": _long_names(FIELDS),
    "lange-namen-anlagen": _long_names(DOCUMENTS),
    "lange-namen-bearbeitung": _long_names(WORK),
    "lange-namen-suche": _long_names(FIELDS, "Musterhausen"),
    "start": _start,
}


def _confirm(look: Look, parent: QWidget) -> QDialog:
    question = Confirmation(
        "Anlage unverschlüsselt speichern?",
        "Diese Datei stammt von außen und kann Schadprogramme enthalten. Öffnen Sie "
        "sie nur, wenn Sie sie erwarten.",
        "Speichern …",
    )
    return ConfirmDialog(look, question, parent)


def _crash(look: Look, parent: QWidget) -> QDialog:
    at = datetime(2026, 11, 28, 8, 12, tzinfo=UTC)
    return CrashDialog(look, Crash("ValueError", ("reading.py:12 open",), at), parent)


def _passphrase(look: Look, parent: QWidget) -> QDialog:
    return PassphraseDialog(look, "Sozialamt Musterhausen", parent, wrong=True)


def _printing(look: Look, parent: QWidget) -> QDialog:
    offer = PrintOffer(LONG_NAME, fields=True, form=True, attachments=ATTACHMENTS)
    return PrintDialog(look, offer, parent)


def _stranger(look: Look, parent: QWidget) -> QDialog:
    return StrangerDialog(look, Stranger("CN=Intermediär", FINGERPRINT), parent)


def _waiting(look: Look, parent: QWidget) -> QDialog:
    return WaitingDialog(look, WAITING, parent, more=False)


DIALOGS: Final[dict[str, Callable[[Look, QWidget], QDialog]]] = {
    "rueckfrage": _confirm,
    "programmfehler": _crash,
    "passphrase": _passphrase,
    "drucken": _printing,
    "fingerabdruck": _stranger,
    "vorschau": _waiting,
}
