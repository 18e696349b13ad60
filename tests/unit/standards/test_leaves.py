"""How many Angaben are read, and how long their paths may be."""

import pytest

from hzl_client import xmlkit
from hzl_client.errors import MessageTooLarge
from hzl_client.standards import leaves

WALK = leaves.Walk(rank=lambda _: (0, 0), is_foreign=lambda _: False)


def walked(document: str):
    return WALK.leaves(xmlkit.parse(document.encode()))


def test_more_than_anyone_could_look_through_are_not_read():
    assert len(walked(f"<a>{'<b/>' * leaves.MAX_LEAVES}</a>")) == leaves.MAX_LEAVES
    with pytest.raises(MessageTooLarge):
        walked(f"<a>{'<b/>' * (leaves.MAX_LEAVES + 1)}</a>")


def test_long_names_above_many_angaben_are_not_repeated_below():
    """Eighty of 200 letters above 20,000 Angaben would be 320 MB of paths."""
    way = ["n" * 199 + chr(ord("a") + number % 26) for number in range(80)]
    document = "".join(f"<{name}>" for name in way) + "<b/>" * 15_000
    document += "".join(f"</{name}>" for name in reversed(way))
    with pytest.raises(MessageTooLarge):
        walked(document)
