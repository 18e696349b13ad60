"""Patterns are found as if each was tried, but without trying each."""

from hypothesis import given
from hypothesis import strategies as st

from hzl_client.standards.leaves import MIXED_TEXT
from hzl_client.standards.patterns import Around, Patterns, may_mean_the_same

MANY = 2000
steps = st.sampled_from(("a", "b", "c", "*"))
ends = st.sampled_from(("a", "b", "c", "@a", "@b"))
ways = st.tuples(st.lists(steps, max_size=4), ends).map(lambda t: (*t[0], t[1]))
leaves = st.tuples(
    st.lists(st.sampled_from(("a", "b", "c", "d")), max_size=5),
    st.sampled_from(("a", "b", "c", "d", "@a", MIXED_TEXT)),
).map(lambda t: (*t[0], t[1]))


def matches(pattern, names):
    """As docs/anpassung.md has it, one step after the other."""
    if len(pattern) > len(names) or (pattern[0][0] == "@" and len(names) > 1):
        return False
    pairs = zip(pattern, names[-len(pattern) :], strict=True)
    return all(
        wanted == name or (wanted == "*" and name[0] != "@" and name != MIXED_TEXT)
        for wanted, name in pairs
    )


@given(st.lists(ways, max_size=12), leaves)
def test_the_longest_that_fits_is_found_and_the_first_of_two(patterns, names):
    fitting = [n for n, each in enumerate(patterns) if matches(each, names)]
    best = max(fitting, key=lambda n: len(patterns[n]), default=None)
    found = Patterns((each, n) for n, each in enumerate(patterns))
    assert found.find(names) == best
    assert list(found.values()) == list(range(len(patterns)))


@given(st.lists(ways, max_size=6), leaves)
def test_what_lies_inside_is_inside(patterns, names):
    around = (names[:depth] for depth in range(1, len(names) + 1))
    expected = any(matches(each, way) for way in around for each in patterns)
    assert Patterns((each, True) for each in patterns).inside(names) == expected


def may_lie_inside(pattern, group):
    """Compared from behind, as far as both say, at every place of the pattern."""
    beginnings = (pattern[: place + 1] for place in range(len(pattern)))
    for part in beginnings:
        pairs = list(zip(part[::-1], group[::-1], strict=False))
        if all(
            one == other or ("*" in (one, other) and "@" not in one + other)
            for one, other in pairs
        ):
            return True
    return False


@given(st.lists(ways, max_size=6), ways)
def test_a_group_may_hold_what_could_stand_in_it(patterns, group):
    expected = any(may_lie_inside(each, group) for each in patterns)
    assert Around(patterns, 5).may_be(group) == expected
    assert Around(patterns, len(group)).may_be(group) == expected


def test_two_that_could_fit_one_leaf():
    assert may_mean_the_same(("a", "*", "b"), ("c", "b"))
    assert not may_mean_the_same(("@a",), ("b", "@a"))


# --- many that end alike ----------------------------------------------------------


class Counted(str):
    """A name that counts how often somebody compares or looks it up."""

    __slots__ = ()
    times = 0

    def __eq__(self, other):
        Counted.times += 1
        return str.__eq__(self, other)

    def __hash__(self):
        Counted.times += 1
        return str.__hash__(self)


def asked(work):
    Counted.times = 0
    work()
    return Counted.times


def test_many_that_end_alike_cost_no_more_than_one():
    names = tuple(map(Counted, ("antrag", "person", "gruppe1999", "betrag")))
    one = Patterns([(("gruppe0", "betrag"), 0)])
    many = Patterns((("x", f"gruppe{n}", "betrag"), n) for n in range(MANY))
    assert many.find(("x", "gruppe7", "betrag")) == 7
    for ask in (
        lambda found: found.find(names),
        lambda found: found.inside(names),
    ):
        once = asked(lambda ask=ask: ask(one))
        assert asked(lambda ask=ask: ask(many)) <= 3 * once + 10


def test_many_groups_that_end_alike_are_looked_for_quickly():
    group = tuple(map(Counted, ("dort", "name")))
    around = Around([(f"hier{n}", "name") for n in range(MANY)], 2)
    assert asked(lambda: around.may_be(group)) < 20
    assert not around.may_be(group)
