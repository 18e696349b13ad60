"""The last contact with the intermediary, remembered in the mailbox."""

import json
from dataclasses import dataclass
from datetime import datetime

from hzl_client.services.shelf import Shelf

_NOTE = "last-fetch"


@dataclass(frozen=True, slots=True)
class LastFetch:
    """`error` is the name of the error that ended it, empty if it went well."""

    at: datetime
    new: int
    error: str = ""


def remember(shelf: Shelf, last: LastFetch) -> None:
    value = {"at": last.at.isoformat(), "new": last.new, "error": last.error}
    shelf.put_note(_NOTE, json.dumps(value))


def recall(shelf: Shelf) -> LastFetch | None:
    note = shelf.note(_NOTE)
    if note is None:
        return None
    value = json.loads(note)
    return LastFetch(datetime.fromisoformat(value["at"]), value["new"], value["error"])
