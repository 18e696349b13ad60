"""Nothing a citizen wrote lies anywhere in clear: while fetching, killed, read, closed.

Looked for in the profile, in the temporary and the working folder, in files without a
name, and in a log that takes everything at the finest level.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from helpers import canary
from helpers.canary import Canaries, search
from helpers.killing import KILLED, Plan, run, started, wait_for
from helpers.killing import WAITING as AT_ITS_PLACE
from hzl_client import compose
from hzl_client.intermediary import samples, sender
from hzl_client.intermediary.samples import File, Sample
from hzl_client.model.octets import MemoryOctets, in_memory
from hzl_client.model.record import Folder
from hzl_client.model.watch import Watch

SUBJECT = "Kanarienvogel-Betreff"
FILE_NAME = "anhang_0007_Kanarienvogel.pdf"
PERSON = ("Monika Anna", "Beispielstraße", "Probst")
LINE = b"Monika Anna, Kanarienvogel\n"
PDF = b"%PDF-1.7\n" + LINE * 1_000
LONG_PDF = b"%PDF-1.6\n" + LINE * 100_000


def loud_sample(pdf: bytes) -> Sample:
    sample = samples.load("01_alleinstehend")
    attachments = (*sample.attachments, File(FILE_NAME, MemoryOctets(pdf)))
    return replace(sample, attachments=attachments, subject=SUBJECT)


SAMPLE = loud_sample(PDF)
FILES = tuple(in_memory(file.octets) for file in (SAMPLE.message, *SAMPLE.attachments))
CANARIES = Canaries((SUBJECT, "Kanarienvogel", *PERSON), (*FILES, LONG_PDF))


@pytest.fixture
def places(tmp_path, profile, monkeypatch) -> list[Path]:
    """Everywhere a program could leave something, made its own for the test."""
    temporary, working = tmp_path / "temporary", tmp_path / "working"
    for folder in (temporary, working):
        folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.chdir(working)
    return [profile, temporary, working]


def put_in(running, sample: Sample) -> str:
    """In a shape that hides nothing from whoever has the bytes."""
    return sender.send(running.url, running.pki, "embedded-plain", sample)


@pytest.fixture
def waiting(running, places) -> str:
    assert places, "the folders are set before anything is written"
    return put_in(running, SAMPLE)


def silent(places, *pids: int) -> None:
    nameless = [file for pid in pids for file in canary.nameless_files(pid)]
    assert search([*places, *nameless], CANARIES) == ()


PLACES = ("request-answered", "in-seal", "before-commit", "before-opened-commit")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.usefixtures("waiting")
def test_while_it_runs_and_after_a_kill(places, profile, entry, place):
    log = places[2] / "everything.log"
    plan = Plan(str(profile), place, 1, wait=True, log=str(log))
    with started(plan) as child:
        wait_for(child, AT_ITS_PLACE)
        silent(places, child.pid)
        child.kill()
        child.wait()
    silent(places)
    assert log.stat().st_size, "there was something to log"
    with compose.open_desk(entry) as desk:
        desk.fetch.run(Watch())
        assert len(desk.records.all()) == 1
    silent(places)


def test_what_is_too_long_for_the_memory_goes_to_the_disk_sealed(
    running, places, profile
):
    put_in(running, loud_sample(LONG_PDF))
    with started(Plan(str(profile), "before-seal", 1, wait=True, memory=0)) as child:
        wait_for(child, AT_ITS_PLACE)
        if sys.platform == "linux":
            spools = canary.nameless_files(child.pid)
            longest = max(file.stat().st_size for file in spools)
            assert longest > len(LONG_PDF)
        silent(places, child.pid)
        child.kill()
        child.wait()
    silent(places)


@pytest.mark.usefixtures("waiting")
def test_after_a_fetch_that_ends_by_itself(places, profile):
    log = str(places[2] / "everything.log")
    code, report = run(Plan(str(profile), log=log))
    assert (code, report["stored"], report["error"]) == (0, 1, None)
    silent(places)


@pytest.mark.usefixtures("waiting")
def test_after_an_error_in_the_answer(places, profile, entry):
    """The evidence holds what nobody vouches for; it is sealed as well."""
    log = str(places[2] / "everything.log")
    code, _ = run(Plan(str(profile), "before-opened", 1, log=log))
    assert code == KILLED
    with compose.open_desk(entry) as desk:
        assert len(desk.records.all()) == 1
        desk.fetch.shelf.keep_evidence(MemoryOctets(PDF), "mime")
        silent(places, os.getpid())
    silent(places)


def test_while_reading_and_after_closing(places, entry, waiting):
    with compose.open_desk(entry) as desk:
        (record_id,) = desk.fetch.run(Watch()).stored
        opened = desk.reading.open(record_id)
        assert opened.record.message_id == waiting
        assert opened.application is not None
        pdfs = [c for c in opened.contents if c.name == "anhang_0001.pdf"]
        shown = desk.documents.open(pdfs[0].octets)
        desk.documents.render(shown.handle, 0, 200)
        assert len(in_memory(opened.contents[-1].octets)) > 0
        silent(places, os.getpid())
        desk.documents.release(shown.handle)
        desk.records.move(record_id, Folder.TRASH)
        silent(places)
        desk.records.delete(record_id)
        silent(places)
    silent(places)


def test_the_search_would_have_found_it(places):
    (places[1] / "forgotten.tmp").write_bytes(PDF[:5000])
    (places[2] / "chatty.log").write_text(f"opened {SUBJECT}", encoding="utf-8")
    found = {hit.path.name for hit in search(places, CANARIES)}
    assert found == {"forgotten.tmp", "chatty.log"}
