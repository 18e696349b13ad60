"""One file of the office's overlay (`docs/anpassung.md`), read strictly.

A file counts as a whole or not at all; the error names the place, counted from one.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from hzl_client import strict_json
from hzl_client.errors import InvalidOverlay
from hzl_client.standards import catalogue, json_faults
from hzl_client.standards.leaves import Names
from hzl_client.standards.overlay import Columns, Group, OfficeName, Overlay
from hzl_client.standards.sections import Area
from hzl_client.standards.values import Format

FORMAT: Final = 1
MAX_ENTRIES: Final = 2000  # of one kind; the catalogue has a hundred
MAX_TEXT: Final = 200  # characters of a name, as long as a list can show
MAX_STEPS: Final = 20
MAX_DEPTH: Final = 100  # the place told where Python reads no deeper; we need four
# A file inside the XML is told by the catalogue alone: its bytes become a document.
TYPES: Final = {each.value: each for each in Format if each is not Format.FILE}
AREAS: Final = {
    "personen": Area.PERSON,
    "dritte": Area.THIRD,
    "gruppen": Area.GROUP,
    "vorgang": Area.CASE,
    "dokumente": Area.DOCUMENT,
    "nachricht": Area.MESSAGE,
}
_STEP = re.compile(r"\*|[^\W\d][\w.\-]*")
_REMARK = "hinweis"  # for people, allowed everywhere
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
Value = TypeVar("Value")


def parse(file: str, raw: bytes) -> Overlay:
    document = _Item(file, "", _document(file, raw))
    said = document.members(
        {
            "format": _format,
            "felder": _each(_name),
            "gruppen": _each(_group),
            "reihenfolge": _each(_path),
            "bereiche": _each(_area),
            "ausgeblendet": _each(_path),
            "codelisten": _each(_columns),
        },
        needed=("format",),
    )
    for kind, key in (("felder", _pattern), ("gruppen", _pattern)):
        _once(document, kind, map(key, said.get(kind, ())))
    for kind in ("reihenfolge", "bereiche", "ausgeblendet"):
        _once(document, kind, said.get(kind, ()))
    _once(document, "codelisten", (each.uri for each in said.get("codelisten", ())))
    return Overlay(
        names=said.get("felder", ()),
        groups=said.get("gruppen", ()),
        order=said.get("reihenfolge", ()),
        areas=said.get("bereiche", ()),
        hidden=said.get("ausgeblendet", ()),
        columns=said.get("codelisten", ()),
    )


def _document(file: str, raw: bytes) -> object:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refused(file, _line(line), "not-utf-8") from error
    try:
        return strict_json.loads(text)
    except json.JSONDecodeError as error:
        place = f"Zeile {error.lineno}, Spalte {error.colno}"
        raise _refused(file, place, "not-json") from error
    except strict_json.NameTwice as error:
        line, name = json_faults.name_twice(text)
        raise _refused(file, _line(line), "name-twice", _harmless(name)) from error
    except RecursionError as error:
        line = json_faults.deeper_than(text, MAX_DEPTH)
        raise _refused(file, _line(line), "nested-too-deep") from error
    except ValueError as error:  # int() reads no more digits
        line = json_faults.longer_than(text, sys.get_int_max_str_digits())
        raise _refused(file, _line(line), "number-too-long") from error


def _line(number: int) -> str | None:
    return f"Zeile {number}" if number else None


def _refused(
    file: str, place: str | None, reason: str, found: str = ""
) -> InvalidOverlay:
    return InvalidOverlay(
        "no strict JSON", file=file, path=place, reason=reason, found=found or None
    )


@dataclass(frozen=True, slots=True)
class _Item:
    """A value and where it stands."""

    file: str
    place: str
    value: object

    def bad(self, *, reason: str, found: str = "") -> InvalidOverlay:
        return InvalidOverlay(
            "not understood",
            file=self.file,
            path=self.place or None,
            reason=reason,
            found=found[:MAX_TEXT] or None,
        )

    def members(
        self,
        known: Mapping[str, Callable[["_Item"], Any]],
        needed: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            raise self.bad(reason="not-an-object")
        for name in self.value:
            if name not in known and name != _REMARK:
                raise self.bad(reason="unknown-name", found=_harmless(name))
        for name in needed:
            if name not in self.value:
                raise self.bad(reason="missing-name", found=name)
        return {
            name: read(self._below(f".{name}", self.value[name]))
            for name, read in known.items()
            if name in self.value
        }

    def each(self) -> Iterator["_Item"]:
        if not isinstance(self.value, list):
            raise self.bad(reason="not-a-list")
        if len(self.value) > MAX_ENTRIES:
            raise self.bad(reason="too-many")
        for number, value in enumerate(self.value, start=1):
            yield self._below(f"[{number}]", value)

    def text(self) -> str:
        value = self.value
        if not isinstance(value, str) or not value.strip() or len(value) > MAX_TEXT:
            raise self.bad(reason="not-a-text")
        if any(unicodedata.category(sign) in _INVISIBLE for sign in value):
            raise self.bad(reason="not-a-text", found=_harmless(value))
        return value.strip()

    def _below(self, step: str, value: object) -> "_Item":
        return _Item(self.file, f"{self.place}{step}".lstrip("."), value)


def _each(read: Callable[[_Item], Value]) -> Callable[[_Item], tuple[Value, ...]]:
    return lambda item: tuple(read(each) for each in item.each())


def _format(item: _Item) -> int:
    if item.value != FORMAT or isinstance(item.value, bool):
        raise item.bad(reason="overlay-format")
    return FORMAT


def _name(item: _Item) -> OfficeName:
    said = item.members(
        {
            "pfad": _path,
            "label": _Item.text,
            "typ": _type,
            "codeliste": _Item.text,
            "technisch": _yes_no,
        },
        needed=("pfad", "label"),
    )
    if said.get("technisch") and catalogue.load().calls_usual(said["pfad"]):
        raise _Item(item.file, f"{item.place}.technisch", said["pfad"]).bad(
            reason="usual-not-technical", found="/".join(said["pfad"])
        )
    return OfficeName(
        pattern=said["pfad"],
        label=said["label"],
        format=said.get("typ"),
        code_list=said.get("codeliste", ""),
        technical=said.get("technisch"),
    )


def _group(item: _Item) -> Group:
    said = item.members({"pfad": _path, "label": _Item.text}, needed=("pfad", "label"))
    return Group(said["pfad"], said["label"])


def _columns(item: _Item) -> Columns:
    known = {"kennung": _Item.text, "text": _Item.text, "code": _Item.text}
    said = item.members(known, needed=("kennung", "text"))
    return Columns(said["kennung"], said["text"], said.get("code", ""))


def _path(item: _Item) -> Names:
    """Ends in a name: what * stands for nobody has named."""
    steps = tuple(item.text().split("/"))
    *around, last = steps
    fine = all(map(_STEP.fullmatch, around)) and _STEP.fullmatch(last.removeprefix("@"))
    if not fine or len(steps) > MAX_STEPS:
        raise item.bad(reason="not-a-path", found="/".join(steps))
    if last.endswith("*"):
        raise item.bad(reason="path-too-general", found="/".join(steps))
    return steps


def _type(item: _Item) -> Format:
    if (found := TYPES.get(item.text())) is None:
        raise item.bad(reason="unknown-type", found=item.text())
    return found


def _area(item: _Item) -> Area:
    if (found := AREAS.get(item.text())) is None:
        raise item.bad(reason="unknown-area", found=item.text())
    return found


def _yes_no(item: _Item) -> bool:
    if not isinstance(item.value, bool):
        raise item.bad(reason="not-true-or-false")
    return item.value


def _pattern(each: OfficeName | Group) -> Names:
    return each.pattern


def _once(document: _Item, kind: str, keys: Iterator[object]) -> None:
    seen = set[object]()
    for number, key in enumerate(keys, start=1):
        if key in seen:
            place = f"{kind}[{number}]"
            raise _Item(document.file, place, key).bad(reason="said-twice")
        seen.add(key)


def _harmless(text: str) -> str:
    """What cannot be seen could hide what is wrong."""
    return "".join(
        f"\\u{ord(sign):04x}" if unicodedata.category(sign) in _INVISIBLE else sign
        for sign in text[:MAX_TEXT]
    )
