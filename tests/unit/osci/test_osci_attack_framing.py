"""Frames and envelopes that two readers would understand differently."""

from time import process_time

import pytest

from helpers.credentials import rsa_credential
from hzl_client.errors import HzlError, SymmetricDecryption, TransportDecrypt
from hzl_client.model.octets import MemoryOctets, MemorySpool, in_memory
from hzl_client.osci import envelope, mime
from hzl_client.xmlsec import base64, encryption
from hzl_client.xmlsec.algorithms import KT_RSA_15
from hzl_client.xmlsec.names import SOAP
from hzl_client.xmlsec.policy import LEGACY, MODERN

ROOT = b"Content-Type: text/xml\r\nContent-ID: <osci@message>\r\n\r\n<a/>"
PART = b"Content-Type: a/b\r\nContent-ID: "


def framed(*parts: bytes, boundary: bytes = b"B", head: bytes = b"") -> bytes:
    start = b"MIME-Version: 1.0\r\n" + (
        head or b"Content-Type: multipart/related; boundary=" + boundary + b"\r\n"
    )
    mark = b"\r\n--" + boundary
    return start + b"".join(mark + b"\r\n" + part for part in parts) + mark + b"--\r\n"


def parse(whole: bytes) -> mime.MimeMessage:
    return mime.parse(MemoryOctets(whole))


def refusal(whole: bytes) -> str:
    with pytest.raises(HzlError) as raised:
        parse(whole)
    return raised.value.name


# --- which part is meant -------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"<a>", b"a"),
        (b"a", b"<a>"),
        (b"<a>", b"  <a>  "),
        (b"<a>", b"\r\n <a>"),
        ("<ä>".encode(), "ä".encode()),
        (b"<osci@message>", b"<b>"),
    ],
)
def test_one_name_in_two_spellings_is_given_twice(one: bytes, other: bytes) -> None:
    whole = framed(ROOT, PART + one + b"\r\n\r\nx", PART + other + b"\r\n\r\ny")
    assert refusal(whole) == "duplicate-content-id"


def test_names_are_compared_letter_by_letter() -> None:
    names = ["a", "A", " a", "%61", "./a", "a ", "../a", "<a>"]
    parts = [PART + f"<{name}>\r\n\r\nx".encode() for name in names]
    found = parse(framed(ROOT, *parts)).attachments
    assert [each.content_id for each in found] == names


@pytest.mark.parametrize("name", [b"", b"<>", b" "])
def test_an_attachment_has_a_name(name: bytes) -> None:
    assert refusal(framed(ROOT, PART + name + b"\r\n\r\nx")) == "mime"


@pytest.mark.parametrize(
    "header",
    [
        b"Content-ID: <b>",
        b"content-id: <a>",
        b"Content-Type: text/base64",
        b"CONTENT-TYPE: a/b",
        b"Content-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: 8bit",
        b"MIME-Version: 1.0\r\nMIME-Version: 1.0",
    ],
)
def test_a_header_that_decides_stands_once(header: bytes) -> None:
    whole = framed(ROOT, PART + b"<a>\r\n" + header + b"\r\n\r\nQQ==")
    assert refusal(whole) == "mime"


def test_a_second_type_of_the_whole_message_is_refused() -> None:
    one = b"Content-Type: multipart/related; boundary="
    for head in (one + b"B\r\n" + one + b"C\r\n", one + b"C\r\n" + one + b"B\r\n"):
        assert refusal(framed(ROOT, head=head)) == "mime"


def test_what_decides_nothing_may_stand_twice() -> None:
    headers = b"<a>\r\nX-Weg: 1\r\nX-Weg: 2\r\nContent-Length: 5\r\nContent-Length: 7"
    (part,) = parse(framed(ROOT, PART + headers + b"\r\n\r\nx")).attachments
    assert in_memory(part.body) == b"x"


# --- where a part ends ---------------------------------------------------------------


@pytest.mark.parametrize("boundary", [b".*", b"(a+)+$", b"[^", b"\\Q", b"a+b/c", b"--"])
def test_a_boundary_is_no_pattern(boundary: bytes) -> None:
    (part,) = parse(framed(ROOT, PART + b"a\r\n\r\nx", boundary=boundary)).attachments
    assert in_memory(part.body) == b"x"


@pytest.mark.parametrize(
    "body",
    [b"\r\n--", b"\r\n--A", b"x--B\r\n", b"\n--B--\r\n", b"\r--B\r\r\n-B"],
)
def test_only_the_whole_delimiter_ends_a_part(body: bytes) -> None:
    (part,) = parse(framed(ROOT, PART + b"a\r\n\r\n" + body)).attachments
    assert in_memory(part.body) == body


@pytest.mark.parametrize("behind", [b"X", b"-", b"-X", b" X", b"\n", b"\r", b"\t;"])
def test_a_longer_boundary_is_refused_not_guessed_at(behind: bytes) -> None:
    whole = framed(ROOT, PART + b"a\r\n\r\n1\r\n--B" + behind + b"\r\n2")
    assert refusal(whole) == "mime"


def test_a_delimiter_inside_the_xml_ends_it() -> None:
    evil = ROOT.replace(b"<a/>", b"<a>\r\n--B\r\n</a>")
    assert refusal(framed(evil)) == "mime"


def test_a_message_inside_an_attachment_stays_bytes() -> None:
    inner = framed(ROOT, boundary=b"C")
    head = b"Content-Type: multipart/related; boundary=C\r\nContent-ID: <a>\r\n\r\n"
    (part,) = parse(framed(ROOT, head + inner)).attachments
    assert in_memory(part.body) == inner


@pytest.mark.parametrize("before", [b"x" * 2_000_000, b"\r\n" * 1_000_000])
def test_text_before_the_first_part_is_not_read_to_its_end(before: bytes) -> None:
    class Watched(MemoryOctets):
        def read(self, start: int, length: int) -> bytes:
            lengths.append(length)
            return super().read(start, length)

    lengths: list[int] = []
    whole = framed(ROOT).replace(b"\r\n--B\r\n", b"\r\n" + before + b"\r\n--B\r\n", 1)
    with pytest.raises(HzlError):
        mime.parse(Watched(whole))
    assert max(lengths) < 1_100_000


def test_lines_that_end_in_lf_alone_are_no_frame() -> None:
    whole = framed(ROOT, PART + b"a\r\n\r\nx")
    assert refusal(whole.replace(b"\r\n", b"\n")) == "mime"
    assert refusal(framed(ROOT, PART + b"a\n\r\n\r\nx")) == "mime"


def test_folded_headers_mean_what_they_say() -> None:
    head = b'Content-Type: multipart/related;\r\n\tboundary="B";\r\n type=text/xml\r\n'
    assert parse(framed(ROOT, head=head)).root == b"<a/>"


def test_many_parts_in_front_of_a_long_one_cost_no_square() -> None:
    parts = [PART + str(n).encode() + b"\r\n\r\n" for n in range(1_990)]
    whole = framed(ROOT, *parts, PART + b"lang\r\n\r\n" + b"\r\n--" * 250_000)
    began = process_time()
    assert len(parse(whole).attachments) == 1_991
    assert process_time() - began < 5


# --- the transport envelope ----------------------------------------------------------

ME = rsa_credential()
PLAIN = framed(ROOT)
SEALED = b"".join(envelope.seal_envelope(MemoryOctets(PLAIN), ME.certificate, "B"))
ENCRYPTED = SEALED[
    SEALED.index(b"<xenc:EncryptedData") : SEALED.index(b"</soap:Body>")
].decode()
FAULT = "<soap:Fault><detail/></soap:Fault>"


def opened(old: str, new: str) -> bytes:
    assert SEALED.count(old.encode()) == 1
    body = MemoryOctets(SEALED.replace(old.encode(), new.encode()))
    got = envelope.open_envelope(body, (ME,), LEGACY, MemorySpool)
    return in_memory(got.message)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<soap:Body>", "<soap:Body></soap:Body><soap:Body>"),
        ("</soap:Body>", "</soap:Body><soap:Body></soap:Body>"),
        ("<soap:Body>", "<soap:Header></soap:Header><soap:Body>"),
        ("</soap:Body>", f"{FAULT}</soap:Body>"),
        ("</soap:Body>", f"{ENCRYPTED}</soap:Body>"),
        ("<soap:Body>", "<soap:Body><x:y xmlns:x='urn:x'/>"),
    ],
)
def test_nothing_stands_beside_the_ciphertext(old: str, new: str) -> None:
    with pytest.raises(HzlError) as raised:
        opened(old, new)
    assert raised.value.name == "xml"


def test_an_envelope_in_an_envelope_is_no_order() -> None:
    twice = b"".join(envelope.seal_envelope(MemoryOctets(SEALED), ME.certificate, "C"))
    got = envelope.open_envelope(MemoryOctets(twice), (ME,), MODERN, MemorySpool)
    assert in_memory(got.message) == SEALED


def test_an_encrypted_data_of_a_foreign_namespace_is_none() -> None:
    body = SEALED.replace(b"xenc:EncryptedData", b"x:EncryptedData").replace(
        b"<soap:Envelope ", b'<soap:Envelope xmlns:x="urn:x" '
    )
    got = envelope.open_envelope(MemoryOctets(body), (ME,), MODERN, MemorySpool)
    assert got.facts is None


def test_rsa_15_goes_the_same_way_whether_the_padding_held(monkeypatch) -> None:
    """A wrong padding, a key of the wrong length and a wrong key: each decrypts the
    whole ciphertext before it fails, and says the same."""
    public = ME.certificate.public_key()
    pkcs1 = encryption.padding.PKCS1v15()
    wrapped = [
        public.encrypt(bytes(32), pkcs1),  # type: ignore[union-attr]
        public.encrypt(bytes(5), pkcs1),  # type: ignore[union-attr]
        bytes(255) + b"\7",  # no padding at all
        b"",
    ]
    start = SEALED.index(b"<xenc:EncryptedKey>")
    head, rest = SEALED[:start], SEALED[start:]
    inner = rest[: rest.index(b"</xenc:EncryptedKey>")]
    key_info = inner[inner.index(b"<ds:KeyInfo>") : inner.index(b"<xenc:CipherData>")]
    tail = rest[rest.index(b"</xenc:EncryptedKey>") :]
    ran: list[int] = []
    decrypt = encryption.decrypt

    def counted(cipher, *others):
        ran.append(cipher.size)
        return decrypt(cipher, *others)

    monkeypatch.setattr(encryption, "decrypt", counted)
    said = set()
    for key in wrapped:
        method = f'<xenc:EncryptionMethod Algorithm="{KT_RSA_15}"/>'.encode()
        value = base64.encode(key).encode()
        made = b"<xenc:EncryptedKey>" + method + key_info + b"<xenc:CipherData>"
        made += b"<xenc:CipherValue>" + value + b"</xenc:CipherValue></xenc:CipherData>"
        with pytest.raises(TransportDecrypt) as raised:
            envelope.open_envelope(
                MemoryOctets(head + made + tail), (ME,), LEGACY, MemorySpool
            )
        assert isinstance(raised.value.__cause__, SymmetricDecryption)
        said.add((str(raised.value), str(raised.value.__cause__)))
    assert len(said) == 1
    assert len(set(ran)) == 1
    assert len(ran) == len(wrapped)


def test_a_fault_needs_its_own_envelope() -> None:
    """Plain, without a type, alone: as a supplier that gave up would send it."""
    xml = f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Body>{FAULT}</soap:Body>'
    whole = framed(ROOT.replace(b"<a/>", f"{xml}</soap:Envelope>".encode()))
    got = envelope.open_envelope(MemoryOctets(whole), (ME,), MODERN, MemorySpool)
    assert got.facts is None
