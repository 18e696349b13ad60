"""Attachments as rows: what was delivered, what the XML names, and what the form lists,
which alone knows the citizen's own names and what each was uploaded for."""

from collections.abc import Iterator
from pathlib import PurePath

from hzl_client.documents.document import OPENABLE
from hzl_client.model.application import Document, DocumentState
from hzl_client.model.listed import join
from hzl_client.model.printed import UNKNOWN_FORM, PrintedFile, PrintedForm
from hzl_client.ui import words
from hzl_client.ui.views.documents_tab import DocumentRow

_UNLISTED = "im Antrag nicht aufgeführt"
_NOT_DELIVERED = "im Antrag aufgeführt, aber nicht mitgeliefert"
_LOCKED = "mit Kennwort geschützt"
_RUNS = "Achtung: ausführbares Programm oder Skript, bitte nicht öffnen"
_EMPTY = "Die Datei ist leer (0 Bytes)"
_PROGRAMS = frozenset({"application/x-msdownload", "application/x-executable"})
# What Windows runs on a double click, whatever it holds.
_RUNNING = frozenset(
    {
        *(".bat", ".cmd", ".com", ".cpl", ".exe", ".hta", ".jar", ".js", ".jse"),
        *(".lnk", ".msi", ".pif", ".ps1", ".reg", ".scr", ".sh", ".url", ".vbe"),
        *(".vbs", ".wsf", ".wsh"),
    }
)
_NO_FILE = "im Antrag genannt, aber keine Datei hochgeladen"
_STATES = {
    DocumentState.PRESENT: ("vorhanden", "neutral"),
    DocumentState.MISSING: ("genannt, aber nicht mitgeliefert", "bad"),
    DocumentState.UNLISTED: ("mitgeliefert, im Antrag nicht genannt", "neutral"),
    DocumentState.MISMATCH: ("Inhalt passt nicht zur Dateiendung", "warn"),
    DocumentState.UNREADABLE: ("nicht lesbar", "bad"),
}


def document_rows(
    documents: tuple[Document, ...],
    form: PrintedForm = UNKNOWN_FORM,
    locked: frozenset[str] = frozenset(),
) -> tuple[DocumentRow, ...]:
    """In the order of the delivery; then what the form lists and nobody delivered, and
    kinds of evidence without any file."""
    listed = join(documents, form.files)
    rows = tuple(
        _row(each, listed.entries.get(each.key), form, locked=each.key in locked)
        for each in documents
        if each.key not in listed.elsewhere
    )
    return (*rows, *_missing(form, listed.left(form.files, documents)))


def _row(
    document: Document, listed: PrintedFile | None, form: PrintedForm, *, locked: bool
) -> DocumentRow:
    octets = document.octets
    other_name = _other_name(document, listed)
    about = [
        "Antrag" if document.main else "",
        listed.category if listed else "",
        other_name,
        words.kind(document.media_type) if octets and octets.size else "",
        words.size(octets.size) if octets else "",
    ]
    state, tone = _state(document, listed, form)
    if octets is not None and octets.size == 0:
        state, tone = _EMPTY, "warn"
    if _runs(document):
        state, tone = f"{state}. {_RUNS}", "bad"
    if locked:
        state, tone = f"{state}, {_LOCKED}", "warn" if tone == "neutral" else tone
    return DocumentRow(
        key=document.key,
        name=listed.original if listed else document.name,
        about=_joined(*about),
        state=state + (", im XML enthalten" if document.embedded else ""),
        tone=tone,
        icon="lock" if locked else _icon(document),
        showable=octets is not None and document.media_type in OPENABLE,
        present=octets is not None,
        media_type=document.media_type,
        warning=_warning(document),
        sought="\n".join((document.name, other_name, *_words(listed))),
    )


def _state(
    document: Document, listed: PrintedFile | None, form: PrintedForm
) -> tuple[str, str]:
    """The form's list counts before the names in the XML, which holds but few."""
    state, tone = _STATES[document.state]
    said_by_names = document.state in (DocumentState.PRESENT, DocumentState.UNLISTED)
    if listed is not None and document.state is DocumentState.UNLISTED:
        return _STATES[DocumentState.PRESENT]
    if form.known and listed is None and said_by_names and not document.main:
        return _UNLISTED, "neutral"
    return state, tone


def _words(listed: PrintedFile | None) -> tuple[str, ...]:
    return (listed.original, listed.delivered, listed.category) if listed else ()


def _other_name(document: Document, listed: PrintedFile | None) -> str:
    """Beside the one the row has."""
    came_as = document.delivered or document.name
    if listed is None:
        return document.delivered
    return listed.delivered if came_as == listed.original else came_as


def _missing(form: PrintedForm, left: list[PrintedFile]) -> Iterator[DocumentRow]:
    for number, each in enumerate(left):
        about = _joined(each.category, each.delivered)
        yield _absent(f"listed:{number}", each.original, about, _NOT_DELIVERED)
    filled = {each.category for each in form.files}
    for number, category in enumerate(form.categories):
        if category not in filled:
            yield _absent(f"category:{number}", category, "", _NO_FILE)


def _absent(key: str, name: str, about: str, state: str) -> DocumentRow:
    return DocumentRow(
        key, name, about, state, "bad", "warn", showable=False, present=False
    )


def _warning(document: Document) -> str:
    if document.octets is not None and document.octets.size == 0:
        return f"{_EMPTY}."
    return f"{_RUNS}." if _runs(document) else ""


def _runs(document: Document) -> bool:
    """By its content, or by the ending that decides what a double click does."""
    ending = PurePath(document.name.rstrip(" .")).suffix.casefold()
    program = document.media_type in _PROGRAMS or ending in _RUNNING
    return document.octets is not None and program


def _icon(document: Document) -> str:
    if _runs(document):
        return "warn"
    if document.state in (DocumentState.MISSING, DocumentState.UNREADABLE):
        return "warn"
    if document.media_type.startswith("image/"):
        return "picture"
    return "document" if document.media_type == "application/pdf" else "file"


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
