"""What the IT of a machine decides for all its mailboxes: presets and locked values.

`settings.json` below `%ProgramData%\\HzL-Client` (elsewhere `/etc/hzl-client`):

    {"preset": {"ca_file": "…"}, "locked": {"proxy": "manual", "proxy_url": "…"}}

Names and types are those of `MailboxSettings`. A preset fills what nobody chose when a
mailbox is made; a locked value counts always and cannot be changed. Practice mailboxes
stay as they are: they never leave the machine.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from hzl_client import settings as settings_file
from hzl_client import strict_json
from hzl_client.errors import InvalidMachineSettings, InvalidSetting, SettingLocked
from hzl_client.settings import MailboxSettings, ProxyMode

FILE: Final = "settings.json"
MAX_BYTES: Final = 1024 * 1024
# Of one mailbox only; the rest may hold for all of a machine.
_OWN: Final = {"title", "practice"}
NAMES: Final = frozenset(f.name for f in fields(MailboxSettings)) - _OWN
_VALID: Final = {"title": "x", "url": "http://x", "intermediary_cipher": ""}


@dataclass(frozen=True, slots=True)
class MachineSettings:
    """`preset` and `locked` hold values as `MailboxSettings` has them."""

    preset: Mapping[str, Any] = field(default_factory=dict)
    locked: Mapping[str, Any] = field(default_factory=dict)

    def applied(self, settings: MailboxSettings) -> MailboxSettings:
        return settings if settings.practice else replace(settings, **self.locked)

    def settle(self, given: Mapping[str, Any]) -> MailboxSettings:
        """A new mailbox of what was chosen. Raises SettingLocked, InvalidSetting."""
        for name in given.keys() & self.locked.keys():
            if given[name] != self.locked[name]:
                raise SettingLocked("decided by this machine's IT", setting=name)
        chosen = {**self.preset, **given, **self.locked}
        for name in ("url", "intermediary_cipher"):
            if name not in chosen:
                raise InvalidSetting("neither chosen nor preset", setting=name)
        return MailboxSettings(**chosen)

    def check(self, before: MailboxSettings, after: MailboxSettings) -> None:
        """Raises SettingLocked if a locked value is to become another one."""
        for name in self.locked:
            if not after.practice and getattr(before, name) != getattr(after, name):
                raise SettingLocked("decided by this machine's IT", setting=name)


def folder() -> Path:
    if os.name != "nt":
        return Path("/etc/hzl-client")
    import platformdirs  # noqa: PLC0415 - asks Windows, not an environment variable

    return platformdirs.site_data_path("HzL-Client", appauthor=False)


def load(file: Path | None = None) -> MachineSettings:
    """No file: nothing is decided. A file that is not wholly understood stops the
    program: it may hold what must not be left out. Raises InvalidMachineSettings."""
    file = file or folder() / FILE
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return MachineSettings()
    except OSError as error:
        raise _invalid(file, "", "not readable") from error
    if len(raw) > MAX_BYTES:
        raise _invalid(file, "", "too large")
    try:
        text = raw.decode("utf-8-sig")
        document = strict_json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _invalid(file, "", "not JSON") from error
    return _read(file, document)


def load_mailbox(mailbox: Path) -> MailboxSettings:
    """What counts for the mailbox in this folder, today."""
    return load().applied(settings_file.load(mailbox))


def save_mailbox(mailbox: Path, settings: MailboxSettings) -> None:
    """Locked values stay out of the mailbox's own file: it has its own again when the
    lock goes. Raises SettingLocked."""
    machine, own = load(), settings_file.load(mailbox)
    machine.check(machine.applied(own), settings)
    kept = {name: getattr(own, name) for name in machine.locked}
    settings_file.save(
        mailbox, settings if settings.practice else replace(settings, **kept)
    )


def _read(file: Path, document: object) -> MachineSettings:
    if not isinstance(document, dict):
        raise _invalid(file, "", "not an object")
    parts: dict[str, dict[str, Any]] = {"preset": {}, "locked": {}}
    for part, values in document.items():
        if part not in parts or not isinstance(values, dict):
            raise _invalid(file, str(part), "unknown")
        for name, value in values.items():
            parts[part][name] = _value(file, name, value)
    _whole(file, parts["preset"])
    _whole(file, parts["locked"])
    if parts["locked"].get("supplier_pins") == ():
        raise _invalid(file, "supplier_pins", "nobody could confirm one")
    return MachineSettings(parts["preset"], parts["locked"])


def _whole(file: Path, part: Mapping[str, Any]) -> None:
    """A fixed proxy without its address would leave the way to the user."""
    if part.get("proxy") is ProxyMode.MANUAL and not part.get("proxy_url"):
        raise _invalid(file, "proxy_url", "missing")
    if part.get("proxy") is ProxyMode.PAC and not part.get("pac_url"):
        raise _invalid(file, "pac_url", "missing")


def _value(file: Path, name: str, value: object) -> object:
    """As the settings of a mailbox would take it, of the right type."""
    if name not in NAMES:
        raise _invalid(file, name, "unknown")
    try:
        made = settings_file.from_json({**_VALID, name: value})
    except InvalidSetting as error:
        raise _invalid(file, name, "does not fit") from error
    return getattr(made, name)


def _invalid(file: Path, setting: str, reason: str) -> InvalidMachineSettings:
    return InvalidMachineSettings(
        "machine-wide settings are not understood",
        file=str(file),
        setting=setting,
        reason=reason,
    )
