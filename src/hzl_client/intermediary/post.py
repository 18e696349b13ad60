"""The post office's shelves: issued ids, stored deliveries and their process cards.

One SQLite file, committed and synced before any answer says so; a restart finds all
of it. A mailbox is nothing but the addressee's cipher certificate (DER)."""

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from hzl_client.errors import PracticeStateDamaged, RefusedOrder
from hzl_client.keys.chunked import ChunkedOctets
from hzl_client.model.octets import Octets, in_chunks
from hzl_client.osci.process_card import Inspection

SCHEMA_VERSION = 1
_SCHEMA = """
create table issued (
  message_id text primary key, holder text not null, used integer not null default 0);
create table delivery (
  number integer primary key autoincrement, message_id text not null unique,
  mailbox blob not null, originator text not null, subject text not null,
  report text not null, size integer not null, creation integer not null,
  forwarding integer, reception integer, modified integer not null);
create index delivery_waiting on delivery (mailbox, reception, number);
create table piece (
  delivery integer not null references delivery (number) on delete cascade,
  number integer not null, data blob not null, primary key (delivery, number));
"""
_CARD = (
    "select number, message_id, mailbox, originator, subject, report, size, "
    "creation, forwarding, reception, modified from delivery "
)
_NO_MESSAGE_ID, _MESSAGE_ID_REFUSED = "9800", "9801"


@dataclass(frozen=True, slots=True)
class Card:
    """A process card (Laufzettel) with what came of checking the certificates."""

    number: int  # ours; grows with time
    message_id: str
    mailbox: bytes
    originator: str
    subject: str
    inspections: tuple[Inspection, ...]
    size: int
    creation: datetime
    forwarding: datetime | None
    reception: datetime | None
    modified: datetime


@dataclass(frozen=True, slots=True)
class Submission:
    """What a StoreDelivery brings; `originator` is who asked for the id as well."""

    message_id: str
    originator: str
    mailbox: bytes
    subject: str
    inspections: tuple[Inspection, ...]
    message: Octets


@dataclass(frozen=True, slots=True)
class CardQuery:
    """Which process cards a client wants to see of the deliveries it received
    (`mailbox`) or sent (`originator`); None for a role it does not ask for."""

    mailbox: bytes | None
    originator: str | None
    message_ids: tuple[str, ...] = ()
    submitted: datetime | None = None
    modified: datetime | None = None
    unreceived: bool = False
    limit: int | None = None


class Post:
    """Thread-safe: one connection behind one lock, one transaction per call, or for
    all calls within `together`."""

    def __init__(self, file: Path) -> None:
        self._lock = threading.RLock()
        self._together = False
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise PracticeStateDamaged("post does not open") from error
        try:
            self._prepare()
        except sqlite3.Error as error:
            self._db.close()
            raise PracticeStateDamaged("post is no database") from error
        except PracticeStateDamaged:
            self._db.close()
            raise

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """One sync for all that is marked inside; an error undoes nothing of it."""
        with self._lock:
            self._together = True
            try:
                yield
            finally:
                self._together = False
                self._db.commit()

    def issue_id(self, originator: str) -> str:
        message_id = f"uebung-{secrets.token_hex(16)}"
        with self._transaction() as db:
            db.execute(
                "insert into issued (message_id, holder) values (?, ?)",
                (message_id, originator),
            )
        return message_id

    def submit(self, submission: Submission, at: datetime) -> Card:
        """Kept whole, or RefusedOrder (9800, 9801) and nothing kept."""
        with self._transaction() as db:
            self._use_id(db, submission)
            number = db.execute(
                "insert into delivery (message_id, mailbox, originator, subject, "
                "report, size, creation, modified) values (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    submission.message_id,
                    submission.mailbox,
                    submission.originator,
                    submission.subject,
                    _report(submission.inspections),
                    submission.message.size,
                    _seconds(at),
                    _seconds(at),
                ),
            ).lastrowid
            db.executemany(
                "insert into piece (delivery, number, data) values (?, ?, ?)",
                (
                    (number, index, data)
                    for index, data in enumerate(in_chunks(submission.message))
                ),
            )
            return self._one("where number = ?", number)

    def message(self, card: Card) -> Octets:
        """The order message as it was sent, read piece by piece."""
        return ChunkedOctets(card.size, partial(self._piece, card.number))

    def next_waiting(
        self, mailbox: bytes, since: datetime | None = None
    ) -> Card | None:
        """The oldest delivery without Reception, submitted at `since` or later."""
        return self._first(
            "where mailbox = ? and reception is null and creation >= ? order by number",
            mailbox,
            _seconds(since) if since else 0,
        )

    def find(self, mailbox: bytes, message_id: str) -> Card | None:
        """Also one that was acknowledged: it stays as long as the post exists."""
        return self._first("where mailbox = ? and message_id = ?", mailbox, message_id)

    def last_handed_out(self, mailbox: bytes) -> Card | None:
        return self._first(
            "where mailbox = ? and forwarding is not null "
            "order by forwarding desc, number desc",
            mailbox,
        )

    def waiting(self, mailbox: bytes, most: int = -1) -> int:
        """How many nobody acknowledged; counted up to `most` only, if it is given."""
        with self._lock:
            row = self._db.execute(
                "select count(*) from (select 1 from delivery "
                "where mailbox = ? and reception is null limit ?)",
                (mailbox, most),
            ).fetchone()
        return int(row[0])

    def seen_by(self, query: CardQuery) -> tuple[Card, ...]:
        """The process cards that fit, oldest first, at most one above the limit."""
        conditions, values = _conditions(query)
        limit = -1 if query.limit is None else query.limit + 1
        with self._lock:
            rows = self._db.execute(
                f"{_CARD}where {conditions} order by number limit ?",
                (*values, limit),
            ).fetchall()
        return tuple(_card(row) for row in rows)

    def holds_unused(self, message_id: str, originator: str) -> bool:
        """Whether a delivery of this client may still come under that id."""
        with self._lock:
            row = self._db.execute(
                "select 1 from issued where message_id = ? and holder = ? and used = 0",
                (message_id, originator),
            ).fetchone()
        return row is not None

    def cards(self) -> tuple[Card, ...]:
        with self._lock:
            rows = self._db.execute(_CARD + "order by number").fetchall()
        return tuple(_card(row) for row in rows)

    def forwarded(self, number: int, at: datetime) -> Card:
        """The answer that hands it out is complete; repeated: the last time counts."""
        with self._transaction() as db:
            db.execute(
                "update delivery set forwarding = ?, modified = ? where number = ?",
                (_seconds(at), _seconds(at), number),
            )
            return self._one("where number = ?", number)

    def received(self, number: int, at: datetime) -> None:
        """Acknowledged by a further request; the first acknowledgement stays."""
        with self._transaction() as db:
            db.execute(
                "update delivery set reception = ?, modified = ? "
                "where number = ? and reception is null",
                (_seconds(at), _seconds(at), number),
            )

    def _piece(self, delivery: int, number: int) -> bytes:
        with self._lock:
            row = self._db.execute(
                "select data from piece where delivery = ? and number = ?",
                (delivery, number),
            ).fetchone()
        if row is None:
            raise PracticeStateDamaged("a piece of a delivery is missing")
        return bytes(row[0])

    def _prepare(self) -> None:
        self._db.row_factory = sqlite3.Row
        self._db.execute("pragma foreign_keys = on")
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")
        (version,) = self._db.execute("pragma user_version").fetchone()
        if version == 0:
            self._db.executescript(
                f"begin; {_SCHEMA} pragma user_version = {SCHEMA_VERSION}; commit;"
            )
        elif version != SCHEMA_VERSION:
            raise PracticeStateDamaged("post of another version", version=version)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, nullcontext() if self._together else self._db:
            yield self._db

    def _use_id(self, db: sqlite3.Connection, submission: Submission) -> None:
        if not submission.message_id:
            raise RefusedOrder(_NO_MESSAGE_ID, "delivery without message id")
        used = db.execute(
            "update issued set used = 1 where message_id = ? and holder = ? "
            "and used = 0",
            (submission.message_id, submission.originator),
        )
        if used.rowcount != 1:
            raise RefusedOrder(_MESSAGE_ID_REFUSED, "message id foreign or used")

    def _first(self, condition: str, *values: object) -> Card | None:
        with self._lock:
            query = f"{_CARD}{condition} limit 1"
            row = self._db.execute(query, values).fetchone()
        return _card(row) if row else None

    def _one(self, condition: str, *values: object) -> Card:
        card = self._first(condition, *values)
        if card is None:
            raise PracticeStateDamaged("a delivery is missing")
        return card


def _conditions(query: CardQuery) -> tuple[str, tuple[object, ...]]:
    conditions = ["(mailbox = ? or originator = ?)"]
    values: list[object] = [query.mailbox, query.originator]
    if query.message_ids:
        conditions.append(f"message_id in ({','.join('?' * len(query.message_ids))})")
        values += query.message_ids
    for column, moment in (("creation", query.submitted), ("modified", query.modified)):
        if moment is not None:
            conditions.append(f"{column} >= ?")
            values.append(_seconds(moment))
    if query.unreceived:
        conditions.append("reception is null")
    return " and ".join(conditions), tuple(values)


def _card(row: sqlite3.Row) -> Card:
    fields = dict(row)
    report = json.loads(fields.pop("report"))
    fields["inspections"] = tuple(Inspection(**each) for each in report)
    for name in ("creation", "forwarding", "reception", "modified"):
        if fields[name] is not None:
            fields[name] = datetime.fromtimestamp(fields[name], UTC)
    return Card(**fields)


def _report(inspections: tuple[Inspection, ...]) -> str:
    return json.dumps([asdict(each) for each in inspections])


def _seconds(at: datetime) -> int:
    """Whole seconds: what a dateTime of the protocol shows is what is compared."""
    return int(at.timestamp())
