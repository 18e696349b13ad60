"""Code lists as data: a text only where list and code agree exactly."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from hzl_client.model.application import Code

OFFICIAL = "amtlich"
BY_OFFICE = "Amt"
FROM_MESSAGE = "Text aus der Nachricht"


@dataclass(frozen=True, slots=True)
class CodeList:
    """`uri` starts with `pfad:` where the message names no list of its own."""

    uri: str
    title: str
    version: str
    status: str
    source: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CodeLists:
    """`lists` are ours, one edition each; `office` those of the office, the newest
    edition first."""

    lists: Mapping[str, CodeList]
    office: Mapping[str, tuple[CodeList, ...]] = field(default_factory=dict)

    def with_office(self, lists: Iterable[CodeList]) -> "CodeLists":
        office: dict[str, tuple[CodeList, ...]] = {}
        for each in sorted(lists, key=_edition_order, reverse=True):
            office[each.uri] = (*office.get(each.uri, ()), each)
        return replace(self, office=office)

    def code(self, value: str, uri: str, version: str, bound_to: str = "") -> Code:
        """`bound_to` is the list the catalogue assumes; it counts only where the
        message names none, and then the note says that it was assumed."""
        for each in self._asked(uri or bound_to, version if uri else ""):
            if label := each.texts.get(value, ""):
                return Code(value, uri, version, label, _edition(each, uri, version))
        return Code(value, uri, version, note=_unknown(uri, version))

    def _asked(self, uri: str, version: str) -> tuple[CodeList, ...]:
        """A list of just this edition decides, also that it does not know a code."""
        ours = self.lists.get(uri)
        known = (*self.office.get(uri, ()), *((ours,) if ours else ()))
        exact = tuple(each for each in known if version and each.version == version)
        return exact or known


def _edition_order(each: CodeList) -> tuple[tuple[int, str], ...]:
    """10 is newer than 9."""
    parts = re.findall(r"[0-9]+|[^0-9]+", each.version)
    return tuple((int(p), "") if p.isdecimal() else (-1, p) for p in parts)


def _unknown(uri: str, version: str) -> str:
    if not uri:
        return "Code ohne Angabe einer Liste"
    edition = f", Fassung {version}" if version else ""
    return f"Code aus {uri}{edition}; Text nicht hinterlegt"


def _edition(chosen: CodeList, uri: str, version: str) -> str:
    """Where the text comes from, if not from exactly the list that was named."""
    if chosen.status not in (OFFICIAL, BY_OFFICE):
        return "Text nicht amtlich"
    if not uri:
        return (
            f"Liste nicht genannt; angenommen: {chosen.title}, Fassung {chosen.version}"
        )
    other = f"Fassung {chosen.version}" if chosen.version != version else ""
    if chosen.status == BY_OFFICE:
        return "Text aus der Codeliste Ihres Amtes" + (other and f", {other}")
    return f"Text aus {other}" if chosen.version and other else ""
