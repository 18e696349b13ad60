"""The demonstration, as somebody without a screen starts it."""

import subprocess
import sys

import pytest


@pytest.mark.timeout(180)
def test_the_demonstration_succeeds_and_keeps_the_terminal_clean(tmp_path):
    done = subprocess.run(  # noqa: S603
        [
            *(sys.executable, "-m", "hzl_client", "demo", "--headless"),
            *("--out", str(tmp_path / "demo")),
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=170,
    )
    assert done.returncode == 0, done.stdout
    assert done.stderr == ""
    assert len(list((tmp_path / "demo").glob("*.png"))) >= 10
