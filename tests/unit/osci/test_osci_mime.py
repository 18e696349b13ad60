"""The MIME frame: round trips, odd but valid forms, and everything refused."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.xml_text import DAMAGE, broken
from hzl_client.errors import DuplicateContentId, HzlError, MalformedMime
from hzl_client.model.octets import CHUNK, MemoryOctets, MemorySpool, in_memory
from hzl_client.osci import mime
from hzl_client.osci.mime import MimeMessage, PartToSend
from hzl_client.xmlkit import MAX_BYTES

BOUNDARY = "MIME_boundary_aB+/9="
ROOT = b"<soap/>"
HEAD = b"MIME-Version: 1.0\r\nContent-Type: Multipart/Related; boundary=B\r\n\r\n"
XML = b"Content-Type: text/xml; charset=UTF-8\r\n\r\n"

names = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")),
    min_size=1,
    max_size=30,
).filter(lambda name: name == name.strip())
bodies = st.one_of(
    st.binary(max_size=300),
    st.sampled_from(
        [b"", b"\r\n", b"\r\n--", b"\r\n--MIME_boundary_", b"--", b"\n\r\n"]
    ),
)


def parse(octets: bytes) -> MimeMessage:
    return mime.parse(MemoryOctets(octets))


def rendered(root: bytes, parts: list[PartToSend], boundary: str = BOUNDARY) -> bytes:
    return b"".join(mime.render(root, parts, boundary))


def message(*parts: bytes, head: bytes = HEAD, end: bytes = b"\r\n--B--\r\n") -> bytes:
    return head + b"--B\r\n" + b"\r\n--B\r\n".join(parts) + end


def attachment(name: str, body: bytes = b"x", further: str = "") -> bytes:
    head = f"Content-Type: text/plain\r\nContent-ID: <{name}>\r\n{further}\r\n"
    return head.encode() + body


@given(
    st.binary(max_size=100),
    st.lists(
        st.tuples(names, bodies, st.booleans()), max_size=5, unique_by=lambda p: p[0]
    ),
)
@example(b"", [("leer.bin", b"", False), ("auch leer", b"", True)])
def test_what_is_rendered_is_read_back(root, parts):
    to_send = [
        PartToSend(name, MemoryOctets(body), base64=as_base64)
        for name, body, as_base64 in parts
    ]
    read = parse(rendered(root, to_send))
    assert read.root == root
    assert [
        (p.content_id, in_memory(mime.decode(p, MemorySpool)), p.base64)
        for p in read.attachments
    ] == parts


def test_further_headers_survive():
    further = (("X-Vermerk", "Größe 1"), ("X-Leer", ""))
    part = PartToSend("a", MemoryOctets(b"x"), "application/pdf", headers=further)
    (read,) = parse(rendered(ROOT, [part])).attachments
    assert read.headers[-2:] == further
    assert read.media_type == "application/pdf"


@given(DAMAGE)
def test_damage_is_refused_or_harmless(damage):
    parts = [
        PartToSend("a.pdf", MemoryOctets(b"%PDF")),
        PartToSend("b", MemoryOctets(b"")),
    ]
    with suppress(MalformedMime, DuplicateContentId):
        assert len(parse(broken(rendered(ROOT, parts), damage)).attachments) <= 2


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_refused(octets):
    with pytest.raises(MalformedMime):
        parse(octets)


@given(st.integers(0, 10**6))
def test_every_truncation_is_refused(length):
    whole = rendered(ROOT, [PartToSend("a", MemoryOctets(b"\r\n--x"))])
    with pytest.raises(MalformedMime):
        parse(whole[: length % (len(whole) - len("--\r\n"))])


# --- valid, though unusual ----------------------------------------------------------


@pytest.mark.parametrize(
    "parameters",
    [
        'boundary="B"',
        'type="text/xml; x"; boundary=B',
        "BOUNDARY=B",
        ' boundary = B ; start="<osci@message>"',
        'boundary="\\B"',
        "type=text/xml;\r\n boundary=B",
        'start="a;boundary=C";\r\n\tboundary=B',
    ],
)
def test_spellings_of_the_boundary(parameters):
    head = f"content-type: MULTIPART/related; {parameters}\r\n\r\n".encode()
    assert parse(message(XML + ROOT, head=head)).root == ROOT


def test_a_quoted_boundary_may_hold_a_semicolon_and_an_equals_sign():
    head = b'Content-Type: multipart/related; boundary="a;b=c"\r\n\r\n'
    whole = head + b"--a;b=c\r\n" + XML + ROOT + b"\r\n--a;b=c--"
    assert parse(whole).root == ROOT


def test_empty_lines_before_the_header():
    assert parse(b"\r\n\r\n" + message(XML + ROOT)).root == ROOT


@pytest.mark.parametrize("behind", [b"", b"\r\n", b"\r\nnoch etwas", b" \t x"])
def test_text_behind_the_end_is_ignored(behind):
    assert parse(message(XML + ROOT, end=b"\r\n--B--" + behind)).root == ROOT


def test_blanks_behind_a_delimiter():
    whole = message(XML + ROOT, attachment("a")).replace(b"--B\r\n", b"--B \t\r\n")
    assert len(parse(whole).attachments) == 1


def test_an_empty_part_may_share_its_line_end_with_the_delimiter():
    head = attachment("leer", b"")[:-2]
    (part,) = parse(message(XML + ROOT, head)).attachments
    assert (part.content_id, part.body.size) == ("leer", 0)


def test_content_id_with_and_without_brackets():
    bare = b"Content-Type: a/b\r\ncontent-id: b [1].pdf\r\n\r\n"
    read = parse(message(XML + ROOT, attachment("a"), bare))
    assert [p.content_id for p in read.attachments] == ["a", "b [1].pdf"]


def test_content_length_decides_nothing():
    part = attachment("a", b"1234", "Content-Length: 2\r\n")
    (read,) = parse(message(XML + ROOT, part)).attachments
    assert in_memory(read.body) == b"1234"


def test_the_first_part_may_be_base64():
    head = b"Content-Type: text/xml\r\nContent-Transfer-Encoding: BASE64\r\n\r\n"
    assert parse(message(head + b"PHNv\nYXAvPg==")).root == ROOT


@pytest.mark.parametrize("before", range(-30, 4))
def test_a_delimiter_across_the_border_of_a_window(before):
    """The search reads windows of CHUNK bytes, each from behind the last delimiter."""
    delimiter = b"\r\n--" + BOUNDARY.encode()
    short = rendered(ROOT, [PartToSend("a", MemoryOctets(b""))])
    between = short.split(delimiter)[-2]
    body = b"x" * (CHUNK + before - len(between))
    parts = [PartToSend("a", MemoryOctets(body)), PartToSend("b", MemoryOctets(b"y"))]
    read = parse(rendered(ROOT, parts))
    assert [p.body.size for p in read.attachments] == [len(body), 1]


@pytest.mark.parametrize("kilobytes", [1024, 2049, 5000])
def test_long_attachments(kilobytes):
    body = (b"\r\n--MIME_boundary_" * 64)[:1024] * kilobytes
    for as_base64 in (False, True):
        part = PartToSend("gross.bin", MemoryOctets(body), base64=as_base64)
        (read,) = parse(rendered(ROOT, [part])).attachments
        assert in_memory(mime.decode(read, MemorySpool)) == body


# --- refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whole", "why"),
    [
        (b"", "does not end"),
        (HEAD, "closing delimiter"),
        (HEAD + b"--B--\r\n", "no part"),
        (HEAD + b"--B\r\n" + XML + ROOT, "closing delimiter"),
        (HEAD + b"vorab\r\n--B\r\n" + XML + ROOT + b"\r\n--B--", "before the first"),
        (message(XML + ROOT, end=b"\r\n--B- -"), "follows a delimiter"),
        (message(XML + ROOT, end=b"\r\n--Bx\r\n--B--"), "follows a delimiter"),
        (message(XML + ROOT, end=b"\r\n--B\n--B--"), "follows a delimiter"),
        (
            message(XML + ROOT, b"Content-Type: a/b\r\nContent-ID: <a>"),
            "does not end",
        ),
        (message(b""), "does not end"),
        (message(XML + ROOT, b"Content-ID: <a>\r\n\r\nx"), "without Content-Type"),
        (message(XML + ROOT, b"Content-Type: a/b\r\n\r\nx"), "without Content-ID"),
        (message(XML.replace(b"UTF-8", b"ISO-8859-1") + ROOT), "charset"),
        (b"\r\n" * 9 + message(XML + ROOT), "empty lines"),
        (b"MIME-Version: 1.1\r\n" + HEAD[19:] + message(XML + ROOT), "MIME-Version"),
        (message(XML + ROOT, head=b"Content-Type: text/xml\r\n\r\n"), "multipart"),
        (message(XML + ROOT, head=HEAD.replace(b"; boundary=B", b"")), "boundary"),
        (message(XML + ROOT, head=HEAD.replace(b"=B", b'=""')), "boundary"),
        (message(XML + ROOT, head=HEAD.replace(b"=B", b"=" + b"B" * 201)), "boundary"),
        (
            message(XML + ROOT, head=HEAD.replace(b"=B", b"=B;boundary=B")),
            "given twice",
        ),
        (message(XML + ROOT, head=HEAD.replace(b"1.0\r\n", b"1.0\n")), "bare line end"),
        (message(XML + ROOT, head=HEAD.replace(b"1.0\r\n", b"1.0\r")), "bare line end"),
        (message(XML + ROOT, head=HEAD.replace(b"1.0", b"1\x000")), "NUL"),
        (message(XML + ROOT, head=b"\xff: x\r\n" + HEAD), "not UTF-8"),
        (message(XML + ROOT, head=b"ohne\r\n" + HEAD), "without a name"),
        (message(XML + ROOT, head=b" a: b\r\n" + HEAD), "without a name"),
        (message(XML + ROOT, head=b"A b: c\r\n" + HEAD), "without a name"),
        (message(XML + ROOT, head=b"A: " + b"x" * 65_536 + b"\r\n" + HEAD), "not end"),
        (
            message(b"Content-Type: text/base64\r\n\r\n" + b"!!!!"),
            "not base64",
        ),
        (message(XML + ROOT, *[attachment(str(n)) for n in range(2_001)]), "too many"),
    ],
)
def test_broken_frames(whole, why):
    with pytest.raises(MalformedMime, match=why):
        parse(whole)


def test_two_thousand_parts_are_allowed():
    whole = message(XML + ROOT, *[attachment(str(n)) for n in range(1_999)])
    assert len(parse(whole).attachments) == 1_999


@pytest.mark.parametrize(
    "parts", [("a", "a"), ("a", "b", "a"), ("osci@message", "a", "osci@message")]
)
def test_content_ids_given_twice(parts):
    with pytest.raises(DuplicateContentId):
        parse(message(XML + ROOT, *(attachment(name) for name in parts)))


def test_the_id_of_the_first_part_counts_too():
    root = b"Content-ID: <a>\r\n" + XML + ROOT
    with pytest.raises(DuplicateContentId):
        parse(message(root, attachment("a")))


@pytest.mark.parametrize("body", [b"QQ=", b"QQ==QQ==", b"Q-==", b"QQ==\xff"])
def test_broken_base64_of_a_part(body):
    whole = message(
        XML + ROOT, attachment("a", body, "Content-Transfer-Encoding: base64\r\n")
    )
    (part,) = parse(whole).attachments
    with pytest.raises(MalformedMime):
        mime.decode(part, MemorySpool)


def test_a_first_part_that_is_too_long_is_refused_before_it_is_read():
    class Huge:
        """Claims more than may be parsed; answers only the ends."""

        head = HEAD + b"--B\r\n" + XML
        end = b"\r\n--B--\r\n"
        size = len(head) + MAX_BYTES + 1 + len(end)

        def read(self, start: int, length: int) -> bytes:
            stop = min(start + length, self.size)
            if stop <= len(self.head):
                return self.head[start:stop]
            window = bytearray(b"x" * max(0, stop - start))
            for at, text in ((0, self.head), (self.size - len(self.end), self.end)):
                low, high = max(start, at), min(stop, at + len(text))
                if low < high:
                    window[low - start : high - start] = text[low - at : high - at]
            return bytes(window)

    with pytest.raises(HzlError) as raised:
        mime.parse(Huge())
    assert raised.value.code == "too-large"
