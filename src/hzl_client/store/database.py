"""One SQLite file: many readers, one writer at a time, every failure by its name."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock, RLock, Thread

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from hzl_client.errors import DiskFailed, HzlError, NoMailbox, StoreDamaged

_log = logging.getLogger(__name__)
_WRITES = "hzl_writes"  # execution option: this transaction is going to write
_BUSY_SECONDS = 10

_LONG_LOG = 16 * 1024 * 1024  # bytes; then it is brought home beside other work

# Besides durability: deleted bytes are overwritten, and nothing sorts on the disk.
# Large pages, as nearly all of it are chunks of a megabyte; they cannot be changed
# later. No commit waits for the log to come home, unless that failed for so long that
# it holds 1.5 GiB: the longest delivery and its contents are less.
_PRAGMAS = (
    "page_size = 16384",
    "wal_autocheckpoint = 98304",
    "journal_mode = WAL",
    "synchronous = FULL",
    "fullfsync = ON",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    # Half of _LONG_LOG: the first commit after the log came home cuts it. Else its
    # length would stay above that for good.
    "journal_size_limit = 8388608",
)

_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT", "SQLITE_ERROR")
_DISK = (
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_PERM",
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_NOMEM",
    "SQLITE_PROTOCOL",
)


class Database:
    """Safe among threads. A write is committed and synced when `writing` is left."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = RLock()
        self._checkpointing = Lock()  # SQLite refuses a second one at once
        self._closed = False
        self._engine = sa.create_engine(
            "sqlite://", creator=self._connect, poolclass=QueuePool, pool_timeout=60
        )
        sa.event.listen(self._engine, "begin", _begin)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A consistent view, never waiting for a writer; keep it short."""
        with _named_errors(), self._open() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """All of it or, after any exception, nothing."""
        with self._turn, _named_errors(), self._open() as connection:
            writer = connection.execution_options(**{_WRITES: True})
            with writer.begin():
                yield writer
            self._checkpoint_beside()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Keep other writers out over several transactions."""
        with self._turn:
            yield

    def checkpoint(self) -> bool:
        """Bring the log home and empty it, so that it holds nothing deleted. False
        where a reader held it for longer than anyone should."""
        with self._checkpointing:
            done = self._checkpoint("TRUNCATE")
        if not done:
            _log.warning("the log is in use and was not emptied")
        return done

    def _checkpoint(self, mode: str) -> bool:
        with (
            _named_errors(),
            closing(self._engine.raw_connection()) as connection,
            closing(connection.cursor()) as cursor,
        ):
            cursor.execute(f"PRAGMA wal_checkpoint({mode})")
            told = cursor.fetchone()  # busy, frames of the log, frames brought home
            return told is not None and not told[0]

    def _checkpoint_beside(self) -> None:
        """On a thread of its own, if the log has become long and nobody is at it."""
        with suppress(OSError):
            log = self._path.with_name(self._path.name + "-wal").stat().st_size
            if log > _LONG_LOG and self._checkpointing.acquire(blocking=False):
                self._start_bringing_home()

    def _start_bringing_home(self) -> None:
        try:
            Thread(target=self._bring_home, daemon=True).start()
        except RuntimeError:  # no more threads: closing does it
            self._checkpointing.release()

    def _bring_home(self) -> None:
        try:
            self._checkpoint("PASSIVE")
        except HzlError as error:  # whoever writes next meets it as well
            _log.warning("the log stays long: %s", error.name)
        finally:
            self._checkpointing.release()

    def close(self) -> None:
        with self._turn:
            if not self._closed:
                try:
                    self.checkpoint()
                finally:
                    self._closed = True
                    self._engine.dispose()

    def _open(self) -> sa.Connection:
        if self._closed:
            raise NoMailbox("this mailbox has been closed")
        return self._engine.connect()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path,
            timeout=_BUSY_SECONDS,
            isolation_level=None,  # we say BEGIN ourselves, see _begin
            check_same_thread=False,  # the pool gives it to one thread at a time
        )
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}").fetchall()
        except sqlite3.Error:
            connection.close()
            raise
        return connection


def _begin(connection: sa.Connection) -> None:
    """A writer takes its lock at once: a reader that turns writer may be refused."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise (_named(error.orig) or error) from error
    except sqlite3.Error as error:
        raise (_named(error) or error) from error


def _named(error: BaseException | None) -> HzlError | None:
    """Everything else, a broken constraint say, is our own mistake."""
    name = getattr(error, "sqlite_errorname", None) or ""
    if name.startswith(_DISK):
        return DiskFailed("the database cannot be read or written", reason=name)
    if name.startswith(_DAMAGE):
        return StoreDamaged("the database is damaged", reason=name)
    return None
