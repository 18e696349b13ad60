"""Tell what a file is from its first bytes; names and declared types may lie."""

import re

HEAD = 4096  # bytes worth handing over; more is ignored
UNKNOWN = "application/octet-stream"
PDF = "application/pdf"

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
)
_OOXML = "application/vnd.openxmlformats-officedocument."
_OFFICE = (
    (b"word/", _OOXML + "wordprocessingml.document"),
    (b"xl/", _OOXML + "spreadsheetml.sheet"),
    (b"ppt/", _OOXML + "presentationml.presentation"),
)
_HTML = re.compile(r"<(!doctype\s+html|html|head|body|script)\b", re.IGNORECASE)
_TAG = re.compile(r"<(\?xml|[^\W\d]|!--|!DOCTYPE)")
_SVG = re.compile(r"<(\w+:)?svg\b")


def sniff(head: bytes) -> str:
    """The media type of a file that starts with `head`."""
    head = head[:HEAD]
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    for recognise in (_zip, _riff, _bitmap, _iso_media):
        if found := recognise(head):
            return found
    if head.startswith(b"%PDF-"):
        return PDF
    text = _text(head)
    if text is not None and (found := _markup(text.lstrip())):
        return found
    # Real files carry a few bytes of mail or scanner header before the PDF begins.
    if b"%PDF-" in head[:1024]:
        return PDF
    return UNKNOWN if text is None else "text/plain"


def _zip(head: bytes) -> str:
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ""
    if declared := re.match(
        rb".{26}\x08\x00..mimetype(application/[a-z0-9.+-]+)", head, re.DOTALL
    ):
        return declared[1].partition(b"PK")[0].decode("ascii")
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head:
        for folder, media_type in _OFFICE:
            if folder in head:
                return media_type
    return "application/zip"


def _riff(head: bytes) -> str:
    return "image/webp" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else ""


def _bitmap(head: bytes) -> str:
    """`BM` alone also starts many a text; the two reserved fields are zero."""
    reserved = head[6:10] == bytes(4) and head[15:18] == bytes(3)
    return "image/bmp" if head[:2] == b"BM" and reserved else ""


def _iso_media(head: bytes) -> str:
    if head[4:8] != b"ftyp":
        return ""
    heic = head[8:12] in {b"heic", b"heix", b"mif1", b"heim", b"hevc", b"msf1"}
    return "image/heic" if heic else "video/mp4"


def _text(head: bytes) -> str | None:
    """Decoded, if every byte of it belongs into a text; None for an empty file."""
    if not head:
        return None
    text = _decoded(head)
    odd = text is None or any(c < " " and c not in "\t\n\f\r" for c in text)
    return None if odd else text


def _decoded(head: bytes) -> str | None:
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = "utf-16"
    elif head[1:2] == b"\x00" and head[:1] == b"<":
        encoding = "utf-16-le"
    elif head[:1] == b"\x00" and head[1:2] == b"<":
        encoding = "utf-16-be"
    else:
        encoding = "utf-8-sig"
    for attempt in (encoding, "cp1252"):
        # A character may be cut at the end of the head: forgive the last three bytes.
        for end in range(len(head), max(len(head) - 4, 0), -1):
            try:
                return head[:end].decode(attempt)
            except UnicodeDecodeError:
                continue
    return None


def _markup(text: str) -> str:
    if _HTML.match(text):
        return "text/html"
    if not _TAG.match(text):
        return ""
    prolog = re.compile(r"\s*(<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)", re.DOTALL)
    while skipped := prolog.match(text):
        text = text[skipped.end() :]
    root = text.lstrip()
    if _SVG.match(root):
        return "image/svg+xml"
    return "text/html" if _HTML.match(root) else "text/xml"
