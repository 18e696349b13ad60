"""Code lists as OASIS genericode 1.0, as the XRepository hands them out.

Read strictly: columns inside the file, one row per code, nothing from elsewhere. Where
several columns could be the text, the overlay has to say which.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from hzl_client import xmlkit
from hzl_client.errors import InvalidOverlay, PeerError
from hzl_client.standards.codelists import BY_OFFICE, CodeList
from hzl_client.standards.leaves import namespace_of
from hzl_client.standards.overlay import Columns
from hzl_client.standards.values import XML_SPACE
from hzl_client.xmlkit import Element

NAMESPACE: Final = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
MAX_ROWS: Final = 100_000  # all municipalities, streets of none
MAX_COLUMNS: Final = 100
MAX_TEXT: Final = 2000  # characters of one text
# As the lists of the XRepository call them; the first that is there counts.
_CODE_NAMES: Final = ("code", "schluessel", "schlüssel", "key")
_TEXT_NAMES: Final = (
    *("name", "codename", "bezeichnung", "wert", "text", "label"),
    *("beschreibung", "description", "langname", "kurzbezeichnung"),
)


def parse(file: str, raw: bytes, columns: Mapping[str, Columns]) -> CodeList:
    """`columns` are what the overlay says, by the URI of the list."""
    root = _root(file, raw)
    source = _Source(file)
    about = source.child(root, "Identification")
    uri = source.text(about, "CanonicalUri")
    if not uri:
        raise source.bad(about, reason="list-without-uri")
    known = _columns(source, source.child(root, "ColumnSet"))
    said = columns.get(uri)
    code = _code_column(source, root, known, said)
    text = _text_column(source, root, known, code, said)
    title = source.text(about, "LongName") or source.text(about, "ShortName")
    return CodeList(
        uri=uri,
        title=title or uri,
        version=source.text(about, "Version"),
        status=BY_OFFICE,
        source=file,
        texts=_texts(source, root, tuple(known), code, text),
    )


def _root(file: str, raw: bytes) -> Element:
    try:
        root = xmlkit.parse(raw)
    except PeerError as error:
        cause = error.__cause__
        line = cause.lineno if isinstance(cause, etree.XMLSyntaxError) else None
        raise InvalidOverlay(
            "not admitted XML",
            file=file,
            path=f"Zeile {line}" if line else None,
            reason="not-xml",
        ) from error
    for node in root.iter(etree.Entity):
        raise _Source(file).bad(node, reason="not-xml")
    if root.tag != f"{{{NAMESPACE}}}CodeList":
        raise _Source(file).bad(root, reason="not-genericode")
    return root


class _Source:
    """The file in which something may be wrong, at a line."""

    def __init__(self, file: str) -> None:
        self._file = file

    def bad(self, element: Element, *, reason: str, found: str = "") -> InvalidOverlay:
        return InvalidOverlay(
            "not understood",
            file=self._file,
            path=f"Zeile {element.sourceline}",
            reason=reason,
            found=found[:200] or None,
        )

    def child(self, element: Element, name: str) -> Element:
        found = list(_children(element, name))
        if len(found) != 1:
            raise self.bad(element, reason="element-not-once", found=name)
        return found[0]

    def text(self, element: Element, name: str) -> str:
        """Of the first such child, "" if there is none."""
        found = next(_children(element, name), None)
        text = "" if found is None else xmlkit.text_of(found).strip(XML_SPACE)
        if len(text) > MAX_TEXT:
            raise self.bad(element, reason="text-too-long", found=name)
        return text


def _children(element: Element, name: str) -> Iterator[Element]:
    """Unqualified, as the schema has them."""
    for child in xmlkit.children(element):
        if child.tag == name and not namespace_of(child):
            yield child


def _columns(source: _Source, column_set: Element) -> dict[str, str]:
    """Short names in lower case by Id, in their order."""
    known: dict[str, str] = {}
    for column in _children(column_set, "Column"):
        name = column.get("Id", "")
        if not name or name in known or len(known) >= MAX_COLUMNS:
            raise source.bad(column, reason="bad-column", found=name)
        known[name] = source.text(column, "ShortName").casefold()
    if not known:
        raise source.bad(column_set, reason="bad-column")
    return known


def _code_column(
    source: _Source, root: Element, known: Mapping[str, str], said: Columns | None
) -> str:
    column_set = source.child(root, "ColumnSet")
    if said is not None and said.code:
        return _said_column(source, column_set, known, said.code)
    for key in _children(column_set, "Key"):
        named = [each.get("Ref", "") for each in _children(key, "ColumnRef")]
        if len(named) == 1:
            return _said_column(source, key, known, named[0])
    if found := _by_name(known, _CODE_NAMES):
        return found
    raise source.bad(column_set, reason="which-code-column", found=", ".join(known))


def _text_column(
    source: _Source,
    root: Element,
    known: Mapping[str, str],
    code: str,
    said: Columns | None,
) -> str:
    column_set = source.child(root, "ColumnSet")
    if said is not None:
        return _said_column(source, column_set, known, said.text)
    others = {name: short for name, short in known.items() if name != code}
    found = next(iter(others)) if len(others) == 1 else _by_name(others, _TEXT_NAMES)
    if not found:
        raise source.bad(
            column_set, reason="which-text-column", found=", ".join(others)
        )
    return found


def _said_column(
    source: _Source, where: Element, known: Mapping[str, str], name: str
) -> str:
    if name not in known:
        raise source.bad(where, reason="no-such-column", found=name)
    return name


def _by_name(known: Mapping[str, str], names: tuple[str, ...]) -> str:
    for wanted in names:
        for column, short in known.items():
            if wanted in (column.casefold(), short):
                return column
    return ""


def _texts(
    source: _Source, root: Element, columns: tuple[str, ...], code: str, text: str
) -> dict[str, str]:
    texts: dict[str, str] = {}
    places = {name: place for place, name in enumerate(columns)}
    rows = source.child(root, "SimpleCodeList")
    for row in _children(rows, "Row"):
        values = _values(source, row, columns, places)
        value = values.get(code, "")
        if not value or value in texts:
            raise source.bad(row, reason="code-not-once", found=value)
        if len(texts) >= MAX_ROWS:
            raise source.bad(row, reason="too-many")
        texts[value] = values.get(text, "")
    if not any(texts.values()):
        raise source.bad(rows, reason="list-without-texts")
    return texts


def _values(
    source: _Source, row: Element, columns: tuple[str, ...], places: Mapping[str, int]
) -> dict[str, str]:
    """A value without ColumnRef belongs to the column behind that of the last one."""
    values: dict[str, str] = {}
    place = -1
    for value in _children(row, "Value"):
        named = value.get("ColumnRef")
        if named is not None and named not in places:
            raise source.bad(value, reason="no-such-column", found=named)
        place = place + 1 if named is None else places[named]
        if place >= len(columns) or columns[place] in values:
            raise source.bad(value, reason="bad-column")
        values[columns[place]] = source.text(value, "SimpleValue")
    return values
