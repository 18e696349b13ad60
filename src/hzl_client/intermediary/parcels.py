"""Deliveries on their way in chunks: what has come so far of each (NOTES 14).

Kept in a private database that is gone with the process; a sender begins again then."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

from hzl_client.errors import RefusedOrder
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.octets import Octets, chunks
from hzl_client.osci import partial_store_delivery as wire
from hzl_client.osci.chunk import KIB, ChunkInformation
from hzl_client.osci.features import ChunkLimits
from hzl_client.osci.partial_store_delivery import Receipt

LIMITS = ChunkLimits(max_chunk=50_000, max_message=1_000_000, min_chunk=1)
EXPIRES_AFTER = timedelta(hours=1)
_SCHEMA = """
create table parcel (
  number integer primary key, holder text not null, message_id text not null,
  size integer not null, total integer not null, total_size integer not null,
  begun real not null, unique (holder, message_id));
create table piece (
  parcel integer not null references parcel (number) on delete cascade,
  chunk integer not null, place integer not null, data blob not null,
  primary key (parcel, chunk, place));
"""


class Parcels:
    """Thread-safe. `holder` is who sends; nobody sees another one's parcels."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect("", check_same_thread=False)
        self._db.execute("pragma foreign_keys = on")
        self._db.executescript(_SCHEMA)
        self._ended: dict[tuple[str, str], tuple[datetime, Receipt]] = {}

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def add(
        self,
        holder: str,
        message_id: str,
        information: ChunkInformation,
        piece: Octets,
        at: datetime,
    ) -> ChunkInformation:
        """What is here now; RefusedOrder (9900 to 9905) and nothing changed."""
        size, total, total_size = _checked(information, piece)
        with self._lock, self._db:
            self._expire(at)
            self._db.execute(
                "insert or ignore into parcel "
                "(holder, message_id, size, total, total_size, begun) "
                "values (?, ?, ?, ?, ?, ?)",
                (holder, message_id, size, total, total_size, at.timestamp()),
            )
            number, *known = self._parcel(holder, message_id)
            if known != [size, total, total_size]:
                raise RefusedOrder(wire.CONTRADICTORY, "another parcel than begun")
            if information.number in self._numbers(number):
                raise RefusedOrder(wire.ALREADY_THERE, "chunk is already here")
            self._db.executemany(
                "insert into piece (parcel, chunk, place, data) values (?, ?, ?, ?)",
                (
                    (number, information.number, place, data)
                    for place, data in enumerate(chunks(piece))
                ),
            )
        return self.state(holder, message_id, at, information.number)

    def state(
        self, holder: str, message_id: str, at: datetime, number: int | None = None
    ) -> ChunkInformation:
        """As it stands in answers; RefusedOrder (9901) if there is no such parcel."""
        with self._lock, self._db:
            self._expire(at)
            parcel, _size, total, _total_size = self._parcel(holder, message_id)
            received = self._numbers(parcel)
        last = number if number is not None else max(received)
        return ChunkInformation(number=last, total=total, received=received)

    def message(self, holder: str, message_id: str) -> Octets:
        """All of it, in order."""
        spool = SealedSpool()
        with self._lock:
            parcel, *_ = self._parcel(holder, message_id)
            for data in self._data(parcel):
                spool.write(data)
        return spool.finish()

    def drop(self, holder: str, message_id: str) -> None:
        with self._lock, self._db:
            self._db.execute(
                "delete from parcel where holder = ? and message_id = ?",
                (holder, message_id),
            )

    def end(self, holder: str, message_id: str, receipt: Receipt, at: datetime) -> None:
        """Its delivery has arrived; for a while the sender may still ask."""
        with self._lock:
            self._ended = {
                key: (then, kept)
                for key, (then, kept) in self._ended.items()
                if then > at - EXPIRES_AFTER
            }
            self._ended[holder, message_id] = (at, receipt)

    def ended(self, holder: str, message_id: str, at: datetime) -> Receipt | None:
        with self._lock:
            then, receipt = self._ended.get((holder, message_id), (at, None))
        return receipt if then > at - EXPIRES_AFTER else None

    def _parcel(self, holder: str, message_id: str) -> tuple[int, int, int, int]:
        row = self._db.execute(
            "select number, size, total, total_size from parcel "
            "where holder = ? and message_id = ?",
            (holder, message_id),
        ).fetchone()
        if row is None:
            raise RefusedOrder(wire.WRONG_NUMBER, "nothing has come of this parcel")
        number, size, total, total_size = map(int, row)
        return number, size, total, total_size

    def _numbers(self, parcel: int) -> tuple[int, ...]:
        query = "select distinct chunk from piece where parcel = ? order by chunk"
        return tuple(int(row[0]) for row in self._db.execute(query, (parcel,)))

    def _data(self, parcel: int) -> Iterator[bytes]:
        query = "select data from piece where parcel = ? order by chunk, place"
        for (data,) in self._db.execute(query, (parcel,)):
            yield bytes(data)

    def _expire(self, at: datetime) -> None:
        oldest = (at - EXPIRES_AFTER).timestamp()
        self._db.execute("delete from parcel where begun < ?", (oldest,))


def complete(state: ChunkInformation) -> bool:
    return len(state.received or ()) == state.total


def _checked(information: ChunkInformation, piece: Octets) -> tuple[int, int, int]:
    """size, total and total_size, if they fit each other and our limits."""
    number, size = information.number, information.size
    total, total_size = information.total, information.total_size
    if number is None or size is None or total is None or total_size is None:
        raise RefusedOrder(wire.CONTRADICTORY, "chunk information incomplete")
    _check_limits(size, total_size, piece)
    if not 1 <= number <= total:
        raise RefusedOrder(wire.WRONG_NUMBER, "no such chunk")
    # The total is rounded, so it may be one kB beside the truth.
    fits = (total - 1) * size <= total_size + 1 and total_size <= total * size
    full = piece.size == size * KIB or (number == total and piece.size <= size * KIB)
    if not (fits and full):
        raise RefusedOrder(wire.CONTRADICTORY, "sizes do not fit")
    return size, total, total_size


def _check_limits(size: int, total_size: int, piece: Octets) -> None:
    largest = LIMITS.max_chunk or size
    if size > largest or piece.size > largest * KIB:
        raise RefusedOrder(wire.TOO_LARGE, "chunk too large")
    if size < (LIMITS.min_chunk or 1):
        raise RefusedOrder(wire.TOO_SMALL, "chunk too small")
    if total_size > (LIMITS.max_message or total_size):
        raise RefusedOrder(wire.MESSAGE_TOO_LARGE, "message too large")
