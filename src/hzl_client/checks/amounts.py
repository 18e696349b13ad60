"""Amounts as they are written: 1234.56 in the XML, 1.234,56 € on the screen."""

import re
from decimal import Decimal

_PLAIN = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,2})?")
_GERMAN = re.compile(
    r"[+-]?(?:[0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3}){1,3})(?:,[0-9]{1,2})?"
)
_AMBIGUOUS = re.compile(r"[+-]?[0-9]{1,3}\.[0-9]{3}")


def amount(text: str) -> Decimal | None:
    """None for what is no amount, or could be two: is 1.234 one or a thousand?"""
    text = text.strip()
    bare = without_unit(text, "€", "EUR", "Euro")
    if _PLAIN.fullmatch(bare):
        return Decimal(bare)
    if not _GERMAN.fullmatch(bare) or (_AMBIGUOUS.fullmatch(bare) and bare == text):
        return None
    return Decimal(bare.replace(".", "").replace(",", "."))


def without_unit(text: str, *units: str) -> str:
    for unit in units:
        text = text.removesuffix(unit)
    return text.rstrip()


def total(texts: list[str]) -> Decimal:
    """Of all that can be read."""
    return sum((a for a in map(amount, texts) if a is not None), Decimal(0))


def euros(value: Decimal) -> str:
    return f"{value:,.2f} €".translate(str.maketrans(",.", ".,"))


def grouped(value: int) -> str:
    """10000 → 10.000"""
    return f"{value:,}".replace(",", ".")
