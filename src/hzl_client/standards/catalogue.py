"""The catalogue: labels, order, types and code lists of known paths, kept as data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from hzl_client import resources
from hzl_client.standards.codelists import CodeList, CodeLists
from hzl_client.standards.leaves import MIXED_TEXT, Names
from hzl_client.standards.values import Format

ASSUMED = "angenommen"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one path; `rank` is its place in the catalogue."""

    rank: int
    pattern: Names
    label: str
    format: Format
    status: str
    code_list: str = ""
    technical: bool = False

    def matches(self, names: Names) -> bool:
        """From behind, on local names; * stands for exactly one element. A pattern
        that is nothing but an attribute speaks of the root's."""
        if len(self.pattern) > len(names):
            return False
        if self.pattern[0].startswith("@") and len(names) > 1:
            return False
        pairs = zip(self.pattern, names[-len(self.pattern) :], strict=True)
        return all(
            wanted == name or (wanted == "*" and name[0] != "@" and name != MIXED_TEXT)
            for wanted, name in pairs
        )


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """`versions` are those whose meaning is verified; `namespace` is the family's
    common beginning; `service_endings` are left out of titles."""

    standard: str
    namespace: str
    versions: frozenset[str]
    service_endings: tuple[str, ...]
    by_last_name: Mapping[str, tuple[Entry, ...]]
    code_lists: CodeLists

    def find(self, names: Names) -> Entry | None:
        return _find(self, names)


@lru_cache(maxsize=8192)  # applications repeat each other's paths
def _find(catalogue: Catalogue, names: Names) -> Entry | None:
    candidates = (
        entry
        for last in (names[-1], "*")
        for entry in catalogue.by_last_name.get(last, ())
        if entry.matches(names)
    )
    return max(candidates, key=lambda entry: len(entry.pattern), default=None)


@cache
def load() -> Catalogue:
    raw = json.loads(resources.read("catalogue.json"))
    entries = tuple(_entry(rank, item) for rank, item in enumerate(raw["felder"]))
    by_last_name: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        last = entry.pattern[-1]
        by_last_name[last] = (*by_last_name.get(last, ()), entry)
    return Catalogue(
        standard=raw["standard"],
        namespace=raw["namensraum"],
        versions=frozenset(raw["versionen"]),
        service_endings=tuple(raw["dienstname_ohne"]["endungen"]),
        by_last_name=by_last_name,
        code_lists=_code_lists(),
    )


def _entry(rank: int, item: Mapping[str, Any]) -> Entry:
    return Entry(
        rank=rank,
        pattern=tuple(item["pfad"].split("/")),
        label=item["label"],
        format=Format(item["typ"]),
        status=item["status"],
        code_list=item.get("codeliste", ""),
        technical=item.get("technisch", False),
    )


def _code_lists() -> CodeLists:
    raw = json.loads(resources.read("codelists.json"))
    return CodeLists(
        {
            uri: CodeList(
                uri=uri,
                title=item["titel"],
                version=item["fassung"],
                status=item["status"],
                source=item["quelle"],
                texts=item["werte"],
            )
            for uri, item in raw["listen"].items()
        }
    )
