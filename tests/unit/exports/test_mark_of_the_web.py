"""What came from outside is marked where Windows looks for it."""

import os

import pytest

from hzl_client.exports import origin, staging


@pytest.fixture
def on_windows(monkeypatch):
    """Where a colon is an ordinary sign, the stream is a file of that very name."""
    monkeypatch.setattr(origin, "os", type("Windows", (), {"name": "nt"}))


@pytest.mark.usefixtures("on_windows")
def test_the_stream_says_internet(tmp_path):
    file = tmp_path / "Ausweis Übersicht.pdf"
    file.write_bytes(b"%PDF-")
    assert origin.mark_foreign(file)
    stream = open(f"{file}:Zone.Identifier", "rb")  # noqa: PTH123, SIM115 - its name
    with stream:
        assert stream.read() == b"[ZoneTransfer]\r\nZoneId=3\r\n"
    assert file.read_bytes() == b"%PDF-"


@pytest.mark.usefixtures("on_windows")
def test_a_drive_without_streams_costs_no_export(tmp_path):
    assert not origin.mark_foreign(tmp_path / "missing" / "file.pdf")


@pytest.mark.skipif(os.name == "nt", reason="there it is a stream")
def test_elsewhere_there_is_no_second_file(tmp_path):
    file = tmp_path / "file.pdf"
    file.write_bytes(b"%PDF-")
    assert not origin.mark_foreign(file)
    assert list(tmp_path.iterdir()) == [file]


def test_an_export_marks_every_file_and_goes_on_where_it_cannot(tmp_path, monkeypatch):
    asked = []

    def refuse(file):
        asked.append(file.name)
        return False

    monkeypatch.setattr(staging, "mark_foreign", refuse)
    with staging.staged(tmp_path, "Antrag", 80) as (writing, final):
        writing.write("Antrag.pdf", [b"%PDF-"])
        writing.write("Anlagen/Foto.jpg", [b"jpeg"])
    assert asked == ["Antrag.pdf", "Foto.jpg"]
    assert (final / "Anlagen" / "Foto.jpg").read_bytes() == b"jpeg"
