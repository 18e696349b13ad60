"""The catalogue: labels, order, types and code lists of known paths, kept as data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Final

from hzl_client import resources
from hzl_client.standards.codelists import BY_OFFICE, CodeList, CodeLists
from hzl_client.standards.labels import label_from_name
from hzl_client.standards.leaves import NOT_ORDERED, UNKNOWN, Names, Rank
from hzl_client.standards.overlay import NOTHING, Office, OfficeName, Overlay
from hzl_client.standards.patterns import Patterns, may_mean_the_same
from hzl_client.standards.values import Format

ASSUMED = "angenommen"


_BEHIND_OURS: Final = 1_000_000  # names of the office stand before the unknown


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one path; `rank` is its place in the catalogue. `format` None:
    as the value looks. `own_label` is what we call it where the office renamed it."""

    rank: int
    pattern: Names
    label: str
    format: Format | None
    status: str
    code_list: str = ""
    technical: bool = False
    own_label: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """`versions` are those whose meaning is verified; `namespace` is the family's
    common beginning; `service_endings` are left out of titles."""

    standard: str
    namespace: str
    versions: frozenset[str]
    service_endings: tuple[str, ...]
    entries: Patterns[Entry]
    code_lists: CodeLists
    office: Office = NOTHING
    without_office: "Catalogue | None" = None

    @property
    def own(self) -> "Catalogue":
        """What we know ourselves."""
        return self.without_office or self

    def with_overlay(self, overlay: Overlay) -> "Catalogue":
        if overlay == Overlay():
            return self.own
        lists = self.own.code_lists.with_office(overlay.code_lists)
        return replace(
            self, office=Office(overlay), code_lists=lists, without_office=self.own
        )

    def find(self, names: Names) -> Entry | None:
        return _find(self, names)

    def rank(self, names: Names) -> Rank:
        """What nobody names stands behind all others of its group."""
        return _rank(self, names)

    def hides(self, names: Names) -> bool:
        """Only what somebody named: a newer element of a hidden group is shown."""
        return _hides(self, names)

    def calls_usual(self, pattern: Names) -> bool:
        """Whether the pattern may mean something we know and do not call technical."""
        known = self.entries.find(pattern)
        decided = len(known.pattern) if known and known.technical else 0
        return any(
            not each.technical
            and len(each.pattern) >= decided
            and may_mean_the_same(each.pattern, pattern)
            for each in self.entries.values()
        )

    def title(self, names: Names) -> str:
        """Of a group of fields."""
        return self.office.group(names) or label_from_name(names[-1])


@lru_cache(maxsize=8192)  # applications repeat each other's paths
def _find(catalogue: Catalogue, names: Names) -> Entry | None:
    ours, named = catalogue.entries.find(names), catalogue.office.name(names)
    return ours if named is None else _renamed(ours, *named)


def _renamed(ours: Entry | None, number: int, name: OfficeName) -> Entry:
    """Under the office's name; a file stays one, or its bytes would be a text."""
    if ours is None:
        rank = _BEHIND_OURS + number
        ours = Entry(rank, name.pattern, "", None, BY_OFFICE)
    is_file = ours.format is Format.FILE
    return replace(
        ours,
        label=name.label,
        own_label=ours.label,
        status=BY_OFFICE,
        format=ours.format if is_file else name.format or ours.format,
        code_list=name.code_list or ours.code_list,
        technical=ours.technical if name.technical is None else name.technical,
    )


@lru_cache(maxsize=8192)
def _rank(catalogue: Catalogue, names: Names) -> Rank:
    placed, entry = catalogue.office.place(names), catalogue.find(names)
    return (
        NOT_ORDERED if placed is None else placed,
        UNKNOWN if entry is None else entry.rank,
    )


@lru_cache(maxsize=8192)
def _hides(catalogue: Catalogue, names: Names) -> bool:
    return catalogue.office.hides(names) and catalogue.find(names) is not None


@cache
def load() -> Catalogue:
    raw = json.loads(resources.read("catalogue.json"))
    entries = tuple(_entry(rank, item) for rank, item in enumerate(raw["felder"]))
    return Catalogue(
        standard=raw["standard"],
        namespace=raw["namensraum"],
        versions=frozenset(raw["versionen"]),
        service_endings=tuple(raw["dienstname_ohne"]["endungen"]),
        entries=Patterns((entry.pattern, entry) for entry in entries),
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
