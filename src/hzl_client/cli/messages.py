"""`fetch`, `waiting`, `list`, `show`, `export`: a mailbox without its window."""

import argparse
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from hzl_client.cli import documents
from hzl_client.cli.documents import STEPS
from hzl_client.cli.output import (
    Exit,
    Json,
    Output,
    count,
    error_document,
    exit_code,
    local_time,
)
from hzl_client.cli.place import desk_of, practice_running
from hzl_client.errors import ExportTargetUnusable, HzlError, NoSuchRecord
from hzl_client.model.record import Folder, Record
from hzl_client.model.waiting import Waiting
from hzl_client.model.watch import Progress, Watch
from hzl_client.services.desk import Desk
from hzl_client.services.fetch import FetchReport
from hzl_client.services.records import Records
from hzl_client.texts.folders import FOLDERS

_TICK_SECONDS = 0.2
Done = TypeVar("Done")


def fetch(options: argparse.Namespace, output: Output) -> Exit:
    with (
        practice_running(options),
        desk_of(options) as (entry, desk),
        _watch(output) as watch,
    ):
        run = partial(desk.fetch.run, watch, options.message)
        report = _interruptible(run)
        output.result(documents.fetched(entry, report), _summary(report))
    if report.error is not None:
        output.complain(report.error)
        return exit_code(report.error)
    partly = report.quarantined or report.cancelled or report.blocked
    return Exit.PARTLY if partly else Exit.OK


def waiting(options: argparse.Namespace, output: Output) -> Exit:
    with (
        practice_running(options),
        desk_of(options) as (entry, desk),
        _watch(output) as watch,
    ):
        found = _interruptible(partial(desk.fetch.waiting, watch))
    document = {
        "mailbox": entry.slug,
        "waiting": [documents.waiting(each) for each in found.messages],
        "complete": found.complete,
        "error": None,
    }
    lines = [_waiting_row(each) for each in found.messages]
    if not found.complete:
        lines.append("Es warten weitere Nachrichten; der Intermediär nennt nicht alle.")
    output.result(document, "\n".join(lines) or "Es wartet keine Nachricht.")
    return Exit.OK if found.complete else Exit.PARTLY


def list_records(options: argparse.Namespace, output: Output) -> Exit:
    with desk_of(options) as (entry, desk):
        records = desk.records.all()
    wanted = None if options.folder is None else Folder(options.folder)
    shown = [each for each in records if wanted in (None, each.folder)]
    document = {
        "mailbox": entry.slug,
        "records": [documents.record(each) for each in shown],
        "error": None,
    }
    output.result(document, "\n".join(map(_row, shown)) or "Keine Nachrichten.")
    return Exit.OK


def show(options: argparse.Namespace, output: Output) -> Exit:
    with desk_of(options) as (entry, desk):
        opened = desk.reading.open(_find(desk.records, options.record))
        document = {"mailbox": entry.slug, **documents.opened(opened), "error": None}
        output.result(document, documents.opened_text(opened))
    return Exit.OK


def export(options: argparse.Namespace, output: Output) -> Exit:
    """One that fails does not stop the others; the first failure decides the code."""
    exported, failed = list[Json](), list[Json]()
    result = Exit.OK
    with desk_of(options) as (entry, desk):
        for record_id in _chosen(options, desk.records):
            try:
                done = _export_one(desk, record_id, options.to)
            except HzlError as error:
                failed.append({"record": record_id, "error": error_document(error)})
                output.complain(error)
                result = result or exit_code(error)
            else:
                exported.append(done)
    document = {
        "mailbox": entry.slug,
        "exported": exported,
        "failed": failed,
        "error": failed[0]["error"] if failed else None,
    }
    output.result(document, "\n".join(_exported_line(each) for each in exported))
    return result


def _export_one(desk: Desk, record_id: str, target: Path) -> Json:
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportTargetUnusable("no folder there", errno=error.errno) from error
    return documents.exported(record_id, desk.export.run(record_id, target))


def _chosen(options: argparse.Namespace, records: Records) -> tuple[str, ...]:
    if options.all:
        return tuple(r.id for r in records.all() if r.folder is Folder.INBOX)
    return tuple(_find(records, wanted) for wanted in options.records)


def _find(records: Records, wanted: str) -> str:
    """By the beginning of its id, as long as only one begins so."""
    found = [each.id for each in records.all() if each.id.startswith(wanted.lower())]
    if len(found) != 1:
        raise NoSuchRecord("not exactly one", record=wanted, found=len(found))
    return found[0]


# --- watching a fetch -----------------------------------------------------------------


@contextmanager
def _watch(output: Output) -> Iterator[Watch]:
    """Ctrl+C asks the fetch to stop at a safe point; a second one is not waited for."""
    cancel = threading.Event()

    def on_interrupt(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        cancel.set()

    before = signal.getsignal(signal.SIGINT)
    report = _Steps(output) if sys.stderr and sys.stderr.isatty() else _silent
    in_main_thread = threading.current_thread() is threading.main_thread()
    if in_main_thread:
        signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield Watch(cancel, report)
    finally:
        if in_main_thread:
            signal.signal(signal.SIGINT, before)


def _interruptible(work: Callable[[], Done]) -> Done:
    """On Windows nothing interrupts a main thread that waits for the network."""
    with ThreadPoolExecutor(1, "fetch") as pool:
        running = pool.submit(work)
        while not running.done():
            wait([running], _TICK_SECONDS)
        return running.result()


class _Steps:
    """One line when something new begins, for a person at a terminal."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._last: tuple[object, int] | None = None

    def __call__(self, progress: Progress) -> None:
        now = (progress.step, progress.message)
        if now == self._last:
            return
        self._last = now
        which = f"Nachricht {progress.message}: " if progress.message else ""
        self._output.note(f"{which}{STEPS[progress.step]} …")


def _silent(_progress: Progress) -> None: ...


# --- lines for people -----------------------------------------------------------------


def _summary(report: FetchReport) -> str:
    parts = [count(len(report.stored), "neue Nachricht", "neue Nachrichten")]
    if report.quarantined:
        parts.append(f"davon {len(report.quarantined)} in Quarantäne")
    if report.duplicates:
        parts.append(f"{report.duplicates} bereits abgeholt")
    if report.cancelled:
        parts.append("auf Wunsch abgebrochen")
    if report.blocked:
        lying = count(len(report.blocked), "Nachricht", "Nachrichten")
        parts.append(f"{lying} noch beim Intermediär, weil nicht prüfbar")
    return ", ".join(parts) + "."


def _waiting_row(each: Waiting) -> str:
    when = "(ohne Zeit)" if each.submitted_at is None else local_time(each.submitted_at)
    return f"{when}  {each.message_id}  {each.subject or '(ohne Betreff)'}"


def _row(record: Record) -> str:
    state = " " if record.read else "●"
    title = record.summary.title if record.summary else "(nicht lesbar)"
    place = f" · {record.summary.place}" if record.summary else ""
    loud = record.problems or any(not each.quiet for each in record.findings)
    noted = " ▲" if loud else ""
    name = FOLDERS[record.folder]
    when = local_time(record.received_at)
    return f"{state} {record.id[:8]}  {when}  {name:<14}  {title}{place}{noted}"


def _exported_line(done: Json) -> str:
    files = count(len(done["files"]), "Datei", "Dateien")
    return f"{done['folder']} ({files}, geprüft)"
