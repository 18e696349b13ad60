"""`mailbox identity`: the certificates of a mailbox, and their change."""

import argparse

from hzl_client import compose
from hzl_client.cli.inputs import fingerprint_of, read_file, secret
from hzl_client.cli.output import Exit, Json, Output
from hzl_client.cli.place import entry_of, passphrase_of
from hzl_client.errors import InvalidSetting
from hzl_client.keys.identity import read_pkcs12
from hzl_client.model.credential import Credential
from hzl_client.services.own_identity import Change, OwnCertificate

_TASKS = (
    ("address", "Adresse"),
    ("signs", "Signatur"),
    ("reads", "Lesen"),
)


def identity(options: argparse.Namespace, output: Output) -> Exit:
    if options.use and not options.add:
        raise InvalidSetting("nothing to use", setting="--use")
    known = fingerprint_of(options.switch_to) if options.switch_to else ""
    change = Change(_added(options), options.use, known)
    found = compose.change_identity(entry_of(options), change, passphrase_of(options))
    document = {"certificates": [_document(each) for each in found], "error": None}
    output.result(document, "\n".join(map(_line, found)))
    return Exit.OK


def _added(options: argparse.Namespace) -> tuple[Credential, ...]:
    if not options.add:
        return ()
    pin = secret(options.pin_env or "", "--pin-env")
    files = [read_file(path, "--add") for path in options.add]
    return tuple(each for data in files for each in read_pkcs12(data, pin))


def _document(each: OwnCertificate) -> Json:
    return {
        "holder": each.facts.holder,
        "valid_until": each.facts.valid_until.isoformat(),
        "days_left": each.facts.days_left,
        "sha256": each.facts.sha256,
        **{name: getattr(each, name) for name, _ in _TASKS},
    }


def _line(each: OwnCertificate) -> str:
    tasks = ", ".join(word for name, word in _TASKS if getattr(each, name))
    until = each.facts.valid_until.strftime("%d.%m.%Y")
    return f"{each.facts.holder}  gültig bis {until}  {tasks}\n  {each.facts.sha256}"
