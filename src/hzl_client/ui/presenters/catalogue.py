"""All stored records, prepared for showing and searching; made on a worker thread."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hzl_client.model.record import Folder, Record
from hzl_client.services.last_fetch import LastFetch
from hzl_client.services.records import Records
from hzl_client.ui.models.records import RecordRow, newest_first, row_of


@dataclass(frozen=True, slots=True)
class Listed:
    row: RecordRow
    haystack: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One look at the mailbox; replaced whole by the next one."""

    listed: tuple[Listed, ...] = ()
    last_fetch: LastFetch | None = None

    def rows(self, folder: Folder, needle: str = "") -> tuple[RecordRow, ...]:
        needles = needle.casefold().split()
        return tuple(
            item.row
            for item in self.listed
            if item.row.folder is folder
            and all(needle in item.haystack for needle in needles)
        )

    def size(self, folder: Folder) -> int:
        return sum(item.row.folder is folder for item in self.listed)

    def counts(self) -> dict[Folder, int]:
        """The unread of the inbox, everything in the other folders."""
        return Counter(
            item.row.folder
            for item in self.listed
            if item.row.unread or item.row.folder is not Folder.INBOX
        )

    def row(self, record_id: str) -> RecordRow | None:
        return next((i.row for i in self.listed if i.row.id == record_id), None)


def look_at(records: Records, now: datetime) -> Catalogue:
    listed = (
        Listed(row_of(record, now), _haystack(record))
        for record in newest_first(records.all())
    )
    return Catalogue(tuple(listed), records.last_fetch())


def _haystack(record: Record) -> str:
    """What a search in the list looks at: names, place, service, numbers."""
    summary = record.summary
    parts: Iterable[str] = (record.message_id,)
    if summary:
        parts = (
            summary.title,
            summary.place,
            summary.service,
            summary.application_date,
            summary.birth_date,
            summary.case_id,
            summary.message_uuid,
            record.message_id,
        )
    return "\n".join(parts).casefold()
