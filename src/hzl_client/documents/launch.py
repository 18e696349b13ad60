"""How the document child is started: command, environment, pipes."""

import os
import subprocess
import sys
from typing import Final

from hzl_client import interpreter

# What an interpreter needs to start; a passphrase in our environment stays with us.
_INHERITED: Final = (
    "SYSTEMROOT",
    "WINDIR",
    "PATH",
    "LD_LIBRARY_PATH",
    "TMPDIR",
    "TEMP",
)


def child_command() -> tuple[str, ...]:
    return interpreter.command(interpreter.DOCUMENT_CHILD)


def start_child(command: tuple[str, ...]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own interpreter, fixed arguments
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # libraries chatter about contents there
        env={name: os.environ[name] for name in _INHERITED if name in os.environ},
        creationflags=_quiet(),
    )


def _quiet() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    else:  # noqa: RET505 - the type checker reads only one of the two
        return 0
