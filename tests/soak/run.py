"""Fetches that are killed at random, under random faults: is every message there once?

python3 dev.py soak [--kills N] [--seed S]; prints one JSON object, ends non-zero if
anything was lost, stored twice or left behind. Half of the kills come from outside at a
random moment, half strike at a random named place (helpers.killing).
"""

import argparse
import json
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import randbelow
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers import killing
from helpers.killing import KILLED, PLACES, Plan, started, wait_for
from helpers.mailboxes import Sent, practice_mailbox
from hzl_client import compose
from hzl_client.intermediary import pki
from hzl_client.intermediary.faults import ANY, Kind, Mishap
from hzl_client.intermediary.server import Intermediary
from hzl_client.model.watch import Watch
from hzl_client.services.profile import MailboxEntry

ROUNDS_PER_MAILBOX = 20
MOST_MESSAGES = 3
SHAPES = ("embedded", "embedded-plain", "embedded-split", "attached", "base64")
SIZES = (0, 0, 0, 200_000, 2_000_000)
REQUESTS = ("InitDialog", "FetchDelivery", "FetchDelivery", "ExitDialog", ANY)
# Not REUSED_ID: one content under two ids is two messages, whoever counts.
FAULTS = (
    Kind.DELAY,
    Kind.CUT,
    Kind.CUT,
    Kind.WRONG_CHALLENGE,
    Kind.WRONG_SIGNATURE,
    Kind.BLOCK_PAGE,
    Kind.HTTP_ERROR,
    Kind.REPEAT,
)


@dataclass
class Figures:
    runs: int = 0
    kills: int = 0
    places: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    messages: int = 0
    offered_again: int = 0
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    unacknowledged: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        wrong = self.lost, self.duplicated, self.unacknowledged, self.failures
        return not any(wrong)

    def as_json(self, seed: int, seconds: float) -> dict[str, Any]:
        return {
            "runs": self.runs,
            "kills": self.kills,
            "kills_by_place": dict(sorted(self.places.items())),
            "faults": dict(sorted(self.faults.items())),
            "messages": self.messages,
            "offered_again": self.offered_again,
            "lost": len(self.lost),
            "duplicated": len(self.duplicated),
            "unacknowledged": self.unacknowledged,
            "failures": self.failures,
            "seed": seed,
            "seconds": round(seconds, 1),
        }


@dataclass
class Soak:
    running: Intermediary
    dice: random.Random
    figures: Figures = field(default_factory=Figures)

    def mailbox(self, folder: Path, kills: int) -> None:
        """So many rounds with one mailbox, each proved against all that was sent."""
        entry = practice_mailbox(folder, self.running)
        sent = Sent(self.running)
        for _ in range(ROUNDS_PER_MAILBOX):
            if self.figures.kills >= kills:
                break
            self._round(folder, entry, sent)
        self.figures.messages += len(sent.ids)

    def _round(self, folder: Path, entry: MailboxEntry, sent: Sent) -> None:
        count = self.dice.randint(1, MOST_MESSAGES)
        shape, size = self.dice.choice(SHAPES), self.dice.choice(SIZES)
        sent.put_in(count, shape, size)
        if self.dice.random() < 0.4:
            self._arm()
        if self.dice.random() < 0.5:
            self._killed_somewhere(folder, count)
        else:
            self._killed_sometime(folder)
        self.running.faults.clear()
        self._prove(entry, sent)

    def _arm(self) -> None:
        kind = self.dice.choice(FAULTS)
        value: float = 0
        if kind is Kind.DELAY:
            value = self.dice.uniform(0, 0.5)
        elif kind is Kind.CUT:
            value = self.dice.choice((0, 1, 700, 5_000, 50_000))
        elif kind is Kind.HTTP_ERROR:
            value = self.dice.choice((403, 500, 502, 503))
        self.running.faults.arm(Mishap(kind, self.dice.choice(REQUESTS), value=value))
        self.figures.faults[kind.value] += 1

    def _killed_somewhere(self, folder: Path, count: int) -> None:
        place = self.dice.choice(PLACES)
        number = self.dice.randint(1, count + 1) if place in killing.FETCHING else 0
        code, _ = killing.run(Plan(str(folder), place, number))
        self._count(place, code, killed=code == KILLED)

    def _killed_sometime(self, folder: Path) -> None:
        with started(Plan(str(folder))) as child:
            early = self.dice.random() < 0.1
            if early:
                time.sleep(self.dice.uniform(0.1, 1.2))
            else:
                wait_for(child, killing.OPENED)
                time.sleep(self.dice.uniform(0, 0.5))
            alive = child.poll() is None
            child.kill()
            code = child.wait()
        moment = "moment while opening" if early else "moment while fetching"
        self._count(moment, code, killed=alive and code != 0)

    def _count(self, place: str, code: int, *, killed: bool) -> None:
        self.figures.runs += 1
        if killed:
            self.figures.kills += 1
            self.figures.places[place] += 1
        elif code:  # what no kill ended must have ended well by itself
            self.figures.failures.append(f"{place}: exit status {code}")

    def _prove(self, entry: MailboxEntry, sent: Sent) -> None:
        with compose.open_desk(entry) as desk:
            report = desk.fetch.run(Watch())
            difference = sent.losses(desk)
        self.figures.runs += 1
        self.figures.offered_again += report.duplicates
        if report.error is not None:
            self.figures.failures.append(report.error.name)
        self.figures.lost += difference.lost
        self.figures.duplicated += difference.surplus
        self.figures.unacknowledged += len(sent.unacknowledged())


@contextmanager
def practice(place: Path) -> Iterator[Intermediary]:
    with Intermediary(place / "post", pki.create(place / "pki")) as running:
        yield running


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py soak")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=randbelow(2**32))
    options = parser.parse_args()
    logging.getLogger("hzl_client").setLevel(logging.ERROR)  # killed peers are expected
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="soak-") as folder,
        practice(Path(folder)) as running,
    ):
        dice = random.Random(options.seed)  # noqa: S311 - no secret, repeatable
        soak = Soak(running, dice)
        number = 0
        while soak.figures.kills < options.kills and soak.figures.sound:
            number += 1
            soak.mailbox(Path(folder) / f"profile{number}", options.kills)
            sys.stderr.write(f"{soak.figures.kills} kills\n")
    figures = soak.figures.as_json(options.seed, time.monotonic() - begun)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return 0 if soak.figures.sound else 1


if __name__ == "__main__":
    sys.exit(main())
