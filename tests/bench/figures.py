"""Children that measure, and how their numbers are told."""

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

from bench.grounds import ENVIRONMENT

Figures = dict[str, Any]


def child(module: str, *arguments: str) -> Figures:
    command = (sys.executable, "-m", module, *arguments)
    done = subprocess.run(  # noqa: S603 - ourselves
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True
    )
    figures: Figures = json.loads(done.stdout)
    return figures


def median(values: Iterable[float]) -> Figures:
    known = [round(value, 4) for value in values]
    return {"median": round(statistics.median(known), 4), "all": known}


def medians(runs: Iterable[Figures], *names: str) -> Figures:
    known = list(runs)
    return {name: median(run[name] for run in known) for name in names}


def machine() -> Figures:
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load": load(),
    }


def load() -> list[float] | None:
    """Other work on the machine spoils what is measured, so it is told."""
    return [*os.getloadavg()] if hasattr(os, "getloadavg") else None
