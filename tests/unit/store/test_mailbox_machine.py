"""A mailbox behaves as a simple model does, whatever happens in whatever order."""

import tempfile
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
)

from helpers.deliveries import NOON, SUMMARY, content, delivery, opened
from hzl_client.errors import NoSuchRecord
from hzl_client.keys.vault import MailboxKey
from hzl_client.model.finding import Finding
from hzl_client.model.octets import in_memory
from hzl_client.model.record import NO_WORK, Folder
from hzl_client.model.work import Work, clean_label
from hzl_client.store.mailbox import Mailbox

FOLDERS = st.sampled_from(list(Folder))
AS_OPENED = (Folder.INBOX, Folder.QUARANTINE)
HOMES = st.sampled_from(AS_OPENED)
BYTES = st.binary(max_size=40)


@dataclass
class Modelled:
    message_id: str
    message: bytes
    at: int
    folder: Folder = Folder.INBOX
    home: Folder = Folder.INBOX
    read: bool = False
    reused: bool = False
    work: Work = NO_WORK
    contents: list[bytes] | None = None
    events: list[tuple[str, str]] = field(default_factory=list)


class MailboxMachine(RuleBasedStateMachine):
    ids = Bundle("ids")

    @initialize()
    def create(self):
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name) / "mailbox"
        self.key = MailboxKey.new()
        self.mailbox = Mailbox.create(self.folder, self.key)
        self.model: dict[str, Modelled] = {}
        self.secrets: dict[str, bytes] = {}
        self.clock = 0

    def teardown(self):
        if hasattr(self, "mailbox"):
            self.mailbox.close()
            self.place.cleanup()

    @rule(
        target=ids,
        message_id=st.sampled_from(["a", "b"]),
        message=st.sampled_from([b"", b"1", b"2"]),
    )
    def add(self, message_id, message):
        self.clock += 1
        at = NOON + timedelta(seconds=self.clock)
        added = self.mailbox.add(delivery(message_id, message), at)
        same_id = {i: m for i, m in self.model.items() if m.message_id == message_id}
        same = [i for i, m in same_id.items() if m.message == message]
        assert added.duplicate == bool(same)
        if same:
            assert added.record_id == same[0]
        else:
            modelled = Modelled(message_id, message, self.clock, reused=bool(same_id))
            self.model[added.record_id] = modelled
        return added.record_id

    @rule(record_id=ids, parts=st.lists(BYTES, max_size=3), home=HOMES)
    def set_opened(self, record_id, parts, home):
        result = opened(*map(content, parts), folder=home)
        with self.existing(record_id) as modelled:
            self.mailbox.set_opened(record_id, result)
            modelled.contents = parts
            if modelled.home in AS_OPENED:
                modelled.home = home
            if modelled.folder in AS_OPENED:
                modelled.folder = home

    @rule(record_id=ids, read=st.booleans())
    def mark_read(self, record_id, read):
        with self.existing(record_id) as modelled:
            self.mailbox.mark_read(record_id, read)
            modelled.read = read

    @rule(record_id=ids, folder=FOLDERS)
    def move(self, record_id, folder):
        with self.existing(record_id) as modelled:
            assert self.mailbox.move(record_id, folder) is modelled.folder
            modelled.folder = folder
            if folder is not Folder.TRASH:
                modelled.home = folder

    @rule(record_id=ids)
    def restore(self, record_id):
        with self.existing(record_id) as modelled:
            self.mailbox.restore(record_id)
            modelled.folder = modelled.home

    @rule(record_id=ids, label=st.text(max_size=40), note=st.text(max_size=40))
    def change_work(self, record_id, label, note):
        labels = (clean_label(label),) if clean_label(label) else ()
        with self.existing(record_id) as modelled:
            before = self.mailbox.change_work(
                record_id, lambda work: replace(work, labels=labels, note=note)
            )
            assert before == modelled.work
            modelled.work = Work(labels=labels, note=note)

    @rule(record_id=consumes(ids))
    def trash_and_delete(self, record_id):
        with self.existing(record_id) as modelled:
            if modelled.folder is not Folder.TRASH:
                with pytest.raises(NoSuchRecord):
                    self.mailbox.delete(record_id)
                self.mailbox.move(record_id, Folder.TRASH)
            self.mailbox.delete(record_id)
            del self.model[record_id]

    @rule(record_id=ids, code=st.sampled_from(["opened", "read"]), detail=st.text())
    def add_event(self, record_id, code, detail):
        with self.existing(record_id) as modelled:
            self.mailbox.add_event(record_id, code, detail)
            modelled.events.append((code, detail))

    @rule(name=st.sampled_from(["identity", "x"]), value=BYTES)
    def put_secret(self, name, value):
        self.mailbox.put_secret(name, value)
        self.secrets[name] = value

    @rule()
    def start_again(self):
        self.mailbox.close()
        self.mailbox = Mailbox.open(self.folder, self.key)

    def existing(self, record_id):
        """What is gone raises, and changes nothing."""
        return _Existing(self.model.get(record_id))

    @invariant()
    def the_list_is_the_model(self):
        if not hasattr(self, "mailbox"):
            return
        newest_first = sorted(self.model, key=lambda i: -self.model[i].at)
        records = self.mailbox.records()
        assert [record.id for record in records] == newest_first
        for record in records:
            modelled = self.model[record.id]
            assert (record.folder, record.home) == (modelled.folder, modelled.home)
            assert (record.read, record.work) == (modelled.read, modelled.work)
            assert record.opened == (modelled.contents is not None)
            assert record.summary == (SUMMARY if record.opened else None)
            expected = (Finding("message-id-reused"),) if modelled.reused else ()
            assert record.findings == expected
            assert record == self.mailbox.record(record.id)
        unopened = [i for i in self.model if self.model[i].contents is None]
        assert self.mailbox.unopened() == tuple(unopened)

    @invariant()
    def the_bytes_are_the_models(self):
        if not hasattr(self, "mailbox"):
            return
        for record_id, modelled in self.model.items():
            assert in_memory(self.mailbox.message(record_id)) == modelled.message
            contents = self.mailbox.contents(record_id)
            kept = [in_memory(part.octets) for part in contents]
            assert kept == (modelled.contents or [])
            events = [(e.code, e.detail) for e in self.mailbox.history(record_id)]
            assert events == modelled.events
        for name, value in self.secrets.items():
            assert self.mailbox.secret(name) == value


class _Existing:
    def __init__(self, modelled):
        self.modelled = modelled

    def __enter__(self):
        return self.modelled or Modelled("", b"", 0)

    def __exit__(self, kind, error, trace):
        if self.modelled is None:
            assert kind is NoSuchRecord
            return True
        return False


MailboxMachine.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None
)
TestMailbox = MailboxMachine.TestCase
