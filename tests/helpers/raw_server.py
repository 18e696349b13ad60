"""A server that says exactly the bytes a test wants, on 127.0.0.1."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread

Script = Callable[[socket.socket], None]


@dataclass(slots=True)
class RawServer:
    """`script` answers one connection; what was asked lies in `requests`."""

    script: Script
    listener: socket.socket
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    done: Event = field(default_factory=Event)

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/osci"

    def serve(self) -> None:
        while True:
            try:
                connection, _address = self.listener.accept()
            except OSError:
                return
            if self.done.is_set():
                connection.close()
                return
            self.connections += 1
            with connection, suppress(OSError):
                connection.settimeout(10)
                self._one(connection)

    def _one(self, connection: socket.socket) -> None:
        while True:
            request = read_request(connection)
            if not request:
                return
            self.requests.append(request)
            self.script(connection)


def read_request(connection: socket.socket) -> bytes:
    """Head and body by Content-Length; empty when the peer is gone."""
    request = b""
    while b"\r\n\r\n" not in request:
        piece = connection.recv(65_536)
        if not piece:
            return b""
        request += piece
    head, _, body = request.partition(b"\r\n\r\n")
    lengths = [
        int(line.partition(b":")[2])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    ]
    while len(body) < sum(lengths):
        piece = connection.recv(65_536)
        if not piece:
            return b""
        body += piece
    return head + b"\r\n\r\n" + body


@contextmanager
def raw_server(script: Script) -> Iterator[RawServer]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = RawServer(script, listener)
    thread = Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.done.set()
        with suppress(OSError):  # wakes accept() on every system
            socket.create_connection(listener.getsockname(), 1).close()
        listener.close()
        thread.join(10)


@contextmanager
def stranger(script: Script) -> Iterator[str]:
    """Host and port of one who takes one connection, and whose script comes first."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def once() -> None:
            connection, _address = listener.accept()
            with connection, suppress(OSError):
                connection.settimeout(10)
                script(connection)

        thread = Thread(target=once, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        thread.join(10)


def says(*pieces: bytes, close: bool = False) -> Script:
    """The pieces as they are; with `close` the connection ends behind them."""

    def script(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
        if close:
            connection.shutdown(socket.SHUT_WR)

    return script


def response(
    body: bytes, status: str = "200 OK", length: int | None = -1, further: str = ""
) -> bytes:
    """`length` -1: the right one; None: no Content-Length at all."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/xml\r\n{further}"
    if length is not None:
        head += f"Content-Length: {len(body) if length < 0 else length}\r\n"
    return head.encode() + b"\r\n" + body
