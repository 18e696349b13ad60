"""Find the application among the contents of a delivery, by what its root is."""

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from hzl_client import xmlkit
from hzl_client.errors import PeerError
from hzl_client.model.application import Application
from hzl_client.model.delivery import Content, Trust
from hzl_client.model.finding import Finding
from hzl_client.model.octets import in_memory
from hzl_client.standards.base import Standard
from hzl_client.xmlkit import Element

_HEAD = 256
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_XML: Final = frozenset({".xml", "text/xml", "application/xml"})

Parsed = tuple[tuple[Content, Element], ...]
Problems = list[tuple[Content, Finding]]


def read_application(
    contents: tuple[Content, ...], standards: tuple[Standard, ...]
) -> Application | None:
    """None where no content is readable XML; `xml_problems` then says why.

    `standards` stand in the order of preference, the one that takes everything last.
    Never by order or name: among several of the same standard a signed one comes
    first, then the longest, and a finding says that there were more. Beside it only
    what should be XML is missed: web pages and drawings begin as XML does.
    """
    parsed, unread = _parse(contents)
    problems = [why for content, why in unread if not _is_another_kind(content)]
    for standard in standards:
        fitting = [(c, root) for c, root in parsed if standard.recognises(root)]
        if not fitting:
            continue
        content, root = max(fitting, key=lambda pair: _rank(pair[0]))
        others = tuple(other for other in contents if other is not content)
        application = standard.read(root, content, others)
        if len(fitting) > 1:
            problems.append(Finding("several-applications", str(len(fitting))))
        return replace(application, findings=(*application.findings, *problems))
    return None


def _rank(content: Content) -> tuple[bool, int, str]:
    """Nobody's XML beside a signed application must not stand in for it."""
    return content.trust is Trust.SIGNED, content.octets.size, content.path


def xml_problems(contents: tuple[Content, ...]) -> tuple[Finding, ...]:
    """Why contents that look like XML cannot be read; the detail is their number."""
    return tuple(why for _, why in _parse(contents)[1])


def _is_another_kind(content: Content) -> bool:
    """By the ending of its name; a declared type can only say that it is XML."""
    ending = PurePosixPath(content.name).suffix.lower()
    declared = content.media_type.partition(";")[0].strip().lower()
    return bool(ending) and not _XML & {ending, declared}


def _parse(contents: tuple[Content, ...]) -> tuple[Parsed, Problems]:
    """All trees are held at once, so together they are no larger than one may be; those
    of signed contents come first."""
    parsed, problems = list[tuple[Content, Element]](), Problems()
    marks = size = 0
    for number, content in sorted(enumerate(contents, start=1), key=_signed_first):
        if not looks_like_xml(content.octets.read(0, _HEAD)):
            continue
        size += content.octets.size
        raw = in_memory(content.octets) if size <= xmlkit.MAX_BYTES else b""
        marks += raw.count(b"<")
        if not raw or marks > xmlkit.MAX_MARKS:
            problems.append((content, Finding("xml-too-large", str(number))))
            continue
        try:
            parsed.append((content, xmlkit.parse(raw)))
        except PeerError:
            problems.append((content, Finding("xml-unreadable", str(number))))
    return tuple(parsed), problems


def _signed_first(numbered: tuple[int, Content]) -> bool:
    return numbered[1].trust is not Trust.SIGNED


def looks_like_xml(head: bytes) -> bool:
    for mark in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            head = head[len(mark) :]
            break
    return head.lstrip(b" \t\r\n\0").startswith(b"<")
