"""Certificates of a mailbox and what it sends, changed on the command line."""

import json

import pytest

from hzl_client import compose
from hzl_client.cli import entry
from hzl_client.intermediary import pki
from hzl_client.services import practice

PASSPHRASE = "gut aufbewahrt"


@pytest.fixture(scope="module")
def intermediary(tmp_path_factory):
    with practice.start(tmp_path_factory.mktemp("post")) as running:
        yield running


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("MAILBOX_PIN", pki.PIN)
    monkeypatch.setenv("MAILBOX_PASSPHRASE", PASSPHRASE)

    def run(*arguments: str):
        status = entry.main([*arguments, "--json", "--profile", str(tmp_path / "p")])
        return status, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def mailbox(run, intermediary):
    keys = intermediary.pki_folder
    status, made = run(
        *("mailbox", "create", "--title", "Sozialamt", "--url", intermediary.url),
        *("--intermediary-certificate", str(keys / "intermediary_cipher.crt")),
        *("--identity", str(keys / "recipient_cipher.p12")),
        *("--identity", str(keys / "recipient_signature.p12")),
        *("--supplier-certificate", str(keys / "intermediary_signature.crt")),
        *("--pin-env", "MAILBOX_PIN", "--passphrase-env", "MAILBOX_PASSPHRASE"),
        *("--no-key-store", "--proxy", "none"),
    )
    assert status == 0
    return made["mailbox"]


def identity(run, *options: str):
    opened = ("--passphrase-env", "MAILBOX_PASSPHRASE")
    status, document = run("mailbox", "identity", *opened, *options)
    assert status == 0, document
    return {
        each["holder"]: "".join(
            name[0] for name in ("address", "signs", "reads") if each[name]
        )
        for each in document["certificates"]
    }, document["certificates"]


def fetched(run):
    status, report = run("fetch", "--passphrase-env", "MAILBOX_PASSPHRASE")
    assert status == 0, report
    return len(report["stored"])


@pytest.mark.usefixtures("mailbox")
def test_a_new_certificate_reads_first_and_then_takes_over_and_back(run, intermediary):
    first, listed = identity(run)
    assert sorted(first.values()) == ["ar", "s"]
    old = next(each["sha256"] for each in listed if each["address"])
    file = str(intermediary.pki_folder / "platform_cipher.p12")
    added, _ = identity(run, "--add", file, "--pin-env", "MAILBOX_PIN")
    assert sorted(added.values()) == ["ar", "r", "s"]
    intermediary.send("embedded", "01_alleinstehend")
    used, _ = identity(run, "--add", file, "--pin-env", "MAILBOX_PIN", "--use")
    assert sorted(used.values()) == ["ar", "r", "s"]
    assert used != added
    assert fetched(run) == 0, "nothing lies under the new address"
    back, _ = identity(run, "--switch-to", old.upper())
    assert back == added
    assert fetched(run) == 1


@pytest.mark.usefixtures("mailbox")
def test_a_certificate_the_mailbox_does_not_have(run):
    opened = ("--passphrase-env", "MAILBOX_PASSPHRASE")
    status, told = run("mailbox", "identity", *opened, "--switch-to", "0" * 64)
    assert (status, told["error"]["code"]) == (3, "identity-refused")
    assert told["error"]["facts"]["reason"] == "not-here"


@pytest.mark.usefixtures("mailbox")
def test_what_is_sent_is_told_and_changed(run, tmp_path, intermediary):
    status, told = run("mailbox", "sending")
    assert (status, told["sending"]["chunk_size"]) == (0, 0)
    default = told["sending"]["send_digest"]
    status, told = run(
        *("mailbox", "sending", "--send-digest", "SHA-512", "--chunk-size", "200")
    )
    assert (status, told["sending"]["chunk_size"]) == (0, 200)
    assert told["sending"]["send_digest"] == "SHA-512" != default
    (made,) = compose.mailboxes(tmp_path / "p")
    assert (made.settings.send_digest, made.settings.chunk_size) == ("SHA-512", 200)
    intermediary.send("embedded", "01_alleinstehend")
    assert fetched(run) == 1
    status, told = run("mailbox", "sending", "--send-digest", "")
    assert told["sending"]["send_digest"] == default
    status, told = run("mailbox", "sending", "--send-cipher", "ROT-13")
    assert (status, told["error"]["code"]) == (3, "invalid-setting")
