"""How the program starts itself."""

import subprocess
import sys

import pytest

from hzl_client import interpreter


@pytest.mark.parametrize("name", ["python", "python3.11", "Python.exe", "pythonw.exe"])
def test_a_checkout_is_started_by_its_interpreter(monkeypatch, name):
    monkeypatch.setattr(sys, "executable", f"/somewhere/{name}")
    assert interpreter.command("fetch", "--json") == (
        *(sys.executable, "-I", "-m", "hzl_client"),
        *("fetch", "--json"),
    )


@pytest.mark.parametrize("name", ["HzL-Client.exe", "HzL-Client.com"])
def test_the_launcher_is_the_whole_command(monkeypatch, name):
    monkeypatch.setattr(sys, "executable", f"/somewhere/{name}")
    assert interpreter.packaged()
    assert interpreter.command("fetch") == (sys.executable, "fetch")


ENDS_WITH = """
import sys, threading, time
from hzl_client import interpreter
threading.Thread(target=time.sleep, args=(600,)).start()
interpreter.end_now(7)
"""


def test_the_end_waits_for_no_thread():
    command = (sys.executable, "-c", ENDS_WITH)
    done = subprocess.run(command, timeout=60, check=False)  # noqa: S603
    assert done.returncode == 7
