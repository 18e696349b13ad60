"""A mailbox is made whole or not at all, and only for an identity that fits."""

import os
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)

from helpers.credentials import rsa_credential
from helpers.key_store import AbsentKeyStore, MemoryKeyStore
from helpers.practice import practice_pki
from hzl_client.errors import (
    DiskFailed,
    IdentityRefused,
    InvalidSetting,
    MailboxExists,
    WrongPin,
)
from hzl_client.intermediary import pki
from hzl_client.keys import unlock
from hzl_client.keys.identity import identity_from_bytes
from hzl_client.keys.vault import MailboxKey
from hzl_client.model.credential import Credential, fingerprint
from hzl_client.services.new_mailbox import NewMailbox
from hzl_client.services.profile import mailboxes
from hzl_client.settings import MailboxSettings
from hzl_client.store.mailbox import Mailbox

PASSPHRASE = "gut aufbewahrt"
TODAY = datetime.now(UTC)


def fill(folder: Path, key: MailboxKey, identity: bytes) -> None:
    with closing(Mailbox.create(folder, key)) as mailbox:
        mailbox.put_secret("identity", identity)


def pem(credential: Credential) -> str:
    return credential.certificate.public_bytes(Encoding.PEM).decode()


def settings(**changes: object) -> MailboxSettings:
    keys = practice_pki()
    plain = MailboxSettings(
        "Sozialamt", "https://osci.example/", pem(keys.intermediary_cipher)
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def files(pin: str = pki.PIN) -> list[tuple[bytes, str]]:
    folder = practice_pki().folder
    names = ("recipient_cipher", "recipient_signature")
    return [(pki.p12_file(folder, name).read_bytes(), pin) for name in names]


def new(now: datetime = TODAY, store: object = None) -> NewMailbox:
    return NewMailbox(fill, store, now)  # type: ignore[arg-type]


def nothing_stays(profile: Path) -> bool:
    return not any(path.is_file() for path in profile.rglob("*"))


def test_it_opens_with_its_passphrase_and_holds_the_identity(tmp_path):
    entry = new().make(tmp_path, settings(), files(), PASSPHRASE)
    assert mailboxes(tmp_path) == (entry,)
    key = unlock.unlock(entry.folder, PASSPHRASE, None)
    with closing(Mailbox.open(entry.folder, key)) as mailbox:
        identity = identity_from_bytes(mailbox.secret("identity") or b"")
    assert identity.cipher.der == practice_pki().recipient_cipher.der
    assert identity.signature.der == practice_pki().recipient_signature.der


@pytest.mark.skipif(os.name == "nt", reason="access lists, inherited, rule there")
def test_nobody_else_may_look_into_its_folder(tmp_path):
    entry = new().make(tmp_path, settings(), files(), PASSPHRASE)
    assert entry.folder.stat().st_mode & 0o077 == 0


def test_the_key_store_opens_it_too(tmp_path):
    store = MemoryKeyStore()
    entry = new(store=store).make(tmp_path, settings(), files(), PASSPHRASE)
    assert unlock.unlock(entry.folder, None, store) == unlock.unlock(
        entry.folder, PASSPHRASE, None
    )


def test_without_a_key_store_the_passphrase_is_enough(tmp_path):
    entry = new(store=AbsentKeyStore()).make(tmp_path, settings(), files(), PASSPHRASE)
    assert unlock.unlock(entry.folder, PASSPHRASE, None)


def test_the_same_name_twice(tmp_path):
    new().make(tmp_path, settings(), files(), PASSPHRASE)
    with pytest.raises(MailboxExists):
        new().make(tmp_path, settings(title="sozialamt!"), files(), PASSPHRASE)


@pytest.mark.parametrize(
    ("changes", "p12_pin", "passphrase", "expected"),
    [
        ({}, "falsch", PASSPHRASE, WrongPin),
        ({}, pki.PIN, "kurz", InvalidSetting),
        ({"intermediary_cipher": "no pem"}, pki.PIN, PASSPHRASE, InvalidSetting),
    ],
)
def test_what_does_not_fit_leaves_nothing(
    tmp_path, changes, p12_pin, passphrase, expected
):
    with pytest.raises(expected):
        new().make(tmp_path, settings(**changes), files(p12_pin), passphrase)
    assert nothing_stays(tmp_path)


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (TODAY + timedelta(days=36500), "expired"),
        (TODAY - timedelta(days=365), "not-yet-valid"),
    ],
)
def test_a_certificate_out_of_its_time(tmp_path, now, reason):
    with pytest.raises(IdentityRefused) as caught:
        new(now).make(tmp_path, settings(), files(), PASSPHRASE)
    assert caught.value.facts["reason"] == reason
    assert nothing_stays(tmp_path)


def test_a_practice_mailbox_takes_practice_keys_only(tmp_path):
    ca = practice_pki().ca
    practice = settings(
        practice=True, expected_authors=(fingerprint(ca.der),), issuers=(pem(ca),)
    )
    real = rsa_credential()
    p12 = pkcs12.serialize_key_and_certificates(
        b"real", real.key, real.certificate, None, BestAvailableEncryption(b"pin")
    )
    with pytest.raises(IdentityRefused) as caught:
        new().make(tmp_path, practice, [(p12, "pin")], "uebung")
    assert caught.value.facts["reason"] == "foreign"
    assert new().make(tmp_path, practice, files(), "uebung").settings.practice


def test_a_full_disk_leaves_nothing(tmp_path):
    def full(_folder: Path, _key: MailboxKey, _identity: bytes) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(DiskFailed):
        NewMailbox(full, None, TODAY).make(tmp_path, settings(), files(), PASSPHRASE)
    assert nothing_stays(tmp_path)
