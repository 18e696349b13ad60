"""Records, applications and reports as JSON, and as lines for people."""

from collections.abc import Iterator
from datetime import datetime

from hzl_client.cli.output import Json, error_document, local_time
from hzl_client.exports.base import ExportReport
from hzl_client.model.application import Application, Document, Field
from hzl_client.model.finding import Finding
from hzl_client.model.record import Record
from hzl_client.model.waiting import Waiting
from hzl_client.model.watch import Step
from hzl_client.model.work import Work
from hzl_client.services.fetch import FetchReport
from hzl_client.services.profile import MailboxEntry
from hzl_client.services.reading import OpenRecord
from hzl_client.texts import sentence
from hzl_client.texts.folders import FOLDERS

STEPS = {
    Step.CONNECT: "verbinden",
    Step.LOAD: "laden",
    Step.SECURE: "sichern",
    Step.DECRYPT: "entschlüsseln",
    Step.CHECK: "prüfen",
    Step.ACKNOWLEDGE: "quittieren",
}


def fetched(entry: MailboxEntry, report: FetchReport) -> Json:
    return {
        "mailbox": entry.slug,
        "at": _time(report.at),
        "stored": list(report.stored),
        "quarantined": list(report.quarantined),
        "duplicates": report.duplicates,
        "cancelled": report.cancelled,
        "blocked": [
            {
                "message_id": each.message_id,
                "reason": each.reason,
                "since": _time(each.since),
            }
            for each in report.blocked
        ],
        "error": None if report.error is None else error_document(report.error),
    }


def waiting(each: Waiting) -> Json:
    return {
        "message_id": each.message_id,
        "subject": each.subject,
        "submitted_at": _time(each.submitted_at),
    }


def record(record: Record) -> Json:
    summary = record.summary
    return {
        "id": record.id,
        "message_id": record.message_id,
        "folder": record.folder.value,
        "read": record.read,
        "opened": record.opened,
        "received_at": _time(record.received_at),
        "submitted_at": _time(record.submitted_at),
        "size": record.size,
        "title": summary.title if summary else None,
        "service": summary.service if summary else None,
        "place": summary.place if summary else None,
        "application_date": summary.application_date if summary else None,
        "persons": summary.persons if summary else None,
        "documents": summary.documents if summary else None,
        "test": summary.test if summary else None,
        "problems": _findings(record.problems),
        "findings": _findings(record.findings),
        "work": _work(record.work),
    }


def _work(work: Work) -> Json:
    return {
        "labels": list(work.labels),
        "note": work.note,
        "file_reference": work.file_reference,
        "due": None if work.due is None else work.due.isoformat(),
        "seen": {key: _time(at) for key, at in work.seen.items()},
        "open_hints": work.open_hints,
    }


def opened(opened: OpenRecord) -> Json:
    application = opened.application
    return {
        "record": record(opened.record),
        "verdict": {
            "level": opened.verdict.level,
            "sentence": opened.verdict.sentence,
            "details": list(opened.verdict.details),
        },
        "application": _application(application) if application else None,
        "contents": [
            {
                "path": each.path,
                "kind": each.kind,
                "name": each.name,
                "size": each.octets.size,
                "trust": each.trust.value,
            }
            for each in opened.contents
        ],
        "history": [
            {"at": _time(event.at), "code": event.code, "detail": event.detail}
            for event in opened.history
        ],
    }


def exported(record_id: str, report: ExportReport) -> Json:
    return {
        "record": record_id,
        "folder": str(report.folder),
        "files": [
            {"name": file.name, "size": file.size, "sha256": file.sha256}
            for file in report.files
        ],
    }


def _application(application: Application) -> Json:
    return {
        "standard": application.standard,
        "version": application.version,
        "leaves": application.leaves,
        "sections": [
            {"title": section.title, "fields": [_field(f) for f in section.fields]}
            for section in application.sections
        ],
        "documents": [_document(each) for each in application.documents],
        "findings": _findings(application.findings),
    }


def _field(field: Field) -> Json:
    code = field.code
    return {
        "path": field.path,
        "label": field.label,
        "text": field.text,
        "raw": field.raw,
        "kind": field.kind.value,
        "known": field.known,
        "list_uri": code.list_uri if code else None,
        "list_version": code.list_version if code else None,
    }


def _document(document: Document) -> Json:
    return {
        "name": document.name,
        "media_type": document.media_type,
        "state": document.state.value,
        "size": document.octets.size if document.octets else None,
        "embedded": document.embedded,
        "main": document.main,
    }


def _findings(findings: tuple[Finding, ...]) -> list[Json]:
    return [
        {"code": each.code, "detail": each.detail, "text": sentence(each.code)}
        for each in findings
    ]


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


# --- lines for people -----------------------------------------------------------------


def opened_text(opened: OpenRecord) -> str:
    return "\n".join(_opened_lines(opened))


def _opened_lines(opened: OpenRecord) -> Iterator[str]:
    record, application = opened.record, opened.application
    yield record.summary.title if record.summary else "(nicht lesbar)"
    folder, when = FOLDERS[record.folder], local_time(record.received_at)
    yield f"{folder}, abgeholt {when}, Nachricht {record.id}"
    yield f"Prüfung: {opened.verdict.sentence}"
    yield from (f"  {detail}" for detail in opened.verdict.details)
    if application is None:
        return
    for section in application.sections:
        yield ""
        yield section.title
        yield from (f"  {field.label}: {field.text}" for field in section.fields)
    if application.documents:
        yield ""
        yield "Anlagen"
        yield from (f"  {each.name}" for each in application.documents)
    total, shown = application.leaves, len(application.fields)
    yield ""
    yield f"{shown} von {total} Angaben gezeigt."
