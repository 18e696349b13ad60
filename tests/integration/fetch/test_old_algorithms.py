"""Old algorithms are let in by the settings of one mailbox, else refused by name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpers import deliveries, osci_vectors
from helpers.mailboxes import NOTHING
from helpers.old_peer import cbc, pkcs7, sealed, wrapped_for
from hzl_client import compose
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.octets import in_memory, sha256_hex
from hzl_client.model.record import Folder, Record
from hzl_client.model.watch import Watch
from hzl_client.osci import envelope
from hzl_client.services.desk import Desk
from hzl_client.services.profile import MailboxEntry
from hzl_client.settings import MailboxSettings
from hzl_client.xmlsec.policy import MODERN

PASSPHRASE = "ein langer Satz nur für Tests"
RECORDED = [("t03-cbc", "weak-cipher"), ("k02-rsa15", "weak-key-transport")]


# --- contents -----------------------------------------------------------------------


def mailbox(profile: Path, manifest, *, legacy: bool) -> MailboxEntry:
    """Of the office the recorded deliveries were made for."""
    keys, roles = osci_vectors.ROOT / "pki", manifest["roles"]
    cipher = keys / f"{roles['intermed_cipher']}.crt"
    settings = MailboxSettings(
        title="Sozialamt",
        url="http://127.0.0.1:1/",
        intermediary_cipher=cipher.read_text("ascii"),
        legacy_algorithms=legacy,
    )
    own = [
        ((keys / f"{roles[role]}.p12").read_bytes(), manifest["p12_password"])
        for role in ("recipient_cipher", "recipient_sig")
    ]
    return compose.create_mailbox(profile, settings, own, PASSPHRASE, key_store=False)


@contextmanager
def opened_at_start(
    entry: MailboxEntry, message: bytes
) -> Iterator[tuple[Desk, Record]]:
    """Stored and not yet opened, as after a crash: the next start opens it."""
    with compose.open_desk(entry, PASSPHRASE) as desk:
        desk.fetch.shelf.add(deliveries.delivery(message=message), datetime.now(UTC))
    with compose.open_desk(entry, PASSPHRASE) as desk:
        (record,) = desk.records.all()
        yield desk, record


@pytest.mark.parametrize(("case", "weak"), RECORDED)
def test_recorded_contents_in_old_algorithms_are_opened_where_they_are_let_in(
    tmp_path, case, weak
):
    manifest = osci_vectors.manifest(case)
    (told,) = (each for each in manifest["deliveries"] if each["where"] == "response")
    message = osci_vectors.ROOT / case / "06-FetchDelivery.response.plain.bin"
    entry = mailbox(tmp_path, manifest, legacy=True)
    with opened_at_start(entry, message.read_bytes()) as (desk, record):
        contents = desk.reading.open(record.id).contents
        assert {sha256_hex(content.octets) for content in contents} == {
            content["sha256"] for content in told["contents"]
        }
        assert weak in {finding.code for finding in record.findings}
        assert record.problems == ()


@pytest.mark.parametrize("case", [case for case, _ in RECORDED])
def test_recorded_contents_in_old_algorithms_stay_shut_where_they_are_not(
    tmp_path, case
):
    message = osci_vectors.ROOT / case / "06-FetchDelivery.response.plain.bin"
    entry = mailbox(tmp_path, osci_vectors.manifest(case), legacy=False)
    with opened_at_start(entry, message.read_bytes()) as (desk, record):
        assert desk.reading.open(record.id).contents == ()
        assert [problem.code for problem in record.problems] == ["algorithm-refused"]
        assert record.folder is Folder.QUARANTINE


# --- answers ------------------------------------------------------------------------


@pytest.fixture
def old_answers(running, monkeypatch):
    """The intermediary seals its answers as it did long ago."""
    answer, reader = running.supplier.answer, running.pki.recipient_cipher

    def as_long_ago(request):
        reply = answer(request)
        opened = envelope.open_envelope(reply.body, (reader,), MODERN, SealedSpool)
        cipher = cbc(pkcs7(in_memory(opened.message)))
        return replace(reply, body=sealed(reader, cipher, wrapped_for(reader)))

    def begin():
        monkeypatch.setattr(running.supplier, "answer", as_long_ago)

    return begin


def test_answers_in_old_algorithms_are_believed_only_where_they_are_let_in(
    desk, sent, old_answers
):
    sent.put_in(2)
    old_answers()
    report = desk.fetch.run(Watch())
    assert report.error is not None
    assert report.error.name == "algorithm-refused"
    assert (report.stored, sent.unacknowledged()) == ((), sent.ids)
    desk.current.change(replace(desk.settings, legacy_algorithms=True))
    assert desk.fetch.run(Watch()).error is None
    assert sent.losses(desk) == NOTHING
    assert sent.unacknowledged() == []
