"""The post office's door: HTTP on the loopback interface, and nowhere else."""

import logging
import os
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

from hzl_client.intermediary.faults import Kind
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.octets import (
    CHUNK,
    MemoryOctets,
    Octets,
    SliceOctets,
    chunks,
    in_memory,
)

LOOPBACK = "127.0.0.1"
ENTRY = "/osci"
CONTROL = "/control/"
MAX_REQUEST = 1024**3  # bytes: 500 MB of attachments in base64, and half of it again
MAX_CONTROL = 64 * 1024
IDLE_SECONDS = 60  # a connection that says nothing for so long is closed
_LINGER_SECONDS = 0.5
_LINGER_BYTES = 1024 * 1024
_OSCI_TYPE = "text/xml; charset=utf-8"  # the true type stands in the body
_BLOCK_PAGE = MemoryOctets(
    b'<!DOCTYPE html><html lang="de"><head><title>Zugriff gesperrt</title></head>'
    b"<body><h1>Zugriff gesperrt</h1><p>Diese Seite ist durch die Richtlinie Ihrer "
    b"Organisation gesperrt.</p></body></html>"
)
_ERROR_PAGE = MemoryOctets(b"<html><title>Error</title><body>Error</body></html>")
_Request = socket.socket | tuple[bytes, socket.socket]  # as socketserver has it

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """The body of an answer, and what befalls it on its way."""

    body: Octets
    struck: dict[Kind, float]


class Supplier(Protocol):
    def answer(self, request: Octets) -> Reply:
        """Whatever the bytes are: an OSCI answer or a SOAP fault, never an error."""
        ...


class Control(Protocol):
    def answer(self, path: str, token: str, body: bytes) -> tuple[int, bytes]:
        """HTTP status and JSON."""
        ...


class Door(ThreadingHTTPServer):
    """Keeps its connections in mind, so that stopping leaves none behind."""

    daemon_threads = False  # joined when the server closes
    # On Windows "reuse" would let two servers share one port.
    allow_reuse_address = os.name != "nt"

    def __init__(self, supplier: Supplier, control: Control, port: int = 0) -> None:
        self.supplier = supplier
        self.control = control
        self.stopping = threading.Event()
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__((LOOPBACK, port), _Handler)

    @property
    def base_url(self) -> str:
        return f"http://{LOOPBACK}:{self.server_port}"

    def stop(self) -> None:
        """Answer nobody any more; from another thread than `serve_forever` runs in."""
        self.stopping.set()
        self.shutdown()
        with self._lock:
            for connection in self._connections:
                _hang_up(connection)
        self.server_close()

    def process_request(self, request: _Request, client_address: object) -> None:
        with self._lock:
            self._connections.add(_as_socket(request))
        super().process_request(request, client_address)

    def shutdown_request(self, request: _Request) -> None:
        with self._lock:
            self._connections.discard(_as_socket(request))
        super().shutdown_request(request)

    def handle_error(self, _request: _Request, _client_address: object) -> None:
        # Called from inside the handler of the exception.
        log.warning("a connection ended in an error", exc_info=True)  # noqa: LOG014


class _Handler(BaseHTTPRequestHandler):
    server: Door
    protocol_version = "HTTP/1.1"
    server_version = "practice"
    sys_version = ""
    timeout = IDLE_SECONDS
    # Head and body leave in two pieces; the second would wait for an acknowledgement.
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        control = self.path.startswith(CONTROL)
        if not control and self.path != ENTRY:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        size = self._announced_size()
        if size is None:
            self._refuse(HTTPStatus.LENGTH_REQUIRED)
        elif size > (MAX_CONTROL if control else MAX_REQUEST):
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif (body := self._read(size)) is None:
            self.close_connection = True  # the client went away in the middle
        elif control:
            self._control(in_memory(body))
        else:
            self._osci(body)

    def _announced_size(self) -> int | None:
        text = self.headers.get("Content-Length", "")
        # Twelve digits are a terabyte: more need not be understood to be too large.
        return int(text[:12]) if text.isascii() and text.isdigit() else None

    def _read(self, size: int) -> Octets | None:
        spool = SealedSpool()
        while size:
            piece = self.rfile.read(min(size, CHUNK))
            if not piece:
                return None
            spool.write(piece)
            size -= len(piece)
        return spool.finish()

    def _control(self, body: bytes) -> None:
        token = self.headers.get("X-Practice-Token", "")
        path = self.path.removeprefix(CONTROL)
        status, answer = self.server.control.answer(path, token, body)
        self._send(status, "application/json", MemoryOctets(answer))

    def _osci(self, body: Octets) -> None:
        reply = self.server.supplier.answer(body)
        struck = reply.struck
        if self.server.stopping.wait(struck.get(Kind.DELAY, 0)):
            self.close_connection = True
        elif Kind.HTTP_ERROR in struck:
            self._send(int(struck[Kind.HTTP_ERROR]), "text/html", _ERROR_PAGE)
        elif Kind.BLOCK_PAGE in struck:
            self._send(HTTPStatus.OK, "text/html; charset=utf-8", _BLOCK_PAGE)
        elif Kind.CUT in struck:
            self._send_beginning(reply.body, int(struck[Kind.CUT]))
        else:
            self._send(HTTPStatus.OK, _OSCI_TYPE, reply.body)

    def _send(self, status: int, media_type: str, body: Octets) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(body.size))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        for piece in chunks(body):
            self.wfile.write(piece)

    def _send_beginning(self, body: Octets, count: int) -> None:
        """Announce all of it, send `count` bytes and hang up; 0: not even a status."""
        self.close_connection = True
        if count:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", _OSCI_TYPE)
            self.send_header("Content-Length", str(body.size))
            self.end_headers()
            for piece in chunks(SliceOctets(body, 0, min(count, body.size))):
                self.wfile.write(piece)
        _hang_up(self.connection)

    def _refuse(self, status: HTTPStatus) -> None:
        """The request's body counts for nothing, so the connection cannot go on."""
        self.close_connection = True
        self._send(status, "text/html", _ERROR_PAGE)
        # Closing over unread bytes resets the connection and takes the answer along.
        self.connection.settimeout(_LINGER_SECONDS)
        with suppress(OSError):
            self.rfile.read(_LINGER_BYTES)

    def log_message(self, *_arguments: object) -> None:
        """Nobody reads along: what matters lies in the post."""


def _as_socket(request: _Request) -> socket.socket:
    if not isinstance(request, socket.socket):
        raise TypeError("an HTTP server has stream sockets only")
    return request


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):  # already gone
        connection.shutdown(socket.SHUT_RDWR)
