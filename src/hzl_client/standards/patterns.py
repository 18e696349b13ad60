"""Paths as people write them: compared from behind, on local names, `*` for one."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from hzl_client.standards.leaves import MIXED_TEXT, Names

Value = TypeVar("Value")


def matches(pattern: Names, names: Names) -> bool:
    """From behind, on local names; * stands for exactly one element. A pattern that
    is nothing but an attribute speaks of the root's."""
    if len(pattern) > len(names):
        return False
    if pattern[0].startswith("@") and len(names) > 1:
        return False
    pairs = zip(pattern, names[-len(pattern) :], strict=True)
    return all(
        wanted == name or (wanted == "*" and name[0] != "@" and name != MIXED_TEXT)
        for wanted, name in pairs
    )


class Patterns(Generic[Value]):
    """Values by pattern, found without trying each one."""

    def __init__(self, pairs: Iterable[tuple[Names, Value]] = ()) -> None:
        self._by_last: dict[str, list[tuple[Names, Value]]] = {}
        for pattern, value in pairs:
            self._by_last.setdefault(pattern[-1], []).append((pattern, value))

    def find(self, names: Names) -> Value | None:
        """Of the longest pattern that fits; the first of two that are equally long."""
        found = max(self._fitting(names), key=_length, default=None)
        return None if found is None else found[1]

    def inside(self, names: Names) -> bool:
        """Whether a pattern fits these names or an element around them."""
        ways = (names[:depth] for depth in range(1, len(names) + 1))
        return any(True for way in ways for _ in self._fitting(way))

    def values(self) -> Iterator[Value]:
        return (value for pairs in self._by_last.values() for _, value in pairs)

    def _fitting(self, names: Names) -> Iterator[tuple[Names, Value]]:
        for last in (names[-1], "*"):
            for pair in self._by_last.get(last, ()):
                if matches(pair[0], names):
                    yield pair


def may_lie_inside(pattern: Names, group: Names) -> bool:
    """Whether what this pattern names could stand in that group, as far as both say."""
    for place in range(len(pattern)):
        pairs = zip(pattern[place::-1], group[::-1], strict=False)
        if all(_may_be_same(*pair) for pair in pairs):
            return True
    return False


def may_mean_the_same(one: Names, other: Names) -> bool:
    """Whether both could fit one leaf, as far as both say."""
    if one[0].startswith("@") or other[0].startswith("@"):
        return one == other
    pairs = zip(one[::-1], other[::-1], strict=False)
    return all(_may_be_same(*pair) for pair in pairs)


def _may_be_same(one: str, other: str) -> bool:
    either = "*" in (one, other) and "@" not in one + other
    return one == other or either


def _length(pair: tuple[Names, object]) -> int:
    return len(pair[0])
