"""What an office's Aktenzeichen look like, and what differs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.model.reference_pattern import LONGEST, follows, is_pattern


@pytest.mark.parametrize(
    ("pattern", "reference", "fits"),
    [
        ("", "anything", True),
        ("50.1-##", "", True),
        ("50.1-##", "50.1-07", True),
        ("50.1-##", "50x1-07", False),
        ("50.1-##", "50.1-7", False),
        ("50.1-##", "50.1-077", False),
        ("##", "٣٤", False),
        ("?-#", "Ä-1", True),
        ("?-#", "1-1", False),
        ("?-#", "_-1", False),
        ("50*/##", "50.1 Muster/26", True),
        ("50*/##", "50/26", True),
        ("50*/##", "50.1/2026x", False),
        ("(a)", "(a)", True),
        ("(a)", "a", False),
        ("[0-9]", "5", False),
    ],
)
def test_what_follows_a_pattern(pattern, reference, fits):
    assert follows(pattern, reference) is fits


@pytest.mark.parametrize(
    ("text", "good"),
    [("", True), ("50.1-####/##", True), ("*" * 3, True)]
    + [(t, False) for t in ("*" * 4, " #", "#\n", "x" * (LONGEST + 1))],
)
def test_what_is_a_pattern(text, good):
    assert is_pattern(text) is good


@given(st.text(max_size=LONGEST), st.text(max_size=100))
def test_comparing_neither_fails_nor_takes_long(pattern, reference):
    if is_pattern(pattern):
        assert follows(pattern, reference) in (True, False)


def test_the_worst_pattern_is_quick():
    begun = time.process_time()
    assert not follows("*" + "a" * 19 + "*" + "a" * 18 + "*b", "a" * 100)
    assert time.process_time() - begun < 0.5
