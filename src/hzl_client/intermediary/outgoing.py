"""Deliveries handed out chunk by chunk (NOTES 14)."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from hzl_client.errors import RefusedOrder
from hzl_client.intermediary import parcels
from hzl_client.intermediary.answers import Outcome
from hzl_client.model.octets import Octets
from hzl_client.osci import chunk, partial_fetch_delivery, partial_store_delivery
from hzl_client.osci.chunk import Pieces
from hzl_client.osci.feedback import Entry
from hzl_client.osci.partial_fetch_delivery import Handed, Wanted

_MOST_BEGUN: Final = 4  # each may have 500 MB, sealed on the disk


@dataclass(slots=True)
class Outgoing:
    """One delivery on its way out of a dialog, whole message and what went already."""

    number: int  # of the delivery
    message_id: str
    pieces: Pieces
    certificates: str  # the sender's block; it travels with every carrier
    went: set[int] = field(default_factory=set)

    def fits(self, wanted: Wanted) -> bool:
        return (
            wanted.selection.message_id == self.message_id
            and wanted.size == self.pieces.size
        )

    @property
    def complete(self) -> bool:
        return len(self.went) == self.pieces.total

    def hand_out(self, wanted: Wanted, entries: tuple[Entry, ...]) -> Outcome:
        """One chunk; RefusedOrder (9901) if there is no such one."""
        if wanted.number > self.pieces.total:
            raise RefusedOrder(partial_store_delivery.WRONG_NUMBER, "no such chunk")
        here = (n for n in wanted.received if n <= self.pieces.total)
        self.went.update((wanted.number, *here))
        handed = Handed(
            self.message_id, wanted.number, self.pieces.total, self.pieces.total_size
        )
        return Outcome(
            partial_fetch_delivery.render_answer(entries, wanted.selection, handed),
            chunk.PACKAGE,
            self.certificates,
            attachments=(self.pieces.part(wanted.number),),
        )


class Begun:
    """The last answers that went out in chunks, by message id: a dialog may break off
    between two of them. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wholes: OrderedDict[str, Octets] = OrderedDict()

    def of(self, message_id: str) -> Octets:
        """RefusedOrder (9905) if nobody has a part of it that could be completed."""
        with self._lock:
            whole = self._wholes.get(message_id)
        if whole is None:
            raise RefusedOrder(partial_store_delivery.CONTRADICTORY, "nothing begun")
        return whole

    def keep(self, message_id: str, whole: Octets) -> None:
        with self._lock:
            self._wholes[message_id] = whole
            self._wholes.move_to_end(message_id)
            if len(self._wholes) > _MOST_BEGUN:
                self._wholes.popitem(last=False)


def check_size(wanted: Wanted) -> None:
    if wanted.size > (parcels.LIMITS.max_chunk or wanted.size):
        raise RefusedOrder(partial_store_delivery.TOO_LARGE, "chunk too large")
