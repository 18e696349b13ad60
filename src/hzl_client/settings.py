"""What is set once per mailbox, kept readable in `settings.json` beside it."""

import json
import re
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from hzl_client.errors import InvalidSetting, NoMailbox
from hzl_client.model.reference_pattern import is_pattern

FILE = "settings.json"
LARGEST_CHUNK = 50_000  # kB: what the reference intermediary announces
MOST_OFFICE_ENTRIES = 500  # a large district has some hundred postal codes
# What an entry of each list looks like; the DVDV's identifiers: "soa:059990001001".
OFFICE = {
    "office_recipients": re.compile(r"[a-z0-9]{1,10}:[0-9A-Za-z.-]{1,40}"),
    "office_towns": re.compile(r"[^\W\d_][^\n]{0,99}"),
    "office_postcodes": re.compile(r"[0-9]{5}"),
}


class ProxyMode(StrEnum):
    SYSTEM = "system"
    MANUAL = "manual"
    PAC = "pac"  # a script at `pac_url`
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """`intermediary_cipher` is a PEM certificate; `supplier_pins` and
    `expected_authors` are SHA-256 fingerprints in hex (of the supplier's signature
    certificates; of authors' certificates or their issuers). `issuers` are PEM
    certificates to tell who issued an author's certificate; they are not trusted by
    standing here, only if their fingerprint is among `expected_authors`."""

    title: str
    url: str
    intermediary_cipher: str
    supplier_pins: tuple[str, ...] = ()
    expected_authors: tuple[str, ...] = ()
    practice: bool = False
    legacy_algorithms: bool = False
    proxy: ProxyMode = ProxyMode.SYSTEM
    proxy_url: str = ""
    issuers: tuple[str, ...] = ()
    ca_file: str = ""  # PEM file instead of the system's certificates
    proxy_user: str = ""  # the password lies sealed in the mailbox
    pac_url: str = ""
    # What is written instead of the table's choice, by name (`algorithms.CHOICES`).
    send_signature: str = ""
    send_digest: str = ""
    send_cipher: str = ""
    send_iv: str = ""
    chunk_size: int = 0  # kB; deliveries are fetched in chunks if the peer offers it
    # Who this office is, for the checks; what is not named is not checked.
    office_recipients: tuple[str, ...] = ()
    office_towns: tuple[str, ...] = ()
    office_postcodes: tuple[str, ...] = ()
    overlay: str = ""  # folder with the office's names and code lists, if not ours
    reference_pattern: str = ""  # of the office's Aktenzeichen, see reference_pattern

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise InvalidSetting("a mailbox needs a title", setting="title")
        if not re.match(r"https?://[^\s/]+", self.url):
            raise InvalidSetting("not an http(s) address", setting="url")
        for pin in (*self.supplier_pins, *self.expected_authors):
            if not re.fullmatch(r"[0-9a-f]{64}", pin):
                raise InvalidSetting("not a SHA-256 fingerprint", setting="pins")
        if "@" in self.proxy_url:
            raise InvalidSetting(
                "no place for a password",
                setting="proxy_url",
                reason="password-in-address",
            )
        if not 0 <= self.chunk_size <= LARGEST_CHUNK:
            raise InvalidSetting("no size of a chunk", setting="chunk_size")
        if self.pac_url and not re.match(r"https?://\S+$", self.pac_url):
            raise InvalidSetting("not an address", setting="pac_url")
        for name, pattern in OFFICE.items():
            _check_entries(name, getattr(self, name), pattern)
        _check_reference_pattern(self.reference_pattern)
        if self.overlay and not _is_absolute(self.overlay):
            raise InvalidSetting(
                "not a whole path", setting="overlay", reason="relative-path"
            )

    def with_pin(self, pin: str) -> "MailboxSettings":
        return replace(self, supplier_pins=(pin,))


def _check_entries(
    name: str, entries: tuple[str, ...], pattern: re.Pattern[str]
) -> None:
    if len(entries) > MOST_OFFICE_ENTRIES:
        raise InvalidSetting("too many entries", setting=name)
    if not all(pattern.fullmatch(entry) for entry in entries):
        reason = name.replace("_", "-")
        raise InvalidSetting("not an entry of its kind", setting=name, reason=reason)


def _is_absolute(path: str) -> bool:
    """On either system: settings may be written on another one."""
    return PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute()


def _check_reference_pattern(pattern: str) -> None:
    if not is_pattern(pattern):
        raise InvalidSetting(
            "no pattern of a file reference",
            setting="reference_pattern",
            reason="reference-pattern",
        )


_EXAMPLE = MailboxSettings("x", "http://x", "")


def load(folder: Path) -> MailboxSettings:
    try:
        raw = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NoMailbox("no settings in this folder") from error
    except (OSError, ValueError) as error:
        raise InvalidSetting("settings are not readable JSON", setting=FILE) from error
    return from_json(raw)


def from_json(raw: object) -> MailboxSettings:
    """Every name known, every value of its type. Raises InvalidSetting."""
    if not isinstance(raw, dict):
        raise InvalidSetting("settings are not an object", setting=FILE)
    try:
        return MailboxSettings(**{name: _typed(name, raw[name]) for name in raw})
    except (TypeError, ValueError) as error:
        raise InvalidSetting("settings do not fit", setting=FILE) from error


def _typed(name: str, value: Any) -> Any:
    wanted = type(getattr(_EXAMPLE, name, None))
    if wanted is tuple and isinstance(value, list):
        if all(isinstance(each, str) for each in value):
            return tuple(value)
    elif wanted is ProxyMode:
        return ProxyMode(value)
    elif isinstance(value, wanted) and isinstance(value, bool) == (wanted is bool):
        return value
    raise TypeError(f"not a {wanted.__name__}")


def save(folder: Path, settings: MailboxSettings) -> None:
    """Whole or not at all: written beside and renamed."""
    target = folder / FILE
    beside = target.with_suffix(".tmp")
    text = json.dumps(asdict(settings), ensure_ascii=False, indent=2) + "\n"
    beside.write_text(text, encoding="utf-8")
    beside.replace(target)
