"""Long sealed bytes as rows of 1 MiB, written in a transaction and read lazily."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

import sqlalchemy as sa

from hzl_client.errors import NoSuchRecord, SealBroken, StoreDamaged
from hzl_client.keys.chunked import ChunkedOctets, chunk_count
from hzl_client.keys.vault import OVERHEAD, RecordKey
from hzl_client.model.octets import CHUNK, Octets, in_memory
from hzl_client.model.two_threads import made_beside_if_very_long
from hzl_client.store import schema

_INSERT = schema.blobs.insert()
_ERASE = schema.blobs.delete().where(
    (schema.blobs.c.owner == sa.bindparam("of"))
    & (schema.blobs.c.name != sa.bindparam("kept"))
)
_ONE = sa.select(schema.blobs.c.data).where(
    (schema.blobs.c.owner == sa.bindparam("of"))
    & (schema.blobs.c.name == sa.bindparam("called"))
    & (schema.blobs.c.number == sa.bindparam("place"))
)
Reading = Callable[[], AbstractContextManager[sa.Connection]]


def write(
    connection: sa.Connection, key: RecordKey, named: Iterable[tuple[str, Octets]]
) -> None:
    """Short ones together, as each statement costs more than its bytes."""
    rows, length = [], 0
    for name, octets in named:
        with sealed(key, name, octets) as found:
            for row in found:
                rows.append(row)
                length += len(row["data"])
                if length >= CHUNK:
                    connection.execute(_INSERT, rows)
                    rows, length = [], 0
    if rows:
        connection.execute(_INSERT, rows)


def sealed(
    key: RecordKey, name: str, octets: Octets
) -> AbstractContextManager[Iterable[dict[str, Any]]]:
    """The rows to be written."""
    count = chunk_count(octets.size)
    pieces = ((n, octets.read(n * CHUNK, CHUNK)) for n in range(count))

    def row(numbered: tuple[int, bytes]) -> dict[str, Any]:
        number, piece = numbered
        data = key.seal(piece, name, number, last=number == count - 1)
        return {"owner": key.record, "name": name, "number": number, "data": data}

    return made_beside_if_very_long(row, pieces, octets.size)


def erase_others(connection: sa.Connection, owner: str, kept: str) -> None:
    connection.execute(_ERASE, {"of": owner, "kept": kept})


def octets(reading: Reading, key: RecordKey, name: str, size: int) -> Octets:
    """Each chunk is fetched in a short transaction of its own when it is needed."""
    last = chunk_count(size) - 1

    def load(number: int) -> bytes:
        with reading() as connection:
            sealed = _row(connection, key.record, name, number)
        plain = key.open(sealed, name, number, last=number == last)
        if len(plain) != min(CHUNK, size - number * CHUNK):
            raise SealBroken("a chunk has the wrong length", chunk=number)
        return plain

    return ChunkedOctets(size, load)


def read_bytes(reading: Reading, key: RecordKey, name: str) -> bytes:
    """A blob whose size nothing else knows: the sum of its rows."""
    table = schema.blobs
    query = sa.select(sa.func.count(), sa.func.sum(sa.func.length(table.c.data)))
    place = (table.c.owner == key.record) & (table.c.name == name)
    with reading() as connection:
        count, total = connection.execute(query.where(place)).one()
    if not count:
        raise StoreDamaged("a blob is missing", blob=name)
    return in_memory(octets(reading, key, name, total - count * OVERHEAD))


def _row(connection: sa.Connection, owner: str, name: str, number: int) -> bytes:
    place = {"of": owner, "called": name, "place": number}
    data: bytes | None = connection.execute(_ONE, place).scalar_one_or_none()
    if data is not None:
        return data
    key = sa.select(schema.keys.c.id).where(schema.keys.c.id == owner)
    if connection.execute(key).first() is None:
        raise NoSuchRecord("deleted meanwhile", record=owner)
    raise StoreDamaged("a chunk is missing", blob=name, chunk=number)
