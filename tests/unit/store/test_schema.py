"""A new database and one brought up to date are the same."""

import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from helpers.deliveries import NOON, content, delivery, opened
from hzl_client.errors import DiskFailed, StoreTooNew
from hzl_client.model.octets import in_memory
from hzl_client.model.work import Work
from hzl_client.store import migrations, schema
from hzl_client.store.database import Database
from hzl_client.store.mailbox import Mailbox
from hzl_client.store.opening import FILE

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys, pathlib
from hzl_client.keys.vault import MailboxKey
from hzl_client.store.mailbox import Mailbox
key, folder = MailboxKey.new(), pathlib.Path(sys.argv[1])
Mailbox.create(folder, key).close()
Mailbox.open(folder, key).close()
print("alembic" in sys.modules)
"""


@pytest.fixture
def make(tmp_path):
    made = []

    def make(name):
        made.append(Database(tmp_path / name))
        return made[-1]

    yield make
    for database in made:
        database.close()


def described(connection):
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master")
    return sorted((kind, name, (sql or "").split()) for kind, name, sql in rows)


def test_both_ways_lead_to_the_same_tables_and_version(make):
    with make("new").writing() as connection:
        schema.create_all(connection)
        new = described(connection)
        versions = connection.execute(sa.select(schema.version)).scalars().all()
    with make("old").writing() as connection:
        migrations.upgrade(connection, None)
        assert described(connection) == new
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == schema.HEAD
        assert compare_metadata(context, schema.METADATA) == []
    assert versions == [schema.HEAD]


def test_an_unknown_version_is_newer_than_we_are(make):
    with (
        make("newer").writing() as connection,
        pytest.raises(StoreTooNew) as caught,
    ):
        migrations.upgrade(connection, "9999")
    assert caught.value.facts == {"version": "9999"}


def test_a_known_version_is_brought_up_to_date_once(make):
    with make("now").writing() as connection:
        schema.create_all(connection)
        before = described(connection)
        migrations.upgrade(connection, schema.HEAD)
        assert described(connection) == before


def test_a_failed_upgrade_leaves_nothing(make):
    database = make("failing")

    def failing():
        with database.writing() as connection:
            migrations.upgrade(connection, None)
            assert described(connection)
            raise DiskFailed

    with pytest.raises(DiskFailed):
        failing()
    with database.reading() as connection:
        assert described(connection) == []


ZIPPED = """
import sys
sys.path.insert(0, sys.argv[1])
import sqlalchemy as sa
from hzl_client.store import migrations, schema
assert migrations.__file__.startswith(sys.argv[1])
with sa.create_engine("sqlite://").begin() as connection:
    migrations.upgrade(connection, None)
    print(*connection.execute(sa.select(schema.version)).scalars().all())
"""


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the program has a newer Python")
def test_as_installed_the_steps_lie_in_a_zip(tmp_path):
    source, archive = ROOT / "src", tmp_path / "hzl_client.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in source.rglob("*.py"):
            packed.write(file, file.relative_to(source))
    command = [sys.executable, "-c", ZIPPED, str(archive)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    assert done.stdout.split() == [schema.HEAD]


def test_neither_creating_nor_opening_needs_alembic(tmp_path):
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", PROGRAM, str(tmp_path / "m")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("version", ["0001"])
def test_an_older_database_keeps_its_records(tmp_path, key, version):
    """Made at today's version, its tables put back to what they were then."""
    folder = tmp_path / "m"
    mailbox = Mailbox.create(folder, key)
    record_id = mailbox.add(delivery(), NOON).record_id
    mailbox.set_opened(record_id, opened(content(b"x")))
    mailbox.add_event(record_id, "exported")
    before = mailbox.record(record_id), mailbox.history(record_id)
    mailbox.close()
    database = Database(folder / FILE)
    with database.writing() as connection:
        new = described(connection)
        go_back(connection, version)
        assert described(connection) != new
    database.close()
    again = Mailbox.open(folder, key)
    assert (again.record(record_id), again.history(record_id)) == before
    assert in_memory(again.contents(record_id)[0].octets) == b"x"
    again.change_work(record_id, lambda work: replace(work, note="neu"))
    assert again.record(record_id).work == Work(note="neu")
    again.close()
    database = Database(folder / FILE)
    with database.reading() as connection:
        assert described(connection) == new
        versions = connection.execute(sa.select(schema.version)).scalars().all()
    database.close()
    assert versions == [schema.HEAD]


def go_back(connection, version):
    connection.exec_driver_sql("ALTER TABLE records DROP COLUMN work")
    connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (version,))
