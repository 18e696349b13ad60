"""Runs in Windows-Python: compile a folder of packages, or a zip of modules, in place.

compile_tree.py LIB | ZIP

Only the compiled file is kept, at the place of the source: half the files, and no path
of a build machine. Our own zip keeps its sources, so that they can be read, in a folder
of its own: PySide looks through the source of every module that is imported, if it
finds one. Everything is unchecked: an installer rounds times, so times prove nothing.
"""

import importlib.util
import marshal
import sys
import zipfile
from pathlib import Path

EARLIEST = (1980, 1, 1, 0, 0, 0)
OURS = "hzl_client.zip"
SOURCES = "source"
READ_AS_FILES = "hzl_client/store/migrations/"  # by Alembic
UNCHECKED_HASH = (1).to_bytes(4, "little")


def compiled(source: bytes, name: str) -> bytes:
    """A hash-based .pyc (PEP 552) whose source is never looked for."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    head = importlib.util.MAGIC_NUMBER + UNCHECKED_HASH
    return head + importlib.util.source_hash(source) + marshal.dumps(code)


def compile_library(lib: Path) -> None:
    for file in sorted(lib.rglob("*.py")):
        code = compiled(file.read_bytes(), file.relative_to(lib).as_posix())
        file.with_suffix(".pyc").write_bytes(code)
        file.unlink()


def compile_zip(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        sources = {entry.filename: opened.read(entry) for entry in opened.infolist()}
    ours = archive.name == OURS
    finished = {}
    for name, content in sources.items():
        source = name.endswith(".py")
        if source:
            finished[f"{name}c"] = compiled(content, name)
        if not source or (ours and name.startswith(READ_AS_FILES)):
            finished[name] = content
        elif ours:
            finished[f"{SOURCES}/{name}"] = content
    # Ours is read anew for each of some hundred modules, whose unpacking would be felt.
    kind = zipfile.ZIP_STORED if ours else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(archive, "w", kind, compresslevel=9) as packed:
        for name, content in sorted(finished.items()):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = kind
            packed.writestr(entry, content)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    (compile_library if place.is_dir() else compile_zip)(place)
