"""Opening a stored message for a person, and exporting it."""

from dataclasses import replace
from pathlib import Path

from helpers.fake_shelf import NOON, FakeShelf, delivery
from helpers.openings import PDF, application, content, signed
from hzl_client.exports.base import ExportedFile, ExportItem, ExportReport
from hzl_client.model.finding import Finding
from hzl_client.model.record import Folder, Opened
from hzl_client.services.export_record import ExportRecord
from hzl_client.services.reading import Reading
from hzl_client.services.trust import ExpectedAuthors
from hzl_client.services.understanding import Understanding
from hzl_client.services.verdict import Judge

SHOWN = application(Finding("schema-version-unknown"))
READER = Understanding(lambda _: SHOWN, lambda _: ())
BLIND = Understanding(lambda _: None, lambda _: (Finding("xml-unreadable", "1"),))


def opened_shelf() -> FakeShelf:
    shelf = FakeShelf()
    shelf.add(delivery(), NOON)
    contents = (content(), content(PDF, name="Antrag.pdf"))
    shelf.set_opened("r1", Opened(contents, (signed(),), (), (), None, Folder.INBOX))
    return shelf


def test_reading_brings_everything_together():
    shelf = opened_shelf()
    shelf.add_event("r1", "exported")
    read = Reading(shelf, READER, Judge(ExpectedAuthors())).open("r1")
    assert read.application is SHOWN
    assert read.contents == shelf.contents("r1")
    assert read.signatures == (signed(),)
    assert read.verdict.level == "neutral"
    assert any("Fassung des Standards" in line for line in read.verdict.details)
    assert [event.code for event in read.history] == ["fetched", "exported"]
    assert not read.record.read  # showing marks nothing


def test_reading_without_application_says_why():
    shelf = opened_shelf()
    shelf.set_opened("r1", replace(shelf.opened["r1"], folder=Folder.QUARANTINE))
    read = Reading(shelf, BLIND, Judge(ExpectedAuthors())).open("r1")
    assert [event.code for event in read.history] == ["fetched", "quarantined"]
    assert read.application is None
    assert any("XML-Datei ist beschädigt" in line for line in read.verdict.details)


class Recorder:
    def __init__(self) -> None:
        self.items: list[ExportItem] = []

    def export(self, item: ExportItem, target: Path) -> ExportReport:
        self.items.append(item)
        return ExportReport(target / "x", (ExportedFile("nachricht.osci", 6, "00"),))


def test_export_hands_over_the_original_and_notes_it(tmp_path):
    shelf, exporter = opened_shelf(), Recorder()
    report = ExportRecord(shelf, READER, exporter).run("r1", tmp_path)
    (item,) = exporter.items
    assert item.message is shelf.message("r1")
    assert item.application is SHOWN
    assert item.contents == shelf.contents("r1")
    assert report.folder == tmp_path / "x"
    assert [(e.code, e.detail) for e in shelf.history("r1")] == [
        ("exported", "1 Dateien")
    ]
    assert shelf.record("r1").folder is Folder.INBOX


def test_what_is_not_understood_is_exported_all_the_same(tmp_path):
    exporter = Recorder()
    ExportRecord(opened_shelf(), BLIND, exporter).run("r1", tmp_path)
    assert exporter.items[0].application is None
