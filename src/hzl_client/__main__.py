"""Decide between window and command line; imports nothing heavy."""

import builtins
import sys
from collections.abc import Sequence
from pathlib import Path

from hzl_client.interpreter import DOCUMENT_CHILD

WINDOW_OPTIONS = ("--profile", "--mailbox")


def main() -> int:
    arguments = sys.argv[1:]
    if arguments == [DOCUMENT_CHILD]:
        from hzl_client.documents import child  # noqa: PLC0415 - not for the window

        child.main()
        return 0
    options = window_options(arguments)
    if options is None:
        from hzl_client.cli import entry  # noqa: PLC0415 - not for the window

        return entry.main(arguments, {"demo": _demo, "selftest": _selftest})
    load_qt()
    from hzl_client import app  # noqa: PLC0415 - Qt, only for the window

    profile = options.get("--profile")
    return app.run(Path(profile) if profile else None, options.get("--mailbox"))


def load_qt() -> None:
    """PySide puts an import of its own in place, which looks through the source of each
    module for a switch nobody uses here (`__feature__`); every start waited for it."""
    usual = builtins.__import__
    from PySide6 import QtCore  # noqa: F401, PLC0415 - only for the window

    builtins.__import__ = usual


def _demo(arguments: Sequence[str]) -> int:
    from hzl_client.app import demo  # noqa: PLC0415 - Qt

    return demo(arguments)


def _selftest(arguments: Sequence[str]) -> int:
    from hzl_client.selftest import main  # noqa: PLC0415 - Qt

    return main(arguments)


def window_options(arguments: Sequence[str]) -> dict[str, str] | None:
    """What was chosen for the window, or None if the command line is meant."""
    chosen: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if name not in WINDOW_OPTIONS or not (equals or rest):
            return None
        chosen[name] = value if equals else rest.pop(0)
    return chosen


if __name__ == "__main__":
    sys.exit(main())
