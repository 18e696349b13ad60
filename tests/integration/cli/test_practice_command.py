"""The practice intermediary as our child process: ready, reachable, gone."""

import os
import signal
import sys
import threading
import time

import pytest

from hzl_client.errors import PracticeNotReady
from hzl_client.services import practice


def test_it_takes_in_a_sample_and_ends_with_us(tmp_path):
    with practice.start(tmp_path / "state") as intermediary:
        assert intermediary.url.startswith("http://127.0.0.1:")
        assert (intermediary.pki_folder / "ca.crt").is_file()
        message_id = intermediary.send("embedded", "01_alleinstehend")
        assert message_id
        assert intermediary.process.poll() is None
    assert intermediary.process.poll() == 0


def test_one_that_never_gets_ready_is_ended(tmp_path, monkeypatch):
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(practice, "_command", lambda _state: sleeper)
    before = time.monotonic()
    with pytest.raises(PracticeNotReady):
        practice.start(tmp_path / "state", seconds=0.5)
    assert time.monotonic() - before < 20


def test_one_that_is_not_wanted_any_more_is_ended(tmp_path, monkeypatch):
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(practice, "_command", lambda _state: sleeper)
    unwanted = threading.Event()
    threading.Timer(0.2, unwanted.set).start()
    before = time.monotonic()
    with pytest.raises(PracticeNotReady):
        practice.start(tmp_path / "state", unwanted=unwanted)
    assert time.monotonic() - before < 20


HEIR = "import time; time.sleep(60)"
PARENT = f"""
import pathlib, subprocess, sys, time
heir = subprocess.Popen([sys.executable, "-c", {HEIR!r}])
pathlib.Path(sys.argv[1]).write_text(str(heir.pid))
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no process inherits by itself")
def test_whoever_inherited_its_output_is_not_waited_for(tmp_path, monkeypatch):
    place, unwanted = tmp_path / "heir", threading.Event()
    parent = [sys.executable, "-c", PARENT, str(place)]
    monkeypatch.setattr(practice, "_command", lambda _state: parent)

    def leave():
        while not place.exists() or not place.read_text():
            time.sleep(0.01)
        unwanted.set()

    threading.Thread(target=leave).start()
    before = time.monotonic()
    with pytest.raises(PracticeNotReady):
        practice.start(tmp_path / "state", unwanted=unwanted)
    assert time.monotonic() - before < 20
    (reader,) = (each for each in threading.enumerate() if each.name == "practice")
    os.kill(int(place.read_text()), signal.SIGKILL)
    reader.join(20)
    assert not reader.is_alive()


def test_one_that_ends_at_once_is_noticed(tmp_path, capfd):
    (tmp_path / "state" / "pki").mkdir(parents=True)  # a PKI without its keys
    with pytest.raises(PracticeNotReady):
        practice.start(tmp_path / "state")
    assert "Code: practice-damaged" in capfd.readouterr().err


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "state").write_bytes(b"")
    with pytest.raises(PracticeNotReady):
        practice.start(tmp_path / "state")
