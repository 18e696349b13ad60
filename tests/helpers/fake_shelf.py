"""A mailbox in memory, as the services see one."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from hzl_client.errors import NoSuchRecord
from hzl_client.model.delivery import AuthorSignature, Content, Delivery
from hzl_client.model.evidence import Evidence
from hzl_client.model.octets import MemoryOctets, Octets
from hzl_client.model.record import Event, Folder, Opened, Record
from hzl_client.model.work import Work

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass(frozen=True)
class FakeAdded:
    record_id: str
    duplicate: bool


def delivery(message_id: str = "m1", message: bytes = b"sealed") -> Delivery:
    return Delivery(message_id, "Antrag", MemoryOctets(message), message.hex(), NOON)


@dataclass
class FakeShelf:
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    listed: dict[str, Record] = field(default_factory=dict)
    opened: dict[str, Opened] = field(default_factory=dict)
    events: list[tuple[str, Event]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    kept: list[tuple[bytes, str]] = field(default_factory=list)
    closed: bool = False

    def add(self, delivery: Delivery, received_at: datetime) -> FakeAdded:
        for record_id, known in self.deliveries.items():
            if known.content_digest == delivery.content_digest:
                return FakeAdded(record_id, duplicate=True)
        record_id = f"r{len(self.deliveries) + 1}"
        self.deliveries[record_id] = delivery
        self.listed[record_id] = Record(
            id=record_id,
            message_id=delivery.message_id,
            folder=Folder.INBOX,
            home=Folder.INBOX,
            read=False,
            received_at=received_at,
            submitted_at=delivery.submitted_at,
            size=delivery.message.size,
            opened=False,
            summary=None,
        )
        return FakeAdded(record_id, duplicate=False)

    def set_opened(self, record_id: str, opened: Opened) -> None:
        self.opened[record_id] = opened
        self._change(
            record_id,
            opened=True,
            folder=opened.folder,
            home=opened.folder,
            summary=opened.summary,
            problems=opened.problems,
            findings=opened.findings,
        )

    def unopened(self) -> tuple[str, ...]:
        return tuple(r.id for r in self.listed.values() if not r.opened)

    def records(self) -> tuple[Record, ...]:
        return tuple(self.listed.values())

    def record(self, record_id: str) -> Record:
        if record_id not in self.listed:
            raise NoSuchRecord(record=record_id)
        return self.listed[record_id]

    def message(self, record_id: str) -> Octets:
        self.record(record_id)
        return self.deliveries[record_id].message

    def contents(self, record_id: str) -> tuple[Content, ...]:
        return self.opened[record_id].contents if record_id in self.opened else ()

    def signatures(self, record_id: str) -> tuple[AuthorSignature, ...]:
        return self.opened[record_id].signatures if record_id in self.opened else ()

    def mark_read(self, record_id: str, read: bool) -> None:  # noqa: FBT001
        self._change(record_id, read=read)

    def move(self, record_id: str, folder: Folder) -> Folder:
        before = self.record(record_id)
        home = before.home if folder is Folder.TRASH else folder
        self._change(record_id, folder=folder, home=home)
        return before.folder

    def restore(self, record_id: str) -> None:
        self._change(record_id, folder=self.record(record_id).home)

    def delete(self, record_id: str) -> None:
        if self.record(record_id).folder is not Folder.TRASH:
            raise NoSuchRecord(record=record_id)
        del self.listed[record_id]

    def change_work(
        self,
        record_id: str,
        change: Callable[[Work], Work],
        event: tuple[str, str] | None = None,
    ) -> Work:
        before = self.record(record_id).work
        after = change(before)
        self._change(record_id, work=after)
        if after != before and event is not None:
            self.add_event(record_id, *event)
        return before

    def add_event(self, record_id: str, code: str, detail: str = "") -> None:
        self.events.append((record_id, Event(NOON, code, detail)))

    def history(self, record_id: str) -> tuple[Event, ...]:
        return tuple(event for owner, event in self.events if owner == record_id)

    def keep_evidence(self, octets: Octets, reason: str) -> None:
        self.kept.append((octets.read(0, octets.size), reason))

    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(
            Evidence(str(number), NOON, reason, len(data))
            for number, (data, reason) in enumerate(self.kept)
        )

    def evidence_octets(self, wanted: Evidence) -> Octets:
        return MemoryOctets(self.kept[int(wanted.id)][0])

    def put_note(self, name: str, value: str) -> None:
        self.notes[name] = value

    def note(self, name: str) -> str | None:
        return self.notes.get(name)

    def close(self) -> None:
        self.closed = True

    def _change(self, record_id: str, **values: object) -> None:
        self.listed[record_id] = replace(self.record(record_id), **values)  # type: ignore[arg-type]
