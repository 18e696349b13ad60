"""A process of its own that fetches what waits: how long, and how much memory.

python -m bench.fetching PROFILE [record FOLDER | replay FOLDER...]; prints one JSON
object. `replay` needs no intermediary: the client alone, bytes in, stored and opened.
It measures the last recording; those before make the client warm.
"""

import json
import resource
import sys
import time
from functools import partial
from pathlib import Path

from bench.recording import Player, Recorder, through
from hzl_client import compose
from hzl_client.model.watch import Watch
from hzl_client.services.fetch import FetchInbox

KIB = 1024
MIB = 1024 * 1024


def main() -> None:
    profile, *manner = sys.argv[1:]
    (entry,) = compose.mailboxes(Path(profile))
    with compose.open_desk(entry) as desk:
        idle = _resident()
        *before, fetch = _in_manner(desk.fetch, *manner)
        for each in before:
            each.run(Watch())
        started, used = time.perf_counter(), time.process_time()
        report = fetch.run(Watch())
        seconds = time.perf_counter() - started
        if report.error is not None:
            raise report.error
        figures = {
            "seconds": round(seconds, 4),
            "cpu_seconds": round(time.process_time() - used, 4),
            "stored": len(report.stored),
            "quarantined": len(report.quarantined),
            "idle_mib": round(idle / MIB, 1),
            "over_idle_mib": round((_peak() - idle) / MIB, 1),
        }
    sys.stdout.write(json.dumps(figures))


def _in_manner(fetch: FetchInbox, manner: str = "", *names: str) -> list[FetchInbox]:
    folders = [Path(name) for name in names]
    match manner:
        case "record":
            return [through(fetch, partial(Recorder, folder=folders[0]))]
        case "replay":
            return [through(fetch, partial(Player, folder=each)) for each in folders]
        case _:
            return [fetch]


def _resident() -> int:
    status = Path("/proc/self/status")
    if not status.exists():
        return _peak()  # what starting needed is given back nowhere else either
    return _entry(status, "VmRSS")


def _peak() -> int:
    """Not ru_maxrss where /proc tells: Linux counts the parent's pages into it."""
    status = Path("/proc/self/status")
    if status.exists():
        return _entry(status, "VmHWM")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * KIB


def _entry(status: Path, name: str) -> int:
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * KIB for line in lines if line.startswith(name))


if __name__ == "__main__":
    main()
