"""All stored records, prepared for showing and searching; made on a worker thread."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from hzl_client.model.application import Summary
from hzl_client.model.folding import Folded
from hzl_client.model.record import Folder, Record
from hzl_client.services.doubles import doubles, signs_of
from hzl_client.services.last_fetch import LastFetch
from hzl_client.services.records import Records
from hzl_client.ui import words
from hzl_client.ui.models import filters
from hzl_client.ui.models.folders import Place, View
from hzl_client.ui.models.records import (
    RecordRow,
    double_words,
    newest_first,
    received,
    row_of,
)

Keys = tuple[float, str, str, int, int]  # as in ordering.Order; "" is not known
_GERMAN: Final = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
NO_SUMMARY: Final = Summary("", "", "", "", 0, 0)


@dataclass(frozen=True, slots=True)
class Listed:
    """A row, what a search looks at, the filters it passes, after what it sorts, and by
    what another one would be its double."""

    record: Record
    row: RecordRow
    haystack: Folded
    marks: frozenset[str]
    keys: Keys
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One look at the mailbox; replaced whole by the next one. Newest first."""

    folders: dict[Place, tuple[Listed, ...]] = field(default_factory=dict)
    last_fetch: LastFetch | None = None
    day: date | None = None  # that it was; another one has other words for the same
    labels: tuple[str, ...] = ()  # in use, in the order of the alphabet
    counts: dict[Place, int] = field(default_factory=dict)  # what stands at each folder

    def listed(self, folder: Place) -> tuple[Listed, ...]:
        return self.folders.get(folder, ())

    def folder_of(self, record_id: str) -> Folder | None:
        for folder, listed in self.folders.items():
            if isinstance(folder, Folder) and any(
                item.row.id == record_id for item in listed
            ):
                return folder
        return None


def look_at(
    records: Records, now: datetime, before: Catalogue = Catalogue()
) -> Catalogue:
    """What is as it was `before` stays the same object: quick to make and to show."""
    today = words.local(now).date()
    kept = before.folders.values() if before.day == today else ()
    known = {item.row.id: item for listed in kept for item in listed}
    folders: dict[Place, list[Listed]] = {}
    found = newest_first(records.all())
    twice = doubles(found, lambda record: _signs(known.get(record.id), record))
    by_id = {record.id: record for record in found if record.id in twice}
    for record in found:
        others = tuple(by_id[each] for each in twice.get(record.id, ()))
        item = known.get(record.id)
        if item is None or not _same(item, record, others):
            item = _listed(record, now, others)
        folders.setdefault(record.folder, []).append(item)
    folders[View.DUE] = _with_a_day(folders)
    return Catalogue(
        {folder: tuple(items) for folder, items in folders.items()},
        records.last_fetch(),
        today,
        _labels(found),
        _counts(folders),
    )


def _counts(folders: dict[Place, list[Listed]]) -> dict[Place, int]:
    """The unread of the inbox, what is due, everything in the other folders."""
    counted = {place: len(items) for place, items in folders.items()}
    counted[Folder.INBOX] = sum(i.row.unread for i in folders.get(Folder.INBOX, ()))
    due = folders.get(View.DUE, ())
    counted[View.DUE] = sum(filters.DUE in item.marks for item in due)
    return {place: number for place, number in counted.items() if number}


def _signs(item: Listed | None, record: Record) -> tuple[str, ...]:
    """Remembered: names of ten thousand persons are not folded at every look."""
    return item.signs if item and item.record is record else signs_of(record)


def _with_a_day(folders: dict[Place, list[Listed]]) -> list[Listed]:
    """Whatever has a Wiedervorlage and is not deleted, the most urgent first."""
    kept = (items for place, items in folders.items() if place is not Folder.TRASH)
    dated = [(i.record.work.due, i) for items in kept for i in items]
    known = [(due, item) for due, item in dated if due is not None]
    return [item for _, item in sorted(known, key=lambda pair: pair[0])]


def _same(item: Listed, record: Record, others: tuple[Record, ...]) -> bool:
    if item.row.double != double_words(others):
        return False
    return item.record is record or item.record == record


def _labels(records: Iterable[Record]) -> tuple[str, ...]:
    used = {label for record in records for label in record.work.labels}
    return tuple(sorted(used, key=lambda label: (label.casefold(), label)))


def _listed(record: Record, now: datetime, others: tuple[Record, ...]) -> Listed:
    at = received(record)
    row = row_of(record, now, others)
    marks = filters.days_of(at, record.work.due, now) | _marks(record, row)
    haystack = Folded.of("\n".join(_searched(record)))
    return Listed(record, row, haystack, marks, _keys(record, at), signs_of(record))


def _marks(record: Record, row: RecordRow) -> frozenset[str]:
    passed = {
        filters.UNREAD: row.unread,
        filters.HINTS: bool(row.hints),
        filters.NOTED: bool(row.reasons),
        filters.DOUBLE: bool(row.doubles),
        filters.ATTACHMENTS: row.attachments > 0,
    }
    labels = (filters.of_label(label) for label in record.work.labels)
    return frozenset((*(mark for mark, passes in passed.items() if passes), *labels))


def _keys(record: Record, at: datetime) -> Keys:
    summary = record.summary or NO_SUMMARY
    return (
        at.timestamp(),
        Folded.of(summary.title).bare,
        _iso(summary.application_date),
        summary.documents,
        record.size,
    )


def _searched(record: Record) -> Iterator[str]:
    """What a search in the list looks at: names, days, places, numbers, files."""
    yield from (record.message_id, record.subject)
    work = record.work
    yield from (*work.labels, work.file_reference, work.note)
    if summary := record.summary:
        yield from (summary.title, summary.place, summary.service)
        yield from (summary.case_id, summary.message_uuid)
        yield from (*summary.people, *summary.files)
        for day in (summary.birth_date, summary.application_date):
            yield from (day, _iso(day))


def _iso(day: str) -> str:
    """TT.MM.JJJJ as JJJJ-MM-TT, which sorts; "" for anything else."""
    found = _GERMAN.fullmatch(day)
    return f"{found[3]}-{found[2]}-{found[1]}" if found else ""
