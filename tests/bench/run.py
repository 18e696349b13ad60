"""Measure what people wait for; prints one JSON object, medians with all values.

python3 dev.py bench [--quick]; `--quick` takes each way once, with little."""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script

from bench import ground as grounds
from bench import key_store
from bench.ground import ENVIRONMENT, Ground

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Amount:
    runs: int
    deliveries: int
    in_list: int  # applications in the mailbox that is opened
    openings: int
    watched: int  # deliveries fetched through the window
    large: bool


FULL = Amount(5, 100, 12, 8, 50, large=True)
QUICK = Amount(1, 3, 3, 2, 3, large=False)


def main() -> None:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    amount = QUICK if parser.parse_args().quick else FULL
    sys.stdout.write(json.dumps(measure(amount), indent=2) + "\n")


def measure(amount: Amount) -> Figures:
    figures: Figures = {"machine": _machine()}
    with _ground() as ground:
        figures["deliveries"] = _deliveries(ground, amount)
        if amount.large:
            figures["attachment_50_mib"] = _large(ground, amount.runs)
        figures |= _window(ground, amount)
    return figures


def _deliveries(ground: Ground, amount: Amount) -> Figures:
    sample = grounds.usual_sample()
    sizes = [sample.message.octets.size, *(f.octets.size for f in sample.attachments)]
    runs = []
    for _ in range(amount.runs):
        with ground.platform() as platform_:
            for _ in range(amount.deliveries):
                platform_.deliver("embedded", sample)
        runs.append(_fetched(ground, amount.deliveries))
    return {
        "count": amount.deliveries,
        "bytes_each": sum(sizes),
        "seconds": _median(run["seconds"] for run in runs),
        "client_cpu_seconds": _median(run["cpu_seconds"] for run in runs),
    }


def _large(ground: Ground, runs: int) -> Figures:
    sample, all_runs = grounds.large_sample(), []
    for _ in range(runs):
        with ground.platform() as platform_:
            platform_.deliver("embedded", sample)
        all_runs.append(_fetched(ground, 1))
    names = ("seconds", "idle_mib", "over_idle_mib")
    return {name: _median(run[name] for run in all_runs) for name in names}


def _fetched(ground: Ground, expected: int) -> Figures:
    figures = _child("bench.fetching", str(ground.profile))
    if (figures["stored"], figures["quarantined"]) != (expected, 0):
        raise SystemExit(f"{expected} deliveries sent, fetched: {figures}")
    return figures


def _window(ground: Ground, amount: Amount) -> Figures:
    """A mailbox as in earnest, with real applications in it."""
    profile = grounds.live_mailbox(ground).folder.parents[1]
    _deliver(ground, amount.in_list)
    _child("bench.fetching", str(profile))
    runs = []
    for _ in range(amount.runs):
        _deliver(ground, amount.watched)
        arguments = (str(time.monotonic()), str(amount.openings), "1")
        runs.append(_child("bench.windowing", str(profile), *arguments))
    return {
        "cold_start": {
            name: _median(run[name] for run in runs) for name in ("painted", "usable")
        },
        "opening_ms": {
            name: _median(each for run in runs for each in run[name])
            for name in ("fields", "page")
        },
        "gui_gaps_ms": {
            "fetched": amount.watched,
            "longest": _median(run["gap_longest"] for run in runs),
            "99_percent": _median(run["gap_often"] for run in runs),
        },
    }


def _deliver(ground: Ground, count: int) -> None:
    sample = grounds.readable_sample()
    with ground.platform() as platform_:
        for _ in range(count):
            platform_.deliver("embedded", sample)


# --- the ground, children, numbers --------------------------------------------------


@contextmanager
def _ground() -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="hzl-bench-") as name:
        folder = Path(name)
        ENVIRONMENT[key_store.PLACE] = str(folder / "keys.json")
        os.environ |= ENVIRONMENT  # ours is the process that makes the mailboxes
        with grounds.ground(folder) as ground:
            ground.mailbox()
            yield ground


def _child(module: str, *arguments: str) -> Figures:
    command = (sys.executable, "-m", module, *arguments)
    done = subprocess.run(  # noqa: S603 - ourselves
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True
    )
    figures: Figures = json.loads(done.stdout)
    return figures


def _median(values: Iterable[float]) -> Figures:
    known = [round(value, 3) for value in values]
    return {"median": round(statistics.median(known), 3), "all": known}


def _machine() -> Figures:
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load": os.getloadavg() if hasattr(os, "getloadavg") else None,
    }


if __name__ == "__main__":
    main()
