"""The one finder of resource files: in the package, else in the checkout."""

from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    """Holds `resources/` as committed; the build copies it into the package."""
    here = Path(__file__).parent
    packaged = here / "_resources"
    return packaged if packaged.is_dir() else here.parents[1] / "resources"


def path(name: str) -> Path:
    return folder() / name


def read(name: str) -> bytes:
    return path(name).read_bytes()
