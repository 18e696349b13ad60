"""A key store in memory, and one that is never there."""

from hzl_client.errors import KeyStoreUnavailable


class MemoryKeyStore:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}

    def get(self, service: str, name: str) -> bytes | None:
        return self.kept.get((service, name))

    def set(self, service: str, name: str, value: bytes) -> None:
        self.kept[service, name] = value

    def delete(self, service: str, name: str) -> None:
        self.kept.pop((service, name), None)


class AbsentKeyStore:
    def get(self, service: str, name: str) -> bytes | None:
        raise KeyStoreUnavailable(f"no store for {service} {name}")

    def set(self, service: str, name: str, value: bytes) -> None:
        raise KeyStoreUnavailable(f"no store for {service} {name} ({len(value)})")

    def delete(self, service: str, name: str) -> None:
        raise KeyStoreUnavailable(f"no store for {service} {name}")
