"""Strategies for text that XML can carry, and a parent to read a fragment in."""

from hypothesis import strategies as st

from hzl_client import xmlkit
from hzl_client.xmlkit import Element
from hzl_client.xmlsec.names import NS, OSCI2017

XML_TEXT = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cs", "Cc"),
        exclude_characters="\ufffe\uffff",
        include_characters="\t\n\r",
    ),
    max_size=40,
)
TOKEN = st.text("ABCabc019+/=", min_size=1, max_size=20)


def parsed(fragment: str) -> Element:
    """The one element of a fragment that uses our usual prefixes."""
    around = f'<around {NS} xmlns:osci2017="{OSCI2017}">{fragment}</around>'
    (element,) = xmlkit.parse_strict(around.encode())
    return element


def broken(whole: bytes, damage: list[tuple[int, int]]) -> bytes:
    """Bytes overwritten at the given places (counted modulo the length)."""
    changed = bytearray(whole)
    for place, value in damage:
        changed[place % len(changed)] = value
    return bytes(changed)


DAMAGE = st.lists(
    st.tuples(
        st.integers(0, 10**6),
        st.one_of(st.sampled_from(b"<>\"'&/= \r\n-:;\0"), st.integers(0, 255)),
    ),
    min_size=1,
    max_size=4,
)
