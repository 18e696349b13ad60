"""The one list of tests that are skipped under wine: what it cannot do, and what the
installed program does there anyway (`installer.cycle`)."""

import ctypes
import os
import shutil
import sys
from fnmatch import fnmatch
from pathlib import Path

NOT_UNDER_WINE = {
    "*/test_document_child_dies.py::test_a_picture_of_a_gigabyte_is_refused": (
        "wine does not enforce the memory limit of a Job Object"
    ),
    "*/test_document_limits.py::test_memory_ends_at_the_limit": (
        "wine does not enforce the memory limit of a Job Object"
    ),
    "*/test_document_limits.py::test_an_orphan_that_hangs_ends_itself": (
        "wine does not enforce the time limit of a Job Object"
    ),
    "*/test_mark_of_the_web.py::test_the_stream_says_internet": (
        "wine has no second streams of files"
    ),
    "*/test_cancel.py::test_an_intermediary_that_says_nothing_does_not_hold_us*": (
        "in wine, shutting a socket down does not wake who reads from it"
    ),
    "*/test_selftest_command.py::test_the_whole_way_*": (
        "the installed program tests itself in its cycle"
    ),
    "*/test_canary.py::test_while_it_runs_and_after_a_kill*": (
        "kills stay on Linux; what lies on the disk between is the same there"
    ),
    "*/test_printing.py::test_the_window_answers_while_it_prints": (
        "what looks at the clock stays on Linux"
    ),
    "*/test_cuts.py::test_nothing_is_cut*": (
        "what fits is measured with the fonts of Linux, in a process without wine's"
    ),
    "*/test_osci_transport_tls.py::test_the_system_knows_no_stranger": (
        "wine's certificate store finds the name wrong before the issuer"
    ),
    "*/test_practice_door.py::test_stopping_does_not_wait_for_a_delay_*": (
        "in wine, shutting a socket down does not wake who reads from it"
    ),
}


def running() -> bool:
    """Only wine's ntdll tells its version."""
    if sys.platform != "win32":
        return False
    return hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


def do_without_copyfile2() -> None:
    """Python's copying calls it since 3.12; wine's kernel32 stops the program there."""
    winapi = getattr(shutil, "_winapi", None)
    if hasattr(winapi, "CopyFile2"):
        del winapi.CopyFile2


def lend_fonts(folder: Path) -> None:
    """The offscreen platform of Windows knows only the fonts of one folder: those the
    tests have on Linux, too."""
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        shutil.copy(Path("Z:/usr/share/fonts/truetype/dejavu") / name, folder)
    os.environ["QT_QPA_FONTDIR"] = str(folder)


def reason_to_skip(nodeid: str) -> str | None:
    matching = (why for name, why in NOT_UNDER_WINE.items() if fnmatch(nodeid, name))
    return next(matching, None)
