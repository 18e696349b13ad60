"""Which files ask for a password, without reading large ones."""

import struct
import subprocess
import sys
from threading import Event

import pytest

from helpers.pdf_files import form_bomb, locked_pdf, pdf, png, words
from hzl_client.documents.process import Documents
from hzl_client.model.octets import MemoryOctets
from hzl_client.services.locked_files import LockedFiles


@pytest.fixture(scope="module")
def locked_files():
    with Documents() as documents:
        yield LockedFiles(documents)


def ole(name: str) -> bytes:
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[30:32] = struct.pack("<H", 9)
    head[48:52] = struct.pack("<I", 4)
    directory = name.encode("utf-16-le").ljust(512, b"\0")
    return bytes(head) + bytes(512 * 4) + directory


def zipped(flags: int) -> bytes:
    return b"PK\x03\x04" + struct.pack("<HH", 20, flags) + bytes(40)


def objects_in_streams(**how: str) -> bytes:
    """Encrypted, with a table of objects that is a stream itself."""
    script = (
        "import sys, pymupdf; d = pymupdf.open();"
        "[d.new_page().insert_text((72, 100), 'x' * 50) for _ in range(40)];"
        "sys.stdout.buffer.write(d.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256,"
        "owner_pw='owner', user_pw=sys.argv[1], use_objstms=1))"
    )
    command = (sys.executable, "-c", script, how["password"])
    return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603


@pytest.mark.parametrize(
    ("data", "locked"),
    [
        (locked_pdf("geheim", "x"), True),
        (locked_pdf("", "nur ein Kennwort des Eigentümers"), False),
        (objects_in_streams(password="geheim"), True),
        (pdf(words("offen")), False),
        (pdf(words("/Encrypt")), False),  # it only says so
        (pdf(words("/Encrypt"))[:200], False),
        (form_bomb(), False),
        (ole("EncryptedPackage"), True),
        (ole("WordDocument"), False),
        (zipped(1), True),
        (zipped(0), False),
        (png(3, 3), False),
        (b"", False),
        (b"PK\x03\x04", False),
        (ole("EncryptedPackage")[:20], False),
        (b"%PDF-1.7\nstartxref\n999999999999\n%%EOF", False),
    ],
    ids=range(16),
)
def test_locked(locked_files, data, locked):
    assert locked_files.locked(MemoryOctets(data), Event()) is locked


class Large:
    """Half a gigabyte, of which nobody may read more than a moment's worth."""

    size = 500_000_000

    def __init__(self):
        self.read_bytes = 0

    def read(self, start: int, length: int) -> bytes:
        self.read_bytes += length
        assert self.read_bytes < 300_000
        return (b"%PDF-1.7\n" if start == 0 else b"").ljust(length)


def test_a_large_file_is_not_read(locked_files):
    assert locked_files.among({"groß": Large()}, Event()) == frozenset()
