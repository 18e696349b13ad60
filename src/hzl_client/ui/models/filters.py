"""What a list can be narrowed to; several filters at once mean all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from hzl_client.ui import days, words

UNREAD: Final = "unread"
ATTACHMENTS: Final = "attachments"
NOTED: Final = "noted"
DOUBLE: Final = "double"
HINTS: Final = "hints"
TODAY: Final = "today"
WEEK: Final = "week"
DUE: Final = "due"
NAMES: Final = {
    UNREAD: "Ungelesen",
    TODAY: "Heute",
    WEEK: "Diese Woche",
    DUE: "Fällig",
    HINTS: "Hinweise offen",
    NOTED: "Mit Befunden",
    DOUBLE: "Doppelt?",
    ATTACHMENTS: "Mit Anlagen",
}
_LABEL: Final = "label:"  # and its words
MOST_LABELS: Final = 6  # the most used ones; all of them would fill the list's place


@dataclass(frozen=True, slots=True)
class FilterRow:
    """One chip: `count` applications would be left with it, `most` of all in the
    folder."""

    key: str
    name: str
    count: int
    most: int
    on: bool

    @property
    def text(self) -> str:
        return f"{self.name} {words.grouped(self.count)}"

    @property
    def widest(self) -> str:
        """The longest this text becomes while somebody types."""
        return f"{self.name} {words.grouped(max(self.count, self.most))}"

    @property
    def spoken(self) -> str:
        counted = words.count(self.count, "Antrag", "Anträge")
        return f"Filter {self.name}, {counted}"


def of_label(label: str) -> str:
    return _LABEL + label


def filter_rows(
    there: Mapping[str, int], counts: Mapping[str, int], on: frozenset[str]
) -> tuple[FilterRow, ...]:
    """Those that fit something in the whole folder, and those that are on."""
    usual = [key for key in NAMES if there.get(key) or key in on]
    return tuple(
        FilterRow(key, _name(key), counts.get(key, 0), there.get(key, 0), key in on)
        for key in (*usual, *_labels(there, on))
    )


def _labels(there: Mapping[str, int], on: frozenset[str]) -> list[str]:
    used = [key for key in there if key.startswith(_LABEL)]
    most_used = sorted(used, key=lambda key: (-there[key], key))[:MOST_LABELS]
    return sorted({*most_used, *(key for key in on if key.startswith(_LABEL))})


def _name(key: str) -> str:
    return NAMES.get(key) or key.removeprefix(_LABEL)


def days_of(moment: datetime, due: date | None, now: datetime) -> frozenset[str]:
    """Weeks begin on Monday, days at midnight where the office is."""
    day, today = words.local(moment).date(), words.local(now).date()
    monday = today - timedelta(days=today.weekday())
    passed = {
        TODAY: day == today,
        WEEK: monday <= day < monday + timedelta(days=7),
        DUE: days.is_due(due, today),
    }
    return frozenset(key for key, passes in passed.items() if passes)
