"""What lies sealed beside a record's blobs, and how it becomes JSON and back."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from hzl_client.errors import StoreDamaged
from hzl_client.model.application import Summary
from hzl_client.model.delivery import AuthorSignature, Content, Trust
from hzl_client.model.finding import Finding

# Foreign text of any length must not make a list of records heavy: the card stays
# below one chunk even if every character needs twelve bytes. The whole is in the blob.
MOST_FINDINGS = 100
LONGEST_DETAIL = 200
LONGEST_TEXT = 500
MOST_NAMES = 100
LONGEST_NAME = 80


_SUMMARY = tuple(field.name for field in fields(Summary))
_SIGNATURE = tuple(field.name for field in fields(AuthorSignature))


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a record. `noticed` came with the delivery, `findings`
    and `problems` from opening it."""

    subject: str
    noticed: tuple[Finding, ...] = ()
    summary: Summary | None = None
    problems: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentEntry:
    """A content without its bytes; those are the blob `blob`."""

    blob: str
    size: int
    path: str
    kind: str
    name: str
    media_type: str
    trust: Trust


_ENTRY = tuple(field.name for field in fields(ContentEntry))


def render_card(card: Card) -> bytes:
    return _render(
        {
            "subject": card.subject[:LONGEST_TEXT],
            "noticed": _limited(card.noticed),
            "summary": card.summary and _cut(_values(card.summary, _SUMMARY)),
            "problems": _limited(card.problems),
            "findings": _limited(card.findings),
        }
    )


def parse_card(data: bytes) -> Card:
    try:
        document = json.loads(data)
        summary = document["summary"]
        return Card(
            document["subject"],
            _findings(document["noticed"]),
            None if summary is None else _summary(summary),
            _findings(document["problems"]),
            _findings(document["findings"]),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged("a record's card does not fit", part="card") from error


def entry(number: int, content: Content) -> ContentEntry:
    return ContentEntry(
        f"content-{number}",
        content.octets.size,
        content.path,
        content.kind,
        content.name,
        content.media_type,
        content.trust,
    )


def render_entries(entries: Iterable[ContentEntry]) -> bytes:
    return _render([{**_values(e, _ENTRY), "trust": e.trust.value} for e in entries])


def parse_entries(data: bytes) -> tuple[ContentEntry, ...]:
    try:
        return tuple(
            ContentEntry(**{**each, "trust": Trust(each["trust"])})
            for each in json.loads(data)
        )
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged("a list of contents does not fit", part="index") from error


def render_signatures(signatures: Iterable[AuthorSignature]) -> bytes:
    return _render(
        [
            {
                **_values(s, _SIGNATURE),
                "signer": base64.b64encode(s.signer).decode("ascii"),
            }
            for s in signatures
        ]
    )


def parse_signatures(data: bytes) -> tuple[AuthorSignature, ...]:
    try:
        return tuple(
            AuthorSignature(**{**each, "signer": base64.b64decode(each["signer"])})
            for each in json.loads(data)
        )
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged("signatures do not fit", part="signatures") from error


def _values(record: object, names: Iterable[str]) -> dict[str, Any]:
    """`asdict` copies all there is inside, and takes ten times as long."""
    return {name: getattr(record, name) for name in names}


def _render(document: object) -> bytes:
    """ASCII, so that even half a character of a broken text survives."""
    return json.dumps(document, separators=(",", ":")).encode("ascii")


def _limited(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    kept = [(f.code, f.detail[:LONGEST_DETAIL]) for f in findings[:MOST_FINDINGS]]
    if len(findings) > MOST_FINDINGS:
        kept[-1:] = [("more-findings", str(len(findings) - MOST_FINDINGS + 1))]
    return kept


def _findings(pairs: list[list[str]]) -> tuple[Finding, ...]:
    return tuple(Finding(code, detail) for code, detail in pairs)


def _cut(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _short(value) for name, value in values.items()}


def _short(value: object) -> object:
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if isinstance(value, tuple):
        return [name[:LONGEST_NAME] for name in value[:MOST_NAMES]]
    return value


def _summary(values: dict[str, Any]) -> Summary:
    """An older program may have kept fewer fields than this one, a newer one more."""
    return Summary(**{n: _read(values[n]) for n in _SUMMARY if n in values})


def _read(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value
