"""Which proxy a request goes through: none, a fixed one, or the system's choice."""

import urllib.request
from urllib.parse import urlsplit

from hzl_client.settings import MailboxSettings, ProxyMode

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def proxy_for(settings: MailboxSettings, url: str) -> str | None:
    """The proxy's URL. The system is asked each time, since a laptop moves."""
    place = urlsplit(url)
    host = place.hostname or ""
    if settings.proxy is ProxyMode.NONE or host in _LOOPBACK:
        return None
    if settings.proxy is ProxyMode.MANUAL:
        return _with_scheme(settings.proxy_url)
    return _system_proxy(place.scheme, host)


def _system_proxy(scheme: str, host: str) -> str | None:
    """The registry on Windows, the configuration on macOS, the environment elsewhere
    and wherever it is set."""
    if urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    return _with_scheme(proxies.get(scheme) or proxies.get("all") or "")


def _with_scheme(proxy: str) -> str | None:
    if not proxy:
        return None
    return proxy if "://" in proxy else f"http://{proxy}"
