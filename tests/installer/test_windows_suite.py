"""The suite under wine passes only if everything ran to its end."""

import sys

import pytest
from installer.tools import ROOT, BuildFailed

from installer import suite

LINUX_ONLY = {"tests/unit/project", "tests/integration/intermediary"}
WELL = "....\n1500 passed, 3 skipped in 200.01s (0:03:20)"


@pytest.fixture
def ended(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["suite"])

    def give(*ends):
        rest = [(0, WELL)] * (len(suite.SHARES) - len(ends))
        every = [*rest, *ends]
        monkeypatch.setattr(suite, "_run", lambda number, _: every[number])

    return give


def test_no_folder_is_forgotten_and_none_runs_twice():
    folders = [
        p for kind in ("unit", "integration") for p in (ROOT / "tests" / kind).iterdir()
    ]
    tests = {
        str(p.relative_to(ROOT))
        for p in folders
        if p.name.startswith("test_") or (p.is_dir() and any(p.glob("test_*.py")))
    } | {"tests/vectors", "tests/gui"}
    chosen = [part for share in suite.SHARES for part in share]
    assert sorted(chosen) == sorted(tests - LINUX_ONLY)


def test_what_stays_on_linux_is_there():
    assert all((ROOT / file).is_file() for file in suite.LINUX)


def test_good_shares_pass(ended, capsys):
    ended()
    suite.main()
    assert "9000 passed, 18 skipped" in capsys.readouterr().out


@pytest.mark.parametrize(
    "end",
    [
        (1, "F\n1 failed, 1499 passed in 20.00s"),
        (0, "...."),  # it ended without a word
        (5, WELL),  # a fault after the last test
        (1, "Windows fatal exception: access violation"),
        (1, "....\n1 error: not done after 600 s"),
        (0, "12 passed in 0.50s"),  # a folder is missing
    ],
)
def test_a_share_that_did_not_end_well_fails(ended, end):
    ended(end)
    with pytest.raises(BuildFailed):
        suite.main()
