"""Windows tells a shutdown by a signal of the application; the program listens."""

import pytest

from helpers.desks import Answers
from hzl_client import app, compose

ENDED = []


def note(program):
    ENDED.append(program)


@pytest.fixture
def program(qtbot, look, tmp_path, monkeypatch):
    ENDED.clear()
    monkeypatch.setattr(compose, "mailboxes", lambda _profile: ())
    monkeypatch.setattr(app.Program, "end_session", note)
    program = app.Program(tmp_path, lambda _look, _window: Answers())
    qtbot.addWidget(program.window)
    yield program
    program.close()
    look.apply()


def test_the_program_hears_that_the_session_ends(qapp, program):
    qapp.commitDataRequest.emit(None)
    assert ENDED.count(program) == 1
