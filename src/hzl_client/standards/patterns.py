"""Paths as people write them: compared from behind, on local names, `*` for one."""

from collections.abc import Iterable, Iterator
from typing import Final, Generic, TypeVar

from hzl_client.standards.leaves import MIXED_TEXT, Names

Value = TypeVar("Value")


class _Node(Generic[Value]):
    """What patterns that end alike have in common, and how they go on to the front."""

    __slots__ = ("_before", "found", "rank")

    def __init__(self) -> None:
        self._before: dict[str, _Node[Value]] = {}
        self.found: tuple[Names, Value] | None = None  # of the pattern that begins here
        self.rank = (False, 0)

    def reach(self, pattern: Names) -> "_Node[Value]":
        node = self
        for step in reversed(pattern):
            node = node._before.setdefault(step, _Node())
        return node

    def before(self, name: str) -> "Iterator[_Node[Value]]":
        if name != "*" and (node := self._before.get(name)) is not None:
            yield node
        if name[0] != "@" and name != MIXED_TEXT and "*" in self._before:
            yield self._before["*"]

    def fits(self, names: Names) -> bool:
        """A pattern that is nothing but an attribute speaks of the root's."""
        if self.found is None:
            return False
        return len(names) == 1 or not self.found[0][0].startswith("@")


class Patterns(Generic[Value]):
    """Values by pattern, found step by step from behind: it costs as many steps as the
    names have, however many patterns end alike. * stands for exactly one element."""

    def __init__(self, pairs: Iterable[tuple[Names, Value]] = ()) -> None:
        self._root: _Node[Value] = _Node()
        self._values: list[Value] = []
        for number, (pattern, value) in enumerate(pairs):
            self._values.append(value)
            node = self._root.reach(pattern)
            if node.found is None:
                node.found, node.rank = (pattern, value), (pattern[-1] == "*", number)

    def find(self, names: Names) -> Value | None:
        """Of the longest pattern that fits; the first of two that are equally long."""
        longest: _Node[Value] | None = None
        for level in self._levels(names):
            fitting = (node for node in level if node.fits(names))
            longest = min(fitting, key=_rank, default=longest)
        return longest.found[1] if longest and longest.found else None

    def inside(self, names: Names) -> bool:
        """Whether a pattern fits these names or an element around them."""
        ways = (names[:depth] for depth in range(1, len(names) + 1))
        return any(
            node.fits(way)
            for way in ways
            for each in self._levels(way)
            for node in each
        )

    def values(self) -> Iterator[Value]:
        return iter(self._values)

    def _levels(self, names: Names) -> Iterator[list[_Node[Value]]]:
        """Patterns as long as one name, two names, …"""
        level = [self._root]
        for name in reversed(names):
            level = [node for each in level for node in each.before(name)]
            if not level:
                return
            yield level


def _rank(node: _Node[Value]) -> tuple[bool, int]:
    return node.rank


class Around:
    """In which groups something of these patterns could stand, as far as both say."""

    def __init__(self, patterns: Iterable[Names], steps: int) -> None:
        """No group to ask for has more steps."""
        self._root: _Tree = {}
        for pattern in patterns:
            for end in range(1, len(pattern) + 1):
                self._add(pattern[max(0, end - steps) : end], whole=end <= steps)

    def _add(self, part: Names, *, whole: bool) -> None:
        tree = self._root
        for step in reversed(part):
            tree = tree.setdefault(step, {})
        if whole:
            tree[_BEGIN] = {}

    def may_be(self, group: Names) -> bool:
        trees = [self._root]
        for name in reversed(group):
            trees = [tree for each in trees for tree in _same(each, name)]
            if not trees or any(_BEGIN in tree for tree in trees):
                break
        return bool(trees)


_Tree = dict[str, "_Tree"]
_BEGIN: Final = ""  # no element is called so


def _same(tree: _Tree, name: str) -> Iterator[_Tree]:
    if name == "*":
        return (tree[step] for step in tree if "@" not in step and step != _BEGIN)
    steps = (name,) if "@" in name else (name, "*")
    return (tree[step] for step in steps if step in tree)


def may_mean_the_same(one: Names, other: Names) -> bool:
    """Whether both could fit one leaf, as far as both say."""
    if one[0].startswith("@") or other[0].startswith("@"):
        return one == other
    pairs = zip(one[::-1], other[::-1], strict=False)
    return all(_may_be_same(*pair) for pair in pairs)


def _may_be_same(one: str, other: str) -> bool:
    either = "*" in (one, other) and "@" not in one + other
    return one == other or either
