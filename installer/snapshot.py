"""What an installation leaves behind: files and registry keys, before and after."""

import filecmp
import re
from dataclasses import dataclass
from pathlib import Path

from installer.wine import Winebox

# Windows Installer's own shelves: there on every Windows, made by wine when needed.
# Control\\Video: the screens of a session.
SHELVES = re.compile(
    r"\\Control\\Video\\|\\Installer(\\(Features|Products|UpgradeCodes|UserData"
    r"(\\S-1-5-18(\\(Components|Products))?)?))?\]$"
)
# What belongs to the user and has to survive: mailboxes and their secrets;
# what Windows or wine note about his console and his mouse.
USER_FILES = re.compile(r"^users/[^/]+/AppData/Local/hzl-client(/|$)")
USER_KEYS = re.compile(
    r"\\Credential Manager|HKEY_CURRENT_USER\\(Console|Software\\Wine)"
)
SYSTEM_FILES = ("windows/", "ProgramData/Microsoft")


@dataclass(frozen=True, slots=True)
class Snapshot:
    files: frozenset[str]
    keys: frozenset[str]


def take(box: Winebox) -> Snapshot:
    keys: set[str] = set()
    for hive in ("HKLM", "HKCU"):
        exported = box.drive / "registry.reg"
        box.run("reg", "export", hive, box.windows_path(exported), "/y").check()
        lines = exported.read_bytes().decode("utf-16").splitlines()
        keys.update(line for line in lines if line.startswith("["))
        exported.unlink()
    names = (p.relative_to(box.drive).as_posix() for p in box.drive.rglob("*"))
    files = frozenset(n for n in names if not n.startswith(SYSTEM_FILES))
    return Snapshot(files, frozenset(key for key in keys if not SHELVES.search(key)))


def left_behind(before: Snapshot, after: Snapshot) -> list[str]:
    """Everything that is new and not the user's."""
    files = {f for f in after.files - before.files if not USER_FILES.search(f)}
    keys = {k for k in after.keys - before.keys if not USER_KEYS.search(k)}
    return sorted(files | keys)


def differences(expected: Path, found: Path) -> list[str]:
    """Missing, changed and surplus files, byte by byte."""
    wanted, there = _files(expected), _files(found)
    changed = [
        name
        for name in wanted & there
        if not filecmp.cmp(expected / name, found / name, shallow=False)
    ]
    return sorted(
        [f"missing {name}" for name in wanted - there]
        + [f"surplus {name}" for name in there - wanted]
        + [f"changed {name}" for name in changed]
    )


def _files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    }
