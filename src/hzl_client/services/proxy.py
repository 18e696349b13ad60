"""Which ways a request may take: direct, a fixed proxy, a script's or the system's."""

import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from hzl_client.errors import (
    InvalidSetting,
    PacFailed,
    PacUnavailable,
    ProxyUnsupported,
)
from hzl_client.osci.route import DIRECT, Route
from hzl_client.services import pac
from hzl_client.services.pac import PacEvaluator
from hzl_client.settings import MailboxSettings, ProxyMode

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SPOKEN = ("http", "https")

Password = Callable[[], str]


def routes_for(
    settings: MailboxSettings, password: Password, evaluator: PacEvaluator | None
) -> tuple[Route, ...]:
    """The system is asked each time, since a laptop moves. User and password of the
    settings are for every proxy that brings none of its own."""
    host = urlsplit(settings.url).hostname or ""
    if settings.proxy is ProxyMode.NONE or host in _LOOPBACK:
        return (DIRECT,)
    found = _chosen(settings, host, evaluator)
    if not settings.proxy_user:
        return found
    log_in = {"user": settings.proxy_user, "password": password()}
    return tuple(
        replace(each, **log_in) if each.proxy and not each.user else each
        for each in found
    )


def _chosen(
    settings: MailboxSettings, host: str, evaluator: PacEvaluator | None
) -> tuple[Route, ...]:
    if settings.proxy is ProxyMode.MANUAL:
        return (_route(_needed(settings.proxy_url, "proxy_url")),)
    place = pac.place_of(settings.url)
    if settings.proxy is ProxyMode.PAC:
        if evaluator is None:
            raise PacUnavailable("no evaluator for proxy scripts on this system")
        script = _needed(settings.pac_url, "pac_url")
        return pac.routes(evaluator.find(place, script))
    by_script = _system_script(place, evaluator) if evaluator else ()
    return by_script or (_static(urlsplit(settings.url).scheme, host),)


def _system_script(place: str, evaluator: PacEvaluator) -> tuple[Route, ...]:
    """As Windows: a script that cannot be had, away from the office, is passed over."""
    for script in evaluator.system_scripts():
        with suppress(PacFailed):
            return pac.routes(evaluator.find(place, script))
    return ()


def _needed(address: str, setting: str) -> str:
    """Without it the request would go out by a way that nobody chose."""
    if not address:
        raise InvalidSetting("an address is missing", setting=setting)
    return address


def _static(scheme: str, host: str) -> Route:
    """The registry on Windows, the configuration on macOS, the environment elsewhere
    and wherever it is set."""
    if urllib.request.proxy_bypass(host):
        return DIRECT
    proxies = urllib.request.getproxies()
    return _route(proxies.get(scheme) or proxies.get("all") or "")


def _route(address: str) -> Route:
    """An address may bring its user and password: the environment's often does."""
    if not address:
        return DIRECT
    parts = urlsplit(address if "://" in address else f"http://{address}")
    if parts.scheme not in _SPOKEN:
        kind = "SOCKS" if parts.scheme.startswith("socks") else parts.scheme
        raise ProxyUnsupported("not an HTTP proxy", kind=kind)
    try:
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        raise InvalidSetting("no port", setting="proxy_url") from None
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    if not name:
        raise InvalidSetting("no host", setting="proxy_url")
    return Route(
        f"{parts.scheme}://{name}{port}",
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )
