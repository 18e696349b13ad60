"""Python for Windows: what is taken out of archives, and from where."""

import hashlib
import io
import tarfile
import zipfile

import pytest
from installer.tools import BuildFailed

from installer import debian_source, runtime

PARTS = {
    "python313.dll": b"dll",
    "python3.dll": b"forwarder",
    "_ssl.pyd": b"ssl",
    "python313.zip": b"library",
    "LICENSE.txt": b"licence",
    "python.exe": b"never",
    "vcruntime140.dll": b"never: Qt's is newer",
    "_testcapi.pyd": b"never",
    "_wmi.pyd": b"never",
}


def packed(folder, parts):
    archive = folder / "embed.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return archive, hashlib.sha256(archive.read_bytes()).hexdigest()


def test_the_official_package_gives_the_runtime(tmp_path):
    archive, digest = packed(tmp_path, PARTS)
    runtime.from_embeddable(archive, digest, tmp_path / "out", "313")
    found = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert found == {name: PARTS[name] for name in list(PARTS)[:5]}


def test_another_package_than_the_maintainer_read_is_refused(tmp_path):
    archive, digest = packed(tmp_path, PARTS)
    archive.write_bytes(archive.read_bytes() + b"x")
    with pytest.raises(BuildFailed, match="SHA-256"):
        runtime.from_embeddable(archive, digest, tmp_path / "out", "313")


def test_what_is_no_package_is_refused_by_name(tmp_path):
    archive = tmp_path / "page.zip"
    with pytest.raises(BuildFailed, match=r"page\.zip is not there"):
        runtime.from_embeddable(archive, "0" * 64, tmp_path / "out", "313")
    archive.write_bytes(b"<html>")
    digest = hashlib.sha256(b"<html>").hexdigest()
    with pytest.raises(BuildFailed, match=r"page\.zip is not a zip"):
        runtime.from_embeddable(archive, digest, tmp_path / "out", "313")


@pytest.mark.parametrize("missing", ["python313.dll", "python313.zip", "python3.dll"])
def test_another_version_of_python_is_refused(tmp_path, missing):
    parts = {name: content for name, content in PARTS.items() if name != missing}
    archive, digest = packed(tmp_path, parts)
    with pytest.raises(BuildFailed, match=missing.replace(".", r"\.")):
        runtime.from_embeddable(archive, digest, tmp_path / "out", "313")


@pytest.mark.parametrize("name", ["../evil.dll", "/evil.dll", "a/evil.dll", "C:x.dll"])
def test_no_entry_leaves_the_folder(tmp_path, name):
    archive, digest = packed(tmp_path, {**PARTS, name: b"evil"})
    runtime.from_embeddable(archive, digest, tmp_path / "out", "313")
    assert not list(tmp_path.rglob("*evil*"))
    assert not list(tmp_path.rglob("*x.dll"))


def source(folder, *members):
    archive = folder / "source.tar"
    with tarfile.open(archive, "w") as opened:
        for name, kind in members:
            member = tarfile.TarInfo(name)
            member.type, member.size, member.linkname = kind, 0, "/etc/hostname"
            if kind == tarfile.REGTYPE:
                member.size = 3
            opened.addfile(member, io.BytesIO(b"abc") if member.size else None)
    return archive


def test_only_plain_files_come_out_of_the_source(tmp_path):
    archive = source(
        tmp_path,
        ("Python/Lib/os.py", tarfile.REGTYPE),
        ("Python/Lib/link.py", tarfile.SYMTYPE),
        ("Python/Lib/hard.py", tarfile.LNKTYPE),
        ("Python/Modules/x.c", tarfile.REGTYPE),
    )
    runtime._unpack_source(archive, tmp_path / "out")
    found = [path for path in (tmp_path / "out").rglob("*") if not path.is_dir()]
    assert found == [tmp_path / "out" / "Lib" / "os.py"]
    assert found[0].read_bytes() == b"abc"


def test_no_member_of_the_source_leaves_the_folder(tmp_path):
    archive = source(tmp_path, ("Python/Lib/../../evil.py", tarfile.REGTYPE))
    with pytest.raises(BuildFailed, match="would leave the folder"):
        runtime._unpack_source(archive, tmp_path / "out")
    assert not list(tmp_path.rglob("evil.py"))


def test_the_library_has_neither_tests_nor_tk(tmp_path):
    for name in ("os.py", "json/tool.py", "test/x.py", "json/tests/x.py", "turtle.py"):
        file = tmp_path / "Lib" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    files = runtime.library_files(tmp_path / "Lib")
    assert [file.name for file in files] == ["tool.py", "os.py"]


SHORT = "deb [signed-by=/k.gpg] http://mirror.example/debian bookworm main\n"
LONG = "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\n"
SECURITY = "deb http://security.example/debian-security bookworm-security main\n"


@pytest.mark.parametrize(("name", "text"), [("a.list", SHORT), ("a.sources", LONG)])
def test_the_mirror_is_the_one_in_use(tmp_path, name, text):
    folder = tmp_path / "sources.list.d"
    folder.mkdir()
    (tmp_path / "sources.list").write_text(SECURITY)
    (folder / name).write_text("# http://comment.example/debian\n" + text)
    assert debian_source.mirror(tmp_path) == "http://mirror.example/debian"


def test_without_a_mirror_the_build_stops(tmp_path):
    (tmp_path / "sources.list").write_text(SECURITY)
    with pytest.raises(BuildFailed, match="no Debian archive"):
        debian_source.mirror(tmp_path)
