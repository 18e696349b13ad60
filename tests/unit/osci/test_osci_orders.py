"""FetchDelivery and StoreDelivery: requests and answers, both directions."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.xml_text import DAMAGE, XML_TEXT, broken, parsed
from hzl_client import xmlkit
from hzl_client.errors import HzlError, MalformedXml
from hzl_client.osci import feedback, fetch_delivery, process_card, store_delivery
from hzl_client.osci.feedback import Entry
from hzl_client.osci.fetch_delivery import Selection
from hzl_client.osci.process_card import ProcessCard
from hzl_client.osci.store_delivery import StoreOrder

ids = st.text(max_size=30)
selections = (
    st.just(Selection())
    | st.builds(lambda i: Selection(message_id=i), ids)
    | st.builds(lambda t: Selection(reception=t), XML_TEXT.map(str.strip))
)
DONE = (Entry("0801", "Auftrag ausgeführt, Dialog weiterhin geöffnet"),)
MESSAGE_ID = "<osci:MessageId>QQ==</osci:MessageId>"
RECEPTION = "<osci:ReceptionOfDelivery>2026</osci:ReceptionOfDelivery>"
CARD = ProcessCard("id", "2026-11-23T15:45:38+01:00", subject="Betreff")


@given(selections)
def test_fetch_request_round_trip(selection):
    written = fetch_delivery.render_request(selection)
    assert fetch_delivery.read_request(parsed(written)) == selection


@given(selections, st.none() | st.just(CARD))
def test_fetch_answer_round_trip(selection, card):
    answer = parsed(fetch_delivery.render_answer(DONE, selection, card))
    assert feedback.read(answer) == DONE
    echo = next(e for e in answer if e.tag.endswith("}fetchDelivery"))
    assert fetch_delivery.read_request(echo) == selection
    assert process_card.read_all(answer) == (() if card is None else (card,))


@given(st.builds(StoreOrder, st.none() | ids, st.none() | XML_TEXT))
def test_store_request_round_trip(order):
    *qualities, request = map(parsed, store_delivery.render_request(order))
    assert store_delivery.read_request(request) == order
    assert [q.get("Service") for q in qualities] == ["creation", "reception"]


@given(st.none() | st.just(CARD))
def test_store_answer_round_trip(card):
    answer = parsed(store_delivery.render_answer(DONE, card))
    assert feedback.read(answer) == DONE
    assert process_card.read_all(answer) == (() if card is None else (card,))


@pytest.mark.parametrize(
    "rule",
    [
        "<osci:SelectionRule/>",
        "<osci:SelectionRule/>" * 2,
        "<osci:SelectionRule><osci:Unbekannt/></osci:SelectionRule>",
        f"<osci:SelectionRule>{MESSAGE_ID}{RECEPTION}</osci:SelectionRule>",
        "<osci:SelectionRule><osci:MessageId>Q</osci:MessageId></osci:SelectionRule>",
    ],
)
def test_selection_rules_that_say_nothing_clear(rule):
    with pytest.raises(MalformedXml):
        fetch_delivery.read_request(
            parsed(f"<osci:fetchDelivery>{rule}</osci:fetchDelivery>")
        )


@given(selections, DAMAGE)
def test_damaged_fetch_request(selection, damage):
    raw = broken(fetch_delivery.render_request(selection).encode(), damage)
    with suppress(HzlError):
        assert isinstance(
            fetch_delivery.read_request(xmlkit.parse_strict(raw)), Selection
        )


@given(DAMAGE)
def test_damaged_store_request(damage):
    written = store_delivery.render_request(StoreOrder("id", "Betreff"))[-1]
    with suppress(HzlError):
        root = xmlkit.parse_strict(broken(written.encode(), damage))
        assert isinstance(store_delivery.read_request(root), StoreOrder)
