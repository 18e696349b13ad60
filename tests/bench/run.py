"""Measure what people wait for; prints one JSON object, medians with all values.

python3 dev.py bench [--quick] [osci] [window] [reading]; all parts if none is named.
`--quick` takes each way once, with little."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script

from bench import figures, grounds, key_store, osci, reading, window
from bench.figures import Figures
from bench.grounds import ENVIRONMENT, Ground

PARTS = ("osci", "window", "reading")


def main() -> None:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("part", nargs="*", metavar="|".join(PARTS))
    wanted = parser.parse_args()
    if unknown := set(wanted.part) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    measured = measure(wanted.part or PARTS, quick=wanted.quick)
    sys.stdout.write(json.dumps(measured, indent=2) + "\n")


def measure(parts: Iterable[str], *, quick: bool) -> Figures:
    measured: Figures = {"machine": figures.machine()}
    with _ground() as ground:
        if "osci" in parts:
            amount = osci.QUICK if quick else osci.FULL
            measured["osci"] = osci.measure(ground, amount)
        if "window" in parts:
            shown = window.QUICK if quick else window.FULL
            measured["window"] = window.measure(ground, shown)
        if "reading" in parts:
            read = reading.QUICK if quick else reading.FULL
            measured["reading"] = reading.measure(ground, read)
    return measured


@contextmanager
def _ground() -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="hzl-bench-") as name:
        folder = Path(name)
        ENVIRONMENT[key_store.PLACE] = str(folder / "keys.json")
        os.environ |= ENVIRONMENT  # ours is the process that makes the mailboxes
        with grounds.ground(folder) as ground:
            ground.mailbox()
            yield ground


if __name__ == "__main__":
    main()
