"""Whose answers stand where in the form?

Each person of the XML gets the block of the form that says most of the same; where two
fit alike, the order decides. So one answer that differs takes nobody's block away.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from hzl_client.standards.asked import Asked
from hzl_client.standards.entries import Entry
from hzl_client.standards.spellings import folded

_WEIGHTS: Final = {"vorname": 3, "geburtsdatum": 3, "familienname": 2}
_ENOUGH: Final = 5  # two of the three, one of them not the name of the whole family
_SOME: Final = 3  # answers; fewer that agree tell nobody
_NAMES: Final = ("familienname", "vorname")
_MOST: Final = 200  # persons; each is held against each block of the form
_Heading = tuple[str, ...]
_Said = dict[str, frozenset[str]]  # what is said under a name


@dataclass(slots=True)
class _Block:
    """What the form says of one person, under one title."""

    heading: tuple[str, ...]
    numbers: list[int] = field(default_factory=list)
    said: _Said = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        self.numbers.append(entry.number)
        self.said.setdefault(entry.name.same, entry.answers)
        self.plain.setdefault(entry.name.same, folded(entry.printed.text))

    @property
    def full_name(self) -> str:
        return " ".join(
            self.plain.get(name, "") for name in ("vorname", "familienname")
        ).strip()


def owners(questions: Iterable[Asked], entries: list[Entry]) -> dict[int, str | None]:
    """By number of the entry; only those in the block of a person, or under a title
    that is the name of one."""
    known = _known(questions)
    blocks = list(_blocks(entries))
    whose = _whose(known, blocks)
    found: dict[int, str | None] = {}
    titles: dict[str, str | None] = {}
    for number, block in enumerate(blocks):
        owner = whose.get(number)
        found.update(dict.fromkeys(block.numbers, owner))
        if name := block.full_name:  # of two with one name nobody can tell
            titles[name] = owner if titles.get(name, owner) == owner else ""
    for each in entries:
        title = folded(each.printed.heading[-1]) if each.printed.heading else ""
        if each.number not in found and title in titles:
            found[each.number] = titles[title]
    return found


def _known(questions: Iterable[Asked]) -> dict[str, _Said]:
    """By card: what the XML says of the person under which name."""
    known: dict[str, _Said] = {}
    for each in questions:
        if each.card and not each.empty:
            said = known.setdefault(each.card, {})
            name = next(iter(each.names), each.name.same)
            said[name] = said.get(name, frozenset()) | each.forms
    return known


def _blocks(entries: list[Entry]) -> Iterator[_Block]:
    """One for each title that a name stands under, and for each further name there."""
    titles = {e.printed.heading for e in entries if e.name.same in _NAMES}
    first = {e.printed.heading[:1] for e in entries}
    whole = next(iter(first)) if len(first) == 1 else None
    block: _Block | None = None
    for each in entries:
        title, name = _title(each.printed.heading, titles, whole), each.name.same
        again = block is not None and name in _NAMES and name in block.said
        if block and (title != block.heading or again):
            yield block
            block = None
        if title:
            block = block or _Block(title)
            block.add(each)
    if block:
        yield block


def _title(
    heading: _Heading, titles: set[_Heading], whole: _Heading | None
) -> _Heading:
    """What stands below the title of a person is of that person; not so what stands
    anywhere below the one title of the whole form."""
    above = (heading[:length] for length in range(len(heading), 0, -1))
    found = next((each for each in above if each in titles), ())
    return () if found == whole != heading else found


def _whose(known: Mapping[str, _Said], blocks: list[_Block]) -> dict[int, str]:
    """By number of the block."""
    ranked = sorted(
        (-_likeness(said, block.said), abs(person - number), number, card)
        for person, (card, said) in enumerate(list(known.items())[:_MOST])
        for number, block in enumerate(blocks[:_MOST])
        if _identity(said, block.said) >= _ENOUGH
    )
    whose: dict[int, str] = {}
    for *_, number, card in ranked:
        if number not in whose and card not in whose.values():
            whose[number] = card
    return whose | dict(_left(known, blocks, whose))


def _left(
    known: Mapping[str, _Said], blocks: list[_Block], whose: Mapping[int, str]
) -> Iterator[tuple[int, str]]:
    """As many persons as blocks that nothing told apart: the likest first, where one of
    the names agrees, or most of all else, or where there is nobody else."""
    people = [card for card in known if card not in whose.values()]
    people = [card for card in people if known[card].keys() & _WEIGHTS.keys()]
    rest = [number for number in range(len(blocks)) if number not in whose]
    if len(people) != len(rest):
        return
    alone = len(blocks) == len(known) == 1
    ranked = sorted(
        (-_identity(said, told), -_likeness(said, told), abs(one - other), one, other)
        for one, said in enumerate(known[card] for card in people[:_MOST])
        for other, told in enumerate(blocks[number].said for number in rest[:_MOST])
        if alone or _identity(said, told) or _is_mostly(said, told)
    )
    taken: set[tuple[str, int]] = set()
    for *_, one, other in ranked:
        both = {("person", one), ("block", other)}
        if not taken & both:
            taken |= both
            yield rest[other], people[one]


def _identity(one: _Said, other: _Said) -> int:
    same = (n for n in _WEIGHTS if one.get(n, frozenset()) & other.get(n, frozenset()))
    return sum(_WEIGHTS[name] for name in same)


def _likeness(one: _Said, other: _Said) -> int:
    same = [name for name in one.keys() & other.keys() if one[name] & other[name]]
    return sum(_WEIGHTS.get(name, 1) for name in same)


def _is_mostly(one: _Said, other: _Said) -> bool:
    both = [name for name in one.keys() & other.keys() if one[name] and other[name]]
    same = sum(1 for name in both if one[name] & other[name])
    return same >= _SOME and 2 * same >= len(both)
