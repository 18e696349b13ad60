"""Where a leaf stands on the screen: under its person and its group.

First the people, then what concerns the case as a whole, then case, documents and
message header, unless the office wants them otherwise; inside each the order of the
catalogue, else of the document. What the office hides stands behind everything.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from hzl_client.model.application import Field, Section
from hzl_client.standards.labels import label_from_name, numbered
from hzl_client.standards.leaves import Leaf, Names
from hzl_client.standards.people import CARDS, Card, applicants, card_depth

CONTACT = "Anschrift und Kontakt"
_CONTACT_GROUPS = frozenset({"anschrift", "kommunikation", "gebaeude"})
_ONLY_WRAPPING = frozenset({"allgemein", "drittePerson"})  # the person itself
_CASE = frozenset({"xsozial", "vorgang", "identifikationVorgang"})
_HEADER = "nachrichtenkopf.g2g"
_DOCUMENT = "dokument"


class Area(IntEnum):
    """In the order of the screen."""

    PERSON = 1
    THIRD = 2
    GROUP = 3
    CASE = 4
    DOCUMENT = 5
    MESSAGE = 6


@dataclass(frozen=True, slots=True)
class Spot:
    """A section: `steps` tell one from another, `depth` names are said by its title."""

    area: Area
    steps: tuple[str, ...]
    part: str = ""
    depth: int = 0
    hidden: bool = False

    @property
    def owner(self) -> tuple[str, ...]:
        """The card it belongs to, else itself."""
        for depth, step in enumerate(self.steps, start=1):
            if step.partition("[")[0] in CARDS:
                return self.steps[:depth]
        return self.steps


class Titles:
    """Says what stands above a section."""

    def __init__(
        self,
        people: Iterable[Card],
        documents: Mapping[tuple[str, ...], str],
        group: Callable[[Names], str],
    ) -> None:
        self._group = group
        self._people = {card.path: card for card in people}
        self._documents = documents
        numbered_ones = enumerate(applicants(self._people.values()), start=1)
        self._numbers = {card.path: number for number, card in numbered_ones}

    def of(self, spot: Spot) -> str:
        match spot.area:
            case Area.PERSON | Area.THIRD:
                return self._of_person(spot)
            case Area.GROUP:
                return self._of_group(spot.steps)
            case Area.CASE:
                return "Vorgang"
            case Area.DOCUMENT:
                return with_name("Dokument", self._documents.get(spot.steps, ""))
            case Area.MESSAGE:
                return "Nachricht"

    def _of_person(self, spot: Spot) -> str:
        group = spot.part
        card = self._people.get(spot.steps)
        if card is None:  # a group inside the card
            card = self._people[spot.steps[:-1]]
            group = self._of_group(spot.steps)
        if group:
            return with_name(group, card.name or _role(card))
        number = self._numbers.get(card.path)
        heading = f"{number}. antragstellende Person" if number else _role(card)
        return with_name(heading, card.name)

    def _of_group(self, steps: tuple[str, ...]) -> str:
        names = tuple(step.partition("[")[0] for step in steps)
        return numbered(self._group(names), steps[-1])


def _role(card: Card) -> str:
    fallback = "Person" if card.is_person else "Dritte Person"
    return card.role.replace("_", " ") or fallback


def with_name(heading: str, name: str) -> str:
    return f"{heading} · {name}" if name else heading


def label_from_step(step: str) -> str:
    """`vermoegen[2]` → Vermögen 2."""
    return numbered(label_from_name(step.partition("[")[0]), step)


def spot(leaf: Leaf) -> Spot:
    """The section of a leaf in an XSozial message."""
    names = leaf.names[: leaf.own]
    if leaf.names[0].startswith("@") or names[:1] == (_HEADER,):
        return Spot(Area.MESSAGE, (), depth=min(1, len(leaf.names) - 1))
    if depth := card_depth(leaf):
        return _spot_in_card(leaf, depth)
    if _DOCUMENT in names[:-1]:
        depth = names.index(_DOCUMENT) + 1
        return Spot(Area.DOCUMENT, leaf.steps[:depth], depth=depth)
    depth = _wrapped(leaf, 0, _CASE)
    if leaf.is_group(depth):
        return Spot(Area.GROUP, leaf.steps[: depth + 1], depth=depth + 1)
    return Spot(Area.CASE, (), depth=depth)


def _spot_in_card(leaf: Leaf, depth: int) -> Spot:
    area = Area.PERSON if leaf.names[depth - 1] == "person" else Area.THIRD
    names = leaf.names[depth : leaf.own]
    contact = next((n for n in names if n in _CONTACT_GROUPS), "")
    if contact and names[0] in _ONLY_WRAPPING | {contact}:
        said = depth + names.index(contact) + 1
        return Spot(area, leaf.steps[:depth], CONTACT, said)
    inner = _wrapped(leaf, depth, _ONLY_WRAPPING)
    if inner == depth and leaf.is_group(depth):
        return Spot(area, leaf.steps[: depth + 1], depth=depth + 1)
    return Spot(area, leaf.steps[:depth], depth=inner)


def _wrapped(leaf: Leaf, depth: int, wrappers: frozenset[str]) -> int:
    """The first depth at or below `depth` that is no mere wrapper."""
    while depth < leaf.own and leaf.names[depth] in wrappers:
        depth += 1
    return min(depth, len(leaf.names) - 1)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`areas` come first, in this order; the others follow in ours."""

    field_of: Callable[[Leaf, Spot], Field]
    title_of: Callable[[Spot], str]
    hides: Callable[[Leaf], bool]
    areas: tuple[Area, ...] = ()

    def of(self, leaves: Iterable[Leaf]) -> tuple[Section, ...]:
        """Every leaf in exactly one section; sections of one area keep their order,
        and parts of a person stand behind that person."""
        found: dict[Spot, list[Field]] = {}
        for leaf in leaves:
            place = spot(leaf)
            key = Spot(place.area, place.steps, place.part, hidden=self.hides(leaf))
            found.setdefault(key, []).append(self.field_of(leaf, place))
        return tuple(
            Section(self.title_of(key), tuple(found[key]), hidden=key.hidden)
            for key in self._ordered(found)
        )

    def _ordered(self, found: Iterable[Spot]) -> list[Spot]:
        owners: dict[tuple[str, ...], int] = {}
        for key in found:
            owners.setdefault(key.owner, len(owners))
        areas = list(dict.fromkeys((*self.areas, *Area)))

        def place(key: Spot) -> tuple[bool, int, int, bool]:
            """Nothing stands before the person it belongs to."""
            is_part = key.steps != key.owner or bool(key.part)
            return key.hidden, areas.index(key.area), owners[key.owner], is_part

        return sorted(found, key=place)
