"""What people wait for at the window: its start, an application, and never a stall."""

import time
from dataclasses import dataclass

from bench import figures, grounds
from bench.figures import Figures
from bench.grounds import Ground


@dataclass(frozen=True, slots=True)
class Amount:
    runs: int
    in_list: int  # applications in the mailbox that is opened
    openings: int
    watched: int  # deliveries fetched through the window


FULL = Amount(5, 12, 8, 50)
QUICK = Amount(1, 3, 2, 3)


def measure(ground: Ground, amount: Amount) -> Figures:
    """A mailbox as in earnest, with real applications in it."""
    profile = grounds.live_mailbox(ground).folder.parents[1]
    grounds.deliver(ground, amount.in_list)
    figures.child("bench.fetching", str(profile))
    runs = []
    for _ in range(amount.runs):
        grounds.deliver(ground, amount.watched)
        arguments = (str(time.monotonic()), str(amount.openings), "1")
        runs.append(figures.child("bench.windowing", str(profile), *arguments))
    return {
        "cold_start": figures.medians(runs, "painted", "usable"),
        "opening_ms": {
            name: figures.median(each for run in runs for each in run[name])
            for name in ("fields", "page")
        },
        "gui_gaps_ms": {
            "fetched": amount.watched,
            "longest": figures.median(run["gap_longest"] for run in runs),
            "99_percent": figures.median(run["gap_often"] for run in runs),
        },
    }
