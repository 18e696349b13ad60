"""The bench still measures; how fast, is for `dev.py bench` on a quiet machine."""

import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[2] / "bench" / "run.py"


def _medians(figures, path=()):
    for name, value in figures.items():
        if isinstance(value, dict) and "median" in value:
            yield ".".join((*path, name)), value
        elif isinstance(value, dict):
            yield from _medians(value, (*path, name))


def test_the_bench_measures_every_way():
    done = subprocess.run(  # noqa: S603
        (sys.executable, str(BENCH), "--quick"),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout)
    medians = dict(_medians(figures))
    assert set(medians) == {
        "deliveries.seconds",
        "deliveries.client_cpu_seconds",
        "cold_start.painted",
        "cold_start.usable",
        "opening_ms.fields",
        "opening_ms.page",
        "gui_gaps_ms.longest",
        "gui_gaps_ms.99_percent",
    }
    assert all(value > 0 for each in medians.values() for value in each["all"])
    start = figures["cold_start"]
    assert start["painted"]["median"] < start["usable"]["median"]
    assert 125_000 < figures["deliveries"]["bytes_each"] < 135_000
