"""The key store that Windows has, as it is."""

import subprocess
import sys
import uuid

import keyring
import pytest
from keyring.backends.Windows import WinVaultKeyring

from hzl_client.keys.keyring import OsKeyStore

pytestmark = pytest.mark.skipif(
    sys.platform != "win32", reason="the Credential Manager is Windows'"
)


@pytest.fixture
def vault():
    """Other tests define key stores of their own, which keyring finds as well."""
    before = keyring.get_keyring()
    keyring.set_keyring(WinVaultKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def entry(vault):  # noqa: ARG001
    service = f"HzL-Client-Test-{uuid.uuid4()}"
    yield service, "Postfach Süd"
    OsKeyStore().delete(service, "Postfach Süd")


def test_windows_offers_its_credential_manager():
    script = "from hzl_client.keys.keyring import _backend as b; print(type(b()))"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    assert "WinVaultKeyring" in done.stdout


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
