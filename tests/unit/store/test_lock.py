"""One process per mailbox folder, and a crash frees it."""

import os
import socket
import subprocess
import sys

import pytest

from hzl_client.errors import DiskFailed, MailboxInUse
from hzl_client.store.lock import FILE, MailboxLock

HOLD = """
import sys, pathlib
from hzl_client.store.lock import MailboxLock
MailboxLock(pathlib.Path(sys.argv[1])).acquire()
print("held", flush=True)
sys.stdin.read()
"""


def test_the_second_is_told_who_holds_it(tmp_path):
    with MailboxLock(tmp_path), pytest.raises(MailboxInUse) as caught:
        MailboxLock(tmp_path).acquire()
    assert caught.value.facts == {"pid": os.getpid(), "host": socket.gethostname()}


def test_it_can_be_taken_again_after_release(tmp_path):
    lock = MailboxLock(tmp_path)
    for _ in range(2):
        with lock:
            assert (tmp_path / FILE).exists()
    lock.release()  # once more does no harm
    assert (tmp_path / FILE).read_bytes().strip() == b"{}"


@pytest.mark.parametrize("note", [b"", b"[]", b'{"pid": "x"}', b"\xff" * 2000])
def test_a_holder_without_a_readable_note_is_still_a_holder(tmp_path, note):
    with MailboxLock(tmp_path):
        (tmp_path / FILE).write_bytes(note)
        with pytest.raises(MailboxInUse) as caught:
            MailboxLock(tmp_path).acquire()
    assert caught.value.facts == {}


def test_an_old_note_does_not_lock(tmp_path):
    (tmp_path / FILE).write_text('{"pid": 1, "host": "gone"}')
    with MailboxLock(tmp_path):
        pass


def test_a_missing_folder_has_its_name(tmp_path):
    with pytest.raises(DiskFailed):
        MailboxLock(tmp_path / "nowhere").acquire()


def test_another_process_holds_it_until_it_is_killed(tmp_path):
    child = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with child:
        assert child.stdout.readline().strip() == b"held"
        with pytest.raises(MailboxInUse) as caught:
            MailboxLock(tmp_path).acquire()
        assert caught.value.facts["pid"] == child.pid
        child.kill()
    with MailboxLock(tmp_path):
        pass
