"""The people of an application, and whom its title names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hzl_client.model.application import Person
from hzl_client.standards.leaves import Leaf
from hzl_client.standards.values import day

CARDS = frozenset({"person", "dritte"})
MAX_NAMED = 3
AGE_OF_MAJORITY = 18  # § 2 BGB
_NAME = "nameNatuerlichePerson"
_NUMBERED = re.compile(r"[0-9]{1,9}$")


@dataclass(frozen=True, slots=True)
class Card:
    """One `person` or `dritte`; `path` is where it stands, `depth` its steps."""

    path: tuple[str, ...]
    is_person: bool
    applicant: bool
    role: str
    family_name: str
    given_name: str
    born: str  # as sent
    place: str

    @property
    def person(self) -> Person:
        birth_date = day(self.born) or self.born
        return Person(self.role, self.family_name, self.given_name, birth_date)

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.family_name, self.given_name) if part)


def card_depth(leaf: Leaf) -> int:
    """How many steps lead to the card a leaf stands in; 0 outside of all."""
    for depth, name in enumerate(leaf.names[: leaf.own], start=1):
        if name in CARDS and depth < len(leaf.names):
            return depth
    return 0


def cards(leaves: Iterable[Leaf]) -> tuple[Card, ...]:
    members: dict[tuple[str, ...], list[Leaf]] = {}
    for leaf in leaves:
        if depth := card_depth(leaf):
            members.setdefault(leaf.steps[:depth], []).append(leaf)
    return tuple(_card(path, inside) for path, inside in members.items())


def first(leaves: Iterable[Leaf], *names: str) -> str:
    """The first value that stands at the end of this way, of the standard's own."""
    return next(
        (
            leaf.value
            for leaf in leaves
            if leaf.value and not leaf.namespace and leaf.names[-len(names) :] == names
        ),
        "",
    )


def _card(path: tuple[str, ...], leaves: list[Leaf]) -> Card:
    depth = len(path)
    town = (
        first(leaves, "gebaeude", "postleitzahl"),
        first(leaves, "gebaeude", "wohnort"),
    )
    kind = leaves[0].names[depth - 1]
    return Card(
        path=path,
        is_person=kind == "person",
        applicant=first(leaves, "person", "antragsteller") in ("true", "1"),
        role=first(leaves, "person", "personID") or first(leaves, "dritte", "dritteID"),
        family_name=first(leaves, _NAME, "familienname", "name"),
        given_name=first(leaves, _NAME, "vorname", "name"),
        born=first(leaves, "geburt", "datum"),
        place=" ".join(part for part in town if part),
    )


def applicants(people: Iterable[Card]) -> list[Card]:
    """As their roles number them, `Antragsteller_1` first, like the form does; as they
    stand where one has no number."""
    found = [card for card in people if card.applicant]
    kinds: dict[str, int] = {}
    places: dict[tuple[str, ...], tuple[int, int]] = {}
    for card in found:
        number = _NUMBERED.search(card.role)
        if number is None:
            return found
        kind = kinds.setdefault(card.role[: number.start()], len(kinds))
        places[card.path] = kind, int(number[0])
    return sorted(found, key=lambda card: places[card.path])


def title(people: tuple[Card, ...], applied_on: str) -> str:
    """„Testmann, Jonas und Aurélie“: the applicants and the other adults.

    `antragsteller` alone does not say who lives on the benefit: in a couple only one
    of them is marked, in applications for children each child is.
    """
    persons = [card for card in people if card.is_person and card.name]
    named = applicants(persons)
    named += [c for c in persons if not c.applicant and _is_adult(c, applied_on)]
    chosen = named or persons[:1] or [card for card in people if card.name][:1]
    families: dict[str, list[str]] = {}
    for card in chosen[:MAX_NAMED]:
        families.setdefault(card.family_name, []).append(card.given_name)
    parts = [
        ", ".join(part for part in (family, _listed(given)) if part)
        for family, given in families.items()
    ]
    more = " u. a." if len(chosen) > MAX_NAMED else ""
    return _listed(parts) + more


def _is_adult(card: Card, applied_on: str) -> bool:
    try:
        born = date.fromisoformat(card.born[:10])
        applied = date.fromisoformat(applied_on[:10])
    except ValueError:
        return False
    age = (
        applied.year
        - born.year
        - ((applied.month, applied.day) < (born.month, born.day))
    )
    return age >= AGE_OF_MAJORITY


def _listed(words: list[str]) -> str:
    present = [word for word in words if word]
    if len(present) < 2:
        return "".join(present)
    return ", ".join(present[:-1]) + " und " + present[-1]
