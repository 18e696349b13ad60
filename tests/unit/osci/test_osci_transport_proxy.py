"""Through a real proxy on this machine: log-in, refusals, block pages, other ways."""

import logging
import socket
import traceback

import pytest

from helpers.http_proxy import http_proxy
from helpers.raw_server import raw_server, response, says
from helpers.tls_server import HOST, ca_file, server_context, tls_server
from hzl_client.errors import (
    HostUnreachable,
    HttpStatus,
    HzlError,
    NetworkError,
    NetworkLogIn,
    NotAnOsciAnswer,
    ProxyLogIn,
    ProxyMethodUnsupported,
    ProxyRefused,
    Redirected,
    TimedOut,
    TlsNameMismatch,
)
from hzl_client.model.octets import MemoryOctets, MemorySpool, in_memory
from hzl_client.model.watch import Watch
from hzl_client.osci.patience import Patience
from hzl_client.osci.route import DIRECT, Route
from hzl_client.osci.transport import HttpOptions, HttpTransport
from hzl_client.services.proxy import routes_for
from hzl_client.settings import MailboxSettings, ProxyMode

ANSWER = b"MIME-Version: 1.0\r\n\r\nAntwort"
BODY = b"MIME-Version: 1.0\r\n\r\nAnfrage"
HASTE = Patience(connect=5, silence=5, answer=5, pauses=(0.01, 0.01))
LOG_IN = ("amt-50", "Kännwort: 1@2")
URL = f"http://{HOST}/osci"  # no name server knows it: only a proxy can reach it


def dialog(options: HttpOptions, count: int = 1) -> list[bytes]:
    transport = HttpTransport(options, MemorySpool)
    try:
        return [
            in_memory(transport.exchange(MemoryOctets(BODY), Watch(), lambda *_: None))
            for _ in range(count)
        ]
    finally:
        transport.close()


def through(url: str, *routes: Route, **options: object) -> list[bytes]:
    return dialog(HttpOptions(url, routes, patience=HASTE, **options))


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def origin():
    with raw_server(says(response(ANSWER))) as server:
        yield server


def at(server) -> tuple[str, int]:
    return ("127.0.0.1", server.port)


# --- the way through ----------------------------------------------------------------


def test_http_goes_with_its_whole_address(origin):
    with http_proxy(at(origin), log_in=LOG_IN) as proxy:
        assert through(URL, Route(proxy.url, *LOG_IN)) == [ANSWER]
    assert proxy.seen == [f"POST {URL}"]
    assert origin.requests[0].endswith(BODY)
    assert b"proxy-authorization" not in origin.requests[0].lower()


class Script:
    """What a proxy script says, for whatever address."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    def system_scripts(self) -> tuple[str, ...]:
        return ()

    def find(self, _url: str, _script: str) -> str:
        return self.answer


def test_a_script_names_the_proxy_and_the_settings_the_log_in(origin):
    with http_proxy(at(origin), log_in=LOG_IN) as proxy:
        settings = MailboxSettings(
            "Sozialamt",
            URL,
            "",
            proxy=ProxyMode.PAC,
            pac_url="http://proxy.example/proxy.pac",
            proxy_user=LOG_IN[0],
        )
        closed, open_ = unused_port(), proxy.url.removeprefix("http://")
        script = Script(f"PROXY 127.0.0.1:{closed}; PROXY {open_}; DIRECT")
        routes = routes_for(settings, lambda: LOG_IN[1], script)
        assert through(URL, *routes) == [ANSWER]
    assert proxy.seen == [f"POST {URL}"]


def test_https_goes_through_a_tunnel_once_for_a_dialog(tmp_path):
    context = server_context(tmp_path)
    with (
        tls_server(context, says(response(ANSWER))) as address,
        http_proxy(address, log_in=LOG_IN) as proxy,
    ):
        options = HttpOptions(
            f"https://{HOST}/osci",
            (Route(proxy.url, *LOG_IN),),
            ca_file(tmp_path),
            HASTE,
        )
        assert dialog(options, 3) == [ANSWER] * 3
    assert proxy.seen == [f"CONNECT {HOST}:443"]
    assert BODY not in b"".join(proxy.heads)


def test_the_certificate_is_the_target_s_not_the_proxy_s(tmp_path):
    context = server_context(tmp_path, hosts=("127.0.0.1",))
    with (
        tls_server(context, says(response(ANSWER))) as address,
        http_proxy(address) as proxy,
        pytest.raises(TlsNameMismatch) as raised,
    ):
        through(f"https://{HOST}/", Route(proxy.url), ca_file=ca_file(tmp_path))
    assert raised.value.facts == {"host": HOST}
    assert len(proxy.seen) == 1, "what will not change is not tried again"


def test_a_proxy_that_speaks_tls_itself(tmp_path, origin):
    """As a script's `HTTPS proxy:443` asks for."""
    context = server_context(tmp_path)
    with tls_server(context, says(response(ANSWER))) as (host, port):
        proxy = Route(f"https://{host}:{port}")
        assert through(URL, proxy, ca_file=ca_file(tmp_path)) == [ANSWER]
    assert origin.requests == []


# --- refusals -----------------------------------------------------------------------


@pytest.fixture(params=["http", "https"])
def url(request):
    return f"{request.param}://{HOST}/osci"


@pytest.mark.parametrize(
    ("route_log_in", "reason"),
    [((), "log-in-missing"), (("amt-50", "falsch"), "log-in-wrong")],
)
def test_a_log_in_that_is_missing_or_wrong(origin, url, route_log_in, reason):
    with (
        http_proxy(at(origin), log_in=LOG_IN) as proxy,
        pytest.raises(ProxyLogIn) as raised,
    ):
        through(url, Route(proxy.url, *route_log_in))
    assert raised.value.facts == {"status": 407, "reason": reason}
    assert not raised.value.reached
    assert len(proxy.seen) == 1, "a wrong password locks an account when repeated"
    assert origin.requests == []


@pytest.mark.parametrize(
    ("challenge", "offered"),
    [
        (b"Proxy-Authenticate: NTLM\r\n", "NTLM"),
        (
            b"Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n",
            "NTLM, Negotiate",
        ),
        (b'Proxy-Authenticate: Digest realm="Basic, x", nonce="1"\r\n', "Digest"),
    ],
)
def test_methods_we_do_not_have_are_named(origin, url, challenge, offered):
    with (
        http_proxy(at(origin), log_in=LOG_IN, challenge=challenge) as proxy,
        pytest.raises(ProxyMethodUnsupported) as raised,
    ):
        through(url, Route(proxy.url, *LOG_IN[:1], "egal"))
    assert raised.value.facts == {"status": 407, "offered": offered}


PAGE = b"<html><body>gesperrt</body></html>"


def says_page(status: str, further: str = "Content-Type: text/html\r\n") -> bytes:
    return response(PAGE, status, further=further)


@pytest.mark.parametrize(
    ("url", "status", "error", "facts"),
    [
        (f"https://{HOST}/", "403 Forbidden", ProxyRefused, {"status": 403}),
        (f"https://{HOST}/", "200 OK", ProxyRefused, {"status": 200}),
        (URL, "200 OK", NotAnOsciAnswer, {"reason": "html"}),
        (URL, "403 Forbidden", HttpStatus, {"status": 403}),
        (URL, "302 Found", Redirected, {"status": 302}),
        (URL, "307 Temporary Redirect", Redirected, {"status": 307}),
        (URL, "511 Network Authentication Required", NetworkLogIn, {"status": 511}),
    ],
)
def test_block_pages(origin, url, status, error, facts):
    with (
        http_proxy(at(origin), page=says_page(status)) as proxy,
        pytest.raises(error) as raised,
    ):
        through(url, Route(proxy.url))
    assert type(raised.value) is error
    assert raised.value.facts == facts
    assert len(proxy.seen) == 1
    assert origin.requests == []


def test_a_proxy_that_answers_connect_with_anything():
    with (
        http_proxy(("127.0.0.1", 1), page=b"NICHTS\r\n\r\n") as proxy,
        pytest.raises(ProxyRefused) as raised,
    ):
        through(f"https://{HOST}/", Route(proxy.url))
    assert raised.value.facts == {"host": "127.0.0.1", "reason": "proxy-answer"}


def test_a_proxy_that_says_nothing_to_connect_has_a_limit():
    def silent(connection: socket.socket) -> None:
        connection.recv(1)

    patience = Patience(connect=0.2, pauses=())
    with raw_server(silent) as server:
        route = Route(f"http://127.0.0.1:{server.port}")
        options = HttpOptions("https://x.test/", (route,), patience=patience)
        with pytest.raises(HostUnreachable) as raised:
            dialog(options)
    assert raised.value.facts == {"host": "127.0.0.1", "reason": "no-answer"}


def test_nobody_is_there_where_the_proxy_should_be():
    with pytest.raises(HostUnreachable) as raised:
        through(URL, Route(f"http://127.0.0.1:{unused_port()}"))
    assert raised.value.facts == {"host": "127.0.0.1", "reason": "refused"}


# --- repeating, and other ways ------------------------------------------------------


def test_connect_is_repeated_while_the_proxy_has_a_weak_moment(tmp_path):
    busy = says_page("503 Service Unavailable")
    with (
        tls_server(server_context(tmp_path), says(response(ANSWER))) as address,
        http_proxy(address, page=busy, pages=2) as proxy,
    ):
        ca = ca_file(tmp_path)
        assert through(f"https://{HOST}/", Route(proxy.url), ca_file=ca) == [ANSWER]
    assert len(proxy.seen) == 3


def test_a_request_the_proxy_may_have_passed_on_is_not_repeated(origin):
    busy = says_page("503 Service Unavailable")
    with (
        http_proxy(at(origin), page=busy, pages=1) as proxy,
        pytest.raises(HttpStatus) as raised,
    ):
        through(URL, Route(proxy.url))
    assert raised.value.reached
    assert len(proxy.seen) == 1


def test_the_next_way_is_taken_if_nobody_is_there(origin):
    with http_proxy(at(origin)) as proxy:
        dead = Route(f"http://127.0.0.1:{unused_port()}")
        options = HttpOptions(URL, (dead, Route(proxy.url), DIRECT), patience=HASTE)
        assert dialog(options, 2) == [ANSWER] * 2
    assert proxy.seen == [f"POST {URL}"] * 2


def test_the_next_way_is_not_taken_after_a_refusal_or_a_doubt(origin):
    for page, error in (
        (says_page("403 Forbidden"), HttpStatus),
        (says_page("407 Proxy Authentication Required"), ProxyLogIn),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalb", NetworkError),
    ):
        with (
            http_proxy(at(origin), page=page) as proxy,
            http_proxy(at(origin)) as second,
            pytest.raises(error),
        ):
            through(URL, Route(proxy.url), Route(second.url))
        assert (len(proxy.seen), second.seen) == (1, [])


def test_all_ways_closed_tells_of_the_last_and_tries_each_again():
    first, last = unused_port(), unused_port()
    routes = (Route(f"http://127.0.0.1:{first}"), Route(f"http://localhost:{last}"))
    with pytest.raises(HostUnreachable) as raised:
        through(URL, *routes)
    assert raised.value.facts == {"host": "localhost", "reason": "refused"}


# --- what nobody may read -----------------------------------------------------------


def everything_said(error: BaseException) -> str:
    words = "".join(traceback.format_exception(error))
    return f"{words} {error!r} {getattr(error, 'facts', '')}"


@pytest.mark.parametrize("right", [True, False])
def test_the_password_stands_in_no_log_and_no_error(origin, url, caplog, right):
    """DEBUG, where httpcore writes what it does."""
    caplog.set_level(logging.DEBUG)
    expected = LOG_IN if right else ("amt-50", "anderes")
    with http_proxy(at(origin), log_in=expected) as proxy:
        route = Route(proxy.url, *LOG_IN)
        transport = HttpTransport(
            HttpOptions(url, (route,), patience=HASTE), MemorySpool
        )
        said = repr(transport) + repr(transport.options)
        try:
            transport.exchange(MemoryOctets(BODY), Watch(), lambda *_: None)
        except HzlError as error:
            said += everything_said(error)
        said += repr(transport) + repr(transport._client)
        transport.close()
    assert caplog.text
    encoded = "YW10LTUwOkvDpG5ud29ydDogMUAy"
    assert any(encoded.encode() in head for head in proxy.heads), "the test looks right"
    for secret in (LOG_IN[1], "Kännwort", encoded):
        assert secret not in said
        assert secret not in caplog.text


def test_a_slow_proxy_is_no_log_in_problem():
    def silent(connection: socket.socket) -> None:
        connection.recv(1)

    short = Patience(answer=0.2, pauses=())
    with raw_server(silent) as server:
        route = Route(f"http://127.0.0.1:{server.port}", *LOG_IN)
        options = HttpOptions(URL, (route,), patience=short)
        with pytest.raises(TimedOut) as raised:
            dialog(options)
    assert raised.value.reached
