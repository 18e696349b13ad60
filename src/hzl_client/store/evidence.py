"""Raw answers that could not be trusted, kept sealed for whoever must explain them."""

from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from hzl_client.keys.vault import MailboxKey
from hzl_client.model.evidence import Evidence
from hzl_client.model.octets import CHUNK, Octets, SliceOctets
from hzl_client.store import blobs, schema
from hzl_client.store.rows import to_number, to_time

MOST = 20
LARGEST = 20 * CHUNK
_BLOB = "evidence"
_LONGEST_REASON = 64


def keep(
    connection: sa.Connection,
    key: MailboxKey,
    octets: Octets,
    reason: str,
    at: datetime,
) -> None:
    own = key.new_record_key(uuid4().hex)
    kept = SliceOctets(octets, 0, min(octets.size, LARGEST))
    wrapped = {"id": own.record, "wrapped": key.wrap(own)}
    connection.execute(schema.keys.insert(), wrapped)
    row = {
        "id": own.record,
        "at": to_number(at),
        "reason": reason[:_LONGEST_REASON],
        "size": kept.size,
    }
    connection.execute(schema.evidence.insert(), row)
    blobs.write(connection, own, ((_BLOB, kept),))


def listed(connection: sa.Connection) -> tuple[Evidence, ...]:
    """The newest first."""
    table = schema.evidence
    joined = table.join(schema.keys)
    query = sa.select(table).select_from(joined).where(schema.keys.c.wrapped != b"")
    rows = connection.execute(query.order_by(table.c.at.desc(), table.c.id))
    return tuple(Evidence(r.id, to_time(r.at), r.reason, r.size) for r in rows)


def surplus(connection: sa.Connection) -> tuple[str, ...]:
    return tuple(evidence.id for evidence in listed(connection)[MOST:])


def read(
    connection: sa.Connection, reading: blobs.Reading, key: MailboxKey, wanted: Evidence
) -> Octets:
    query = sa.select(schema.keys.c.wrapped).where(schema.keys.c.id == wanted.id)
    own = key.unwrap(wanted.id, connection.execute(query).scalar_one())
    return blobs.octets(reading, own, _BLOB, wanted.size)
