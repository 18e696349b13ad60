"""The post: nothing handed in is lost, no id counts twice, no mailbox sees another."""

import sqlite3
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.errors import PracticeStateDamaged, RefusedOrder
from hzl_client.intermediary.post import Post, Submission
from hzl_client.model.octets import CHUNK, MemoryOctets, in_memory
from hzl_client.model.two_threads import LONG
from hzl_client.osci import mime
from hzl_client.osci.process_card import Inspection

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
INSPECTION = Inspection("CN=Jörg", "CN=CA", "123", "advanced", "ok", "valid")
OURS, THEIRS = b"our certificate", b"another office's certificate"


@pytest.fixture
def post(tmp_path):
    post = Post(tmp_path / "post.sqlite")
    yield post
    post.close()


def _submission(post, message=b"message", *, mailbox=OURS, **changes):
    values = {
        "message_id": post.issue_id("sender"),
        "originator": "sender",
        "mailbox": mailbox,
        "subject": "Antrag",
        "inspections": (INSPECTION,),
        "message": MemoryOctets(message),
    }
    return Submission(**{**values, **changes})


def _submit(post, message=b"message", at=NOON, **changes):
    return post.submit(_submission(post, message, **changes), at)


def test_a_restart_keeps_messages_cards_and_issued_ids(tmp_path):
    before = Post(tmp_path / "post.sqlite")
    card = _submit(before, b"one")
    before.forwarded(card.number, NOON + timedelta(minutes=1))
    before.received(card.number, NOON + timedelta(minutes=2))
    waiting = _submit(before, b"two")
    issued = before.issue_id("sender")
    before.close()

    after = Post(tmp_path / "post.sqlite")
    first, second = after.cards()
    assert first.forwarding == NOON + timedelta(minutes=1)
    assert first.reception == first.modified == NOON + timedelta(minutes=2)
    assert second == waiting
    assert second.inspections == (INSPECTION,)
    assert in_memory(after.message(first)) == b"one"
    assert after.next_waiting(OURS) == waiting
    assert _submit(after, b"three", message_id=issued).message_id == issued
    after.close()


def test_ids_are_issued_only_once(post):
    assert len({post.issue_id("sender") for _ in range(50)}) == 50


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"message_id": ""}, "9800"),
        ({"message_id": "never issued"}, "9801"),
        ({"originator": "somebody else"}, "9801"),
    ],
)
def test_a_delivery_needs_an_id_issued_to_its_sender(post, changes, code):
    with pytest.raises(RefusedOrder) as caught:
        _submit(post, **changes)
    assert caught.value.osci_code == code
    assert post.cards() == ()


def test_an_id_counts_once(post):
    card = _submit(post, b"first")
    with pytest.raises(RefusedOrder) as caught:
        _submit(post, b"second", message_id=card.message_id)
    assert caught.value.name == "feedback:9801"
    assert in_memory(post.message(card)) == b"first"


def test_a_failed_submission_does_not_use_up_the_id(post):
    class Broken:
        size = 10

        def read(self, _start, _length):
            raise OSError

    submission = _submission(post)
    with pytest.raises(OSError):  # noqa: PT011  # our own, without a text
        post.submit(replace(submission, message=Broken()), NOON)
    assert post.cards() == ()
    assert post.submit(submission, NOON).message_id == submission.message_id


def test_the_oldest_unacknowledged_comes_first(post):
    first, second = _submit(post, b"1"), _submit(post, b"2")
    assert post.next_waiting(OURS) == first
    post.forwarded(first.number, NOON)
    assert post.next_waiting(OURS).number == first.number, "handed out is not received"
    post.received(first.number, NOON)
    assert post.next_waiting(OURS) == second
    assert post.waiting(OURS) == 1


def test_a_long_message_is_taken_apart_while_marks_are_made_together(post):
    """Its pieces are for the thread that makes the marks, and for no other."""
    message = b"".join(mime.render(bytes(2 * LONG), (), "B"))
    card = _submit(post, message)
    with post.together():
        assert len(mime.parse(post.message(card)).root) == 2 * LONG


def test_marks_made_together_are_seen_at_once_and_last_also_after_an_error(tmp_path):
    before = Post(tmp_path / "post.sqlite")
    first, second = _submit(before, b"1"), _submit(before, b"2")
    with suppress(RefusedOrder), before.together():
        before.received(first.number, NOON)
        assert before.next_waiting(OURS) == second
        before.forwarded(second.number, NOON)
        elsewhere = Post(tmp_path / "post.sqlite")
        assert elsewhere.waiting(OURS) == 2, "not before it ends"
        elsewhere.close()
        raise RefusedOrder("9802", "a selection nobody can read")
    after = Post(tmp_path / "post.sqlite")
    assert after.waiting(OURS) == 1
    assert after.next_waiting(OURS).forwarding == NOON
    after.close()
    before.close()


def test_mailboxes_do_not_see_each_other(post):
    card = _submit(post, mailbox=THEIRS)
    assert post.next_waiting(OURS) is None
    assert post.find(OURS, card.message_id) is None
    assert post.waiting(OURS) == 0
    assert post.last_handed_out(OURS) is None
    assert post.find(THEIRS, card.message_id) == card


def test_by_time_of_submission_counts_whole_seconds(post):
    _submit(post, at=NOON)
    late = _submit(post, at=NOON + timedelta(seconds=10, milliseconds=900))
    assert post.next_waiting(OURS, NOON + timedelta(seconds=1)) == late
    assert post.next_waiting(OURS, late.creation) == late
    assert post.next_waiting(OURS, NOON + timedelta(seconds=11)) is None


def test_the_first_acknowledgement_stays_the_last_forwarding_counts(post):
    card = _submit(post)
    later = NOON + timedelta(hours=1)
    post.forwarded(card.number, NOON)
    assert post.forwarded(card.number, later).forwarding == later
    post.received(card.number, NOON)
    post.received(card.number, later)
    assert post.find(OURS, card.message_id).reception == NOON


def test_last_handed_out_is_found_also_after_its_acknowledgement(post):
    first, second = _submit(post), _submit(post)
    post.forwarded(first.number, NOON)
    post.received(first.number, NOON)
    assert post.last_handed_out(OURS).number == first.number
    post.forwarded(second.number, NOON)
    assert post.last_handed_out(OURS).number == second.number


def test_a_long_message_is_read_piece_by_piece(post):
    message = bytes(range(256)) * (10 * CHUNK // 1024) + b"tail"
    stored = post.message(_submit(post, message))
    assert stored.size == len(message)
    assert in_memory(stored) == message
    assert stored.read(CHUNK - 3, 6) == message[CHUNK - 3 : CHUNK + 3]


@given(st.integers(0, 3 * CHUNK), st.integers(0, 3 * CHUNK))
def test_reading_anywhere_gives_what_slicing_gives(long_stored, start, length):
    stored, message = long_stored
    assert stored.read(start, length) == message[start : start + length]


@pytest.fixture(scope="module")
def long_stored(tmp_path_factory):
    post = Post(tmp_path_factory.mktemp("post") / "post.sqlite")
    message = bytes(range(251)) * (2 * CHUNK // 251)
    yield post.message(_submit(post, message)), message
    post.close()


def test_an_empty_message_is_a_message(post):
    assert in_memory(post.message(_submit(post, b""))) == b""


def test_a_foreign_file_is_refused_by_name(tmp_path):
    file = tmp_path / "post.sqlite"
    file.write_bytes(b"no database at all, but long enough to be looked at" * 100)
    with pytest.raises(PracticeStateDamaged):
        Post(file)


def test_a_later_version_is_refused(tmp_path):
    file = tmp_path / "post.sqlite"
    db = sqlite3.connect(file)
    db.execute("pragma user_version = 99")
    db.close()
    with pytest.raises(PracticeStateDamaged) as caught:
        Post(file)
    assert caught.value.facts == {"version": 99}


def test_a_missing_piece_is_noticed(post):
    card = _submit(post)
    with post._transaction() as db:
        db.execute("delete from piece")
    with pytest.raises(PracticeStateDamaged):
        in_memory(post.message(card))
