"""The ControlBlock: round trip, damage, presence by message type, comparison."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.xml_text import DAMAGE, XML_TEXT, broken, parsed
from hzl_client import xmlkit
from hzl_client.errors import ControlBlockMismatch, MalformedXml
from hzl_client.osci import catalogue, control_block
from hzl_client.osci.control_block import ControlBlock

opaque = st.none() | XML_TEXT
numbers = st.none() | st.integers(0, 999_999_999).map(str)
blocks = st.builds(ControlBlock, opaque, opaque, opaque, numbers)
NAMES = ("response", "challenge", "conversation", "sequence")


@given(blocks)
def test_round_trip(block):
    assert control_block.read(parsed(control_block.render(block))) == block


@given(blocks)
def test_it_is_written_as_canonical_xml_spells_it(block):
    written = control_block.render(block)
    assert xmlkit.canonical(xmlkit.parse(written.encode())) == written.encode()


@given(blocks, DAMAGE)
def test_damage(block, damage):
    raw = broken(control_block.render(block).encode(), damage)
    with suppress(MalformedXml, ControlBlockMismatch):
        assert isinstance(control_block.read(xmlkit.parse_strict(raw)), ControlBlock)


@pytest.mark.parametrize(
    "inner",
    [
        "<osci:Response>a</osci:Response><osci:Response>a</osci:Response>",
        "<osci:Challenge>a</osci:Challenge><osci:Challenge>b</osci:Challenge>",
        "<osci:Feedback/>",
        "<Challenge>ohne Namensraum</Challenge>",
    ],
)
def test_what_may_not_stand_inside(inner):
    with pytest.raises(ControlBlockMismatch):
        control_block.read(parsed(f"<osci:ControlBlock>{inner}</osci:ControlBlock>"))


@pytest.mark.parametrize("number", ["", "-1", "+1", " 1", "1.0", "１", "1" * 10, "x"])
def test_sequence_numbers_are_small_numbers(number):
    element = parsed(f'<osci:ControlBlock SequenceNumber="{number}"/>')
    with pytest.raises(ControlBlockMismatch):
        control_block.read(element)


def test_order_of_the_values_is_free():
    inner = "<osci:Challenge>c</osci:Challenge><osci:Response>r</osci:Response>"
    read = control_block.read(parsed(f"<osci:ControlBlock>{inner}</osci:ControlBlock>"))
    assert (read.response, read.challenge) == ("r", "c")


@pytest.mark.parametrize("kind", catalogue.TYPES.values(), ids=lambda k: k.name)
@pytest.mark.parametrize("index", range(4), ids=NAMES)
def test_presence_follows_the_table(kind, index):
    """Each of the four values alone against its rule; the others as they must be."""
    fitting = [None if rule == "0" else "1" for rule in kind.control]
    control_block.check_presence(ControlBlock(*fitting), kind)
    turned = list(fitting)
    turned[index] = "1" if fitting[index] is None else None
    block = ControlBlock(*turned)
    if kind.control[index] == "o":
        control_block.check_presence(block, kind)
    else:
        with pytest.raises(ControlBlockMismatch):
            control_block.check_presence(block, kind)


@given(opaque, opaque)
def test_same_means_equal(left, right):
    assert control_block.same(left, left)
    assert control_block.same(left, right) is (left == right)


def test_absent_and_empty_differ():
    assert not control_block.same(None, "")
    assert not control_block.same("", None)
