"""A forward proxy on 127.0.0.1: CONNECT, absolute addresses, Basic log-in."""

import base64
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

from helpers.raw_server import read_request

Address = tuple[str, int]


@dataclass(slots=True)
class HttpProxy:
    """Knows every host by `upstream`, and sees what passes: `seen` holds the first
    lines, `heads` what stood below them. `page` is said instead of passing on."""

    listener: socket.socket
    upstream: Address
    log_in: tuple[str, str] | None = None
    challenge: bytes = b'Proxy-Authenticate: Basic realm="Rathaus"\r\n'
    page: bytes = b""
    pages: int = 1_000_000  # so often; afterwards it passes on
    seen: list[str] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)
    done: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                if self.done.is_set():
                    connection.close()
                    return
                Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(20)
            while request := read_request(connection):
                if not self._answer(connection, request):
                    return

    def _answer(self, connection: socket.socket, request: bytes) -> bool:
        """False if the connection is over."""
        first, _, rest = request.partition(b"\r\n")
        method, target, _version = first.decode().split(" ")
        self.seen.append(f"{method} {target}")
        self.heads.append(rest.partition(b"\r\n\r\n")[0])
        if self.page and self.pages > 0:
            self.pages -= 1
            connection.sendall(self.page)
            return False
        if not self._known(self.heads[-1]):
            connection.sendall(
                b"HTTP/1.1 407 Proxy Authentication Required\r\n"
                + self.challenge
                + b"Content-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>"
            )
            return True
        if method == "CONNECT":
            self._tunnel(connection)
            return False
        return self._forward(connection, target, rest)

    def _known(self, head: bytes) -> bool:
        if self.log_in is None:
            return True
        expected = base64.b64encode(":".join(self.log_in).encode())
        return b"proxy-authorization: Basic ".lower() + expected.lower() in head.lower()

    def _forward(self, connection: socket.socket, target: str, rest: bytes) -> bool:
        path = urlsplit(target).path
        with socket.create_connection(self.upstream, 10) as there:
            head, _, body = rest.partition(b"\r\n\r\n")
            kept = [
                line
                for line in head.split(b"\r\n")
                if not line.lower().startswith((b"proxy-", b"connection"))
            ]
            start = f"POST {path} HTTP/1.1".encode()
            there.sendall(b"\r\n".join([start, *kept, b"Connection: close"]))
            there.sendall(b"\r\n\r\n" + body)
            there.shutdown(socket.SHUT_WR)  # or it would wait for another request
            while piece := there.recv(65_536):
                connection.sendall(piece)
        return False

    def _tunnel(self, connection: socket.socket) -> None:
        with socket.create_connection(self.upstream, 10) as there:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = Thread(target=_copy, args=(there, connection), daemon=True)
            back.start()
            _copy(connection, there)
            back.join(10)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65_536):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def http_proxy(upstream: Address, **options: Any) -> Iterator[HttpProxy]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = HttpProxy(listener, upstream, **options)
        thread = Thread(target=proxy.serve, daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.done.set()
            with suppress(OSError):  # wakes accept() on every system
                socket.create_connection(listener.getsockname(), 1).close()
            thread.join(10)
