"""Where in a JSON text that stands which its reader refused without saying where."""

import json
import re
from collections.abc import Iterator
from typing import Final

_TOKEN: Final = re.compile(
    r'(?P<text>"[^"\\]*(?:\\.[^"\\]*)*")(?P<name>\s*:)?'
    r"|(?P<open>[{\[])|(?P<close>[}\]])|(?P<number>\d+)",
    re.DOTALL,
)


def name_twice(text: str) -> tuple[int, str]:
    """The line of a name its object has already, and that name; 0 if there is none."""
    scopes: list[set[str]] = []
    for token in _tokens(text):
        if token["open"]:
            scopes.append(set())
        elif token["close"]:
            scopes.pop()
        elif token["name"]:
            name = str(json.loads(token["text"]))
            if name in scopes[-1]:
                return _line(text, token), name
            scopes[-1].add(name)
    return 0, ""


def deeper_than(text: str, depth: int) -> int:
    """The line of the first bracket inside so many others; 0 if there is none."""
    inside = 0
    for token in _tokens(text):
        inside += bool(token["open"]) - bool(token["close"])
        if inside > depth:
            return _line(text, token)
    return 0


def longer_than(text: str, digits: int) -> int:
    """The line of the first number of more digits; 0 if there is none."""
    for token in _tokens(text):
        if len(token["number"] or "") > digits:
            return _line(text, token)
    return 0


def _tokens(text: str) -> Iterator[re.Match[str]]:
    return _TOKEN.finditer(text)


def _line(text: str, token: re.Match[str]) -> int:
    return text.count("\n", 0, token.start()) + 1
