"""Every part of the program with version, licence and the texts of it."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

import pefile

from installer.assemble import contents, distributions
from installer.portable_executable import DIRECTORIES, version
from installer.tools import ROOT, BuildFailed

COMMON = Path("/usr/share/common-licenses")
TEXTS = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
# Metadata older than License-Expression.
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Python Software Foundation License": "PSF-2.0",
}


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    version: str  # empty where nothing states it
    licence: str  # SPDX
    texts: tuple[Path, ...]
    purl: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    tree: Path  # the program
    runtime: Path
    wheels: Path


def parts(places: Places, stated: dict[str, str]) -> list[Part]:
    """`stated`: versions that only running code knows, and "project"."""
    table = tomllib.loads((ROOT / "installer" / "parts.toml").read_text("utf-8"))
    others = [_other(entry, places, stated) for entry in table["part"]]
    special = {entry["name"]: entry for entry in table["wheel"]}
    used = {name for name, patterns in contents()["keep"].items() if patterns}
    found = [
        _wheel(name, folder, special.get(name), places)
        for name, folder in distributions(places.wheels)
        if name in used
    ]
    return sorted([*others, *found], key=lambda part: part.name.lower())


def _other(entry: dict[str, Any], places: Places, stated: dict[str, str]) -> Part:
    texts = tuple(_text(text, places) for text in entry["texts"])
    known = _version(str(entry["version"]), places.tree, stated)
    return Part(entry["name"], known, entry["licence"], texts)


def _version(source: str, tree: Path, stated: dict[str, str]) -> str:
    if not source.endswith(".dll"):
        return stated[source] if source else ""
    binary = pefile.PE(str(tree / source), fast_load=True)
    binary.parse_data_directories(DIRECTORIES)
    numbers = version(binary)
    if not any(numbers):
        return ""
    return ".".join(
        str(number) for number in (numbers[:3] if not numbers[3] else numbers)
    )


def _wheel(
    name: str, folder: Path, special: dict[str, Any] | None, places: Places
) -> Part:
    text = (folder / "METADATA").read_text(encoding="utf-8")
    metadata = HeaderParser().parsestr(text)
    release = str(metadata["Version"])
    if special:
        licence = str(special["licence"])
        texts = tuple(_text(entry, places) for entry in special["texts"])
    else:
        licence = _licence(metadata)
        texts = tuple(_texts(folder))
    if not texts or not licence:
        raise BuildFailed(f"{name} {release} brings no licence; see parts.toml")
    return Part(name, release, licence, texts, f"pkg:pypi/{name}@{release}")


def _texts(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and TEXTS.match(file.name):
            yield file


def _licence(metadata: Message) -> str:
    if expression := metadata["License-Expression"]:
        return str(expression)
    for classifier in metadata.get_all("Classifier", []):
        name = str(classifier).rpartition(" :: ")[2]
        if str(classifier).startswith("License ::") and name in CLASSIFIERS:
            return CLASSIFIERS[name]
    stated = str(metadata["License"] or "")
    return stated if len(stated) < 40 else ""


def _text(entry: str, places: Places) -> Path:
    place, _, name = entry.partition(":")
    folders = {"python": places.runtime, "debian": COMMON, "project": ROOT}
    found = list((folders | {"wheels": places.wheels})[place].glob(name))
    if len(found) != 1:
        raise BuildFailed(f"the licence {entry} is there {len(found)} times, not once")
    return found[0]
