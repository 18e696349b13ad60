"""The door: loopback only, limits, garbage survived, faults on the wire."""

import http.client
import json
import socket
import threading
import time
from contextlib import closing

import pytest

from hzl_client.intermediary import door
from hzl_client.intermediary.door import Door, Reply
from hzl_client.intermediary.faults import Kind
from hzl_client.model.octets import MemoryOctets, in_memory

ANSWER = b"answer " * 1000


class _Supplier:
    def __init__(self):
        self.requests = []
        self.struck = {}

    def answer(self, request):
        self.requests.append(in_memory(request))
        return Reply(MemoryOctets(ANSWER), self.struck)


class _Control:
    def answer(self, path, token, body):
        return 200, json.dumps([path, token, body.decode()]).encode()


@pytest.fixture
def supplier():
    return _Supplier()


@pytest.fixture
def server(supplier):
    server = Door(supplier, _Control())
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    yield server
    server.stop()
    thread.join()


@pytest.fixture
def client(server):
    client = http.client.HTTPConnection(door.LOOPBACK, server.server_port, timeout=10)
    with closing(client):
        yield client


def _post(client, body=b"request", path=door.ENTRY, **headers):
    client.request("POST", path, body, headers)
    answer = client.getresponse()
    return answer.status, answer.read()


def test_listens_on_the_loopback_interface_only(server):
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_one_connection_serves_many_requests(client, supplier):
    assert _post(client, b"one") == (200, ANSWER)
    before = client.sock
    assert _post(client, b"two") == (200, ANSWER)
    assert client.sock is before
    assert supplier.requests == [b"one", b"two"]


def test_an_empty_request_reaches_the_supplier(client, supplier):
    assert _post(client, b"") == (200, ANSWER)
    assert supplier.requests == [b""]


def test_a_long_request_arrives_whole(client, supplier):
    body = bytes(range(256)) * 50_000  # longer than what stays in memory
    assert _post(client, body)[0] == 200
    assert supplier.requests == [body]


def test_other_paths_and_methods_are_nothing(client, supplier):
    assert _post(client, path="/other")[0] == 404
    assert client.sock is None, "refused over an unread body: the connection ends"
    client.request("GET", door.ENTRY)
    assert client.getresponse().status == 501
    assert supplier.requests == []


@pytest.mark.parametrize("length", ["99999999999999999999", str(2**40), "-1", "٣", "x"])
def test_absurd_lengths_are_refused_unread(server, supplier, length):
    with closing(socket.create_connection((door.LOOPBACK, server.server_port))) as raw:
        head = f"POST /osci HTTP/1.1\r\nContent-Length: {length}\r\n\r\n"
        raw.sendall(head.encode())
        status = raw.makefile("rb").readline()
    assert status.split()[1] in (b"411", b"413")
    assert supplier.requests == []


def _status(server, request):
    """Of the answer to these bytes, and whether the connection ends after it."""
    with closing(socket.create_connection((door.LOOPBACK, server.server_port))) as raw:
        raw.settimeout(10)
        raw.sendall(request)
        answer = raw.makefile("rb")
        status = int(answer.readline().split()[1])
        return status, b"Connection: close\r\n" in iter(answer.readline, b"\r\n")


def test_a_request_without_length_is_refused(server, supplier):
    assert _status(server, b"POST /osci HTTP/1.1\r\n\r\n") == (411, True)
    assert supplier.requests == []


def _chunked(body, *heads):
    lines = (b"POST /osci HTTP/1.1", b"Transfer-Encoding: chunked", *heads)
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        (b"0\r\n\r\n", b""),
        (b"3\r\none\r\n0004;x=y\r\n two\r\n0\r\n\r\n", b"one two"),
        (b"A\r\n0123456789\r\na \r\n0123456789\r\n0\r\n\r\n", b"0123456789" * 2),
        (b"3\none\n0\nX-Trailer: y\n\n", b"one"),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (10**6, b"x" * 10**6), b"x" * 10**6),
    ],
    ids=lambda value: None if len(value) > 100 else repr(value),
)
def test_a_request_in_chunks(server, supplier, body, whole):
    assert _status(server, _chunked(body)) == (200, False)
    assert supplier.requests == [whole]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (_chunked(b"x\r\n"), 400),
        (_chunked(b"-1\r\n"), 400),
        (_chunked(b"\r\n"), 400),
        (_chunked(b"0x3\r\none\r\n0\r\n\r\n"), 400),
        (_chunked(b"3\r\none and more\r\n0\r\n\r\n"), 400),
        (_chunked(b"3;" + b"x" * 10_000), 400),
        (_chunked(b"0\r\n" + b"a: b\r\n" * 200), 400),
        (_chunked(b"ffffffff\r\n"), 413),
        (_chunked(b"fffffffff\r\n"), 400),
        (_chunked(b"0\r\n\r\n", b"Content-Length: 5"), 400),
        (_chunked(b"0\r\n\r\n", b"Transfer-Encoding: chunked"), 501),
        (_chunked(b"0\r\n\r\n").replace(b": chunked", b": gzip, chunked"), 501),
    ],
    ids=lambda value: None if isinstance(value, int) else repr(value[-30:]),
)
def test_chunks_that_make_no_sense_are_refused(server, supplier, request_, status):
    assert _status(server, request_) == (status, True)
    assert supplier.requests == []


def test_a_request_in_chunks_that_breaks_off_is_none(server, client, supplier):
    with closing(socket.create_connection((door.LOOPBACK, server.server_port))) as raw:
        raw.sendall(_chunked(b"5\r\nab"))
    assert _post(client) == (200, ANSWER)
    assert supplier.requests == [b"request"]


def test_a_request_line_that_names_no_place(server):
    request = b"POST http://[/osci HTTP/1.1\r\nContent-Length: 0\r\n\r\n"
    assert _status(server, request) == (404, True)


def test_the_host_may_stand_in_the_request_line(server, client, supplier):
    path = f"http://{door.LOOPBACK}:{server.server_port}{door.ENTRY}"
    assert _post(client, path=path) == (200, ANSWER)
    assert supplier.requests == [b"request"]


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\0\0\0\0",
        b"POST\r\n\r\n",
        b"POST /osci HTTP/1.1\r\nContent-Length: 9\r\n\r\nx",
    ],
)
def test_garbage_and_vanishing_clients_leave_the_door_open(
    server, client, supplier, garbage
):
    with closing(socket.create_connection((door.LOOPBACK, server.server_port))) as raw:
        raw.sendall(garbage)
    assert _post(client) == (200, ANSWER)
    assert supplier.requests == [b"request"]


def test_control_gets_path_token_and_body(client):
    status, answer = _post(
        client, b"{}", door.CONTROL + "clear", **{"X-Practice-Token": "secret"}
    )
    assert status == 200
    assert json.loads(answer) == ["clear", "secret", "{}"]


def test_a_control_request_is_short(client):
    assert _post(client, b" " * (door.MAX_CONTROL + 1), door.CONTROL + "x")[0] == 413


def test_delay(client, supplier):
    supplier.struck = {Kind.DELAY: 0.2}
    start = time.monotonic()
    assert _post(client) == (200, ANSWER)
    assert time.monotonic() - start >= 0.2


def test_stopping_does_not_wait_for_a_delay_or_an_idle_client(supplier):
    server = Door(supplier, _Control())
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    idle = socket.create_connection((door.LOOPBACK, server.server_port))
    supplier.struck = {Kind.DELAY: 60}
    client = http.client.HTTPConnection(door.LOOPBACK, server.server_port)
    client.request("POST", door.ENTRY, b"request")
    while not supplier.requests:
        time.sleep(0.01)
    start = time.monotonic()
    server.stop()
    thread.join()
    assert time.monotonic() - start < 30  # sixty, were the delay sat out
    idle.close()
    client.close()


def test_http_error(client, supplier):
    supplier.struck = {Kind.HTTP_ERROR: 503}
    status, body = _post(client)
    assert status == 503
    assert ANSWER not in body


def test_block_page(client, supplier):
    supplier.struck = {Kind.BLOCK_PAGE: 0}
    client.request("POST", door.ENTRY, b"request")
    answer = client.getresponse()
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert b"gesperrt" in answer.read()


@pytest.mark.parametrize("count", [1, 100, len(ANSWER) - 1])
def test_cut_after_so_many_bytes(client, supplier, count):
    supplier.struck = {Kind.CUT: count}
    client.request("POST", door.ENTRY, b"request")
    answer = client.getresponse()
    assert answer.headers["Content-Length"] == str(len(ANSWER))
    with pytest.raises(http.client.IncompleteRead) as caught:
        answer.read()
    assert caught.value.partial == ANSWER[:count]


def test_cut_before_the_status_line(client, supplier):
    supplier.struck = {Kind.CUT: 0}
    client.request("POST", door.ENTRY, b"request")
    with pytest.raises(http.client.RemoteDisconnected):
        client.getresponse()
