"""Fetch one source package of Debian without touching the machine's own apt.

The mirror is the one in use; a private configuration adds one suite's source index.
"""

import os
import re
from pathlib import Path
from typing import Any

from installer.tools import CACHE, BuildFailed, call, require_sha256

SOURCES = Path("/etc/apt")
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
ARCHIVE = re.compile(r"https?://\S+/debian/?(?=\s|$)")


def fetch_source(registry: dict[str, Any]) -> Path:
    archive = CACHE / str(registry["source_file"])
    if not archive.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        _download(registry["source_package"], registry["source_suite"])
        if not archive.exists():
            raise BuildFailed(
                f"Debian's {registry['source_package']} is no longer {archive.name}; "
                "newer pins for runtime.toml are needed"
            )
    require_sha256(archive, registry["source_sha256"])
    return archive


def mirror(folder: Path = SOURCES) -> str:
    """The first archive in use, whichever of the two forms its file has."""
    lists = [folder / "sources.list", *sorted((folder / "sources.list.d").glob("*"))]
    for file in lists:
        if file.suffix in {".list", ".sources"} and file.is_file():
            text = file.read_text(encoding="utf-8", errors="replace")
            used = re.sub(r"(?m)^\s*#.*$", "", text)
            found = ARCHIVE.search(used)
            if found:
                return found.group()
    raise BuildFailed("the apt sources name no Debian archive")


def _download(package: str, suite: str) -> None:
    apt = CACHE / "apt"
    for part in ("lists/partial", "cache/archives/partial"):
        (apt / part).mkdir(parents=True, exist_ok=True)
    line = f"deb-src [signed-by={KEYRING}] {mirror()} {suite} main\n"
    (apt / "sources.list").write_text(line)
    (apt / "apt.conf").write_text(
        f'Dir::Etc::sourcelist "{apt}/sources.list"; Dir::Etc::sourceparts "-";\n'
        f'Dir::State::lists "{apt}/lists"; Dir::Cache "{apt}/cache";\n'
        'APT::Sandbox::User "root";\n'
    )
    environment = {**os.environ, "APT_CONFIG": str(apt / "apt.conf")}
    call("apt-get", "update", "-qq", env=environment)
    get = ("apt-get", "source", "--download-only", "-qq", package)
    call(*get, cwd=CACHE, env=environment)
