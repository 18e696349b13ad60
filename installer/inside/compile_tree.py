"""Runs in Windows-Python: compile a program tree in place.

compile_tree.py TREE ZIP

Packages of others keep only the compiled file, at the place of the source: half the
files, and no path of a build machine. Our own sources stay readable beside theirs.
Everything is unchecked: an installer rounds times, so times prove nothing.
"""

import importlib.util
import marshal
import sys
import zipfile
from pathlib import Path

EARLIEST = (1980, 1, 1, 0, 0, 0)
OURS = "hzl_client"
UNCHECKED_HASH = (1).to_bytes(4, "little")


def compiled(source: bytes, name: str) -> bytes:
    """A hash-based .pyc (PEP 552) whose source is never looked for."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    head = importlib.util.MAGIC_NUMBER + UNCHECKED_HASH
    return head + importlib.util.source_hash(source) + marshal.dumps(code)


def compile_library(lib: Path) -> None:
    for file in sorted(lib.rglob("*.py")):
        name = file.relative_to(lib)
        code = compiled(file.read_bytes(), name.as_posix())
        if name.parts[0] == OURS:
            cached = Path(importlib.util.cache_from_source(str(file)))
            cached.parent.mkdir(exist_ok=True)
            cached.write_bytes(code)
        else:
            file.with_suffix(".pyc").write_bytes(code)
            file.unlink()


def compile_zip(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        sources = {entry.filename: opened.read(entry) for entry in opened.infolist()}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, content in sorted(sources.items()):
            source = name.endswith(".py")
            entry = zipfile.ZipInfo(name + "c" if source else name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, compiled(content, name) if source else content)


if __name__ == "__main__":
    compile_library(Path(sys.argv[1]) / "lib")
    compile_zip(Path(sys.argv[1]) / sys.argv[2])
