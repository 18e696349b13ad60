"""Lay the program together as installed: launcher, Python, packages, ourselves."""

import fnmatch
import shutil
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from installer.tools import CACHE, ROOT, BuildFailed, call, sha256

REQUIREMENTS = ROOT / "installer" / "requirements.txt"
TEST_REQUIREMENTS = ROOT / "installer" / "requirements-test.txt"
OURS = "hzl_client.zip"
METADATA = "Metadata-Version: 2.4\nName: hzl-client\nVersion: {version}\n"
KEPT_OF_METADATA = {"METADATA", "entry_points.txt"}


def contents() -> dict[str, Any]:
    text = (ROOT / "installer" / "contents.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def packages(requirements: Path) -> Path:
    """The wheels of a locked list for Windows, unpacked; the same folder every time."""
    folder = CACHE / f"packages-{sha256(requirements)[:16]}"
    if not folder.exists():
        partly = folder.with_suffix(".partly")
        shutil.rmtree(partly, ignore_errors=True)
        platform = ("--platform", "win_amd64", "--python-version", "3.13")
        options = ("--only-binary=:all:", "--no-deps", "--require-hashes", "--quiet")
        quiet = (
            "--no-compile",
            "--no-warn-script-location",
            "--root-user-action=ignore",
        )
        pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install")
        call(*pip, *platform, *options, *quiet, "--target", partly, "-r", requirements)
        partly.rename(folder)
    return folder


def assemble(runtime: Path, target: Path, version: str, tag: str) -> None:
    wheels = packages(REQUIREMENTS)
    _fresh(target)
    _copy_runtime(runtime, wheels, target)
    lib = target / "lib"
    for file in wanted(wheels):
        _copy(wheels / file, lib / file)
    _copy_ourselves(target)
    _write_metadata(lib, version)
    places = f"python{tag}.zip\n{OURS}\n.\nlib\n"
    (target / f"python{tag}._pth").write_text(places, encoding="utf-8")


def assemble_test(runtime: Path, target: Path, tag: str) -> None:
    """Windows-Python with everything of the wheels, pytest and the checkout's `src`."""
    wheels = packages(REQUIREMENTS)
    _fresh(target)
    _copy_runtime(runtime, wheels, target)
    ours = [_on_drive_z(ROOT / name) for name in ("src", "tests", ".")]
    folders = [wheels, packages(TEST_REQUIREMENTS)]
    for name, folder in zip(("lib", "testlib"), folders, strict=True):
        (target / name).symlink_to(folder)
    _write_metadata(target, "0")
    places = [f"python{tag}.zip", ".", "lib", "testlib", *ours, "import site"]
    (target / "python._pth").write_text("\n".join(places) + "\n", encoding="utf-8")


def wanted(wheels: Path) -> Iterator[str]:
    """Paths below `lib/`. Every package must be named in contents.toml."""
    rules = contents()
    kept = rules["keep"]
    installed = {name for name, _ in distributions(wheels)}
    if installed != set(kept):
        differing = ", ".join(sorted(installed ^ set(kept)))
        raise BuildFailed(f"contents.toml and requirements.txt differ in {differing}")
    patterns = [pattern for patterns in kept.values() for pattern in patterns]
    files = {
        path.relative_to(wheels).as_posix()
        for path in wheels.rglob("*")
        if path.is_file()
    }
    chosen = {file for pattern in patterns for file in fnmatch.filter(files, pattern)}
    for pattern in rules["leave_out"]["patterns"]:
        chosen -= set(fnmatch.filter(chosen, pattern))
    _require_matches(patterns, chosen)
    yield from sorted(chosen)
    yield from sorted(file for file in files if _kept_metadata(file))


def distributions(wheels: Path) -> Iterator[tuple[str, Path]]:
    """Name in its normal form and `.dist-info` folder of every wheel."""
    for folder in sorted(wheels.glob("*.dist-info")):
        text = (folder / "METADATA").read_text(encoding="utf-8")
        name = str(HeaderParser().parsestr(text)["Name"])
        yield name.lower().replace("_", "-").replace(".", "-"), folder


def _require_matches(patterns: list[str], chosen: set[str]) -> None:
    for pattern in patterns:
        if not fnmatch.filter(chosen, pattern):
            raise BuildFailed(f"contents.toml: no file is named {pattern}")


def _kept_metadata(file: str) -> bool:
    folder, _, name = file.partition("/")
    return folder.endswith(".dist-info") and name in KEPT_OF_METADATA


def _copy_runtime(runtime: Path, wheels: Path, target: Path) -> None:
    for file in sorted(runtime.iterdir()):
        if file.suffix in {".dll", ".pyd", ".zip"}:
            shutil.copyfile(file, target / file.name)
    for name in contents()["c_runtime"]["files"]:
        shutil.copyfile(wheels / "shiboken6" / name, target / name)


def _copy_ourselves(target: Path) -> None:
    """Our modules in one file: Windows, and what watches there for viruses, needs
    longer to open each of some hundreds than Python to run it. `resources/` lies
    beside it, as in the checkout."""
    source = ROOT / "src"
    with zipfile.ZipFile(target / OURS, "w") as packed:
        for file in sorted(source.rglob("*.py")):
            packed.write(file, file.relative_to(source))
    unwanted = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(ROOT / "resources", target / "resources", ignore=unwanted)


def _write_metadata(folder: Path, version: str) -> None:
    information = folder / f"hzl_client-{version}.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(METADATA.format(version=version))


def _on_drive_z(path: Path) -> str:
    return "Z:" + str(path.resolve()).replace("/", "\\")


def _fresh(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
