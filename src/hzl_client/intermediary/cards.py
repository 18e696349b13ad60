"""Process cards (Laufzettel): which ones a client sees, and how they are written."""

from dataclasses import replace
from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding

from hzl_client.errors import MalformedXml
from hzl_client.intermediary import wording
from hzl_client.intermediary.answers import Outcome
from hzl_client.intermediary.client_check import Client
from hzl_client.intermediary.post import Card, CardQuery, Post
from hzl_client.osci import fetch_process_card
from hzl_client.osci import process_card as wire
from hzl_client.osci.feedback import Entry
from hzl_client.osci.fetch_process_card import Role
from hzl_client.osci.order import Order
from hzl_client.osci.process_card import ProcessCard

MOST_CARDS = 1_000  # in one answer; the client may ask again


def fetch_cards(
    post: Post, read: Order, client: Client, entries: tuple[Entry, ...]
) -> Outcome:
    """Of deliveries the client received or sent."""
    wanted = fetch_process_card.read_request(read.element)
    limit = min(wanted.limit or MOST_CARDS, MOST_CARDS)
    mailbox = client.cipher.public_bytes(Encoding.DER) if client.cipher else None
    query = CardQuery(
        mailbox=None if wanted.role is Role.ORIGINATOR else mailbox,
        originator=None if wanted.role is Role.ADDRESSEE else client.name,
        message_ids=wanted.message_ids,
        submitted=moment(wanted.submitted),
        modified=moment(wanted.modified),
        unreceived=wanted.unreceived,
        limit=limit,
    )
    cards = tuple(_with_reception(card) for card in post.seen_by(query))
    if not cards:
        entries = wording.entries(fetch_process_card.NO_CARD)
    elif len(cards) > limit:
        entries = (*entries, *wording.entries(fetch_process_card.MORE_CARDS))
    return Outcome(fetch_process_card.render_answer(entries, wanted, cards[:limit]))


def moment(written: str | None) -> datetime | None:
    """Of a selection rule; MalformedXml if it is no dateTime."""
    if written is None:
        return None
    moment = wire.parse_time(written)
    if moment is None:
        raise MalformedXml("not a time")
    return moment


def _with_reception(card: Card) -> ProcessCard:
    """As it stands in an answer to FetchProcessCard."""
    shown = process_card(card)
    if card.reception is None:
        return shown
    return replace(shown, reception=wire.render_time(card.reception))


def process_card(card: Card) -> ProcessCard:
    """As it stands in store and fetch answers: without Reception (NOTES 13)."""
    forwarding = card.forwarding
    return ProcessCard(
        message_id=card.message_id,
        recent_modification=wire.render_time(card.modified),
        creation=wire.render_time(card.creation),
        forwarding=wire.render_time(forwarding) if forwarding else None,
        subject=card.subject or None,
        inspections=card.inspections,
    )
