"""One unlocked mailbox and everything that can be done with it."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Self

from hzl_client import machine
from hzl_client.documents.process import Documents
from hzl_client.errors import InvalidOverlay
from hzl_client.services.certificate import CertificateFacts
from hzl_client.services.export_record import ExportRecord
from hzl_client.services.fetch import FetchInbox
from hzl_client.services.hint_ticks import HintTicks
from hzl_client.services.locked_files import LockedFiles
from hzl_client.services.reading import Reading
from hzl_client.services.records import Records
from hzl_client.services.search_documents import SearchDocuments
from hzl_client.services.second_source import SecondSource
from hzl_client.services.working import Working
from hzl_client.settings import MailboxSettings


@dataclass(frozen=True, slots=True)
class Desk:
    """Made by `compose.open_desk` for both faces; `close` gives everything back."""

    folder: Path
    fetch: FetchInbox
    records: Records
    working: Working
    reading: Reading
    export: ExportRecord
    documents: Documents
    further_documents: Callable[[], Documents]  # a child of its own, for long works
    second_source: SecondSource
    hint_ticks: HintTicks
    search: SearchDocuments
    locked_files: LockedFiles
    certificate: CertificateFacts
    current: "CurrentSettings"
    belongings: ExitStack = field(repr=False)
    overlay_problems: tuple[InvalidOverlay, ...] = ()

    @property
    def settings(self) -> MailboxSettings:
        return self.current()

    def pin_supplier(self, fingerprint: str) -> None:
        """A person has compared it; it counts from the next fetch on."""
        self.current.change(self.settings.with_pin(fingerprint))

    def close(self) -> None:
        self.belongings.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class CurrentSettings:
    """The settings as they are now: who holds this sees a change at the next call."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._settings = machine.load_mailbox(folder)

    def __call__(self) -> MailboxSettings:
        return self._settings

    def change(self, settings: MailboxSettings) -> None:
        with self._lock:
            machine.save_mailbox(self._folder, settings)
            self._settings = settings
