"""Days of a Wiedervorlage: as people type them, and how far away they are."""

import re
from datetime import date, timedelta

from hzl_client.ui import words

_FURTHEST = 36_500  # days; what is later is a typing error
_WORDS = {"heute": 0, "morgen": 1, "übermorgen": 2}
_GERMAN = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.?\s?([0-9]{2}|[0-9]{4})?")
_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2}|[0-9]{4})")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAYS = re.compile(r"\+\s?([0-9]{1,4})")


def read_day(typed: str, today: date) -> date | None:
    """ "1.12.", "01.12.26", "011226", "2026-12-01", "+14", "morgen"; None for nothing.
    ValueError if it is no day. Without a year the next such day is meant."""
    text = typed.strip().casefold()
    if not text:
        return None
    if text in _WORDS:
        return today + timedelta(days=_WORDS[text])
    if found := _DAYS.fullmatch(text):
        return _sane(today + timedelta(days=int(found[1])), today)
    if _ISO.fullmatch(text):
        return _sane(date.fromisoformat(text), today)
    found = _GERMAN.fullmatch(text) or _DIGITS.fullmatch(text)
    if not found:
        raise ValueError("no day")
    day, month = int(found[1]), int(found[2])
    if found[3]:
        return _sane(date(_year(found[3]), month, day), today)
    return _next(day, month, today)


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _next(day: int, month: int, today: date) -> date:
    """Also the 29th of February, in the next year that has one."""
    for year in range(today.year, today.year + 9):
        try:
            wanted = date(year, month, day)
        except ValueError:
            continue
        if wanted >= today:
            return wanted
    raise ValueError("no such day")


def _sane(day: date, today: date) -> date:
    if abs((day - today).days) > _FURTHEST:
        raise ValueError("too far away")
    return day


def german(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def is_due(day: date | None, today: date) -> bool:
    return day is not None and day <= today


def away(day: date, today: date) -> tuple[str, str]:
    """How far, and in which tone: "heute fällig", "seit 3 Tagen überfällig"."""
    days = (day - today).days
    if days < 0:
        return f"seit {words.count(-days, 'Tag', 'Tagen')} überfällig", "bad"
    if days == 0:
        return "heute fällig", "warn"
    if days == 1:
        return "morgen fällig", "neutral"
    return f"fällig in {words.grouped(days)}{words.NO_BREAK}Tagen", "neutral"
