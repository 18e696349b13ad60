"""Records by their rows: what lies as it lay need not be opened again.

Ten thousand records are opened in half a second, and the list is read after every
change of one of them. Nothing of it outlives the open mailbox.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from hzl_client.keys.vault import SEAL, MailboxKey
from hzl_client.model.record import Record
from hzl_client.store.rows import to_record

_Signature = tuple[object, ...]


class OpenedRows:
    """May be used from any thread: what is known is replaced whole."""

    def __init__(self, key: MailboxKey) -> None:
        self._key = key
        self._known: dict[str, tuple[_Signature, Record]] = {}

    def records(self, rows: Iterable[sa.Row[Any]]) -> tuple[Record, ...]:
        """Of all the records there are; others are forgotten."""
        known = self._known
        found: dict[str, tuple[_Signature, Record]] = {}
        for row in rows:
            signature = _signature(row)
            before = known.get(row.id)
            if before is not None and before[0] == signature:
                found[row.id] = before
            else:
                found[row.id] = signature, to_record(self._key, row)
        self._known = found
        return tuple(record for _, record in found.values())

    def forget(self) -> None:
        self._known = {}


def _signature(row: sa.Row[Any]) -> _Signature:
    """What may change; of what is sealed the end, as no two seals are equal."""
    sealed = (row.wrapped[-SEAL:], row.card[-SEAL:], row.work and row.work[-SEAL:])
    return (row.folder, row.home, row.read, row.opened, *sealed)
