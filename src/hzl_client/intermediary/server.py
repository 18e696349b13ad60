"""The practice intermediary as a whole: post, dialogs, door, in one object.

Usable inside a process (tests) and as a process of its own (`main`)."""

import threading
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from hzl_client.intermediary import sender
from hzl_client.intermediary.control import ControlDesk
from hzl_client.intermediary.dialogs import Clock, Dialogs
from hzl_client.intermediary.door import CONTROL, ENTRY, Door
from hzl_client.intermediary.faults import Faults
from hzl_client.intermediary.intake import USUAL, Admission
from hzl_client.intermediary.pki import PracticePki
from hzl_client.intermediary.post import Post
from hzl_client.intermediary.supplier import OsciSupplier

POST_FILE = "post.sqlite"
_POLL_SECONDS = 0.05  # how long stopping may take at most


def _now() -> datetime:
    return datetime.now(UTC)


class Intermediary:
    """`state` keeps the post; dialogs live only as long as this object."""

    def __init__(
        self,
        state: Path,
        pki: PracticePki,
        faults: Faults | None = None,
        *,
        port: int = 0,
        clock: Clock = _now,
        admission: Admission = USUAL,
    ) -> None:
        self.pki = pki
        self.faults = faults or Faults()
        self.post = Post(state / POST_FILE)
        self.dialogs = Dialogs(clock)
        self.supplier = OsciSupplier(
            pki, self.post, self.faults, self.dialogs, clock, admission
        )
        self.control = ControlDesk(self.faults, self.post, self.send)
        try:
            self._door = Door(self.supplier, self.control, port)
        except BaseException:
            self.supplier.close()
            self.post.close()
            raise
        self._thread = threading.Thread(
            target=self._door.serve_forever,
            kwargs={"poll_interval": _POLL_SECONDS},
            name="practice-intermediary",
        )

    @property
    def url(self) -> str:
        return self._door.base_url + ENTRY

    @property
    def control_url(self) -> str:
        return self._door.base_url + CONTROL

    def send(self, shape: str, sample: str) -> str:
        """Hand in a practice application as the platform would, over HTTP."""
        return sender.send(self.url, self.pki, shape, sample)

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        """Every message is already safe: what is stored was synced before."""
        self._door.stop()
        self._thread.join()
        self.supplier.close()
        self.post.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()
