"""The canary helper must sing itself, or its silence proves nothing."""

import base64
import hashlib
import os
import sys
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import canary
from helpers.canary import Canaries, search

NAME = "Aurélie Kanarienvogel"
CONTENT = b"%PDF-1.7 Antrag auf Hilfe zum Lebensunterhalt"
CANARIES = Canaries((NAME,), (CONTENT,))


def hits(folder):
    return [hit.what for hit in search([folder], CANARIES)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "latin-1"])
def test_a_name_is_found_in_every_encoding(tmp_path, encoding):
    (tmp_path / "x.db").write_bytes(os.urandom(5000) + NAME.encode(encoding))
    assert any(NAME in what for what in hits(tmp_path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "latin-1"])
@given(before=st.binary(max_size=7), after=st.binary(max_size=7))
def test_a_name_is_found_inside_any_base64(encoding, before, after):
    text = base64.b64encode(before + NAME.encode(encoding) + after)
    shapes = canary.encodings(NAME).values()
    assert any(shape in text for shape in shapes)
    assert min(map(len, shapes)) >= len(NAME)  # or noise would be found


@pytest.mark.parametrize(
    "data",
    [
        CONTENT,
        b"%PDF-1.4",
        b"\x89PNG\r\n\x1a\n....",
        b"\xff\xd8\xff\xe0\x00\x10JFIF\0",
        b"\xff\xd8\xff\xe1\x04\x10Exif\0",
        b'<?xml version="1.0"?>',
        "<?xml ".encode("utf-16-le"),
        base64.b64encode(b"%PDF-1.7"),
        base64.b64encode(b"\x89PNG\r\n\x1a\n...."),
        base64.b64encode(b"\xff\xd8\xff\xe0\x00\x10JFIF\0"),
        base64.b64encode(b"\xff\xd8\xff\xe1\x04\x10Exif\0"),
        base64.b64encode(b'<?xml version="1.0"?>'),
        hashlib.sha256(CONTENT).digest(),
        hashlib.sha256(CONTENT).hexdigest().encode(),
        hashlib.sha256(CONTENT).hexdigest().upper().encode(),
    ],
)
def test_contents_are_found_by_signature_beginning_and_digest(tmp_path, data):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "file.bin").write_bytes(b"\0\1\2" + data + b"\3")
    assert hits(tmp_path)


def test_the_name_of_a_file_counts(tmp_path):
    (tmp_path / f"{NAME}.tmp").write_bytes(b"")
    assert hits(tmp_path) == [f"{NAME!r} in the file's path"]


def test_a_canary_across_two_pieces_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(canary, "_PIECE", 1000)
    (tmp_path / "long").write_bytes(b"\0" * 990 + NAME.encode() + b"\0" * 5000)
    assert any("UTF-8" in what for what in hits(tmp_path))


def test_noise_is_silent(tmp_path):
    (tmp_path / "noise").write_bytes(os.urandom(4 * 1024 * 1024))
    (tmp_path / "words").write_bytes(b"Aurelie, Kanarienvogel, PDF, PNG, xml")
    assert hits(tmp_path) == []


def test_what_is_missing_is_passed_over(tmp_path):
    assert search([tmp_path / "nowhere"], CANARIES) == ()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_an_open_file_without_a_name_is_found():
    with tempfile.TemporaryFile() as file:
        file.write(NAME.encode())
        file.flush()
        assert search(canary.nameless_files(os.getpid()), CANARIES)
