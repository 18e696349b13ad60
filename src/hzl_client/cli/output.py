"""What the command line prints: people read German, programs read one JSON object."""

import json
import sys
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from hzl_client.errors import (
    HzlError,
    PeerError,
    SurroundingsError,
    TrustError,
    UserError,
)
from hzl_client.services.understanding import place_of
from hzl_client.texts import advice_for
from hzl_client.texts.areas import area_label, area_of
from hzl_client.texts.facts import fact_lines

Json = dict[str, Any]


class Exit(IntEnum):
    OK = 0
    PARTLY = 1
    USAGE = 2
    USER = 3
    SURROUNDINGS = 4
    PEER = 5
    TRUST = 6
    BUG = 7
    INTERRUPTED = 130


_FAMILIES = (
    (UserError, Exit.USER),
    (SurroundingsError, Exit.SURROUNDINGS),
    (PeerError, Exit.PEER),
    (TrustError, Exit.TRUST),
)


def exit_code(error: BaseException) -> Exit:
    return next((code for kind, code in _FAMILIES if isinstance(error, kind)), Exit.BUG)


@dataclass(frozen=True, slots=True)
class Output:
    """`document` goes to standard output; advice and progress to standard error."""

    as_json: bool

    def result(self, document: Json, text: str) -> None:
        if self.as_json:
            _write(sys.stdout, json.dumps(document, ensure_ascii=False))
        elif text:
            _write(sys.stdout, text)

    def error(self, error: BaseException) -> Exit:
        """A command that gave no result: its only document is the error."""
        if self.as_json:
            self.result({"error": error_document(error)}, "")
        else:
            self.complain(error)
        return exit_code(error)

    def complain(self, error: BaseException) -> None:
        if not self.as_json:
            _write(sys.stderr, error_text(error))

    def note(self, line: str) -> None:
        if not self.as_json:
            _write(sys.stderr, line)


def error_document(error: BaseException) -> Json:
    advice = advice_for(error)
    return {
        "code": _code(error),
        "area": area_of(error).value,
        "message": advice.what,
        "lost": advice.lost,
        "advice": advice.do,
        "facts": dict(error.facts) if isinstance(error, HzlError) else {},
    }


def error_text(error: BaseException) -> str:
    advice = advice_for(error)
    facts = (f"  {label}: {value}" for label, value in fact_lines(error))
    where = f"Bereich: {area_label(error)}"
    code = f"Code: {_code(error)}"
    return "\n".join((advice.what, *facts, advice.lost, advice.do, where, code))


def _code(error: BaseException) -> str:
    """Of a bug the kind and place; its message might quote what a citizen wrote."""
    if isinstance(error, HzlError):
        return error.name
    return f"unexpected ({type(error).__name__} at {place_of(error)})"


def local_time(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return moment.astimezone(ZoneInfo("Europe/Berlin")).strftime("%d.%m.%Y %H:%M")


def count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def speak_utf8() -> None:
    """A Windows console starts with an old code page; a pipe with none at all."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _write(stream: TextIO | None, text: str) -> None:
    if stream is not None:  # a windowed program on Windows has no streams
        stream.write(text + "\n")
        stream.flush()
