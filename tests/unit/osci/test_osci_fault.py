"""SOAP faults: complete bodies that read back as what they say."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.xml_text import DAMAGE, XML_TEXT, broken, parsed
from hzl_client.errors import Fault, HzlError
from hzl_client.model.octets import MemoryOctets, MemorySpool
from hzl_client.osci import envelope, fault, mime, order
from hzl_client.xmlkit import parse_strict
from hzl_client.xmlsec.names import SOAP
from hzl_client.xmlsec.policy import MODERN


def read(body: bytes) -> None:
    order.read(MemoryOctets(body), MemorySpool)


@given(st.from_regex(r"9[0-9]{3}", fullmatch=True), XML_TEXT)
def test_round_trip(code, text):
    body = fault.render(code, text)
    with pytest.raises(Fault) as raised:
        read(body)
    assert raised.value.name == f"fault:{code}"
    root = parse_strict(mime.parse(MemoryOctets(body)).root)
    assert root.findtext(f".//{fault.TAG}/faultstring") == text


def test_a_fault_needs_no_key_to_be_read():
    body = MemoryOctets(fault.render("9400", "nein"))
    opened = envelope.open_envelope(body, (), MODERN, MemorySpool)
    assert (opened.message, opened.facts) == (body, None)


@pytest.mark.parametrize(
    ("code", "side"), [("9000", "Server"), ("9503", "Server"), ("9400", "Client")]
)
def test_whose_fault_it_is(code, side):
    assert f"<faultcode>soap:{side}<".encode() in fault.render(code, "")


@given(DAMAGE)
def test_damage(damage):
    with suppress(HzlError):
        read(broken(fault.render("9400", "nein"), damage))
        pytest.fail("a fault without answer can be no order")


@pytest.mark.parametrize(
    ("inner", "name"),
    [
        ("<faultcode>soap:Server</faultcode>", "fault:soap:Server"),
        ("", "fault:"),
        ("<detail><osci:Code> 9100 </osci:Code></detail>", "fault:9100"),
        ("<detail><osci:Code>123456789</osci:Code></detail>", "fault:12345678"),
        (f"<faultcode>{'x' * 70}</faultcode>", f"fault:{'x' * 64}"),
    ],
)
def test_foreign_faults(inner, name):
    element = parsed(f'<soap:Fault xmlns:soap="{SOAP}">{inner}</soap:Fault>')
    assert fault.read(element).name == name


def test_a_fault_beside_a_header_is_still_a_fault():
    whole = fault.render("9400", "nein")
    with_header = whole.replace(b"<soap:Body>", b"<soap:Header/><soap:Body>")
    with pytest.raises(Fault):
        read(with_header)
