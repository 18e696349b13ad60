"""What the office notes about a record: sealed, limited, and never lost to another."""

import json
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.deliveries import NOON, SUMMARY, content, delivery, opened
from hzl_client.errors import NoSuchRecord, StoreDamaged, WorkDamaged
from hzl_client.model import work as limits
from hzl_client.model.finding import Finding
from hzl_client.model.hint import Evidence, Hint
from hzl_client.model.octets import CHUNK
from hzl_client.model.record import NO_WORK, Folder
from hzl_client.model.work import Work, clean_label, clean_reference
from hzl_client.services.hint_ticks import HintTicks
from hzl_client.store import work as wire
from hzl_client.store.mailbox import Mailbox
from hzl_client.store.opening import FILE

SECRET = "Kanarienvogel"
FULL = Work(
    labels=("Eilig", "Unterlagen fehlen"),
    note=f"Frau {SECRET} angerufen\nruft zurück \U0001f600",
    file_reference="50.1-2026/0815",
    due=date(2026, 12, 1),
    seen={"age-1:ab12": datetime(2026, 11, 24, 12, tzinfo=UTC)},
    open_hints=0,
)
LABELS = st.text(max_size=60).map(clean_label).filter(bool)
WORKS = st.builds(
    Work,
    labels=st.lists(LABELS, max_size=limits.MOST_LABELS, unique=True).map(tuple),
    note=st.text(max_size=300),
    file_reference=st.text(max_size=120).map(clean_reference),
    due=st.none() | st.dates(),
    seen=st.dictionaries(
        st.text("abc:-", min_size=1, max_size=20), st.datetimes(timezones=st.just(UTC))
    ),
    open_hints=st.none() | st.integers(0, limits.MOST_SEEN),
)


def add(mailbox, **kwargs):
    return mailbox.add(delivery(**kwargs), NOON).record_id


def with_full(_work):
    return FULL


def execute(folder, statement, *values):
    connection = sqlite3.connect(folder / FILE)
    with connection:
        connection.execute(statement, values)
    connection.close()


# --- the model ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        {"labels": ("a", "a")},
        {"labels": ("",)},
        {"labels": (" a",)},
        {"labels": ("a\nb",)},
        {"labels": ("x" * 41,)},
        {"labels": tuple(map(str, range(21)))},
        {"note": "x" * 20_001},
        {"file_reference": "a\tb"},
        {"file_reference": "x" * 101},
        {"seen": {"": NOON}},
        {"seen": {"ä": NOON}},
        {"seen": {"x" * 201: NOON}},
        {"seen": {str(n): NOON for n in range(1001)}},
        {"open_hints": -1},
        {"open_hints": limits.MOST_SEEN + 1},
        {"seen": {"a": datetime(2026, 1, 1)}},  # noqa: DTZ001 - that is it
    ],
)
def test_work_beyond_its_limits_does_not_exist(values):
    with pytest.raises(ValueError, match=r"."):
        Work(**values)


@given(st.text(max_size=200))
def test_a_cleaned_line_is_one_and_stays_as_it_is(text):
    for clean, longest in ((clean_label, 40), (clean_reference, 100)):
        line = clean(text)
        assert clean(line) == line
        assert len(line) <= longest
        assert line == line.strip()
        assert line.isprintable()


def test_two_spellings_of_a_label_are_one():
    assert clean_label("  Mu\u0308ller\n offen ") == "M\u00fcller offen"


# --- as JSON ------------------------------------------------------------------------


@given(WORKS)
def test_work_comes_back_as_it_was(work):
    assert wire.parse(wire.render(work)) == work


def test_the_longest_work_fits_into_one_chunk():
    work = Work(
        labels=tuple(chr(0x1F600 + n) * 40 for n in range(limits.MOST_LABELS)),
        note="\U0001f600" * limits.LONGEST_NOTE,
        file_reference="\U0001f600" * limits.LONGEST_REFERENCE,
        due=date.max,
        seen={f"{n:0200}": NOON for n in range(limits.MOST_SEEN)},
    )
    rendered = wire.render(work)
    assert len(rendered) < CHUNK
    assert wire.parse(rendered) == work


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"other": 1}',
        b'{"note": "a", "note": "b"}',
        b'{"note": null}',
        b'{"note": 5}',
        b'{"open_hints": "5"}',
        b'{"open_hints": true}',
        b'{"open_hints": -5}',
        b'{"labels": "ab"}',
        b'{"labels": {"a": 1}}',
        b'{"labels": ["a", "a"]}',
        b'{"labels": [1]}',
        b'{"due": "2026-13-01"}',
        b'{"due": 20261201}',
        b'{"seen": []}',
        b'{"seen": {"a": "gestern"}}',
        b'{"seen": {"a": "2026-01-01T00:00:00"}}',
        json.dumps({"note": "x" * 20_001}).encode(),
    ],
)
def test_anything_else_is_damage(data):
    with pytest.raises(StoreDamaged):
        wire.parse(data)


# --- in the store -------------------------------------------------------------------


def test_work_is_kept_and_what_it_was_before_is_told(mailbox, folder, key):
    record_id = add(mailbox)
    assert mailbox.record(record_id).work == NO_WORK
    assert mailbox.change_work(record_id, with_full) == NO_WORK
    assert mailbox.change_work(record_id, lambda w: replace(w, due=None)) == FULL
    mailbox.close()
    again = Mailbox.open(folder, key)
    assert again.records()[0].work == again.record(record_id).work
    assert again.record(record_id).work == replace(FULL, due=None)
    again.close()


def test_a_ticked_hint_survives_a_restart_and_nothing_of_it_is_readable(
    mailbox, folder, key
):
    record_id = add(mailbox)
    hint = Hint("rent-sum", f"{SECRET}.", "q", (Evidence("Miete", SECRET),))
    HintTicks(mailbox).tick(record_id, hint, (hint,), seen=True)
    mailbox.close()
    again = Mailbox.open(folder, key)
    work = again.record(record_id).work
    assert (list(work.seen), work.open_hints) == ([hint.key], 0)
    assert again.history(record_id)[-1].code == "hint-seen"
    again.close()
    stored = b"".join(file.read_bytes() for file in folder.iterdir())
    assert SECRET.encode() not in stored
    assert hint.key.encode() not in stored


def test_opening_and_moving_leave_the_work_alone(mailbox):
    record_id = add(mailbox)
    mailbox.change_work(record_id, with_full)
    mailbox.set_opened(record_id, opened(content(b"x")))
    mailbox.move(record_id, Folder.FILED)
    record = mailbox.record(record_id)
    assert (record.work, record.summary, record.folder) == (FULL, SUMMARY, Folder.FILED)


@pytest.mark.parametrize(
    "place", [Folder.IN_PROGRESS, Folder.TRANSFERRED, Folder.FILED]
)
def test_opening_again_leaves_a_record_where_somebody_put_it(mailbox, place):
    record_id = add(mailbox)
    assert mailbox.move(record_id, place) is Folder.INBOX
    mailbox.set_opened(record_id, opened(folder=Folder.INBOX))
    record = mailbox.record(record_id)
    assert (record.folder, record.home) == (place, place)
    mailbox.move(record_id, Folder.TRASH)
    mailbox.set_opened(record_id, opened(folder=Folder.QUARANTINE))
    mailbox.restore(record_id)
    assert mailbox.record(record_id).folder is place


def test_nothing_of_it_lies_readable_on_the_disk(mailbox, folder):
    record_id = add(mailbox)
    mailbox.change_work(record_id, with_full)
    mailbox.close()
    disk = (folder / FILE).read_bytes()
    for word in (SECRET, "Unterlagen", "0815", "2026-12-01", "age-1"):
        assert word.encode() not in disk


def test_a_deleted_record_takes_its_work_along(mailbox, folder):
    record_id = add(mailbox)
    mailbox.change_work(record_id, with_full)
    connection = sqlite3.connect(folder / FILE)
    sealed = connection.execute("SELECT work FROM records").fetchone()[0]
    connection.close()
    mailbox.move(record_id, Folder.TRASH)
    mailbox.delete(record_id)
    with pytest.raises(NoSuchRecord):
        mailbox.change_work(record_id, with_full)
    mailbox.close()
    assert sealed not in (folder / FILE).read_bytes()


def test_two_who_change_different_parts_at_once_lose_nothing(mailbox):
    record_id = add(mailbox)
    start = threading.Barrier(2)

    def count(label):
        start.wait()
        for _ in range(20):
            mailbox.change_work(
                record_id, lambda w: replace(w, **{label: getattr(w, label) + "x"})
            )

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(count, ("note", "file_reference")))
    work = mailbox.record(record_id).work
    assert (work.note, work.file_reference) == ("x" * 20, "x" * 20)


def test_a_change_that_fails_changes_nothing(mailbox):
    record_id = add(mailbox)
    mailbox.change_work(record_id, with_full)
    with pytest.raises(ValueError, match="long"):
        mailbox.change_work(record_id, lambda w: replace(w, note="x" * 20_001))
    assert mailbox.record(record_id).work == FULL


def test_damaged_work_hides_no_application_and_is_not_written_over(mailbox, folder):
    record_id = add(mailbox)
    mailbox.set_opened(record_id, opened())
    mailbox.change_work(record_id, with_full)
    execute(folder, "UPDATE records SET work = zeroblob(99)")
    record = mailbox.records()[0]
    assert (record.summary, record.work) == (SUMMARY, NO_WORK)
    assert record.problems == (Finding("work-damaged"),)
    with pytest.raises(WorkDamaged):
        mailbox.change_work(record_id, with_full)
    execute(folder, "UPDATE records SET work = card")
    with pytest.raises(WorkDamaged):
        mailbox.change_work(record_id, with_full)


def test_work_does_not_open_in_another_place(mailbox, folder):
    """Neither another record's, nor the card of its own."""
    one, two = add(mailbox), add(mailbox, message_id="m2")
    for record_id in (one, two):
        mailbox.change_work(record_id, with_full)
    execute(
        folder,
        "UPDATE records SET work = (SELECT work FROM records WHERE id = ?)",
        two,
    )
    assert mailbox.record(one).problems == (Finding("work-damaged"),)
    execute(folder, "UPDATE records SET work = card")
    assert mailbox.record(two).problems == (Finding("work-damaged"),)


# --- reading the list again ---------------------------------------------------------


def test_what_nobody_touched_is_not_opened_again_and_any_change_is_seen(mailbox):
    one, two = add(mailbox), add(mailbox, message_id="m2")

    def look():
        return {record.id: record for record in mailbox.records()}

    changes = (
        lambda: mailbox.set_opened(one, opened()),
        lambda: mailbox.mark_read(one, read=True),
        lambda: mailbox.change_work(one, with_full),
        lambda: mailbox.change_work(one, lambda w: replace(w, note="")),
        lambda: mailbox.move(one, Folder.FILED),
        lambda: mailbox.move(one, Folder.TRASH),
        lambda: mailbox.restore(one),
    )
    before = look()
    for change in changes:
        change()
        after = look()
        assert after[two] is before[two]
        assert after[one] != before[one]
        assert after[one] == mailbox.record(one)
        before = after
    mailbox.move(one, Folder.TRASH)
    mailbox.delete(one)
    assert look() == {two: before[two]}


def test_damage_is_seen_when_the_list_is_read_again(mailbox, folder):
    add(mailbox)
    assert mailbox.records()[0].problems == ()
    execute(folder, "UPDATE records SET card = zeroblob(99)")
    assert mailbox.records()[0].problems == (Finding("record-damaged"),)


def test_a_change_and_what_the_history_says_of_it_are_one(mailbox):
    record_id = add(mailbox)
    before = len(mailbox.history(record_id))
    said = ("work-reference", "50.1-2026/0815")
    mailbox.change_work(record_id, lambda work: work, said)
    assert len(mailbox.history(record_id)) == before
    mailbox.change_work(record_id, with_full, said)
    last = mailbox.history(record_id)[-1]
    assert (last.code, last.detail) == said


def test_neither_is_kept_if_one_cannot_be(mailbox, monkeypatch):
    record_id = add(mailbox)
    before = mailbox.history(record_id)

    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(mailbox, "_insert_event", full)
    with pytest.raises(sqlite3.OperationalError):
        mailbox.change_work(record_id, with_full, ("work-reference", "50.1"))
    monkeypatch.undo()
    assert mailbox.record(record_id).work == NO_WORK
    assert mailbox.history(record_id) == before
