"""One opened record in the words of the right pane; made on a worker thread."""

from collections.abc import Iterator
from dataclasses import dataclass

from hzl_client.documents.sniff import HEAD, sniff
from hzl_client.model.application import Application, Document, DocumentState, Summary
from hzl_client.model.delivery import Content
from hzl_client.model.octets import Octets
from hzl_client.model.record import Event, Record
from hzl_client.services.reading import OpenRecord
from hzl_client.texts import sentence
from hzl_client.ui import words
from hzl_client.ui.models.entries import Entry
from hzl_client.ui.models.fields import FieldIndex
from hzl_client.ui.models.records import NOT_OPENED, UNREADABLE, received
from hzl_client.ui.presenters.attachments import document_rows
from hzl_client.ui.presenters.checking import checks_of, findings_of
from hzl_client.ui.views.documents_tab import DocumentRow
from hzl_client.ui.views.summary_header import Head


@dataclass(frozen=True, slots=True)
class Opened:
    """`main` is the key of the document to show first, "" if there is none;
    `attachments` does not count the application itself."""

    record: Record
    application: Application | None
    head: Head
    attachments: int
    fields: FieldIndex | None
    files: tuple[Document, ...]
    octets: dict[str, Octets]
    main: str
    checks: tuple[Entry, ...]
    history: tuple[Entry, ...]


def prepare(opened: OpenRecord) -> Opened:
    application = opened.application
    if application is not None:
        documents = application.documents
    else:
        documents = tuple(_document(content) for content in opened.contents)
    rows = document_rows(documents)
    attachments = sum(not document.main for document in documents)
    return Opened(
        record=opened.record,
        application=application,
        head=_head(opened, attachments),
        attachments=attachments,
        fields=FieldIndex(application) if application else None,
        files=documents,
        octets={d.key: d.octets for d in documents if d.octets is not None},
        main=_main(documents, rows),
        checks=tuple(checks_of(opened)),
        history=tuple(_history(opened.record, opened.history)),
    )


# --- head ---------------------------------------------------------------------------


def _head(opened: OpenRecord, attachments: int) -> Head:
    record, application = opened.record, opened.application
    summary = application.summary if application else record.summary
    found = findings_of(opened, places=False)
    parts = list(_about(summary)) if summary else []
    parts.append(words.count(attachments, "Anlage", "Anlagen") if attachments else "")
    if summary is None:
        parts.append(f"Eingang {words.stamp(received(record))}")
    return Head(
        title=summary.title if summary else UNREADABLE if record.opened else NOT_OPENED,
        about=" · ".join(part for part in parts if part),
        trust=opened.verdict.sentence,
        tone=opened.verdict.level,
        notes=_notes(found),
        test=bool(summary and summary.test),
    )


def _about(summary: Summary) -> Iterator[str]:
    """Each part stays on one line, but the name of the service may be long."""
    born, applied = summary.birth_date, summary.application_date
    yield f"geboren {born}".replace(" ", words.NO_BREAK) if born else ""
    yield summary.service
    yield f"Antrag vom {applied}".replace(" ", words.NO_BREAK) if applied else ""
    persons = summary.persons
    yield words.count(persons, "Person", "Personen") if persons else ""


def _notes(found: tuple[str, ...]) -> str:
    if len(found) > 1:
        rest = words.count(len(found) - 1, "weiterer Befund", "weitere Befunde")
        return f"{found[0]} Dazu {rest} unter „Prüfung“."
    return found[0] if found else ""


# --- documents ----------------------------------------------------------------------


def _document(content: Content) -> Document:
    """Where no application was read, the contents themselves are listed."""
    return Document(
        key=content.path,
        name=content.name or content.path.rpartition("/")[2],
        media_type=sniff(content.octets.read(0, HEAD)),
        declared_type=content.media_type,
        octets=content.octets,
        state=DocumentState.PRESENT,
    )


def _main(documents: tuple[Document, ...], rows: tuple[DocumentRow, ...]) -> str:
    showable = {row.key for row in rows if row.showable}
    ordered = sorted(documents, key=lambda d: not d.main)  # stable: else as delivered
    return next((d.key for d in ordered if d.key in showable), "")


# --- history ------------------------------------------------------------------------


def _history(record: Record, events: tuple[Event, ...]) -> Iterator[Entry]:
    if record.submitted_at:
        yield Entry(
            "submitted",
            "Eingang auf dem Server des Intermediärs.",
            f"Nachrichtenkennzeichen: {record.message_id}",
            words.stamp(record.submitted_at),
            "event",
        )
    for number, event in enumerate(events):
        title, at = sentence(event.code, event.detail), words.stamp(event.at)
        yield Entry(f"event:{number}", title, "", at, "event")
