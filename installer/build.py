"""Build the tree of the Windows program in build/windows/program.

python -m installer.build [--embed-zip FILE --sha256 HEX] [--version X] [--output DIR]
"""

import argparse
import json
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from installer import (
    assemble,
    authenticode,
    bytecode,
    launchers,
    licences,
    parts,
    portable_executable,
    runtime,
    sbom,
)
from installer.tools import ROOT, WINDOWS, pins, version
from installer.wine import Winebox

PREFIX = WINDOWS / "prefix-build"
VERSIONS = ROOT / "installer" / "inside" / "versions.py"


def main() -> None:
    parser = argparse.ArgumentParser(prog="installer.build", description=__doc__)
    parser.add_argument("--embed-zip", type=Path, help="python-…-embed-amd64.zip")
    parser.add_argument("--sha256", help="its digest, as the maintainer read it")
    parser.add_argument("--version", default=version(), help="else pyproject's")
    parser.add_argument("--output", type=Path, default=WINDOWS / "program")
    given = parser.parse_args()
    if bool(given.embed_zip) != bool(given.sha256):
        parser.error("--embed-zip and --sha256 belong together")
    with ThreadPoolExecutor(1) as beside:
        windows = beside.submit(make_windows)
        step("runtime", lambda: provide(given.embed_zip, given.sha256 or ""))
        ours = authenticode.OURS if not given.embed_zip else frozenset[str]()
        step("signatures of python.org", lambda: verify_signatures(ours))
        step("Windows-Python for the tests", build_test)
        step("a prefix for wine", windows.result)
    target = given.output.resolve()
    build(target, given.version)
    library = f"python{pins()['python']['tag']}.zip"
    # Compiled once: else each of the thousand children of the tests does it again.
    shutil.copyfile(target / library, WINDOWS / "test" / library)


def make_windows() -> None:
    """Once per machine it takes 20 seconds, in which wine waits for itself."""
    with Winebox(PREFIX, platform="offscreen"):
        pass


def build(target: Path, release: str) -> None:
    tag, source = pins()["python"]["tag"], WINDOWS / "runtime"
    step("program", lambda: assemble.assemble(source, target, release, tag))
    step("launchers", lambda: launchers.build_launchers(target, release, tag))
    with Winebox(PREFIX, platform="offscreen") as box:
        step("bytecode", lambda: bytecode.compile_program(target, source, tag, box))
        step("licences, bill of materials", lambda: write_papers(target, release, box))
    step("imports of all binaries", lambda: check_binaries(target))


def write_papers(tree: Path, release: str, box: Winebox) -> None:
    wheels = assemble.packages(assemble.REQUIREMENTS)
    places = parts.Places(tree, WINDOWS / "runtime", wheels)
    python = box.windows_path(WINDOWS / "test" / "python.exe")
    said = box.run(python, box.windows_path(VERSIONS)).check().output
    stated = json.loads(said) | {"project": release}
    found = parts.parts(places, stated)
    folder = tree / "Lizenzen"
    licences.write_licences(found, folder)
    sbom.write_sbom(found, tree, folder / "sbom.cdx.json", release)


def check_binaries(tree: Path) -> None:
    portable_executable.check_tree(tree, pins()["windows"]["c_runtime"])


def provide(archive: Path | None, digest: str) -> None:
    known, target = pins(), WINDOWS / "runtime"
    if archive:
        runtime.from_embeddable(archive, digest, target, known["python"]["tag"])
    else:
        runtime.from_registry(target, known)
    python = known["python"]
    portable_executable.require_python(target, python["tag"], python["version"])


def verify_signatures(unsigned: frozenset[str]) -> None:
    folder, work = WINDOWS / "runtime", WINDOWS / "signature"
    authenticode.verify_all(folder, pins(), work, unsigned)


def build_test() -> None:
    tag, target = pins()["python"]["tag"], WINDOWS / "test"
    assemble.assemble_test(WINDOWS / "runtime", target, tag)
    launchers.build_python(target / "python.exe", tag)


def step(name: str, work: Callable[[], object]) -> None:
    begun = time.monotonic()
    work()
    print(f"{time.monotonic() - begun:6.1f} s  {name}", flush=True)


if __name__ == "__main__":
    main()
