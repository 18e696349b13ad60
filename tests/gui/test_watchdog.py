"""The real window over a real mailbox answers while fifty applications come in."""

import sys
import time

import pytest
from PySide6.QtCore import QTimer

from helpers.watchdog import watching
from hzl_client import compose
from hzl_client.app import SWITCH_SECONDS, Program
from hzl_client.intermediary import pki
from hzl_client.intermediary.sender import Platform
from hzl_client.ui.demonstration import Playing

MANY = 50
SAMPLE = "02_paar_zwei_kinder"
TRIES = 3  # others work on this machine too; the limits stay as they are


@pytest.fixture
def program(qtbot, qapp, tmp_path):  # noqa: ARG001
    """As the program runs: the practice intermediary is a process of its own."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    with compose.start_practice_intermediary(
        compose.practice_state(tmp_path)
    ) as practice:
        compose.create_practice_mailbox(tmp_path, practice)
    program = Program(tmp_path, lambda _look, _window: Playing(tmp_path))
    program.start()
    qtbot.waitUntil(lambda: program.workplace is not None, timeout=30_000)
    yield program
    program.close()
    program.window.close()
    program.window.deleteLater()
    sys.setswitchinterval(usual)


def test_the_window_answers_while_fifty_applications_are_fetched(qtbot, program):
    window, seen = program.window, []
    for number in range(1, TRIES + 1):
        _hand_in(program)
        with watching(window) as dog:
            window.actions_.fetch.trigger()
            qtbot.waitUntil(
                lambda: not program.workplace.fetching.running, timeout=60_000
            )
            wanted = number * MANY
            qtbot.waitUntil(lambda n=wanted: len(window.records.ids) == n)
        assert not window.error_panel.isVisible()
        seen.append(str(dog))
        if dog.holds:
            return
    pytest.fail("\n".join(seen))


def _hand_in(program):
    practice = program.doors._practice
    with Platform(practice.url, pki.load(practice.pki_folder)) as platform:
        for _ in range(MANY):
            platform.deliver("embedded", SAMPLE)


def test_a_window_that_stands_still_is_noticed(qtbot, window):
    """The watchdog can bite, and says where it was."""

    def stand_still():
        time.sleep(0.2)

    with watching(window) as dog:
        QTimer.singleShot(30, window, stand_still)
        qtbot.wait(400)
    assert not dog.holds
    assert dog.longest > 150
    assert any("stand_still" in stack for stack in dog.stacks)
