"""The key store that Windows has, as it is."""

import sys
import uuid

import pytest

from hzl_client.keys.keyring import OsKeyStore, _backend

pytestmark = pytest.mark.skipif(
    sys.platform != "win32", reason="the Credential Manager is Windows'"
)


@pytest.fixture
def entry():
    service = f"HzL-Client-Test-{uuid.uuid4()}"
    yield service, "Postfach Süd"
    OsKeyStore().delete(service, "Postfach Süd")


def test_windows_offers_its_credential_manager():
    assert type(_backend()).__name__ == "WinVaultKeyring"


def test_a_key_is_set_got_replaced_and_deleted(entry):
    store = OsKeyStore()
    assert store.get(*entry) is None
    for value in (bytes(32), bytes(range(224, 256))):
        store.set(*entry, value)
        assert OsKeyStore().get(*entry) == value
    store.delete(*entry)
    store.delete(*entry)
    assert store.get(*entry) is None


def test_two_names_of_one_service_are_two_keys(entry):
    store, (service, name) = OsKeyStore(), entry
    store.set(service, name, b"a")
    store.set(service, "Nord", b"b")
    try:
        assert (store.get(service, name), store.get(service, "Nord")) == (b"a", b"b")
    finally:
        store.delete(service, "Nord")
