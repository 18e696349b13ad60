"""Looks for what must never lie on a disk in clear.

Names are looked for in the encodings and base64 alignments a program might leave them
in; contents by their first bytes and their SHA-256; and any file at all by the
signatures of the kinds of files that applications consist of.
"""

import base64
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_PIECE = 8 * 1024 * 1024  # files are searched in pieces, however long they are
_HEAD = 48  # of a content: long enough to be unmistakable
_SHORTEST_HEAD = 12

# Beside plain signatures: base64 always begins at an alignment of its own there.
# Three bytes of JPEG would turn up in any noise by chance, so its next marker counts.
_SIGNATURES = {
    "%PDF": rb"%PDF-[12]\.|JVBERi0[xy]L",
    "PNG": rb"\x89PNG\r\n\x1a\n|iVBORw0KGgo",
    "JPEG": rb"\xff\xd8\xff[\xe0\xe1]..(?:JFIF|Exif)\0|/9j/4...(?:SkZJR|RXhpZ)",
    "<?xml": rb"<\?xml|PD94bWwg|<\0\?\0x\0m\0l\0",
}


@dataclass(frozen=True, slots=True)
class Canaries:
    """Fictional `names` long enough not to occur by chance, and whole `contents`."""

    names: tuple[str, ...]
    contents: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    path: Path
    what: str


def search(folders: Iterable[Path], canaries: Canaries) -> tuple[Hit, ...]:
    """Every place where a canary sings: in files below `folders`, and in their names.

    A folder may also be a single file. What vanishes while we look is passed over.
    """
    patterns = _patterns(canaries)
    return tuple(
        Hit(path, what)
        for folder in folders
        for path in _files(folder)
        for what in _found(path, patterns, canaries)
    )


def nameless_files(pid: int) -> tuple[Path, ...]:
    """Files a running process has open though they have no name (Linux only)."""
    handles = Path(f"/proc/{pid}/fd")
    if not handles.is_dir():
        return ()
    return tuple(h for h in handles.iterdir() if _is_nameless(h))


def _is_nameless(handle: Path) -> bool:
    try:
        target = os.readlink(handle)  # noqa: PTH115 - "/tmp/x (deleted)" is no path
    except OSError:
        return False
    return target.startswith("/") and target.endswith(" (deleted)")


def encodings(name: str) -> dict[str, bytes]:
    """The shapes of a name, by what they are called in a hit."""
    plain = {"UTF-8": name.encode(), "UTF-16LE": name.encode("utf-16-le")}
    if name.encode("latin-1", "ignore").decode("latin-1") == name:
        plain["Latin-1"] = name.encode("latin-1")
    shapes = dict(plain)
    for encoding, data in plain.items():
        for shift in range(3):
            shapes[f"base64 of {encoding}, shift {shift}"] = _inner_base64(data, shift)
    return shapes


def _inner_base64(data: bytes, shift: int) -> bytes:
    """The characters that depend on `data` alone when `shift` bytes precede it."""
    encoded = base64.b64encode(b"\0" * shift + data).rstrip(b"=")
    first = -(-shift * 8 // 6)  # the first character free of what precedes
    last = (shift + len(data)) * 8 // 6  # the last full character
    return encoded[first:last]


def _patterns(canaries: Canaries) -> dict[str, re.Pattern[bytes]]:
    needles = {
        f"{name!r} as {shape}": re.escape(data)
        for name in canaries.names
        for shape, data in encodings(name).items()
    }
    for number, content in enumerate(canaries.contents):
        digest = hashlib.sha256(content)
        raw, text = digest.digest(), digest.hexdigest().encode()
        needles[f"SHA-256 of content {number}"] = re.escape(raw)
        needles[f"SHA-256 of content {number} in hex"] = b"(?i:" + text + b")"
        if len(content) >= _SHORTEST_HEAD:
            head = re.escape(content[:_HEAD])
            needles[f"beginning of content {number}"] = head
    needles |= {f"file signature {name}": p for name, p in _SIGNATURES.items()}
    return {what: re.compile(p, re.DOTALL) for what, p in needles.items()}


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        yield folder
        return
    for parent, _folders, names in os.walk(folder):
        for name in names:
            path = Path(parent) / name
            if path.is_file():
                yield path


def _found(
    path: Path, patterns: dict[str, re.Pattern[bytes]], canaries: Canaries
) -> list[str]:
    found = dict.fromkeys(
        f"{name!r} in the file's path" for name in canaries.names if name in str(path)
    )
    for piece in _pieces(path, overlap=512):
        for what, pattern in patterns.items():
            if what not in found and pattern.search(piece):
                found[what] = None
    return list(found)


def _pieces(path: Path, overlap: int) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            before = b""
            while piece := file.read(_PIECE):
                yield before + piece
                before = piece[-overlap:]
    except (FileNotFoundError, PermissionError):
        return
