"""One process per mailbox folder; the lock is the operating system's and ends with
the process, however it ends."""

import json
import os
import socket
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from hzl_client.errors import DiskFailed, MailboxInUse

FILE = "mailbox.lock"
_LONGEST_NOTE = 500

if sys.platform == "win32":
    import msvcrt

    # Windows locks bytes against reading too: one far behind the holder's note.
    _LOCKED_BYTE = 2**30

    def _try_lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class MailboxLock:
    """A context; also `acquire` and `release` for one that outlives its block."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._handle: int | None = None

    def acquire(self) -> None:
        handle = self._open()
        try:
            _try_lock(handle)
        except OSError as error:
            holder = _read_note(handle)
            os.close(handle)
            raise MailboxInUse("another process has this mailbox", **holder) from error
        self._handle = handle
        _write_note(handle, {"pid": os.getpid(), "host": socket.gethostname()})

    def release(self) -> None:
        """The file stays: whoever removed it could remove a new holder's."""
        handle, self._handle = self._handle, None
        if handle is not None:
            _write_note(handle, {})
            _unlock(handle)
            os.close(handle)

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        try:
            return os.open(self._path, flags, 0o600)
        except OSError as error:
            raise DiskFailed("the mailbox folder refused", errno=error.errno) from error


Note = dict[str, str | int]


def _write_note(handle: int, note: Note) -> None:
    """Always as long as the longest, so that nothing of an older one stays."""
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, json.dumps(note).ljust(_LONGEST_NOTE).encode())


def _read_note(handle: int) -> Note:
    """Of a holder that is just writing it, nothing may be there yet."""
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        note = json.loads(os.read(handle, _LONGEST_NOTE))
        return {"pid": int(note["pid"]), "host": str(note["host"])}
    except (ValueError, TypeError, KeyError):
        return {}
