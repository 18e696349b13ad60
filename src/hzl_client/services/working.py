"""What the office notes about a stored application, change by change.

Each change touches one part, says in the Verlauf that it happened, and gives back how
it is undone: None where everything was so before.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from hzl_client.model.work import (
    LONGEST_NOTE,
    MOST_LABELS,
    Work,
    clean_label,
    clean_reference,
)
from hzl_client.services.shelf import Shelf

Back = Callable[[], object]
NOTED = "work-note"


@dataclass(frozen=True, slots=True)
class Working:
    shelf: Shelf

    def set_reference(self, record_id: str, typed: str) -> Back | None:
        return self._put(record_id, "file_reference", clean_reference(typed))

    def set_due(self, record_id: str, due: date | None) -> Back | None:
        return self._put(record_id, "due", due)

    def set_note(self, record_id: str, note: str) -> Back | None:
        """Saved after every pause in typing; the Verlauf says it once in a row."""
        return self._put(record_id, "note", note[:LONGEST_NOTE])

    def add_label(self, record_id: str, typed: str) -> Back | None:
        """Nothing happens with an empty or known one, or when there is no room."""
        label = clean_label(typed)
        before = self.shelf.change_work(
            record_id, lambda work: _labelled(work, label), ("work-label", label)
        )
        if _labelled(before, label) == before:
            return None
        return partial(self.remove_label, record_id, label)

    def remove_label(self, record_id: str, label: str) -> Back | None:
        before = self.shelf.change_work(
            record_id, lambda work: _without(work, label), ("work-unlabel", label)
        )
        if label not in before.labels:
            return None
        return partial(self.add_label, record_id, label)

    def _put(self, record_id: str, name: str, value: Any) -> Back | None:
        event = self._event(record_id, name, value)
        before = self.shelf.change_work(
            record_id, lambda work: replace(work, **{name: value}), event
        )
        old = getattr(before, name)
        return None if old == value else partial(self._put, record_id, name, old)

    def _event(self, record_id: str, name: str, value: Any) -> tuple[str, str] | None:
        if name == "note":
            last = self.shelf.history(record_id)[-1:]
            return None if [event.code for event in last] == [NOTED] else (NOTED, "")
        code = _EVENTS[name, bool(value)]
        return code, f"{value:%d.%m.%Y}" if name == "due" and value else value or ""


_EVENTS = {
    ("due", True): "work-due",
    ("due", False): "work-not-due",
    ("file_reference", True): "work-reference",
    ("file_reference", False): "work-no-reference",
}


def _labelled(work: Work, label: str) -> Work:
    known = {each.casefold() for each in work.labels}
    if not label or label.casefold() in known or len(work.labels) >= MOST_LABELS:
        return work
    return replace(work, labels=(*work.labels, label))


def _without(work: Work, label: str) -> Work:
    return replace(work, labels=tuple(each for each in work.labels if each != label))
