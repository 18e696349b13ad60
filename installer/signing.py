"""Authenticode signatures of what we hand out, with a given or a test certificate.

Environment: HZL_SIGN_PFX or HZL_SIGN_CERTIFICATE and HZL_SIGN_KEY (PEM files),
HZL_SIGN_PASSWORD_FILE, HZL_SIGN_TIMESTAMP (address of a time stamp service),
HZL_SIGN_ROOTS (PEM file of the roots to verify with)."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAME = "HzL-Client"
TEST_NAME = "HzL-Client Testsignatur, nicht vertrauenswürdig"
SYSTEM_ROOTS = "/etc/ssl/certs/ca-certificates.crt"


@dataclass(frozen=True, slots=True)
class Signer:
    options: tuple[str, ...]  # of osslsigncode: certificate, key, time stamp
    roots: str
    test: bool

    def sign(self, file: Path) -> None:
        signed = file.with_name(f"{file.name}.signed")
        signed.unlink(missing_ok=True)
        command = ("sign", *self.options, "-h", "sha256", "-n", NAME)
        _run(*command, "-in", str(file), "-out", str(signed))
        signed.replace(file)
        self.verify(file)

    def verify(self, file: Path) -> None:
        roots = ("-CAfile", self.roots, "-TSA-CAfile", self.roots)
        _run("verify", *offline_options(), *roots, "-in", str(file))


def signer(environment: Mapping[str, str], folder: Path) -> Signer:
    """The given certificate; without one a fresh test certificate in `folder`."""
    given = environment.get
    if pfx := given("HZL_SIGN_PFX"):
        options = ["-pkcs12", pfx]
    elif certificate := given("HZL_SIGN_CERTIFICATE"):
        options = ["-certs", certificate, "-key", given("HZL_SIGN_KEY", certificate)]
    else:
        made, key = map(str, test_certificate(folder))
        return Signer(("-certs", made, "-key", key), roots=made, test=True)
    if password := given("HZL_SIGN_PASSWORD_FILE"):
        options += ["-readpass", password]
    if timestamp := given("HZL_SIGN_TIMESTAMP"):
        options += ["-ts", timestamp]
    return Signer(tuple(options), given("HZL_SIGN_ROOTS", SYSTEM_ROOTS), test=False)


def test_certificate(folder: Path) -> tuple[Path, Path]:
    """Proves the way of signing and nothing else: nobody trusts it."""
    folder.mkdir(parents=True, exist_ok=True)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, TEST_NAME)])
    now = datetime.now(UTC)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=False)
        .sign(key, SHA256())
    )
    certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
    certificate_file.write_bytes(made.public_bytes(Encoding.PEM))
    key_file.touch(mode=0o600)
    key_file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return certificate_file, key_file


def offline_options() -> tuple[str, ...]:
    """Newer versions want to fetch revocation lists; older do not know the word."""
    done = subprocess.run(
        ["osslsigncode", "verify", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    known = "-ignore-crl" in done.stdout + done.stderr
    return ("-ignore-crl",) if known else ()


def _run(*arguments: str) -> None:
    done = subprocess.run(
        ["osslsigncode", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    if done.returncode:
        raise SystemExit(f"osslsigncode {arguments[0]} failed:\n{done.stdout}")
