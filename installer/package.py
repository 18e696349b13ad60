"""From the tree of the program to what is handed out: MSI, sums, signatures.

python -m installer.package [--setup-exe]"""

import argparse
import hashlib
import os
import shutil
import subprocess
import time
from pathlib import Path

from installer import authenticode, launchers, msi, setup_exe, signing
from installer.tools import ROOT, WINDOWS, version
from installer.wxs import NAME, Product

PROGRAM = WINDOWS / "program"
DIST = ROOT / "dist"
OURS = ("HzL-Client.exe", "HzL-Client.com", "python3.dll")  # the rest is others' work


def main() -> None:
    parser = argparse.ArgumentParser(prog="installer.package", description=__doc__)
    parser.add_argument("--setup-exe", action="store_true")
    package(with_setup=parser.parse_args().setup_exe)


def package(*, with_setup: bool) -> None:
    begun = time.monotonic()
    signer = signing.signer(os.environ, WINDOWS / "signature")
    if signer.test:
        print("No certificate given: signed with a test certificate nobody trusts.")
    product = Product(signed_copy(PROGRAM, WINDOWS / "signed", signer), version())
    made = [msi.build(product, DIST / f"{NAME}-{product.version}.msi")]
    signer.sign(made[0])
    if with_setup:
        target = DIST / f"{NAME}-{product.version}-setup.exe"
        icon = launchers.ICON if launchers.ICON.exists() else None
        made.append(setup_exe.build(made[0], product.version, target, icon))
        signer.sign(made[1])
    write_sums(DIST)
    for file in made:
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1e6:.1f} MB")
    print(f"packaged in {time.monotonic() - begun:.1f} s")


def signed_copy(tree: Path, target: Path, signer: signing.Signer) -> Path:
    """The tree stays as it was built: the same from the same sources."""
    if target.exists():
        shutil.rmtree(target)
    subprocess.run(["cp", "-al", tree, target], check=True)
    for name in OURS:
        if not authenticode.is_signed(target / name):  # python.org's keeps its own
            signer.sign(target / name)
    return target


def write_sums(folder: Path) -> None:
    """As `sha256sum --check` reads them."""
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n"
        for file in sorted(folder.iterdir())
        if file.suffix in {".msi", ".exe"}
    ]
    (folder / "SHA256SUMS").write_text("".join(lines))


if __name__ == "__main__":
    main()
