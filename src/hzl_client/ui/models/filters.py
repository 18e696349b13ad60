"""What a list can be narrowed to; several filters at once mean all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hzl_client.ui import words

UNREAD: Final = "unread"
ATTACHMENTS: Final = "attachments"
NOTED: Final = "noted"
HINTS: Final = "hints"
TODAY: Final = "today"
WEEK: Final = "week"
DAYS: Final = frozenset({TODAY, WEEK})
NAMES: Final = {
    UNREAD: "Ungelesen",
    TODAY: "Heute",
    WEEK: "Diese Woche",
    HINTS: "Hinweise offen",
    NOTED: "Mit Befunden",
    ATTACHMENTS: "Mit Anlagen",
}


@dataclass(frozen=True, slots=True)
class FilterRow:
    """One chip: `count` applications would be left with it."""

    key: str
    name: str
    count: int
    on: bool

    @property
    def text(self) -> str:
        return f"{self.name} {words.grouped(self.count)}"

    @property
    def spoken(self) -> str:
        counted = words.count(self.count, "Antrag", "Anträge")
        return f"Filter {self.name}, {counted}"


def filter_rows(
    there: Mapping[str, int], counts: Mapping[str, int], on: frozenset[str]
) -> tuple[FilterRow, ...]:
    """Those that fit something in the whole folder, and those that are on."""
    return tuple(
        FilterRow(key, name, counts.get(key, 0), key in on)
        for key, name in NAMES.items()
        if there.get(key) or key in on
    )


def days_of(moment: datetime, now: datetime) -> frozenset[str]:
    """Weeks begin on Monday, days at midnight where the office is."""
    day, today = words.local(moment).date(), words.local(now).date()
    monday = today - timedelta(days=today.weekday())
    found = {TODAY} if day == today else set()
    if monday <= day < monday + timedelta(days=7):
        found.add(WEEK)
    return frozenset(found)
