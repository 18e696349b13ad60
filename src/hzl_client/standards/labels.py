"""German labels made from element names: gradDerBehinderung → Grad der Behinderung."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hzl_client import resources

_SEPARATOR = re.compile(r"[._\-\s]+")
# Between lower and upper, before the last capital of a run, before a number.
_BORDER = re.compile(
    r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])"
    r"|(?<=[A-ZÄÖÜ])(?=[A-ZÄÖÜ][a-zäöüß])"
    r"|(?<=[a-zäöüßA-ZÄÖÜ]{2})(?=[0-9])"
)


@cache
def label_from_name(name: str) -> str:
    """Loses no character but separators; the name itself where nothing is left."""
    pieces = (p for part in _SEPARATOR.split(name) for p in _BORDER.split(part) if p)
    spelled = [_words().spell(piece) for piece in pieces]
    if not spelled:
        return name
    first, *rest = spelled
    if first not in _words().abbreviations.values():
        first = first[0].upper() + first[1:]
    return first + "".join(("-" if word == "ID" else " ") + word for word in rest)


def numbered(label: str, step: str) -> str:
    """Vermögen, `vermoegen[2]` → Vermögen 2."""
    index = step.partition("[")[2]
    return f"{label} {index[:-1]}" if index else label


@dataclass(frozen=True, slots=True)
class _Words:
    """`stems` count inside longer words too, `starts` only at the beginning of one."""

    abbreviations: Mapping[str, str]  # by lower case
    small: frozenset[str]
    stems: Mapping[str, str]
    starts: Mapping[str, str]
    stem: re.Pattern[str]
    start: re.Pattern[str]

    def spell(self, piece: str) -> str:
        known = self.abbreviations.get(piece.lower())
        if known is not None:
            return known
        spelled = self.stem.sub(lambda m: _as_found(m[0], self.stems), piece)
        spelled = self.start.sub(lambda m: _as_found(m[0], self.starts), spelled)
        return spelled.lower() if spelled.lower() in self.small else spelled


@cache
def _words() -> _Words:
    raw = json.loads(resources.read("catalogue-words.json"))
    stems, starts = raw["schreibweise"], raw["wortanfang"]
    longest_first = sorted(stems, key=len, reverse=True)
    return _Words(
        abbreviations={word.lower(): word for word in raw["abkuerzungen"]},
        small=frozenset(raw["klein"]),
        stems=stems,
        starts=starts,
        stem=re.compile("|".join(longest_first), re.IGNORECASE),
        start=re.compile(f"^(?:{'|'.join(starts)})", re.IGNORECASE),
    )


def _as_found(found: str, spellings: Mapping[str, str]) -> str:
    """Capital where it was capital. re.IGNORECASE folds ſ to s; then leave it be."""
    right = spellings.get(found.lower(), found)
    return right[0].upper() + right[1:] if found[0].isupper() else right
