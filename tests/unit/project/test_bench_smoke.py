"""The bench still measures; how fast, is for `dev.py bench` on a quiet machine."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench" / "run.py"
STORED = "client_alone.1_mib.fetched_and_stored"


def _medians(figures, path=()):
    for name, value in figures.items():
        if isinstance(value, dict) and "median" in value:
            yield ".".join((*path, name)), value
        elif isinstance(value, dict):
            yield from _medians(value, (*path, name))


def run(*arguments):
    return subprocess.run(  # noqa: S603
        (sys.executable, str(BENCH), *arguments),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def figures():
    done = run("--quick")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_bench_measures_every_way(figures):
    medians = dict(_medians(figures))
    window = {
        "cold_start.painted",
        "cold_start.usable",
        "opening_ms.fields",
        "opening_ms.page",
        "gui_gaps_ms.longest",
        "gui_gaps_ms.99_percent",
    }
    fetches = {
        f"{way}.{name}"
        for way in (STORED, "end_to_end.200_mib", "small")
        for name in ("seconds", "cpu_seconds", "idle_mib", "over_idle_mib")
    }
    fetches |= {
        f"client_alone.1_mib.decrypt_verify_parse_seal.{name}"
        for name in ("seconds", "cpu_seconds")
    }
    reading = {
        "list.usable",
        *(f"opening_ms.{name}" for name in ("fields", "page")),
        *(f"search_key_ms.{name}" for name in ("key", "cleared")),
        "sorting_ms.sorted",
        *(f"jump_ms.{name}" for name in ("marked", "sharp")),
        *(f"gui_gaps_ms.{name}" for name in ("longest", "99_percent")),
    }
    parts = {"window": window, "osci": fetches, "reading": reading}
    assert set(medians) == {
        f"{part}.{name}" for part, names in parts.items() for name in names
    }
    assert all(value > 0 for each in medians.values() for value in each["all"])
    start = figures["window"]["cold_start"]
    assert start["painted"]["median"] < start["usable"]["median"]
    assert 125_000 < figures["osci"]["small"]["bytes_each"] < 135_000


def test_the_limit_names_every_operation_with_its_bytes(figures):
    alone = figures["osci"]["client_alone"]["1_mib"]
    limit = alone["limit"]
    sizes = {each["operation"]: each["bytes"] for each in limit["operations"]}
    for name in ("transport decryption", "content decryption", "sealing the message"):
        assert 1024**2 < sizes.pop(name) < 1.1 * 1024**2
    for name in (
        "digests of the transport signature",
        "digests of the author's signature",
        "sealing the contents",
    ):
        assert 1024**2 < sizes.pop(name) < 1.1 * 1024**2
    assert all(size < 100_000 for size in sizes.values())
    assert limit["seconds"] == pytest.approx(
        sum(each["seconds"] for each in limit["operations"]), abs=1e-3
    )
    stored = alone["fetched_and_stored"]
    assert stored["ratio"] > alone["ratio"] > 0
    assert stored["ratio"] > stored["ratio_with_writing"] > 0


def test_a_long_delivery_never_lies_in_memory_as_a_whole(figures):
    fetched = figures["osci"]["end_to_end"]["200_mib"]
    assert fetched["over_idle_mib"]["median"] < 150


def test_a_part_that_is_not_there_is_refused():
    done = run("doors")
    assert done.returncode == 2
    assert "no such part: doors" in done.stderr
