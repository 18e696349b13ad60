"""What a build must stand: made twice it is the same, and provider B gives it too.

python -m installer.check (after installer.build; `cycle` does it, too)
"""

import shutil
import zipfile
from pathlib import Path

from installer import authenticode, build, runtime
from installer.tools import WINDOWS, BuildFailed, pins, sha256, tree_sha256, version


def main() -> None:
    build.step("provider B", check_embeddable)
    again = WINDOWS / "again"
    build.build(again, version())
    require_same(WINDOWS / "program", again)
    shutil.rmtree(again)
    print("Built twice: the same tree.")


def check_embeddable() -> None:
    """The runtime in the layout of the official package, through provider B."""
    source, archive = WINDOWS / "runtime", WINDOWS / "cache" / "embed-amd64.zip"
    target = WINDOWS / "runtime-embeddable"
    pack_embeddable(source, archive)
    tag = pins()["python"]["tag"]
    runtime.from_embeddable(archive, sha256(archive), target, tag)
    authenticode.verify_all(target, pins(), WINDOWS / "signature")
    require_same(source, target)
    shutil.rmtree(target)


def pack_embeddable(source: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w") as packed:
        for file in sorted(source.iterdir()):
            packed.write(file, file.name)
        packed.writestr("python.exe", b"MZ")  # there, and never taken
        packed.writestr("python313._pth", "python313.zip\n.\n")


def require_same(one: Path, other: Path) -> None:
    first, second = tree_sha256(one), tree_sha256(other)
    if differing := {name for name, _ in first.items() ^ second.items()}:
        names = ", ".join(sorted(differing)[:10])
        raise BuildFailed(f"{one.name} and {other.name} differ in {names}")


if __name__ == "__main__":
    main()
