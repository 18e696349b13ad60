"""One file: whole or not at all, and nothing of anybody else touched."""

import os

import pytest

from hzl_client.errors import ExportFailed
from hzl_client.exports import one_file
from hzl_client.model.octets import MemoryOctets


def test_it_is_whole_and_nothing_lies_beside_it(tmp_path):
    target = tmp_path / "bescheid.pdf"
    (tmp_path / "bescheid.pdf.tmp").write_bytes(b"of somebody else")
    one_file.write(MemoryOctets(b"%PDF-1.7"), target)
    assert target.read_bytes() == b"%PDF-1.7"
    assert (tmp_path / "bescheid.pdf.tmp").read_bytes() == b"of somebody else"
    left = {path.name for path in tmp_path.iterdir()}
    # Under wine the second stream of the file is one of its own.
    assert {name for name in left if ":" not in name} == {
        "bescheid.pdf",
        "bescheid.pdf.tmp",
    }
    if os.name == "posix":
        assert target.stat().st_mode & 0o077 == 0


def test_what_fails_leaves_nothing(tmp_path):
    class Broken(MemoryOctets):
        def read(self, _start, _length):
            raise OSError(28, "no space")

    with pytest.raises(ExportFailed):
        one_file.write(Broken(b"%PDF-1.7"), tmp_path / "bescheid.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ExportFailed):
        one_file.write(MemoryOctets(b""), tmp_path / "no" / "bescheid.pdf")
