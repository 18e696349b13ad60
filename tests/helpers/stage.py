"""The real window over a desk in memory, without pytest: for processes of their own
(a scale factor holds for a whole process) and for pictures."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from helpers.desks import Answers, FakeDesk, put_long_names, put_samples
from hzl_client import app
from hzl_client.documents.process import Documents
from hzl_client.ui.demonstration import hush_offscreen
from hzl_client.ui.look import Look
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.workplace import Workplace
from hzl_client.ui.remembered import Remembered
from hzl_client.ui.tasks import Tasks

PATIENCE: Final = 30.0


@dataclass
class Stage:
    application: QApplication
    look: Look
    window: MainWindow

    def wait(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end
            self.turn()

    def settle(self, seconds: float = 0.1) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.turn()

    def turn(self) -> None:
        self.application.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        time.sleep(0.002)


@contextmanager
def stage(width: int, height: int) -> Iterator[Stage]:
    """On a screen of so many pixels, with an application open. Before Qt starts,
    QT_SCALE_FACTOR may be set."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        screen = place / "screen.json"
        size = {"width": width, "height": height, "logicalDpi": 96, "dpr": 1}
        screens = [{"name": "desk", "x": 0, "y": 0, **size}]
        screen.write_text(json.dumps({"screens": screens}))
        # Qt ends the name at a colon, that of a Windows drive too.
        named = os.path.relpath(screen)
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={named}"
        hush_offscreen()
        application = app.make_application(sys.argv[:1])
        look = Look(application)
        look.apply()
        window = MainWindow(look, Remembered(place))
        tasks = Tasks()
        with Documents() as documents:
            desk = FakeDesk(documents)
            put_samples(desk.shelf)
            put_long_names(desk.shelf)
            workplace = Workplace(window, desk, tasks, Remembered(place), Answers())
            found = Stage(application, look, window)
            window.resize(window.screen().availableSize())
            window.show()
            workplace.start()
            found.wait(lambda: len(window.records.ids) == 3)
            window.records.choose("r1")
            counter = window.application.fields.counter
            found.wait(lambda: "nur im PDF" in counter.text())
            try:
                yield found
            finally:
                workplace.close()
                tasks.drain()
