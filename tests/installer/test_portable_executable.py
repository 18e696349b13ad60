"""The check of Windows binaries, on ones that a cross compiler makes."""

import shutil
import subprocess

import pytest
from installer.tools import COMPILER, BuildFailed

from installer import portable_executable

pytestmark = pytest.mark.skipif(
    not shutil.which(COMPILER), reason="no cross compiler for Windows here"
)


def compiled(folder, name, code, *options):
    source = folder / "source.c"
    source.write_text(code)
    command = [COMPILER, "-nostdlib", "-shared", "-Wl,--entry=0", "-o", folder / name]
    subprocess.run([*command, source, *options], check=True)
    source.unlink()


@pytest.fixture
def tree(tmp_path):
    compiled(tmp_path, "lower.dll", "__declspec(dllexport) int f(void) { return 1; }")
    compiled(tmp_path, "upper.dll", "int f(void); int g(void) { return f(); }",
             tmp_path / "lower.dll")  # fmt: skip
    return tmp_path


def test_what_is_imported_lies_beside_it(tree):
    assert portable_executable.check_tree(tree, "14.44") == 2


def test_a_missing_library_is_named_with_its_user(tree):
    (tree / "lower.dll").unlink()
    with pytest.raises(BuildFailed, match=r"lower\.dll for upper\.dll"):
        portable_executable.check_tree(tree, "14.44")


def test_two_of_one_name_are_refused(tree):
    (tree / "deeper").mkdir()
    shutil.copy(tree / "lower.dll", tree / "deeper" / "LOWER.DLL")
    with pytest.raises(BuildFailed, match=r"lower\.dll lies in 2 folders"):
        portable_executable.check_tree(tree, "14.44")


def test_another_machine_is_refused(tree):
    data = bytearray((tree / "lower.dll").read_bytes())
    header = int.from_bytes(data[60:64], "little")
    data[header + 4 : header + 6] = (0x14C).to_bytes(2, "little")
    (tree / "lower.dll").write_bytes(data)
    with pytest.raises(BuildFailed, match="not made for 64-bit"):
        portable_executable.check_tree(tree, "14.44")


def test_a_c_runtime_of_no_or_an_old_version_is_refused(tree):
    shutil.copy(tree / "lower.dll", tree / "vcruntime140.dll")
    with pytest.raises(BuildFailed, match=r"vcruntime140\.dll is 0\.0\.0\.0, below"):
        portable_executable.check_tree(tree, "14.44")


@pytest.mark.parametrize(("third", "oldest"), [(11150, "3.13.11"), (18150, "3.13.11")])
def test_a_python_as_new_as_pinned_is_admitted(tree, monkeypatch, third, oldest):
    shutil.copy(tree / "lower.dll", tree / "python313.dll")
    numbers = (3, 13, third, 1013)
    monkeypatch.setattr(portable_executable, "version", lambda _: numbers)
    portable_executable.require_python(tree, "313", oldest)


@pytest.mark.parametrize("third", [5150, 9150, 10150])
def test_an_older_python_than_pinned_is_refused(tree, monkeypatch, third):
    shutil.copy(tree / "lower.dll", tree / "python313.dll")
    numbers = (3, 13, third, 1013)
    monkeypatch.setattr(portable_executable, "version", lambda _: numbers)
    with pytest.raises(BuildFailed, match=r"older than 3\.13\.11"):
        portable_executable.require_python(tree, "313", "3.13.11")
