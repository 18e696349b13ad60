"""The optional setup program for single computers; it carries the MSI."""

import subprocess
from pathlib import Path

SCRIPT = Path(__file__).with_name("setup.nsi")


def build(msi: Path, version: str, target: Path, icon: Path | None = None) -> Path:
    target.unlink(missing_ok=True)
    names = {"MSI": msi, "VERSION": version, "OUTPUT": target}
    if icon:
        names["ICON"] = icon
    definitions = [f"-D{name}={value}" for name, value in names.items()]
    done = subprocess.run(
        ["makensis", "-V2", "-INPUTCHARSET", "UTF8", *definitions, str(SCRIPT)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"makensis failed:\n{done.stdout}{done.stderr}")
    return target
