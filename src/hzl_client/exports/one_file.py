"""Write one file a person asked for: whole or not at all."""

from pathlib import Path

from hzl_client.errors import ExportFailed
from hzl_client.exports.origin import mark_foreign
from hzl_client.model.octets import Octets, chunks


def write(octets: Octets, target: Path) -> None:
    """On a worker thread; beside the target first, then renamed."""
    beside = target.with_name(target.name + ".tmp")
    try:
        with beside.open("wb") as file:
            for chunk in chunks(octets):
                file.write(chunk)
        mark_foreign(beside)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ExportFailed("could not write the file", errno=error.errno) from error
