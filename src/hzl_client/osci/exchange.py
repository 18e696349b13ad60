"""One request and its answer, as the dialog wants it; who carries it, is another's.

Apart from the transport, so that a mailbox opens before httpx has been loaded."""

from collections.abc import Callable
from typing import Protocol

from hzl_client.model.octets import Octets
from hzl_client.model.watch import Watch

Loaded = Callable[[int, int], None]  # bytes so far, bytes announced (0: unknown)


class Transport(Protocol):
    def exchange(self, body: Octets, watch: Watch, loaded: Loaded) -> Octets:
        """Send one request and read its whole answer.

        SurroundingsError if that failed: the effect of the request is then unknown.
        Cancelled if `watch` was cancelled meanwhile; the connection is cut.
        """
        ...

    def close(self) -> None: ...
