"""Build HzL-Client.exe and HzL-Client.com, and python.exe for build and tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from installer.tools import CACHE, COMPILER, RESOURCE_COMPILER, ROOT, call

SOURCES = ROOT / "installer" / "launcher"
ICON = CACHE / "launcher" / "HzL-Client.ico"
ICON_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
HARDENED = "-Wl,--no-insert-timestamp,--dynamicbase,--nxcompat,--high-entropy-va"
RENDER = """
import sys
from PySide6.QtGui import QGuiApplication, QIcon
application = QGuiApplication(sys.argv[:1])
source, folder, *sizes = sys.argv[1:]
for size in map(int, sizes):
    QIcon(source).pixmap(size, size).save(f"{folder}/{size}.png")
"""


def build_launchers(target: Path, version: str, tag: str) -> None:
    """`HzL-Client.com` is the same program with a console: `hzl-client selftest`
    typed in one finds it first, since PATHEXT names .COM before .EXE."""
    work = CACHE / "launcher"
    work.mkdir(parents=True, exist_ok=True)
    make_icon(ICON)
    shutil.copy(SOURCES / "launcher.manifest", work)
    resources = _resources(work, version)
    _compile("launcher.c", target / "HzL-Client.exe", tag, "-mwindows", resources)
    _compile("launcher.c", target / "HzL-Client.com", tag, "-DCONSOLE", resources)


def build_python(target: Path, tag: str) -> None:
    _compile("python.c", target, tag)


def make_icon(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    svg = ROOT / "resources" / "icons" / "app.svg"
    render = (sys.executable, "-c", RENDER, svg, target.parent, *ICON_SIZES)
    call(*render, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    pictures = [target.parent / f"{size}.png" for size in ICON_SIZES]
    subprocess.run(["convert", *pictures, target], check=True)


def _resources(work: Path, version: str) -> Path:
    """Windows writes four numbers: 26.11.0 becomes 26,11,0,0."""
    numbers = ",".join([*version.split("."), "0", "0"][:4])
    source = work / "launcher.rc"
    text = (SOURCES / "launcher.rc").read_text(encoding="ascii")
    source.write_text(
        text.replace("FILE_VERSION", numbers).replace("TEXT_VERSION", f'"{version}"'),
        encoding="ascii",
    )
    made = work / "launcher.res"
    call(RESOURCE_COMPILER, source, "-O", "coff", "-o", made, cwd=work)
    return made


def _compile(source: str, target: Path, tag: str, *options: object) -> None:
    named = {"DLL": "dll", "LIBRARY": "zip", "PATHS": "_pth"}
    names = [f'-DPYTHON_{key}=L"python{tag}.{end}"' for key, end in named.items()]
    flags = ("-O2", "-s", "-Wall", "-Werror", "-municode", HARDENED, *names)
    call(COMPILER, *flags, "-o", target, SOURCES / source, *options)
