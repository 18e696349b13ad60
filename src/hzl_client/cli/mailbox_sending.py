"""`mailbox sending`: how this program writes to the intermediary of a mailbox."""

import argparse

from hzl_client import algorithms, compose
from hzl_client.cli.output import Exit, Output
from hzl_client.cli.place import entry_of
from hzl_client.settings import MailboxSettings


def sending(options: argparse.Namespace, output: Output) -> Exit:
    """What is not named stays as it is; without options it is only told."""
    entry = entry_of(options)
    names = (*algorithms.CHOICES, "chunk_size")
    given = {name: getattr(options, name) for name in names}
    changed = {name: value for name, value in given.items() if value is not None}
    if changed:
        entry = compose.set_sending(entry, changed)
    told = _told(entry.settings)
    document = {"mailbox": entry.slug, "sending": told, "error": None}
    output.result(document, "\n".join(f"{k}: {v}" for k, v in told.items()))
    return Exit.OK


def _told(settings: MailboxSettings) -> dict[str, str | int]:
    table = algorithms.load()
    chosen = {
        name: getattr(settings, name) or table.choices(name)[0].name
        for name in algorithms.CHOICES
    }
    return {**chosen, "chunk_size": settings.chunk_size}
