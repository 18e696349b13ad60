"""A folder that appears under its name only when everything in it is proven written."""

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hzl_client.errors import ExportFailed, ExportTargetUnusable
from hzl_client.exports.base import ExportedFile
from hzl_client.exports.names import numbered
from hzl_client.exports.origin import mark_foreign
from hzl_client.model.octets import CHUNK

SUFFIX = ".tmp"
_MOST_NUMBERS = 1000  # exports of the same application in the same folder
_RENAME_ATTEMPTS = 5  # a virus scanner may hold a fresh file for a moment
_RENAME_PAUSE = 0.2  # seconds


class Staging:
    """Files written into `folder`, synced, and known by size and digest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[ExportedFile] = []

    @property
    def files(self) -> tuple[ExportedFile, ...]:
        return tuple(self._files)

    def write(self, name: str, chunks: Iterable[bytes]) -> ExportedFile:
        path = self._folder / name
        path.parent.mkdir(exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with path.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            file.flush()
            os.fsync(file.fileno())
        mark_foreign(path)
        written = ExportedFile(name, size, digest.hexdigest())
        self._files.append(written)
        return written

    def prove(self) -> None:
        """Read everything back: only what reads the same counts as written."""
        for file in self._files:
            if read_back(self._folder / file.name) != (file.size, file.sha256):
                raise ExportFailed("a file reads back differently", size=file.size)
        for folder in {(self._folder / f.name).parent for f in self._files}:
            _sync_folder(folder)
        _sync_folder(self._folder)


def read_back(path: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


@contextmanager
def staged(target: Path, wanted: str, limit: int) -> Iterator[tuple[Staging, Path]]:
    """Hands out the staging folder and the final path it will have. Leaving normally
    proves and renames it; leaving by an exception removes it."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        final, beside = _reserve(target, wanted, limit)
    except OSError as error:
        raise ExportTargetUnusable("cannot write here", errno=error.errno) from error
    try:
        staging = Staging(beside)
        yield staging, final
        staging.prove()
        _rename(beside, final)
    except OSError as error:
        _remove(beside)
        raise ExportFailed("writing failed", errno=error.errno) from error
    except BaseException:
        _remove(beside)
        raise
    with suppress(OSError):  # whole and proven by now; only its name is not yet safe
        _sync_folder(target)


def _reserve(target: Path, wanted: str, limit: int) -> tuple[Path, Path]:
    """The first free number; making the folder is what reserves it."""
    for number in range(1, _MOST_NUMBERS + 1):
        name = numbered(wanted, number, limit)
        final, beside = target / name, target / (name + SUFFIX)
        if os.path.lexists(final):
            continue
        with suppress(FileExistsError):
            beside.mkdir()
            return final, beside
    raise ExportTargetUnusable("too many exports of the same name")


def _rename(beside: Path, final: Path) -> None:
    if os.path.lexists(final):  # POSIX would silently replace an empty folder
        raise FileExistsError(errno.EEXIST, "the name was taken meanwhile")
    for attempt in range(1, _RENAME_ATTEMPTS + 1):
        try:
            beside.rename(final)
        except PermissionError:
            if attempt == _RENAME_ATTEMPTS:
                raise
            time.sleep(_RENAME_PAUSE)
        else:
            return


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    """Makes the names durable, where the system has a call for it: Windows has none,
    and some network file systems refuse it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(handle)
