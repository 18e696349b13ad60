"""Days as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.ui.days import away, german, is_due, read_day

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None),
        ("  ", None),
        ("heute", TODAY),
        (" Morgen ", date(2026, 11, 29)),
        ("übermorgen", date(2026, 11, 30)),
        ("+14", date(2026, 12, 12)),
        ("1.12.", date(2026, 12, 1)),
        ("1.12", date(2026, 12, 1)),
        ("1. 12. 2026", date(2026, 12, 1)),
        ("01.12.26", date(2026, 12, 1)),
        ("011226", date(2026, 12, 1)),
        ("01122026", date(2026, 12, 1)),
        ("2026-12-01", date(2026, 12, 1)),
        ("28.11.", TODAY),
        ("27.11.", date(2027, 11, 27)),
        ("29.2.", date(2028, 2, 29)),
        ("27.11.2026", date(2026, 11, 27)),
    ],
)
def test_what_people_type(typed, day):
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        *("gestern", "30.2.", "31.11.2026", "32.1.26", "1.13.", "1", "1.1.1", "+"),
        *("+99999", "2026-13-01", "01.12.2226", "1.12.0026", "١.١٢.", "bald"),
        "00.00.0000",
    ],
)
def test_what_is_no_day(typed):
    with pytest.raises(ValueError, match=r"."):
        read_day(typed, TODAY)


@given(st.text(max_size=20) | st.from_regex(r"[0-9+. -]{0,12}", fullmatch=True))
def test_whatever_is_typed_is_a_day_or_said_to_be_none(typed):
    try:
        day = read_day(typed, TODAY)
    except ValueError:
        return
    assert day is None or read_day(german(day), TODAY) == day


@pytest.mark.parametrize(
    ("day", "said", "tone", "due"),
    [
        (date(2026, 11, 27), "seit 1\u00a0Tag überfällig", "bad", True),
        (date(2026, 11, 25), "seit 3\u00a0Tagen überfällig", "bad", True),
        (TODAY, "heute fällig", "warn", True),
        (date(2026, 11, 29), "morgen fällig", "neutral", False),
        (date(2026, 12, 12), "fällig in 14\u00a0Tagen", "neutral", False),
    ],
)
def test_how_far_away_a_day_is(day, said, tone, due):
    assert away(day, TODAY) == (said, tone)
    assert is_due(day, TODAY) is due


def test_no_day_is_never_due():
    assert not is_due(None, TODAY)
