"""One list of both sources: what stands in print alone comes where it belongs.

That is behind the answer it follows in the form, in the section of that answer; or
below the title it has in the form, where no section of the XML has that for its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from hzl_client.model.application import Field, Section
from hzl_client.model.comparison import Comparison, PrintedOnly
from hzl_client.model.printed import PrintedField

PRINTED: Final = "pdf:"  # begins the key of what only the form says
_OWN: Final = -2  # number of the first section that only the form has; then downward
_JOINT: Final = " · "  # between the title of a section and whose it is


@dataclass(frozen=True, slots=True)
class Alone:
    """`key` stands for it among the paths of the fields."""

    key: str
    only: PrintedOnly

    @property
    def printed(self) -> PrintedField:
        return self.only.printed


@dataclass(frozen=True, slots=True)
class Placed:
    """A section of the list; `number` stays the same whatever the form adds."""

    number: int
    title: str
    entries: tuple[Field | Alone, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class _Spot:
    """An answer of both: its place in the form, and where its field stands."""

    at: tuple[int, float, float]
    heading: tuple[str, ...]
    section: int
    row: int


@dataclass(slots=True)
class _Own:
    """A section that only the form has, behind another."""

    title: str
    behind: int
    entries: list[Alone] = field(default_factory=list)


def placed(sections: Sequence[Section], comparison: Comparison) -> tuple[Placed, ...]:
    if not comparison.printed_only:
        return tuple(
            Placed(number, each.title, each.fields, each.hidden)
            for number, each in enumerate(sections)
        )
    return _Placing(sections, comparison).sections()


class _Placing:
    def __init__(self, sections: Sequence[Section], comparison: Comparison) -> None:
        self._sections = sections
        self._spots = sorted(
            _spots(sections, comparison), key=lambda spot: (spot.at, spot.row)
        )
        self._by_title: dict[tuple[str, ...], list[_Spot]] = {}
        for spot in self._spots:
            for length in range(1, len(spot.heading) + 1):
                title = spot.heading[:length]
                self._by_title.setdefault(title, []).append(spot)
        self._of_owner: dict[str, list[int]] = {}
        # Behind which row of which section; -1 is above the first.
        self._inside: dict[tuple[int, int], list[Alone]] = {}
        self._own: dict[tuple[str, str], _Own] = {}
        for number, each in enumerate(comparison.printed_only):
            self._place(Alone(f"{PRINTED}{number}", each))

    def sections(self) -> tuple[Placed, ...]:
        behind: dict[int, list[Placed]] = {}
        for count, own in enumerate(self._own.values()):
            added = Placed(_OWN - count, own.title, tuple(own.entries))
            behind.setdefault(own.behind, []).append(added)
        found = list(behind.get(-1, ()))
        for number, each in enumerate(self._sections):
            entries = tuple(self._mixed(number, each))
            found.append(Placed(number, each.title, entries, each.hidden))
            found.extend(behind.get(number, ()))
        return tuple(found)

    def _mixed(self, number: int, section: Section) -> Iterator[Field | Alone]:
        yield from self._inside.get((number, -1), ())
        for row, each in enumerate(section.fields):
            yield each
            yield from self._inside.get((number, row), ())

    def _place(self, alone: Alone) -> None:
        spots = self._near(alone.only)
        at = _at(alone.printed)
        before = [spot for spot in spots if spot.at <= at]
        spot = before[-1] if before else spots[0] if spots else None
        if spot is None:
            self._put_aside(alone)
            return
        row = spot.row if before else spot.row - 1
        self._inside.setdefault((spot.section, row), []).append(alone)

    def _near(self, only: PrintedOnly) -> list[_Spot]:
        """What else the form says there, if no doubt is left about the section: in the
        block of a person, or below a title that is about one section."""
        heading = only.printed.heading
        spots = self._by_title.get(heading, [])
        if not spots and only.owner:
            spots = self._by_title.get(heading[:2], [])
        sections = {spot.section for spot in spots}
        if len(sections) > 1 and not only.owner:
            return []
        return [spot for spot in spots if not self._sections[spot.section].hidden]

    def _put_aside(self, alone: Alone) -> None:
        heading = alone.printed.heading
        title = next(iter((*heading[1:2], *heading)), "")
        owner = alone.only.owner
        if (title, owner) not in self._own:
            whose = self._name(owner)
            shown = f"{title}{_JOINT}{whose}" if whose else title
            self._own[title, owner] = _Own(shown, self._behind(heading, owner))
        self._own[title, owner].entries.append(alone)

    def _name(self, owner: str) -> str:
        """As the sections of that person have it in their title."""
        numbers = self._numbers(owner)
        return self._sections[numbers[0]].title.partition(_JOINT)[2] if numbers else ""

    def _behind(self, heading: tuple[str, ...], owner: str) -> int:
        spots = self._by_title.get(heading[:2], []) or self._spots
        numbers = self._numbers(owner) or [spot.section for spot in spots]
        shown = [n for n in numbers if not self._sections[n].hidden]
        last = sum(not each.hidden for each in self._sections) - 1
        return max(shown, default=last)

    def _numbers(self, owner: str) -> list[int]:
        """Of the sections of a person; asked for once, they may be many."""
        if owner and owner not in self._of_owner:
            self._of_owner[owner] = [
                number
                for number, section in enumerate(self._sections)
                if any(f.path.startswith(f"{owner}/") for f in section.fields)
            ]
        return self._of_owner.get(owner, [])


def _spots(sections: Sequence[Section], comparison: Comparison) -> Iterator[_Spot]:
    for number, section in enumerate(sections):
        for row, each in enumerate(section.fields):
            compared = comparison.fields.get(each.path)
            if compared and compared.printed:
                printed = compared.printed
                yield _Spot(_at(printed), printed.heading, number, row)


def _at(printed: PrintedField) -> tuple[int, float, float]:
    place = printed.place
    return (place.page, place.y0, place.x0)
