"""Headers a sender chooses must neither stop the reading nor drag it out."""

from time import process_time

import pytest

from helpers.credentials import rsa_credential
from helpers.xml_text import parsed
from hzl_client.errors import MalformedMime
from hzl_client.model.octets import MemoryOctets
from hzl_client.osci import certificates, mime


@pytest.mark.parametrize(
    "quoted", ['\\"' * 31_000, '\\"' * 31_000 + "\\", "x" * 60_000 + "\\"]
)
def test_a_quote_that_never_closes_costs_no_square(quoted):
    """One header of 64 kB took 68 s."""
    message = (
        "MIME-Version: 1.0\r\nContent-Type: Multipart/Related; boundary=B; "
        f'x="{quoted}\r\n\r\n--B\r\nContent-Type: text/xml\r\n\r\n<a/>\r\n--B--\r\n'
    ).encode()
    began = process_time()
    assert mime.parse(MemoryOctets(message)).root == b"<a/>"
    assert process_time() - began < 5


@pytest.mark.parametrize(
    "head", ["x: " + "y" * 5_000, "\r\n".join(["ab:cd"] * 60)], ids=["long", "many"]
)
def test_heads_of_parts_are_short(head):
    """Two thousand parts keep theirs: 64 kB of lines each took 3.7 GB."""
    message = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
        f"--B\r\nContent-Type: text/xml\r\n{head}\r\n\r\n<a/>\r\n--B--\r\n"
    ).encode()
    with pytest.raises(MalformedMime):
        mime.parse(MemoryOctets(message))


@pytest.mark.parametrize("value", ['a; boundary="B"; boundary=B', 'a; x="1";x=";"'])
def test_a_parameter_still_stands_once(value):
    message = (
        f"MIME-Version: 1.0\r\nContent-Type: multipart/related; {value}\r\n\r\n"
        "--B\r\nContent-Type: text/xml\r\n\r\n<a/>\r\n--B--\r\n"
    ).encode()
    with pytest.raises(MalformedMime):
        mime.parse(MemoryOctets(message))


def test_too_many_certificates_of_a_sender_do_not_keep_its_message_out():
    one = certificates.entry("SignatureCertificateOtherAuthor", rsa_credential().der)
    written = (one,) * (certificates.MAX_CERTIFICATES + 1)
    block = parsed(certificates.render(certificates.NON_INTERMEDIARY, written))
    assert certificates.read(block) == written[:-1]
