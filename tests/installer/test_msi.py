"""The tables of an MSI that wixl and msibuild really made."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from installer.wxs import Product

from installer import msi, wxs

TOOLS = ("wixl", "msibuild", "msiinfo")
with_tools = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)), reason="needs the packages wixl and msitools"
)
VERSIONED = b"MZ" + bytes(40) + msi.FIXED_FILE_INFO + bytes(4)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Product, Path]:
    folder = tmp_path_factory.mktemp("msi")
    tree = folder / "program"
    (tree / "lib").mkdir(parents=True)
    (tree / "HzL-Client.exe").write_bytes(pe("3.13.11150.1013"))
    (tree / "lib" / "a.py").write_text("a = 1\n")
    product = Product(tree, "26.11.0")
    return product, msi.build(product, folder / "a.msi")


def pe(version: str) -> bytes:
    major, minor, build, revision = map(int, version.split("."))
    words = [minor, major, revision, build]
    return VERSIONED + b"".join(word.to_bytes(2, "little") for word in words)


def table(file: Path, name: str) -> list[list[str]]:
    done = subprocess.run(
        [shutil.which("msiinfo") or "", "export", str(file), name],
        capture_output=True,
        check=True,
    )
    lines = done.stdout.decode("utf-8").splitlines()[3:]
    return [line.split("\t") for line in lines if line]


def test_the_version_of_a_binary_is_read_from_it():
    assert msi.file_version(pe("3.13.11150.1013")) == "3.13.11150.1013"
    assert msi.file_version(b"MZ without one") == ""
    assert msi.file_version(b"text" + pe("1.2.3.4")) == ""


def test_a_version_names_its_month():
    assert msi.released("26.11.0") == datetime(2026, 11, 1, tzinfo=UTC)


@with_tools
def test_the_same_tree_gives_the_same_file(made, tmp_path):
    product, file = made
    again = msi.build(product, tmp_path / "b.msi")
    assert again.read_bytes() == file.read_bytes()


@with_tools
def test_another_content_is_another_package_of_the_same_product(made, tmp_path):
    product, _ = made
    tree = tmp_path / "program"
    shutil.copytree(product.tree, tree)
    (tree / "lib" / "a.py").write_text("a = 2\n")
    other = Product(tree, product.version)
    assert msi.content_code(other) != msi.content_code(product)
    assert other.code == product.code


@with_tools
def test_what_refuses_says_why_in_german(made):
    conditions = dict(table(made[1], "LaunchCondition"))
    assert conditions == {
        "NOT WIX_DOWNGRADE_DETECTED": wxs.DOWNGRADE,
        "Installed OR (VersionNT64 AND WINDOWSBUILD >= 17763)": msi.OLD_WINDOWS,
        "Installed OR Privileged": msi.NO_RIGHTS,
    }
    assert "geändert".encode("cp1252") in made[1].read_bytes()
    assert "geändert".encode() not in made[1].read_bytes()


@with_tools
def test_the_old_version_leaves_within_the_transaction(made):
    order = {row[0]: int(row[2]) for row in table(made[1], "InstallExecuteSequence")}
    first_writing = min(order["ProcessComponents"], order["RemoveRegistryValues"])
    assert order["InstallInitialize"] < order["RemoveExistingProducts"] < first_writing
    assert order["AppSearch"] < order["KeepFolder"] < order["CostInitialize"]


@with_tools
def test_the_space_is_counted_before_anything_is_written(made):
    """What a full disk needs; wine does not look at it, Windows does."""
    product, file = made
    order = {row[0]: int(row[2]) for row in table(file, "InstallExecuteSequence")}
    costing = [order[n] for n in ("CostInitialize", "FileCost", "CostFinalize")]
    assert [*costing, order["InstallValidate"]] == sorted(
        [*costing, order["InstallValidate"]]
    )
    assert order["InstallValidate"] < order["InstallInitialize"]
    assert sum(int(row[3]) for row in table(file, "File")) == product.size


@with_tools
def test_versioned_files_carry_their_version_and_no_digest(made):
    files = {row[2]: row for row in table(made[1], "File")}
    assert files["HzL-Client.exe"][4] == "3.13.11150.1013"
    assert files["a.py"][4] == ""
    assert [row[0] for row in table(made[1], "MsiFileHash")] == [files["a.py"][0]]


@with_tools
def test_it_is_for_64_bit_windows_in_german_for_all_users(made):
    summary = dict(table(made[1], "_SummaryInformation"))
    properties = dict(table(made[1], "Property"))
    assert summary["7"] == "x64;1031"
    assert properties["ALLUSERS"] == "1"
    assert "Postfächer" in properties["ARPCOMMENTS"]
    assert "INSTALLDIR;DESKTOPSHORTCUT" in properties["SecureCustomProperties"]
