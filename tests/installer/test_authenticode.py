"""Whose signature a binary carries, on small ones signed here."""

import shutil
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from installer.tools import COMPILER, BuildFailed

from installer import authenticode, signing

NAME = "Nobody's Foundation"

pytestmark = pytest.mark.skipif(
    not (shutil.which("osslsigncode") and shutil.which(COMPILER)),
    reason="needs the packages osslsigncode and gcc-mingw-w64-x86-64-win32",
)


@pytest.fixture
def roots(tmp_path, monkeypatch):
    """A certificate that is the root of its own signatures."""
    monkeypatch.setattr(signing, "TEST_NAME", NAME)
    certificate, _ = signing.test_certificate(tmp_path / "signature")
    return certificate


@pytest.fixture
def runtime(tmp_path, roots):
    """`python313.dll` is signed, `python3.dll` is ours and is not."""
    folder = tmp_path / "runtime"
    folder.mkdir()
    source = tmp_path / "small.c"
    source.write_text('__declspec(dllexport) const char text[] = "This text";\n')
    options = ("-nostdlib", "-shared", "-Wl,--entry=0")
    for name in ("python313.dll", "python3.dll"):
        target = folder / name
        subprocess.run([COMPILER, *options, "-o", target, source], check=True)
    key = ("-certs", str(roots), "-key", str(roots.with_name("key.pem")))
    signer = signing.Signer(key, roots=str(roots), test=True)
    signer.sign(folder / "python313.dll")
    return folder


def pins(roots, **changed):
    certificate = x509.load_pem_x509_certificate(roots.read_bytes())
    digest = certificate.fingerprint(SHA256()).hex()
    signature = {"signer": NAME, "root_sha256": digest, **changed}
    return {"python": {"tag": "313"}, "signature": signature}


def test_what_the_foundation_signed_is_admitted(tmp_path, runtime, roots):
    assert authenticode.verify_all(runtime, pins(roots), tmp_path / "work") == 1


def test_one_changed_byte_is_refused(tmp_path, runtime, roots):
    file = runtime / "python313.dll"
    content = bytearray(file.read_bytes())
    content[content.index(b"This text")] ^= 1
    file.write_bytes(content)
    with pytest.raises(BuildFailed, match="osslsigncode ended with"):
        authenticode.verify_all(runtime, pins(roots), tmp_path / "work")


def test_the_signature_of_somebody_else_is_refused(tmp_path, runtime, roots):
    expected = pins(roots, signer="Python Software Foundation")
    with pytest.raises(BuildFailed, match=r"is signed by .*, not Python Software"):
        authenticode.verify_all(runtime, expected, tmp_path / "work")


def test_another_root_than_pinned_is_refused(tmp_path, runtime, roots):
    expected = pins(roots, root_sha256="0" * 64)
    with pytest.raises(BuildFailed, match="does not end at the pinned root"):
        authenticode.verify_all(runtime, expected, tmp_path / "work")


def test_an_unsigned_binary_is_refused_by_name(tmp_path, runtime, roots):
    shutil.copy(runtime / "python3.dll", runtime / "_ssl.pyd")
    with pytest.raises(BuildFailed, match=r"_ssl\.pyd carries no signature"):
        authenticode.verify_all(runtime, pins(roots), tmp_path / "work")


def test_of_the_official_package_nothing_may_be_unsigned(tmp_path, runtime, roots):
    with pytest.raises(BuildFailed, match=r"python3\.dll carries no signature"):
        authenticode.verify_all(runtime, pins(roots), tmp_path / "work", frozenset())
