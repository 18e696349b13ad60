"""What a search takes for the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.model.folding import Folded, words_of

LETTERS = st.text(
    st.sampled_from("abeosuäöüßéñÄÖÜ\u0308\u0301ﬁ 1-") | st.characters(), max_size=12
)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("müller", "MÜLLER"),
        ("muller", "Müller"),
        ("mueller", "Müller"),
        ("Müller", "Mueller"),
        ("Müller", "Mu\u0308ller"),  # as some programs write it
        ("strasse", "Straße"),
        ("STRASSE", "straße"),
        ("ß", "Strasse"),
        ("aurelie", "Aurélie"),
        ("Aurélie", "AURELIE"),
        ("erlass", "Steuererlass"),
        ("finanz", "\ufb01nanz"),
        ("umzug", "um\u00adzug"),
        ("1 200", "1.200 €, am 1.2."),
        ("gericht amts", "Amtsgericht"),
        ("एक", "एक"),
        ("", "irgendetwas"),
        ("  ", ""),
    ],
)
def test_found(typed, text):
    assert Folded.of(text).holds(words_of(typed))


@pytest.mark.parametrize(
    ("typed", "text"),
    [("bar", "Bä"), ("müller meier", "Müller"), ("ss", "s"), ("कि", "का")],
)
def test_not_found(typed, text):
    assert not Folded.of(text).holds(words_of(typed))


@given(LETTERS, LETTERS, LETTERS)
def test_what_was_typed_is_found_wherever_it_stands(before, typed, after):
    text = f"{before} {typed} {after}"
    assert Folded.of(text).holds(words_of(typed))


@given(LETTERS)
def test_case_makes_no_difference(text):
    assert Folded.of(text).holds(words_of(text.upper()))
    assert Folded.of(text.upper()).holds(words_of(text.lower()))


@given(LETTERS)
def test_folding_once_is_enough(text):
    folded = Folded.of(text)
    assert Folded.of(folded.bare).bare == folded.bare
    assert Folded.of(folded.spelled).spelled == folded.spelled
