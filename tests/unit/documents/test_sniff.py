"""File types by content."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.pdf_files import pdf, png, words
from hzl_client import resources
from hzl_client.documents.sniff import HEAD, sniff

OOXML = "application/vnd.openxmlformats-officedocument."


def archive(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        if mimetype:
            target.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            target.writestr(name, "x" * 10)
    return out.getvalue()


KINDS = {
    "pdf": (pdf(words("x")), "application/pdf"),
    "pdf after a mail header": (b"From: scanner\r\n\r\n%PDF-1.4\n", "application/pdf"),
    "png": (png(1, 1), "image/png"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
    "tiff, little end": (b"II*\x00\x08\x00\x00\x00", "image/tiff"),
    "tiff, big end": (b"MM\x00*\x00\x00\x00\x08", "image/tiff"),
    "gif": (b"GIF89a\x01\x00", "image/gif"),
    "bmp": (
        b"BM\x3a\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00",
        "image/bmp",
    ),
    "text that starts like a bitmap": (b"BMW 318i, Baujahr 1998", "text/plain"),
    "webp": (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
    "heic": (b"\x00\x00\x00\x18ftypheic", "image/heic"),
    "mp4": (b"\x00\x00\x00\x18ftypisom", "video/mp4"),
    "xml": (b"<?xml version='1.0'?><a/>", "text/xml"),
    "xml without a declaration": (b"<antrag xmlns='urn:x'/>", "text/xml"),
    "xml with a mark": (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "text/xml"),
    "xml in UTF-16": ("<?xml version='1.0'?><ä/>".encode("utf-16"), "text/xml"),
    "xml in UTF-16 without a mark": (
        "<?xml version='1.0'?><a/>".encode("utf-16-be"),
        "text/xml",
    ),
    "xml after a comment": (b"<!-- x -->\n<a/>", "text/xml"),
    "xml in an old encoding": (b"<?xml version='1.0'?><a>\xe4</a>", "text/xml"),
    "svg": (b"<?xml version='1.0'?>\n<svg width='1'/>", "image/svg+xml"),
    "svg with a prefix": (b"<s:svg xmlns:s='x'/>", "image/svg+xml"),
    "html": (b"\n<!DOCTYPE html><html>", "text/html"),
    "html behind an xml declaration": (b"<?xml version='1.0'?><html>", "text/html"),
    "html that talks of PDF": (b"<html>%PDF-1.4</html>", "text/html"),
    "docx": (archive("[Content_Types].xml", "word/document.xml"), OOXML + "wordproc"),
    "xlsx": (archive("[Content_Types].xml", "xl/workbook.xml"), OOXML + "spread"),
    "odt": (
        archive("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
        "application/vnd.oasis.opendocument.text",
    ),
    "zip": (archive("a.txt"), "application/zip"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    "rtf": (b"{\\rtf1\\ansi", "application/rtf"),
    "text": ("Größe".encode(), "text/plain"),
    "old text": ("Größe".encode("cp1252"), "text/plain"),
    "nothing": (b"", "application/octet-stream"),
    "bytes": (bytes(range(256)), "application/octet-stream"),
    "program": (b"MZ\x90\x00", "application/x-msdownload"),
}


@pytest.mark.parametrize("name", KINDS)
def test_content_decides(name):
    data, expected = KINDS[name]
    assert sniff(data).startswith(expected)


def test_a_letter_cut_at_the_end_of_the_head_is_forgiven():
    assert sniff(b"<a>" + b"x" * (HEAD - 4) + "ä".encode()) == "text/xml"


@pytest.mark.parametrize(
    ("suffixes", "expected"),
    [
        ({".pdf"}, {"application/pdf", "image/png"}),  # one of them lies
        ({".jpg", ".jpeg"}, {"image/jpeg"}),
        ({".png"}, {"image/png"}),
        ({".xml"}, {"text/xml"}),
        ({".docx"}, {OOXML + "wordprocessingml.document"}),
    ],
)
def test_every_file_of_the_samples(suffixes, expected):
    files = [
        file
        for file in resources.path("samples").rglob("*")
        if file.suffix.lower() in suffixes
    ]
    assert {sniff(file.read_bytes()[:HEAD]) for file in files} == expected


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_every_beginning_has_a_type(head):
    assert "/" in sniff(head)


@given(st.sampled_from(sorted(KINDS)), st.integers(0, 60))
def test_a_cut_beginning_has_a_type_too(name, size):
    assert "/" in sniff(KINDS[name][0][:size])
