"""HzL-Client.exe and HzL-Client.com as Windows reads them."""

import shutil

import pefile
import pytest
from installer.tools import COMPILER, RESOURCE_COMPILER

from installer import launchers

TOOLS = (COMPILER, RESOURCE_COMPILER, "convert")
pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)),
    reason="needs the packages gcc-mingw-w64-x86-64-win32 and imagemagick",
)
WINDOW, CONSOLE = 2, 3  # IMAGE_SUBSYSTEM_WINDOWS_…
HARDENED = 0x0020 | 0x0040 | 0x0100  # high entropy, dynamic base, no execution of data
ICON, MANIFEST = 14, 24


def built(folder, monkeypatch):
    monkeypatch.setattr(launchers, "CACHE", folder)
    monkeypatch.setattr(launchers, "ICON", folder / "launcher" / "HzL-Client.ico")
    target = folder / "program"
    target.mkdir(parents=True)
    launchers.build_launchers(target, "26.11.3", "313")
    return target


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield built(tmp_path_factory.mktemp("first"), monkeypatch)


@pytest.mark.parametrize(("name", "kind"), [("exe", WINDOW), ("com", CONSOLE)])
def test_one_has_a_window_and_one_a_console(program, name, kind):
    header = pefile.PE(str(program / f"HzL-Client.{name}")).OPTIONAL_HEADER
    assert header.Subsystem == kind
    assert header.DllCharacteristics & HARDENED == HARDENED


def test_windows_shows_name_version_and_icon(program):
    binary = pefile.PE(str(program / "HzL-Client.exe"))
    fixed = binary.VS_FIXEDFILEINFO[0]
    assert (fixed.FileVersionMS, fixed.FileVersionLS) == (26 << 16 | 11, 3 << 16)
    (table,) = [entry for entry in binary.FileInfo[0] if hasattr(entry, "StringTable")]
    said = table.StringTable[0].entries
    assert said[b"ProductName"] == b"HzL-Client"
    assert said[b"ProductVersion"] == b"26.11.3"
    assert ICON in {entry.id for entry in binary.DIRECTORY_ENTRY_RESOURCE.entries}


def test_windows_is_told_what_the_program_can(program):
    binary = pefile.PE(str(program / "HzL-Client.exe"))
    entries = binary.DIRECTORY_ENTRY_RESOURCE.entries
    (manifest,) = [entry for entry in entries if entry.id == MANIFEST]
    place = manifest.directory.entries[0].directory.entries[0].data.struct
    text = binary.get_data(place.OffsetToData, place.Size).decode("utf-8")
    for wanted in (
        'level="asInvoker"',
        ">PerMonitorV2<",
        "<longPathAware ",
        ">UTF-8<",
    ):
        assert wanted in text


def test_built_twice_it_is_the_same(program, tmp_path, monkeypatch):
    again = built(tmp_path, monkeypatch)
    for name in ("HzL-Client.exe", "HzL-Client.com"):
        assert (again / name).read_bytes() == (program / name).read_bytes()
