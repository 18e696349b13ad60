"""The life of an installation under wine, from the first to the last day; and of
another one beside it, as most of the time each waits.

python -m installer.cycle [--runs N]; needs what installer.build and installer.package
made; writes build/windows/cycle.json, the log files and pictures beside it."""

import argparse
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from installer import check, coldstart, msi, package, snapshot, tools
from installer.tools import ROOT, WINDOWS
from installer.wine import Finished, Winebox
from installer.wxs import NAME, PROGRAM, Product

FOLDER = WINDOWS / "cycle"
USUAL = rf"C:\Program Files\{NAME}"
CHOSEN = r"C:\Anträge HzL"
OLD_ONLY = "lib/only_in_the_older_version.py"
SAMPLES = ("01_alleinstehend:attached", "02_paar_zwei_kinder:embedded")
REFUSED, RESTART = 1603, 3010
LONGEST = 300  # seconds; the self-test takes a minute on a busy machine
GOALS = {"msi_mb": 75.0, "installed_mb": 170.0, "cold_start_ratio": 2.0}
# The ratio moves by a half from run to run where others use the machine as well; the
# bare window takes less than a second, so little is needed for that.
LIMITS = {**GOALS, "cold_start_ratio": 3.0}


@dataclass
class Life:
    box: Winebox
    new: Path
    older: Path
    tree: Path
    older_tree: Path
    figures: dict[str, Any] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - begun, 1)
        print(f"{self.seconds[name]:6.1f} s  {name}", flush=True)

    def msiexec(self, *arguments: str, log: str) -> Finished:
        """Once more where it wrote no log: then it has not even begun."""
        file = FOLDER / f"{log}.log"
        options = ("/qn", "/norestart", "/l*v", self.box.windows_path(file))
        done = self.box.run("msiexec", *arguments, *options)
        if not file.exists():
            print(f"          msiexec did not begin: {done}", flush=True)
            done = self.box.run("msiexec", *arguments, *options)
        return done

    def install(self, file: Path, *properties: str, log: str) -> int:
        path = self.box.windows_path(file)
        return self.msiexec("/i", path, *properties, log=log).status

    def remove(self, file: Path, *, log: str) -> None:
        done = self.msiexec("/x", self.box.windows_path(file), log=log)
        expect(done.status, 0, "removal")

    def ours(self, *arguments: str, folder: str = USUAL) -> Any:
        """What the installed program says on its command line, as JSON. Its log and
        that of its children come through the same pipe and are passed on."""
        program = rf"{folder}\{NAME}.com"
        done = self.box.run(program, *arguments, "--json", seconds=LONGEST).check()
        lines = done.output.splitlines()
        documents = [line for line in lines if line.startswith("{")]
        for line in lines:
            if line not in documents:
                print(f"          {line}", flush=True)
        if len(documents) != 1:
            raise SystemExit(f"{len(documents)} JSON documents from {arguments[0]}")
        return json.loads(documents[0])

    def same_as(self, tree: Path, folder: str = USUAL) -> None:
        found = snapshot.differences(tree, self.box.host_path(folder))
        if found:
            raise SystemExit(f"{len(found)} files differ, the first: {found[:5]}")


def expect(status: int, code: int, what: str) -> None:
    if status != code % 256:  # a Unix knows no larger ones
        raise SystemExit(f"{what} ended with {status}, not with {code}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="installer.cycle", description=__doc__)
    parser.add_argument("--runs", type=int, default=2, help="of the cold start")
    runs = parser.parse_args().runs
    begun = time.monotonic()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    version = tools.version()
    tree = WINDOWS / "signed"
    new = package.DIST / f"{NAME}-{version}.msi"
    older_tree, older = older_version(tree, version)
    with (
        Winebox(FOLDER / "prefix") as box,
        Winebox(FOLDER / "other-prefix") as other,
        ThreadPoolExecutor(1) as beside,
    ):
        life = Life(box, new, older, tree, older_tree)
        elsewhere = beside.submit(another_life, replace(life, box=other))
        measure_sizes(life)
        before = snapshot.take(box)
        first_days(life)
        with life.step("build once more"):
            check.main()
        elsewhere.result()
        with life.step("start, picture, cold start"):
            show(life, runs)  # it looks at the clock: nothing else runs any more
        last_days(life, before)
    life.figures["total_seconds"] = round(time.monotonic() - begun, 1)
    life.figures["seconds"] = life.seconds
    judge(life.figures)


def older_version(tree: Path, version: str) -> tuple[Path, Path]:
    """Last year's version: the same program with one file that is gone today."""
    year, rest = version.split(".", 1)
    older = FOLDER / "older-program"
    subprocess.run(["cp", "-al", tree, older], check=True)
    (older / OLD_ONLY).write_text("LEFT = True\n")
    product = Product(older, f"{int(year) - 1}.{rest}")
    return older, msi.build(product, FOLDER / "older.msi")


def measure_sizes(life: Life) -> None:
    life.figures["msi_mb"] = round(life.new.stat().st_size / 1e6, 1)
    size = sum(f.stat().st_size for f in life.tree.rglob("*") if f.is_file())
    life.figures["installed_mb"] = round(size / 1e6, 1)


def first_days(life: Life) -> None:
    """Installed, used, upgraded over its data, used again."""
    with life.step("install the older version"):
        expect(life.install(life.older, log="install"), 0, "install")
        life.same_as(life.older_tree)
    with life.step("make data with the older version"):
        records = make_data(life)
    with life.step("upgrade"):
        expect(life.install(life.new, log="upgrade"), 0, "upgrade")
        life.same_as(life.tree)
    with life.step("read the data of the older version"):
        if life.ours("list")["records"] != records:
            raise SystemExit("the upgraded program does not list what was there")
        for record in records:
            life.ours("show", record["id"])
    with life.step("refuse the downgrade"):
        expect(life.install(life.older, log="downgrade"), REFUSED, "downgrade")
        picture_of_refusal(life)
        life.same_as(life.tree)


def last_days(life: Life, before: snapshot.Snapshot) -> None:
    with life.step("repair what was damaged by hand"):
        repair(life)
    with life.step("remove"):
        life.remove(life.new, log="remove")
        nothing_left(life, before)


def another_life(life: Life) -> None:
    """On another machine at the same time."""
    chosen_folder(life)
    refusals(life)


def chosen_folder(life: Life) -> None:
    """With a desktop shortcut, upgraded while it runs, and tried in every part."""
    before = snapshot.take(life.box)
    wishes = (f"INSTALLDIR={CHOSEN}", "DESKTOPSHORTCUT=1")
    with life.step("install into a chosen folder"):
        expect(life.install(life.older, *wishes, log="chosen"), 0, "install")
        life.same_as(life.older_tree, CHOSEN)
    with life.step("upgrade a running program"):
        running = life.box.start(rf"{CHOSEN}\{PROGRAM}")
        time.sleep(6)
        if running.poll() is not None:
            raise SystemExit("the program did not stay open")
        status = life.install(life.new, log="running")
        life.figures["upgrade_while_running"] = status
        if status not in (0, RESTART % 256):
            raise SystemExit(f"upgrade of a running program ended with {status}")
        life.box.run("taskkill", "/im", PROGRAM)
        running.communicate(timeout=90)
        life.box.end_all()  # the restart that code 3010 asks for
        life.box.run("cmd", "/c", "ver")
        life.same_as(life.tree, CHOSEN)
        if not list(life.box.drive.glob("users/*/Desktop/*.lnk")):
            raise SystemExit("the upgrade lost the desktop shortcut")
    with life.step("self-test of the installed program"):
        pictures = life.box.windows_path(FOLDER / "selftest")
        told = life.ours("selftest", "--output", pictures, folder=CHOSEN)
        life.figures["selftest"] = told
    with life.step("remove from the chosen folder"):
        life.remove(life.new, log="remove-chosen")
        nothing_left(life, before)


def refusals(life: Life) -> None:
    before = snapshot.take(life.box)
    with life.step("refuse an old Windows"):
        life.box.run("winecfg", "-v", "win7").check()
        expect(life.install(life.new, log="old-windows"), REFUSED, "Windows 7")
        nothing_left(life, before)
        life.box.run("winecfg", "-v", "win10").check()


def make_data(life: Life) -> Any:
    """A practice mailbox with one application for each sample that was delivered."""
    life.ours("mailbox", "practice")
    user = next(life.box.drive.glob("users/*/AppData/Local/hzl-client"))
    state = life.box.windows_path(user / "practice-intermediary")
    deliver = ("intermediary", "--until-stdin-closes", "--state", state)
    samples = [part for sample in SAMPLES for part in ("--sample", sample)]
    life.box.run(rf"{USUAL}\{NAME}.com", *deliver, *samples).check()
    life.ours("fetch")
    records = life.ours("list")["records"]
    if len(records) != len(SAMPLES):
        raise SystemExit(f"{len(SAMPLES)} delivered, in the mailbox: {records}")
    return records


def picture_of_refusal(life: Life) -> None:
    """Who clicks the file is told why, in German; here for somebody to look at."""
    path = life.box.windows_path(life.older)
    asking = life.box.start("msiexec", "/i", path, "/qb")
    life.box.screenshot_after(4, FOLDER / "refused.png")
    life.box.run("taskkill", "/f", "/im", "msiexec.exe").check()
    asking.communicate(timeout=30)


def show(life: Life, runs: int) -> None:
    watch = coldstart.stopwatch(life.box, FOLDER)
    program = rf'"{USUAL}\{PROGRAM}"'
    python = WINDOWS / "test" / "python.exe"
    bare = " ".join(f'"{life.box.windows_path(p)}"' for p in (python, coldstart.BARE))
    first = watch.usable(program, picture=FOLDER / "window.png")
    limit = GOALS["cold_start_ratio"]
    compared = coldstart.compare(watch, program, bare, runs, limit)
    life.figures["cold_start"] = {"first_ms": first, **compared}


def repair(life: Life) -> None:
    installed = life.box.host_path(USUAL)
    (installed / "python313.dll").write_bytes(b"damaged")
    (installed / "_ssl.pyd").unlink()
    shutil.rmtree(installed / "lib" / "sqlalchemy")
    properties = ("REINSTALL=ALL", "REINSTALLMODE=amus")
    expect(life.install(life.new, *properties, log="repair"), 0, "repair")
    life.same_as(life.tree)


def nothing_left(life: Life, before: snapshot.Snapshot) -> None:
    left = snapshot.left_behind(before, snapshot.take(life.box))
    if left:
        raise SystemExit(f"{len(left)} things are left, the first: {left[:8]}")


def judge(figures: dict[str, Any]) -> None:
    target = WINDOWS / "cycle.json"
    target.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")
    measured = {**figures, "cold_start_ratio": figures["cold_start"]["ratio"]}
    over = [name for name, limit in LIMITS.items() if measured[name] > limit]
    for name, goal in GOALS.items():
        word = "OVER the goal of" if measured[name] > goal else "within"
        print(f"{name}: {measured[name]} ({word} {goal})")
    print(f"cycle: {figures['total_seconds']} s, {target.relative_to(ROOT)}")
    if over:
        raise SystemExit(f"over the limit: {', '.join(over)}")


if __name__ == "__main__":
    main()
