"""Amounts, ages and periods of the rules (`resources/checks.json`), by valid-from.

Data, so that a new year needs no new code. It is read strictly: a table that is not
wholly understood is refused, because a hint with a wrong number is worse than none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final

from hzl_client import resources, strict_json
from hzl_client.errors import ChecksDamaged

FILE: Final = "checks.json"
FORMAT: Final = 1
_VERSION: Final = {"value", "source", "valid_from", "verified"}


class Name(StrEnum):
    AGE_LIMIT = "age_limit"  # pairs: born from this year on, months of age
    FREE_MOVEMENT = "free_movement"  # codes of nationalities that need no permit
    AGE_OF_MAJORITY = "age_of_majority"
    NEED_SCHOOL_AGE = "need_school_age"
    NEED_YOUTH_AGE = "need_youth_age"
    WORKING_AGE = "working_age"
    WORKING_HOURS = "working_hours"
    PREGNANCY_WEEK = "pregnancy_week"
    OLDEST_AGE = "oldest_age"
    APPLIED_YEARS = "applied_years"
    CHILD_BENEFIT_AGE = "child_benefit_age"
    SINGLE_PARENT_YOUNG = "single_parent_young"
    SINGLE_PARENT_OLDER = "single_parent_older"
    BIRTHDAY_NOTICE_MONTHS = "birthday_notice_months"
    EXPIRY_NOTICE_MONTHS = "expiry_notice_months"
    MOVED_MONTHS = "moved_months"
    STATEMENT_MONTHS = "statement_months"
    EARNINGS_MONTHS = "earnings_months"
    TRANSFER_YEARS = "transfer_years"
    ASSET_ALLOWANCE = "asset_allowance"
    ASSET_DEPENDANT = "asset_dependant"
    CAR_ALLOWANCE = "car_allowance"
    RELATIVES_INCOME = "relatives_income"
    RENT_LOW = "rent_low"
    RENT_HIGH = "rent_high"


@dataclass(frozen=True, slots=True)
class Figure:
    """One version of a figure; only what its name asks for is filled.

    `verified`: it comes from the text of the law, or this program says so itself.
    """

    source: str
    valid_from: date
    verified: bool
    number: int = 0
    steps: tuple[tuple[int, int], ...] = ()
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    version: str
    figures: Mapping[Name, tuple[Figure, ...]]  # the oldest first

    def on(self, day: date) -> Mapping[Name, Figure]:
        """As they were that day. Before the first version nobody knows: the first
        one, not verified."""
        return {name: _on(versions, day) for name, versions in self.figures.items()}


@cache
def load() -> Table:
    """Of this installation. Raises ChecksDamaged."""
    try:
        raw = resources.read(FILE)
    except OSError as error:
        raise ChecksDamaged("not readable", file=FILE, errno=error.errno) from error
    return parse(raw)


def parse(raw: bytes) -> Table:
    try:
        document = strict_json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ChecksDamaged("not JSON", file=FILE) from error
    head = _object(document, "", {"format", "version", "comment", "figures"})
    if head["format"] != FORMAT or isinstance(head["format"], bool):
        raise _damaged("format")
    figures = _object(head["figures"], "figures", set(Name))
    return Table(
        _day(head["version"], "version").isoformat(),
        {name: _versions(name, figures[name]) for name in Name},
    )


def _on(versions: tuple[Figure, ...], day: date) -> Figure:
    valid = [figure for figure in versions if figure.valid_from <= day]
    return valid[-1] if valid else replace(versions[0], verified=False)


def _versions(name: Name, listed: object) -> tuple[Figure, ...]:
    versions = tuple(_figure(name, each) for each in _list(listed, name))
    days = [figure.valid_from for figure in versions]
    if days != sorted(set(days)):
        raise _damaged(name, "not ascending")
    return versions


def _figure(name: Name, entry: object) -> Figure:
    read = _object(entry, name, _VERSION)
    if not isinstance(read["verified"], bool):
        raise _damaged(name, "verified")
    source, valid_from = _text(read["source"], name), _day(read["valid_from"], name)
    figure = Figure(source, valid_from, read["verified"])
    match name:
        case Name.AGE_LIMIT:
            return replace(figure, steps=_steps(read["value"], name))
        case Name.FREE_MOVEMENT:
            codes = [_text(each, name) for each in _list(read["value"], name)]
            return replace(figure, codes=frozenset(codes))
        case _:
            return replace(figure, number=_number(read["value"], name))


def _steps(value: object, name: Name) -> tuple[tuple[int, int], ...]:
    pairs = [_list(pair, name) for pair in _list(value, name)]
    if any(len(pair) != 2 for pair in pairs):
        raise _damaged(name, "not a pair")
    steps = tuple((_number(a, name), _number(b, name)) for a, b in pairs)
    for column in ([a for a, _ in steps], [b for _, b in steps]):
        if column != sorted(set(column)):
            raise _damaged(name, "not ascending")
    return steps


def _object(value: object, place: str, names: set[Any]) -> dict[str, Any]:
    if not isinstance(value, dict) or value.keys() != names:
        raise _damaged(place, "unknown or missing names")
    return value


def _list(value: object, place: str) -> list[object]:
    if not isinstance(value, list) or not value:
        raise _damaged(place, "not a list")
    return value


def _number(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise _damaged(place, "not a whole number above 0")
    return value


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _damaged(place, "not a text")
    return value


def _day(value: object, place: str) -> date:
    try:
        return date.fromisoformat(_text(value, place))
    except ValueError as error:
        raise _damaged(place, "not a day") from error


def _damaged(place: str, why: str = "") -> ChecksDamaged:
    return ChecksDamaged(
        f"the table of the checks is not understood: {why}", file=FILE, setting=place
    )
