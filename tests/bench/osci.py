"""What a recipient waits for: deliveries of every size, and many small ones."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import figures, grounds
from bench.figures import Figures
from bench.grounds import Ground
from hzl_client.intermediary.samples import Sample

_MEMORY = ("idle_mib", "over_idle_mib")
_TIMES = ("seconds", "cpu_seconds")


@dataclass(frozen=True, slots=True)
class Amount:
    runs: int
    sizes: tuple[int, ...]  # MiB of attachment, the client alone
    end_to_end: tuple[int, ...]
    deliveries: int  # small ones in one dialog


FULL = Amount(5, (1, 10, 50, 500), (50, 500), 500)
QUICK = Amount(1, (1,), (200,), 3)


def measure(ground: Ground, amount: Amount) -> Figures:
    warm = _recorded(ground, grounds.usual_sample())
    return {
        "client_alone": {
            f"{size}_mib": _client_alone(ground, warm, size, amount.runs)
            for size in amount.sizes
        },
        "end_to_end": {
            f"{size}_mib": _end_to_end(ground, size, amount.runs)
            for size in amount.end_to_end
        },
        "small": _small(ground, amount),
    }


def _client_alone(ground: Ground, warm: Path, size: int, runs: int) -> Figures:
    """An answer recorded once and replayed.

    `decrypt_verify_parse_seal` is what the limit lists, and `ratio` sets the two
    against each other: both in memory used before, which fresh costs as much again.
    `fetched_and_stored` is bytes in, verified, stored and opened: with loading the
    answer and with the database, and set against the limit and writing once as well.
    """
    recording = _recorded(ground, grounds.with_attachment(size))
    folders = (str(warm), str(recording))
    replayed = [_fetch(ground, 1, "replay", *folders) for _ in range(runs)]
    with _new_profile(ground) as profile:
        limit = figures.child("bench.limit", str(profile), folders[1], str(runs))
        bare = [
            figures.child("bench.without_database", str(profile), *folders, folders[1])
            for _ in range(runs)
        ]
    shutil.rmtree(recording)
    found = figures.medians(replayed, *_TIMES, *_MEMORY)
    decrypted = figures.medians(bare, *_TIMES)
    seconds, least = found["seconds"]["median"], limit["seconds"]
    writing = limit["durable"]["seconds"]
    return {
        "decrypt_verify_parse_seal": decrypted,
        "limit": limit,
        "ratio": round(decrypted["seconds"]["median"] / least, 2),
        "fetched_and_stored": {
            **found,
            "ratio": round(seconds / least, 2),
            "ratio_with_writing": round(seconds / (least + writing), 2),
        },
        "load": figures.load(),
    }


def _recorded(ground: Ground, sample: Sample) -> Path:
    folder = Path(tempfile.mkdtemp(dir=ground.folder))
    _deliver(ground, sample, 1)
    _fetch(ground, 1, "record", str(folder))
    return folder


def _end_to_end(ground: Ground, size: int, runs: int) -> Figures:
    """Over HTTP from an intermediary in a process of its own."""
    sample, fetched = grounds.with_attachment(size), []
    for _ in range(runs):
        _deliver(ground, sample, 1)
        fetched.append(_fetch(ground, 1))
    return {**figures.medians(fetched, *_TIMES, *_MEMORY), "load": figures.load()}


def _small(ground: Ground, amount: Amount) -> Figures:
    """Each one synced before the next request leaves."""
    sample, count, fetched = grounds.usual_sample(), amount.deliveries, []
    for _ in range(amount.runs):
        _deliver(ground, sample, count)
        fetched.append(_fetch(ground, count))
    return {
        "count": count,
        "bytes_each": grounds.size_of(sample),
        **figures.medians(fetched, *_TIMES, *_MEMORY),
        "load": figures.load(),
    }


def _deliver(ground: Ground, sample: Sample, count: int) -> None:
    with ground.platform() as platform:
        for _ in range(count):
            platform.deliver("embedded", sample)


def _fetch(ground: Ground, expected: int, *manner: str) -> Figures:
    """Into an empty mailbox, as each fetch must find the same."""
    with _new_profile(ground) as profile:
        found = figures.child("bench.fetching", str(profile), *manner)
    if (found["stored"], found["quarantined"]) != (expected, 0):
        raise SystemExit(f"{expected} deliveries sent, fetched: {found}")
    return found


@contextmanager
def _new_profile(ground: Ground) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=ground.folder) as name:
        yield shutil.copytree(ground.profile, Path(name) / "profile")
