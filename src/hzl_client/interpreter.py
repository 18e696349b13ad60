"""How we start ourselves again: by an interpreter, installed by our launcher."""

import os
import sys
from pathlib import PurePath
from typing import Final, NoReturn

DOCUMENT_CHILD: Final = "document-child"


def packaged() -> bool:
    """Whether the installed launcher runs us, which starts nothing but this program."""
    return not PurePath(sys.executable).stem.lower().startswith("python")


def command(*arguments: str) -> tuple[str, ...]:
    """The program with these arguments.

    `-I`: neither the working folder nor PYTHON… variables decide what is imported; the
    launcher is always isolated.
    """
    if packaged():
        return (sys.executable, *arguments)
    return (sys.executable, "-I", "-m", "hzl_client", *arguments)


def end_now(status: int) -> NoReturn:
    """The end of this process, whatever its threads do.

    Windows unloads libraries at an ordinary end, after it ended the other threads: one
    that held a lock of theirs takes it along, and the process waits for it for ever.
    """
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - of Windows only

        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.TerminateProcess.argtypes = (ctypes.c_void_p, ctypes.c_uint)
        kernel.TerminateProcess(kernel.GetCurrentProcess(), status)
    os._exit(status)
