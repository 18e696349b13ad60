"""The fields as a table for a spreadsheet and as JSON for a program."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from hzl_client.model.application import Application, Field

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the local code page
HEADINGS = (
    "Abschnitt",
    "Angabe",
    "Wert",
    "Wert zum Übernehmen",
    "Wert in der Nachricht",
    "Code",
    "Codeliste",
    "Fassung der Liste",
    "Im Katalog",
    "Hinweis",
    "Pfad",
)
_BATCH = 500
_FORMULA = ("=", "@", "\t", "\r", "\n", "\uff1d", "\uff20", "\uff0b", "\uff0d")
_SIGNED = ("+", "-")
_NUMBER = re.compile(r"[+-][0-9]+(?:[.,][0-9]+)*(?: ?[€%])?")
_PHONE = re.compile(r"\+[1-9](?:[ ./-]{0,3}\(?[0-9]\)?)*")
_PHONE_DIGITS = range(6, 19)


def neutral(cell: str) -> str:
    """A spreadsheet must show what a citizen wrote, never calculate it."""
    if cell.startswith(_FORMULA):
        return "'" + cell
    if cell.startswith(_SIGNED) and not (_NUMBER.fullmatch(cell) or _is_phone(cell)):
        return "'" + cell
    return cell


def _is_phone(cell: str) -> bool:
    digits = sum(c.isdigit() for c in cell)
    return digits in _PHONE_DIGITS and _PHONE.fullmatch(cell) is not None


def csv_chunks(application: Application) -> Iterator[bytes]:
    yield BYTE_ORDER_MARK.encode() + _lines([HEADINGS])
    rows = _rows(application)
    while batch := list(islice(rows, _BATCH)):
        yield _lines(batch)


def _rows(application: Application) -> Iterator[tuple[str, ...]]:
    for section in application.sections:
        for field in section.fields:
            code = field.code
            yield (
                section.title,
                field.label,
                field.text,
                field.copy_text,
                field.raw,
                code.value if code else "",
                code.list_uri if code else "",
                code.list_version if code else "",
                "ja" if field.known else "nein",
                field.note,
                field.path,
            )


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode()


def json_chunks(application: Application) -> Iterator[bytes]:
    """Values as they are: who reads JSON is a program and calculates nothing."""
    return encoded(
        {
            "standard": application.standard,
            "version": application.version,
            "count": application.leaves,
            "fields": [
                _described(section.title, field)
                for section in application.sections
                for field in section.fields
            ],
        }
    )


def encoded(value: dict[str, Any]) -> Iterator[bytes]:
    pieces = json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(value)
    while batch := "".join(islice(pieces, _BATCH)):
        yield batch.encode()
    yield b"\n"


def _described(section: str, field: Field) -> dict[str, Any]:
    code = field.code
    return {
        "section": section,
        "label": field.label,
        "path": field.path,
        "kind": field.kind.value,
        "text": field.text,
        "raw": field.raw,
        "copy_text": field.copy_text,
        "code": None
        if code is None
        else {
            "value": code.value,
            "list": code.list_uri,
            "version": code.list_version,
            "label": code.label,
        },
        "known": field.known,
        "technical": field.technical,
        "empty": field.empty,
        "note": field.note,
    }
