"""The post office's door: HTTP on the loopback interface, and nowhere else."""

import logging
import os
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol
from urllib.parse import urlsplit

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
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,8}")
_LONGEST_LINE = 8 * 1024  # bytes, of a chunk's size with its extensions
_MOST_TRAILERS = 100
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


class _Refused(Exception):
    """With this status; nothing after the request can be made out any more."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


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
        path = _path(self.path)
        control = path.startswith(CONTROL)
        if not control and path != ENTRY:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        try:
            body = self._body(MAX_CONTROL if control else MAX_REQUEST)
        except _Refused as refused:
            self._refuse(refused.status)
        except EOFError:
            self.close_connection = True  # the client went away in the middle
        else:
            if control:
                self._control(path.removeprefix(CONTROL), in_memory(body))
            else:
                self._osci(body)

    def _body(self, most: int) -> Octets:
        """Raises _Refused, or EOFError where it breaks off."""
        spool = SealedSpool()
        if "Transfer-Encoding" in self.headers:
            pieces = self._in_chunks(most)
        else:
            pieces = self._in_one(most)
        for piece in pieces:
            spool.write(piece)
        return spool.finish()

    def _in_one(self, most: int) -> Iterator[bytes]:
        text = self.headers.get("Content-Length", "")
        if not (text.isascii() and text.isdigit()):
            raise _Refused(HTTPStatus.LENGTH_REQUIRED)
        # Twelve digits are a terabyte: more need not be understood to be too large.
        size = int(text[:12])
        if size > most:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        yield from self._exactly(size)

    def _in_chunks(self, most: int) -> Iterator[bytes]:
        """RFC 9112, 7.1. With a length beside it, it reads in two ways (6.1)."""
        coding = self.headers.get_all("Transfer-Encoding", [])
        if [each.strip().lower() for each in coding] != ["chunked"]:
            raise _Refused(HTTPStatus.NOT_IMPLEMENTED)
        if "Content-Length" in self.headers:
            raise _Refused(HTTPStatus.BAD_REQUEST)
        while size := self._chunk_size():
            most -= size
            if most < 0:
                raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            yield from self._exactly(size)
            if self._line():
                raise _Refused(HTTPStatus.BAD_REQUEST)
        for _ in range(_MOST_TRAILERS):
            if not self._line():
                return
        raise _Refused(HTTPStatus.BAD_REQUEST)

    def _chunk_size(self) -> int:
        digits = self._line().partition(b";")[0].strip()
        if not _CHUNK_SIZE.fullmatch(digits):
            raise _Refused(HTTPStatus.BAD_REQUEST)
        return int(digits, 16)

    def _line(self) -> bytes:
        line = self.rfile.readline(_LONGEST_LINE)
        if not line:
            raise EOFError
        if not line.endswith(b"\n"):
            raise _Refused(HTTPStatus.BAD_REQUEST)
        return line.rstrip(b"\r\n")

    def _exactly(self, size: int) -> Iterator[bytes]:
        while size:
            piece = self.rfile.read(min(size, CHUNK))
            if not piece:
                raise EOFError
            yield piece
            size -= len(piece)

    def _control(self, path: str, body: bytes) -> None:
        token = self.headers.get("X-Practice-Token", "")
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


def _path(target: str) -> str:
    """Clients of a proxy name the host as well (RFC 9112, 3.2.2)."""
    try:
        return urlsplit(target).path
    except ValueError:
        return ""


def _as_socket(request: _Request) -> socket.socket:
    if not isinstance(request, socket.socket):
        raise TypeError("an HTTP server has stream sockets only")
    return request


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):  # already gone
        connection.shutdown(socket.SHUT_RDWR)
