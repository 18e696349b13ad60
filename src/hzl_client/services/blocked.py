"""Messages that stay at the intermediary because they could not be taken.

Remembered by their ids alone: a subject is nobody's business in the clear."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from hzl_client.services.shelf import Shelf

_SUSPECT = "not-authentic"  # the last plain fetch ended at an answer nobody vouches for
_LIST = "blocked-messages"
MOST = 1_000  # ids remembered; whoever sends more of them is found out before


@dataclass(frozen=True, slots=True)
class Blocked:
    """`reason` is the name of the error; `tried_at` when it was asked for last."""

    message_id: str
    reason: str
    since: datetime
    tried_at: datetime


@dataclass(frozen=True, slots=True)
class BlockedMessages:
    shelf: Shelf

    def suspect(self, reason: str) -> bool:
        """Note an answer that was not authentic; True if it is the second running."""
        before = self.shelf.note(_SUSPECT)
        self.shelf.put_note(_SUSPECT, reason)
        return bool(before)

    def acquit(self) -> None:
        """An answer could be believed: a message, a list, or that nothing waits."""
        if self.shelf.note(_SUSPECT):
            self.shelf.put_note(_SUSPECT, "")

    def all(self) -> tuple[Blocked, ...]:
        """The one tried longest ago first."""
        entries = json.loads(self.shelf.note(_LIST) or "[]")
        known = (
            replace(
                Blocked(**entry),
                since=datetime.fromisoformat(entry["since"]),
                tried_at=datetime.fromisoformat(entry["tried_at"]),
            )
            for entry in entries
        )
        return tuple(sorted(known, key=lambda each: each.tried_at))

    def add(self, message_id: str, reason: str, now: datetime) -> None:
        before = {each.message_id: each for each in self.all()}
        since = before[message_id].since if message_id in before else now
        before[message_id] = Blocked(message_id, reason, since, now)
        self._save(before.values())

    def remove(self, message_id: str) -> None:
        self.keep(
            each.message_id for each in self.all() if each.message_id != message_id
        )

    def keep(self, message_ids: Iterable[str]) -> None:
        """Those the intermediary still has; the others were taken or withdrawn."""
        still = set(message_ids)
        known = self.all()
        left = [each for each in known if each.message_id in still]
        if len(left) < len(known):
            self._save(left)

    def _save(self, blocked: Iterable[Blocked]) -> None:
        newest = sorted(blocked, key=lambda each: each.since)[-MOST:]
        entries = [
            asdict(each)
            | {"since": each.since.isoformat(), "tried_at": each.tried_at.isoformat()}
            for each in newest
        ]
        self.shelf.put_note(_LIST, json.dumps(entries))
