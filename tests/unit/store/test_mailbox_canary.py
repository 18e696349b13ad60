"""Nothing that was sealed lies on the disk in clear: in files, logs or temp files."""

import os

import pytest

from helpers import canary
from helpers.canary import Canaries, search
from helpers.deliveries import NOON, SUMMARY, content, delivery, opened
from hzl_client.keys.spool import Depot, SealedSpool
from hzl_client.model.delivery import AuthorSignature
from hzl_client.model.finding import Finding
from hzl_client.model.octets import MemoryOctets, in_memory
from hzl_client.model.record import Folder, Opened

NAME = "Kanarienvogel, Aurélie"
PDF = b"%PDF-1.7\n" + f"Antrag von {NAME}\n".encode() * 100_000
XML = f'<?xml version="1.0"?><xsozial><name>{NAME}</name></xsozial>'.encode()
PNG = b"\x89PNG\r\n\x1a\n" + NAME.encode("utf-16-le") * 10
CANARIES = Canaries((NAME, "Vogelfrei-Betreff", "59999 Musterhausen"), (PDF, XML, PNG))


def fill(mailbox):
    message = b"order message of " + NAME.encode() + XML + PDF
    record_id = mailbox.add(
        delivery("m1", message, "Vogelfrei-Betreff", (Finding("weak-digest"),)), NOON
    ).record_id
    files = tuple(content(data, f"{NAME}.pdf") for data in (PDF, XML, PNG))
    signature = AuthorSignature(
        "enc", "rsa", "sha256", NAME.encode(), "Vogelfrei-Betreff", valid=True
    )
    problem = (Finding("xml", NAME),)
    mailbox.set_opened(
        record_id,
        Opened(files, (signature,), problem, problem, SUMMARY, Folder.INBOX),
    )
    mailbox.add_event(record_id, "exported", f"nach {NAME}")
    mailbox.keep_evidence(MemoryOctets(PDF), "mime")
    mailbox.put_secret("identity", NAME.encode() + XML)
    mailbox.mark_read(record_id, read=True)
    return record_id


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    place = tmp_path / "temporary"
    place.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(place))
    monkeypatch.setattr("tempfile.tempdir", str(place))
    return place


def everywhere(folder, temporary):
    return [folder, temporary, *canary.nameless_files(os.getpid())]


def test_nothing_is_in_clear_while_open_after_closing_and_after_deleting(
    mailbox, folder, temporary
):
    spool = SealedSpool(Depot(0))
    spool.write(PDF)
    octets = spool.finish()
    record_id = fill(mailbox)
    assert (folder / "mailbox.db-wal").stat().st_size > len(PDF)
    assert search(everywhere(folder, temporary), CANARIES) == ()
    assert in_memory(mailbox.contents(record_id)[0].octets) == in_memory(octets)
    mailbox.move(record_id, Folder.TRASH)
    mailbox.delete(record_id)
    assert search(everywhere(folder, temporary), CANARIES) == ()
    mailbox.close()
    assert search(everywhere(folder, temporary), CANARIES) == ()


def test_the_search_would_find_them(mailbox, folder):
    mailbox.put_note("last", NAME)  # a note lies in clear, and holds no such thing
    assert search([folder], CANARIES)
    assert opened(content(PDF)).contents[0].octets.size == len(PDF)
