"""What options name instead of holding it: short files, and secrets."""

import os
import sys
from getpass import getpass
from pathlib import Path

from cryptography import x509

from hzl_client.errors import InvalidSetting

LARGEST = 1024 * 1024  # a certificate has 2 kB, a .p12 with a long chain 20


def read_file(path: Path, option: str) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise InvalidSetting("far too long", setting=option, reason="long-file")
        return path.read_bytes()
    except OSError as error:
        raise InvalidSetting(
            "file not readable", setting=option, reason="unreadable-file"
        ) from error


def read_certificate(path: Path, option: str) -> x509.Certificate:
    """PEM or DER; of a PEM file with several the first."""
    data = read_file(path, option)
    pem = b"-----BEGIN" in data
    load = x509.load_pem_x509_certificate if pem else x509.load_der_x509_certificate
    try:
        return load(data)
    except ValueError as error:
        raise InvalidSetting(
            "not a certificate", setting=option, reason="not-a-certificate"
        ) from error


def fingerprint_of(text: str) -> str:
    """As people copy it: with colons, blanks, capitals."""
    return "".join(text.replace(":", " ").split()).lower()


def asked_secret(question: str, option: str) -> str:
    """Of a person at a terminal, not shown while it is typed."""
    if not (sys.stdin and sys.stdin.isatty()):
        raise InvalidSetting("nobody to ask", setting=option, reason="variable")
    return getpass(question)


def secret(variable: str, option: str) -> str:
    """Never an argument: those are visible to every user of the machine."""
    value = os.environ.get(variable)
    if value is None:
        raise InvalidSetting(
            "the variable is not set", setting=option, reason="variable"
        )
    return value
