"""One POST, one answer: against servers that say whatever servers and proxies say."""

import gzip
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import replace
from threading import Event, Timer

import pytest

from helpers.raw_server import RawServer, raw_server, response, says, stranger
from hzl_client.errors import (
    Cancelled,
    ConnectionCut,
    Fault,
    HostUnreachable,
    HttpStatus,
    HzlError,
    MessageTooLarge,
    NotAnOsciAnswer,
    NotHttp,
    ProxyRefused,
    Redirected,
    TimedOut,
    TlsFailed,
)
from hzl_client.model.octets import CHUNK, MemoryOctets, MemorySpool, in_memory
from hzl_client.model.watch import Watch
from hzl_client.osci import fault, order
from hzl_client.osci.patience import Patience
from hzl_client.osci.route import Route
from hzl_client.osci.transport import HttpOptions, HttpTransport

ANSWER = b"MIME-Version: 1.0\r\n" + bytes(range(256)) * 40
HASTE = Patience(silence=5, answer=5, pauses=(0.01, 0.02))
BODY = b"MIME-Version: 1.0\r\n\r\nAnfrage"


def exchange(
    server: RawServer | str,
    watch: Watch | None = None,
    body: bytes = BODY,
    **options: object,
) -> bytes:
    url = server if isinstance(server, str) else server.url
    chosen = replace(HttpOptions(url, patience=HASTE), **options)
    transport = HttpTransport(chosen, MemorySpool)
    try:
        return in_memory(
            transport.exchange(
                MemoryOctets(body), watch or Watch(), lambda _done, _total: None
            )
        )
    finally:
        transport.close()


# --- what works ---------------------------------------------------------------------


def test_bytes_arrive_as_they_are():
    with raw_server(says(response(ANSWER))) as server:
        assert exchange(server) == ANSWER
    (request,) = server.requests
    head, _, body = request.partition(b"\r\n\r\n")
    assert body == BODY
    assert head.startswith(b"POST /osci HTTP/1.1\r\n")
    headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    assert headers[b"content-type"] == b"text/xml"
    assert headers[b"content-length"] == str(len(BODY)).encode()
    assert headers[b"accept-encoding"] == b"identity"
    assert b"transfer-encoding" not in headers
    assert headers[b"user-agent"] == b"hzl-client"


def test_a_long_request_is_sent_in_pieces():
    body = b"x" * (3 * CHUNK + 17)
    with raw_server(says(response(ANSWER))) as server:
        exchange(server, body=body)
    assert server.requests[0].endswith(b"\r\n\r\n" + body)


def test_chunked_and_unannounced_answers():
    chunked = "Transfer-Encoding: chunked\r\n"
    pieces = b"5\r\nMIME-\r\n7\r\nVersion\r\n0\r\n\r\n"
    with raw_server(says(response(pieces, length=None, further=chunked))) as server:
        assert exchange(server) == b"MIME-Version"
    whole = response(ANSWER, length=None, further="Connection: close\r\n")
    with raw_server(says(whole, close=True)) as server:
        assert exchange(server) == ANSWER


def test_one_connection_for_a_dialog():
    with raw_server(says(response(ANSWER))) as server:
        transport = HttpTransport(HttpOptions(server.url), MemorySpool)
        for _ in range(3):
            transport.exchange(MemoryOctets(BODY), Watch(), lambda *_: None)
        transport.close()
    assert (server.connections, len(server.requests)) == (1, 3)


def test_progress_is_told():
    seen: list[tuple[int, int]] = []
    with raw_server(says(response(ANSWER))) as server:
        transport = HttpTransport(HttpOptions(server.url), MemorySpool)
        transport.exchange(
            MemoryOctets(BODY), Watch(), lambda done, total: seen.append((done, total))
        )
        transport.close()
    assert seen[-1] == (len(ANSWER), len(ANSWER))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_fault_with_status_500_is_readable():
    whole = response(fault.render("9400", "nein"), "500 Internal Server Error")
    with raw_server(says(whole)) as server:
        octets = MemoryOctets(exchange(server))
    with pytest.raises(Fault) as raised:
        order.read(octets, MemorySpool)
    assert raised.value.osci_code == "9400"


# --- what is refused ----------------------------------------------------------------

PAGE = b"<!DOCTYPE html><html><body>Zugriff gesperrt</body></html>"


@pytest.mark.parametrize(
    ("whole", "error"),
    [
        (response(PAGE), NotAnOsciAnswer),
        (response(b"\r\n \t<HTML lang=de>gesperrt"), NotAnOsciAnswer),
        (response(b"<body>gesperrt"), NotAnOsciAnswer),
        (response(PAGE, "500 Internal Server Error"), NotAnOsciAnswer),
        (response(PAGE, "407 Proxy Authentication Required"), ProxyRefused),
        (response(b"", "503 Service Unavailable"), HttpStatus),
        (response(b"", "404 Not Found"), HttpStatus),
        (response(b"", "401 Unauthorized"), HttpStatus),
        (response(ANSWER, "201 Created"), HttpStatus),
        (
            response(b"", "302 Found", further="Location: http://127.0.0.1:1/\r\n"),
            Redirected,
        ),
        (
            response(gzip.compress(ANSWER), further="Content-Encoding: gzip\r\n"),
            NotAnOsciAnswer,
        ),
        (response(ANSWER, further="Content-Encoding: br\r\n"), NotAnOsciAnswer),
        (b"SSH-2.0-OpenSSH_9.6\r\n", ConnectionCut),
        (b"HTTP/1.1 200\r\n: leer\r\n\r\n", NotHttp),
        (b"", ConnectionCut),
    ],
)
def test_other_answers(whole, error):
    with raw_server(says(whole, close=True)) as server, pytest.raises(error):
        exchange(server)


def test_the_status_is_told():
    whole = response(b"", "503 Service Unavailable")
    with raw_server(says(whole)) as server, pytest.raises(HttpStatus) as raised:
        exchange(server)
    assert raised.value.facts == {"status": 503}


@pytest.mark.parametrize("arrived", [0, 1, 5_000, len(ANSWER) - 1])
def test_an_answer_that_ends_early_with_length(arrived):
    whole = response(ANSWER[:arrived], length=len(ANSWER))
    with raw_server(says(whole, close=True)) as server, pytest.raises(ConnectionCut):
        exchange(server)


def test_an_answer_that_ends_early_in_chunks():
    whole = response(
        b"5\r\nMIME-\r\n7\r\nVer", length=None, further="Transfer-Encoding: chunked\r\n"
    )
    with raw_server(says(whole, close=True)) as server, pytest.raises(ConnectionCut):
        exchange(server)


def test_an_answer_that_ends_early_without_length_is_found_by_its_frame():
    """HTTP cannot tell; the missing closing delimiter does."""
    body = fault.render("9400", "nein")
    whole = response(body[:-20], length=None, further="Connection: close\r\n")
    with raw_server(says(whole, close=True)) as server:
        octets = MemoryOctets(exchange(server))
    with pytest.raises(HzlError) as raised:
        order.read(octets, MemorySpool)
    assert raised.value.code == "mime"


def test_a_head_that_ends_early():
    with (
        raw_server(says(b"HTTP/1.1 200 OK\r\nContent-", close=True)) as server,
        pytest.raises(ConnectionCut),
    ):
        exchange(server)


def test_an_announced_giant_is_not_loaded():
    whole = response(b"", length=10**12)
    with raw_server(says(whole)) as server, pytest.raises(MessageTooLarge) as raised:
        exchange(server)
    assert raised.value.facts == {"size": 10**12}


def test_an_unannounced_giant_is_cut_off():
    sent = []

    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65_536)
            sent.append(65_536)

    with raw_server(endless) as server, pytest.raises(MessageTooLarge):
        exchange(server, max_answer=200_000)
    assert sum(sent) < 50_000_000


# --- silence, absence, refusal ------------------------------------------------------


def silent(connection: socket.socket) -> None:
    connection.recv(1)  # until the client hangs up


def test_silence_before_the_answer():
    with raw_server(silent) as server, pytest.raises(TimedOut):
        exchange(server, patience=Patience(silence=0.2, answer=0.2))


def test_silence_in_the_middle():
    def half(connection: socket.socket) -> None:
        connection.sendall(response(ANSWER[:100], length=len(ANSWER)))
        silent(connection)

    with raw_server(half) as server, pytest.raises(TimedOut):
        exchange(server, patience=Patience(silence=0.2, answer=0.2))


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_nobody_listens():
    with pytest.raises(HostUnreachable):
        exchange(f"http://127.0.0.1:{unused_port()}/")


@pytest.mark.parametrize(
    "url", ["", "osci", "ftp://127.0.0.1/", "http://", "http://[::1"]
)
def test_addresses_that_are_none(url):
    with pytest.raises(HostUnreachable):
        exchange(url)


def test_plain_http_where_tls_is_asked_for():
    def no_tls(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with stranger(no_tls) as place, pytest.raises(TlsFailed):
        exchange(f"https://{place}/")


def test_a_certificate_nobody_vouches_for(tmp_path):
    key, chain = _self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)

    def shake(connection: socket.socket) -> None:
        with suppress(OSError):
            context.wrap_socket(connection, server_side=True).close()

    with stranger(shake) as place, pytest.raises(TlsFailed):
        exchange(f"https://{place}/")


def _self_signed(folder):
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    from helpers.credentials import rsa_credential

    made = rsa_credential()
    key, chain = folder / "key.pem", folder / "chain.pem"
    key.write_bytes(
        made.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    chain.write_bytes(made.certificate.public_bytes(Encoding.PEM))
    return key, chain


def test_an_unusable_ca_file(tmp_path):
    (tmp_path / "ca.pem").write_text("kein Zertifikat", encoding="utf-8")
    for name in ("ca.pem", "fehlt.pem"):
        with pytest.raises(TlsFailed):
            exchange("https://127.0.0.1:1/", ca_file=str(tmp_path / name))


def test_a_proxy_that_refuses():
    proxy = says(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", close=True)
    with raw_server(proxy) as server, pytest.raises(ProxyRefused):
        exchange(
            "https://127.0.0.1:1/", routes=(Route(f"http://127.0.0.1:{server.port}"),)
        )


def test_the_surroundings_choose_no_proxy(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_port()}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{unused_port()}")
    with raw_server(says(response(ANSWER))) as server:
        assert exchange(server) == ANSWER


# --- cancelling ---------------------------------------------------------------------


def test_cancelled_before_anything_leaves():
    watch = Watch()
    watch.cancel.set()
    with raw_server(says(response(ANSWER))) as server, pytest.raises(Cancelled):
        exchange(server, watch)
    assert server.requests == []


def drip(connection: socket.socket) -> None:
    connection.sendall(response(b"", length=10**6))
    while True:
        connection.sendall(b"x")
        time.sleep(0.02)


def half(connection: socket.socket) -> None:
    connection.sendall(response(ANSWER[:100], length=len(ANSWER)))
    silent(connection)


@pytest.mark.parametrize("script", [silent, half, drip])
def test_cancel_while_waiting_or_loading_returns_at_once(script):
    watch = Watch(Event())
    cancelled: list[float] = []

    def cancel() -> None:
        cancelled.append(time.monotonic())
        watch.cancel.set()

    Timer(0.3, cancel).start()
    with raw_server(script) as server:
        with pytest.raises(Cancelled):
            exchange(server, watch, patience=Patience(silence=30, answer=30))
        assert time.monotonic() - cancelled[0] < 15  # thirty, were the peer awaited


def test_a_transport_can_be_used_again_after_a_failure():
    answers = iter([b"", response(ANSWER)])

    def script(connection: socket.socket) -> None:
        says(next(answers), close=True)(connection)

    with raw_server(script) as server:
        transport = HttpTransport(HttpOptions(server.url), MemorySpool)
        with pytest.raises(ConnectionCut):
            transport.exchange(MemoryOctets(BODY), Watch(), lambda *_: None)
        again = transport.exchange(MemoryOctets(BODY), Watch(), lambda *_: None)
        assert in_memory(again) == ANSWER
        transport.close()
    assert len(server.requests) == 2, "nothing was sent twice by itself"
