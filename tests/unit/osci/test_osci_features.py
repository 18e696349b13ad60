"""FeatureDescription and ChunkInformation."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.xml_text import DAMAGE, broken, parsed
from hzl_client import xmlkit
from hzl_client.errors import MalformedXml
from hzl_client.osci import chunk, features
from hzl_client.osci.chunk import ChunkInformation
from hzl_client.xmlsec.names import NS, OSCI128, OSCI2017


def test_what_we_announce_is_read_back():
    read = features.read((parsed(features.render()),))
    assert read.keys == {key for key, _version in features.OURS}
    assert read.short_iv


def test_without_the_block_a_peer_knows_nothing():
    assert features.read(()).keys == frozenset()
    assert not features.read((parsed("<osci:Subject/>"),)).short_iv


@given(DAMAGE)
def test_damage(damage):
    raw = broken(features.render().encode(), damage)
    with suppress(MalformedXml):
        read = features.read((xmlkit.parse_strict(raw),))
        assert all(isinstance(key, str) for key in read.keys)


# --- chunks -------------------------------------------------------------------------

small = st.integers(-1, 10**12 - 1)


def order_with(attributes: str) -> str:
    return f"<osci2017:x><osci2017:ChunkInformation {attributes}/></osci2017:x>"


@given(small, small, small, st.none() | st.lists(st.integers(1, 999), max_size=5))
def test_chunk_information(number, total, size, received):
    attributes = (
        f'ChunkNumber="{number}" TotalChunkNumbers="{total}" TotalMessageSize="{size}"'
    )
    if received is not None:
        attributes += f' ReceivedChunks="{" ".join(map(str, received))}"'
    assert chunk.read(parsed(order_with(attributes))) == ChunkInformation(
        number=number,
        total=total,
        total_size=size,
        received=None if received is None else tuple(received),
    )


def test_no_chunk_information():
    assert chunk.read(parsed("<osci2017:x/>")) is None
    assert chunk.read(parsed(order_with(""))) == ChunkInformation()


@pytest.mark.parametrize("namespace", [OSCI2017, OSCI128])
def test_chunk_information_is_read_in_either_namespace(namespace):
    attributes = 'ChunkNumber="2" TotalChunkNumbers="3"'
    written = f'<c:ChunkInformation xmlns:c="{namespace}" {attributes}/>'
    read = chunk.read(parsed(f"<osci2017:x>{written}</osci2017:x>"))
    assert read == ChunkInformation(number=2, total=3)


@pytest.mark.parametrize("prefixes", [("osci2017",) * 2, ("osci2017", "c")])
def test_chunk_information_given_twice_is_refused(prefixes):
    twice = "".join(
        f'<{prefix}:ChunkInformation ChunkNumber="1"/>' for prefix in prefixes
    )
    with pytest.raises(MalformedXml):
        chunk.read(parsed(f'<osci2017:x xmlns:c="{OSCI128}">{twice}</osci2017:x>'))


@pytest.mark.parametrize("value", ["", "x", "1.5", "--1", "-", "１", "1" * 13, "0x1"])
@pytest.mark.parametrize(
    "name", ["ChunkNumber", "TotalChunkNumbers", "TotalMessageSize"]
)
def test_what_is_no_number(name, value):
    with pytest.raises(MalformedXml):
        chunk.read(parsed(order_with(f'{name}="{value}"')))


def test_received_chunks_are_numbers():
    with pytest.raises(MalformedXml):
        chunk.read(parsed(order_with('ReceivedChunks="1 zwei"')))


@given(DAMAGE)
def test_damaged_chunk_information(damage):
    attributes = 'ChunkNumber="1" TotalChunkNumbers="2" ReceivedChunks="1"'
    whole = f'<a {NS} xmlns:osci2017="{OSCI2017}">{order_with(attributes)}</a>'
    with suppress(MalformedXml):
        root = xmlkit.parse_strict(broken(whole.encode(), damage))
        for element in root:
            chunk.read(element)
