"""`hzl-client selftest`: the whole way once, on this machine, with invented data.

It has a profile, an intermediary and an export folder of its own, which are gone
afterwards; real mailboxes are not touched. Steps that need a failed one are skipped.
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from hzl_client.app import ProfileDoors, Program, has_display, make_application
from hzl_client.cli.output import Exit, Output, error_document
from hzl_client.errors import DiskFailed, KeyStoreUnavailable
from hzl_client.keys.keyring import OsKeyStore
from hzl_client.model.watch import Watch
from hzl_client.services.desk import Desk
from hzl_client.services.profile import profile_folder
from hzl_client.ui.demonstration import (
    Demonstration,
    Playing,
    StepFailed,
    hush_offscreen,
)

KEY_SERVICE: Final = "HzL-Client Selbsttest"
PAGE_WIDTH: Final = 900
WORDS: Final = {"ok": "ok", "failed": "FEHLER", "skipped": "entfällt"}


@dataclass(frozen=True, slots=True)
class Step:
    """`result`: ok, failed or skipped; `error` as every command writes it."""

    name: str
    title: str
    result: str
    milliseconds: int
    detail: str = ""
    error: dict[str, Any] | None = None


class Skip(Exception):
    """The step has nothing to try here; says why."""


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    output = Output(options.json)
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(
        prefix="hzl-selbsttest-", ignore_cleanup_errors=True
    ) as name:
        test = Selftest(Path(name), options.output, options.profile, output)
        steps = test.run()
    good = all(step.result != "failed" for step in steps)
    document = {
        "program": version("hzl-client"),
        "ok": good,
        "steps": [asdict(step) for step in steps],
        "error": None,
    }
    output.result(document, "Alles in Ordnung." if good else "Nicht in Ordnung.")
    return Exit.OK if good else Exit.PARTLY


class Selftest:
    def __init__(
        self, place: Path, pictures: Path | None, profile: Path | None, output: Output
    ) -> None:
        self._place, self._output = place, output
        self._pictures = pictures or place / "bilder"
        self._profile = profile_folder(profile)
        self._steps: list[Step] = []

    def run(self) -> list[Step]:
        self._try("environment", "Programm und Betriebssystem", environment)
        self._try("profile", "Ordner für Postfächer", self._writable)
        self._try("key-store", "Schlüsselspeicher des Betriebssystems", key_store)
        self._mailbox_steps()
        self._window_steps()
        return self._steps

    def _mailbox_steps(self) -> None:
        way = MailboxWay(self._place)
        steps = (
            ("intermediary", "Übungsintermediär starten", way.start),
            ("fetch", "Abholen und prüfen", way.fetch),
            ("open", "Antrag öffnen", way.open),
        )
        render = ("render", "Seite im Kindprozess zeichnen", way.render)
        export = ("export", "Exportieren", way.export)
        try:
            opened = self._chain(steps)
            for step in (render, export):  # neither needs the other
                self._chain((step,), good=opened)
        finally:
            way.close()

    def _window_steps(self) -> None:
        way = WindowWay(self._place / "fenster", self._pictures)
        if not self._try("window", "Fenster zeigen", way.start):
            way.close()
            return
        try:
            self._chain(
                (f"window-{step.name}", f"Fenster: {step.title}", step.work)
                for step in way.show.steps
            )
        finally:
            way.close()

    def _chain(
        self, steps: Iterable[tuple[str, str, Callable[[], str]]], *, good: bool = True
    ) -> bool:
        """Each needs the one before it, the first what `good` tells."""
        for name, title, work in steps:
            if good:
                good = self._try(name, title, work)
            else:
                self._note(Step(name, title, "skipped", 0, "braucht den Schritt davor"))
        return good

    def _try(self, name: str, title: str, work: Callable[[], str]) -> bool:
        begun = time.monotonic()
        result, detail, error = "ok", "", None
        try:
            detail = work()
        except Skip as reason:
            result, detail = "skipped", str(reason)
        except StepFailed as failure:
            result, detail = "failed", str(failure)
        except OSError as failure:  # rights or space on this machine, no bug of ours
            refused = DiskFailed("a folder of the test", errno=failure.errno)
            result, error = "failed", error_document(refused)
        except Exception as failure:  # noqa: BLE001 - one step must not end the test
            result, error = "failed", error_document(failure)
        spent = round((time.monotonic() - begun) * 1000)
        self._note(Step(name, title, result, spent, detail, error))
        return result == "ok"

    def _note(self, step: Step) -> None:
        self._steps.append(step)
        said = step.detail if step.error is None else step.error["message"]
        head = f"{WORDS[step.result]:<8} {step.milliseconds / 1000:6.1f} s"
        self._output.note(f"{head}  {step.title}: {said}")

    def _writable(self) -> str:
        """Where the real mailboxes lie or will lie; nothing stays there."""
        above = (self._profile, *self._profile.parents)
        missing = [folder for folder in above if not folder.exists()]
        try:
            self._profile.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._profile) as file:
                file.write(b"x")
            free = shutil.disk_usage(self._profile).free
        finally:
            for folder in missing:
                with suppress(OSError):  # another user's test may be using it
                    folder.rmdir()
        return f"{self._profile}, {free // 10**9} GB frei"


def environment() -> str:
    import sqlite3  # noqa: PLC0415 - behind the first step
    import ssl  # noqa: PLC0415

    from PySide6.QtCore import qVersion  # noqa: PLC0415

    return (
        f"HzL-Client {version('hzl-client')}, {platform.system()} "
        f"{platform.release()} ({platform.version()}), "
        f"Python {platform.python_version()}, Qt {qVersion()}, "
        f"{ssl.OPENSSL_VERSION.rsplit(' ', 3)[0]}, SQLite {sqlite3.sqlite_version}, "
        f"PyMuPDF {version('pymupdf')}"
    )


def key_store() -> str:
    """On Windows it must work; a Linux server may have none."""
    store, name, secret = OsKeyStore(), uuid.uuid4().hex, os.urandom(32)
    try:
        store.set(KEY_SERVICE, name, secret)
    except KeyStoreUnavailable:
        if sys.platform == "win32":
            raise
        raise Skip("nicht vorhanden; Postfächer öffnet die Passphrase") from None
    try:
        if store.get(KEY_SERVICE, name) != secret:
            raise KeyStoreUnavailable("it gave back another value")
    finally:
        store.delete(KEY_SERVICE, name)
    return "gespeichert, gelesen, gelöscht"


class MailboxWay:
    """The services without a window, as scheduled tasks use them."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._doors = ProfileDoors(place / "profil")
        self._slug = self._record = ""
        self._desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        if self._desk is None:
            self._desk = self._doors.open(self._slug, None)
        return self._desk

    def start(self) -> str:
        self._slug = self._doors.create_practice()
        return "läuft, Anträge sind eingeliefert"

    def fetch(self) -> str:
        report = self.desk.fetch.run(Watch())
        if report.error is not None:
            raise report.error
        if not report.stored or len(report.quarantined) != 1:
            raise StepFailed("nicht alle Nachrichten kamen an, wie sie sollten")
        self._record = next(r for r in report.stored if r not in report.quarantined)
        return f"{len(report.stored)} Nachrichten, eine davon in Quarantäne"

    def open(self) -> str:
        application = self.desk.reading.open(self._record).application
        if application is None:
            raise StepFailed("die Nachricht enthält keinen lesbaren Antrag")
        documents = len(application.documents)
        return f"{len(application.fields)} Angaben, {documents} Dokumente"

    def render(self) -> str:
        application = self.desk.reading.open(self._record).application
        found = application.documents if application else ()
        pages = (d.octets for d in found if d.media_type == "application/pdf")
        if (octets := next(pages, None)) is None:
            raise StepFailed("der Antrag enthält keine PDF-Datei")
        opened = self.desk.documents.open(octets)
        picture = self.desk.documents.render(opened.handle, 0, PAGE_WIDTH)
        self.desk.documents.release(opened.handle)
        if picture.blank:
            raise StepFailed("die Seite blieb leer")
        return f"{picture.width} mal {picture.height} Bildpunkte"

    def export(self) -> str:
        report = self.desk.export.run(self._record, self._place)
        return f"{len(report.files)} Dateien, Prüfsummen verglichen"

    def close(self) -> None:
        self._doors.close()


class WindowWay:
    """The real window, on the screen where there is one."""

    def __init__(self, profile: Path, pictures: Path) -> None:
        self._profile, self._pictures = profile, pictures
        self._program: Program | None = None

    def start(self) -> str:
        doors = ProfileDoors(self._profile)
        try:
            slug = doors.create_practice()
        finally:
            doors.close()
        self._pictures.mkdir(parents=True, exist_ok=True)
        application = make_application(sys.argv[:1])
        if application.platformName() == "offscreen":
            hush_offscreen()
        playing = Playing(self._profile / "export")
        program = Program(self._profile, lambda _look, _window: playing)
        self._program = program
        program.start(slug)
        self.show = Demonstration(
            application, program.window, program.look, self._pictures, playing.export
        )
        return f"Qt-Plattform {application.platformName()}"

    def close(self) -> None:
        if self._program is not None:
            self._program.window.close()
            self._program.close()


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="hzl-client selftest",
        description="Prüft dieses Programm auf diesem Rechner mit erfundenen Daten.",
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="ein JSON-Objekt")
    parser.add_argument(
        "--output", type=Path, metavar="ORDNER", help="Bilder des Fensters dorthin"
    )
    parser.add_argument(
        "--profile", type=Path, metavar="ORDNER", help="Ordner mit den Postfächern"
    )
    return parser.parse_args(arguments)
