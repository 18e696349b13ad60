"""httpx's exceptions become ours, here and nowhere else."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx

from hzl_client.errors import (
    Cancelled,
    ConnectionCut,
    HostUnreachable,
    HzlError,
    NetworkError,
    NotHttp,
    ProxyRefused,
    TimedOut,
    TlsFailed,
)
from hzl_client.model.watch import Watch
from hzl_client.osci import http_head, tls
from hzl_client.osci.route import Route
from hzl_client.osci.transport_wire import Wire

# Of these the next route, or the same one a little later, may know better.
_FLEETING = frozenset({"dns", "refused", "cut-short"})
_FLEETING_STATUS = (502, 503, 504)
_SILENT = "no-answer"
# Python's own for a name no server can be asked for and a port beyond the last.
_NO_ADDRESS = (UnicodeError, OverflowError)


def may_pass(error: NetworkError) -> bool:
    """Nothing left this machine, and it may work a moment later. Who did not answer
    for the whole of `Patience.connect` has been asked often enough by the system."""
    return not error.reached and (
        error.facts.get("reason") in _FLEETING
        or (
            isinstance(error, ProxyRefused)
            and error.facts.get("status") in _FLEETING_STATUS
        )
    )


def other_way_may_help(error: NetworkError) -> bool:
    return may_pass(error) or error.facts.get("reason") == _SILENT


@contextmanager
def translated(watch: Watch, wire: Wire, url: str, route: Route) -> Iterator[None]:
    try:
        yield
    except HzlError:
        raise
    except (httpx.HTTPError, httpx.InvalidURL, OSError, *_NO_ADDRESS) as error:
        if watch.cancelled:
            raise Cancelled("cancelled on the way") from error
        if wire.left:
            raise _sent(error, wire) from error
        raise _unsent(error, wire, url, route) from error


def _sent(error: Exception, wire: Wire) -> NetworkError:
    if wire.overdue or isinstance(error, httpx.TimeoutException):
        return TimedOut("no answer in time")
    if isinstance(error, httpx.RemoteProtocolError) and not _hung_up(error):
        return NotHttp("not HTTP as it should be", reason="head")
    return ConnectionCut("the connection broke")


def _hung_up(error: httpx.RemoteProtocolError) -> bool:
    """httpcore's and h11's words for it; there is no class for it."""
    words = str(error)
    return "disconnected" in words or "closed connection" in words


def _unsent(error: Exception, wire: Wire, url: str, route: Route) -> NetworkError:
    target = _host(url)
    asked = _host(route.proxy) if route.proxy else target
    if wire.connect_head is not None:
        status, headers = wire.connect_head
        words = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in headers]
        if not wire.shaking_hands or http_head.is_page(words):
            return http_head.refused(status, words, route)
    if isinstance(error, (httpx.InvalidURL, httpx.UnsupportedProtocol, *_NO_ADDRESS)):
        return _unreachable("bad-address", target)
    if wire.shaking_hands:
        return _handshake(error, asked if wire.connect_head is None else target)
    if wire.overdue or isinstance(error, httpx.TimeoutException):
        return _unreachable(_SILENT, asked)
    if not isinstance(error, httpx.ConnectError):
        return ProxyRefused("no answer to CONNECT", host=asked, reason="proxy-answer")
    unknown = _cause(error, socket.gaierror) is not None
    return _unreachable("dns" if unknown else "refused", asked)


def _handshake(error: Exception, host: str) -> NetworkError:
    found = _cause(error, ssl.SSLError)
    if isinstance(found, ssl.SSLError):
        return tls.failure(found, host)
    if isinstance(error, httpx.TimeoutException):
        return _unreachable(_SILENT, host)
    return TlsFailed("hung up during the handshake", host=host, reason="cut-short")


def _unreachable(reason: str, host: str) -> HostUnreachable:
    return HostUnreachable("no connection", host=host, reason=reason)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _cause(
    error: BaseException | None, kind: type[BaseException]
) -> BaseException | None:
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error
