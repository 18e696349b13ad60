"""The one finder of resource files: in the package, else beside what holds it: the
checkout's `src`, or the zip of the installed program."""

from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    """Holds `resources/` as committed."""
    here = Path(__file__).parent
    packaged = here / "_resources"
    return packaged if packaged.is_dir() else here.parents[1] / "resources"


def path(name: str) -> Path:
    return folder() / name


def read(name: str) -> bytes:
    return path(name).read_bytes()
