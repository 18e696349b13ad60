"""A value as shown and as a Fachverfahren wants it; dressed, never changed.

Dates are read lexically: `2010-01-03+00:00` is the 3rd of January, whatever the zone
of the reader. What does not look like its type is shown as it was sent.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache
from zoneinfo import ZoneInfo

from hzl_client.model.application import Code, FieldKind

XML_SPACE = " \t\r\n"
EMPTY = "(leer)"


class Format(Enum):
    """`typ` in the catalogue."""

    TEXT = "text"
    ID = "kennung"
    READABLE_ID = "lesbare-kennung"  # Hilfe_zum_Lebensunterhalt_Kind_1
    SERVICE_ID = "dienst-kennung"  # soa:059990001001
    CODE = "code"
    DATE = "datum"
    TIME = "zeitpunkt"
    YES_NO = "janein"
    AMOUNT = "betrag"
    IBAN = "iban"
    URI = "uri"
    FILE = "datei"


@dataclass(frozen=True, slots=True)
class Shown:
    text: str
    copy_text: str
    kind: FieldKind
    note: str = ""
    code: Code | None = None


_ZONE = r"(Z|[+-][0-9]{2}:[0-9]{2})?"
_DATE = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_ZONE}")
_YEAR_MONTH = re.compile(rf"([0-9]{{4}})-([0-9]{{2}}){_ZONE}")
_YEAR = re.compile(rf"([0-9]{{4}}){_ZONE}")
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"T((?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)|24:00:00)"
    r"(?:\.[0-9]{1,12})?" + _ZONE
)
_AMOUNT = re.compile(r"([+-]?)([0-9]{1,18})(?:\.([0-9]{1,6}))?")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_YES_NO = {"true": "Ja", "1": "Ja", "false": "Nein", "0": "Nein"}


def show(value: str, wanted: Format) -> Shown:
    """`value` is trimmed and not empty. Codes and files are dressed elsewhere."""
    return _DRESS.get(wanted, _plain)(value)


def show_by_shape(value: str, name: str) -> Shown:
    """For paths nobody described: only what a value says of itself beyond doubt. A
    month of 13 makes it any number, a 30.02. is meant for a day."""
    if day(value[:10]) and (_DATE.fullmatch(value) or _TIME.fullmatch(value)):
        return _moment(value)
    if value in ("true", "false"):
        return _yes_no(value)
    if name.lower() == "iban":
        return _iban(value)
    return _plain(value)


def day(value: str) -> str:
    """TT.MM.JJJJ, MM.JJJJ or JJJJ; "" where the value is no date.

    Days and months may be 00: DSMeld writes unknown parts of a birth date so.
    """
    if found := _DATE.fullmatch(value):
        year, month, day_of_month = found[1], found[2], found[3]
        if int(month) > 12 or int(day_of_month) > 31:
            return ""
        return f"{day_of_month}.{month}.{year}"
    if found := _YEAR_MONTH.fullmatch(value):
        return f"{found[2]}.{found[1]}" if int(found[2]) <= 12 else ""
    if found := _YEAR.fullmatch(value):
        return found[1]
    return ""


def _plain(value: str) -> Shown:
    return Shown(value, value, FieldKind.TEXT)


def _moment(value: str) -> Shown:
    if text := day(value):
        return Shown(text, text, FieldKind.DATE, _doubt(value))
    found = _TIME.fullmatch(value)
    if not found or not (text := day(found[1])):
        return replace(_plain(value), note=_doubt(found[1] if found else value))
    doubt = _doubt(found[1])
    clock, zone = found[2], found[3] or ""
    copied = f"{text} {clock}"
    shown = f"{text}, {clock}"
    if not zone:
        unzoned = "Zeitzone nicht angegeben"
        return Shown(shown, copied, FieldKind.TIME, doubt or unzoned)
    if not _is_german_time(found[1], clock, zone):
        shown += " (UTC)" if zone == "Z" else f" ({zone})"
    return Shown(shown, copied, FieldKind.TIME, doubt)


def _doubt(value: str) -> str:
    """What is no day is shown as sent; unknown parts, written as 00, make no doubt."""
    found = _DATE.fullmatch(value)
    if found is None or found[1] == "0000":
        return ""
    if "00" in found.groups()[1:3] and day(value):
        return ""
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return "Diesen Tag gibt es nicht"
    return ""


@cache
def _berlin() -> ZoneInfo:
    return ZoneInfo("Europe/Berlin")


def _is_german_time(date: str, clock: str, zone: str) -> bool:
    """Whether clocks in Berlin really had this offset at that moment."""
    try:
        moment = datetime.fromisoformat(f"{date}T{clock}{zone}")
        here = moment.astimezone(_berlin())
    except (ValueError, OverflowError):
        return False
    return (here.utcoffset() or timedelta()) == moment.utcoffset()


def _amount(value: str) -> Shown:
    found = _AMOUNT.fullmatch(value)
    if not found:
        return _plain(value)
    sign = "-" if found[1] == "-" else ""
    whole = found[2].lstrip("0") or "0"
    cents = (found[3] or "").ljust(2, "0")
    grouped = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ".", whole)
    return Shown(
        f"{sign}{grouped},{cents} €", f"{sign}{whole},{cents}", FieldKind.AMOUNT
    )


def _iban(value: str) -> Shown:
    compact = re.sub(r"\s", "", value).upper()
    if not _IBAN.fullmatch(compact):
        return _plain(value)
    groups = (compact[i : i + 4] for i in range(0, len(compact), 4))
    return Shown(" ".join(groups), compact, FieldKind.IBAN)


def _yes_no(value: str) -> Shown:
    if value not in _YES_NO:
        return _plain(value)
    return Shown(_YES_NO[value], _YES_NO[value], FieldKind.YES_NO)


def _readable_id(value: str) -> Shown:
    return _plain(value.replace("_", " "))


def _id(value: str) -> Shown:
    return Shown(value, value, FieldKind.ID)


def _uri(value: str) -> Shown:
    return Shown(value, value, FieldKind.URI)


_DRESS: dict[Format, Callable[[str], Shown]] = {
    Format.DATE: _moment,
    Format.TIME: _moment,
    Format.YES_NO: _yes_no,
    Format.AMOUNT: _amount,
    Format.IBAN: _iban,
    Format.READABLE_ID: _readable_id,
    Format.ID: _id,
    Format.SERVICE_ID: _id,
    Format.URI: _uri,
}


def size_text(size: int) -> str:
    """As a file manager says it: 812 Byte, 36 kB, 1,4 MB."""
    if size < 1024:
        return f"{size} Byte"
    if size < 1024 * 1024:
        return f"{round(size / 1024)} kB"
    return f"{size / (1024 * 1024):.1f} MB".replace(".", ",")
