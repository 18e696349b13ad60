"""One open mailbox: what has been fetched, sealed, and what became of it.

Every method may be called from any thread. What writes has committed and synced when
it returns.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from hzl_client.errors import HzlError, NoSuchRecord
from hzl_client.keys.vault import MailboxKey, RecordKey
from hzl_client.model.delivery import AuthorSignature, Content, Delivery
from hzl_client.model.evidence import Evidence
from hzl_client.model.finding import Finding
from hzl_client.model.octets import CHUNK, MemoryOctets, Octets
from hzl_client.model.record import Event, Folder, Opened, Record
from hzl_client.model.work import Work
from hzl_client.store import blobs, evidence, opening, records, rows, schema
from hzl_client.store.database import Database
from hzl_client.store.opened_rows import OpenedRows
from hzl_client.store.records import Card

REUSED = Finding("message-id-reused")

_MESSAGE = "message"
_CONTENTS = "contents"
_SIGNATURES = "signatures"
_EVENT = "event"
_LONGEST_DETAIL = 1000

# What every message needs, put together once.
_OF_MESSAGE = rows.alive().where(schema.records.c.message_id == sa.bindparam("of"))
_OF_RECORD = rows.alive().where(schema.records.c.id == sa.bindparam("of"))
_UPDATE = schema.records.update().where(schema.records.c.id == sa.bindparam("of"))
_INSERT_KEY, _INSERT_RECORD = schema.keys.insert(), schema.records.insert()


@dataclass(frozen=True, slots=True)
class Added:
    """`duplicate`: nothing was stored, `record_id` is the record it lies in."""

    record_id: str
    duplicate: bool


def utc_now() -> datetime:
    return datetime.now(UTC)


class Mailbox:
    def __init__(
        self, database: Database, key: MailboxKey, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._database = database
        self._key = key
        self._now = now
        self._notes: dict[str, str | None] = {}
        self._opened = OpenedRows(key)

    @classmethod
    def create(
        cls, folder: Path, key: MailboxKey, now: Callable[[], datetime] = utc_now
    ) -> "Mailbox":
        return cls(opening.create(folder, key), key, now)

    @classmethod
    def open(
        cls, folder: Path, key: MailboxKey, now: Callable[[], datetime] = utc_now
    ) -> "Mailbox":
        mailbox = cls(opening.open_existing(folder, key), key, now)
        try:
            mailbox._finish_deleting()
        except HzlError:
            mailbox.close()
            raise
        return mailbox

    def close(self) -> None:
        self._opened.forget()
        self._database.close()

    # --- what comes in --------------------------------------------------------------

    def add(self, delivery: Delivery, received_at: datetime) -> Added:
        """The whole delivery, or an error and nothing of it."""
        fingerprint = f"{delivery.message_id}\0{delivery.content_digest}"
        mark = self._key.mark(fingerprint.encode())
        with self._database.writing() as connection:
            known = self._same_message(connection, delivery.message_id)
            for row in known:
                if row.mark == mark:
                    return Added(row.id, duplicate=True)
            noticed = (*delivery.findings, REUSED) if known else delivery.findings
            card = Card(delivery.subject, noticed)
            record_id = self._insert(connection, delivery, card, mark, received_at)
        return Added(record_id, duplicate=False)

    def _same_message(
        self, connection: sa.Connection, message_id: str
    ) -> list[sa.Row[Any]]:
        return list(connection.execute(_OF_MESSAGE, {"of": message_id}))

    def _insert(
        self,
        connection: sa.Connection,
        delivery: Delivery,
        card: Card,
        mark: bytes,
        received_at: datetime,
    ) -> str:
        key = self._key.new_record_key(uuid4().hex)
        wrapped = {"id": key.record, "wrapped": self._key.wrap(key)}
        connection.execute(_INSERT_KEY, wrapped)
        submitted_at = delivery.submitted_at
        row = {
            "id": key.record,
            "message_id": delivery.message_id,
            "mark": mark,
            "folder": Folder.INBOX.value,
            "home": Folder.INBOX.value,
            "read": False,
            "opened": False,
            "received_at": rows.to_number(received_at),
            "submitted_at": None
            if submitted_at is None
            else rows.to_number(submitted_at),
            "size": delivery.message.size,
            "card": rows.seal_card(key, card),
        }
        connection.execute(_INSERT_RECORD, row)
        blobs.write(connection, key, ((_MESSAGE, delivery.message),))
        return key.record

    def set_opened(self, record_id: str, opened: Opened) -> None:
        """May be repeated: what an earlier opening found is replaced, but a record
        that somebody has put elsewhere meanwhile stays there."""
        entries = [records.entry(n, c) for n, c in enumerate(opened.contents)]
        with self._record(record_id) as (connection, row):
            key = self._unwrap(row)
            card = replace(
                rows.open_card(key, row),
                summary=opened.summary,
                problems=opened.problems,
                findings=opened.findings,
            )
            blobs.erase_others(connection, record_id, kept=_MESSAGE)
            signatures = records.render_signatures(opened.signatures)
            named: dict[str, Octets] = {
                _CONTENTS: MemoryOctets(records.render_entries(entries)),
                _SIGNATURES: MemoryOctets(signatures),
            }
            for entry, content in zip(entries, opened.contents, strict=True):
                named[entry.blob] = content.octets
            blobs.write(connection, key, named.items())
            values = {
                **_places(row, opened.folder),
                "opened": True,
                "card": rows.seal_card(key, card),
            }
            self._update(connection, record_id, values)

    # --- what can be read -----------------------------------------------------------

    def records(self) -> tuple[Record, ...]:
        """Newest first."""
        table = schema.records.c
        query = rows.alive().order_by(table.received_at.desc(), table.id)
        with self._database.reading() as connection:
            found = connection.execute(query).all()
        return self._opened.records(found)

    def record(self, record_id: str) -> Record:
        with self._database.reading() as connection:
            row = self._row(connection, record_id)
        return rows.to_record(self._key, row)

    def unopened(self) -> tuple[str, ...]:
        """Oldest first, as they should be opened."""
        table = schema.records.c
        query = rows.alive().where(table.opened.is_(False))
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(table.received_at, table.id))
            return tuple(row.id for row in found)

    def message(self, record_id: str) -> Octets:
        with self._database.reading() as connection:
            row = self._row(connection, record_id)
        return blobs.octets(
            self._database.reading, self._unwrap(row), _MESSAGE, row.size
        )

    def contents(self, record_id: str) -> tuple[Content, ...]:
        """Empty before the message has been opened; their bytes are read lazily."""
        key = self._opened_key(record_id)
        if key is None:
            return ()
        reading = self._database.reading
        index = blobs.read_bytes(reading, key, _CONTENTS)
        return tuple(
            Content(
                path=entry.path,
                kind=entry.kind,
                name=entry.name,
                media_type=entry.media_type,
                octets=blobs.octets(reading, key, entry.blob, entry.size),
                trust=entry.trust,
            )
            for entry in records.parse_entries(index)
        )

    def signatures(self, record_id: str) -> tuple[AuthorSignature, ...]:
        key = self._opened_key(record_id)
        if key is None:
            return ()
        data = blobs.read_bytes(self._database.reading, key, _SIGNATURES)
        return records.parse_signatures(data)

    # --- what becomes of it ---------------------------------------------------------

    def mark_read(self, record_id: str, read: bool) -> None:  # noqa: FBT001 - a value
        with self._record(record_id) as (connection, _row):
            self._update(connection, record_id, {"read": read})

    def move(self, record_id: str, folder: Folder) -> Folder:
        """Where it was. Into the trash a record takes along where it came from."""
        values = {"folder": folder.value}
        if folder is not Folder.TRASH:
            values["home"] = folder.value
        with self._record(record_id) as (connection, row):
            self._update(connection, record_id, values)
        return rows.to_folder(row.folder)

    def restore(self, record_id: str) -> None:
        with self._record(record_id) as (connection, row):
            self._update(connection, record_id, {"folder": row.home})

    def delete(self, record_id: str) -> None:
        """For good, and only out of the trash."""
        with self._database.turn():
            if self.record(record_id).folder is not Folder.TRASH:
                raise NoSuchRecord("not in the trash", record=record_id)
            self._destroy((record_id,))

    def change_work(
        self,
        record_id: str,
        change: Callable[[Work], Work],
        event: tuple[str, str] | None = None,
    ) -> Work:
        """What it was before. `change` is given the work as it is, with other writers
        kept out: who changes one part of it never undoes what another did to the rest.

        If it changes anything, the history gets `event`, code and detail: both are
        stored, or neither.
        """
        with self._record(record_id) as (connection, row):
            key = self._unwrap(row)
            before = rows.open_work(key, row.work)
            after = change(before)
            if after != before:
                sealed = rows.seal_work(key, after)
                self._update(connection, record_id, {"work": sealed})
                if event is not None:
                    self._insert_event(connection, key, record_id, *event)
        return before

    # --- its history ----------------------------------------------------------------

    def add_event(self, record_id: str, code: str, detail: str = "") -> None:
        with self._record(record_id) as (connection, row):
            self._insert_event(connection, self._unwrap(row), record_id, code, detail)

    def _insert_event(
        self,
        connection: sa.Connection,
        key: RecordKey,
        record_id: str,
        code: str,
        detail: str,
    ) -> None:
        table = schema.events.c
        last = sa.select(sa.func.max(table.number)).where(table.record == record_id)
        number = (connection.execute(last).scalar() or 0) + 1
        plain = detail[:_LONGEST_DETAIL].encode("utf-8", "replace")
        event = {
            "record": record_id,
            "number": number,
            "at": rows.to_number(self._now()),
            "code": code,
            "detail": key.seal(plain, _EVENT, number, last=True),
        }
        connection.execute(schema.events.insert(), event)

    def history(self, record_id: str) -> tuple[Event, ...]:
        """Oldest first."""
        table = schema.events
        query = sa.select(table).where(table.c.record == record_id)
        with self._database.reading() as connection:
            key = self._unwrap(self._row(connection, record_id))
            found = connection.execute(query.order_by(table.c.number)).all()
        return tuple(
            Event(
                rows.to_time(row.at),
                row.code,
                key.open(row.detail, _EVENT, row.number, last=True).decode(),
            )
            for row in found
        )

    # --- evidence, secrets and notes ------------------------------------------------

    def keep_evidence(self, octets: Octets, reason: str) -> None:
        """The newest pieces, each up to a size; older ones are destroyed."""
        with self._database.turn():
            with self._database.writing() as connection:
                evidence.keep(connection, self._key, octets, reason, self._now())
                surplus = evidence.surplus(connection)
            if surplus:
                self._destroy(surplus)

    def evidence(self) -> tuple[Evidence, ...]:
        """Newest first."""
        with self._database.reading() as connection:
            return evidence.listed(connection)

    def evidence_octets(self, wanted: Evidence) -> Octets:
        reading = self._database.reading
        with reading() as connection:
            return evidence.read(connection, reading, self._key, wanted)

    def put_secret(self, name: str, value: bytes) -> None:
        if len(value) > CHUNK:
            raise ValueError("a secret is short")
        sealed = self._key.seal(value, opening.secret_place(name))
        self._put(schema.secrets, {"name": name, "sealed": sealed})

    def secret(self, name: str) -> bytes | None:
        sealed: bytes | None = self._value(schema.secrets.c.sealed, name)
        return sealed and self._key.open(sealed, opening.secret_place(name))

    def put_note(self, name: str, value: str) -> None:
        with self._database.turn():
            self._put(schema.notes, {"name": name, "value": value})
            self._notes[name] = value

    def note(self, name: str) -> str | None:
        """Remembered, as a fetch asks for some at every message; nobody else writes."""
        if name in self._notes:
            return self._notes[name]
        value: str | None = self._value(schema.notes.c.value, name)
        return self._notes.setdefault(name, value)  # or what was put meanwhile

    # --- inside ---------------------------------------------------------------------

    @contextmanager
    def _record(self, record_id: str) -> Iterator[tuple[sa.Connection, sa.Row[Any]]]:
        """One write to one record."""
        with self._database.writing() as connection:
            yield connection, self._row(connection, record_id)

    def _row(self, connection: sa.Connection, record_id: str) -> sa.Row[Any]:
        row = connection.execute(_OF_RECORD, {"of": record_id}).one_or_none()
        if row is None:
            raise NoSuchRecord("no such record", record=record_id)
        return row

    def _unwrap(self, row: sa.Row[Any]) -> RecordKey:
        return self._key.unwrap(row.id, row.wrapped)

    def _opened_key(self, record_id: str) -> RecordKey | None:
        with self._database.reading() as connection:
            row = self._row(connection, record_id)
        return self._unwrap(row) if row.opened else None

    def _update(
        self, connection: sa.Connection, record_id: str, values: dict[str, Any]
    ) -> None:
        connection.execute(_UPDATE, {"of": record_id, **values})

    def _put(self, table: sa.Table, row: dict[str, Any]) -> None:
        with self._database.writing() as connection:
            connection.execute(table.delete().where(table.c.name == row["name"]))
            connection.execute(table.insert(), row)

    def _value(self, column: sa.Column[Any], name: str) -> Any:
        query = sa.select(column).where(column.table.c.name == name)
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def _destroy(self, owners: tuple[str, ...]) -> None:
        """The keys first, and out of the log; without them the rest is noise."""
        table = schema.keys
        with self._database.turn():
            with self._database.writing() as connection:
                condition = table.c.id.in_(owners)
                connection.execute(table.update().where(condition), {"wrapped": b""})
            if not self._database.checkpoint():
                self._database.checkpoint()  # the key must go; closing is the last try
            self._finish_deleting()

    def _finish_deleting(self) -> None:
        """Also after a crash between the two steps of `_destroy`."""
        destroyed = schema.keys.c.wrapped == b""
        with self._database.reading() as connection:
            rest = connection.execute(sa.select(schema.keys.c.id).where(destroyed))
            if rest.first() is None:
                return
        with self._database.writing() as connection:
            connection.execute(schema.keys.delete().where(destroyed))


# Where opening a message puts it; anywhere else a person has put it.
_OPENED_INTO = frozenset({Folder.INBOX.value, Folder.QUARANTINE.value})


def _places(row: sa.Row[Any], folder: Folder) -> dict[str, str]:
    """The places of a record that has just been opened."""
    places = {"folder": row.folder, "home": row.home}
    return {
        name: folder.value if place in _OPENED_INTO else place
        for name, place in places.items()
    }
