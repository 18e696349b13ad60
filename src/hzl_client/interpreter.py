"""How we start ourselves again: by an interpreter, installed by our launcher."""

import sys
from pathlib import PurePath
from typing import Final

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
