#!/usr/bin/env python3
"""Set everything up and call the ordinary tools; needs nothing but Python 3.11.

python3 dev.py demo | test | setup | check | bench | soak | sheets
python3 dev.py fuzz [--runs N] [--target NAME]                    needs atheris
python3 dev.py package [--test] [--embed-zip FILE --sha256 HEX]   the Windows program
python3 dev.py test --windows [pytest arguments]                  its suite under wine
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
PYTEST = (PYTHON, "-m", "pytest")
DEBIAN_PACKAGES = [
    "python3-venv",  # Debian splits venv and pip from Python
    *("libgl1", "libegl1", "libopengl0", "libglib2.0-0", "libdbus-1-3"),  # Qt's needs
    *("libfontconfig1", "libxkbcommon0", "libxkbcommon-x11-0", "libxcb-cursor0"),
    *("libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0"),
    *("libxcb-render-util0", "libxcb-shape0", "libxcb-sync1", "libxcb-xfixes0"),
    *("libxcb-xinerama0", "libxcb-xkb1"),
    "fonts-dejavu-core",  # a machine without any font shows boxes
]
TEST_PACKAGES = ["strace"]  # the order test watches system calls
WINDOWS_PACKAGES = [  # what builds a Windows program on Debian and tries it
    *("gcc-mingw-w64-x86-64-win32", "binutils-mingw-w64-x86-64"),
    *("mingw-w64-x86-64-dev", "wixl", "msitools", "osslsigncode", "nsis"),
    *("wine", "wine64", "xvfb", "xauth", "imagemagick"),
]

FUZZED = [("Linux", "x86_64", 3, minor) for minor in (11, 12, 13)]  # atheris' wheels


def run(*command: object, **options: object) -> None:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, **options)  # type: ignore[call-overload]  # noqa: PLW1510
    if done.returncode:
        sys.exit(done.returncode)


def system_packages(wanted: list[str]) -> None:
    """Debian splits Python and ships no desktop libraries; elsewhere nothing to do."""
    if platform.system() != "Linux" or not shutil.which("dpkg-query"):
        return
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *wanted]
    known = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    missing = [name for name in wanted if f"{name} installed" not in known.splitlines()]
    if not missing:
        return
    line = "apt-get install -y --no-install-recommends " + " ".join(missing)
    if os.geteuid() != 0:
        sys.exit(f"Es fehlen Systempakete. Bitte einmal ausführen:\n  sudo {line}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", env=environment)
    run(*line.split(), "-qq", env=environment, stdout=subprocess.DEVNULL)


def setup(requirements: str) -> None:
    """One environment in .venv; installed again only when its recipe changes."""
    dev = requirements == "dev"
    if sys.version_info < (3, 11):  # noqa: UP036 - a clear word beats pip's
        sys.exit("Python 3.11 oder neuer wird gebraucht.")
    system_packages([*DEBIAN_PACKAGES, *(TEST_PACKAGES if dev else [])])
    recipe = ROOT / "requirements" / f"{requirements}.txt"
    sources = [recipe, ROOT / "pyproject.toml"]
    state = hashlib.sha256(b"".join(p.read_bytes() for p in sources)).hexdigest()
    stamp = VENV / f"{requirements}.stamp"
    if stamp.exists() and stamp.read_text() == state:
        return
    if not PYTHON.exists():
        run(sys.executable, "-m", "venv", VENV)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "--require-hashes", "--requirement", recipe)
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    stamp.write_text(state)
    if dev:
        (VENV / "runtime.stamp").unlink(missing_ok=True)


def check() -> None:
    run(BIN / "ruff", "check", ".")
    run(BIN / "ruff", "format", "--check", ".")
    run(PYTHON, "-m", "mypy")
    run(BIN / "lint-imports", "--no-cache")  # a stale cache has hidden a new module


# Two shares at a time, the longest first; then, with the machine to itself, whatever
# looks at the clock. A test checks that no test file is left out.
FILES = ("tests/unit/documents", "tests/unit/store")
COMPUTING = ("tests/unit/osci", "tests/unit/xmlsec", "tests/vectors")
CLOCKS = (
    "tests/gui/test_attachment_rows.py",
    "tests/gui/test_fields_tab.py",
    "tests/gui/test_first_paint.py",
    "tests/gui/test_long_application.py",
    "tests/gui/test_many_records.py",
    "tests/gui/test_pdf_view.py",
    "tests/gui/test_printing.py",
    "tests/gui/test_responsive.py",
    "tests/gui/test_watchdog.py",
)
SHARES = (
    ("tests/gui", *(f"--ignore={place}" for place in CLOCKS)),
    ("tests/integration",),
    ("tests/unit", *(f"--ignore={place}" for place in (*COMPUTING, *FILES))),
    ("tests/fuzz", "tests/installer", *FILES),
    COMPUTING,
)


def test(arguments: list[str]) -> None:
    if arguments:
        run(*PYTEST, *arguments, env=offscreen())
        return
    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(share, SHARES))
    if any(statuses):
        sys.exit(1)
    run(*PYTEST, *CLOCKS, env=offscreen())


def share(arguments: Sequence[str]) -> int:
    """Its output in one piece, when it has ended."""
    done = subprocess.run(
        [*PYTEST, *arguments],
        cwd=ROOT,
        env=offscreen(),
        stdout=subprocess.PIPE,
        check=False,
    )
    sys.stdout.buffer.write(done.stdout)
    sys.stdout.flush()
    return done.returncode


def offscreen() -> dict[str, str]:
    return {"QT_QPA_PLATFORM": "offscreen", **os.environ}


def fuzz(arguments: list[str]) -> None:
    """Atheris lies beside the environment: only this verb needs its 35 MB."""
    here = (platform.system(), platform.machine(), *sys.version_info[:2])
    if here not in FUZZED:
        print("fuzz: ausgelassen, für diesen Rechner gibt es kein atheris.")
        return
    engine = ROOT / "build" / "fuzz" / "engine"
    recipe = ROOT / "requirements" / "fuzz.txt"
    stamp = engine / "fuzz.stamp"
    if not stamp.exists() or stamp.read_bytes() != recipe.read_bytes():
        pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
        options = ("--require-hashes", "--only-binary=:all:", "--upgrade")
        run(*pip, *options, "--target", engine, "--requirement", recipe)
        stamp.write_bytes(recipe.read_bytes())
    environment = {**os.environ, "PYTHONPATH": str(engine)}
    run(PYTHON, ROOT / "tests" / "fuzz" / "run.py", *arguments, env=environment)


def package(arguments: list[str]) -> None:
    """The program as Windows gets it; `--test` also installs it under wine."""
    options = [option for option in arguments if option != "--test"]
    run(PYTHON, "-m", "installer.build", *options)
    run(PYTHON, "-m", "installer.package")
    if "--test" in arguments:
        run(PYTHON, "-m", "installer.cycle")


def main() -> None:
    verb, *arguments = sys.argv[1:] or ["help"]
    match verb:
        case "setup":
            setup("dev" if "--dev" in arguments else "runtime")
        case "demo":
            setup("runtime")
            run(PYTHON, "-m", "hzl_client", "demo", *arguments)
        case "check":
            setup("dev")
            check()
        case "test" if arguments[:1] == ["--windows"]:
            system_packages(WINDOWS_PACKAGES)
            setup("dev")
            run(PYTHON, "-m", "installer.suite", *arguments[1:])
        case "package":
            system_packages(WINDOWS_PACKAGES)
            setup("dev")
            package(arguments)
        case "test":
            setup("dev")
            if not arguments:
                check()
            test(arguments)
        case "bench" | "soak" | "sheets":
            setup("dev")
            environment = {**offscreen(), "PYTHONPATH": str(ROOT / "tests")}
            run(PYTHON, ROOT / "tests" / verb / "run.py", *arguments, env=environment)
        case "fuzz":
            setup("dev")
            fuzz(arguments)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
