"""Bring waiting deliveries home: store, and only then let the next request leave.

Usually one after the other until nothing waits. Where one message cannot be taken, the
others are fetched by their ids around it: nobody closes a mailbox with one message.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from hzl_client.errors import (
    Cancelled,
    CardsNotOffered,
    ConnectionCut,
    Fault,
    HttpStatus,
    HzlError,
    MessageBlocked,
    NoSuchRecord,
    OutOfMemory,
    PeerError,
    RefusedOrder,
    SupplierNotPinned,
    TimedOut,
    TrustError,
)
from hzl_client.model.delivery import Delivery
from hzl_client.model.octets import Octets
from hzl_client.model.record import Folder
from hzl_client.model.waiting import WaitingList
from hzl_client.model.watch import Progress, Step, Watch
from hzl_client.services.beside import Beside
from hzl_client.services.blocked import Blocked, BlockedMessages
from hzl_client.services.last_fetch import LastFetch, remember
from hzl_client.services.open_stored import OpenStored
from hzl_client.services.shelf import Shelf
from hzl_client.sources.base import Session, Source

_log = logging.getLogger(__name__)
_BEGUN = "begun-in-chunks"  # id of a delivery of which some chunks have come
_REPEATS = 3  # times one message is taken once more; an intermediary may go on forever
_MOST_BLOCKED = 20  # found in one run: each costs a dialog
_PAUSES = (1.0, 4.0)  # seconds before a dialog is begun anew (ADR 0004)
_PASSING = frozenset({502, 503, 504})  # what proxies answer while something restarts


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What this run brought. `stored` and `quarantined` are record ids, the second
    part of the first; `error` ended the run, what is stored stays stored; `blocked`
    lie at the intermediary still and could not be taken."""

    stored: tuple[str, ...]
    quarantined: tuple[str, ...]
    duplicates: int
    cancelled: bool
    error: HzlError | None
    at: datetime
    blocked: tuple[Blocked, ...] = ()


@dataclass(slots=True)
class _Run:
    """One run under way."""

    watch: Watch
    only: tuple[str, ...] | None  # message ids somebody chose
    opening: Beside
    stored: list[str] = field(default_factory=list)
    quarantined: list[str] = field(default_factory=list)
    duplicates: int = 0
    number: int = 0  # of the message under way
    again: Counter[str] = field(default_factory=Counter)  # records offered once more
    settled: set[str] = field(default_factory=set)  # ids that came, are gone, or stuck


@dataclass(frozen=True, slots=True)
class FetchInbox:
    source: Source
    shelf: Shelf
    opening: OpenStored
    now: Callable[[], datetime] = utc_now
    pauses: tuple[float, ...] = _PAUSES

    @property
    def blocked(self) -> BlockedMessages:
        return BlockedMessages(self.shelf)

    def waiting(self, watch: Watch) -> WaitingList:
        """What lies at the intermediary; nothing is fetched, nothing acknowledged.

        Raises what the connection does, CardsNotOffered where there is no list."""
        with self.source.connect(watch) as session:
            return session.waiting()

    def run(self, watch: Watch, only: Iterable[str] | None = None) -> FetchReport:
        """Until nothing waits, someone cancels, or an error ends it; with `only` these
        message ids. Never raises an HzlError, since what was stored until then must be
        told."""
        opening = Beside()
        wished = None if only is None else tuple(only)
        run = _Run(replace(watch, idle=opening.go), wished, opening)
        error: HzlError | None = None
        cancelled = False
        try:
            with run.opening:
                if self.shelf.unopened():  # as an earlier run left it
                    run.opening.start(self.opening.heal)
                cancelled = self._persistently(run)
        except Cancelled:
            cancelled = True
        except HzlError as failure:
            error = _bare(failure)
        report = FetchReport(
            stored=tuple(run.stored),
            quarantined=tuple(run.quarantined),
            duplicates=run.duplicates,
            cancelled=cancelled,
            error=error,
            at=self.now(),
            blocked=self._still_blocked(),
        )
        self._remember(report)
        return report

    def _persistently(self, run: _Run) -> bool:
        """A lost answer leaves the dialog unusable, and what it did unknown: a new one
        is begun, where everything not acknowledged is offered again (ADR 0004)."""
        failures = 0
        while True:
            before = len(run.stored)
            try:
                return self._fetch(run)
            except (ConnectionCut, TimedOut, HttpStatus) as failure:
                failures = 0 if len(run.stored) > before else failures
                if not _passing(failure) or failures == len(self.pauses):
                    raise
                if run.watch.cancel.wait(self.pauses[failures]):
                    raise Cancelled("cancelled while pausing") from failure
                failures += 1

    def _fetch(self, run: _Run) -> bool:
        """True if it was cancelled between two messages."""
        if run.only is not None:
            return self._by_ids(run, run.only)
        if self.blocked.all():
            return self._around(run)
        try:
            return self._one_after_the_other(run)
        except _Stuck as stuck:
            if not self.blocked.suspect(stuck.error.name):
                raise stuck.error from stuck
            reason = stuck.error.name
        return self._around(run, reason)

    def _one_after_the_other(self, run: _Run) -> bool:
        with self.source.connect(run.watch, self._begun) as session:
            if begun := self.shelf.note(_BEGUN):
                self._take(session, begun, run)
                self.shelf.put_note(_BEGUN, "")  # also if it is not there any more
            while not run.watch.cancelled:
                delivery = self._next(session, None)
                self.blocked.acquit()
                if delivery is None:
                    return False
                self._keep(session, delivery, run)
        return True

    # --- by their ids ----------------------------------------------------------------

    def _around(self, run: _Run, reason: str = "") -> bool:
        """Everything that waits but what is known to be blocked; then that once more,
        until the first of it is refused again: each refusal costs a dialog."""
        for _ in range(_MOST_BLOCKED):
            with self.source.connect(run.watch, self._begun) as session:
                if not self._ended_by_what_is_listed(session, run, reason):
                    known = [each.message_id for each in self.blocked.all()]
                    self._ended_by_one_of(known, session, run)
                    return run.watch.cancelled
        raise MessageBlocked("too many messages are blocked", reason="many")

    def _ended_by_what_is_listed(
        self, session: Session, run: _Run, reason: str
    ) -> bool:
        """What is taken makes room in a list that was cut: it is asked for again, as
        long as it names something new."""
        while True:
            listed = self._listed(session, reason)
            waiting = [each.message_id for each in listed.messages]
            if listed.complete:
                self.blocked.keep(waiting)
            self.blocked.acquit()
            passed = {each.message_id for each in self.blocked.all()} | run.settled
            free = [each for each in waiting if each not in passed]
            if self._ended_by_one_of(free, session, run):
                return True
            if listed.complete or not free or run.watch.cancelled:
                return False

    def _listed(self, session: Session, reason: str) -> WaitingList:
        """MessageBlocked where no list helps to go around what blocks."""
        try:
            return session.waiting()
        except CardsNotOffered as error:
            raise MessageBlocked("no list of what waits", reason=reason) from error
        except (PeerError, TrustError) as error:
            if session.evidence is not None:
                self.shelf.keep_evidence(session.evidence, error.name)
            raise MessageBlocked("list is unusable", reason=error.name) from error

    def _by_ids(self, run: _Run, message_ids: tuple[str, ...]) -> bool:
        for _ in range(_MOST_BLOCKED):
            with self.source.connect(run.watch, self._begun) as session:
                if not self._ended_by_one_of(message_ids, session, run):
                    return run.watch.cancelled
        raise MessageBlocked("too many messages are blocked", reason="many")

    def _ended_by_one_of(
        self, message_ids: Iterable[str], session: Session, run: _Run
    ) -> bool:
        """Take them; True if one ended the dialog, so that another one is needed."""
        for message_id in message_ids:
            if message_id in run.settled:
                continue
            if run.watch.cancelled:
                return False
            try:
                self._take(session, message_id, run)
            except _Stuck as stuck:
                run.settled.add(message_id)
                self.blocked.add(message_id, stuck.error.name, self.now())
                return True
            run.settled.add(message_id)
            self.blocked.remove(message_id)
        return False

    def _take(self, session: Session, message_id: str, run: _Run) -> None:
        delivery = self._next(session, message_id)
        if delivery is not None:
            self._keep(session, delivery, run)

    # --- one message -----------------------------------------------------------------

    def _next(self, session: Session, message_id: str | None) -> Delivery | None:
        try:
            return session.next_delivery(message_id)
        except (Fault, RefusedOrder, SupplierNotPinned):
            raise
        except (PeerError, TrustError, OutOfMemory) as error:
            if session.evidence is not None:
                self.shelf.keep_evidence(session.evidence, error.name)
            raise _Stuck(error) from error

    def _keep(self, session: Session, delivery: Delivery, run: _Run) -> None:
        """Store whole, confirm, then open while the next one is asked for; the opening
        may fail without harm."""
        run.number += 1
        size, watch = delivery.message.size, run.watch
        watch.report(Progress(Step.SECURE, run.number, size, size))
        added = self.shelf.add(delivery, self.now())
        session.confirm(delivery)
        if self.shelf.note(_BEGUN) == delivery.message_id:
            self.shelf.put_note(_BEGUN, "")
        if not added.duplicate:
            run.stored.append(added.record_id)
        elif self._again(added.record_id, run):
            return
        for step in (Step.DECRYPT, Step.CHECK):
            watch.report(Progress(step, run.number, size, size))
        at_hand = None if added.duplicate else delivery.message
        run.opening.start(lambda: self._open(added.record_id, at_hand, run))

    def _open(self, record_id: str, message: Octets | None, run: _Run) -> None:
        try:
            folder = self.opening.run(record_id, message).folder
        except NoSuchRecord:  # somebody deleted it meanwhile
            return
        if folder is Folder.QUARANTINE and record_id in run.stored:
            run.quarantined.append(record_id)

    def _again(self, record_id: str, run: _Run) -> bool:
        """Stored before; True if opened before, too. An intermediary that never takes
        our acknowledgement would keep us here for good."""
        run.duplicates += 1
        run.opening.wait()
        self.shelf.add_event(record_id, "fetched-again")
        run.again[record_id] += 1
        if run.again[record_id] > _REPEATS:
            raise MessageBlocked("offered again and again", reason="repeated")
        return self.shelf.record(record_id).opened

    def _begun(self, message_id: str) -> None:
        """Should the rest be lost, it is asked for by its id: the intermediary might
        count it as handed out already."""
        self.shelf.put_note(_BEGUN, message_id)

    def _still_blocked(self) -> tuple[Blocked, ...]:
        try:
            return self.blocked.all()
        except HzlError as failure:
            _log.warning("what is blocked is not known: %s", failure.name)
            return ()

    def _remember(self, report: FetchReport) -> None:
        error = "" if report.error is None else report.error.name
        try:
            remember(self.shelf, LastFetch(report.at, len(report.stored), error))
        except HzlError as failure:  # the disk that failed may fail again
            _log.warning("last fetch not remembered: %s", failure.name)


class _Stuck(Exception):
    """An answer nobody vouches for; the dialog is over, without another request."""

    def __init__(self, error: HzlError) -> None:
        super().__init__(error.name)
        self.error = error


def _bare(error: HzlError) -> HzlError:
    """Without the frames it came through: they hold what was loaded, and a report may
    be kept for long."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def _passing(failure: HzlError) -> bool:
    if not isinstance(failure, HttpStatus):
        return True
    return failure.facts.get("status") in _PASSING
