"""How the pages of a TIFF are to be held."""

import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.pdf_files import tiff
from hzl_client.documents.document import MAX_PAGES
from hzl_client.documents.tiff import UPRIGHT, orientations

WHITE = b"\xff\xff\xff"


def test_each_page_has_its_own():
    pages = [(3, 2, WHITE)] * 3
    assert orientations(tiff(*pages, held=(6, 1, 8))) == (6, 1, 8)


def test_nothing_said_is_upright():
    assert orientations(tiff((3, 2, WHITE))) == (UPRIGHT,)


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_an_unknown_value_is_upright(value):
    assert orientations(tiff((3, 2, WHITE), held=(value,))) == (UPRIGHT,)


def test_the_other_order_of_bytes():
    entry = struct.pack(">HHIHH", 274, 3, 1, 3, 0)
    data = b"MM\x00*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    assert orientations(data) == (3,)


def test_a_chain_that_bites_its_tail_ends():
    data = b"II*\x00" + struct.pack("<IHI", 8, 0, 8)
    assert orientations(data) == (UPRIGHT,)


def test_lists_that_lie_over_each_other_take_no_time():
    """Each of them claims the most entries a list can have."""
    size = 65_535 * 12 + 2
    lists = 2 * MAX_PAGES
    data = bytearray(b"II*\x00" + struct.pack("<I", 8) + bytes(size + lists * 8))
    for at in range(8, 8 + lists * 8, 8):
        struct.pack_into("<H", data, at, 65_535)
        struct.pack_into("<I", data, at + size, at + 8)
    begun = time.process_time()
    assert len(orientations(bytes(data))) == MAX_PAGES
    assert time.process_time() - begun < 5


@given(st.binary(max_size=80), st.sampled_from([b"II*\x00", b"MM\x00*"]))
def test_noise_has_an_answer(noise, head):
    assert set(orientations(head + noise)) <= set(range(1, 9))
