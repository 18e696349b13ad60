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
        )


def owners(questions: Iterable[Asked], entries: list[Entry]) -> dict[int, str | None]:
    """By number of the entry; only those in the block of a person, or under a title
    that is the name of one."""
    known = _known(questions)
    blocks = list(_blocks(entries))
    whose = _whose(known, blocks)
    found: dict[int, str | None] = {}
    titles: dict[str, str] = {}
    for number, block in enumerate(blocks):
        found.update(dict.fromkeys(block.numbers, whose.get(number)))
        if number in whose:
            titles[block.full_name] = whose[number]
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
    """As many persons as blocks that nothing told apart: in their order, where at least
    one of the names agrees, or where there is nobody else."""
    people = [card for card in known if card not in whose.values()]
    people = [card for card in people if known[card].keys() & _WEIGHTS.keys()]
    rest = [number for number in range(len(blocks)) if number not in whose]
    if len(people) == len(rest):
        for number, card in zip(rest, people, strict=True):
            alone = len(blocks) == len(known) == 1
            if alone or _identity(known[card], blocks[number].said):
                yield number, card


def _identity(one: _Said, other: _Said) -> int:
    same = (n for n in _WEIGHTS if one.get(n, frozenset()) & other.get(n, frozenset()))
    return sum(_WEIGHTS[name] for name in same)


def _likeness(one: _Said, other: _Said) -> int:
    same = [name for name in one.keys() & other.keys() if one[name] & other[name]]
    return sum(_WEIGHTS.get(name, 1) for name in same)
