"""The main job on the command line, over a practice intermediary in its own process."""

import json
import shutil
import signal
import socket
import threading
import time

import pytest

from hzl_client import compose
from hzl_client.cli import entry
from hzl_client.cli.output import Exit
from hzl_client.intermediary import pki
from hzl_client.intermediary.faults import Kind, Mishap
from hzl_client.intermediary.remote import RemoteControl
from hzl_client.model.waiting import WaitingList
from hzl_client.services import practice
from hzl_client.services.fetch import FetchInbox
from hzl_client.store.lock import MailboxLock

SAMPLE = "01_alleinstehend"
PASSPHRASE = "gut aufbewahrt"


@pytest.fixture(scope="module")
def intermediary(tmp_path_factory):
    with practice.start(tmp_path_factory.mktemp("post")) as running:
        yield running


@pytest.fixture(autouse=True)
def _secrets(monkeypatch):
    monkeypatch.setenv("MAILBOX_PIN", pki.PIN)
    monkeypatch.setenv("MAILBOX_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("OTHER_PASSPHRASE", "etwas anderes")


@pytest.fixture
def run(capsys, tmp_path):
    """One command with `--json`; its status and its document."""

    def run(*arguments: str):
        status = entry.main([*arguments, "--json", "--profile", str(tmp_path / "p")])
        out, shown = capsys.readouterr()
        assert shown == ""
        return status, json.loads(out)

    return run


@pytest.fixture
def practice_mailbox(run, intermediary, tmp_path):
    """Empty: what other tests have sent is fetched and thrown away."""
    profile = tmp_path / "p"
    made = compose.create_practice_mailbox(profile, intermediary)
    RemoteControl(intermediary.control, intermediary.token).clear()
    run("fetch")
    shutil.rmtree(made.folder)
    return compose.create_practice_mailbox(profile, intermediary)


def real_mailbox(run, intermediary, *options: str):
    keys = intermediary.pki_folder
    return run(
        *("mailbox", "create", "--title", "Sozialamt", "--url", intermediary.url),
        *("--intermediary-certificate", str(keys / "intermediary_cipher.crt")),
        *("--identity", str(keys / "recipient_cipher.p12")),
        *("--identity", str(keys / "recipient_signature.p12")),
        *("--pin-env", "MAILBOX_PIN", "--passphrase-env", "MAILBOX_PASSPHRASE"),
        *("--no-key-store", "--proxy", "none", *options),
    )


@pytest.mark.usefixtures("practice_mailbox")
def test_fetch_list_show_export(run, intermediary, tmp_path):
    message_id = intermediary.send("embedded", SAMPLE)
    status, fetched = run("fetch")
    assert (status, fetched["error"], fetched["quarantined"]) == (0, None, [])
    (record_id,) = fetched["stored"]

    status, listed = run("list")
    (record,) = listed["records"]
    assert (status, record["id"]) == (0, record_id)
    assert record["message_id"] == message_id
    assert record["title"].startswith("Beispiel")
    assert record["folder"] == "inbox"

    status, shown = run("show", record_id[:6])
    assert (status, shown["verdict"]["level"]) == (0, "good")
    application = shown["application"]
    fields = [f for section in application["sections"] for f in section["fields"]]
    assert len(fields) == application["leaves"]
    assert any(document["main"] for document in application["documents"])

    target = tmp_path / "out" / "new"
    status, exported = run("export", "--all", "--to", str(target))
    (done,) = exported["exported"]
    assert (status, exported["failed"]) == (0, [])
    names = {file["name"] for file in done["files"]}
    assert {"nachricht.osci", "manifest.json", "felder.csv", "felder.json"} <= names

    _, shown = run("show", record_id)
    assert "exported" in [event["code"] for event in shown["history"]]
    assert run("fetch")[1]["stored"] == []


@pytest.mark.usefixtures("practice_mailbox")
def test_people_read_lines(run, intermediary, capsys, tmp_path):
    intermediary.send("embedded", SAMPLE)
    profile = ["--profile", str(tmp_path / "p")]
    for arguments, expected in (
        (["fetch"], "1 neue Nachricht.\n"),
        (["list"], "Posteingang     Beispiel"),
        (["mailbox", "list"], "uebungspostfach  Übungspostfach  http://127.0.0.1:"),
    ):
        assert entry.main([*arguments, *profile]) == 0
        assert expected in capsys.readouterr().out
    record_id = run("list")[1]["records"][0]["id"]
    assert entry.main(["show", record_id, *profile]) == 0
    shown = capsys.readouterr().out
    assert "Prüfung: Von Sozialplattform (Übung)" in shown
    assert "Angaben gezeigt." in shown
    export = ["export", record_id, "--to", str(tmp_path / "out"), *profile]
    assert entry.main(export) == 0
    assert "Dateien, geprüft)" in capsys.readouterr().out


@pytest.mark.usefixtures("practice_mailbox")
def test_what_waits_is_listed_and_whether_that_is_all(
    run, intermediary, capsys, tmp_path, monkeypatch
):
    message_id = intermediary.send("embedded", SAMPLE)
    status, listed = run("waiting")
    (waiting,) = listed["waiting"]
    assert (status, waiting["message_id"], listed["complete"]) == (0, message_id, True)

    cut = WaitingList((), complete=False)
    monkeypatch.setattr(FetchInbox, "waiting", lambda *_: cut)
    status, listed = run("waiting")
    assert (status, listed["complete"]) == (Exit.PARTLY, False)
    entry.main(["waiting", "--profile", str(tmp_path / "p")])
    assert capsys.readouterr().out.startswith("Es warten weitere Nachrichten")


@pytest.mark.usefixtures("practice_mailbox")
def test_one_bad_message_stops_none_and_is_told(run, intermediary):
    intermediary.send("forged", SAMPLE)
    intermediary.send("embedded", SAMPLE)
    status, fetched = run("fetch")
    assert (status, len(fetched["stored"])) == (Exit.PARTLY, 2)
    _, listed = run("list", "--folder", "quarantine")
    (record,) = listed["records"]
    assert [record["id"]] == fetched["quarantined"]
    assert record["problems"][0]["code"] == "author-signature"
    assert record["problems"][0]["text"].endswith(".")


@pytest.mark.usefixtures("practice_mailbox")
@pytest.mark.parametrize(
    ("mishap", "status", "code"),
    [
        (Mishap(Kind.HTTP_ERROR, "FetchDelivery", value=403), 4, "http-status"),
        (Mishap(Kind.BLOCK_PAGE, "FetchDelivery"), 4, "not-an-osci-answer"),
        (Mishap(Kind.CUT, "FetchDelivery", 3, 500), 4, "connection-cut"),
        (Mishap(Kind.WRONG_CHALLENGE, "FetchDelivery"), 5, "control-block"),
        (Mishap(Kind.WRONG_SIGNATURE, "FetchDelivery"), 6, "supplier-signature"),
    ],
)
def test_faults_on_the_way_lose_nothing(run, intermediary, mishap, status, code):
    intermediary.send("embedded", SAMPLE)
    RemoteControl(intermediary.control, intermediary.token).arm(mishap)
    failed, document = run("fetch")
    assert (failed, document["error"]["code"]) == (status, code)
    assert document["stored"] == []
    again, document = run("fetch")
    assert (again, len(document["stored"])) == (0, 1)


@pytest.mark.usefixtures("practice_mailbox")
def test_an_answer_nobody_vouches_for_can_be_taken_out(run, intermediary, tmp_path):
    intermediary.send("embedded", SAMPLE)
    mishap = Mishap(Kind.WRONG_SIGNATURE, "FetchDelivery")
    RemoteControl(intermediary.control, intermediary.token).arm(mishap)
    run("fetch")
    status, listed = run("evidence")
    (kept,) = listed["evidence"]
    assert (status, kept["reason"]) == (Exit.OK, "supplier-signature")
    target = tmp_path / "answer.bin"
    status, saved = run("evidence", "--save", kept["id"][:6], str(target))
    assert (status, saved["evidence"]) == (Exit.OK, [kept])
    assert target.stat().st_size == kept["size"]
    assert target.read_bytes().startswith(b"MIME-Version: 1.0")
    refusals = {kept["id"]: "export-target-unusable", "x": "no-such-evidence"}
    for wanted, code in refusals.items():
        status, refused = run("evidence", "--save", wanted, str(target))
        assert (status, refused["error"]["code"]) == (Exit.USER, code)


@pytest.mark.usefixtures("practice_mailbox")
def test_ctrl_c_ends_a_fetch_safely(run, intermediary):
    intermediary.send("embedded", SAMPLE)
    slow = Mishap(Kind.DELAY, "FetchDelivery", value=20)
    RemoteControl(intermediary.control, intermediary.token).arm(slow)
    before = signal.getsignal(signal.SIGINT)

    def interrupt():
        """Once somebody listens; a second later the answer is being waited for."""
        while signal.getsignal(signal.SIGINT) is before:
            time.sleep(0.01)
        time.sleep(1)
        signal.raise_signal(signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    status, document = run("fetch")
    assert (status, document["cancelled"]) == (Exit.PARTLY, True)
    assert document["error"] is None
    assert signal.getsignal(signal.SIGINT) is before
    assert len(run("fetch")[1]["stored"]) == 1


def test_first_contact_is_confirmed_by_a_person(run, intermediary):
    assert real_mailbox(run, intermediary)[0] == 0
    unlocked = ("--passphrase-env", "MAILBOX_PASSPHRASE")
    status, document = run("fetch", *unlocked)
    assert (status, document["error"]["code"]) == (6, "supplier-not-pinned")
    fingerprint = document["error"]["facts"]["fingerprint"]
    colons = ":".join(fingerprint[i : i + 2] for i in range(0, 64, 2)).upper()
    assert run("mailbox", "pin", "--sha256", colons)[0] == 0
    assert run("fetch", *unlocked)[0] in (0, 1)
    _, listed = run("mailbox", "list")
    assert listed["mailboxes"][0]["supplier_pins"] == [fingerprint]
    other = str(intermediary.pki_folder / "author.crt")
    assert run("mailbox", "pin", "--certificate", other)[0] == 0
    status, document = run("fetch", *unlocked)
    assert (status, document["error"]["code"]) == (6, "supplier-certificate")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--passphrase-env", "OTHER_PASSPHRASE"), "wrong-passphrase"),
        ((), "wrong-passphrase"),
        (("--passphrase-env", "NOT_SET_AT_ALL"), "invalid-setting"),
        (("--mailbox", "nirgends"), "no-mailbox"),
    ],
)
def test_what_does_not_open(run, intermediary, options, code):
    real_mailbox(run, intermediary)
    status, document = run("list", *options)
    assert (status, document["error"]["code"]) == (Exit.USER, code)


def test_a_mailbox_is_made_once(run, intermediary):
    pinned = str(intermediary.pki_folder / "intermediary_signature.crt")
    author = str(intermediary.pki_folder / "ca.crt")
    options = (
        *("--supplier-certificate", pinned),
        *("--expected-author-certificate", author),
    )
    status, document = real_mailbox(run, intermediary, *options)
    assert (status, document["mailbox"]["name"]) == (0, "sozialamt")
    assert len(document["mailbox"]["supplier_pins"]) == 1
    intermediary.send("embedded", SAMPLE)
    unlocked = ("--passphrase-env", "MAILBOX_PASSPHRASE")
    _, fetched = run("fetch", *unlocked)
    _, shown = run("show", fetched["stored"][-1], *unlocked)
    assert shown["verdict"]["sentence"].startswith("Von Sozialplattform signiert")
    status, document = real_mailbox(run, intermediary)
    assert (status, document["error"]["code"]) == (Exit.USER, "mailbox-exists")


def test_a_wrong_setting_is_named(run, intermediary):
    for option, value in (
        ("--supplier-sha256", "kurz"),
        ("--supplier-certificate", "no such file"),
        ("--url", "ftp://osci.example"),
    ):
        status, document = real_mailbox(run, intermediary, option, value)
        assert (status, document["error"]["code"]) == (Exit.USER, "invalid-setting")
    assert run("mailbox", "list")[1]["mailboxes"] == []


def test_which_of_several(run, intermediary, practice_mailbox):
    real_mailbox(run, intermediary)
    status, document = run("list")
    assert (status, document["error"]["facts"]["reason"]) == (Exit.USER, "several")
    assert run("list", "--mailbox", practice_mailbox.slug)[0] == 0


def test_nobody_there(run, intermediary, practice_mailbox):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/osci"
    pinned = ("--supplier-sha256", "ab" * 32, "--url", url, "--title", "Fern")
    real_mailbox(run, intermediary, *pinned)
    options = ("--mailbox", "fern", "--passphrase-env", "MAILBOX_PASSPHRASE")
    status, document = run("fetch", *options)
    assert (status, document["error"]["code"]) == (4, "host-unreachable")
    assert "Es ist nichts verloren" in document["error"]["lost"]
    assert practice_mailbox.folder.is_dir()


def test_one_process_at_a_time(run, practice_mailbox):
    with MailboxLock(practice_mailbox.folder):
        status, document = run("list")
    assert (status, document["error"]["code"]) == (4, "mailbox-in-use")
    assert document["error"]["facts"]["pid"]


@pytest.mark.usefixtures("practice_mailbox")
def test_an_export_that_fails_does_not_stop_the_others(run, intermediary, tmp_path):
    intermediary.send("embedded", SAMPLE)
    run("fetch")
    (tmp_path / "file").write_bytes(b"")
    status, document = run("export", "--all", "--to", str(tmp_path / "file" / "x"))
    assert (status, document["exported"]) == (Exit.USER, [])
    assert document["failed"][0]["error"]["code"] == "export-target-unusable"
    status, document = run("export", "f" * 32, "--to", str(tmp_path / "out"))
    assert (status, document["error"]["code"]) == (Exit.USER, "no-such-record")


def test_practice_starts_its_intermediary_by_itself(run):
    status, document = run("mailbox", "practice")
    assert (status, document["mailbox"]["practice"]) == (0, True)
    status, document = run("fetch")
    assert (status, document["stored"]) == (0, [])
    _, again = run("mailbox", "practice")
    assert again["mailbox"]["name"] == document["mailbox"]
