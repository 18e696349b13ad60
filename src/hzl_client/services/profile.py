"""Where mailboxes lie: one folder each below the profile, found by their settings."""

import re
from dataclasses import dataclass
from pathlib import Path

from hzl_client import machine
from hzl_client.errors import InvalidSetting, MailboxExists, NoMailbox
from hzl_client.model.composed import composed
from hzl_client.settings import MailboxSettings

_MAILBOXES = "mailboxes"
_PRACTICE_STATE = "practice-intermediary"
_LONGEST_SLUG = 40
_TRANSLITERATED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)
# Windows opens devices under these names, whatever the ending.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])")


@dataclass(frozen=True, slots=True)
class MailboxEntry:
    """`slug` is the name of the folder, and of the mailbox on the command line."""

    slug: str
    folder: Path
    settings: MailboxSettings


def profile_folder(chosen: Path | None) -> Path:
    if chosen is not None:
        return chosen
    import platformdirs  # noqa: PLC0415 - only where nobody chose

    return platformdirs.user_data_path("hzl-client", appauthor=False)


def mailboxes(profile: Path) -> tuple[MailboxEntry, ...]:
    """By name. A folder without readable settings is none: half made, or not ours."""
    parent = profile / _MAILBOXES
    if not parent.is_dir():
        return ()
    found = []
    for folder in sorted(parent.iterdir()):
        try:
            entry = MailboxEntry(folder.name, folder, machine.load_mailbox(folder))
        except (NoMailbox, InvalidSetting, NotADirectoryError):
            continue
        found.append(entry)
    return tuple(found)


def practice_state(profile: Path) -> Path:
    return profile / _PRACTICE_STATE


def profile_of(entry: MailboxEntry) -> Path:
    return entry.folder.parents[1]


def new_folder(profile: Path, title: str) -> Path:
    """The place for a mailbox of this title; MailboxExists if it is taken."""
    folder = profile / _MAILBOXES / slug(title)
    if folder.exists():
        raise MailboxExists("a mailbox of this name exists", mailbox=folder.name)
    return folder


def slug(title: str) -> str:
    """ASCII, so that it can be typed anywhere and named in a scheduled task."""
    plain = composed("NFC", title).translate(_TRANSLITERATED)
    ascii_only = composed("NFKD", plain).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower())[:_LONGEST_SLUG].strip("-")
    if not name or _RESERVED.fullmatch(name):
        name = f"postfach-{name}".strip("-")
    return name
