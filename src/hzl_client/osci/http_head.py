"""What status, headers and first bytes say before an answer is worth loading."""

import re
from collections.abc import Iterable, Mapping

from hzl_client.errors import (
    HttpStatus,
    NetworkLogIn,
    NotAnOsciAnswer,
    ProxyLogIn,
    ProxyMethodUnsupported,
    ProxyRefused,
    Redirected,
)
from hzl_client.osci.route import Route

READABLE_STATUS = (200, 500)  # some intermediaries send SOAP faults with 500
SNIFF = 1024  # what stands before the first tag of a page is shorter
_REDIRECTS = (301, 302, 303, 307, 308)
_PROXY_LOG_IN = 407
_NETWORK_LOG_IN = 511
_METHODS = ("Basic", "Digest", "NTLM", "Negotiate", "Kerberos", "Bearer")
_QUOTED = re.compile(r'"[^"]*"')
# A comment, a prolog: no OSCI message begins so, its first line is a MIME header.
_PAGE = re.compile(
    rb"<(!--|!doctype\s+html|html|head|body|script|meta|title)|<\?xml[^>]*>\s*<!?\S*html",
    re.IGNORECASE,
)
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "application/json")
_HEADER_LINE = re.compile(rb"[!-9;-~]+:")


def check(status: int, headers: Mapping[str, str], route: Route) -> None:
    """Raises what stands in the way of reading on."""
    if status == _PROXY_LOG_IN:
        raise refused(status, [("Proxy-Authenticate", _challenges(headers))], route)
    if status in _REDIRECTS:
        raise Redirected("sent elsewhere, not followed", status=status)
    if status == _NETWORK_LOG_IN:
        raise NetworkLogIn("this network wants a log-in", status=status)
    if headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise NotAnOsciAnswer("compressed, nobody asked for it", reason="compressed")
    if status not in READABLE_STATUS:
        raise HttpStatus("unexpected HTTP status", status=status)


def refused(
    status: int, headers: Iterable[tuple[str, str]], route: Route
) -> ProxyRefused:
    """Why a proxy passed nothing on."""
    if status != _PROXY_LOG_IN:
        return ProxyRefused("the proxy refused", status=status)
    wanted = ",".join(v for n, v in headers if n.lower() == "proxy-authenticate")
    offered = _offered(wanted)
    if offered and "Basic" not in offered:
        return ProxyMethodUnsupported(
            "no Basic authentication", status=status, offered=", ".join(offered)
        )
    reason = "log-in-wrong" if route.user else "log-in-missing"
    return ProxyLogIn("the proxy wants a log-in", status=status, reason=reason)


def refuse_page(first: bytes, content_type: str) -> None:
    """A block page often has status 200. The content type of an answer is nothing to
    go by (NOTES 1.3), unless its first line is none of a message either."""
    start = first.replace(b"\0", b"")  # UTF-16, either way round
    start = start.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    typed = _kind(content_type) in _PAGE_TYPES
    if _PAGE.match(start) or (typed and start and not _HEADER_LINE.match(start)):
        raise NotAnOsciAnswer("a page instead of an OSCI message", reason="html")


def is_page(headers: Iterable[tuple[str, str]]) -> bool:
    """What a proxy says to CONNECT has no content if it is a yes."""
    kinds = [value for name, value in headers if name.lower() == "content-type"]
    return any(_kind(value) in _PAGE_TYPES for value in kinds)


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _challenges(headers: Mapping[str, str]) -> str:
    return headers.get("Proxy-Authenticate", "")


def _offered(challenges: str) -> tuple[str, ...]:
    """Known names only: what a proxy writes there is foreign text."""
    words = {
        part.split()[0].lower()
        for part in _QUOTED.sub("", challenges).split(",")
        if part.strip() and "=" not in part.split()[0]
    }
    return tuple(name for name in _METHODS if name.lower() in words)
