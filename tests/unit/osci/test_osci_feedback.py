"""Feedback of answers: round trip, damage, which codes refuse an order."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.xml_text import DAMAGE, XML_TEXT, broken, parsed
from hzl_client import xmlkit
from hzl_client.errors import MalformedXml, RefusedOrder, TypeMismatch
from hzl_client.osci import exit_dialog, feedback, init_dialog
from hzl_client.osci.feedback import Entry
from hzl_client.xmlsec.names import NS

codes = st.from_regex(r"[0-9]{4}", fullmatch=True)
entries = st.lists(
    st.builds(Entry, codes, XML_TEXT, st.sampled_from(["de", "en", "de-DE", ""])),
    min_size=1,
    max_size=5,
).map(tuple)


@given(entries)
def test_round_trip(written):
    order = f"<osci:responseToX>{feedback.render(written)}</osci:responseToX>"
    assert feedback.read(parsed(order)) == written


@pytest.mark.parametrize(
    "render", [init_dialog.render_answer, exit_dialog.render_answer]
)
def test_answers_of_a_dialog_carry_it(render):
    written = (Entry("0800", "Auftrag ausgeführt, Dialog beendet"), Entry("3501"))
    assert feedback.read(parsed(render(written))) == written


@given(entries, DAMAGE)
def test_damage(written, damage):
    raw = f"<osci:x {NS}>{feedback.render(written)}</osci:x>".encode()
    with suppress(MalformedXml, TypeMismatch):
        read = feedback.read(xmlkit.parse_strict(broken(raw, damage)))
        assert all(len(each.code) == 4 for each in read)


ENTRY = "<osci:Entry><osci:Code>0800</osci:Code></osci:Entry>"


@pytest.mark.parametrize(
    "inner",
    [
        "",
        "<osci:Feedback/>",
        f"<osci:Feedback>{ENTRY}</osci:Feedback><osci:Feedback>{ENTRY}</osci:Feedback>",
        f"<osci:Feedback>{ENTRY * 201}</osci:Feedback>",
        "<osci:Feedback><osci:Entry/></osci:Feedback>",
        f"<osci:Feedback>{ENTRY.replace('0800', '800')}</osci:Feedback>",
        f"<osci:Feedback>{ENTRY.replace('0800', '08000')}</osci:Feedback>",
        f"<osci:Feedback>{ENTRY.replace('0800', '08OO')}</osci:Feedback>",
        f"<osci:Feedback>{ENTRY.replace('0800', '０８００')}</osci:Feedback>",
        f"<around><osci:Feedback>{ENTRY}</osci:Feedback></around>",
    ],
)
def test_no_feedback_no_answer(inner):
    with pytest.raises(TypeMismatch):
        feedback.read(parsed(f"<osci:responseToX>{inner}</osci:responseToX>"))


def test_white_space_around_a_code_is_tolerated():
    spaced = ENTRY.replace("0800", "\n 0800 ")
    (entry,) = feedback.read(
        parsed(f"<osci:x><osci:Feedback>{spaced}</osci:Feedback></osci:x>")
    )
    assert entry.code == "0800"


@given(st.lists(codes, min_size=1, max_size=5))
def test_the_first_code_that_begins_with_nine_refuses(given_codes):
    written = tuple(Entry(code) for code in given_codes)
    refusing = [code for code in given_codes if code.startswith("9")]
    if not refusing:
        feedback.check(written)
        return
    with pytest.raises(RefusedOrder) as raised:
        feedback.check(written)
    assert raised.value.name == f"feedback:{refusing[0]}"


def test_each_code_once_in_document_order():
    written = tuple(Entry(code) for code in ("0801", "3800", "0801"))
    assert feedback.codes(written) == ("0801", "3800")
