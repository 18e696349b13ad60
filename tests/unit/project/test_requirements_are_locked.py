"""What is installed is named by its bytes; where it comes from, the machine decides."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "requirements"
LOCKS = sorted(FOLDER.glob("*.txt"))
PIN = re.compile(
    r"[a-z0-9-]+==[^\s;]+( ; [^\\]+)?( \\\n +--hash=sha256:[0-9a-f]{64})+\n"
)


def _name(requirement):
    return re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower().replace("_", "-")


def _locked(lock):
    return {_name(line) for line in lock.read_text().splitlines() if line[:1].isalnum()}


def test_there_is_one_to_run_one_to_work_and_one_to_fuzz():
    names = [lock.name for lock in LOCKS]
    assert names == ["dev.txt", "fuzz.txt", "runtime.txt"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_is_nothing_but_versions_and_hashes(lock):
    text = lock.read_text(encoding="ascii")
    assert PIN.sub("", text) == ""
    assert len(PIN.findall(text)) > (0 if lock.stem == "fuzz" else 10)


@pytest.mark.parametrize("file", sorted(FOLDER.iterdir()), ids=lambda file: file.name)
def test_no_file_says_where_packages_come_from(file):
    text = file.read_text()
    for word in ("://", "--index-url", "--extra-index-url", "--find-links", "@ "):
        assert word not in text


@pytest.mark.parametrize("name", ["dev.txt", "runtime.txt"])
def test_everything_the_program_needs_is_locked(name):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {_name(each) for each in project["project"]["dependencies"]}
    built = {_name(each) for each in project["build-system"]["requires"]}
    assert wanted | built <= _locked(FOLDER / name)


def test_whoever_works_on_it_runs_the_same():
    runtime, dev = (
        {match[0] for match in PIN.finditer((FOLDER / name).read_text())}
        for name in ("runtime.txt", "dev.txt")
    )
    assert runtime <= dev
