"""What a value may look like elsewhere: two texts say the same if they share a form.

Composition, case, blanks and the kind of dash and apostrophe never count; dates,
amounts, numbers in groups and those of telephones are brought to one spelling each.
"""

import re
from enum import Enum, auto
from typing import Final

from hzl_client.model.composed import composed

_DAY: Final = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_NAMED_DAY: Final = re.compile(r"([0-9]{1,2})\. ?([a-zä]{3,9}) ([0-9]{4})")
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        (
            "januar",
            "februar",
            "märz",
            "april",
            "mai",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "dezember",
        ),
        start=1,
    )
}
# xs:date and, where it says no more than the day, xs:dateTime
_ISO: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:t00:00:00(?:\.0+)?)?(?:z|[+-][0-9]{2}:[0-9]{2})?"
)
_UNIT: Final = re.compile(r"^(?:€|eur(?:o)?\b)\s*|\s*(?:€|\beuro?|m[²2]|qm)$")
_NUMBER: Final = re.compile(
    r"(-?)(0|[1-9][0-9]{0,14}|[1-9][0-9]{0,2}(?:[. '][0-9]{3}){1,4})"
    r"(?:,([0-9]{1,2}|--?))?"
)
_SENT_NUMBER: Final = re.compile(r"(-?)(0|[1-9][0-9]{0,14})(?:\.([0-9]{1,2}))?")
_DECIMAL: Final = re.compile(r"(-?)(0|[1-9][0-9]{0,14})\.([0-9]+)")
_MARKED: Final = re.compile(r"[0-9a-z](?:[0-9a-z ]*[0-9a-z])")
_HOUSE: Final = re.compile(r"[0-9]{1,5} (?=.*[^0-9 ]).{1,12}")
_TELEPHONE: Final = re.compile(r"\+?\(?[0-9](?:[0-9 /().-]*[0-9])")
_IBAN: Final = re.compile(r"(?:iban:? ?)?([a-z]{2}[0-9]{2}[0-9a-z -]{8,40})")
# What is seen alike, or not at all.
_ALIKE: Final = str.maketrans(
    dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("’‘ʼ´`", "'")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
)
_CENTS: Final = 2  # digits
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
    return " ".join(composed("NFC", text).translate(_ALIKE).lower().split())


def forms(text: str, *, telephone: bool = False) -> frozenset[str]:
    """All spellings under which this may be met again; none of nothing."""
    plain = folded(text)
    if len(plain) > _LONGEST or not _DIGIT.search(plain):
        return frozenset({plain} if plain else ())
    if day := _day(plain):
        return frozenset({day})
    found = {plain, _number(plain), _packed(plain)}
    if telephone:
        found.add(_dialled(plain))
    return frozenset(found) - {""}


def sent_forms(text: str, *, telephone: bool = False) -> frozenset[str]:
    """Of a value as XML writes it: the dot of 1.500 (xs:decimal) groups nothing."""
    plain = folded(text[: _LONGEST + 1])
    found = _DECIMAL.fullmatch(plain)
    if found is None:
        return forms(text, telephone=telephone)
    sign, whole, decimals = found.groups()
    cents = decimals.rstrip("0")
    exact = len(cents) <= _CENTS
    return frozenset({plain, _amount(sign, whole, cents)} if exact else {plain})


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
    elif (found := _NAMED_DAY.fullmatch(plain)) and found[2] in _MONTHS:
        day, month, year = found[1], str(_MONTHS[found[2]]), found[3]
    elif found := _ISO.fullmatch(plain):
        year, month, day = found.groups()
    else:
        return ""
    return f"{year}-{month:0>2}-{day:0>2}"


def _number(plain: str) -> str:
    bare = _UNIT.sub("", plain)
    found = _SENT_NUMBER.fullmatch(bare) or _NUMBER.fullmatch(bare)
    if found is None:
        return ""
    return _amount(*found.groups())


def _amount(sign: str, whole: str, cents: str | None) -> str:
    digits = re.sub("[. ']", "", whole)
    return f"{sign}{digits},{(cents or '').replace('-', ''):0<2}"


def _packed(plain: str) -> str:
    """Without the blanks that only group it."""
    if found := _IBAN.fullmatch(plain):
        return re.sub("[ -]", "", found[1])
    many = sum(map(str.isdigit, plain)) >= _FEW
    if _HOUSE.fullmatch(plain) or (_MARKED.fullmatch(plain) and many):
        return plain.replace(" ", "")
    return ""


def _dialled(plain: str) -> str:
    """+49 221 … and 0221 … are one number."""
    if not _TELEPHONE.fullmatch(plain):
        return ""
    digits = re.sub("[^0-9+]", "", plain)
    return re.sub(r"^(?:\+|00)490?(?=[1-9])", "0", digits)
