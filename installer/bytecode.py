"""Compile the program with the Python it will run on, under wine."""

import shutil
from pathlib import Path

from installer.launchers import build_python
from installer.tools import ROOT, WINDOWS
from installer.wine import Winebox

SCRIPT = ROOT / "installer" / "inside" / "compile_tree.py"
# Sets of constants are written in the order of their hashes.
ENVIRONMENT = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}


def compile_program(tree: Path, runtime: Path, tag: str, box: Winebox) -> None:
    """A Python without `._pth` file of its own: one with it ignores the hash seed."""
    folder = WINDOWS / "compiler"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(runtime, folder)
    build_python(folder / "python.exe", tag)
    python = box.windows_path(folder / "python.exe")
    arguments = (box.windows_path(SCRIPT), box.windows_path(tree), f"python{tag}.zip")
    box.run(python, "-S", *arguments, environment=ENVIRONMENT).check()
