"""Signatures on a small Windows program, with a certificate nobody trusts."""

import shutil
import subprocess
from hashlib import sha256

import pytest
from installer.package import write_sums
from installer.tools import COMPILER

from installer import signing

pytestmark = pytest.mark.skipif(
    not (shutil.which("osslsigncode") and shutil.which(COMPILER)),
    reason="needs the packages osslsigncode and gcc-mingw-w64-x86-64-win32",
)


@pytest.fixture
def program(tmp_path):
    source, target = tmp_path / "small.c", tmp_path / "small.exe"
    source.write_text("int main(void) { return 0; }\n")
    subprocess.run([COMPILER, "-o", str(target), str(source)], check=True)
    return target


def test_without_a_certificate_a_test_certificate_signs(program, tmp_path):
    signer = signing.signer({}, tmp_path / "signature")
    assert signer.test
    signer.sign(program)
    signer.verify(program)


def test_a_changed_program_does_not_verify(program, tmp_path):
    signer = signing.signer({}, tmp_path / "signature")
    signer.sign(program)
    content = bytearray(program.read_bytes())
    content[content.index(b"This program")] ^= 1
    program.write_bytes(content)
    with pytest.raises(SystemExit, match="verify failed"):
        signer.verify(program)


def test_the_signature_of_somebody_else_does_not_verify(program, tmp_path):
    signing.signer({}, tmp_path / "other").sign(program)
    with pytest.raises(SystemExit, match="verify failed"):
        signing.signer({}, tmp_path / "signature").verify(program)


def test_a_given_certificate_signs(program, tmp_path):
    certificate, key = signing.test_certificate(tmp_path / "given")
    environment = {
        "HZL_SIGN_CERTIFICATE": str(certificate),
        "HZL_SIGN_KEY": str(key),
        "HZL_SIGN_ROOTS": str(certificate),
    }
    signer = signing.signer(environment, tmp_path / "unused")
    assert not signer.test
    signer.sign(program)
    assert not (tmp_path / "unused").exists()


def test_the_sums_are_what_sha256sum_reads(tmp_path):
    (tmp_path / "a.msi").write_bytes(b"a")
    (tmp_path / "b.exe").write_bytes(b"b")
    (tmp_path / "notes.txt").write_bytes(b"c")
    write_sums(tmp_path)
    lines = (tmp_path / "SHA256SUMS").read_text().splitlines()
    assert lines == [
        f"{sha256(b'a').hexdigest()}  a.msi",
        f"{sha256(b'b').hexdigest()}  b.exe",
    ]
