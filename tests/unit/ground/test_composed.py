"""Normal forms: those of Unicode, and in no more time than the text is long."""

import sys
import time
import unicodedata
from itertools import groupby

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hzl_client.model.composed import MOST_MARKS, composed
from hzl_client.model.folding import Folded

FORMS = ("NFC", "NFKC", "NFKD")
# Sorted apart, sorted alike, two in one, taken apart into marks without being one.
MARKS = "\u0301\u0327\u0344\u0f73\u0f81\uff9e"
SIGNS = st.sampled_from("aǖᾂ각ｶ漢 \u034f" + MARKS) | st.characters()


def oracle(form, text):
    return unicodedata.normalize(form, text)  # noqa: TID251 (what it is held against)


def longest_run(text):
    marks = (unicodedata.combining(sign) > 0 for sign in oracle("NFKD", text))
    runs = (len(list(run)) for mark, run in groupby(marks) if mark)
    return max(runs, default=0)


@pytest.mark.parametrize("form", FORMS)
@given(text=st.text(SIGNS, max_size=60))
def test_it_is_the_normal_form_where_no_letter_has_too_many_marks(form, text):
    assume(longest_run(text) <= MOST_MARKS)
    assert composed(form, text) == oracle(form, text)


@pytest.mark.parametrize("form", FORMS)
@given(before=st.text(SIGNS, max_size=3), marks=st.text(MARKS, min_size=14))
def test_no_run_stays_too_long_and_once_is_enough(form, before, marks):
    once = composed(form, before + marks)
    assert longest_run(once) <= MOST_MARKS
    assert composed(form, once) == once


def test_no_letter_brings_more_marks_than_the_search_for_runs_counts_on():
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    apart = {s: oracle("NFKD", s) for s in every if oracle("NFKD", s) != s}
    marks = {s: [unicodedata.combining(p) > 0 for p in apart[s]] for s in apart}
    assert max(len(each) for each in marks.values() if all(each)) == 2
    assert max([*each, False][::-1].index(False) for each in marks.values()) <= 3
    low = [s for s in every[:0x300] if apart.get(s, s) and longest_run(s) > 2]
    assert low == []
    assert not any(marks.get(s, [unicodedata.combining(s)])[0] for s in every[:0x300])


@pytest.mark.parametrize("mark", ["\u0301\u0327", "\u0f73", "\uff9e\u0301", "\u0344"])
@pytest.mark.parametrize("change", [*FORMS, "folded"])
def test_two_hundred_thousand_marks_cost_no_more_than_a_long_text(change, mark):
    text = "a" + mark * (200_000 // len(mark))
    begun = time.process_time()
    if change == "folded":
        Folded.of(text)
    else:
        composed(change, text)
    assert time.process_time() - begun < 5  # minutes, were they sorted as one run
