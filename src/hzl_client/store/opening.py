"""Making the database of a mailbox, and opening it only if it is ours and sound."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from hzl_client.errors import (
    DiskFailed,
    HzlError,
    MailboxExists,
    NoMailbox,
    StoreDamaged,
)
from hzl_client.keys.durable import sync_folder
from hzl_client.keys.vault import MailboxKey
from hzl_client.store import schema
from hzl_client.store.database import Database

FILE = "mailbox.db"
_CHECK = "mailbox-key"  # a secret that opens only with the right key


def secret_place(name: str) -> bytes:
    return b"secret\0" + name.encode()


def create(folder: Path, key: MailboxKey) -> Database:
    """Complete in one transaction; a database without tables is what a crash before
    it left behind, and is taken over."""
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        database = Database(path)
        _closing_on_error(database, lambda: _fill(database, key))
        sync_folder(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise DiskFailed("the folder cannot be made", errno=error.errno) from error
    return database


def _fill(database: Database, key: MailboxKey) -> None:
    check = {"name": _CHECK, "sealed": key.seal(b"", secret_place(_CHECK))}
    with database.writing() as connection:
        if connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first():
            raise MailboxExists("there is a database already")
        schema.create_all(connection)
        connection.execute(schema.secrets.insert(), check)


def open_existing(folder: Path, key: MailboxKey) -> Database:
    path = folder / FILE
    if not path.is_file():
        raise NoMailbox("no database in this folder")
    database = Database(path)
    _closing_on_error(database, lambda: _examine(database, key))
    return database


def _examine(database: Database, key: MailboxKey) -> None:
    _bring_up_to_date(database)
    query = sa.select(schema.secrets.c.sealed).where(schema.secrets.c.name == _CHECK)
    with database.reading() as connection:
        sealed = connection.execute(query).scalar_one_or_none()
    if sealed is None:
        raise StoreDamaged("the database does not say whose it is")
    key.open(sealed, secret_place(_CHECK))


def _bring_up_to_date(database: Database) -> None:
    """Alembic costs a quarter of a second to import: only if there is need."""
    with database.reading() as connection:
        versions = connection.execute(sa.select(schema.version)).scalars().all()
    if len(versions) != 1:
        raise StoreDamaged("the database has no version")
    if versions[0] != schema.HEAD:
        from hzl_client.store import migrations  # noqa: PLC0415

        with database.writing() as connection:
            migrations.upgrade(connection, versions[0])


def _closing_on_error(database: Database, work: Callable[[], None]) -> None:
    try:
        work()
    except HzlError:
        with suppress(HzlError):  # the first failure is the one to tell
            database.close()
        raise
