"""Days as they are written: in the XML, in the window or in the printed form."""

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:$|[Z+-]|T)")
_GERMAN = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?:$|,)")
_UNKNOWN_PART = re.compile(r"(?:(?:[0-9]{2}\.)?[0-9]{2}\.)?[0-9]{4}|[0-9]{4}-[0-9]{2}")


def parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day as written, not yet a day that exists."""
    text = text.strip()
    if found := _ISO.match(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _GERMAN.match(text):
        return int(found[3]), int(found[2]), int(found[1])
    return None


def day(text: str) -> date | None:
    """None for what is no day of the calendar, or only part of one."""
    written = parts(text)
    try:
        return None if written is None else date(*written)
    except ValueError:
        return None


def is_partial(text: str) -> bool:
    """A year, a month, or 00 for what nobody knows."""
    written = parts(text)
    if written is not None:
        return 0 in written[1:]
    return _UNKNOWN_PART.fullmatch(text.strip()) is not None


def months_later(start: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if months > 0 else date.min
    _, length = monthrange(year, month + 1)
    return date(year, month + 1, min(start.day, length))


def completed(born: date, months: int) -> date:
    """The first day after so many months of life, §§ 187, 188 BGB: whoever was born on
    a day that month has not completes them with its last day."""
    day = months_later(born, months)
    late = day.day < born.day and day < date.max
    return day + timedelta(days=1) if late else day


def birthday(born: date, age: int) -> date:
    return completed(born, 12 * age)


def age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
