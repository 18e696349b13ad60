"""`hzl-client osci open` over recorded messages: verdict, files, exit status."""

import hashlib
import json

import pytest

from helpers.osci_vectors import ROOT
from hzl_client.cli import entry

FETCHED = ROOT / "d01-fetch-two" / "02-FetchDelivery.response.bin"
IDENTITY = ["--identity", str(ROOT / "pki" / "recipient_cipher.p12")]
PASSWORD = ["--password-env", "OSCI_PASSWORD"]


@pytest.fixture(autouse=True)
def _password(monkeypatch):
    monkeypatch.setenv("OSCI_PASSWORD", "osci-test")
    monkeypatch.setenv("WRONG_PASSWORD", "wrong")


def run(capsys, *arguments: str):
    status = entry.main(["osci", "open", *arguments])
    out, shown = capsys.readouterr()
    return status, out, shown


def test_a_good_answer(capsys, tmp_path):
    pinned = ["--intermediary-certificate", str(ROOT / "pki" / "intermed_sig.crt")]
    expected = ["--expect-challenge", "l1BuRVZz4oiBXw==", "--expect-sequence", "0"]
    status, out, _ = run(
        capsys,
        *(*IDENTITY, *PASSWORD, *pinned, *expected),
        *("--out", str(tmp_path / "out"), "--json", str(FETCHED)),
    )
    document = json.loads(out)
    assert (status, document["verdict"], document["error"]) == (0, "ok", None)
    assert document["findings"] == [
        each for each in document["findings"] if each["code"] != "not-pinned"
    ]
    assert document["contents"]
    for each in document["contents"]:
        data = (tmp_path / "out" / each["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == each["sha256"]


def test_what_was_expected_and_is_not_there(capsys):
    status, out, _ = run(
        capsys, *IDENTITY, *PASSWORD, "--expect-challenge", "x", "--json", str(FETCHED)
    )
    document = json.loads(out)
    assert (status, document["error"]) == (1, "control-block")


def test_what_must_be_absent_and_is_there(capsys):
    expected = ["--expect-conversation", "none"]
    status, out, _ = run(
        capsys, *IDENTITY, *PASSWORD, *expected, "--json", str(FETCHED)
    )
    assert (status, json.loads(out)["error"]) == (1, "control-block")


def test_another_supplier_than_the_pinned_one(capsys):
    other = ["--intermediary-certificate", str(ROOT / "pki" / "sender_sig.crt")]
    status, out, _ = run(capsys, *IDENTITY, *PASSWORD, *other, "--json", str(FETCHED))
    assert (status, json.loads(out)["error"]) == (1, "supplier-certificate")


def test_people_read_sentences(capsys):
    status, out, _ = run(capsys, *IDENTITY, *PASSWORD, str(FETCHED))
    assert status == 0
    assert "Nachrichtenart: ResponseToFetchDelivery" in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([*IDENTITY, "--password-env", "WRONG_PASSWORD", str(FETCHED)], "wrong-pin"),
        (
            [*IDENTITY, "--password-env", "NOT_SET_AT_ALL", str(FETCHED)],
            "invalid-setting",
        ),
        ([*IDENTITY, *PASSWORD, "no such file"], "invalid-setting"),
        (["--identity", str(FETCHED), *PASSWORD, str(FETCHED)], "not-an-identity"),
        (
            ["--intermediary-certificate", str(FETCHED), str(FETCHED)],
            "invalid-setting",
        ),
    ],
)
def test_wrong_use_is_status_two(capsys, arguments, code):
    status, out, shown = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert f"Code: {code}" in shown
    status, out, shown = run(capsys, "--json", *arguments)
    assert (status, shown) == (2, "")
    assert json.loads(out)["error"]["code"] == code


def test_files_cannot_be_written(capsys, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    target = str(tmp_path / "file" / "out")
    status, _, shown = run(capsys, *IDENTITY, *PASSWORD, "--out", target, str(FETCHED))
    assert status == 2
    assert "Code: export-target-unusable" in shown
