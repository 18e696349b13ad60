"""JSON in which no name stands twice: of two values the reader would take the last and
not say so."""

import json
from typing import Any


def loads(text: str) -> Any:
    """ValueError (RecursionError for endless nesting) if it is none."""
    return json.loads(text, object_pairs_hook=_each_once)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("a name stands there twice")
    return document
