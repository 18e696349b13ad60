"""Windows tells a shutdown by a signal of the application; the program listens."""

from PySide6.QtCore import SIGNAL

from helpers.desks import Answers
from hzl_client import app, compose

SHUTDOWN = SIGNAL("commitDataRequest(QSessionManager&)")


def test_the_program_hears_that_the_session_ends(
    qapp, qtbot, look, tmp_path, monkeypatch
):
    """Counted, not emitted: only Windows can make the session it comes with."""
    monkeypatch.setattr(compose, "mailboxes", lambda _profile: ())
    before = qapp.receivers(SHUTDOWN)
    program = app.Program(tmp_path, lambda _look, _window: Answers())
    qtbot.addWidget(program.window)
    assert qapp.receivers(SHUTDOWN) == before + 1
    assert program.close()
    look.apply()
