"""Small files written whole or not at all, and forced to the disk."""

import os
import sys
from pathlib import Path


def write_durably(target: Path, data: bytes) -> None:
    """Readable for its owner alone; written beside, synced, renamed."""
    beside = target.with_name(target.name + ".tmp")
    beside.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(beside, flags, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """A new name is safe only once its folder is; Windows knows no such call."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
