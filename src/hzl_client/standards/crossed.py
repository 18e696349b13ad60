"""What is said together stands together in print.

Two incomes or accounts of one person have the same captions, so that a value of the one
is met below the caption of the other: were the two exchanged, each would be found. The
answers of one group come before those of the other; what stands the other way round
than most of what both say belongs to its neighbours and not to its equal.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain, combinations
from typing import Final

from hzl_client.standards.entries import WHOLE
from hzl_client.standards.fitting import Fit, belongs, fit
from hzl_client.standards.matching import Link
from hzl_client.standards.spellings import Shape

_MOST: Final = 40  # groups of one person; each is held against each other
_TEXT: Final = 2  # a name tells more than an amount, and an amount is changed sooner
_FIGURE: Final = 1
_Group = dict[str, Link]  # by what is asked: the path below the group


def uncrossed(links: Mapping[int, Link]) -> dict[int, Link]:
    """The same questions; what was crossed has the answer among its neighbours."""
    groups = _groups(links)
    for some in groups.values():
        for _ in some[:_MOST]:  # as in sorting: three may have gone in a circle
            if not sum(_change(*pair) for pair in combinations(some[:_MOST], 2)):
                break
    all_groups = chain.from_iterable(groups.values())
    found = chain.from_iterable(group.values() for group in all_groups)
    return {**links, **{link.question.number: link for link in found}}


def _groups(links: Mapping[int, Link]) -> dict[str, list[_Group]]:
    """By card, in the order of the XML."""
    found: dict[str, dict[str, _Group]] = defaultdict(lambda: defaultdict(dict))
    for link in sorted(links.values(), key=lambda each: each.question.number):
        question = link.question
        if question.group not in ("", question.card) and link.piece == WHOLE:
            asked = question.path.removeprefix(question.group)
            found[question.card][question.group][asked] = link
    return {card: list(groups.values()) for card, groups in found.items()}


def _change(one: _Group, other: _Group) -> int:
    crossed = list(_crossed(one, other))
    for asked in crossed:
        ours, theirs = one[asked], other[asked]
        one[asked], other[asked] = (
            _answered_by(ours, theirs),
            _answered_by(theirs, ours),
        )
    return len(crossed)


def _crossed(one: _Group, other: _Group) -> Iterator[str]:
    both = [asked for asked in one if asked in other]
    telling = [asked for asked in both if _tells(one[asked], other[asked])]
    if not telling:
        return
    in_order = {asked: _is_before(one[asked], other[asked]) for asked in both}
    weights = {True: 0, False: 0}
    for asked in telling:
        weights[in_order[asked]] += _weight(one[asked])
    order = weights[True] > weights[False]
    if weights[True] == weights[False]:
        order = in_order[telling[0]]
    anchors = [asked for asked in telling if in_order[asked] == order]
    for asked in both:
        crossed = in_order[asked] != order and _may_change(one[asked], other[asked])
        if crossed and _is_nearer(one, other, asked, anchors):
            yield asked


def _tells(one: Link, other: Link) -> bool:
    """Where both say the same, either may be the answer of either."""
    would_do = _answered_by(one, other).same or _answered_by(other, one).same
    return one.same and other.same and not would_do


def _is_before(one: Link, other: Link) -> bool:
    return one.entry.number < other.entry.number


def _weight(link: Link) -> int:
    return _TEXT if link.question.shape is Shape.TEXT else _FIGURE


def _may_change(one: Link, other: Link) -> bool:
    pairs = ((one.question, other.entry), (other.question, one.entry))
    return all(belongs(*pair) and fit(*pair) >= Fit.NEAR for pair in pairs)


def _is_nearer(one: _Group, other: _Group, asked: str, anchors: list[str]) -> bool:
    """Each answer to the other's neighbours. The last answer of one group is next to
    the first of the other: there it may lose a little, if the other gains far more."""
    here, there = one[asked].entry.number, other[asked].entry.number
    ours, theirs = ([group[n].entry.number for n in anchors] for group in (one, other))
    gains = (
        _distance(here, ours) - _distance(there, ours),
        _distance(there, theirs) - _distance(here, theirs),
    )
    return max(gains) > -2 * min(gains)


def _distance(number: int, numbers: list[int]) -> int:
    return min(abs(number - each) for each in numbers)


def _answered_by(link: Link, other: Link) -> Link:
    same = bool(link.question.forms & other.entry.forms(other.piece))
    return Link(link.question, other.entry, other.piece, same)
