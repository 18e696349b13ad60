"""The operating system's key store, the one place that knows the keyring library."""

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from hzl_client.errors import KeyStoreUnavailable

_LOWEST_PRIORITY = 1  # below are plaintext files and the one that always fails


class KeyStore(Protocol):
    """Small secrets by (service, name). Raises KeyStoreUnavailable."""

    def get(self, service: str, name: str) -> bytes | None: ...

    def set(self, service: str, name: str, value: bytes) -> None: ...

    def delete(self, service: str, name: str) -> None:
        """Deleting what is not there is no error."""
        ...


class OsKeyStore:
    """Windows Credential Manager, macOS Keychain, Secret Service or KWallet.

    Values are kept as base64: 32 bytes become 44 characters, well within the 1,280
    that the Credential Manager takes.
    """

    def get(self, service: str, name: str) -> bytes | None:
        with _translated():
            value = _backend().get_password(service, name)
        try:
            return None if value is None else base64.b64decode(value, validate=True)
        except binascii.Error as error:
            raise KeyStoreUnavailable("its value is not ours") from error

    def set(self, service: str, name: str, value: bytes) -> None:
        with _translated():
            _backend().set_password(service, name, base64.b64encode(value).decode())

    def delete(self, service: str, name: str) -> None:
        with _translated():
            backend = _backend()
            if backend.get_password(service, name) is not None:
                backend.delete_password(service, name)


class _Backend(Protocol):
    @property
    def priority(self) -> float: ...

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


def _backend() -> _Backend:
    import keyring  # noqa: PLC0415 - looks for backends when imported, 50 ms

    backend: _Backend = keyring.get_keyring()
    if backend.priority < _LOWEST_PRIORITY:
        raise KeyStoreUnavailable("no key store here is safe enough")
    return backend


@contextmanager
def _translated() -> Iterator[None]:
    """Backends let the errors of DBus, Win32 and the Keychain through as they are."""
    try:
        yield
    except KeyStoreUnavailable:
        raise
    except Exception as error:
        kind = type(error).__name__
        raise KeyStoreUnavailable("the key store refused", kind=kind) from error
