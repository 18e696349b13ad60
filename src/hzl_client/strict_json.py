"""JSON in which no name stands twice: of two values the reader would take the last and
not say so."""

import json
from typing import Any


class NameTwice(ValueError):
    pass


def loads(text: str) -> Any:
    """ValueError if it is none: JSONDecodeError with its place, NameTwice, or for a
    number of thousands of digits; RecursionError for endless nesting."""
    return json.loads(text, object_pairs_hook=_each_once)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise NameTwice("a name stands there twice")
    return document
