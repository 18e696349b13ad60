"""Make the MSI: wixl packs, msibuild adds the tables that wixl cannot write."""

import hashlib
import os
import subprocess
import tempfile
import uuid
from datetime import UTC, datetime
from pathlib import Path

from installer import wxs
from installer.wxs import Product

OLD_WINDOWS = (
    "HzL-Client braucht ein 64-Bit-Windows 10 ab Version 1809 oder Windows 11. "
    "Es wurde nichts geändert."
)
NO_RIGHTS = (
    "HzL-Client wird für alle Benutzer installiert. Dafür werden Administratorrechte "
    "gebraucht. Es wurde nichts geändert."
)
FIRST_BUILD = 17763  # Windows 10 1809; VersionNT and WindowsBuild stop at 8.1
WANTED_WINDOWS = f"Installed OR (VersionNT64 AND WINDOWSBUILD >= {FIRST_BUILD})"
WANTED_RIGHTS = "Installed OR Privileged"
DESKTOP = 'DESKTOPSHORTCUT = "1" OR (NOT DESKTOPSHORTCUT AND FORMERDESKTOP)'
SAME_FOLDER = "NOT INSTALLDIR AND FORMERDIR"  # also when it is removed
SET_PROPERTY = 51
KEEP_FOLDER = {"Action": "KeepFolder", "Source": "INSTALLDIR", "Target": "[FORMERDIR]"}
TELL_FOLDER = {
    "Action": "TellFolder",
    "Source": "ARPINSTALLLOCATION",
    "Target": "[INSTALLDIR]",
}
# Within the transaction: if the new version fails, the old one comes back.
REMOVE_OLD = (
    "UPDATE `InstallExecuteSequence` SET `Sequence` = 1525 "
    "WHERE `Action` = 'RemoveExistingProducts'"
)
ACTION_TEXTS = (
    "CREATE TABLE `ActionText` (`Action` CHAR(72) NOT NULL, `Description` CHAR(64) "
    "LOCALIZABLE, `Template` CHAR(128) LOCALIZABLE PRIMARY KEY `Action`)"
)
# Handed on from the window to the elevated half.
PUBLIC = "WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED;INSTALLDIR;DESKTOPSHORTCUT"
PROGRESS = {  # what the window and the log say meanwhile
    "InstallFiles": "HzL-Client wird installiert",
    "RemoveExistingProducts": "Die bisherige Version wird ersetzt",
    "RemoveFiles": "Programmdateien werden entfernt, Postfächer bleiben erhalten",
}
FIXED_FILE_INFO = b"\xbd\x04\xef\xfe"


def build(product: Product, target: Path) -> Path:
    """The same tree and version give the same file, byte for byte."""
    when = released(product.version)
    for file in wxs.files(product.tree):  # the cabinet stores these times
        os.utime(file, (when.timestamp(), when.timestamp()))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "program.wxs"
        source.write_text(wxs.render(product), encoding="utf-8")
        _run("wixl", "-a", "x64", "-o", target, source, folder=product.tree)
        _import(target, folder, "_ForceCodepage", "\r\n\r\n1252\t_ForceCodepage\r\n")
        _run("msibuild", target, *(part for q in _queries() for part in ("-q", q)))
        _versions(product, target, folder)
        _summary(product, target, folder, when)
    return target


def released(version: str) -> datetime:
    """26.11.0 is the release of November 2026."""
    year, month, *_ = map(int, version.split("."))
    return datetime(2000 + year, month, 1, tzinfo=UTC)


def content_code(product: Product) -> str:
    """The package code: another one for every other content."""
    digest = hashlib.sha256(wxs.render(product).encode())
    for file in wxs.files(product.tree):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return str(uuid.uuid5(wxs.IDENTITIES, digest.hexdigest())).upper()


def file_version(content: bytes) -> str:
    """The binary version of a PE file, or nothing."""
    at = content.find(FIXED_FILE_INFO)
    if not content.startswith(b"MZ") or at < 0:
        return ""
    words = [
        int.from_bytes(content[at + i : at + i + 2], "little") for i in (10, 8, 14, 12)
    ]
    return ".".join(map(str, words))


def _queries() -> list[str]:
    return [
        _insert("LaunchCondition", Condition=WANTED_WINDOWS, Description=OLD_WINDOWS),
        _insert("LaunchCondition", Condition=WANTED_RIGHTS, Description=NO_RIGHTS),
        _set("Component", "Condition", DESKTOP, "Component", "Desktop"),
        _set("Property", "Value", PUBLIC, "Property", "SecureCustomProperties"),
        _insert("CustomAction", **KEEP_FOLDER, Type=SET_PROPERTY),
        _insert("CustomAction", **TELL_FOLDER, Type=SET_PROPERTY),
        *_insert_step("KeepFolder", SAME_FOLDER, 60),
        *_insert_step("TellFolder", "NOT Installed", 1010),
        REMOVE_OLD,
        ACTION_TEXTS,
        *(
            _insert("ActionText", Action=action, Description=text)
            for action, text in PROGRESS.items()
        ),
    ]


def _insert(table: str, **values: object) -> str:
    columns = ", ".join(f"`{name}`" for name in values)
    literals = ", ".join(
        str(value) if isinstance(value, int) else f"'{value}'"
        for value in values.values()
    )
    return f"INSERT INTO `{table}` ({columns}) VALUES ({literals})"  # noqa: S608


def _set(table: str, column: str, value: str, key: str, row: str) -> str:
    return f"UPDATE `{table}` SET `{column}` = '{value}' WHERE `{key}` = '{row}'"  # noqa: S608


def _insert_step(action: str, condition: str, sequence: int) -> list[str]:
    values = {"Action": action, "Condition": condition, "Sequence": sequence}
    return [_insert(f"Install{kind}Sequence", **values) for kind in ("Execute", "UI")]


def _versions(product: Product, target: Path, folder: Path) -> None:
    """A versioned file without its version in the table loses against any other."""
    known = {
        wxs.identifier("f", file.relative_to(product.tree).as_posix()): version
        for file in wxs.files(product.tree)
        if (version := file_version(file.read_bytes()))
    }
    head, rows = _export(target, "File")
    for row in rows:
        row[4] = known.get(row[0], "")
    _import(target, folder, "File", _text(head, rows))
    head, rows = _export(target, "MsiFileHash")  # only for those without a version
    rows = [row for row in rows if row[0] not in known]
    _import(target, folder, "MsiFileHash", _text(head, rows))


def _summary(product: Product, target: Path, folder: Path, when: datetime) -> None:
    values = {
        "2": f"{wxs.NAME} {product.version}",
        "7": "x64;1031",
        "9": f"{{{content_code(product)}}}",
        "12": f"{when:%Y/%m/%d %H:%M:%S}",
        "13": f"{when:%Y/%m/%d %H:%M:%S}",
    }
    head, rows = _export(target, "_SummaryInformation")
    rows = [[number, values.get(number, text)] for number, text in rows]
    _import(target, folder, "_SummaryInformation", _text(head, rows))


def _export(target: Path, table: str) -> tuple[list[str], list[list[str]]]:
    done = subprocess.run(
        ["msiinfo", "export", str(target), table], capture_output=True, check=True
    )
    lines = done.stdout.decode().splitlines()
    return lines[:3], [line.split("\t") for line in lines[3:] if line]


def _text(head: list[str], rows: list[list[str]]) -> str:
    return "".join(line + "\r\n" for line in [*head, *("\t".join(r) for r in rows)])


def _import(target: Path, folder: Path, table: str, text: str) -> None:
    file = folder / f"{table}.idt"
    file.write_bytes(text.encode("cp1252"))
    _run("msibuild", target, "-i", file)


def _run(*command: object, folder: Path | None = None) -> None:
    parts = list(map(str, command))
    done = subprocess.run(parts, cwd=folder, capture_output=True, check=False)
    errors = done.stderr.decode(errors="replace").strip()
    if done.returncode or "ERROR" in errors or "CRITICAL" in errors:
        raise SystemExit(f"{command[0]} failed ({done.returncode}): {errors}")
