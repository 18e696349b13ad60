"""What an office adds to the catalogue: names, order, hidden groups, code lists.

It says nothing of elements it does not name: those stay where they are, last in
their group, and are never hidden.
"""

from dataclasses import dataclass
from typing import TypeVar

from hzl_client.standards.codelists import CodeList
from hzl_client.standards.leaves import Names
from hzl_client.standards.patterns import Patterns
from hzl_client.standards.sections import Area
from hzl_client.standards.values import Format


@dataclass(frozen=True, slots=True)
class OfficeName:
    """What is None or empty is as the catalogue says, else as the value looks."""

    pattern: Names
    label: str
    format: Format | None = None
    code_list: str = ""
    technical: bool | None = None


@dataclass(frozen=True, slots=True)
class Group:
    pattern: Names
    title: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a code list hold code and text, where that is not clear."""

    uri: str
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What the files of one folder say together."""

    names: tuple[OfficeName, ...] = ()
    groups: tuple[Group, ...] = ()
    order: tuple[Names, ...] = ()
    areas: tuple[Area, ...] = ()
    hidden: tuple[Names, ...] = ()
    columns: tuple[Columns, ...] = ()
    code_lists: tuple[CodeList, ...] = ()

    def above(self, other: "Overlay") -> "Overlay":
        """Both together; where both speak of the same, this one counts."""
        return Overlay(
            names=_first_of_each(self.names, other.names),
            groups=_first_of_each(self.groups, other.groups),
            order=self.order or other.order,
            areas=self.areas or other.areas,
            hidden=tuple(dict.fromkeys(self.hidden + other.hidden)),
            code_lists=self.code_lists + other.code_lists,
        )


Patterned = TypeVar("Patterned", OfficeName, Group)


def _first_of_each(
    mine: tuple[Patterned, ...], theirs: tuple[Patterned, ...]
) -> tuple[Patterned, ...]:
    own = {each.pattern for each in mine}
    return mine + tuple(each for each in theirs if each.pattern not in own)


class Office:
    """An overlay prepared for asking: every leaf of every application does."""

    def __init__(self, overlay: Overlay) -> None:
        self.overlay = overlay
        names = enumerate(overlay.names)
        self._names = Patterns((each.pattern, (n, each)) for n, each in names)
        self._groups = Patterns((each.pattern, each.title) for each in overlay.groups)
        self._order = Patterns((way, n) for n, way in enumerate(overlay.order))
        self._hidden = Patterns((way, True) for way in overlay.hidden)

    def name(self, names: Names) -> tuple[int, OfficeName] | None:
        """With its place among the others."""
        return self._names.find(names)

    def group(self, names: Names) -> str:
        return self._groups.find(names) or ""

    def place(self, names: Names) -> int | None:
        return self._order.find(names)

    def hides(self, names: Names) -> bool:
        return self._hidden.inside(names)


NOTHING = Office(Overlay())
