"""A folder appears under its name only when everything in it is proven written."""

import hashlib
import json
import os
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from helpers.applications import SAMPLES, content, read_sample, sample_contents
from hzl_client.errors import ExportFailed, ExportTargetUnusable, SealBroken
from hzl_client.exports import staging
from hzl_client.exports.base import ExportItem
from hzl_client.exports.folder import FolderExporter
from hzl_client.model.application import Document, DocumentState
from hzl_client.model.delivery import Trust
from hzl_client.model.finding import Finding
from hzl_client.model.octets import CHUNK, MemoryOctets, in_memory
from hzl_client.model.record import Folder, Record

MESSAGE = b"MIME-Version: 1.0\r\n\r\nthe order message"


def record(**changes):
    made = Record(
        id="0123456789abcdef",
        message_id="urn:beispiel:1",
        folder=Folder.INBOX,
        home=Folder.INBOX,
        read=False,
        received_at=datetime(2026, 11, 24, 23, 30, tzinfo=UTC),
        submitted_at=None,
        size=len(MESSAGE),
        opened=True,
        summary=None,
    )
    return replace(made, **changes)


def item(sample=SAMPLES[1], **changes):
    made = ExportItem(
        record(), MemoryOctets(MESSAGE), read_sample(sample), sample_contents(sample)
    )
    return replace(made, **changes)


def with_document(name, data=b"%PDF-x", **changes):
    whole = item()
    document = Document(
        key="k",
        name=name,
        media_type="application/pdf",
        declared_type="",
        octets=MemoryOctets(data),
        state=DocumentState.PRESENT,
    )
    documents = (replace(document, **changes),)
    return replace(
        whole, application=replace(whole.application, documents=documents), contents=()
    )


class FailingOctets:
    """Breaks after the first chunk, as a full disk or a damaged seal would."""

    size = 3 * CHUNK

    def __init__(self, error):
        self._error = error

    def read(self, start, length):
        if start:
            raise self._error
        return bytes(length)


def manifest(report):
    return json.loads((report.folder / "manifest.json").read_bytes())


def entry(report, name):
    (found,) = [e for e in manifest(report)["files"] if e["name"] == name]
    return found


@pytest.mark.parametrize("sample", SAMPLES)
def test_everything_is_there_byte_for_byte(sample, tmp_path):
    exported = item(sample)
    report = FolderExporter().export(exported, tmp_path)
    folder = report.folder
    assert (folder / "nachricht.osci").read_bytes() == MESSAGE
    assert (folder / "antrag.xml").read_bytes() == in_memory(exported.application.xml)
    for document in exported.application.documents:
        name = document.name if document.main else f"Anlagen/{document.name}"
        assert (folder / name).read_bytes() == in_memory(document.octets)
    on_disk = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and ":" not in path.name  # wine shows streams as files
    }
    assert on_disk == {file.name for file in report.files}
    for file in report.files:
        data = (folder / file.name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.sha256)
    listed = {e["name"]: e["sha256"] for e in manifest(report)["files"]}
    assert listed == {
        f.name: f.sha256 for f in report.files if f.name != "manifest.json"
    }


def test_the_folder_is_named_by_date_and_applicants(tmp_path):
    report = FolderExporter().export(item(), tmp_path)
    assert report.folder == tmp_path / "2026-11-02 Testmann, Jonas und Aurélie"
    assert list(tmp_path.iterdir()) == [report.folder]


def test_an_existing_export_is_left_alone(tmp_path):
    first = FolderExporter().export(item(), tmp_path).folder
    before = (first / "manifest.json").stat()
    second = FolderExporter().export(item(), tmp_path).folder
    assert second.name == first.name + " (2)"
    assert (first / "manifest.json").stat() == before


def test_a_name_under_work_elsewhere_is_left_alone(tmp_path):
    (tmp_path / "2026-11-02 Testmann, Jonas und Aurélie.tmp").mkdir()
    report = FolderExporter().export(item(), tmp_path)
    assert report.folder.name.endswith("(2)")


def test_an_unreadable_record_goes_along_as_it_is(tmp_path):
    contents = (content("x.xml", b"<a><b></a>"), content("", b"%PDF-", "p"))
    broken = item(application=None, contents=contents)
    report = FolderExporter().export(broken, tmp_path)
    # The date is the German one: half past midnight of the next day.
    assert report.folder.name == "2026-11-25 Nachricht 01234567"
    assert [f.name for f in report.files] == [
        "nachricht.osci",
        "Anlagen/x.xml",
        "Anlagen/Inhalt 2",
        "manifest.json",
    ]


def test_contents_the_application_does_not_use_go_along(tmp_path):
    exported = item()
    extra = content("weitere.txt", b"hallo")
    exported = replace(exported, contents=(*exported.contents, extra))
    report = FolderExporter().export(exported, tmp_path)
    assert (report.folder / "Anlagen/weitere.txt").read_bytes() == b"hallo"
    assert entry(report, "Anlagen/weitere.txt")["role"] == "content"


@pytest.mark.parametrize("trust", [Trust.UNSIGNED, Trust.INVALID])
def test_what_cannot_be_trusted_is_marked(trust, tmp_path):
    exported = item()
    contents = tuple(
        replace(c, trust=trust) if c.name.endswith(".xml") else c
        for c in exported.contents
    )
    report = FolderExporter().export(replace(exported, contents=contents), tmp_path)
    assert manifest(report)["trust"] == trust.value
    assert entry(report, "antrag.xml")["trust"] == trust.value
    assert entry(report, "Antrag.pdf")["trust"] == trust.value  # lay inside the XML
    assert entry(report, "Anlagen/anhang_0001.pdf")["trust"] == "signed"


def test_problems_are_named(tmp_path):
    problems = (Finding("author-signature", "c1"),)
    report = FolderExporter().export(item(record=record(problems=problems)), tmp_path)
    assert manifest(report)["problems"] == [
        {"code": "author-signature", "detail": "c1"}
    ]


def test_a_missing_document_is_named_and_not_written(tmp_path):
    exported = with_document("a.pdf", octets=None, state=DocumentState.MISSING)
    report = FolderExporter().export(exported, tmp_path)
    (missing,) = [e for e in manifest(report)["files"] if e["name"] is None]
    assert (missing["original_name"], missing["state"]) == ("a.pdf", "missing")
    assert not (report.folder / "Anlagen").exists()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("../../../boese.pdf", "Anlagen/_.._.._boese.pdf"),
        ("/etc/passwd", "Anlagen/_etc_passwd.pdf"),
        ("CON", "Anlagen/_CON.pdf"),
        ("a\x00b.pdf", "Anlagen/ab.pdf"),
        ("ohne Endung", "Anlagen/ohne Endung.pdf"),
    ],
)
def test_hostile_names_stay_in_their_folder(name, written, tmp_path):
    report = FolderExporter().export(with_document(name), tmp_path)
    assert written in [f.name for f in report.files]
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "name", ["Felder.CSV", "manifest.json", "anlagen", "NACHRICHT.osci"]
)
def test_a_main_document_never_takes_one_of_our_names(name, tmp_path):
    report = FolderExporter().export(with_document(name, main=True), tmp_path)
    names = [f.name for f in report.files]
    assert len({n.casefold() for n in names}) == len(names) == 6
    assert {"felder.csv", "manifest.json", "nachricht.osci"} <= set(names)


def test_doubles_are_kept_apart(tmp_path):
    exported = with_document("a.pdf")
    one = exported.application.documents[0]
    two = replace(one, key="2", name="A.PDF", octets=MemoryOctets(b"%PDF-other"))
    application = replace(exported.application, documents=(one, two))
    report = FolderExporter().export(
        replace(exported, application=application), tmp_path
    )
    assert (report.folder / "Anlagen/a.pdf").read_bytes() == b"%PDF-x"
    assert (report.folder / "Anlagen/A (2).PDF").read_bytes() == b"%PDF-other"


def test_a_long_target_makes_names_shorter(tmp_path):
    target = tmp_path / ("t" * (190 - len(str(tmp_path))))
    report = FolderExporter().export(with_document("n" * 200 + ".pdf"), target)
    longest = max(len(str(report.folder / f.name)) for f in report.files)
    assert longest + len(".tmp") <= 259
    assert any(f.name.endswith("n.pdf") for f in report.files)


def test_long_bytes_are_taken_in_pieces(tmp_path):
    class Watched(MemoryOctets):
        longest = 0

        def read(self, start, length):
            Watched.longest = max(Watched.longest, length)
            return super().read(start, length)

    message = Watched(os.urandom(3 * CHUNK + 7))
    report = FolderExporter().export(item(message=message), tmp_path)
    assert (report.folder / "nachricht.osci").read_bytes() == message.data
    assert Watched.longest == CHUNK


@pytest.mark.parametrize(
    ("error", "seen"),
    [
        (OSError(28, "No space left on device"), ExportFailed),
        (SealBroken("damaged"), SealBroken),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_a_failure_leaves_nothing_behind(error, seen, tmp_path):
    with pytest.raises(seen):
        FolderExporter().export(item(message=FailingOctets(error)), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_lies_is_found_out(tmp_path, monkeypatch):
    """The bytes arrive, the bytes read back do not."""
    honest = staging.read_back

    def read_back(path):
        size, digest = honest(path)
        return (size, "0" * 64) if path.name == "felder.csv" else (size, digest)

    monkeypatch.setattr(staging, "read_back", read_back)
    with pytest.raises(ExportFailed):
        FolderExporter().export(item(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_name_taken_meanwhile_is_not_overwritten(tmp_path):
    name = "2026-11-02 Testmann, Jonas und Aurélie"

    class Racing(MemoryOctets):
        def read(self, start, length):
            (tmp_path / name).mkdir(exist_ok=True)
            return super().read(start, length)

    with pytest.raises(ExportFailed):
        FolderExporter().export(item(message=Racing(MESSAGE)), tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [name]
    assert list((tmp_path / name).iterdir()) == []


def test_a_scanner_that_holds_the_folder_is_waited_for(tmp_path, monkeypatch):
    attempts = []
    honest = staging.Path.rename

    def rename(self, target):
        attempts.append(target)
        if len(attempts) < 3:
            raise PermissionError(13, "held")
        return honest(self, target)

    monkeypatch.setattr(staging.Path, "rename", rename)
    monkeypatch.setattr(staging, "_RENAME_PAUSE", 0)
    assert FolderExporter().export(item(), tmp_path).folder.is_dir()
    assert len(attempts) == 3


def test_a_missing_target_is_made(tmp_path):
    report = FolderExporter().export(item(), tmp_path / "neu" / "hier")
    assert report.folder.parent == tmp_path / "neu" / "hier"


def test_a_target_that_is_a_file_is_refused(tmp_path):
    target = tmp_path / "datei"
    target.write_bytes(b"x")
    with pytest.raises(ExportTargetUnusable):
        FolderExporter().export(item(), target)
    assert target.read_bytes() == b"x"


def test_errors_hold_no_names(tmp_path):
    target = tmp_path / "Testmann"
    target.write_bytes(b"x")
    with pytest.raises(ExportTargetUnusable) as caught:
        FolderExporter().export(item(), target)
    assert "Testmann" not in f"{caught.value} {caught.value.facts}"


def test_an_export_reads_and_changes_nothing_else(tmp_path):
    exported = item()
    before = (exported.record, exported.application)
    FolderExporter().export(exported, tmp_path)
    assert (exported.record, exported.application) == before
