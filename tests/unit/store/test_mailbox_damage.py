"""Full disks, broken files, foreign keys, newer programs: each by its name."""

import os
import sqlite3

import pytest

from helpers.deliveries import NOON, content, delivery, opened
from hzl_client.errors import (
    DiskFailed,
    MailboxExists,
    NoMailbox,
    SealBroken,
    StoreDamaged,
    StoreTooNew,
)
from hzl_client.keys.vault import MailboxKey
from hzl_client.model.finding import Finding
from hzl_client.model.octets import CHUNK, MemoryOctets, in_memory
from hzl_client.model.record import Folder
from hzl_client.store.mailbox import Mailbox
from hzl_client.store.opening import FILE

LONG = os.urandom(2 * CHUNK)


def add(mailbox, **kwargs):
    return mailbox.add(delivery(**kwargs), NOON).record_id


def execute(folder, *statements):
    connection = sqlite3.connect(folder / FILE)
    try:
        with connection:
            for statement in statements:
                connection.execute(statement)
    finally:
        connection.close()


@pytest.fixture
def pragma(mailbox):
    """Set on the one connection that the pool of an idle mailbox holds."""

    def pragma(statement):
        mailbox.records()
        raw = mailbox._database._engine.raw_connection()
        raw.cursor().execute(f"PRAGMA {statement}").fetchall()
        raw.close()

    return pragma


def test_a_full_disk_stores_nothing_and_the_next_try_may_succeed(mailbox, pragma):
    first = add(mailbox)
    pragma("max_page_count = 100")
    for action in (
        lambda: add(mailbox, message_id="m2", message=LONG),
        lambda: mailbox.set_opened(first, opened(content(LONG))),
        lambda: mailbox.keep_evidence(MemoryOctets(LONG), "x"),
    ):
        with pytest.raises(DiskFailed) as caught:
            action()
        assert caught.value.facts["reason"] == "SQLITE_FULL"
    assert [record.id for record in mailbox.records()] == [first]
    assert mailbox.unopened() == (first,)
    assert mailbox.evidence() == mailbox.contents(first) == ()
    pragma("max_page_count = 100000")
    assert (
        in_memory(mailbox.message(add(mailbox, message_id="m2", message=LONG))) == LONG
    )


def test_a_read_only_database_has_its_name(mailbox, pragma):
    record_id = add(mailbox)
    pragma("query_only = ON")
    with pytest.raises(DiskFailed) as caught:
        mailbox.mark_read(record_id, read=True)
    assert caught.value.facts["reason"] == "SQLITE_READONLY"
    assert not mailbox.record(record_id).read
    pragma("query_only = OFF")


def test_another_program_that_holds_the_file_has_its_name(mailbox, pragma, folder):
    pragma("busy_timeout = 10")
    other = sqlite3.connect(folder / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DiskFailed) as caught:
        add(mailbox)
    assert caught.value.facts["reason"] == "SQLITE_BUSY"
    other.close()


def test_a_folder_that_cannot_be_has_its_name(tmp_path, key):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DiskFailed):
        Mailbox.create(tmp_path / "file" / "mailbox", key)
    (tmp_path / "mailbox" / FILE).mkdir(parents=True)
    with pytest.raises(DiskFailed):
        Mailbox.create(tmp_path / "mailbox", key)
    with pytest.raises(NoMailbox):
        Mailbox.open(tmp_path / "mailbox", key)


def test_an_existing_mailbox_is_never_overwritten(mailbox, folder, key):
    record_id = add(mailbox)
    with pytest.raises(MailboxExists):
        Mailbox.create(folder, key)
    assert mailbox.record(record_id).message_id == "m1"


def test_a_creation_cut_short_is_taken_over(folder, key):
    folder.mkdir()
    (folder / FILE).write_bytes(b"")
    with pytest.raises(StoreDamaged):
        Mailbox.open(folder, key)
    mailbox = Mailbox.create(folder, key)
    add(mailbox)
    mailbox.close()


def test_a_missing_mailbox_is_missing(tmp_path, key):
    with pytest.raises(NoMailbox):
        Mailbox.open(tmp_path, key)
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_key_does_not_open(mailbox, folder):
    add(mailbox)
    mailbox.close()
    with pytest.raises(SealBroken):
        Mailbox.open(folder, MailboxKey.new())


def test_a_newer_database_is_left_alone(mailbox, folder, key):
    mailbox.close()
    execute(folder, "UPDATE alembic_version SET version_num = '9999'")
    before = (folder / FILE).read_bytes()
    with pytest.raises(StoreTooNew):
        Mailbox.open(folder, key)
    assert (folder / FILE).read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE alembic_version",
        "DELETE FROM alembic_version",
        "DROP TABLE secrets",
        "DELETE FROM secrets",
    ],
)
def test_a_database_without_its_tables_is_damaged(mailbox, folder, key, statement):
    mailbox.close()
    execute(folder, statement)
    with pytest.raises(StoreDamaged):
        Mailbox.open(folder, key)


@pytest.mark.parametrize("head", [b"not a database at all" * 100, os.urandom(9000)])
def test_what_is_no_database_is_damaged(mailbox, folder, key, head):
    mailbox.close()
    (folder / FILE).write_bytes(head)
    with pytest.raises(StoreDamaged):
        Mailbox.open(folder, key)


def test_broken_pages_are_noticed(mailbox, folder, key):
    record_id = add(mailbox, message=LONG)
    mailbox.close()
    raw = bytearray((folder / FILE).read_bytes())
    raw[4096 * 2 :] = bytes(len(raw) - 4096 * 2)
    (folder / FILE).write_bytes(raw)

    def use():
        broken = Mailbox.open(folder, key)
        try:
            in_memory(broken.message(record_id))
        finally:
            broken.close()

    with pytest.raises((StoreDamaged, SealBroken)):
        use()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE blobs SET number = 7 - number WHERE name = 'message'",
        "UPDATE blobs SET number = number + 7 WHERE name = 'message'",
        "UPDATE blobs SET data = zeroblob(length(data))",
        "UPDATE blobs SET data = substr(data, 1, 500)",
        "UPDATE records SET size = size - 1",
        "UPDATE records SET size = size + 1",
        "UPDATE records SET size = 1048576",
        "DELETE FROM blobs WHERE number = 1",
        "UPDATE keys SET wrapped = zeroblob(61)",
    ],
)
def test_a_changed_message_is_never_handed_out(mailbox, folder, statement):
    record_id = add(mailbox, message=LONG)
    if "7 - number" in statement:  # swap the two chunks by way of free numbers
        execute(folder, statement, "UPDATE blobs SET number = number - 6")
    else:
        execute(folder, statement)
    with pytest.raises((SealBroken, StoreDamaged)):
        in_memory(mailbox.message(record_id))


def test_messages_cannot_be_swapped(mailbox, folder):
    one = add(mailbox, message_id="one", message=b"1")
    two = add(mailbox, message_id="two", message=b"2")
    data = f"(SELECT data FROM blobs WHERE owner = '{two}')"  # noqa: S608
    execute(folder, f"UPDATE blobs SET data = {data} WHERE owner = '{one}'")  # noqa: S608
    with pytest.raises(SealBroken):
        in_memory(mailbox.message(one))


@pytest.mark.parametrize("part", ["contents", "signatures"])
def test_a_missing_list_is_damage_and_not_an_empty_one(mailbox, folder, part):
    record_id = add(mailbox)
    mailbox.set_opened(record_id, opened(content(b"x")))
    execute(folder, f"DELETE FROM blobs WHERE name = '{part}'")  # noqa: S608
    with pytest.raises(StoreDamaged):
        getattr(mailbox, part)(record_id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records SET card = zeroblob(99) WHERE message_id = 'm1'",
        (
            "UPDATE keys SET wrapped = zeroblob(61) WHERE id = "
            "(SELECT id FROM records WHERE message_id = 'm1')"
        ),
    ],
)
def test_one_damaged_record_hides_no_other(mailbox, folder, statement):
    add(mailbox, message_id="m1")
    add(mailbox, message_id="m2")
    execute(folder, statement)
    problems = {r.message_id: r.problems for r in mailbox.records()}
    assert problems == {"m1": (Finding("record-damaged"),), "m2": ()}


@pytest.mark.parametrize(
    "change", ["folder = 'elsewhere'", "home = ''", f"received_at = {2**62}"]
)
def test_states_that_do_not_exist_are_damage(mailbox, folder, change):
    add(mailbox)
    execute(folder, f"UPDATE records SET {change}")  # noqa: S608
    with pytest.raises(StoreDamaged):
        mailbox.records()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records SET card = zeroblob(99)",
        "UPDATE keys SET wrapped = zeroblob(61)",
    ],
)
def test_a_damaged_record_can_still_be_deleted(mailbox, folder, statement):
    record_id = add(mailbox)
    execute(folder, statement)
    mailbox.mark_read(record_id, read=True)
    mailbox.move(record_id, Folder.TRASH)
    mailbox.restore(record_id)
    mailbox.move(record_id, Folder.TRASH)
    mailbox.delete(record_id)
    assert mailbox.records() == ()
