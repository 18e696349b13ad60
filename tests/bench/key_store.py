"""A key store for the bench's throw-away mailboxes, so that it asks nobody's own."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend

PLACE = "HZL_BENCH_KEYS"  # environment variable: the file


class FileKeyring(KeyringBackend):
    priority = 5.0

    def get_password(self, service: str, username: str) -> str | None:
        return self._kept().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        kept = self._kept() | {f"{service}/{username}": password}
        self._file.write_text(json.dumps(kept), encoding="utf-8")

    def delete_password(self, service: str, username: str) -> None:
        kept = self._kept()
        del kept[f"{service}/{username}"]
        self._file.write_text(json.dumps(kept), encoding="utf-8")

    @property
    def _file(self) -> Path:
        return Path(os.environ[PLACE])

    def _kept(self) -> dict[str, str]:
        if not self._file.exists():
            return {}
        kept: dict[str, str] = json.loads(self._file.read_text(encoding="utf-8"))
        return kept
