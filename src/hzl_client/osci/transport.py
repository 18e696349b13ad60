"""HTTP: one POST, one answer; repeated only while nothing has left (docs/adr/0004)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from hzl_client.errors import (
    Cancelled,
    ConnectionCut,
    MessageTooLarge,
    NetworkError,
    NotAnOsciAnswer,
    TimedOut,
)
from hzl_client.model.octets import NewSpool, Octets, chunks
from hzl_client.model.watch import Watch
from hzl_client.osci import http_head, tls
from hzl_client.osci.exchange import Loaded
from hzl_client.osci.patience import Patience, Stopwatch
from hzl_client.osci.route import DIRECT, Route
from hzl_client.osci.survey import Survey
from hzl_client.osci.transport_failures import (
    may_pass,
    other_way_may_help,
    translated,
)
from hzl_client.osci.transport_wire import Wire

MAX_ANSWER = 2 * 1024**3  # bytes; far above the 500 MB a delivery may have


@dataclass(frozen=True, slots=True)
class HttpOptions:
    """`routes` are tried in this order; `ca_file` replaces the system's CAs."""

    url: str
    routes: tuple[Route, ...] = (DIRECT,)
    ca_file: str = ""
    patience: Patience = field(default_factory=Patience)
    max_answer: int = MAX_ANSWER


@dataclass(slots=True)
class HttpTransport:
    options: HttpOptions
    new_spool: NewSpool
    _wire: Wire = field(init=False)
    _client: httpx.Client | None = field(default=None, init=False)
    _way: int = field(default=0, init=False)  # the route that was good last

    def __post_init__(self) -> None:
        self._wire = Wire(Stopwatch(self.options.patience))

    def exchange(self, body: Octets, watch: Watch, loaded: Loaded) -> Octets:
        for pause in self.options.patience.pauses:
            try:
                return self._by_some_route(body, watch, loaded)
            except NetworkError as error:
                if not may_pass(error):
                    raise
            watch.cancel.wait(pause)
        return self._by_some_route(body, watch, loaded)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _by_some_route(self, body: Octets, watch: Watch, loaded: Loaded) -> Octets:
        for _ in self.options.routes[1:]:
            try:
                return self._by_this_route(body, watch, loaded)
            except NetworkError as error:
                if not other_way_may_help(error):
                    raise
            self.close()
            self._way = (self._way + 1) % len(self.options.routes)
        return self._by_this_route(body, watch, loaded)

    def _by_this_route(self, body: Octets, watch: Watch, loaded: Loaded) -> Octets:
        if watch.cancelled:
            raise Cancelled("cancelled before the request")
        route = self.options.routes[self._way]
        self._wire.begin(body.size, watch.idle)
        with (
            translated(watch, self._wire, self.options.url, route),
            self._wire.guarded(watch.cancel),
        ):
            return self._post(body, route, watch, loaded)

    def _post(self, body: Octets, route: Route, watch: Watch, loaded: Loaded) -> Octets:
        if self._client is None:
            self._client = _client(self.options, route)
        request = self._client.build_request(
            "POST",
            self.options.url,
            content=self._pieces(body),
            headers={
                "Content-Type": "text/xml",
                "Content-Length": str(body.size),
                "Accept-Encoding": "identity",
                "User-Agent": "HzL-Client",
            },
            extensions={"timeout": self._wire.timeouts, "trace": self._wire.trace},
        )
        response = self._client.send(request, stream=True)
        try:
            http_head.check(response.status_code, response.headers, route)
            return self._read(response, watch, loaded)
        finally:
            response.close()

    def _pieces(self, body: Octets) -> Iterator[bytes]:
        for piece in chunks(body):
            yield piece
            self._wire.stopwatch.moved(len(piece))

    def _read(self, response: httpx.Response, watch: Watch, loaded: Loaded) -> Octets:
        total = self._announced(response)
        content_type = response.headers.get("Content-Type", "")
        spool, survey, done, first = self.new_spool(), Survey(), 0, b""
        for chunk in response.iter_raw():
            self._go_on(watch)
            done += len(chunk)
            self._wire.stopwatch.moved(len(chunk))
            if done > self.options.max_answer:
                raise MessageTooLarge("answer too large", size=done)
            if len(first) < http_head.SNIFF:
                first += chunk[: http_head.SNIFF]
                http_head.refuse_page(first, content_type)
            spool.write(chunk)
            survey.see(chunk)
            loaded(done, total)
        if total and done < total:
            raise ConnectionCut("answer ends early", got=done, announced=total)
        if not done:
            raise NotAnOsciAnswer("an empty answer", reason="nothing")
        return survey.of(spool.finish())

    def _announced(self, response: httpx.Response) -> int:
        announced = response.headers.get("Content-Length", "0")
        total = int(announced) if announced.isdigit() else 0
        if total > self.options.max_answer:
            raise MessageTooLarge("answer too large", size=total)
        return total

    def _go_on(self, watch: Watch) -> None:
        if watch.cancelled:
            raise Cancelled("cancelled while loading")
        if self._wire.stopwatch.overdue:
            raise TimedOut("the answer comes far too slowly")


def _client(options: HttpOptions, route: Route) -> httpx.Client:
    spoken = options.url.startswith("https:"), route.proxy.startswith("https:")
    context = tls.context(options.ca_file) if any(spoken) else None
    return httpx.Client(
        trust_env=False,
        proxy=_proxy(route, context if spoken[1] else None),
        verify=context or False,
        follow_redirects=False,
        limits=httpx.Limits(max_connections=1),
    )


def _proxy(route: Route, context: Any) -> httpx.Proxy | None:
    if not route.proxy:
        return None
    log_in = (route.user, route.password) if route.user else None
    return httpx.Proxy(route.proxy, auth=log_in, ssl_context=context)
