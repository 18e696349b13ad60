"""What is printed arrives whatever stream Windows gives: none, a pipe, a code page."""

import io
import sys

import pytest

from hzl_client.cli.output import Exit, Output, speak_utf8

TEXT = "Prüfung – „gültig“ ✓ Łukasz"


@pytest.mark.parametrize("code_page", ["cp437", "cp850", "cp1252", "ascii"])
def test_an_old_code_page_becomes_utf8(monkeypatch, code_page):
    streams = [io.BytesIO(), io.BytesIO()]
    for name, raw in zip(("stdout", "stderr"), streams, strict=True):
        text = io.TextIOWrapper(raw, encoding=code_page, write_through=True)
        monkeypatch.setattr(sys, name, text)
    speak_utf8()
    Output(as_json=True).result({"name": TEXT}, "")
    Output(as_json=False).note(TEXT)
    assert TEXT in streams[0].getvalue().decode("utf-8")
    assert TEXT in streams[1].getvalue().decode("utf-8")


def test_a_windowed_program_without_streams_does_not_crash(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    speak_utf8()
    Output(as_json=True).result({"name": TEXT}, "")
    Output(as_json=False).note(TEXT)
    assert Output(as_json=False).error(ValueError(TEXT)) is Exit.BUG


def test_a_name_no_encoding_knows_does_not_crash(monkeypatch):
    raw = io.BytesIO()
    text = io.TextIOWrapper(raw, encoding="cp1252", write_through=True)
    monkeypatch.setattr(sys, "stdout", text)
    speak_utf8()
    Output(as_json=False).result({}, "Bild-\udcff.pdf")
    assert b"Bild-\\udcff.pdf" in raw.getvalue()
