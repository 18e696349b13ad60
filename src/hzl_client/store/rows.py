"""How rows of `records` become Records, and times become numbers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from hzl_client.errors import SealBroken, StoreDamaged, WorkDamaged
from hzl_client.keys.vault import MailboxKey, RecordKey
from hzl_client.model.finding import Finding
from hzl_client.model.record import NO_WORK, Folder, Record
from hzl_client.model.work import Work
from hzl_client.store import schema, work
from hzl_client.store.records import Card, parse_card, render_card

CARD = "card"
WORK = "work"
DAMAGED = Finding("record-damaged")
WORK_DAMAGED = Finding("work-damaged")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_number(time: datetime) -> int:
    if time.tzinfo is None:
        raise ValueError("a time without its zone")
    return (time - _EPOCH) // _MICROSECOND


def to_time(number: int) -> datetime:
    return _EPOCH + timedelta(microseconds=number)


def alive() -> sa.Select[Any]:
    """Records with their wrapped keys; not those whose key has been destroyed."""
    joined = schema.records.join(schema.keys)
    query = sa.select(schema.records, schema.keys.c.wrapped).select_from(joined)
    return query.where(schema.keys.c.wrapped != b"")


def seal_card(key: RecordKey, card: Card) -> bytearray:
    return key.seal(render_card(card), CARD, last=True)


def open_card(key: RecordKey, row: sa.Row[Any]) -> Card:
    return parse_card(key.open(row.card, CARD, last=True))


def seal_work(key: RecordKey, changed: Work) -> bytearray:
    return key.seal(work.render(changed), WORK, last=True)


def open_work(key: RecordKey, sealed: bytes | None) -> Work:
    if sealed is None:
        return NO_WORK
    try:
        return work.parse(key.open(sealed, WORK, last=True))
    except SealBroken as error:
        raise WorkDamaged("the work on a record does not open") from error


def _open(key: MailboxKey, row: sa.Row[Any]) -> tuple[Card, Work]:
    """One damaged record must not hide the others: it is listed, and says so."""
    try:
        record_key = key.unwrap(row.id, row.wrapped)
        card = open_card(record_key, row)
    except (SealBroken, StoreDamaged):
        return Card("", problems=(DAMAGED,)), NO_WORK
    try:
        return card, open_work(record_key, row.work)
    except WorkDamaged:
        return replace(card, problems=(*card.problems, WORK_DAMAGED)), NO_WORK


def to_folder(value: str) -> Folder:
    try:
        return Folder(value)
    except ValueError as error:
        raise StoreDamaged("no such folder") from error


def to_record(key: MailboxKey, row: sa.Row[Any]) -> Record:
    card, worked = _open(key, row)
    try:
        folder, home = to_folder(row.folder), to_folder(row.home)
        received_at = to_time(row.received_at)
        submitted_at = None if row.submitted_at is None else to_time(row.submitted_at)
    except (ValueError, OverflowError) as error:
        raise StoreDamaged("a record does not fit", record=row.id) from error
    return Record(
        id=row.id,
        message_id=row.message_id,
        folder=folder,
        home=home,
        read=row.read,
        received_at=received_at,
        submitted_at=submitted_at,
        size=row.size,
        opened=row.opened,
        summary=card.summary,
        problems=card.problems,
        findings=tuple(dict.fromkeys((*card.noticed, *card.findings))),
        subject=card.subject,
        work=worked,
    )
