"""How the work on a record becomes JSON and back: names once, types and limits as in
the model, nothing that this program does not know."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from hzl_client import strict_json
from hzl_client.errors import WorkDamaged
from hzl_client.model.work import Work

_NAMES = frozenset({"labels", "note", "file_reference", "due", "seen", "open_hints"})


def render(work: Work) -> bytes:
    """What is empty takes no room: nearly every record has nothing but some of it."""
    document = {
        "labels": list(work.labels),
        "note": work.note,
        "file_reference": work.file_reference,
        "due": work.due and work.due.isoformat(),
        "seen": {key: at.isoformat() for key, at in work.seen.items()},
        "open_hints": work.open_hints,
    }
    filled = {n: value for n, value in document.items() if value or value == 0}
    return json.dumps(filled, separators=(",", ":")).encode("ascii")


def parse(data: bytes) -> Work:
    try:
        document = _known(strict_json.loads(data.decode("ascii")))
        due = document.get("due")
        seen = _mapping(document.get("seen", {}))
        return Work(
            labels=tuple(map(_text, _list(document.get("labels", [])))),
            note=_text(document.get("note", "")),
            file_reference=_text(document.get("file_reference", "")),
            due=None if due is None else date.fromisoformat(_text(due)),
            seen={key: datetime.fromisoformat(_text(at)) for key, at in seen.items()},
            open_hints=_number(document.get("open_hints")),
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise WorkDamaged("the work on a record does not fit") from error


def _known(value: object) -> Mapping[str, Any]:
    document = _mapping(value)
    if not document.keys() <= _NAMES:
        raise ValueError("an unknown name")
    return document


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _number(value: object) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise TypeError("not a whole number")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
