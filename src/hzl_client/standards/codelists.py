"""Code lists as data: a text only where list and code agree exactly."""

from collections.abc import Mapping
from dataclasses import dataclass

from hzl_client.model.application import Code

OFFICIAL = "amtlich"
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
    lists: Mapping[str, CodeList]

    def code(self, value: str, uri: str, version: str, bound_to: str = "") -> Code:
        """`bound_to` is the list the catalogue assumes; it counts only where the
        message names none, and then the note says that it was assumed."""
        chosen = self.lists.get(uri or bound_to)
        if chosen is None:
            return Code(value, uri, version, note=_unknown(uri, version))
        label = chosen.texts.get(value, "")
        if label:
            return Code(value, uri, version, label, _edition(chosen, uri, version))
        return Code(value, uri, version, note=_unknown(uri, version))


def _unknown(uri: str, version: str) -> str:
    if not uri:
        return "Code ohne Angabe einer Liste"
    edition = f", Fassung {version}" if version else ""
    return f"Code aus {uri}{edition}; Text nicht hinterlegt"


def _edition(chosen: CodeList, uri: str, version: str) -> str:
    """Where the text comes from, if not from exactly the list that was named."""
    if chosen.status != OFFICIAL:
        return "Text nicht amtlich"
    if not uri:
        return (
            f"Liste nicht genannt; angenommen: {chosen.title}, Fassung {chosen.version}"
        )
    if chosen.version and chosen.version != version:
        return f"Text aus Fassung {chosen.version}"
    return ""
