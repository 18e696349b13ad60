"""Walks through everything on one screen and prints what is cut: WIDTH HEIGHT."""

import json
import sys
import time

from PySide6.QtWidgets import QWidget

from helpers.cuts import cuts
from helpers.scenes import DIALOGS, SCENES
from helpers.stage import Stage, stage

LAID_OUT = 2.0  # seconds at most, until nothing moves any more


def lasting(here: Stage, window: QWidget) -> list[str]:
    """What is still cut when the window has settled."""
    end = time.monotonic() + LAID_OUT
    here.settle(0.02)
    while (found := cuts(window)) and time.monotonic() < end:
        here.settle(0.05)
    return found


def walk(here: Stage) -> dict[str, list[str]]:
    found = {}
    for name, show in SCENES.items():
        show(here.window)
        found[name] = lasting(here, here.window)
    SCENES["felder"](here.window)
    for name, make in DIALOGS.items():
        dialog = make(here.look, here.window)
        dialog.show()
        found[name] = lasting(here, dialog)
        room = here.window.screen().availableSize()
        if dialog.width() > room.width() or dialog.height() > room.height():
            found[name].append("larger than the screen")
        dialog.close()
    return found


def main() -> None:
    width, height = (int(number) for number in sys.argv[1:3])
    with stage(width, height) as here:
        size, screen = here.window.size(), here.window.screen()
        report = {
            "size": size.toTuple(),
            "ratio": screen.devicePixelRatio(),
            "cut": walk(here),
        }
    sys.stdout.write(json.dumps(report))


if __name__ == "__main__":
    main()
