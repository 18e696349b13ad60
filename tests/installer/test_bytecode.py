"""What is compiled in the tree, and that it is the same each time."""

import shutil
import zipfile

import pytest
from installer.check import require_same
from installer.inside import compile_tree
from installer.tools import BuildFailed

SOURCES = {
    "other/__init__.py": "",
    "other/core.py": "def f(a): return a in {'x', 'y', 'z'}\n",
    "third/__main__.py": "print('hello')\n",
}


@pytest.fixture
def lib(tmp_path):
    for name, text in SOURCES.items():
        file = tmp_path / "lib" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "lib"


def flags(content):
    """PEP 552: 1 is a hash that is never compared with the source."""
    return int.from_bytes(content[4:8], "little")


def zipped(place, names):
    with zipfile.ZipFile(place, "w") as opened:
        for name in names:
            opened.writestr(name, SOURCES[name])
    compile_tree.compile_zip(place)
    return place


def test_packages_are_bytecode_only(lib):
    compile_tree.compile_library(lib)
    assert not list(lib.rglob("*.py"))
    assert flags((lib / "other" / "core.pyc").read_bytes()) == 1


def test_our_own_modules_run_compiled_and_can_be_read(tmp_path):
    with zipfile.ZipFile(zipped(tmp_path / "hzl_client.zip", SOURCES)) as opened:
        for name, text in SOURCES.items():
            assert opened.read(f"source/{name}").decode() == text
            assert flags(opened.read(f"{name}c")) == 1
        assert not set(SOURCES) & set(opened.namelist()), "PySide would read them"
        kinds = {entry.compress_type for entry in opened.infolist()}
    assert kinds == {zipfile.ZIP_STORED}


def test_migrations_stay_files_in_their_place(tmp_path):
    name, archive = "hzl_client/store/migrations/env.py", tmp_path / "hzl_client.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(name, "pass\n")
    compile_tree.compile_zip(archive)
    with zipfile.ZipFile(archive) as opened:
        assert opened.namelist() == [name, f"{name}c"]


def test_no_path_of_the_build_machine_is_compiled_in(lib):
    compile_tree.compile_library(lib)
    for file in lib.rglob("*.pyc"):
        assert str(lib).encode() not in file.read_bytes()


def test_the_zip_of_the_library_is_the_same_each_time(tmp_path):
    names, place = sorted(SOURCES), tmp_path / "python313.zip"
    found = [zipped(place, names[::order]).read_bytes() for order in (1, -1)]
    assert found[0] == found[1]
    with zipfile.ZipFile(place) as opened:
        assert opened.namelist() == [f"{name}c" for name in names]


def test_what_is_compiled_already_stays(tmp_path):
    archive = tmp_path / "python313.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("os.pyc", b"of python.org")
    compile_tree.compile_zip(archive)
    with zipfile.ZipFile(archive) as opened:
        assert opened.read("os.pyc") == b"of python.org"


def test_two_trees_that_differ_are_told_apart(lib, tmp_path):
    again = tmp_path / "again"
    shutil.copytree(lib, again)
    require_same(lib, again)
    (again / "other" / "core.py").write_text("pass\n")
    (again / "new.py").write_text("")
    with pytest.raises(BuildFailed, match=r"differ in new\.py, other/core\.py"):
        require_same(lib, again)
