"""The project's tests, run by Windows-Python under wine, several shares at once.

python -m installer.suite [pytest arguments] (after installer.build)

Kills, soak, benches, the practice intermediary as a process of its own, what is about
the repository and the parts of the window that know no system stay on Linux.
"""

import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from installer.tools import ROOT, WINDOWS, BuildFailed
from installer.wine import Winebox

PYTHON = WINDOWS / "test" / "python.exe"
WORKERS = 4  # on two cores: much of the time each waits for processes to start
# Each share is a Windows of its own; the longest first, so that none is waited for.
SHARES = (
    ("tests/gui",),
    (
        "tests/unit/exports",
        "tests/unit/services",
        "tests/unit/cli",
        "tests/integration/cli",
    ),
    (
        "tests/unit/checks",
        "tests/unit/ground",
        "tests/unit/sources",
        "tests/unit/standards",
        "tests/unit/texts",
        "tests/unit/test_interpreter.py",
    ),
    (
        "tests/unit/intermediary",
        "tests/unit/osci",
        "tests/unit/xmlsec",
        "tests/vectors",
    ),
    ("tests/unit/documents", "tests/unit/store", "tests/unit/keys"),
    ("tests/integration/fetch",),
)
KILLS = (
    "tests/integration/fetch/test_killed.py",
    "tests/unit/store/test_mailbox_kill.py",
)
# What looks at the clock, and what the window says and where it stands: the same on
# every system. Under wine runs what meets Windows: start and end of program and
# session, screens, children, files, pages, paper, the main job in the whole window.
WINDOW_ALIKE = (
    "tests/gui/test_accessible.py",
    "tests/gui/test_filing.py",
    "tests/gui/test_hints.py",
    "tests/gui/test_linking.py",
    "tests/gui/test_long_application.py",
    "tests/gui/test_long_list.py",
    "tests/gui/test_manners.py",
    "tests/gui/test_many_records.py",
    "tests/gui/test_narrow_lists.py",
    "tests/gui/test_print_habits.py",
    "tests/gui/test_record_list.py",
    "tests/gui/test_responsive.py",
    "tests/gui/test_searching.py",
    "tests/gui/test_short_room.py",
    "tests/gui/test_told_by_name.py",
    "tests/gui/test_unkept.py",
    "tests/gui/test_unknown_version.py",
    "tests/gui/test_watchdog.py",
    "tests/gui/test_work_tab.py",
)
COMMANDS_ALIKE = (  # each starts programs by the dozen, and none asks for the system
    "tests/integration/cli/test_cli_certificates.py",
    "tests/integration/cli/test_cli_overlay.py",
)
FETCH_ALIKE = (  # what the intermediary says, and what is done about it
    "tests/integration/fetch/test_around_blocked.py",
    "tests/integration/fetch/test_fetch_machine.py",
    "tests/integration/fetch/test_shapes.py",
)
LINUX = (*KILLS, *WINDOW_ALIKE, *COMMANDS_ALIKE, *FETCH_ALIKE)
LEAST = 8000  # 8,418 ran when this was written; far fewer means a folder is missing
SECONDS = 1200
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)")
SUMMARY = re.compile(rf"{COUNT.pattern}.* in [\d.]+s")
ENVIRONMENT = {"HYPOTHESIS_PROFILE": "short", "PYTHONUTF8": "1"}


def main() -> None:
    begun = time.monotonic()
    given = sys.argv[1:]
    parts = [given] if given else [list(share) for share in SHARES]
    with ThreadPoolExecutor(WORKERS) as pool:
        ends = list(pool.map(_run, range(len(parts)), parts))
    counts = _counts([output for _, output in ends])
    spent = time.monotonic() - begun
    words = ", ".join(f"{number} {word}" for word, number in sorted(counts.items()))
    print(f"Windows-Python: {words} in {spent:.0f} s")
    if any(status for status, _ in ends) or counts.get("error", 0):
        raise BuildFailed("The suite under wine did not pass.")
    if not given and counts.get("passed", 0) < LEAST:
        raise BuildFailed(f"Only {counts['passed']} tests passed: one folder missing?")


def _run(number: int, selection: list[str]) -> tuple[int, str]:
    """Exit status and output; a process that crashed has no summary but a status.

    A prefix of its own each time: nothing is left of the last run, and a second run
    beside this one does not end its programs.
    """
    with (
        TemporaryDirectory(
            prefix=f"hzl-suite-{number}-", ignore_cleanup_errors=True
        ) as at,
        Winebox(Path(at) / "prefix", platform="offscreen") as box,
    ):
        pytest = (box.windows_path(PYTHON), "-m", "pytest", "-q", "-p", "no:randomly")
        rootdir = ("--rootdir", box.windows_path(ROOT))
        config = ("-c", box.windows_path(ROOT / "pyproject.toml"))
        chosen = [_place(box, part) for part in selection]
        left = [f"--ignore={box.windows_path(ROOT / file)}" for file in LINUX]
        command = (*pytest, *rootdir, *config, "-rs", "--durations=8", *left, *chosen)
        try:
            done = box.run(*command, seconds=SECONDS, environment=ENVIRONMENT)
            status, output = done.status, done.output
        except subprocess.TimeoutExpired as error:
            status, output = 1, f"{error.output}\n1 error: not done after {SECONDS} s"
    print(output, flush=True)
    return status, output


def _place(box: Winebox, part: str) -> str:
    """A test's place as Windows names it; options stay as they are."""
    path, colons, name = part.partition("::")
    there = (ROOT / path).exists() and not part.startswith("-")
    return box.windows_path(ROOT / Path(path)) + colons + name if there else part


def _counts(outputs: list[str]) -> dict[str, int]:
    """Of pytest's last line; an output without one counts as an error."""
    counts: dict[str, int] = {}
    for output in outputs:
        lines = [line for line in output.splitlines() if SUMMARY.search(line)]
        found = COUNT.findall(lines[-1]) if lines else [("1", "error")]
        for number, word in found:
            name = word.removesuffix("s") if word.startswith("error") else word
            counts[name] = counts.get(name, 0) + int(number)
    return counts


if __name__ == "__main__":
    main()
