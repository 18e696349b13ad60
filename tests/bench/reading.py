"""What a caseworker waits for all day: an application, a hit, a field's place."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench import figures, grounds
from bench.figures import Figures
from bench.grounds import Ground
from helpers import many_records
from hzl_client import compose
from hzl_client.store.mailbox import Mailbox


@dataclass(frozen=True, slots=True)
class Amount:
    runs: int
    stored: int  # sealed records beside the applications that are opened
    openings: int


FULL = Amount(5, 10_000, 8)
QUICK = Amount(1, 200, 2)


def measure(ground: Ground, amount: Amount) -> Figures:
    """A mailbox as in earnest: real applications on top of very many."""
    entry = grounds.live_mailbox(ground, "reading")
    profile = entry.folder.parents[1]
    grounds.deliver(ground, amount.openings + 1)  # the first is open from the start
    figures.child("bench.fetching", str(profile))
    with compose.open_desk(entry) as desk:
        mailbox = desk.records.shelf
        assert isinstance(mailbox, Mailbox)
        older = datetime.now(UTC) - timedelta(hours=1)
        many_records.fill(mailbox, amount.stored, older)
    runs = []
    for _ in range(amount.runs):
        arguments = (str(time.monotonic()), str(amount.openings), "0")
        runs.append(figures.child("bench.reader", str(profile), *arguments))
    return {
        "stored": amount.stored,
        "list": figures.medians(runs, "usable"),
        "opening_ms": _all(runs, "fields", "page"),
        "search_key_ms": _all(runs, "key", "cleared"),
        "sorting_ms": _all(runs, "sorted"),
        "jump_ms": _all(runs, "marked", "sharp"),
        "gui_gaps_ms": {
            "longest": figures.median(run["gap_longest"] for run in runs),
            "99_percent": figures.median(run["gap_often"] for run in runs),
        },
        "load": figures.load(),
    }


def _all(runs: list[Figures], *names: str) -> Figures:
    return {
        name: figures.median(each for run in runs for each in run[name])
        for name in names
    }
