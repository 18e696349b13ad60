"""A window is on the screen before anything heavy is loaded."""

import json
import os
import subprocess
import sys

HEAVY = (
    *("sqlalchemy", "alembic", "httpx", "lxml", "pymupdf", "keyring"),
    *("hzl_client.store", "hzl_client.osci", "hzl_client.xmlsec"),
    *("hzl_client.intermediary", "hzl_client.sources", "hzl_client.standards"),
    *("hzl_client.exports", "hzl_client.xmlkit", "hzl_client.compose"),
)
# In the moment of the first paint: every module that has been imported so far.
PROGRAM = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from hzl_client import __main__, app

class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(json.dumps(sorted(sys.modules)), flush=True)
            watched.removeEventFilter(self)
            watched.close()
        return False

start = app.Program.start

def start_watched(program, mailbox=None):
    program.painted = Painted()
    program.window.installEventFilter(program.painted)
    start(program, mailbox)

app.Program.start = start_watched
sys.argv = ["hzl-client", "--profile", sys.argv[1]]
sys.exit(__main__.main())
"""


def test_the_first_paint_waits_for_nothing_heavy(tmp_path):
    done = subprocess.run(  # noqa: S603
        (sys.executable, "-c", PROGRAM, str(tmp_path)),
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = json.loads(done.stdout)
    assert "hzl_client.ui.main_window" in loaded
    early = [
        name
        for name in loaded
        if any(name == heavy or name.startswith(f"{heavy}.") for heavy in HEAVY)
    ]
    assert early == []
