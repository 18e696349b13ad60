"""The command line says what the IT of a machine has decided."""

import json

import pytest

from hzl_client import machine
from hzl_client.cli import entry
from hzl_client.cli.output import Exit
from hzl_client.intermediary import pki


@pytest.fixture
def decided(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "folder", lambda: tmp_path)
    return tmp_path / machine.FILE


@pytest.fixture
def run(tmp_path, capsys):
    def run(*arguments):
        profile = str(tmp_path / "profile")
        status = entry.main([*arguments, "--json", "--profile", profile])
        return status, json.loads(capsys.readouterr().out)

    return run


def test_a_locked_setting_is_refused(decided, run, tmp_path, monkeypatch):
    decided.write_text('{"locked": {"proxy": "none"}}', encoding="utf-8")
    monkeypatch.setenv("PIN", pki.PIN)
    monkeypatch.setenv("PASSPHRASE", "gut aufbewahrt")
    status, said = run(
        *("mailbox", "create", "--title", "Amt", "--url", "http://one.example"),
        *("--identity", str(tmp_path / "missing.p12"), "--pin-env", "PIN"),
        *("--passphrase-env", "PASSPHRASE", "--proxy", "http://own.example:1"),
    )
    assert status == Exit.USER
    assert said["error"]["code"] == "setting-locked"
    assert said["error"]["facts"]["setting"] == "proxy"


def test_a_file_that_is_not_understood_stops_every_command(decided, run, tmp_path):
    (tmp_path / "profile" / "mailboxes" / "amt").mkdir(parents=True)
    decided.write_text('{"locked": {"prxy": "none"}}', encoding="utf-8")
    status, said = run("mailbox", "list")
    assert status == Exit.SURROUNDINGS
    assert said["error"]["code"] == "invalid-machine-settings"
    assert said["error"]["facts"]["file"] == str(decided)
