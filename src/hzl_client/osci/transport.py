"""HTTP, the one place that knows httpx: one POST, one answer, nothing repeated."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import httpx

from hzl_client.errors import (
    Cancelled,
    ConnectionCut,
    HostUnreachable,
    HttpStatus,
    HzlError,
    MessageTooLarge,
    NotAnOsciAnswer,
    ProxyRefused,
    TimedOut,
    TlsFailed,
)
from hzl_client.model.octets import NewSpool, Octets, chunks
from hzl_client.model.watch import Watch
from hzl_client.osci.exchange import Loaded

MAX_ANSWER = 2 * 1024**3  # bytes; far above the 500 MB a delivery may have
READABLE_STATUS = (200, 500)  # some intermediaries send SOAP faults with 500


@dataclass(frozen=True, slots=True)
class HttpOptions:
    """`proxy` is the proxy's URL or None; `ca_file` replaces the system's CAs.

    Seconds: nowhere defined by OSCI; a large answer may take minutes to be built.
    """

    url: str
    proxy: str | None = None
    ca_file: str = ""
    connect_seconds: float = 30
    silence_seconds: float = 600
    max_answer: int = MAX_ANSWER


@dataclass(slots=True)
class _Connection:
    """The socket under way, so that a cancel can cut it from another thread."""

    stream: Any = None

    def trace(self, event: str, info: dict[str, Any]) -> None:
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self.stream = info.get("return_value")

    def cut(self) -> None:
        if self.stream is not None:
            with suppress(OSError):
                self.stream.get_extra_info("socket").shutdown(2)


@dataclass(slots=True)
class HttpTransport:
    options: HttpOptions
    new_spool: NewSpool
    _client: httpx.Client | None = None
    _connection: _Connection = field(default_factory=_Connection)

    def exchange(self, body: Octets, watch: Watch, loaded: Loaded) -> Octets:
        if watch.cancelled:
            raise Cancelled("cancelled before the request")
        with _translated(watch), _cut_on_cancel(self._connection, watch.cancel):
            return self._exchange(body, watch, loaded)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _exchange(self, body: Octets, watch: Watch, loaded: Loaded) -> Octets:
        if self._client is None:
            self._client = _client(self.options)
        headers = {
            "Content-Type": "text/xml",
            "Content-Length": str(body.size),
            "Accept-Encoding": "identity",
            "User-Agent": "HzL-Client",
        }
        request = self._client.build_request(
            "POST",
            self.options.url,
            content=chunks(body),
            headers=headers,
            extensions={
                **self._client.build_request("POST", self.options.url).extensions,
                "trace": self._connection.trace,
            },
        )
        response = self._client.send(request, stream=True)
        try:
            return self._read(response, watch, loaded)
        finally:
            response.close()

    def _read(self, response: httpx.Response, watch: Watch, loaded: Loaded) -> Octets:
        _check_head(response)
        announced = response.headers.get("Content-Length", "0")
        total = int(announced) if announced.isdigit() else 0
        if total > self.options.max_answer:
            raise MessageTooLarge("answer too large", size=total)
        spool, done, first = self.new_spool(), 0, b""
        for chunk in response.iter_raw():
            if watch.cancelled:
                raise Cancelled("cancelled while loading")
            done += len(chunk)
            if done > self.options.max_answer:
                raise MessageTooLarge("answer too large", size=done)
            if len(first) < _SNIFF:
                first += chunk[:_SNIFF]
                _refuse_page(first)
            spool.write(chunk)
            loaded(done, total)
        if total and done < total:
            raise ConnectionCut("answer ends early", got=done, announced=total)
        return spool.finish()


_SNIFF = 1024


def _client(options: HttpOptions) -> httpx.Client:
    return httpx.Client(
        trust_env=False,
        proxy=options.proxy,
        verify=_tls(options),
        follow_redirects=False,
        timeout=httpx.Timeout(options.silence_seconds, connect=options.connect_seconds),
        limits=httpx.Limits(max_connections=1),
    )


def _tls(options: HttpOptions) -> ssl.SSLContext | bool:
    if not options.url.startswith("https:"):
        return False
    if options.ca_file:
        try:
            return ssl.create_default_context(cafile=options.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise TlsFailed("the CA file is not usable") from error
    import truststore  # noqa: PLC0415  only where TLS is spoken

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _check_head(response: httpx.Response) -> None:
    if response.status_code == 407:
        raise ProxyRefused("proxy wants a log-in", status=407)
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise NotAnOsciAnswer("compressed answer although none was asked for")
    if response.status_code not in READABLE_STATUS:
        raise HttpStatus("unexpected HTTP status", status=response.status_code)


def _refuse_page(first: bytes) -> None:
    """A proxy's block page is HTML with status 200."""
    start = first.lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        raise NotAnOsciAnswer("an HTML page instead of an OSCI message")


@contextmanager
def _cut_on_cancel(connection: _Connection, cancel: Event) -> Iterator[None]:
    """A blocked read ends when the connection is cut under it."""
    done = Event()

    def watch() -> None:
        while not done.wait(0.1):
            if cancel.is_set():
                connection.cut()
                return

    watcher = Thread(target=watch, daemon=True, name="osci-cancel")
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


@contextmanager
def _translated(watch: Watch) -> Iterator[None]:
    """httpx's exceptions become ours, here and nowhere else."""
    try:
        yield
    except HzlError:
        raise
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        if watch.cancelled:
            raise Cancelled("cancelled while loading") from error
        raise _translate(error) from error


def _translate(error: Exception) -> HzlError:
    if _caused_by_tls(error):
        return TlsFailed("TLS connection failed")
    match error:
        case httpx.ProxyError():
            return ProxyRefused("the proxy refused")
        case httpx.ConnectTimeout() | httpx.ConnectError():
            return HostUnreachable("no connection")
        case httpx.TimeoutException():
            return TimedOut("no answer in time")
        case httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return HostUnreachable("the address is not usable")
        case _:
            return ConnectionCut("the connection broke")


def _caused_by_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
