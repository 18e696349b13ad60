"""Process cards and message ids: round trip, damage, times."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.xml_text import DAMAGE, XML_TEXT, broken, parsed
from hzl_client import xmlkit
from hzl_client.errors import MalformedXml
from hzl_client.osci import get_message_id, process_card
from hzl_client.osci.feedback import Entry
from hzl_client.osci.process_card import Inspection, ProcessCard
from hzl_client.xmlsec.names import NS

optional = st.none() | XML_TEXT
inspections = st.builds(Inspection, *(XML_TEXT for _ in range(7)))
cards = st.builds(
    ProcessCard,
    st.text(max_size=30),
    XML_TEXT,
    optional,
    optional,
    optional,
    optional,
    st.lists(inspections, max_size=3).map(tuple),
)


@given(st.lists(cards, max_size=3))
def test_round_trip(written):
    order = f"<osci:x>{''.join(map(process_card.render, written))}</osci:x>"
    assert process_card.read_all(parsed(order)) == tuple(written)


@given(cards, DAMAGE)
def test_damage(card, damage):
    raw = f"<osci:x {NS}>{process_card.render(card)}</osci:x>".encode()
    with suppress(MalformedXml):
        read = process_card.read_all(xmlkit.parse_strict(broken(raw, damage)))
        assert len(read) <= 1


@given(st.text(max_size=40))
def test_message_id_round_trip(message_id):
    written = process_card.render_message_id(message_id)
    assert process_card.read_message_id(parsed(f"<a>{written}</a>")) == message_id


@given(st.none() | st.text(min_size=1, max_size=40))
def test_an_issued_message_id(message_id):
    answer = parsed(get_message_id.render_answer((Entry("0801"),), message_id))
    assert get_message_id.read_answer(answer) == message_id


@pytest.mark.parametrize("text", ["QQ", "Q!==", "/w==", "QQ==QQ=="])
def test_message_ids_are_base64_of_utf8(text):
    with pytest.raises(MalformedXml):
        process_card.read_message_id(
            parsed(f"<a><osci:MessageId>{text}</osci:MessageId></a>")
        )


def test_a_message_id_given_twice():
    twice = process_card.render_message_id("a") * 2
    with pytest.raises(MalformedXml):
        process_card.read_message_id(parsed(f"<a>{twice}</a>"))


def test_too_many_cards():
    order = parsed(f"<a>{'<osci:ProcessCardBundle/>' * 10_001}</a>")
    with pytest.raises(MalformedXml):
        process_card.read_all(order)


def test_an_empty_bundle_and_a_cryptographic_stamp():
    order = parsed(
        "<a><osci:ProcessCardBundle/><osci:ProcessCardBundle><osci:ProcessCard>"
        "<osci:Creation><osci:Cryptographic/></osci:Creation>"
        "</osci:ProcessCard></osci:ProcessCardBundle></a>"
    )
    empty, stamped = process_card.read_all(order)
    assert empty == ProcessCard("")
    assert (stamped.creation, stamped.reception) == ("", None)


@given(
    st.datetimes(datetime(1900, 1, 2), datetime(2200, 1, 1)),  # noqa: DTZ001
    st.integers(-14 * 60, 14 * 60),
)
def test_times_are_read_with_their_zone(moment, minutes):
    aware = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert process_card.parse_time(aware.isoformat()) == aware


def test_a_rendered_time_is_read_back():
    moment = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert process_card.parse_time(process_card.render_time(moment)) == moment


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-23T15:45:38", datetime(2026, 11, 23, 15, 45, 38)),  # noqa: DTZ001
        ("2026-11-23T24:00:00Z", datetime(2026, 11, 24, tzinfo=UTC)),
        ("2026-12-31T24:00:00.00", datetime(2027, 1, 1)),  # noqa: DTZ001
        (" 2026-11-23T15:45:38.5Z ", datetime(2026, 11, 23, 15, 45, 38, 500_000, UTC)),
    ],
)
def test_a_time_without_a_zone_is_one_here_and_a_day_ends_at_24(text, meant):
    assert process_card.parse_time(text) == meant.astimezone(UTC)


@pytest.mark.parametrize(
    "text", [None, "", "gestern", "2026-02-30T00:00:00Z", "2026-02-30T24:00:00"]
)
def test_what_is_no_time(text):
    assert process_card.parse_time(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T24:00:00Z",
        "9999-12-31T24:00:00",
    ],
)
def test_a_time_beyond_the_calendar_in_utc_is_no_time(text):
    assert process_card.parse_time(text) is None
