"""What a source of deliveries can do: hand them out, and open a stored one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from hzl_client.model.delivery import Delivery, OpenedDelivery
from hzl_client.model.octets import Octets
from hzl_client.model.waiting import WaitingList
from hzl_client.model.watch import Watch

Begun = Callable[[str], None]


def nobody(_message_id: str) -> None: ...


class Session(Protocol):
    """One connection. The next request acknowledges the delivery before it, so after
    `next_delivery` nothing leaves until `confirm` said that it is safely stored."""

    def waiting(self) -> WaitingList:
        """What nobody acknowledged; CardsNotOffered where there is no such list. A
        request like others: it acknowledges what was confirmed."""
        ...

    def next_delivery(self, message_id: str | None = None) -> Delivery | None:
        """Load the next one, or the one of that id; None when there is none.

        PeerError, TrustError, SurroundingsError end the session without a further
        request; raw bytes that are not authentic are then in `evidence`.
        """
        ...

    def confirm(self, delivery: Delivery) -> None:
        """It is committed and synced; from now on the next request may leave."""
        ...

    @property
    def evidence(self) -> Octets | None: ...


class Source(Protocol):
    def connect(
        self, watch: Watch, begun: Begun = nobody
    ) -> AbstractContextManager[Session]:
        """Leaving the context normally closes the dialog in good order, which
        acknowledges what was confirmed; leaving it by an exception, or with an
        unconfirmed delivery, sends nothing.

        `begun` hears the message id of a delivery of which a first part is here, before
        the second is asked for (only where deliveries travel in chunks)."""
        ...

    def open(self, message: Octets) -> OpenedDelivery:
        """Open the contents of a stored message, offline; needs the private keys.

        Raises PeerError only if nothing at all can be read.
        """
        ...
