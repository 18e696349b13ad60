"""Make a mailbox: whole or not at all, built beside its place and renamed."""

import logging
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509

from hzl_client import settings as settings_file
from hzl_client.errors import (
    DiskFailed,
    InvalidSetting,
    KeyStoreUnavailable,
)
from hzl_client.keys import identity as identities
from hzl_client.keys import unlock
from hzl_client.keys.durable import sync_folder
from hzl_client.keys.keyring import KeyStore
from hzl_client.keys.vault import MailboxKey
from hzl_client.model.credential import Identity
from hzl_client.services.own_identity import refuse_foreign, refuse_invalid
from hzl_client.services.profile import MailboxEntry, new_folder
from hzl_client.settings import MailboxSettings

_log = logging.getLogger(__name__)

SHORTEST_PASSPHRASE = 8


@dataclass(frozen=True, slots=True)
class NewMailbox:
    """`fill` creates the store in a folder and puts the sealed identity into it; it
    leaves nothing open there."""

    fill: Callable[[Path, MailboxKey, bytes], None]
    key_store: KeyStore | None
    now: datetime

    def make(
        self,
        profile: Path,
        settings: MailboxSettings,
        p12: Sequence[tuple[bytes, str]],
        passphrase: str,
    ) -> MailboxEntry:
        """The PKCS#12 files are copied sealed; neither they nor their PINs are kept."""
        _check(settings, passphrase)
        folder = new_folder(profile, settings.title)
        identity = self._identity(settings, p12)
        key = MailboxKey.new()
        try:
            with _beside(folder) as place:
                self._keep(key, place, passphrase)
                self.fill(place, key, identities.identity_to_bytes(identity))
                settings_file.save(place, settings)
        except OSError as error:
            raise DiskFailed("the mailbox is not made", errno=error.errno) from error
        return MailboxEntry(folder.name, folder, settings)

    def _keep(self, key: MailboxKey, place: Path, passphrase: str) -> None:
        """The passphrase always opens; a key store, if there is one, saves typing."""
        if self.key_store is not None:
            try:
                unlock.create(place, key, passphrase, self.key_store)
            except KeyStoreUnavailable as error:
                _log.info("no key store, the passphrase alone opens: %s", error)
            else:
                return
        unlock.create(place, key, passphrase, None)

    def _identity(
        self, settings: MailboxSettings, p12: Iterable[tuple[bytes, str]]
    ) -> Identity:
        found = [
            each for data, pin in p12 for each in identities.read_pkcs12(data, pin)
        ]
        identity = identities.make_identity(found)
        refuse_invalid(identity, self.now)
        if settings.practice:
            refuse_foreign(settings, found)
        return identity


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A place to build in; it becomes `folder` if all went well, else nothing stays."""
    place = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}.tmp")
    place.mkdir(mode=0o700, parents=True)  # ids and times in it are nobody else's
    try:
        yield place
        place.rename(folder)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    sync_folder(folder.parent)


def _check(settings: MailboxSettings, passphrase: str) -> None:
    if len(passphrase) < SHORTEST_PASSPHRASE and not settings.practice:
        raise InvalidSetting("too short", setting="passphrase", reason="short")
    try:
        x509.load_pem_x509_certificate(settings.intermediary_cipher.encode())
    except ValueError as error:
        raise InvalidSetting(
            "not a PEM certificate", setting="intermediary_cipher"
        ) from error
