"""FetchProcessCard: every way of choosing cards, both directions, recordings too."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.osci_vectors import ROOT
from helpers.xml_text import DAMAGE, XML_TEXT, broken, parsed
from hzl_client import xmlkit
from hzl_client.errors import HzlError, MalformedXml
from hzl_client.model.octets import MemoryOctets, MemorySpool
from hzl_client.osci import feedback, fetch_process_card, order, process_card
from hzl_client.osci.feedback import Entry
from hzl_client.osci.fetch_process_card import CardSelection, Role, waiting_since
from hzl_client.osci.process_card import ProcessCard
from hzl_client.xmlsec.names import NS

DONE = (Entry("0801", "erledigt"),)
ids = st.lists(st.text(max_size=30), min_size=1, max_size=4).map(tuple)
limits = st.none() | st.integers(1, fetch_process_card.MAX_LIMIT)
moments = XML_TEXT.map(str.strip)
narrowed = {
    "unreceived": st.booleans(),
    "role": st.none() | st.sampled_from(Role),
    "limit": limits,
}
selections = (
    st.builds(CardSelection, limit=limits)
    | st.builds(CardSelection, message_ids=ids, limit=limits)
    | st.builds(CardSelection, submitted=moments, **narrowed)
    | st.builds(CardSelection, modified=moments, **narrowed)
)
TIME = "<osci:ReceptionOfDelivery>2026</osci:ReceptionOfDelivery>"
ID = "<osci:MessageId>QQ==</osci:MessageId>"


@given(selections)
def test_request_round_trip(selection):
    written = fetch_process_card.render_request(selection)
    assert fetch_process_card.read_request(parsed(written)) == selection


@given(selections, st.integers(0, 3))
def test_answer_round_trip(selection, count):
    cards = tuple(
        ProcessCard(f"id-{n}", "2026-11-23T15:45:38+01:00") for n in range(count)
    )
    answer = parsed(fetch_process_card.render_answer(DONE, selection, cards))
    assert feedback.read(answer) == DONE
    assert process_card.read_all(answer) == cards
    echo = next(e for e in answer if e.tag.endswith("}fetchProcessCard"))
    assert fetch_process_card.read_request(echo) == selection


@pytest.mark.parametrize(
    "inner",
    [
        "<osci:SelectionRule></osci:SelectionRule>",
        f"<osci:SelectionRule>{ID}{TIME}</osci:SelectionRule>",
        f"<osci:SelectionRule>{TIME}{TIME}</osci:SelectionRule>",
        "<osci:SelectionRule><osci:Other></osci:Other></osci:SelectionRule>",
        f"<osci:SelectionRule>{ID}</osci:SelectionRule>" * 2,
        "<osci:Other></osci:Other>",
        *(
            f'<osci:Quantity Limit="{limit}"></osci:Quantity>'
            for limit in ("0", "-1", "", "1e3", "٣", "9" * 40)
        ),
        "<osci:Quantity></osci:Quantity>",
        *(
            f"<osci:SelectionRule><osci:RecentModification {attribute}>2026"
            "</osci:RecentModification></osci:SelectionRule>"
            for attribute in ('Role="Intermed"', 'NoReception="ja"')
        ),
    ],
)
def test_what_the_schema_forbids_is_refused(inner):
    with pytest.raises(MalformedXml):
        fetch_process_card.read_request(
            parsed(f"<osci:fetchProcessCard>{inner}</osci:fetchProcessCard>")
        )


@given(selections, DAMAGE)
def test_damage_is_read_or_refused_but_never_crashes(selection, damage):
    written = fetch_process_card.render_request(selection)
    whole = f"<around {NS}>{written}</around>".encode()
    with suppress(HzlError):
        (request,) = xmlkit.parse_strict(broken(whole, damage))
        fetch_process_card.read_request(request)


RECORDED = {
    "05": CardSelection(
        message_ids=(
            "rig_1795445136533_62475869129464101",
            "rig_1795445136744_44090648154617383",
        )
    ),
    "08": waiting_since("2020-01-01T00:00:00+01:00", limit=1),
    "11": CardSelection(message_ids=("gibt-es-nicht",)),
}


@pytest.mark.parametrize("number", RECORDED)
def test_recorded_requests_say_what_the_reference_client_asked(number):
    file = f"{number}-FetchProcessCard.request.plain.bin"
    raw = (ROOT / "p01-process-cards" / file).read_bytes()
    read = order.read(MemoryOctets(raw), MemorySpool)
    assert fetch_process_card.read_request(read.element) == RECORDED[number]
    # And we would write it the same.
    assert fetch_process_card.render_request(RECORDED[number]).encode() in raw
