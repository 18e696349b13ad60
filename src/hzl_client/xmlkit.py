"""The one XML parser: no DTD, no entities, no network, comments dropped, limits."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from hzl_client.errors import MalformedXml, MessageTooLarge, OutOfMemory

Element = etree._Element  # noqa: SLF001
MAX_BYTES = 160 * 1024 * 1024  # 100 MB of embedded content grow to 135 MB in base64
MAX_DEPTH = 100
MAX_ELEMENTS = 1_000_000
OSCI_ENCODINGS = ("UTF-8", "US-ASCII", "ASCII")
MAX_MARKS = 2 * MAX_ELEMENTS  # "<": a start and an end; counted before any is built
MAX_ATTRIBUTES = 4 * MAX_ELEMENTS  # "="; each costs a hundred bytes, as an element does
MAX_AT_ONE = 30_000  # libxml2 before 2.12 compares each with each: half a second
_COUNTED = 1024 * 1024  # bytes in one call
# libxml2 knows more, in which a "<" is another byte; citizens' XML may be older.
ENCODINGS = frozenset(
    {b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"iso-8859-15", b"windows-1252"}
    | {b"utf-16", b"utf-16le", b"utf-16be"}
)
_HEAD = 512  # bytes within which an XML declaration has to end
_ENCODING = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"'>]*)")
# libxml2's C14N compares every declaration in scope and every attribute with every
# other one, at each element, and repeats the declarations at each apex.
MAX_COMPARISONS = 100_000_000  # some 1.4 s; 9,000 process cards, 15 declarations
MAX_DECLARATIONS = 20_000  # characters in scope at once; OSCI needs 250
_DECLARATION = re.compile(
    rb"""xmlns[^<>="'\s]{0,200}\s{0,9}=\s{0,9}(?:"[^"]{0,2000}"|'[^']{0,2000}')"""
)
_FEW = 500
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UTF_32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"<\0\0\0", b"\0\0\0<")
MAX_NAME = 200  # characters; paths are made of names
_COUNT = etree.XPath("count(//*)")
_ATTRIBUTES = etree.XPath("@*")
_TOO_LONG_A_NAME = etree.XPath(
    f"boolean(//*[string-length(local-name()) > {MAX_NAME}]"
    f" or //@*[string-length(local-name()) > {MAX_NAME}])"
)
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")


def parse(raw: bytes) -> Element:
    """The root of a well-formed document within the limits.

    Comments are dropped before anything reads text, so that none can cut a value in
    two. A processing instruction inside the root is refused by `parse_strict` only:
    OSCI forbids it, a citizen's XML may have one.
    """
    if len(raw) > MAX_BYTES:
        raise MessageTooLarge("XML document too large", size=len(raw))
    _check_marks(raw)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        huge_tree=True,
    )
    try:
        root = etree.fromstring(raw, parser)  # noqa: TID251
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise OutOfMemory("an XML document") from error
        raise MalformedXml("not well-formed") from error
    if root is None:  # a document of nothing but comments
        raise MalformedXml("no root element")
    if root.getroottree().docinfo.doctype:
        raise MalformedXml("DOCTYPE is not allowed")
    _check_encoding(root)
    _check_limits(root)
    return root


def parse_strict(raw: bytes) -> Element:
    """As `parse`, in UTF-8, no processing instruction or entity inside the root, and
    cheap enough to canonicalise: 60 kB of declarations can keep C14N busy for minutes.
    """
    if raw.startswith(_UTF_16) or b"\0" in raw[:_HEAD]:  # without a declaration, too
        raise MalformedXml("encoding is not UTF-8")
    root = parse(raw)
    if (root.getroottree().docinfo.encoding or "UTF-8").upper() not in OSCI_ENCODINGS:
        raise MalformedXml("encoding is not UTF-8")
    for node in root.iter(etree.ProcessingInstruction, etree.Entity):
        raise MalformedXml(
            "processing instruction inside the root", line=node.sourceline
        )
    if not _is_cheap(raw):
        _check_canonical_cost(root)
    return root


def _check_encoding(root: Element) -> None:
    """What libxml2 took it for: it knows more by their first bytes than we read."""
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    if encoding.lower().encode() not in ENCODINGS:
        raise MalformedXml("encoding is not admitted")


def _is_cheap(raw: bytes) -> bool:
    """Even if all declarations were in scope everywhere and all attributes stood at one
    element. What is no declaration for certain, "xmlns" in a text say, is not."""
    count = raw.count(b"xmlns")
    if count > _FEW:
        return False
    found = _DECLARATION.findall(raw)
    if len(found) != count:
        return False
    size = sum(map(len, found))
    work = raw.count(b"<") * count**2 + raw.count(b"=") ** 2
    return work <= MAX_COMPARISONS and size <= MAX_DECLARATIONS


def _check_marks(raw: bytes) -> None:
    """160 MB of `<a/>` would become 5 GB of tree before anything could be counted."""
    head = raw[:_HEAD]
    # Older libxml2, that of Windows, reads both.
    if raw.startswith(_UTF_32):
        raise MalformedXml("encoding is not admitted")
    if b"\0" in raw and not raw.startswith((*_UTF_16, b"<\0", b"\0<")):
        raise MalformedXml("a character XML does not know")
    if b"<" not in head or (re.search(rb"<\?xml\s", head) and b"?>" not in head):
        raise MalformedXml("neither declaration nor element at its beginning")
    declared = _ENCODING.search(head)
    if declared and declared.group(1).lower() not in ENCODINGS:
        raise MalformedXml("encoding is not admitted")
    marks = attributes = 0
    for start in range(0, len(raw), _COUNTED):
        marks += raw.count(b"<", start, start + _COUNTED)
        attributes += raw.count(b"=", start, start + _COUNTED)
        if marks > MAX_MARKS or attributes > MAX_ATTRIBUTES:
            raise MalformedXml("too many elements or attributes")
    if attributes > MAX_AT_ONE:
        _check_each(raw)


def _check_each(raw: bytes) -> None:
    """No more than so many "=" up to the next "<", which no attribute may hold. Where
    a letter may have its byte, that says nothing."""
    if b"\0" in raw[:_HEAD]:
        raise MalformedXml("too many attributes for UTF-16")
    start = 0
    while start >= 0:
        end = raw.find(b"<", start + 1)
        if raw.count(b"=", start, end if end >= 0 else len(raw)) > MAX_AT_ONE:
            raise MalformedXml("too many attributes at one element")
        start = end


def _check_canonical_cost(root: Element) -> None:
    work = size = 0
    scope: list[int] = []
    for event, item in etree.iterwalk(root, events=("start", "start-ns", "end-ns")):
        if isinstance(item, etree._Element):  # noqa: SLF001
            work += len(scope) ** 2 + len(item.attrib) ** 2
        elif event == "end-ns":
            size -= scope.pop()
        else:
            scope.append(sum(map(len, item or ())))
            size += scope[-1]
        if work > MAX_COMPARISONS or size > MAX_DECLARATIONS:
            raise MalformedXml("too many namespace declarations or attributes")


def _check_limits(root: Element) -> None:
    if _TOO_DEEP(root):
        raise MalformedXml("nested too deep", depth=MAX_DEPTH + 1)
    if _TOO_LONG_A_NAME(root):
        raise MalformedXml("a name is too long")
    count = int(_COUNT(root))
    if count > MAX_ELEMENTS:
        raise MalformedXml("too many elements", elements=count)


def local_name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]  # quicker than a QName


def children(element: Element) -> Iterator[Element]:
    """Child elements only: no comments, no processing instructions."""
    return element.iterchildren("*")


def attributes(element: Element) -> Iterator[tuple[str, str]]:
    """Name and value. lxml looks each value up by its name, beginning at the first: two
    seconds for twenty thousand, in which no other thread runs."""
    if len(element.attrib) <= _FEW:
        for name, value in element.attrib.items():
            yield str(name), str(value)
    else:
        found: Any = _ATTRIBUTES(element)
        for each in found:
            yield each.attrname, str(each)


def text_of(element: Element) -> str:
    """All own text, also behind a dropped comment; child elements contribute none."""
    if not len(element):
        return element.text or ""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def canonical(element: Element) -> bytes:
    """Inclusive Canonical XML 1.0 without comments, the element as apex in its place.

    Raises lxml's C14NError where there is none (a relative namespace URI)."""
    return etree.tostring(element, method="c14n", exclusive=False, with_comments=False)
