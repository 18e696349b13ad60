"""The practice intermediary as a process of its own, steered through the back door."""

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpers.practice import Recipient, card, codes, with_keys
from hzl_client.errors import (
    HostUnreachable,
    HttpStatus,
    NoSuchSample,
    PortUnavailable,
    PracticeStateDamaged,
)
from hzl_client.intermediary import main, pki
from hzl_client.intermediary.faults import Kind, Mishap
from hzl_client.intermediary.remote import RemoteControl

SCRIPT = (
    "import sys; from hzl_client.intermediary.main import main;"
    "sys.exit(main(sys.argv[1:]))"
)


@contextmanager
def _process(state, *arguments):
    command = (sys.executable, "-c", SCRIPT, "--state", str(state), *arguments)
    process = subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield process, json.loads(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


@pytest.fixture
def state(tmp_path):
    return with_keys(tmp_path / "state")


def _recipient(ready):
    keys = pki.load(Path(ready["pki"]))
    return Recipient(
        ready["url"], keys, keys.recipient_cipher, keys.recipient_signature
    )


def test_samples_faults_and_cards_and_a_kill_in_between(state):
    with _process(state) as (_, ready):
        control = RemoteControl(ready["control"], ready["token"])
        message_id = control.send("attached", "03_mit_betreuung")
        (shown,) = control.cards()
        assert shown["message_id"] == message_id
        assert shown["forwarding"] is None
        control.arm(Mishap(Kind.HTTP_ERROR, "InitDialog", value=503))
        with pytest.raises(HttpStatus):
            _recipient(ready).init()
        control.arm(Mishap(Kind.BLOCK_PAGE, times=9))
        control.clear()
        _recipient(ready).init()
    with _process(state) as (_, again):  # after a kill, with the same keys
        recipient = _recipient(again)
        recipient.init()
        delivery = recipient.fetch()
        assert card(delivery).message_id == message_id
        assert recipient.contents(delivery).problems == ()
        assert codes(recipient.exit()) == ("0800",)
        (shown,) = RemoteControl(again["control"], again["token"]).cards()
        assert shown["reception"] is not None


def test_samples_can_be_put_in_from_the_start(state):
    wanted = ("--sample", "01_alleinstehend", "--sample", "03_mit_betreuung:unsigned")
    with _process(state, *wanted) as (_, ready):
        assert len(RemoteControl(ready["control"], ready["token"]).cards()) == 2


@pytest.mark.parametrize("sample", ["nobody", "01_alleinstehend:no-such-shape"])
def test_an_unknown_sample_starts_nothing(tmp_path, sample):
    with pytest.raises(NoSuchSample):
        main.main(["--state", str(tmp_path / "state"), "--sample", sample])
    assert not (tmp_path / "state").exists()


def test_it_ends_with_the_process_that_started_it(tmp_path):
    with _process(tmp_path, "--until-stdin-closes") as (process, _):
        process.stdin.close()
        assert process.wait(timeout=20) == 0


def test_it_ends_when_asked_to(state):
    with _process(state) as (process, ready):
        if sys.platform == "win32":
            pytest.skip("Windows has no SIGTERM to catch")
        process.terminate()
        assert process.wait(timeout=20) == 0
    with pytest.raises(HostUnreachable):
        RemoteControl(ready["control"], ready["token"]).cards()


def test_a_foreign_token_opens_nothing(state):
    with _process(state) as (_, ready), pytest.raises(HttpStatus) as caught:
        RemoteControl(ready["control"], "guessed").clear()
    assert caught.value.facts["status"] == 403


def test_a_port_in_use_is_named(state, tmp_path):
    with _process(state) as (_, ready):
        port = ready["url"].rsplit(":", 1)[1].split("/")[0]
        with pytest.raises(PortUnavailable):
            main.main(["--state", str(with_keys(tmp_path / "two")), "--port", port])


def test_a_damaged_post_is_named(state):
    (state / "post.sqlite").write_bytes(b"not a database at all" * 1000)
    with pytest.raises(PracticeStateDamaged):
        main.main(["--state", str(state)])
