"""How the program starts itself."""

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
