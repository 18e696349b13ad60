"""The key store of the system, played by a backend in memory."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as FailingKeyring
from keyring.errors import KeyringLocked

from hzl_client.errors import KeyStoreUnavailable
from hzl_client.keys.keyring import OsKeyStore


class MemoryBackend(KeyringBackend):
    priority = 5

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


class LockedBackend(MemoryBackend):
    def get_password(self, service, username):
        raise KeyringLocked(service, username)

    def set_password(self, service, username, password):
        raise OSError(service, username, len(password))


class PlaintextBackend(MemoryBackend):
    priority = 0.5


@pytest.fixture
def use():
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_what_is_set_is_got_until_deleted(use):
    use(MemoryBackend())
    store, value = OsKeyStore(), bytes(range(224, 256))
    assert store.get("s", "n") is None
    store.set("s", "n", value)
    assert store.get("s", "n") == value
    assert store.get("s", "other") is None
    store.delete("s", "n")
    store.delete("s", "n")
    assert store.get("s", "n") is None


def test_what_is_kept_fits_the_credential_manager(use):
    backend = MemoryBackend()
    use(backend)
    OsKeyStore().set("s", "n", bytes(32))
    (kept,) = backend.kept.values()
    assert kept.isascii()
    assert len(kept) <= 1280


@pytest.mark.parametrize(
    "backend", [LockedBackend(), PlaintextBackend(), FailingKeyring()]
)
def test_what_is_locked_unsafe_or_missing_is_unavailable(use, backend):
    use(backend)
    store = OsKeyStore()
    for action in (
        lambda: store.get("s", "n"),
        lambda: store.set("s", "n", b"x"),
        lambda: store.delete("s", "n"),
    ):
        with pytest.raises(KeyStoreUnavailable):
            action()


def test_a_foreign_value_is_no_key(use):
    backend = MemoryBackend()
    use(backend)
    backend.set_password("s", "n", "not base64!")
    with pytest.raises(KeyStoreUnavailable):
        OsKeyStore().get("s", "n")
