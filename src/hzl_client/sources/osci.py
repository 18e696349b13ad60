"""Deliveries from an OSCI 1.2 mailbox: we are Addressee and Reader.

InitDialog, FetchDelivery until nothing waits, ExitDialog. The next request inside the
dialog acknowledges the delivery before it (NOTES 7.4), so none can leave here while a
delivery is not confirmed as stored.
"""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from hzl_client.errors import (
    CardsNotOffered,
    Fault,
    HzlError,
    MalformedXml,
    OutOfMemory,
    PeerError,
    RefusedOrder,
    TrustError,
)
from hzl_client.model.credential import Identity
from hzl_client.model.delivery import Delivery, OpenedDelivery
from hzl_client.model.finding import Finding
from hzl_client.model.octets import NewSpool, Octets
from hzl_client.model.waiting import Waiting, WaitingList
from hzl_client.model.watch import Progress, Step, Watch
from hzl_client.osci import (
    content,
    exit_dialog,
    features,
    feedback,
    fetch_delivery,
    fetch_process_card,
    init_dialog,
    order,
    process_card,
)
from hzl_client.osci.answer import Answer, Terms
from hzl_client.osci.client import Client, Order, Station, unheard
from hzl_client.osci.dialog import State
from hzl_client.osci.exchange import Transport
from hzl_client.osci.fetch_delivery import Selection
from hzl_client.osci.in_chunks import FetchInChunks
from hzl_client.osci.package import Problem
from hzl_client.osci.process_card import ProcessCard, parse_time
from hzl_client.sources.base import Begun, Session, nobody
from hzl_client.xmlsec.policy import Policy

Kept = TypeVar("Kept")
_log = logging.getLogger(__name__)

_EVER = "2000-01-01T00:00:00Z"  # older than OSCI
_LAST = datetime.max.replace(tzinfo=UTC)  # where no time is given
_MOST_PAGES = 100  # of process cards; an intermediary gives some hundred at once
_EXPECTED_WARNINGS = frozenset({feedback.MORE_WAITING})


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The intermediary as it is configured now; `new_transport` makes a connection."""

    station: Station
    terms: Terms
    new_transport: Callable[[], Transport]
    chunk_size: int = 0  # kB; 0: deliveries are fetched in one piece


@dataclass(frozen=True, slots=True)
class OsciSource:
    """`counterpart` is asked at every connection, so that a changed pin or proxy
    counts from the next fetch on."""

    identity: Identity
    counterpart: Callable[[], Counterpart]
    policy: Callable[[], Policy]
    new_spool: NewSpool

    @contextmanager
    def connect(self, watch: Watch, begun: Begun = nobody) -> Iterator[Session]:
        counterpart = self.counterpart()
        transport = counterpart.new_transport()
        client = Client(counterpart.station, counterpart.terms, transport)
        session = OsciSession(client, watch, counterpart.chunk_size, begun)
        try:
            session.begin()
            yield session
            session.end()
        finally:
            client.dialog.abandon()
            transport.close()

    def open(self, message: Octets) -> OpenedDelivery:
        read = order.read(message, self.new_spool, in_dialog=False)
        keys = self.identity.reader_keys
        package = content.open_package(read, keys, self.policy(), self.new_spool)
        card = _card(read)
        return OpenedDelivery(
            message_id=card.message_id if card else "",
            subject=(card.subject or "") if card else "",
            contents=package.contents,
            signatures=tuple(s for c in package.containers for s in c.signatures),
            problems=tuple(_problem(each) for each in package.problems),
            findings=package.findings,
        )


class OsciSession:
    def __init__(
        self, client: Client, watch: Watch, chunk_size: int = 0, begun: Begun = nobody
    ) -> None:
        self._client = client
        self._watch = watch
        self._chunk_size = chunk_size
        self._begun = begun
        self._pending: Delivery | None = None
        self._number = 0
        self._evidence: Octets | None = None

    @property
    def evidence(self) -> Octets | None:
        return self._evidence

    def begin(self) -> None:
        self._watch.report(Progress(Step.CONNECT))
        opened = self._ask(Order("InitDialog", body=init_dialog.REQUEST), self._watch)
        feedback.check(opened.feedback)
        offered = features.read(opened.order.blocks)
        wished = self._chunk_size
        self._chunk_size = (
            offered.chunk_size(wished) if wished and offered.chunks else 0
        )

    def waiting(self) -> WaitingList:
        """Which order the cards have is promised nowhere, and they are asked for from
        a time on: what a cut page left out can be reached only if it is newer."""
        self._require_confirmed()
        found: dict[str, Waiting] = {}
        since, more, gaps = _EVER, False, False
        for _ in range(_MOST_PAGES):
            promised = more
            cards, more = self._cards(since)
            before = len(found)
            found |= {card.message_id: _waiting(card) for card in cards}
            nothing_new = len(found) == before
            gaps |= more and not _oldest_first(cards)
            gaps |= promised and nothing_new
            if not more or nothing_new:
                break
            since = _newest(cards) or since
        by_age = sorted(found.values(), key=lambda each: each.submitted_at or _LAST)
        return WaitingList(tuple(by_age), complete=not (more or gaps))

    def _cards(self, since: str) -> tuple[tuple[ProcessCard, ...], bool]:
        """Cards of what waits for us, and whether there are more."""
        body = fetch_process_card.render_request(
            fetch_process_card.waiting_since(since)
        )
        try:
            opened = self._ask(Order("FetchProcessCard", body=body), self._watch)
            feedback.check(opened.feedback)
        except Fault as fault:
            raise CardsNotOffered("no process cards", fault=fault.osci_code) from fault
        except RefusedOrder as refused:
            if refused.osci_code == fetch_process_card.NO_CARD:
                return (), False
            raise CardsNotOffered(
                "no process cards", feedback=refused.osci_code
            ) from refused
        codes = feedback.codes(opened.feedback)
        cards = process_card.read_all(opened.order.element)
        return cards, fetch_process_card.MORE_CARDS in codes

    def next_delivery(self, message_id: str | None = None) -> Delivery | None:
        """This request acknowledges the delivery that was confirmed before."""
        self._require_confirmed()
        if self._number:
            self._watch.report(Progress(Step.ACKNOWLEDGE, self._number))
        self._number += 1
        opened = self._fetched(Selection(message_id=message_id))
        try:
            feedback.check(opened.feedback)
        except RefusedOrder as refused:
            if refused.osci_code == feedback.NOTHING_WAITS:
                return None
            raise
        self._pending = self._kept(lambda: _delivery(opened))
        self._client.received = None  # no evidence any more, and maybe long
        return self._pending

    def _fetched(self, selection: Selection) -> Answer:
        if not self._chunk_size:
            blocks = (fetch_delivery.render_request(selection),)
            return self._ask(Order("FetchDelivery", blocks), self._watch)
        fetch = FetchInChunks(self._client, self._chunk_size, self._begun)
        return self._kept(lambda: fetch.fetch(selection, self._watch, self._loaded))

    def confirm(self, delivery: Delivery) -> None:
        if delivery is not self._pending:
            raise RuntimeError("another delivery than the one handed out")
        self._pending = None

    def end(self) -> None:
        """In good order. A cancel must not keep the last acknowledgement back."""
        if self._pending is not None or self._client.dialog.state is not State.READY:
            return
        self._watch.report(Progress(Step.ACKNOWLEDGE, self._number))
        asked = Order("ExitDialog", body=exit_dialog.REQUEST)
        feedback.check(self._ask(asked, Watch(idle=self._watch.idle)).feedback)

    def _require_confirmed(self) -> None:
        if self._pending is not None:
            raise RuntimeError("the delivery before is not stored yet")

    def _loaded(self, done: int, total: int) -> None:
        self._watch.report(Progress(Step.LOAD, self._number, done, total))

    def _ask(self, asked: Order, watch: Watch) -> Answer:
        loaded = self._loaded if asked.kind == "FetchDelivery" else unheard
        return self._kept(lambda: self._client.ask(asked, watch, loaded))

    def _kept(self, ask: Callable[[], Kept]) -> Kept:
        """Raw bytes that are not to be believed are evidence, whatever raised."""
        try:
            return ask()
        except Fault:
            raise  # a hint by nobody: nothing to keep
        except (PeerError, TrustError, OutOfMemory):
            self._evidence = self._client.received
            raise
        except HzlError:
            raise
        except MemoryError as error:
            self._evidence = self._client.received
            raise OutOfMemory("an answer") from error
        except Exception as error:
            if self._client.received is None:
                raise  # it was not the answer
            self._evidence = self._client.received
            raise _stumbled(error) from error


def _oldest_first(cards: tuple[ProcessCard, ...]) -> bool:
    times = [parse_time(card.creation) for card in cards]
    known = [time for time in times if time is not None]
    return known == times and known == sorted(known)


def _newest(cards: tuple[ProcessCard, ...]) -> str | None:
    """As written; zones differ, so that the texts say nothing."""
    known = {t: card.creation for card in cards if (t := parse_time(card.creation))}
    return known[max(known)] if known else None


def _waiting(card: ProcessCard) -> Waiting:
    return Waiting(card.message_id, card.subject or "", parse_time(card.creation))


def _stumbled(error: Exception) -> PeerError:
    """Our own code was not up to these bytes: one message must not end the program
    each time it is offered. Logged is the place alone, the words may be foreign."""
    kind, place = type(error).__name__, traceback.extract_tb(error.__traceback__)[-1]
    _log.error("answer not understood: %s at %s:%s", kind, place.name, place.lineno)
    return PeerError("answer not understood", kind=kind)


def _problem(found: Problem) -> Finding:
    """Where it is, and the algorithm if one was refused."""
    algorithm = str(found.error.facts.get("algorithm", ""))
    return Finding(
        found.error.name, ", ".join(part for part in (found.path, algorithm) if part)
    )


def _card(read: order.Order) -> ProcessCard | None:
    """A card nobody can read is as good as none; the delivery is there all the same."""
    try:
        return fetch_delivery.read_card(read)
    except MalformedXml:
        return None


def _delivery(opened: Answer) -> Delivery:
    """Whatever is wrong inside it, an authentic answer becomes a delivery."""
    card = _card(opened.order)
    digest = fetch_delivery.content_digest(opened.order)
    findings = list(opened.findings)
    findings += [
        Finding(f"feedback:{code}")
        for code in feedback.codes(opened.feedback)
        if code.startswith("3") and code not in _EXPECTED_WARNINGS
    ]
    if card is None or not card.message_id:
        findings.append(Finding("message-id-missing"))
    return Delivery(
        message_id=(card.message_id if card else "") or f"sha256:{digest}",
        subject=(card.subject or "") if card else "",
        message=opened.message,
        content_digest=digest,
        submitted_at=parse_time(card.creation) if card else None,
        findings=tuple(findings),
    )
