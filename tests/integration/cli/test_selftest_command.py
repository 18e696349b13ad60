"""The self-test as the IT runs it, and what it says when something is wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hzl_client import selftest
from hzl_client.cli.output import Output
from hzl_client.documents import running
from hzl_client.errors import DocumentUnreadable, ExportFailed, KeyStoreUnavailable


class Way:
    """The services' steps, all good unless a test says otherwise."""

    def __init__(self, _place: Path) -> None:
        pass

    def _good(self) -> str:
        return "gut"

    start = fetch = open = render = export = _good

    def close(self) -> None:
        pass


class Window:
    """A window that does not come up: its own steps are not looked at here."""

    def __init__(self, _profile: Path, _pictures: Path) -> None:
        pass

    def start(self) -> str:
        raise selftest.Skip("hier nicht")

    def close(self) -> None:
        pass


class KeyStore:
    def __init__(self) -> None:
        self.held: dict[tuple[str, str], bytes] = {}

    def set(self, service: str, name: str, secret: bytes) -> None:
        self.held[service, name] = secret

    def get(self, service: str, name: str) -> bytes | None:
        return self.held.get((service, name))

    def delete(self, service: str, name: str) -> None:
        self.held.pop((service, name), None)


@pytest.fixture
def key_store():
    return KeyStore()


@pytest.fixture
def steps(monkeypatch, tmp_path, key_store):
    """Runs the self-test over fakes; the steps by name."""
    monkeypatch.setattr(selftest, "OsKeyStore", lambda: key_store)
    monkeypatch.setattr(selftest, "MailboxWay", Way)
    monkeypatch.setattr(selftest, "WindowWay", Window)

    def run(profile: Path = tmp_path / "profile") -> dict[str, selftest.Step]:
        output = Output(as_json=True)
        test = selftest.Selftest(tmp_path / "own", None, profile, output)
        return {step.name: step for step in test.run()}

    return run


def refusing(error):
    def refuse(*_: object) -> str:
        raise error

    return refuse


def code(step):
    return (step.result, step.error["code"])


def test_the_secret_does_not_stay_in_the_key_store(steps, key_store):
    assert steps()["key-store"].result == "ok"
    assert key_store.held == {}


def test_a_key_store_that_gives_back_another_value_fails(steps, monkeypatch):
    monkeypatch.setattr(KeyStore, "get", lambda *_: b"other")
    assert code(steps()["key-store"]) == ("failed", "key-store-unavailable")


@pytest.mark.parametrize(
    ("system", "result"), [("linux", "skipped"), ("win32", "failed")]
)
def test_only_windows_must_have_a_key_store(steps, monkeypatch, system, result):
    monkeypatch.setattr(KeyStore, "set", refusing(KeyStoreUnavailable("refused")))
    monkeypatch.setattr(selftest.sys, "platform", system)
    done = steps()
    assert done["key-store"].result == result
    assert done["fetch"].result == "ok"


def test_a_profile_nobody_may_write_is_a_matter_of_the_disk(steps, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    done = steps(tmp_path / "file" / "profile")
    assert code(done["profile"]) == ("failed", "disk-failed")
    assert done["export"].result == "ok"


def test_a_profile_that_was_not_there_is_not_there_afterwards(steps, tmp_path):
    assert steps(tmp_path / "new" / "profile")["profile"].result == "ok"
    assert not (tmp_path / "new").exists()


def test_a_profile_that_was_there_stays(steps, tmp_path):
    (tmp_path / "profile").mkdir()
    assert steps()["profile"].result == "ok"
    assert (tmp_path / "profile").is_dir()


def test_a_page_that_cannot_be_drawn_does_not_stop_the_export(steps, monkeypatch):
    monkeypatch.setattr(Way, "render", refusing(DocumentUnreadable("died")))
    done = steps()
    assert code(done["render"]) == ("failed", "document-unreadable")
    assert done["export"].result == "ok"


def test_an_export_folder_nobody_may_write_fails_the_export_alone(steps, monkeypatch):
    monkeypatch.setattr(Way, "export", refusing(ExportFailed("refused")))
    results = {name: step.result for name, step in steps().items()}
    assert [name for name, result in results.items() if result == "failed"] == [
        "export"
    ]


def test_what_needs_a_failed_step_is_skipped(steps, monkeypatch):
    monkeypatch.setattr(Way, "fetch", refusing(OSError(28, "disk full")))
    done = steps()
    assert code(done["fetch"]) == ("failed", "disk-failed")
    assert [done[name].result for name in ("open", "render", "export")] == [
        "skipped"
    ] * 3


def test_a_child_that_dies_is_seen_by_the_real_steps(tmp_path, monkeypatch):
    way = selftest.MailboxWay(tmp_path)
    dying = (sys.executable, "-c", "raise SystemExit(9)")
    monkeypatch.setattr(running, "child_command", lambda: dying)
    try:
        for step in (way.start, way.fetch, way.open):
            assert step()
        with pytest.raises(DocumentUnreadable):
            way.render()
        assert way.export()
    finally:
        way.close()


def test_the_whole_way_leaves_pictures_and_nothing_else(tmp_path):
    temporary, pictures = tmp_path / "temp", tmp_path / "pictures"
    temporary.mkdir()
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)),
    }
    where = ("--output", str(pictures), "--profile", str(tmp_path / "profile"))
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "hzl_client", "selftest", "--json", *where],
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    document = json.loads(done.stdout)
    assert (done.returncode, document["ok"], document["error"]) == (0, True, None)
    assert done.stderr == ""
    assert {step["result"] for step in document["steps"]} <= {"ok", "skipped"}
    skipped = {s["name"] for s in document["steps"] if s["result"] == "skipped"}
    assert skipped <= {"key-store"}
    assert (pictures / "02-antrag.png").stat().st_size > 10_000
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "profile").exists()
