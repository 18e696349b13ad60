"""How the mailbox key is kept while nobody works: under a passphrase in `key.json`,
and, where there is one, in the operating system's key store."""

import base64
import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hzl_client.errors import (
    DiskFailed,
    KeyStoreUnavailable,
    MailboxExists,
    NoMailbox,
    SealBroken,
    StoreDamaged,
    StoreTooNew,
    WrongPassphrase,
)
from hzl_client.keys.durable import write_durably
from hzl_client.keys.keyring import KeyStore
from hzl_client.keys.vault import MailboxKey
from hzl_client.model.composed import composed

FILE = "key.json"
SERVICE = "hzl-client"
_FORMAT = 1
_SALT = 16
_MISFITS = (ValueError, TypeError, KeyError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: 128 * n * r bytes of memory, p times."""

    n: int = 2**16
    r: int = 8
    p: int = 1

    def __post_init__(self) -> None:
        # Whoever changes the file must not be able to exhaust the machine: 1 GiB.
        power_of_two = self.n > 1 and self.n & (self.n - 1) == 0
        sensible = self.r >= 1 and 1 <= self.p <= 16 and self.n * self.r <= 2**23
        if not (power_of_two and sensible):
            raise ValueError("no usable cost")


USUAL = Cost()  # a quarter of a second


@dataclass(frozen=True, slots=True)
class KeyFile:
    """`check` tells whether a key is this mailbox's; `name` finds it in key stores."""

    name: str
    in_key_store: bool
    cost: Cost
    salt: bytes
    wrapped: bytes
    check: bytes


def create(
    folder: Path,
    key: MailboxKey,
    passphrase: str,
    key_store: KeyStore | None,
    *,
    cost: Cost | None = None,
) -> None:
    """First the key store, then the file: what is in the file can be relied on."""
    target = folder / FILE
    if target.exists():
        raise MailboxExists("there is a key file already")
    name, salt, chosen = os.urandom(16).hex(), os.urandom(_SALT), cost or USUAL
    wrapping = _derive(passphrase, salt, chosen)
    file = KeyFile(
        name,
        key_store is not None,
        chosen,
        salt,
        wrapping.seal(key.raw, _purpose("wrapped", name)),
        key.seal(b"", _purpose("check", name)),
    )
    if key_store is not None:
        key_store.set(SERVICE, name, key.raw)
    try:
        write_durably(target, render(file))
    except OSError as error:
        raise DiskFailed("the key file is not written", errno=error.errno) from error


def unlock(
    folder: Path, passphrase: str | None, key_store: KeyStore | None
) -> MailboxKey:
    """A passphrase given is the one that counts; without one the key store is asked.

    WrongPassphrase says in `reason` whether one is needed or this one is wrong.
    """
    file = _read(folder)
    if passphrase is None:
        return _from_key_store(file, key_store)
    key = _from_passphrase(file, passphrase)
    if key_store is not None and file.in_key_store:
        with suppress(KeyStoreUnavailable):  # a convenience, lost and now renewed
            key_store.set(SERVICE, file.name, key.raw)
    return key


def forget(folder: Path, key_store: KeyStore) -> None:
    """Take the mailbox key out of the key store; the passphrase still opens."""
    key_store.delete(SERVICE, _read(folder).name)


def _from_key_store(file: KeyFile, key_store: KeyStore | None) -> MailboxKey:
    try:
        raw = key_store.get(SERVICE, file.name) if key_store else None
        if raw is not None:
            key = MailboxKey(raw)
            key.open(file.check, _purpose("check", file.name))
            return key
    except KeyStoreUnavailable as error:
        raise WrongPassphrase("no key store", reason="needed") from error
    except SealBroken as error:
        raise WrongPassphrase("not this mailbox's key", reason="needed") from error
    raise WrongPassphrase("a passphrase is needed", reason="needed")


def _from_passphrase(file: KeyFile, passphrase: str) -> MailboxKey:
    wrapping = _derive(passphrase, file.salt, file.cost)
    try:
        raw = wrapping.open(file.wrapped, _purpose("wrapped", file.name))
    except SealBroken as error:
        raise WrongPassphrase("the passphrase is wrong", reason="wrong") from error
    return MailboxKey(raw)


def _purpose(what: str, name: str) -> bytes:
    return f"key file\0{what}\0{name}".encode()


def _derive(passphrase: str, salt: bytes, cost: Cost) -> MailboxKey:
    """hashlib's scrypt, because it lets other threads run meanwhile."""
    normal = composed("NFC", passphrase).encode()
    raw = hashlib.scrypt(
        normal,
        salt=salt,
        n=cost.n,
        r=cost.r,
        p=cost.p,
        maxmem=2**31 - 1,  # Cost has limited it
        dklen=32,
    )
    return MailboxKey(raw)


# --- the file -----------------------------------------------------------------------


def render(file: KeyFile) -> bytes:
    document = {
        "format": _FORMAT,
        "name": file.name,
        "in_key_store": file.in_key_store,
        "scrypt": {
            "n": file.cost.n,
            "r": file.cost.r,
            "p": file.cost.p,
            "salt": _base64(file.salt),
        },
        "wrapped": _base64(file.wrapped),
        "check": _base64(file.check),
    }
    return json.dumps(document, indent=2).encode() + b"\n"


def parse(data: bytes) -> KeyFile:
    try:
        document = json.loads(data)
        if document["format"] > _FORMAT:
            raise StoreTooNew("a newer program's key file", file=FILE)
        scrypt = document["scrypt"]
        return KeyFile(
            str(document["name"]),
            document["in_key_store"] is True,
            Cost(int(scrypt["n"]), int(scrypt["r"]), int(scrypt["p"])),
            base64.b64decode(scrypt["salt"], validate=True),
            base64.b64decode(document["wrapped"], validate=True),
            base64.b64decode(document["check"], validate=True),
        )
    except _MISFITS as error:
        raise StoreDamaged("the key file is damaged", file=FILE) from error


def _read(folder: Path) -> KeyFile:
    try:
        return parse((folder / FILE).read_bytes())
    except FileNotFoundError as error:
        raise NoMailbox("no key file in this folder") from error
    except OSError as error:
        raise DiskFailed("the key file is not readable", errno=error.errno) from error


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
