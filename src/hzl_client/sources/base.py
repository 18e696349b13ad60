"""What a source of deliveries can do: hand them out, and open a stored one."""

from contextlib import AbstractContextManager
from typing import Protocol

from hzl_client.model.delivery import Delivery, OpenedDelivery
from hzl_client.model.octets import Octets
from hzl_client.model.watch import Watch


class Session(Protocol):
    """One connection. The next request acknowledges the delivery before it, so after
    `next_delivery` nothing leaves until `confirm` said that it is safely stored."""

    def next_delivery(self) -> Delivery | None:
        """Load the next one; None when nothing waits any more.

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
    def connect(self, watch: Watch) -> AbstractContextManager[Session]:
        """Leaving the context normally closes the dialog in good order, which
        acknowledges what was confirmed; leaving it by an exception, or with an
        unconfirmed delivery, sends nothing."""
        ...

    def open(self, message: Octets) -> OpenedDelivery:
        """Open the contents of a stored message, offline; needs the private keys.

        Raises PeerError only if nothing at all can be read.
        """
        ...
