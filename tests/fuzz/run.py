"""Coverage-guided fuzzing of everything that reads foreign bytes.

python3 dev.py fuzz [--runs N] [--target NAME]… ; prints one JSON object and ends
non-zero on a finding: an exception that is no HzlError, an assertion, a hang, too much
memory. The input that did it lies under build/fuzz/NAME/ and goes, made small, into the
corpus as `found-…`. What a run learns stays in build/fuzz/NAME/corpus for the next one.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from math import ceil
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "fuzz"
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

SECONDS_EACH = 20  # a hang; on a busy machine no honest input takes half of that
MEGABYTES = 2_000
LONGEST = 60_000  # bytes of an input; longer ones teach nothing and cost time
OWN_CHANGES = 0.4  # of the changes to inputs with elements that are ours
_EXECUTED = re.compile(r"number_of_executed_units: (\d+)")
_PROGRESS = re.compile(r"^#(\d+)\s", re.MULTILINE)


def main() -> None:
    from fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(prog="dev.py fuzz")
    parser.add_argument("--runs", type=int, default=1_000_000, help="of all targets")
    parser.add_argument("--target", action="append", choices=sorted(TARGETS))
    wanted = parser.parse_args()
    names = wanted.target or list(TARGETS)
    shares = sum(TARGETS[name].share for name in names)
    results = {
        name: _fuzz(name, ceil(wanted.runs * TARGETS[name].share / shares))
        for name in names
    }
    summary = {
        "executions": sum(each["executions"] for each in results.values()),
        "seconds": round(sum(each["seconds"] for each in results.values()), 1),
        "findings": [
            finding for each in results.values() for finding in each["findings"]
        ],
        "targets": results,
    }
    print(json.dumps(summary, indent=2))  # noqa: T201
    sys.exit(1 if summary["findings"] else 0)


def _fuzz(name: str, runs: int) -> dict[str, Any]:
    """One target in a process of its own: a crash of a C library ends only that."""
    from fuzz.targets import CORPUS, TARGETS

    place = BUILD / name
    learnt = place / "corpus"
    learnt.mkdir(parents=True, exist_ok=True)
    before = _inputs(place)
    command = [
        *(sys.executable, __file__, "--one", name),
        *(str(learnt), str(CORPUS / TARGETS[name].corpus)),
        *(f"-runs={runs}", f"-timeout={SECONDS_EACH}", f"-rss_limit_mb={MEGABYTES}"),
        *(f"-max_len={LONGEST}", f"-artifact_prefix={place}{os.sep}"),
        *(f"-dict={Path(__file__).with_name('osci.dict')}", "-print_final_stats=1"),
    ]
    began = perf_counter()
    with (place / "log.txt").open("w+", encoding="utf-8", errors="replace") as log:
        ended = subprocess.run(  # noqa: S603
            command, stdout=log, stderr=subprocess.STDOUT, check=False
        ).returncode
        log.seek(0)
        said = log.read()
    found = sorted(_inputs(place) - before)
    if ended and not found:
        found = [f"{place / 'log.txt'}: ended with {ended}"]
    counts = _EXECUTED.findall(said) or _PROGRESS.findall(said) or ["0"]
    return {
        "executions": int(counts[-1]),
        "seconds": round(perf_counter() - began, 1),
        "findings": [str(each) for each in found],
    }


def _inputs(place: Path) -> set[str]:
    """What libFuzzer left: crash-…, timeout-…, oom-…"""
    return {str(path) for path in place.iterdir() if "-" in path.name}


def _one(name: str, arguments: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=["hzl_client"]):
        from fuzz import mutate
        from fuzz.targets import TARGETS
    target = TARGETS[name]

    def change(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)  # noqa: S311
        if random.random() < OWN_CHANGES:
            data = mutate.mutated(data, random, xml=target.xml)[:most]
            if data:
                return data
        return bytes(atheris.Mutate(data or b"<", most))

    def run(data: bytes) -> None:
        target.run(bytes(data))

    options = {"custom_mutator": change} if target.xml else {}
    atheris.Setup([sys.argv[0], *arguments], run, **options)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], sys.argv[3:])
    else:
        main()
