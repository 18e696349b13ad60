"""Answers kept in files, so that a client can be measured without a network.

The same random numbers give the same challenges: what was recorded fits the next run.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from hzl_client.keys.spool import SealedSpool
from hzl_client.model.octets import Octets, chunks
from hzl_client.model.watch import Watch
from hzl_client.osci import dialog
from hzl_client.osci.exchange import Loaded, Transport
from hzl_client.osci.survey import Survey
from hzl_client.services.fetch import FetchInbox
from hzl_client.sources.osci import Counterpart, OsciSource

_PIECE = 64 * 1024  # what a socket gives at once


@dataclass(slots=True)
class Recorder:
    transport: Transport
    folder: Path
    _count: int = 0

    def exchange(self, body: Octets, watch: Watch, loaded: Loaded) -> Octets:
        answer = self.transport.exchange(body, watch, loaded)
        with (self.folder / str(self._count)).open("wb") as file:
            for piece in chunks(answer):
                file.write(piece)
        self._count += 1
        return answer

    def close(self) -> None:
        self.transport.close()


@dataclass(slots=True)
class Player:
    """Gives a recorded answer as HTTP would: in small pieces, into a spool."""

    transport: Transport  # never asked
    folder: Path
    _count: int = 0

    def exchange(self, body: Octets, watch: Watch, loaded: Loaded) -> Octets:
        del body
        watch.idle()
        spool = _spooled(self.folder / str(self._count), loaded)
        self._count += 1
        return spool

    def close(self) -> None:
        self.transport.close()


def delivery_in(folder: Path) -> Octets:
    """The answer that brought it: the longest one."""
    longest = max(folder.iterdir(), key=lambda file: file.stat().st_size)
    return _spooled(longest, lambda _done, _total: None)


def through(fetch: FetchInbox, wrap: Callable[[Transport], Transport]) -> FetchInbox:
    """The same fetch with another connection, and with challenges known beforehand."""
    source = fetch.source
    assert isinstance(source, OsciSource)

    def counterpart() -> Counterpart:
        found = source.counterpart()
        dialog.token_bytes = Random(1).randbytes  # noqa: S311 - nothing to protect
        return replace(found, new_transport=lambda: wrap(found.new_transport()))

    return replace(fetch, source=replace(source, counterpart=counterpart))


def _spooled(file: Path, loaded: Loaded) -> Octets:
    """As the transport takes it in."""
    spool, survey, total, done = SealedSpool(), Survey(), file.stat().st_size, 0
    with file.open("rb", buffering=0) as opened:
        while piece := opened.read(_PIECE):
            spool.write(piece)
            survey.see(piece)
            done += len(piece)
            loaded(done, total)
    return survey.of(spool.finish())
