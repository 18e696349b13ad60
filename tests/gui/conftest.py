"""A real window over a desk in memory."""

import json
import os

import pytest
from pytestqt.qtbot import QtBot

from helpers import wine
from helpers.desks import Answers, FakeDesk, put_samples
from hzl_client.documents.process import Documents
from hzl_client.ui.look import Look
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.workplace import Workplace
from hzl_client.ui.remembered import Remembered
from hzl_client.ui.tasks import Tasks

# A busy machine is no failure; what hangs is ended by pytest's timeout.
PATIENCE = 60_000  # milliseconds
for waiting in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitExposed):
    waiting.__kwdefaults__["timeout"] = PATIENCE

SCREEN = {"name": "desk", "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1}


@pytest.fixture(scope="session", autouse=True)
def screen(tmp_path_factory):
    """As large as a desk's: the offscreen one is smaller than the smallest window."""
    if wine.running():
        wine.lend_fonts(tmp_path_factory.mktemp("fonts"))
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        file = tmp_path_factory.mktemp("screen") / "screen.json"
        file.write_text(json.dumps({"screens": [{"x": 0, "y": 0, **SCREEN}]}))
        # Qt ends the name at a colon, that of a Windows drive too.
        place = os.path.relpath(file)
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={place}"


@pytest.fixture(scope="session")
def look(screen, qapp):  # noqa: ARG001

    qapp.setStyle("Fusion")
    look = Look(qapp)
    look.apply()
    return look


@pytest.fixture
def remembered(tmp_path):
    return Remembered(tmp_path)


@pytest.fixture
def window(qtbot, qapp, look, remembered):
    look.set_scale(1.0)
    qapp.setStyleSheet("")  # it comes afterwards, as in the program: see Look.apply
    window = MainWindow(look, remembered)
    look.apply()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return window


@pytest.fixture
def pool(qapp):  # noqa: ARG001
    pool = Tasks()
    yield pool
    pool.drain()


@pytest.fixture(scope="session")
def child():
    with Documents() as documents:
        yield documents


@pytest.fixture
def desk(child):
    desk = FakeDesk(child)
    put_samples(desk.shelf)
    return desk


@pytest.fixture
def answers(tmp_path):
    return Answers(target=tmp_path)


@pytest.fixture
def workplace(qtbot, window, desk, pool, remembered, answers):
    """The window after start: three applications in the inbox, one in Quarantäne."""
    workplace = Workplace(window, desk, pool, remembered, answers)
    workplace.start()
    qtbot.waitUntil(lambda: len(window.records.ids) == 3)
    yield workplace
    workplace.close()
