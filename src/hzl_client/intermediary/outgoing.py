"""Deliveries handed out chunk by chunk (NOTES 14)."""

from dataclasses import dataclass, field

from hzl_client.errors import RefusedOrder
from hzl_client.intermediary import parcels
from hzl_client.intermediary.answers import Outcome
from hzl_client.osci import chunk, partial_fetch_delivery, partial_store_delivery
from hzl_client.osci.chunk import Pieces
from hzl_client.osci.feedback import Entry
from hzl_client.osci.partial_fetch_delivery import Handed, Wanted


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
        self.went.add(wanted.number)
        handed = Handed(
            self.message_id, wanted.number, self.pieces.total, self.pieces.total_size
        )
        return Outcome(
            partial_fetch_delivery.render_answer(entries, wanted.selection, handed),
            chunk.PACKAGE,
            self.certificates,
            attachments=(self.pieces.part(wanted.number),),
        )


def check_size(wanted: Wanted) -> None:
    if wanted.size > (parcels.LIMITS.max_chunk or wanted.size):
        raise RefusedOrder(partial_store_delivery.TOO_LARGE, "chunk too large")
