"""What the office notes, change by change: told in the Verlauf and taken back."""

from datetime import date

import pytest

from helpers.fake_shelf import FakeShelf, delivery
from hzl_client.errors import InQuarantine
from hzl_client.model.record import NO_WORK, Folder, Opened
from hzl_client.model.work import LONGEST_NOTE, Work
from hzl_client.services.records import Records
from hzl_client.services.working import Working

DAY = date(2026, 12, 1)


@pytest.fixture
def shelf():
    shelf = FakeShelf()
    shelf.add(delivery(), delivery().submitted_at)
    return shelf


@pytest.fixture
def working(shelf):
    return Working(shelf)


def told(shelf):
    return [(event.code, event.detail) for event in shelf.history("r1")]


@pytest.mark.parametrize(
    ("change", "result", "event", "undone"),
    [
        (
            lambda w: w.set_reference("r1", " 50.1\n-  7 "),
            Work(file_reference="50.1 - 7"),
            ("work-reference", "50.1 - 7"),
            ("work-no-reference", ""),
        ),
        (
            lambda w: w.set_due("r1", DAY),
            Work(due=DAY),
            ("work-due", "01.12.2026"),
            ("work-not-due", ""),
        ),
        (
            lambda w: w.add_label("r1", "  Eilig "),
            Work(labels=("Eilig",)),
            ("work-label", "Eilig"),
            ("work-unlabel", "Eilig"),
        ),
        (
            lambda w: w.set_note("r1", "ruft an\n"),
            Work(note="ruft an\n"),
            ("work-note", ""),
            None,
        ),
    ],
)
def test_a_change_is_kept_told_and_taken_back(
    shelf, working, change, result, event, undone
):
    back = change(working)
    assert shelf.record("r1").work == result
    assert told(shelf) == [event]
    assert change(working) is None  # the same once more: nothing to take back
    assert shelf.record("r1").work == result
    assert told(shelf) == [event]
    back()
    assert shelf.record("r1").work == NO_WORK
    assert told(shelf) == [event, undone] if undone else [event]


def test_taking_one_label_back_leaves_what_came_later(shelf, working):
    back = working.add_label("r1", "Eilig")
    working.add_label("r1", "Rückruf")
    back()
    assert shelf.record("r1").work.labels == ("Rückruf",)
    again = working.remove_label("r1", "Rückruf")
    again()
    assert shelf.record("r1").work.labels == ("Rückruf",)


@pytest.mark.parametrize("typed", ["", "  \n", "EILIG", "eilig"])
def test_an_empty_or_known_label_changes_nothing(shelf, working, typed):
    working.add_label("r1", "Eilig")
    assert working.add_label("r1", typed) is None
    assert shelf.record("r1").work.labels == ("Eilig",)


def test_there_is_room_for_twenty_labels(shelf, working):
    for number in range(25):
        working.add_label("r1", str(number))
    assert len(shelf.record("r1").work.labels) == 20


def test_a_note_is_told_once_in_a_row_and_never_too_long(shelf, working):
    for note in ("a", "ab", "x" * (LONGEST_NOTE + 5)):
        working.set_note("r1", note)
    working.set_due("r1", DAY)
    working.set_note("r1", "")
    codes = [code for code, _ in told(shelf)]
    assert codes == ["work-note", "work-due", "work-note"]


# --- moving -------------------------------------------------------------------------


def test_each_move_is_told_and_says_where_it_was(shelf):
    records, before = Records(shelf), Folder.INBOX
    for folder, code in (
        (Folder.IN_PROGRESS, "moved-in-progress"),
        (Folder.TRANSFERRED, "moved-transferred"),
        (Folder.FILED, "moved-filed"),
        (Folder.INBOX, "moved-inbox"),
        (Folder.TRASH, "trashed"),
        (Folder.FILED, "restored"),
    ):
        assert records.move("r1", folder) is before
        assert records.record("r1").folder is folder
        assert told(shelf)[-1] == (code, "")
        before = folder
    records.move("r1", Folder.FILED)
    assert len(told(shelf)) == 6


def test_what_belongs_into_quarantine_goes_only_to_the_trash_and_back(shelf):
    records = Records(shelf)
    shelf.set_opened("r1", Opened((), (), (), (), None, Folder.QUARANTINE))
    for _ in range(2):
        for folder in (Folder.INBOX, Folder.IN_PROGRESS, Folder.FILED):
            with pytest.raises(InQuarantine):
                records.move("r1", folder)
        records.move("r1", Folder.TRASH)
    records.move("r1", Folder.QUARANTINE)
    assert records.record("r1").folder is Folder.QUARANTINE
