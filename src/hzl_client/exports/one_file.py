"""Write one file a person asked for: whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from hzl_client.errors import ExportFailed
from hzl_client.exports.origin import mark_foreign
from hzl_client.model.octets import Octets, chunks


def write(octets: Octets, target: Path) -> None:
    """On a worker thread; beside the target first, under a name nobody has, for the
    user alone; then renamed."""
    beside: Path | None = None
    try:
        handle, name = mkstemp(prefix=".", suffix=".tmp", dir=target.parent)
        beside = Path(name)
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks(octets):
                file.write(chunk)
        mark_foreign(beside)
        beside.replace(target)
    except OSError as error:
        if beside is not None:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
        raise ExportFailed("could not write the file", errno=error.errno) from error
