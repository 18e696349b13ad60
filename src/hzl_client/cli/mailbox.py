"""`mailbox create|practice|list|pin|proxy`: set up mailboxes without a window."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hzl_client import compose, machine
from hzl_client.cli.inputs import (
    asked_secret,
    fingerprint_of,
    read_certificate,
    read_file,
    secret,
)
from hzl_client.cli.output import Exit, Json, Output
from hzl_client.cli.place import entry_of, passphrase_of, profile_of
from hzl_client.model.credential import fingerprint
from hzl_client.services.profile import MailboxEntry
from hzl_client.settings import MailboxSettings, ProxyMode


def list_mailboxes(options: argparse.Namespace, output: Output) -> Exit:
    found = compose.mailboxes(profile_of(options))
    lines = [
        f"{each.slug}  {each.settings.title}  {each.settings.url}" for each in found
    ]
    document = {"mailboxes": [_document(each) for each in found], "error": None}
    output.result(document, "\n".join(lines) or "Kein Postfach eingerichtet.")
    return Exit.OK


def create(options: argparse.Namespace, output: Output) -> Exit:
    pin = secret(options.pin_env, "--pin-env")
    passphrase = secret(options.passphrase_env, "--passphrase-env")
    entry = compose.create_mailbox(
        profile_of(options),
        _settings(options),
        [(read_file(path, "--identity"), pin) for path in options.identity],
        passphrase,
        key_store=not options.no_key_store,
    )
    return _made(entry, output)


def practice(options: argparse.Namespace, output: Output) -> Exit:
    profile = profile_of(options)
    state = compose.practice_state(profile)
    with compose.start_practice_intermediary(state) as intermediary:
        entry = compose.create_practice_mailbox(profile, intermediary)
    return _made(entry, output)


def pin(options: argparse.Namespace, output: Output) -> Exit:
    if options.sha256 is not None:
        wanted = fingerprint_of(options.sha256)
    else:
        wanted = _certificate_fingerprint(options.certificate, "--certificate")
    entry = compose.pin_supplier(entry_of(options), wanted)
    output.result(
        {"mailbox": _document(entry), "error": None},
        f"Das Zertifikat ist für „{entry.settings.title}“ bestätigt.",
    )
    return Exit.OK


def proxy(options: argparse.Namespace, output: Output) -> Exit:
    """What is not named stays as it is; an empty user takes the password along."""
    entry = entry_of(options)
    changed = dict(_proxy(options))
    password = None
    if options.user is not None:
        changed["proxy_user"] = options.user
        password = _proxy_password(options)
    entry = compose.set_proxy(entry, changed, password, passphrase_of(options))
    document = {"mailbox": {**_document(entry), **_way(entry)}, "error": None}
    output.result(document, "\n".join(f"{k}: {v}" for k, v in _way(entry).items()))
    return Exit.OK


def _proxy_password(options: argparse.Namespace) -> str:
    if not options.user:
        return ""
    if options.password_env is None:
        return asked_secret("Kennwort für den Proxy: ", "--password-env")
    return secret(options.password_env, "--password-env")


def _way(entry: MailboxEntry) -> Json:
    return {
        "proxy": str(entry.settings.proxy),
        "proxy_url": entry.settings.proxy_url,
        "pac_url": entry.settings.pac_url,
        "proxy_user": entry.settings.proxy_user,
    }


def _made(entry: MailboxEntry, output: Output) -> Exit:
    text = f"Postfach „{entry.settings.title}“ ist eingerichtet ({entry.slug})."
    output.result({"mailbox": _document(entry), "error": None}, text)
    return Exit.OK


def _document(entry: MailboxEntry) -> Json:
    return {
        "name": entry.slug,
        "title": entry.settings.title,
        "url": entry.settings.url,
        "practice": entry.settings.practice,
        "supplier_pins": list(entry.settings.supplier_pins),
    }


def _settings(options: argparse.Namespace) -> MailboxSettings:
    """What was not chosen is left to the presets of the machine."""
    given = {name: value for name, value in _given(options) if value}
    return machine.load().settle(given)


def _given(options: argparse.Namespace) -> Iterator[tuple[str, Any]]:
    suppliers = [
        *map(fingerprint_of, options.supplier_sha256),
        *(
            _certificate_fingerprint(path, "--supplier-certificate")
            for path in options.supplier_certificate
        ),
    ]
    authors = [
        read_certificate(path, "--expected-author-certificate")
        for path in options.expected_author_certificate
    ]
    expected = (
        *map(fingerprint_of, options.expected_author_sha256),
        *(fingerprint(_der(each)) for each in authors),
    )
    yield "title", options.title
    yield "url", options.url
    if file := options.intermediary_certificate:
        cipher = read_certificate(file, "--intermediary-certificate")
        yield "intermediary_cipher", _pem(cipher)
    yield "supplier_pins", tuple(suppliers)
    yield "expected_authors", expected
    yield "issuers", tuple(_pem(each) for each in authors)
    yield "legacy_algorithms", options.policy == "legacy"
    yield from _proxy(options)
    yield "ca_file", str(options.ca_file.absolute()) if options.ca_file else ""


def _proxy(options: argparse.Namespace) -> Iterator[tuple[str, Any]]:
    chosen = options.proxy
    if options.pac_url is not None:
        yield "proxy", ProxyMode.PAC
        yield "pac_url", options.pac_url
    elif chosen in (ProxyMode.SYSTEM, ProxyMode.NONE):
        yield "proxy", ProxyMode(chosen)
    elif chosen is not None:
        yield "proxy", ProxyMode.MANUAL
        yield "proxy_url", chosen


def _certificate_fingerprint(path: Path, option: str) -> str:
    return fingerprint(_der(read_certificate(path, option)))


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode("ascii")
