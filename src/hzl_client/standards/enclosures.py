"""The documents of an application: what lies inside the XML, what came beside it.

Both are joined by file name without regard to case, never by order. What the XML
names is judged against what came; only where it names enclosures at all, one that it
does not name is marked: a genuine message lists none of its evidence files.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from hzl_client.model.application import Document, DocumentState
from hzl_client.model.composed import folded_name
from hzl_client.model.delivery import Content
from hzl_client.model.finding import Finding
from hzl_client.model.octets import Octets, sha256_hex
from hzl_client.standards.embedded import Embedded

Sniff = Callable[[bytes], str]
HEAD = 4096
APPLICATION_NAME = "antrag.pdf"  # as the Sozialplattform names the printed form
APPLICATION_TYPE = "1010"  # dokumentTyp seen beside it

_ZIP = "application/zip"
_OLE = "application/x-ole-storage"
_OOXML = "application/vnd.openxmlformats-officedocument."
# What the bytes behind an ending may be; endings that are not here are not judged.
_EXPECTED = {
    ".bmp": {"image/bmp"},
    ".doc": {_OLE},
    ".docx": {_ZIP, _OOXML + "wordprocessingml.document"},
    ".gif": {"image/gif"},
    ".heic": {"image/heic"},
    ".jpeg": {"image/jpeg"},
    ".jpg": {"image/jpeg"},
    ".pdf": {"application/pdf"},
    ".png": {"image/png"},
    ".pptx": {_ZIP, _OOXML + "presentationml.presentation"},
    ".tif": {"image/tiff"},
    ".tiff": {"image/tiff"},
    ".webp": {"image/webp"},
    ".xls": {_OLE},
    ".xlsx": {_ZIP, _OOXML + "spreadsheetml.sheet"},
    ".xml": {"text/xml", "application/xml"},
    ".zip": {_ZIP},
}
_DECLARED = {
    "application/pdf": {"application/pdf"},
    "image/jpeg": {"image/jpeg"},
    "image/jpg": {"image/jpeg"},
    "image/png": {"image/png"},
    "image/tiff": {"image/tiff"},
}


@dataclass(frozen=True, slots=True)
class Named:
    """One file the XML names; `embedded` None where it has no content of its own."""

    key: str  # path in the XML
    names: tuple[str, ...]  # the file name first
    declared_type: str
    code: str  # dokumentTyp
    embedded: Embedded | None


def collect(
    named: tuple[Named, ...], others: tuple[Content, ...], sniff: Sniff
) -> tuple[tuple[Document, ...], tuple[Finding, ...]]:
    unclaimed = {_unique(i, c, others): c for i, c in enumerate(others)}
    documents, findings = list[Document](), list[Finding]()
    for entry in named:
        keys = [k for k, c in unclaimed.items() if _same_name(entry.names, c.name)]
        if entry.embedded is None:
            key = keys[0] if keys else ""
            documents.append(_delivered(entry, key, unclaimed.pop(key, None), sniff))
            continue
        documents.append(_embedded(entry, entry.embedded, sniff))
        if entry.embedded.too_large:
            findings.append(Finding("embedded-too-large", entry.key))
        twins = [
            k for k in keys if _same_bytes(entry.embedded.octets, unclaimed[k].octets)
        ]
        if len(twins) < len(keys):
            findings.append(Finding("document-differs", entry.key))
        for key in twins:
            del unclaimed[key]
    names_enclosures = not all(_is_application(entry) for entry in named)
    documents += _beside(unclaimed, sniff, listed=not names_enclosures)
    forms = _forms(named, documents)
    main = max(forms, key=_length).key if forms else ""
    if not all(_same_bytes(forms[0].octets, each.octets) for each in forms[1:]):
        findings.append(Finding("several-forms", str(len(forms))))
    return tuple(replace(d, main=d.key == main) for d in documents), tuple(findings)


def _beside(
    unclaimed: dict[str, Content], sniff: Sniff, *, listed: bool
) -> Iterator[Document]:
    """`listed`: the XML names no enclosures, so that nothing can be missing there."""
    nameless = 0
    for key, content in unclaimed.items():
        nameless += not content.name
        name = content.name or f"Inhalt {nameless}"
        yield _judged(
            key, name, content.media_type, content.octets, sniff, listed=listed
        )


def _is_application(entry: Named) -> bool:
    return _same_name(entry.names, APPLICATION_NAME) or entry.code == APPLICATION_TYPE


def _forms(named: tuple[Named, ...], documents: list[Document]) -> list[Document]:
    """What may be the application's own PDF: by its name, else by its type, never by
    order."""
    typed = {entry.names[0] for entry in named if entry.code == APPLICATION_TYPE}
    pdfs = [d for d in documents if d.media_type == "application/pdf"]
    by_name = [d for d in pdfs if folded_name(d.name) == APPLICATION_NAME]
    by_type = [d for d in pdfs if d.name in typed]
    inside = [d for d in pdfs if d.embedded]
    ways = (
        [d for d in by_name if d.embedded],
        by_name,
        by_type,
        inside if len(inside) == 1 else [],
    )
    return next(filter(None, ways), [])


def _length(document: Document) -> tuple[int, str]:
    return document.octets.size if document.octets else 0, document.key


def _unique(number: int, content: Content, others: tuple[Content, ...]) -> str:
    doubled = any(c.path == content.path for c in others[:number])
    return f"{content.path}#{number + 1}" if doubled else content.path


def _embedded(entry: Named, embedded: Embedded, sniff: Sniff) -> Document:
    octets = embedded.octets
    document = _judged(
        entry.key, entry.names[0], entry.declared_type, octets, sniff, listed=True
    )
    return replace(document, embedded=True)


def _delivered(
    entry: Named, key: str, content: Content | None, sniff: Sniff
) -> Document:
    if content is None:
        return Document(
            entry.key,
            entry.names[0],
            "",
            entry.declared_type,
            None,
            DocumentState.MISSING,
        )
    declared = entry.declared_type or content.media_type
    name, octets = entry.names[0], content.octets
    document = _judged(key, name, declared, octets, sniff, listed=True)
    if _same_name((name,), content.name):
        return document
    return replace(document, delivered=content.name)


def _judged(
    key: str,
    name: str,
    declared: str,
    octets: Octets | None,
    sniff: Sniff,
    *,
    listed: bool,
) -> Document:
    if octets is None or octets.size == 0:
        return Document(key, name, "", declared, octets, DocumentState.UNREADABLE)
    found = sniff(octets.read(0, HEAD))
    state = DocumentState.PRESENT if listed else DocumentState.UNLISTED
    if not fits(name, declared, found):
        state = DocumentState.MISMATCH
    return Document(key, name, found, declared, octets, state)


def fits(name: str, declared: str, found: str) -> bool:
    """Whether the bytes are what ending and declared type say."""
    ending = PurePosixPath(name).suffix.lower()
    plain = declared.partition(";")[0].strip().lower()
    for expected in (_EXPECTED.get(ending), _DECLARED.get(plain)):
        if expected is not None and found not in expected:
            return False
    return True


def _same_name(names: Iterable[str], name: str) -> bool:
    return bool(name) and folded_name(name) in {folded_name(n) for n in names}


def _same_bytes(one: Octets | None, other: Octets | None) -> bool:
    if one is None or other is None or one.size != other.size:
        return False
    return sha256_hex(one) == sha256_hex(other)
