"""Compile the program with the Python it will run on, under wine."""

import shutil
from pathlib import Path

from installer.assemble import OURS
from installer.launchers import build_python
from installer.tools import ROOT, WINDOWS
from installer.wine import Winebox, finished

SCRIPT = ROOT / "installer" / "inside" / "compile_tree.py"
# Sets of constants are written in the order of their hashes.
ENVIRONMENT = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
SECONDS = 120


def compile_program(tree: Path, runtime: Path, tag: str, box: Winebox) -> None:
    """A Python without `._pth` file of its own: one with it ignores the hash seed."""
    folder = WINDOWS / "compiler"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(runtime, folder)
    build_python(folder / "python.exe", tag)
    python = box.windows_path(folder / "python.exe")
    script = box.windows_path(SCRIPT)
    running = [
        box.start(
            python, "-S", script, box.windows_path(place), environment=ENVIRONMENT
        )
        for place in (tree / "lib", tree / f"python{tag}.zip", tree / OURS)
    ]
    for process in running:
        finished(process, SECONDS).check()
