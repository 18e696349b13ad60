"""Where a leaf stands on the screen: under its person and its group.

First the people, then what concerns the case as a whole, then case, documents and
message header; inside each the order of the catalogue, else of the document.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from hzl_client import xmlkit
from hzl_client.model.application import Field, Section
from hzl_client.standards.labels import label_from_name
from hzl_client.standards.leaves import Leaf, has_children
from hzl_client.standards.people import Card, card_depth

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


@dataclass(frozen=True, slots=True)
class Titles:
    people: Mapping[tuple[str, ...], Card]
    documents: Mapping[tuple[str, ...], str]

    def of(self, spot: Spot) -> str:
        match spot.area:
            case Area.PERSON | Area.THIRD:
                return self._of_person(spot)
            case Area.GROUP:
                return label_from_step(spot.steps[-1])
            case Area.CASE:
                return "Vorgang"
            case Area.DOCUMENT:
                return with_name("Dokument", self.documents.get(spot.steps, ""))
            case Area.MESSAGE:
                return "Nachricht"

    def _of_person(self, spot: Spot) -> str:
        path = next(p for p in self.people if spot.steps[: len(p)] == p)
        card = self.people[path]
        if spot.part:
            return with_name(spot.part, card.name or _role(card))
        if len(spot.steps) > len(path):
            group = label_from_step(spot.steps[-1])
            return with_name(group, card.name or _role(card))
        return with_name(self._heading(card), card.name)

    def _heading(self, card: Card) -> str:
        if not card.applicant:
            return _role(card)
        applicants = [c for c in self.people.values() if c.applicant]
        return f"{applicants.index(card) + 1}. antragstellende Person"


def _role(card: Card) -> str:
    fallback = "Person" if card.is_person else "Dritte Person"
    return card.role.replace("_", " ") or fallback


def with_name(heading: str, name: str) -> str:
    return f"{heading} · {name}" if name else heading


def label_from_step(step: str) -> str:
    """`vermoegen[2]` → Vermögen 2."""
    name, _, index = step.partition("[")
    label = label_from_name(name)
    return f"{label} {index[:-1]}" if index else label


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
    if _is_group(leaf, depth):
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
    if inner == depth and _is_group(leaf, depth):
        return Spot(area, leaf.steps[: depth + 1], depth=depth + 1)
    return Spot(area, leaf.steps[:depth], depth=inner)


def _wrapped(leaf: Leaf, depth: int, wrappers: frozenset[str]) -> int:
    """The first depth at or below `depth` that is no mere wrapper."""
    while depth < leaf.own and leaf.names[depth] in wrappers:
        depth += 1
    return min(depth, len(leaf.names) - 1)


def _is_group(leaf: Leaf, depth: int) -> bool:
    """Whether the step at `depth` holds more than one code or a value of its own."""
    levels = len(leaf.names) - 1 - depth
    if levels < 1:
        return False
    holder: xmlkit.Element | None = leaf.element
    for _ in range(levels if leaf.is_element else levels - 1):
        holder = holder.getparent() if holder is not None else None
    if holder is None:
        return False
    return any(
        xmlkit.local_name(child) not in ("code", "name") or has_children(child)
        for child in xmlkit.children(holder)
    )


def arranged(
    leaves: Iterable[Leaf],
    spot_of: Callable[[Leaf], Spot],
    field_of: Callable[[Leaf, Spot], Field],
    title_of: Callable[[Spot], str],
) -> tuple[Section, ...]:
    """Every leaf in exactly one section; sections of one area keep their order, and
    parts of a person stand behind that person."""
    found: dict[Spot, list[Field]] = {}
    for leaf in leaves:
        place = spot_of(leaf)
        key = Spot(place.area, place.steps, place.part)
        found.setdefault(key, []).append(field_of(leaf, place))
    ordered = sorted(found, key=lambda key: key.area)
    return tuple(Section(title_of(key), tuple(found[key])) for key in ordered)
