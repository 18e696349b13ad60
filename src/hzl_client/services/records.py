"""The list of stored messages and what a person may do with each."""

from dataclasses import dataclass

from hzl_client.errors import InQuarantine
from hzl_client.model.record import Event, Folder, Record
from hzl_client.services.last_fetch import LastFetch, recall
from hzl_client.services.shelf import Shelf

_OF_QUARANTINE = frozenset({Folder.QUARANTINE, Folder.TRASH})
_MOVED = {
    Folder.INBOX: "moved-inbox",
    Folder.IN_PROGRESS: "moved-in-progress",
    Folder.TRANSFERRED: "moved-transferred",
    Folder.FILED: "moved-filed",
    Folder.TRASH: "trashed",
    Folder.QUARANTINE: "quarantined",
}


@dataclass(frozen=True, slots=True)
class Records:
    shelf: Shelf

    def all(self) -> tuple[Record, ...]:
        """Newest first; the id decides between two of the same instant."""
        newest_first = sorted(
            self.shelf.records(), key=lambda r: (r.received_at, r.id), reverse=True
        )
        return tuple(newest_first)

    def record(self, record_id: str) -> Record:
        return self.shelf.record(record_id)

    def mark_read(self, record_id: str, *, read: bool = True) -> bool:
        """What it was before."""
        before = self.shelf.record(record_id).read
        if before is not read:
            self.shelf.mark_read(record_id, read)
        return before

    def move(self, record_id: str, folder: Folder) -> Folder:
        """Where it was. What belongs into Quarantäne is no application to work on."""
        home = self.shelf.record(record_id).home
        if home is Folder.QUARANTINE and folder not in _OF_QUARANTINE:
            raise InQuarantine("only to the trash and back", record=record_id)
        before = self.shelf.move(record_id, folder)
        if before is not folder:
            code = "restored" if before is Folder.TRASH else _MOVED[folder]
            self.shelf.add_event(record_id, code)
        return before

    def restore(self, record_id: str) -> None:
        self.shelf.restore(record_id)
        self.shelf.add_event(record_id, "restored")

    def note_printed(self, record_id: str, what: str, *, whole: bool) -> None:
        """Also where somebody stopped it: some pages may have left the printer."""
        if whole:
            self.shelf.add_event(record_id, "printed", what)
        else:
            self.shelf.add_event(record_id, "print-stopped", what)

    def delete(self, record_id: str) -> None:
        """For good: the store destroys the record's key; only from the trash."""
        self.shelf.delete(record_id)

    def history(self, record_id: str) -> tuple[Event, ...]:
        """What was done with it; how it arrived, the record tells."""
        return self.shelf.history(record_id)

    def last_fetch(self) -> LastFetch | None:
        return recall(self.shelf)
