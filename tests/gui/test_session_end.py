"""Windows shuts down or logs off while the window is open."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from helpers.applications import sample_contents
from helpers.desks import Answers, FakeDesk
from hzl_client import app, compose
from hzl_client.documents.process import Documents
from hzl_client.services.profile import MailboxEntry


@pytest.fixture
def desk():
    with Documents() as documents:  # its own: a program that ends closes them
        yield FakeDesk(documents)


@pytest.fixture
def program(qtbot, look, tmp_path, monkeypatch, desk):
    settings = replace(desk.settings, practice=False)
    entry = MailboxEntry("amt", tmp_path / "amt", settings)
    monkeypatch.setattr(compose, "mailboxes", lambda _profile: (entry,))
    monkeypatch.setattr(compose, "open_desk", lambda _entry, _passphrase: desk)
    made = app.Program(tmp_path, lambda _look, _window: Answers())
    qtbot.addWidget(made.window)
    made.start("amt")
    qtbot.waitUntil(made.window.actions_.fetch.isEnabled)
    yield made
    made.close()
    look.apply()


@pytest.fixture
def fetching(qtbot, program, desk):
    """The program in the middle of the first of three messages."""
    desk.fetch.messages = [sample_contents("01_alleinstehend")] * 3
    desk.fetch.gate.clear()
    program.window.actions_.fetch.trigger()
    headline = program.window.fetch_panel._headline
    qtbot.waitUntil(lambda: "Nachricht 1" in headline.text())
    return program


def test_a_fetch_ends_safely_and_nothing_is_asked(fetching):
    fetching.end_session()
    assert not fetching.workplace.busy
    assert QApplication.activeModalWidget() is None
    assert fetching.window.close()


def test_whoever_stops_the_shutdown_can_go_on(qtbot, fetching, desk):
    fetching.end_session()
    desk.fetch.gate.set()
    fetching.window.actions_.fetch.trigger()
    qtbot.waitUntil(lambda: len(fetching.window.records.ids) == 3)


def test_a_dead_line_holds_the_shutdown_only_for_a_while(fetching, monkeypatch):
    monkeypatch.setattr(app, "SESSION_SECONDS", 0.1)
    monkeypatch.setattr(fetching.workplace, "stop", lambda: None)
    fetching.end_session()
    assert fetching.workplace.busy


def test_without_a_mailbox_there_is_nothing_to_end(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(compose, "mailboxes", lambda _profile: ())
    program = app.Program(tmp_path, lambda _look, _window: Answers())
    qtbot.addWidget(program.window)
    program.end_session()
    assert program.close()
