"""What every step of the build needs: folders, programs, digests."""

import hashlib
import subprocess
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WINDOWS = ROOT / "build" / "windows"
CACHE = WINDOWS / "cache"
COMPILER = "x86_64-w64-mingw32-gcc-win32"
RESOURCE_COMPILER = "x86_64-w64-mingw32-windres"


class BuildFailed(SystemExit):
    """Says in one English sentence what the build refuses."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)


def pins() -> dict[str, Any]:
    text = (ROOT / "installer" / "runtime.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def call(*command: object, **options: Any) -> str:
    """Output of a program that must succeed; a failure shows what it said."""
    done: subprocess.CompletedProcess[str] = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
        **options,
    )
    if done.returncode:
        raise BuildFailed(f"{command[0]} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def require_sha256(file: Path, expected: str) -> None:
    found = sha256(file)
    if found != expected.lower():
        raise BuildFailed(f"{file.name} has the SHA-256 {found}, not {expected}")


def tree_sha256(folder: Path) -> dict[str, str]:
    """Every file of a folder with its digest, by path in POSIX form."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


def version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
