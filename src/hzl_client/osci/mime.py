"""The MIME framing both layers of an OSCI message use (multipart/related).

Small and strict on purpose: boundaries decide, never Content-Length; a delimiter is
CR LF "--" boundary followed by "--" or by blanks and CR LF. Text after the closing
delimiter is ignored.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hzl_client.errors import DuplicateContentId, MalformedMime, MessageTooLarge
from hzl_client.model.octets import (
    NewSpool,
    Octets,
    SliceOctets,
    chunks,
    in_memory,
)
from hzl_client.osci.survey import Surveyed, part_of
from hzl_client.xmlkit import MAX_BYTES
from hzl_client.xmlsec import base64

MAX_HEAD = 64 * 1024  # bytes of the first header block; real ones have a few hundred
MAX_PART_HEAD = 4 * 1024  # of each part's; two thousand parts keep theirs
MAX_LINES = 50  # of a header block
MAX_PARTS = 2_000  # an application with 300 attachments is the largest imagined
MAX_BOUNDARY = 200  # RFC 2046 allows 70, the reference library writes 46
MAX_LEADING_LINES = 8  # SOAP faults start with one empty line
# Whoever reads the first and whoever reads the last of two would see two messages.
_ONCE = ("mime-version", "content-type", "content-transfer-encoding", "content-id")
# A quote that never closes runs to the end: a pattern that gave up there would start
# again behind every further quote, which took a minute for one header.
_BROKEN = re.compile(rb"\0|(?<!\r)\n|\r(?!\n)")
_FOLDED = re.compile(r"\r\n[ \t]+")
_NAME = re.compile(r"[!-9;-~]+")
_PIECES = re.compile(r'(?:"(?:[^"\\]|\\.|\\\Z)*(?:"|\Z)|[^;"])+')
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MimePart:
    """One part as transferred; `content_id` without angle brackets, raw UTF-8."""

    headers: Headers
    body: Octets

    @property
    def content_id(self) -> str:
        return _strip_brackets(header(self.headers, "content-id"))

    @property
    def media_type(self) -> str:
        return header(self.headers, "content-type").split(";")[0].strip().lower()

    @property
    def base64(self) -> bool:
        transfer = header(self.headers, "content-transfer-encoding").strip().lower()
        return transfer == "base64" or self.media_type == "text/base64"


@dataclass(frozen=True, slots=True)
class MimeMessage:
    """The XML of part 1, and the parts behind it in the order of the message."""

    root: bytes
    attachments: tuple[MimePart, ...]


def header(headers: Headers, name: str) -> str:
    """The value of the first header of that (lower-case) name, or ''."""
    for key, value in headers:
        if key.lower() == name:
            return value
    return ""


def decode(part: MimePart, new_spool: NewSpool) -> Octets:
    """The bytes of a part after undoing its transfer encoding."""
    if not part.base64:
        return part.body
    try:
        return joined(base64.decode_chunks(chunks(part.body)), new_spool)
    except ValueError as error:
        raise MalformedMime("part is not base64") from error


def parse(message: Octets) -> MimeMessage:
    """Split a message at its boundary; no byte of an attachment is copied.

    MalformedMime for a broken frame, DuplicateContentId, MessageTooLarge.
    """
    headers, body_start = _read_head(message, _skip_empty_lines(message))
    if header(headers, "mime-version") not in ("", "1.0"):
        raise MalformedMime("MIME-Version is not 1.0")
    boundary = _boundary(headers)
    # The empty line behind the head is the CR LF of the first delimiter.
    parts = tuple(_parts(message, boundary, body_start - 2))
    if not parts:
        raise MalformedMime("no part at all")
    _check_ids(parts)
    root, *attachments = parts
    return MimeMessage(_root_bytes(root), tuple(attachments))


def _skip_empty_lines(message: Octets) -> int:
    start = 0
    while message.read(start, 2) == b"\r\n":
        start += 2
        if start > 2 * MAX_LEADING_LINES:
            raise MalformedMime("too many empty lines before the header")
    return start


def _read_head(
    message: Octets, start: int, longest: int = MAX_HEAD
) -> tuple[Headers, int]:
    """Header lines from `start`; the position behind the empty line."""
    head = message.read(start, longest)
    end = head.find(b"\r\n\r\n")
    if end < 0:
        raise MalformedMime("header block does not end")
    return _parse_headers(head[:end]), start + end + 4


def _parse_headers(head: bytes) -> Headers:
    if _BROKEN.search(head):
        raise MalformedMime("bare line end or NUL in a header")
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedMime("header is not UTF-8") from error
    lines = _FOLDED.sub(" ", text).split("\r\n")
    if len(lines) > MAX_LINES:
        raise MalformedMime("too many header lines")
    headers = []
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not _NAME.fullmatch(name):
            raise MalformedMime("header line without a name")
        headers.append((name, value.strip(" \t")))
    names = [name.lower() for name, _ in headers]
    if any(names.count(name) > 1 for name in _ONCE):
        raise MalformedMime("header given twice")
    return tuple(headers)


def _parameters(value: str) -> dict[str, str]:
    """Parameters of a header value: split at `;`, then at the first `=`."""
    found: dict[str, str] = {}
    for piece in _PIECES.findall(value)[1:]:
        name, _, text = piece.partition("=")
        text = text.strip()
        if len(text) >= 2 and text[0] == text[-1] == '"':
            text = re.sub(r"\\(.)", r"\1", text[1:-1])
        if name.strip().lower() in found:
            raise MalformedMime("parameter given twice")
        found[name.strip().lower()] = text
    return found


def _boundary(headers: Headers) -> bytes:
    value = header(headers, "content-type")
    if not value.lower().startswith("multipart/related"):
        raise MalformedMime("not multipart/related")
    boundary = _parameters(value).get("boundary", "")
    if not 0 < len(boundary) <= MAX_BOUNDARY:
        raise MalformedMime("boundary missing or too long")
    return boundary.encode("utf-8")


def _occurrences(message: Octets, needle: bytes, start: int) -> Iterator[int]:
    """Positions of `needle`, which begins with the only line end in it: two never
    overlap. What straddles two pieces is looked for in their seam."""
    if isinstance(message, Surveyed) and message.delimiter == needle:
        yield from (place for place in message.positions if place >= start)
        return
    before, seam, position = b"", len(needle) - 1, start
    for piece in chunks(SliceOctets(message, start, message.size - start)):
        straddling = (before + piece[:seam]).find(needle)
        if straddling >= 0:
            yield position - len(before) + straddling
        found = piece.find(needle)
        while found >= 0:
            yield position + found
            found = piece.find(needle, found + len(needle))
        position += len(piece)
        before = (before + piece[-seam:])[-seam:]


def _parts(message: Octets, boundary: bytes, start: int) -> Iterator[MimePart]:
    delimiter = b"\r\n--" + boundary
    part_start = -1
    for count, position in enumerate(_occurrences(message, delimiter, start)):
        if count > MAX_PARTS:
            raise MalformedMime("too many parts")
        if part_start >= 0:
            yield _read_part(message, part_start, position)
        elif _text_before(message, start, position):
            raise MalformedMime("text before the first delimiter")
        behind = position + len(delimiter)
        if message.read(behind, 2) == b"--":
            return
        part_start = _line_end(message, behind)
    raise MalformedMime("closing delimiter missing")


def _text_before(message: Octets, start: int, end: int) -> bool:
    """Anything but a few empty lines."""
    between = message.read(start, min(end - start, 2 * MAX_LEADING_LINES + 1))
    return len(between) > 2 * MAX_LEADING_LINES or bool(between.strip(b"\r\n"))


def _line_end(message: Octets, start: int) -> int:
    """The position behind blanks and CR LF that must follow a delimiter."""
    rest = message.read(start, 256)
    line = rest.lstrip(b" \t")
    if not line.startswith(b"\r\n"):
        raise MalformedMime("something follows a delimiter on its line")
    return start + len(rest) - len(line) + 2


def _read_part(message: Octets, start: int, end: int) -> MimePart:
    headers, body = _read_head(SliceOctets(message, 0, end + 2), start, MAX_PART_HEAD)
    if not header(headers, "content-type"):
        raise MalformedMime("part without Content-Type")
    charset = _parameters(header(headers, "content-type")).get("charset", "utf-8")
    if charset.lower() != "utf-8":
        raise MalformedMime("charset is not UTF-8")
    # An empty part may share the line end of its empty line with the delimiter.
    return MimePart(headers, part_of(message, body, max(0, end - body)))


def _check_ids(parts: tuple[MimePart, ...]) -> None:
    seen: set[str] = set()
    for number, part in enumerate(parts):
        identifier = part.content_id
        if not identifier and number:
            raise MalformedMime("attachment without Content-ID")
        if identifier in seen:
            raise DuplicateContentId("Content-ID given twice")
        seen.add(identifier)


def _root_bytes(part: MimePart) -> bytes:
    if part.body.size > MAX_BYTES:
        raise MessageTooLarge("XML part too large", size=part.body.size)
    raw = in_memory(part.body)
    if not part.base64:
        return raw
    try:
        return base64.decode_strict(raw)
    except ValueError as error:
        raise MalformedMime("part is not base64") from error


def _strip_brackets(value: str) -> str:
    return value[1:-1] if value.startswith("<") and value.endswith(">") else value


_ROOT_HEAD = (
    b"Content-Type: text/xml; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n"
    b"Content-ID: <osci@message>\r\n\r\n"
)

# --- writing ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PartToSend:
    """An attachment to write; `headers` are further ones it arrived with."""

    content_id: str
    body: Octets
    media_type: str = "application/octet-stream"
    base64: bool = False
    transfer_encoding: str = "8-bit"  # sic: what the reference library writes
    headers: Headers = ()


def render(root: bytes, parts: Iterable[PartToSend], boundary: str) -> Iterator[bytes]:
    """The message in pieces, laid out as the reference library does (NOTES 3).

    `boundary` must not occur in any part: `MIME_boundary_` + 24 random bytes.
    """
    mark = b"--" + boundary.encode()
    yield _head_of_message(boundary)
    yield mark + b"\r\n" + _ROOT_HEAD
    yield root
    yield b"\r\n" + mark
    for part in parts:
        yield b"\r\n" + _head_of(part)
        yield from _encoded(part)
        yield b"\r\n" + mark
    yield b"--\r\n"


def _head_of_message(boundary: str) -> bytes:
    return (
        "MIME-Version: 1.0\r\nContent-Type: Multipart/Related; "
        f"boundary={boundary}; type=text/xml\r\n\r\n"
    ).encode()


def _head_of(part: PartToSend) -> bytes:
    encoding = "base64" if part.base64 else part.transfer_encoding
    further = "".join(f"{name}: {value}\r\n" for name, value in part.headers)
    return (
        f"Content-Type: {part.media_type}\r\nContent-Transfer-Encoding: {encoding}\r\n"
        f"Content-ID: <{part.content_id}>\r\n{further}\r\n"
    ).encode()


def _encoded(part: PartToSend) -> Iterator[bytes]:
    if not part.base64:
        yield from chunks(part.body)
        return
    step = 57 * 16 * 1024  # whole lines of 76 characters
    for start in range(0, part.body.size, step):
        lines = base64.encode(part.body.read(start, step)).encode().rstrip(b"\n")
        yield (b"\n" if start else b"") + lines


def joined(pieces: Iterable[bytes], new_spool: NewSpool) -> Octets:
    spool = new_spool()
    for piece in pieces:
        spool.write(piece)
    return spool.finish()
