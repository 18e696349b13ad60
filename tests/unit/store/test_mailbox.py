"""What a mailbox promises its users, one promise at a time."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from helpers.deliveries import NOON, SUMMARY, content, delivery, opened
from hzl_client.errors import NoMailbox, NoSuchRecord, SealBroken
from hzl_client.model.finding import Finding
from hzl_client.model.octets import CHUNK, MemoryOctets, in_memory
from hzl_client.model.record import Folder
from hzl_client.store.evidence import LARGEST
from hzl_client.store.mailbox import Mailbox
from hzl_client.store.opening import FILE

LONG = os.urandom(2 * CHUNK + 5)


def add(mailbox, **kwargs):
    return mailbox.add(delivery(**kwargs), NOON).record_id


def trashed(mailbox, **kwargs):
    record_id = add(mailbox, **kwargs)
    mailbox.move(record_id, Folder.TRASH)
    return record_id


# --- adding -------------------------------------------------------------------------


def test_a_new_record_lies_unopened_in_the_inbox(mailbox):
    added = mailbox.add(delivery(subject="Antrag"), NOON)
    record = mailbox.record(added.record_id)
    assert not added.duplicate
    assert (record.message_id, record.subject) == ("m1", "Antrag")
    assert (record.folder, record.home) == (Folder.INBOX, Folder.INBOX)
    assert (record.read, record.opened, record.summary) == (False, False, None)
    assert (record.received_at, record.submitted_at) == (NOON, NOON)
    assert record.size == len(b"order message")
    assert mailbox.unopened() == (record.id,)
    assert mailbox.contents(record.id) == mailbox.signatures(record.id) == ()


@pytest.mark.parametrize(
    "size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, len(LONG)]
)
def test_the_message_comes_back_byte_for_byte(mailbox, size):
    octets = mailbox.message(add(mailbox, message=LONG[:size]))
    assert octets.size == size
    assert in_memory(octets) == LONG[:size]
    assert octets.read(CHUNK - 3, 7) == LONG[:size][CHUNK - 3 : CHUNK + 4]


def test_the_same_delivery_twice_is_stored_once(mailbox):
    first = mailbox.add(delivery(), NOON)
    second = mailbox.add(delivery(), NOON + timedelta(days=1))
    assert second == replace(first, duplicate=True)
    assert len(mailbox.records()) == 1


def test_the_same_id_with_other_content_is_a_second_record_and_says_so(mailbox):
    add(mailbox, message=b"one")
    second = mailbox.add(delivery(message=b"two"), NOON)
    assert not second.duplicate
    findings = {r.id: r.findings for r in mailbox.records()}
    assert findings.pop(second.record_id) == (Finding("message-id-reused"),)
    assert list(findings.values()) == [()]
    assert mailbox.add(delivery(message=b"two"), NOON).duplicate


def test_a_deleted_delivery_may_come_again(mailbox):
    mailbox.delete(trashed(mailbox))
    assert not mailbox.add(delivery(), NOON).duplicate


def test_an_unknown_submission_time_stays_unknown(mailbox):
    added = mailbox.add(replace(delivery(), submitted_at=None), NOON)
    assert mailbox.record(added.record_id).submitted_at is None


def test_a_time_without_zone_is_refused(mailbox):
    with pytest.raises(ValueError, match="zone"):
        mailbox.add(delivery(), datetime(2026, 1, 1))  # noqa: DTZ001 - that is it
    assert mailbox.records() == ()


def test_a_message_that_breaks_while_read_leaves_nothing(mailbox):
    class Breaking(MemoryOctets):
        def read(self, start, length):
            if start >= CHUNK:
                raise SealBroken
            return super().read(start, length)

    with pytest.raises(SealBroken):
        mailbox.add(replace(delivery(), message=Breaking(LONG)), NOON)
    assert mailbox.records() == ()
    assert in_memory(mailbox.message(add(mailbox, message=LONG))) == LONG


# --- opening ------------------------------------------------------------------------


def test_what_was_opened_is_kept(mailbox):
    record_id = add(mailbox, findings=(Finding("weak-digest", "sha1"),))
    contents = (content(LONG), content(b"", "ü\ud800"))
    problems = (Finding("no-recipient-key", "enc[2]"),)
    result = opened(
        *contents,
        problems=problems,
        findings=(Finding("gcm-iv-16"),),
        folder=Folder.QUARANTINE,
    )
    mailbox.set_opened(record_id, result)
    record = mailbox.record(record_id)
    assert (record.opened, record.summary, record.problems) == (True, SUMMARY, problems)
    assert record.findings == (Finding("weak-digest", "sha1"), Finding("gcm-iv-16"))
    assert (record.folder, record.home) == (Folder.QUARANTINE, Folder.QUARANTINE)
    kept = mailbox.contents(record_id)
    assert [
        replace(k, octets=c.octets) for k, c in zip(kept, contents, strict=True)
    ] == [*contents]
    assert [in_memory(k.octets) for k in kept] == [LONG, b""]
    assert mailbox.signatures(record_id) == result.signatures
    assert mailbox.unopened() == ()


def test_opening_again_replaces(mailbox):
    record_id = add(mailbox)
    mailbox.set_opened(record_id, opened(content(LONG), content(b"b")))
    mailbox.set_opened(record_id, opened(content(b"c"), summary=None))
    (kept,) = mailbox.contents(record_id)
    assert in_memory(kept.octets) == b"c"
    assert mailbox.record(record_id).summary is None
    assert in_memory(mailbox.message(record_id)) == b"order message"


def test_opening_takes_nothing_out_of_the_trash(mailbox):
    record_id = trashed(mailbox)
    mailbox.set_opened(record_id, opened(folder=Folder.QUARANTINE))
    assert mailbox.record(record_id).folder is Folder.TRASH
    mailbox.restore(record_id)
    assert mailbox.record(record_id).folder is Folder.QUARANTINE


def test_foreign_text_without_end_does_not_burden_the_list(mailbox):
    record_id = add(mailbox, subject="\U0001f600" * 100_000)
    many = tuple(Finding("weak-digest", "\U0001f600" * 10_000) for _ in range(1000))
    summary = replace(SUMMARY, title="\U0001f600" * 100_000)
    mailbox.set_opened(
        record_id,
        opened(content(b"x"), problems=many, findings=many, summary=summary),
    )
    record = mailbox.record(record_id)
    assert len(record.problems) == 100
    assert record.problems[-1] == Finding("more-findings", "901")
    assert record.summary.title == "\U0001f600" * 500
    assert record.subject == "\U0001f600" * 500


# --- listing and moving -------------------------------------------------------------


def test_the_newest_comes_first_and_the_oldest_is_opened_first(mailbox):
    for day in (2, 1, 3):
        mailbox.add(delivery(f"m{day}"), NOON + timedelta(days=day))
    order = ["m3", "m2", "m1"]
    assert [record.message_id for record in mailbox.records()] == order
    unopened = [mailbox.record(r).message_id for r in mailbox.unopened()]
    assert unopened == order[::-1]


def test_read_and_folders_are_remembered(mailbox, folder, key):
    record_id = add(mailbox)
    mailbox.mark_read(record_id, read=True)
    mailbox.move(record_id, Folder.QUARANTINE)
    mailbox.move(record_id, Folder.TRASH)
    mailbox.close()
    again = Mailbox.open(folder, key)
    record = again.record(record_id)
    assert (record.read, record.folder) == (True, Folder.TRASH)
    again.restore(record_id)
    again.mark_read(record_id, read=False)
    record = again.record(record_id)
    assert (record.read, record.folder) == (False, Folder.QUARANTINE)
    again.close()


def test_only_the_trash_is_emptied(mailbox):
    record_id = add(mailbox)
    with pytest.raises(NoSuchRecord):
        mailbox.delete(record_id)
    assert in_memory(mailbox.message(record_id)) == b"order message"


def test_what_is_not_there_is_said_to_be(mailbox):
    for action in (
        mailbox.record,
        mailbox.message,
        mailbox.contents,
        mailbox.signatures,
        mailbox.history,
        mailbox.restore,
        mailbox.delete,
        lambda x: mailbox.mark_read(x, read=True),
        lambda x: mailbox.move(x, Folder.TRASH),
        lambda x: mailbox.add_event(x, "opened"),
        lambda x: mailbox.set_opened(x, opened()),
        lambda x: mailbox.change_work(x, lambda work: work),
    ):
        with pytest.raises(NoSuchRecord):
            action("nothing")


# --- deleting -----------------------------------------------------------------------


def test_deleting_leaves_nothing_of_a_record_but_all_of_the_others(mailbox, folder):
    other = add(mailbox, message_id="other", message=LONG)
    record_id = trashed(mailbox, message=LONG)
    mailbox.set_opened(record_id, opened(content(LONG)))
    mailbox.add_event(record_id, "opened", "detail")
    octets = mailbox.message(record_id)
    octets.read(0, 1)
    wrapped = wrapped_key(folder, record_id)
    assert wrapped in on_disk(folder)
    mailbox.delete(record_id)
    assert wrapped not in on_disk(folder)
    assert [record.id for record in mailbox.records()] == [other]
    assert count(folder, "keys") == count(folder, "records") == 1
    assert count(folder, "events") == 0
    assert count(folder, "blobs") == 3
    with pytest.raises(NoSuchRecord):
        octets.read(CHUNK, 1)
    assert in_memory(mailbox.message(other)) == LONG


def test_a_deletion_cut_short_is_finished_at_the_next_start(mailbox, folder, key):
    record_id, other = trashed(mailbox), add(mailbox, message_id="other")
    mailbox.close()
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("UPDATE keys SET wrapped = x'' WHERE id = ?", (record_id,))
    connection.close()
    again = Mailbox.open(folder, key)
    assert [record.id for record in again.records()] == [other]
    again.close()
    assert count(folder, "keys") == count(folder, "records") == 1


def test_a_destroyed_record_is_invisible_before_its_rows_are_gone(mailbox, monkeypatch):
    record_id = trashed(mailbox)
    monkeypatch.setattr(mailbox, "_finish_deleting", lambda: None)
    mailbox.delete(record_id)
    assert mailbox.records() == mailbox.unopened() == ()
    with pytest.raises(NoSuchRecord):
        mailbox.record(record_id)
    assert not mailbox.add(delivery(), NOON).duplicate


def wrapped_key(folder, record_id):
    return query(folder, f"SELECT wrapped FROM keys WHERE id = '{record_id}'")  # noqa: S608


def count(folder, table):
    return query(folder, f"SELECT count(*) FROM {table}")  # noqa: S608


def query(folder, sql):
    connection = sqlite3.connect(folder / FILE)
    try:
        return connection.execute(sql).fetchone()[0]
    finally:
        connection.close()


def on_disk(folder):
    return b"".join(path.read_bytes() for path in folder.iterdir())


# --- history, evidence, secrets, notes ----------------------------------------------


def test_the_history_of_a_record_is_its_own_and_in_order(folder, key):
    times = iter(NOON + timedelta(seconds=n) for n in (5, 3, 9))
    mailbox = Mailbox.create(folder, key, lambda: next(times))
    one, two = add(mailbox), add(mailbox, message_id="m2")
    mailbox.add_event(one, "received")
    mailbox.add_event(two, "received", "two")
    mailbox.add_event(one, "exported", "Kanarienvogel" + "x" * 5000)
    assert [(e.at, e.code) for e in mailbox.history(one)] == [
        (NOON + timedelta(seconds=5), "received"),
        (NOON + timedelta(seconds=9), "exported"),
    ]
    assert mailbox.history(one)[1].detail == "Kanarienvogel" + "x" * 987
    assert [e.detail for e in mailbox.history(two)] == ["two"]
    mailbox.close()


def test_evidence_is_the_last_twenty_and_each_limited(folder, key):
    ticks = iter(NOON + timedelta(seconds=n) for n in range(100))
    mailbox = Mailbox.create(folder, key, lambda: next(ticks))
    for number in range(24):
        mailbox.keep_evidence(MemoryOctets(b"%d" % number), "supplier-signature")
    pieces = mailbox.evidence()
    kept = [in_memory(mailbox.evidence_octets(piece)) for piece in pieces]
    assert kept == [b"%d" % number for number in range(23, 3, -1)]
    assert {piece.reason for piece in pieces} == {"supplier-signature"}
    assert count(folder, "keys") == count(folder, "evidence") == 20
    mailbox.keep_evidence(MemoryOctets(bytes(LARGEST + 1)), "x" * 100)
    piece = mailbox.evidence()[0]
    assert (piece.size, piece.reason) == (LARGEST, "x" * 64)
    assert mailbox.evidence_octets(piece).read(LARGEST - 2, 5) == b"\0\0"
    mailbox.close()


def test_secrets_and_notes_are_kept_and_replaced(mailbox, folder, key):
    assert mailbox.secret("identity") is mailbox.note("last-contact") is None
    for value in (b"first", b"", b"second"):
        mailbox.put_secret("identity", value)
        assert mailbox.secret("identity") == value
    for text in ("a", "", "2026-11-24"):
        mailbox.put_note("last-contact", text)
        assert mailbox.note("last-contact") == text
    mailbox.close()
    again = Mailbox.open(folder, key)
    assert again.secret("identity") == b"second"
    assert again.note("last-contact") == "2026-11-24"
    again.close()
    assert b"second" not in on_disk(folder)


def test_a_secret_is_short(mailbox):
    with pytest.raises(ValueError, match="short"):
        mailbox.put_secret("x", bytes(CHUNK + 1))


def test_secrets_cannot_be_swapped(mailbox, folder):
    mailbox.put_secret("one", b"1")
    mailbox.put_secret("two", b"2")
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute(
            "UPDATE secrets SET sealed ="
            " (SELECT sealed FROM secrets WHERE name = 'two')"
        )
    connection.close()
    with pytest.raises(SealBroken):
        mailbox.secret("one")
    assert mailbox.secret("two") == b"2"


# --- threads, closing ---------------------------------------------------------------


def test_writers_and_readers_share_a_mailbox(mailbox):
    def write(number):
        record_id = add(
            mailbox, message_id=f"m{number % 10}", message=LONG[number % 10 :]
        )
        mailbox.mark_read(record_id, read=True)
        mailbox.add_event(record_id, "read")
        return record_id

    def read(_number):
        return [in_memory(mailbox.message(r.id))[-5:] for r in mailbox.records()]

    with ThreadPoolExecutor(6) as pool:
        written = pool.map(write, range(20))
        for tails in pool.map(read, range(10)):
            assert set(tails) <= {LONG[-5:]}
        assert len(set(written)) == 10
    assert len(mailbox.records()) == 10
    assert all(len(mailbox.history(r.id)) == 2 for r in mailbox.records())


def test_a_long_write_keeps_no_reader_waiting(mailbox):
    add(mailbox)
    seen = []

    class Slow(MemoryOctets):
        def read(self, start, length):
            with ThreadPoolExecutor(1) as pool:
                seen.append(pool.submit(mailbox.records).result(timeout=5))
            return super().read(start, length)

    mailbox.add(replace(delivery("m2", LONG), message=Slow(LONG)), NOON)
    assert [len(records) for records in seen] == [1, 1, 1]


def test_a_closed_mailbox_is_closed_for_its_octets_too(mailbox, folder):
    octets = mailbox.message(add(mailbox))
    mailbox.close()
    mailbox.close()
    with pytest.raises(NoMailbox):
        octets.read(0, 1)
    assert [path.name for path in folder.iterdir()] == [FILE]
