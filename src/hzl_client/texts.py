"""What people read, by code: errors, findings, events. German, Sie-Form."""

from dataclasses import dataclass

from hzl_client.errors import HzlError


@dataclass(frozen=True, slots=True)
class Advice:
    """What happened; whether anything is lost; what to do now, and who can help."""

    what: str
    lost: str
    do: str


NOTHING_LOST = "Es ist nichts verloren."

ERRORS: dict[str, Advice] = {}  # by HzlError.name, else by code, else by base class
SENTENCES: dict[str, str] = {}  # findings, events, feedback codes: one sentence each
