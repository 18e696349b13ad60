"""What the child binds itself to, seen from inside a process that does the same."""

import os
import subprocess
import sys

import pytest

from hzl_client.documents.launch import child_command, start_child

MIB = 1024 * 1024
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has its own test")


def inside(script: str) -> subprocess.CompletedProcess[str]:
    command = (
        sys.executable,
        "-c",
        f"from hzl_client.documents import limits\n{script}",
    )
    return subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, timeout=60
    )


def test_memory_ends_at_the_limit():
    done = inside(
        "limits.contain()\n"
        "bytearray(200 * 2**20); print('small', flush=True)\n"
        "bytearray(1200 * 2**20); print('large')"
    )
    assert done.stdout == "small\n"
    assert "MemoryError" in done.stderr


@posix
def test_no_file_is_ever_written(tmp_path):
    target = tmp_path / "plain"
    done = inside(
        "import os; limits.contain()\n"
        f"os.write(os.open({str(target)!r}, os.O_CREAT | os.O_WRONLY), b'x' * 100)"
    )
    assert "File too large" in done.stderr
    assert target.stat().st_size == 0


@posix
def test_no_core_dump_holds_contents():
    done = inside(
        "import resource; limits.contain()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    assert done.stdout == "(0, 0)\n"


def test_an_orphan_that_hangs_ends_itself():
    done = inside(
        "limits.SPARE_SECONDS = 0; limits.contain(); limits.allow(1.0)\n"
        "while True: pass"
    )
    assert done.returncode != 0


def test_time_is_counted_from_each_request():
    done = inside(
        "import time; limits.SPARE_SECONDS = 1; limits.contain()\n"
        "for _ in range(3):\n"
        "    limits.allow(0.5); until = time.process_time() + 0.5\n"
        "    while time.process_time() < until: pass\n"
        "print('alive')"
    )
    assert done.stdout == "alive\n"


def test_the_child_ends_with_its_parent():
    with start_child(child_command()) as child:
        child.stdin.close()
        child.stdout.read()
        assert child.wait(20) == 0


def test_the_child_knows_no_secrets_of_ours(monkeypatch):
    monkeypatch.setenv("HZL_PASSPHRASE", "streng geheim")
    monkeypatch.setenv("PYTHONPATH", "/anywhere")
    script = "import os; print(*os.environ)"
    with start_child((sys.executable, "-c", script)) as child:
        names = child.stdout.read().decode().split()
    assert "HZL_PASSPHRASE" not in names
    assert "PYTHONPATH" not in names


def test_the_working_folder_does_not_decide_what_is_imported(tmp_path, monkeypatch):
    (tmp_path / "pymupdf.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    with start_child(child_command()) as child:
        child.stdin.close()
        child.stdout.read()
        assert child.wait(20) == 0
