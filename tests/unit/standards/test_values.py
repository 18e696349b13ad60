"""Values as shown and as copied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.model.application import FieldKind
from hzl_client.standards.values import Format, day, show, show_by_shape, size_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2010-01-03+00:00", "03.01.2010"),
        ("2025-11-20+01:00", "20.11.2025"),
        ("1974-01-01+01:00", "01.01.1974"),
        ("1990-07-15Z", "15.07.1990"),
        ("1990-07-15", "15.07.1990"),
        ("1961", "1961"),
        ("1961Z", "1961"),
        ("1961-05", "05.1961"),
        ("1961-00-00", "00.00.1961"),
    ],
)
def test_dates_are_read_lexically_and_partial_ones_stay_partial(value, text):
    shown = show(value, Format.DATE)
    assert (shown.text, shown.copy_text, shown.kind) == (text, text, FieldKind.DATE)


@pytest.mark.parametrize(
    "value",
    ["2010-13-01", "2010-01-32", "03.01.2010", "bald", "٢٠١٠-٠١-٠٣", "20100103"],
)
def test_what_is_no_date_stays_as_it_was_sent(value):
    shown = show(value, Format.DATE)
    assert (shown.text, shown.copy_text, shown.kind) == (value, value, FieldKind.TEXT)


@given(st.dates(), st.sampled_from(("", "Z", "+14:00", "-12:00", "+01:00")))
def test_no_zone_ever_moves_a_day(date, zone):
    assert day(date.isoformat() + zone) == (
        f"{date.day:02}.{date.month:02}.{date.year:04}"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1974-13-32+01:00", "1974-13-32+01:00"),
        ("1974-13-00", "1974-13-00"),
        ("2026-02-30+02:00", "30.02.2026"),
        ("1974-13-32T10:00:00Z", "1974-13-32T10:00:00Z"),
        ("2026-02-30T10:00:00+01:00", "30.02.2026, 10:00:00 (+01:00)"),
    ],
)
def test_a_day_that_does_not_exist_is_said(value, text):
    shown = show(value, Format.DATE)
    assert (shown.text, shown.note) == (text, "Diesen Tag gibt es nicht")


def test_nobody_said_that_it_is_a_day():
    shown = show_by_shape("1974-13-32", "aktennummer")
    assert (shown.text, shown.note) == ("1974-13-32", "")


@pytest.mark.parametrize(
    ("value", "text", "note"),
    [
        ("2026-10-05T08:41:07.482913+02:00", "05.10.2026, 08:41:07", ""),
        ("2026-11-02T23:59:58.000001+01:00", "02.11.2026, 23:59:58", ""),
        ("2026-10-28T10:00:00.5+01:00", "28.10.2026, 10:00:00", ""),
        ("2026-07-01T10:00:00+01:00", "01.07.2026, 10:00:00 (+01:00)", ""),
        ("2026-11-21T09:12:13Z", "21.11.2026, 09:12:13 (UTC)", ""),
        ("2026-11-21T09:12:13", "21.11.2026, 09:12:13", "Zeitzone nicht angegeben"),
        ("9999-12-31T23:59:59-14:00", "31.12.9999, 23:59:59 (-14:00)", ""),
    ],
)
def test_times_stand_as_written_with_an_offset_that_is_not_ours(value, text, note):
    shown = show(value, Format.TIME)
    assert (shown.text, shown.note, shown.kind) == (text, note, FieldKind.TIME)


@pytest.mark.parametrize(
    ("value", "text", "copied"),
    [
        ("1234.50", "1.234,50 €", "1234,50"),
        ("1234567", "1.234.567,00 €", "1234567,00"),
        ("-0.5", "-0,50 €", "-0,50"),
        ("007.10", "7,10 €", "7,10"),
        ("0", "0,00 €", "0,00"),
        ("12.345", "12,345 €", "12,345"),
    ],
)
def test_amounts_are_german(value, text, copied):
    shown = show(value, Format.AMOUNT)
    assert (shown.text, shown.copy_text, shown.kind) == (text, copied, FieldKind.AMOUNT)


@pytest.mark.parametrize("value", ["1.234,50", "viel", "1e3", "NaN", "1_000", ""])
def test_what_is_no_amount_is_not_touched(value):
    assert show(value, Format.AMOUNT).text == value


def test_an_iban_is_shown_in_groups_and_copied_without():
    shown = show_by_shape("DE67999999980007700123", "iban")
    assert shown.text == "DE67 9999 9998 0007 7001 23"
    assert shown.copy_text == "DE67999999980007700123"
    assert show_by_shape("DE67 9999 9998 0007 7001 23", "IBAN") == shown


def test_an_amount_nobody_declared_stays_a_number():
    assert show_by_shape("1234.50", "betrag").text == "1234.50"


def test_leading_zeros_are_kept():
    assert show_by_shape("003000", "x").copy_text == "003000"


@pytest.mark.parametrize(
    ("value", "text"),
    [("true", "Ja"), ("false", "Nein"), ("1", "Ja"), ("vielleicht",) * 2],
)
def test_yes_and_no(value, text):
    assert show(value, Format.YES_NO).text == text


def test_a_one_is_no_yes_where_nobody_said_so():
    assert show_by_shape("1", "x").text == "1"


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 Byte"), (1023, "1023 Byte"), (36924, "36 kB"), (1_500_000, "1,4 MB")],
)
def test_sizes(size, text):
    assert size_text(size) == text


@given(st.text(min_size=1), st.sampled_from(Format))
def test_nothing_raises_and_nothing_becomes_empty(value, wanted):
    assert show(value, wanted).text
