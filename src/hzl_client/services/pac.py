"""Proxy scripts (PAC): who evaluates them, and what their answers mean.

We have no JavaScript engine and want none: on Windows the system evaluates them.
"""

import re
from collections.abc import Iterator
from typing import Protocol
from urllib.parse import urlsplit

from hzl_client.errors import PacFailed, ProxyUnsupported
from hzl_client.osci.route import DIRECT, Route

_MAX_ANSWER = 10_000  # characters; a list of twenty proxies has 800
_MAX_ROUTES = 10  # each that hangs costs the time of a connect
_SOCKS = frozenset({"SOCKS", "SOCKS4", "SOCKS5"})
_SCHEMES = {"PROXY": "http", "HTTP": "http", "HTTPS": "https"}
_PLACE = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")


class PacEvaluator(Protocol):
    def system_scripts(self) -> tuple[str, ...]:
        """What the system is set to, in its order; "" is automatic detection."""
        ...

    def find(self, url: str, script: str) -> str:
        """What the script at this address says, as PAC writes it. Raises PacFailed.

        Loads that script and nothing else."""
        ...


def place_of(url: str) -> str:
    """What a script gets to see: no path, as from browsers."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"


def routes(answer: str) -> tuple[Route, ...]:
    """Of `PROXY a:1; HTTPS b:2; DIRECT` in this order; none said is direct."""
    if len(answer) > _MAX_ANSWER:
        raise PacFailed("the answer is too long", reason="pac-answer")
    entries = [entry.split() for entry in answer.split(";") if entry.strip()]
    found = tuple(dict.fromkeys(_usable(entries)))[:_MAX_ROUTES]
    if found or not entries:
        return found or (DIRECT,)
    if any(entry[0].upper() in _SOCKS for entry in entries):
        raise ProxyUnsupported("the script names SOCKS only", kind="SOCKS")
    raise PacFailed("no usable proxy in the answer", reason="pac-answer")


def _usable(entries: list[list[str]]) -> Iterator[Route]:
    for entry in entries:
        match entry:
            case [word] if word.upper() == "DIRECT":
                yield DIRECT
            case [word, place] if word.upper() in _SCHEMES and _PLACE.fullmatch(place):
                yield Route(f"{_SCHEMES[word.upper()]}://{place}")
            case _:
                pass  # a later one may do
