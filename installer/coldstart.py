"""Windows measured from outside, by a stopwatch that runs beside them."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from installer.tools import COMPILER
from installer.wine import Winebox

SOURCE = Path(__file__).with_name("stopwatch.c")
MOST_ROUNDS = 3
BARE = Path(__file__).with_name("inside") / "bare_window.py"


@dataclass(frozen=True, slots=True)
class Stopwatch:
    box: Winebox
    program: Path

    def usable(self, command: str, *, picture: Path | None = None) -> int:
        """Milliseconds from the start until the window is visible and answers."""
        hold = 12_000 if picture else 0
        process = self.box.start(self.box.windows_path(self.program), hold, command)
        if process.stdout is None:
            raise SystemExit("the stopwatch has no voice")
        first = process.stdout.readline().decode().split()
        if first[:1] != ["usable"]:
            raise SystemExit(f"no usable window: {first}")
        if picture:
            self.box.screenshot_after(10, picture)  # the mailbox is open by then
        rest = process.communicate(timeout=120)[0].decode().splitlines()
        if "ended 0" not in rest:  # around it, the program's own log may speak
            raise SystemExit(f"the window did not close as told: {rest}")
        return int(first[1])


def stopwatch(box: Winebox, folder: Path) -> Stopwatch:
    target = folder / "stopwatch.exe"
    options = ("-O2", "-s", "-Wall", "-Werror", "-municode")
    subprocess.run([COMPILER, *options, "-o", str(target), str(SOURCE)], check=True)
    return Stopwatch(box, target)


def compare(
    watch: Stopwatch, program: str, bare: str, runs: int, limit: float
) -> dict[str, object]:
    """In turns, so that both meet the same machine; of each the fastest run counts:
    whatever else the machine does can only slow one down. That is why a ratio over
    the limit is measured again before it is believed."""
    ours: list[int] = []
    bares: list[int] = []
    ratio = limit + 1
    while ratio > limit and len(ours) < MOST_ROUNDS * runs:
        for _ in range(runs):
            ours.append(watch.usable(program))
            bares.append(watch.usable(bare))
        ratio = min(ours) / min(bares)
    return {"program_ms": ours, "bare_ms": bares, "ratio": round(ratio, 2)}
