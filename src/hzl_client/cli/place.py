"""Which profile and mailbox a command speaks of, and how it is opened."""

import argparse
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from hzl_client import compose
from hzl_client.cli.inputs import secret
from hzl_client.errors import NoMailbox
from hzl_client.services.desk import Desk
from hzl_client.services.profile import MailboxEntry

_SECONDS = 2.0


def profile_of(options: argparse.Namespace) -> Path:
    return compose.profile_folder(getattr(options, "profile", None))


def entry_of(options: argparse.Namespace) -> MailboxEntry:
    """The one that was named, else the only one there is."""
    found = compose.mailboxes(profile_of(options))
    wanted = getattr(options, "mailbox", None)
    chosen = [each for each in found if wanted in (None, each.slug)]
    if len(chosen) > 1:
        names = ", ".join(each.slug for each in chosen)
        raise NoMailbox("none was chosen", reason="several", known=names)
    if not chosen:
        raise NoMailbox("no such mailbox", mailbox=wanted)
    return chosen[0]


def passphrase_of(options: argparse.Namespace) -> str | None:
    name = options.passphrase_env
    return None if name is None else secret(name, "--passphrase-env")


@contextmanager
def desk_of(options: argparse.Namespace) -> Iterator[tuple[MailboxEntry, Desk]]:
    entry = entry_of(options)
    with compose.open_desk(entry, passphrase_of(options)) as desk:
        yield entry, desk


@contextmanager
def practice_running(options: argparse.Namespace) -> Iterator[None]:
    """A practice mailbox has its intermediary on this machine: started if need be,
    for as long as this command runs."""
    entry = entry_of(options)
    if not entry.settings.practice or _answers(entry.settings.url):
        yield
        return
    profile = profile_of(options)
    state = compose.practice_state(profile)
    with compose.start_practice_intermediary(state) as intermediary:
        compose.create_practice_mailbox(profile, intermediary)
        yield


def _answers(url: str) -> bool:
    place = urlsplit(url)
    address = (place.hostname or "", place.port or 80)
    try:
        socket.create_connection(address, timeout=_SECONDS).close()
    except OSError:
        return False
    return True
