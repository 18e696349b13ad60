"""What goes into the Windows program: locked packages, chosen files, pinned digests."""

import ast
import re
import tomllib

import pytest
from installer.tools import ROOT, BuildFailed, pins, require_sha256
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer import assemble

LISTS = ["requirements.txt", "requirements-test.txt"]


def locked(name):
    text = (ROOT / "installer" / name).read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)==([\w.]+)", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


@pytest.mark.parametrize("name", LISTS)
def test_every_line_is_locked_and_names_no_place(name):
    text = (ROOT / "installer" / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--find-links" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


def test_what_the_project_wants_is_what_windows_gets():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    versions = locked("requirements.txt")
    for line in project["project"]["dependencies"]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(versions[canonicalize_name(wanted.name)]), line


def test_every_locked_package_is_named_with_its_files():
    assert set(locked("requirements.txt")) == set(assemble.contents()["keep"])


def imported_of_qt():
    for file in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [each.name for each in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
                names += [f"{node.module}.{each.name}" for each in node.names]
            else:
                continue
            for name in names:
                package, _, module = name.partition(".")
                if package == "PySide6" and module.startswith("Qt"):
                    yield module.partition(".")[0]


def test_every_part_of_qt_that_is_imported_goes_into_the_program():
    kept = assemble.contents()["keep"]["pyside6-essentials"]
    imported = set(imported_of_qt())
    assert {"QtCore", "QtGui", "QtWidgets"} < imported
    for module in imported:
        library = module.replace("Qt", "Qt6", 1)
        assert f"PySide6/{module}.pyd" in kept
        assert f"PySide6/{library}.dll" in kept


@pytest.fixture
def wheels(tmp_path, monkeypatch):
    """One package of four files, three of them not for the program."""
    for name in ("one/__init__.py", "one/core.py", "one/core.c", "one/tests/t.py"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    information = tmp_path / "one-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Name: One\nVersion: 1.0\n")
    (information / "RECORD").write_text("")
    rules = {
        "keep": {"one": ["one/*.py"]},
        "leave_out": {"patterns": ["*/tests/*"]},
    }
    monkeypatch.setattr(assemble, "contents", lambda: rules)
    return tmp_path, rules


def test_what_no_pattern_names_stays_out(wheels):
    folder, _ = wheels
    assert list(assemble.wanted(folder)) == [
        *("one/__init__.py", "one/core.py"),
        "one-1.0.dist-info/METADATA",
    ]


def test_a_package_nobody_chose_files_of_stops_the_build(wheels):
    folder, rules = wheels
    rules["keep"].clear()
    with pytest.raises(BuildFailed, match="differ in one"):
        list(assemble.wanted(folder))


def test_a_pattern_without_a_file_stops_the_build(wheels):
    folder, rules = wheels
    rules["keep"]["one"].append("one/gone.pyd")
    with pytest.raises(BuildFailed, match=r"one/gone\.pyd"):
        list(assemble.wanted(folder))


def test_other_bytes_than_pinned_stop_the_build(tmp_path):
    file = tmp_path / "wheel"
    file.write_bytes(b"other")
    with pytest.raises(BuildFailed, match="SHA-256"):
        require_sha256(file, pins()["registry"]["wheel_sha256"])
