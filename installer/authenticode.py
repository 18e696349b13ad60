"""Prove that the binaries of python.org are what the Python Software Foundation signed.

The chain ends at a Microsoft root that Debian does not carry; the signatures bring it
along, and runtime.toml pins it.
"""

import re
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    load_pem_pkcs7_certificates,
)

from installer.signing import SYSTEM_ROOTS, offline_options
from installer.tools import BuildFailed, call

OURS = frozenset({"python3.dll"})  # of provider A: it only forwards
SIGNER = re.compile(r"Signer #0:\s+Subject\s*:\s*(.+)")


def verify_all(
    folder: Path, pins: dict[str, Any], work: Path, unsigned: frozenset[str] = OURS
) -> int:
    """How many were verified; `unsigned`: names that need no signature."""
    binaries = sorted(p for p in folder.iterdir() if p.suffix in {".dll", ".pyd"})
    main = folder / f"python{pins['python']['tag']}.dll"
    work.mkdir(parents=True, exist_ok=True)
    roots = work / "roots.pem"
    pinned = _pinned_root(main, pins["signature"]["root_sha256"], work)
    system = Path(SYSTEM_ROOTS).read_bytes()
    roots.write_bytes(system + pinned.public_bytes(Encoding.PEM))
    signed = [file for file in binaries if file.name not in unsigned or is_signed(file)]
    for file in signed:
        verify(file, roots, pins["signature"]["signer"])
    return len(signed)


def verify(file: Path, roots: Path, signer: str) -> None:
    if not is_signed(file):
        raise BuildFailed(f"{file.name} carries no signature")
    trust = ("-CAfile", roots, "-TSA-CAfile", roots)
    said = call("osslsigncode", "verify", *offline_options(), *trust, "-in", file)
    found = SIGNER.search(said)
    subject = found.group(1).strip() if found else "nobody"
    if not subject.endswith(f"/CN={signer}"):
        raise BuildFailed(f"{file.name} is signed by {subject}, not {signer}")


def is_signed(file: Path) -> bool:
    """The security directory of the PE header: address and size of the signature."""
    data = file.read_bytes()[:4096]
    header = int.from_bytes(data[60:64], "little")
    entry = header + 24 + 112 + 4 * 8
    return any(data[entry : entry + 8])


def _pinned_root(file: Path, digest: str, work: Path) -> x509.Certificate:
    if not is_signed(file):
        raise BuildFailed(f"{file.name} carries no signature")
    signature = work / "signature.pem"
    signature.unlink(missing_ok=True)
    command = ("extract-signature", "-pem", "-in", file, "-out", signature)
    call("osslsigncode", *command)
    for certificate in load_pem_pkcs7_certificates(signature.read_bytes()):
        if certificate.fingerprint(SHA256()).hex() == digest:
            return certificate
    raise BuildFailed(f"{file.name}: its signature does not end at the pinned root")
