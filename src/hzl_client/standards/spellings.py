"""What a value may look like elsewhere: two texts say the same if they share a form.

Composition, case and blanks never count; dates, amounts, numbers in groups and those
of telephones are brought to one spelling each, by what they look like.
"""

import re
from enum import Enum, auto
from typing import Final

from hzl_client.model.composed import composed

_DAY: Final = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CURRENCY: Final = re.compile(r"^(?:€|eur(?:o)?\b)\s*|\s*(?:€|\beuro?)$")
_NUMBER: Final = re.compile(
    r"(-?)(0|[1-9][0-9]{0,14}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4})(?:,([0-9]{1,2}))?"
)
_SENT_NUMBER: Final = re.compile(r"(-?)(0|[1-9][0-9]{0,14})(?:\.([0-9]{1,2}))?")
_GROUPS: Final = re.compile(r"\+?\(?[0-9](?:[0-9 /()–-]*[0-9])")
_MARKED: Final = re.compile(r"[0-9a-z](?:[0-9a-z ]*[0-9a-z])")
_HOUSE: Final = re.compile(r"[0-9]{1,5}\s.{1,12}")
_FEW: Final = 6  # digits; fewer in groups may be two numbers
_DIGIT: Final = re.compile("[0-9]")
_LONGEST: Final = 100  # signs; no number has more
_BEGINNING: Final = 500  # signs of a text that are compared word by word


class Shape(Enum):
    YES_NO = auto()
    DATE = auto()
    NUMBER = auto()
    TEXT = auto()


def folded(text: str) -> str:
    return " ".join(composed("NFC", text).casefold().split())


def forms(text: str) -> frozenset[str]:
    """All spellings under which this may be met again; none of nothing."""
    plain = folded(text)
    if len(plain) > _LONGEST or not _DIGIT.search(plain):
        return frozenset({plain} if plain else ())
    if day := _day(plain):
        return frozenset({day})
    found = {plain, _number(plain), _packed(plain)}
    return frozenset(found) - {""}


def shape(text: str) -> Shape:
    plain = folded(text[: _LONGEST + 1])
    if plain in ("ja", "nein", "true", "false"):
        return Shape.YES_NO
    if not _DIGIT.search(plain):
        return Shape.TEXT
    if _day(plain):
        return Shape.DATE
    return Shape.NUMBER if _number(plain) else Shape.TEXT


def says_more(said: str, value: str) -> bool:
    """The same words and others around them: no contradiction."""
    inner, rest = _words(value), iter(_words(said))
    return bool(inner) and all(word in rest for word in inner)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text[:_BEGINNING]))


def house_number(text: str) -> tuple[str, str]:
    """The number, and the letter or whatever follows it."""
    found = re.match(r"([0-9]*)\s*(.*)", folded(text))
    return (found[1], found[2]) if found else ("", "")


def _day(plain: str) -> str:
    if found := _DAY.fullmatch(plain):
        day, month, year = found.groups()
    elif found := _ISO.fullmatch(plain):
        year, month, day = found.groups()
    else:
        return ""
    return f"{year}-{month:0>2}-{day:0>2}"


def _number(plain: str) -> str:
    bare = _CURRENCY.sub("", plain)
    found = _SENT_NUMBER.fullmatch(bare) or _NUMBER.fullmatch(bare)
    if found is None:
        return ""
    sign, whole, cents = found.groups()
    return f"{sign}{whole.replace('.', '')},{cents or '':0<2}"


def _packed(plain: str) -> str:
    """Without the blanks and signs that only group it."""
    if _GROUPS.fullmatch(plain):
        digits = re.sub(r"[^0-9+]", "", plain)
        return _national(digits) if len(digits) >= _FEW else ""
    if _HOUSE.fullmatch(plain) or (
        _MARKED.fullmatch(plain) and sum(map(str.isdigit, plain)) >= _FEW
    ):
        return plain.replace(" ", "")
    return ""


def _national(digits: str) -> str:
    """+49 221 … and 0221 … are one number."""
    return re.sub(r"^(?:\+|00)490?(?=[1-9])", "0", digits)
