"""Every Windows binary of the tree: 64 bits, all it imports is there, one C runtime.

On a build machine nothing starts the program that is missing a DLL; Windows would.
"""

from collections import defaultdict
from pathlib import Path

import pefile

from installer.tools import BuildFailed

AMD64 = 0x8664
SUFFIXES = {".dll", ".pyd", ".exe", ".com"}
# What Windows 10 1809 and later have. api-ms-win-… are names for parts of these.
WINDOWS = {
    "advapi32.dll", "authz.dll", "bcrypt.dll", "bcryptprimitives.dll", "comdlg32.dll",
    "crypt32.dll", "d3d11.dll", "d3d12.dll", "d3d9.dll", "dnsapi.dll", "dwmapi.dll",
    "dwrite.dll", "dxgi.dll", "gdi32.dll", "icuuc.dll", "imm32.dll", "iphlpapi.dll",
    "kernel32.dll", "mpr.dll", "msvcrt.dll", "netapi32.dll", "ntdll.dll", "ole32.dll",
    "oleaut32.dll", "rpcrt4.dll", "secur32.dll", "setupapi.dll", "shell32.dll",
    "shlwapi.dll", "uiautomationcore.dll", "user32.dll", "userenv.dll", "uxtheme.dll",
    "version.dll", "winmm.dll", "winspool.drv", "ws2_32.dll", "wtsapi32.dll",
}  # fmt: skip
C_RUNTIME = ("vcruntime140", "msvcp140", "concrt140")
DIRECTORIES = [
    pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_IMPORT"],
    pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT"],
    pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_RESOURCE"],
]


def check_tree(folder: Path, c_runtime: str) -> int:
    """The number of binaries; `c_runtime`: the oldest version that may lie there."""
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)
    there = {file.name.lower() for file in files}
    missing: defaultdict[str, list[str]] = defaultdict(list)
    for file in files:
        binary = pefile.PE(str(file), fast_load=True)
        binary.parse_data_directories(DIRECTORIES)
        if binary.FILE_HEADER.Machine != AMD64:
            raise BuildFailed(f"{file.name} is not made for 64-bit Windows")
        for name in sorted(imports(binary) - there - WINDOWS):
            if not name.startswith("api-ms-win-"):
                missing[name].append(file.name)
        if file.name.lower().startswith(C_RUNTIME):
            _check_version(file.name, version(binary), c_runtime)
    _refuse_twins(files)
    if missing:
        lines = [f"{name} for {', '.join(users)}" for name, users in missing.items()]
        raise BuildFailed("Neither the tree nor Windows has " + "; ".join(lines))
    return len(files)


def imports(binary: pefile.PE) -> set[str]:
    """Names in lower case, of the delayed imports too."""
    entries = [
        *getattr(binary, "DIRECTORY_ENTRY_IMPORT", []),
        *getattr(binary, "DIRECTORY_ENTRY_DELAY_IMPORT", []),
    ]
    return {entry.dll.decode("ascii").lower() for entry in entries}


def version(binary: pefile.PE) -> tuple[int, ...]:
    """Of the file, as four numbers; zeros where it states none."""
    for fixed in getattr(binary, "VS_FIXEDFILEINFO", []):
        high, low = fixed.FileVersionMS, fixed.FileVersionLS
        return (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF)
    return (0, 0, 0, 0)


def require_python(folder: Path, tag: str, oldest: str) -> None:
    """3.13.11 calls its file 3.13.11150.1013: the third number tells the stage, too."""
    binary = pefile.PE(str(folder / f"python{tag}.dll"), fast_load=True)
    binary.parse_data_directories(DIRECTORIES)
    major, minor, third, _ = version(binary)
    found = (major, minor, third // 1000)
    if found < tuple(map(int, oldest.split("."))):
        raise BuildFailed(f"Python {'.'.join(map(str, found))} is older than {oldest}")


def _check_version(name: str, found: tuple[int, ...], oldest: str) -> None:
    if found < tuple(map(int, oldest.split("."))):
        raise BuildFailed(f"{name} is {'.'.join(map(str, found))}, below {oldest}")


def _refuse_twins(files: list[Path]) -> None:
    """Windows loads the first one found, whichever that is."""
    places: defaultdict[str, list[Path]] = defaultdict(list)
    for file in files:
        if file.suffix.lower() == ".dll":
            places[file.name.lower()].append(file)
    for name, twins in places.items():
        if len(twins) > 1:
            raise BuildFailed(f"{name} lies in {len(twins)} folders")
