"""The connection under way: how far a request has got, and how to cut it."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socket import SHUT_RDWR, socket
from threading import Event, Thread
from typing import Any

from hzl_client.errors import OutOfMemory
from hzl_client.osci.patience import Stopwatch

_LOOK = 0.1  # seconds; so soon a cancel cuts the connection

Headers = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Wire:
    """Fed by the trace hook of httpcore, for one request after the other.

    `left`: its first byte may have left for the one who is asked; before that, every
    failure is harmless. `connect_head`: what a proxy said to CONNECT.
    """

    stopwatch: Stopwatch
    left: bool = False
    shaking_hands: bool = False
    overdue: bool = False
    connect_head: tuple[int, Headers] | None = None
    timeouts: dict[str, float] = field(default_factory=dict)
    _size: int = 0
    _idle: Callable[[], None] | None = None
    _method: bytes = b""
    _socket: socket | None = None
    _spare: socket | None = None

    def begin(self, size: int, idle: Callable[[], None]) -> None:
        """`timeouts` are httpcore's, read by it at the beginning of each phase."""
        patience = self.stopwatch.patience
        self.left = self.shaking_hands = self.overdue = False
        self.connect_head = None
        self.timeouts = {
            "connect": patience.connect,
            "read": patience.connect,  # an answer to CONNECT
            "write": patience.silence,
            "pool": patience.connect,
        }
        self._size, self._idle = size, idle
        self.stopwatch.connecting()

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Names of events are `connection.…`, `http11.…`, `proxy.…`."""
        _, _, what = event.partition(".")
        match what:
            case "connect_tcp.complete":
                self._socket = info["return_value"].get_extra_info("socket")
            case "start_tls.started":
                self._keep_spare()
            case "start_tls.complete":
                self._socket = info["return_value"].get_extra_info("socket")
                self._drop_spare()
            case "start_tls.failed":
                self._drop_spare(shaking=True)
            case "send_request_headers.started":
                self._method = info["request"].method
                if self._method != b"CONNECT":
                    self.left = True
                    self.stopwatch.moving()
            case "receive_response_headers.started" if self.left:
                self.timeouts["read"] = self.stopwatch.waiting(self._size)
                if self._idle is not None:
                    self._idle()
            case "receive_response_headers.complete":
                self._answered(info["return_value"])
            case _:
                pass

    def cut(self) -> None:
        for each in (self._spare, self._socket):
            if each is not None:
                with suppress(OSError):
                    each.shutdown(SHUT_RDWR)

    @contextmanager
    def guarded(self, cancel: Event) -> Iterator[None]:
        """A blocked read ends when the connection is cut under it."""
        done = Event()

        def look() -> None:
            while not done.wait(_LOOK):
                self.overdue = self.overdue or self.stopwatch.overdue
                if cancel.is_set() or self.overdue:
                    self.cut()

        watcher = Thread(target=look, daemon=True, name="osci-wire")
        try:
            watcher.start()
        except RuntimeError as error:  # no thread can be had
            raise OutOfMemory("nobody to watch the line") from error
        try:
            yield
        finally:
            done.set()
            watcher.join()
            self._drop_spare(shaking=self.shaking_hands)

    def _answered(self, head: tuple[bytes, int, bytes, Headers]) -> None:
        _version, status, _reason, headers = head
        if self._method == b"CONNECT":
            self.connect_head = (status, headers)
        else:
            self.timeouts["read"] = self.stopwatch.patience.silence
            self.stopwatch.moving()

    def _keep_spare(self) -> None:
        """The handshake takes the socket away from its object; a second handle on it
        stays good. TLS inside TLS has no such object, and takes nothing away."""
        self.shaking_hands = True
        if self._socket is not None and not isinstance(self._socket, ssl.SSLSocket):
            self._spare = self._socket.dup()

    def _drop_spare(self, *, shaking: bool = False) -> None:
        self.shaking_hands = shaking
        if self._spare is not None:
            self._spare.close()
            self._spare = None
