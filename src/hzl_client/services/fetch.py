"""Bring waiting deliveries home: store, and only then let the next request leave."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hzl_client.errors import (
    Cancelled,
    Fault,
    HzlError,
    MessageBlocked,
    PeerError,
    RefusedOrder,
    SupplierNotPinned,
    TrustError,
)
from hzl_client.model.delivery import Delivery
from hzl_client.model.record import Folder
from hzl_client.model.watch import Progress, Step, Watch
from hzl_client.services.last_fetch import LastFetch, remember
from hzl_client.services.open_stored import OpenStored
from hzl_client.services.shelf import Shelf
from hzl_client.sources.base import Session, Source

_log = logging.getLogger(__name__)
_BLOCKED = "not-authentic"  # the note that survives until a message comes through
_PATIENCE = 3  # times the same message is taken once more before it counts as stuck


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What this run brought. `stored` and `quarantined` are record ids, the second
    part of the first; `error` ended the run, what is stored stays stored."""

    stored: tuple[str, ...]
    quarantined: tuple[str, ...]
    duplicates: int
    cancelled: bool
    error: HzlError | None
    at: datetime


@dataclass(slots=True)
class _Tally:
    stored: list[str] = field(default_factory=list)
    quarantined: list[str] = field(default_factory=list)
    duplicates: int = 0
    number: int = 0  # of the message under way
    offered: str = ""  # the record offered last, and how often in a row
    times: int = 0

    def again(self, record_id: str) -> int:
        """How often running it has been offered by now."""
        self.times = self.times + 1 if record_id == self.offered else 1
        self.offered = record_id
        return self.times


@dataclass(frozen=True, slots=True)
class FetchInbox:
    source: Source
    shelf: Shelf
    opening: OpenStored
    now: Callable[[], datetime] = utc_now

    def run(self, watch: Watch) -> FetchReport:
        """Until nothing waits, someone cancels, or an error ends it; never raises an
        HzlError, since what was stored until then must be told."""
        tally = _Tally()
        error: HzlError | None = None
        cancelled = False
        try:
            cancelled = self._fetch_all(watch, tally)
        except Cancelled:
            cancelled = True
        except HzlError as failure:
            error = failure
        report = FetchReport(
            stored=tuple(tally.stored),
            quarantined=tuple(tally.quarantined),
            duplicates=tally.duplicates,
            cancelled=cancelled,
            error=error,
            at=self.now(),
        )
        self._remember(report)
        return report

    def _fetch_all(self, watch: Watch, tally: _Tally) -> bool:
        """True if it was cancelled between two messages."""
        with self.source.connect(watch) as session:
            while not watch.cancelled:
                delivery = self._next(session)
                if tally.number == 0 and self.shelf.note(_BLOCKED):
                    self.shelf.put_note(_BLOCKED, "")
                if delivery is None:
                    return False
                tally.number += 1
                self._keep(session, delivery, watch, tally)
        return True

    def _next(self, session: Session) -> Delivery | None:
        try:
            return session.next_delivery()
        except (Fault, RefusedOrder, SupplierNotPinned):
            raise
        except (PeerError, TrustError) as error:
            raise self._not_authentic(session, error) from error

    def _not_authentic(self, session: Session, error: HzlError) -> HzlError:
        """Keep the bytes; the second time running, say that one message blocks."""
        if session.evidence is not None:
            self.shelf.keep_evidence(session.evidence, error.name)
        before = self.shelf.note(_BLOCKED)
        self.shelf.put_note(_BLOCKED, error.name)
        return MessageBlocked("blocked", reason=error.name) if before else error

    def _keep(
        self, session: Session, delivery: Delivery, watch: Watch, tally: _Tally
    ) -> None:
        """Store whole, confirm, then open; the opening may fail without harm."""
        size = delivery.message.size
        watch.report(Progress(Step.SECURE, tally.number, size, size))
        added = self.shelf.add(delivery, self.now())
        session.confirm(delivery)
        if not added.duplicate:
            tally.stored.append(added.record_id)
        elif self._again(added.record_id, tally):
            return
        watch.report(Progress(Step.DECRYPT, tally.number, size, size))
        record = self.opening.run(added.record_id)
        watch.report(Progress(Step.CHECK, tally.number, size, size))
        if record.folder is Folder.QUARANTINE and record.id in tally.stored:
            tally.quarantined.append(record.id)

    def _again(self, record_id: str, tally: _Tally) -> bool:
        """Stored before; True if opened before, too. An intermediary that never takes
        our acknowledgement would keep us here for good."""
        tally.duplicates += 1
        self.shelf.add_event(record_id, "fetched-again")
        if tally.again(record_id) > _PATIENCE:
            raise MessageBlocked("offered again and again", reason="repeated")
        return self.shelf.record(record_id).opened

    def _remember(self, report: FetchReport) -> None:
        error = "" if report.error is None else report.error.name
        try:
            remember(self.shelf, LastFetch(report.at, len(report.stored), error))
        except HzlError as failure:  # the disk that failed may fail again
            _log.warning("last fetch not remembered: %s", failure.name)
