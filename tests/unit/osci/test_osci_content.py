"""Contents as the practice sender writes them, read back, and bent in every place."""

import re
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers.credentials import ec_credential, rsa_credential
from helpers.order_messages import fetch_answer, message
from helpers.xml_text import DAMAGE, broken
from hzl_client.errors import DiskFailed, HzlError
from hzl_client.intermediary import content_package
from hzl_client.intermediary.content_package import Author, Container
from hzl_client.intermediary.samples import File
from hzl_client.model.delivery import Trust
from hzl_client.model.octets import CHUNK, MemoryOctets, MemorySpool, in_memory
from hzl_client.osci import certificates, embedded, order
from hzl_client.osci.content import open_package
from hzl_client.osci.mime import PartToSend
from hzl_client.osci.package import OpenedPackage
from hzl_client.xmlsec.names import NS
from hzl_client.xmlsec.policy import MODERN

SUPPLIER = rsa_credential()
ME = rsa_credential(2048)
OTHER = rsa_credential(3072)
READER = certificates.entry("CipherCertificateAddressee", ME.der)
FOREIGN = certificates.entry("CipherCertificateOtherReader", OTHER.der)
AUTHORS = [
    Author(each, certificates.entry("SignatureCertificateOtherAuthor", each.der))
    for each in (rsa_credential(3072), rsa_credential(2048))
]
XML = MemoryOctets("<antrag>Grüße</antrag>".encode())
FILES = (
    File("anhang_0001.pdf", MemoryOctets(b"%PDF-1.7")),
    File("leer & <groß>.bin", MemoryOctets(b"")),
)
SIGNED = Container(0, (XML,), FILES, AUTHORS[0], (READER,))
PLAIN = replace(SIGNED, readers=())


def delivered(
    body: str,
    parts: tuple[PartToSend, ...] = (),
    entries: tuple[certificates.HeaderCertificate, ...] = (),
) -> order.Order:
    to_send, _ = fetch_answer(SUPPLIER, body, parts)
    known = (READER, FOREIGN, *(author.entry for author in AUTHORS), *entries)
    block = certificates.render(certificates.NON_INTERMEDIARY, known)
    to_send = replace(to_send, blocks=(*to_send.blocks[:-1], block))
    root = order.render(to_send, None, "")
    return order.read(message(to_send, root), MemorySpool)


def opened(*containers: Container, keys=(ME,)) -> OpenedPackage:
    written = content_package.write(containers)
    read = delivered(written.xml, written.parts)
    return open_package(read, keys, MODERN, MemorySpool)


def bent(old: str, new: str, container: Container = PLAIN) -> OpenedPackage:
    written = content_package.write([container])
    assert old in written.xml
    read = delivered(written.xml.replace(old, new), written.parts)
    return open_package(read, (ME,), MODERN, MemorySpool)


def errors(package: OpenedPackage) -> list[str]:
    return [problem.error.name for problem in package.problems]


def trusts(package: OpenedPackage) -> set[Trust]:
    return {each.trust for each in package.contents}


# --- as written ---------------------------------------------------------------------


@pytest.mark.parametrize("readers", [(), (READER,), (READER, FOREIGN)])
@pytest.mark.parametrize("author", [None, *AUTHORS])
@pytest.mark.parametrize("as_base64", [False, True])
def test_round_trip(readers, author, as_base64):
    container = Container(0, (XML,), FILES, author, readers, base64=as_base64)
    package = opened(container)
    assert errors(package) == []
    assert [(c.kind, c.name, in_memory(c.octets)) for c in package.contents] == [
        ("content", "", XML.data),
        *(("attachment", file.name, file.octets.data) for file in FILES),
    ]
    assert trusts(package) == {Trust.SIGNED if author else Trust.UNSIGNED}
    assert len(package.encryption) == bool(readers)


@settings(max_examples=30)
@given(
    st.lists(st.binary(max_size=500), min_size=1, max_size=3),
    st.lists(st.binary(max_size=500), max_size=3),
    st.booleans(),
)
def test_any_bytes(contents, files, encrypted):
    container = Container(
        1,
        tuple(map(MemoryOctets, contents)),
        tuple(File(f"{n}.bin", MemoryOctets(data)) for n, data in enumerate(files)),
        AUTHORS[1],
        (READER,) if encrypted else (),
    )
    package = opened(container)
    assert [in_memory(c.octets) for c in package.contents] == contents + files
    assert trusts(package) == {Trust.SIGNED}


ODD_NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")),
    min_size=1,
    max_size=40,
)
BOUNDARY_LIKE = st.sampled_from(
    [
        b"--MIME_boundary_1",
        b"\r\n--MIME_boundary_",
        b"--\r\n",
        b"\r\n\r\n",
        b"\r",
        b"Content-ID: <x>\r\n\r\n",
        b"\r\n--MIME_boundary_2\r\n",
        b" --MIME_boundary_1--\r\n",
    ]
)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(ODD_NAMES, st.lists(BOUNDARY_LIKE, max_size=6)), max_size=4),
    st.booleans(),
)
def test_odd_names_and_what_looks_like_a_boundary(files, encrypted):
    unique = {name: b"".join(pieces) for name, pieces in files}
    # What begins a line as the boundary does is one (RFC 2046, 5.1.1).
    assume(all(b"\r\n--MIME_boundary_1" not in b"\r\n" + d for d in unique.values()))
    container = Container(
        0,
        (XML,),
        tuple(File(name, MemoryOctets(data)) for name, data in unique.items()),
        AUTHORS[0],
        (READER,) if encrypted else (),
    )
    package = opened(container)
    assert errors(package) == []
    found = {c.name: in_memory(c.octets) for c in package.contents if c.name}
    assert found == unique
    assert trusts(package) == {Trust.SIGNED}


def test_long_contents_pass_the_borders_of_chunks():
    data = bytes(range(251)) * 9_000  # 2.2 MB
    assert len(data) > 2 * CHUNK
    container = replace(
        SIGNED, contents=(MemoryOctets(data),), files=(File("g", MemoryOctets(data)),)
    )
    package = opened(container)
    assert [in_memory(c.octets) == data for c in package.contents] == [True, True]
    assert errors(package) == []


def encrypted_afterwards(written, readers=(READER,)) -> str:
    """A container as written in clear, then encrypted: its files are not."""
    inner = written.xml
    inner = inner[inner.index("<osci:ContentContainer") :]
    inner = inner[: inner.rindex("</osci:ContentContainer>")]
    inner += "</osci:ContentContainer>"
    container = replace(PLAIN, number=7, readers=readers)
    return content_package._encrypted(container, inner)


def package_of(inner: str) -> str:
    return f"<osci:ContentPackage>{inner}</osci:ContentPackage>"


@pytest.mark.parametrize("around", ["{}", '<osci:ContentContainer Id="o">{}'])
def test_a_file_in_clear_beside_encrypted_contents_is_told(around):
    written = content_package.write([PLAIN])
    around += "</osci:ContentContainer>" if "Id" in around else ""
    body = package_of(around.format(encrypted_afterwards(written)))
    package = open_package(delivered(body, written.parts), (ME,), MODERN, MemorySpool)
    assert errors(package) == []
    assert trusts(package) == {Trust.SIGNED}
    assert [finding.code for finding in package.findings] == ["attachment-in-clear"]
    assert opened(SIGNED).findings == opened(PLAIN).findings == ()


def test_files_of_a_container_inside_an_encrypted_one_inside_a_container():
    """Two keys, two readers on the way, the files right at the bottom."""
    written = content_package.write([replace(PLAIN, number=1)])
    inner = encrypted_afterwards(written)
    around = (
        f'<osci:ContentContainer {NS} Id="outer"><osci:Content Id="nested">'
        f'<osci:ContentContainer Id="middle">{inner}</osci:ContentContainer>'
        "</osci:Content></osci:ContentContainer>"
    )
    body = package_of(content_package._encrypted(replace(SIGNED, number=8), around))
    package = open_package(delivered(body, written.parts), (ME,), MODERN, MemorySpool)
    assert errors(package) == []
    assert [c.name for c in package.contents] == ["", *(file.name for file in FILES)]
    assert [in_memory(c.octets) for c in package.contents[1:]] == [
        file.octets.data for file in FILES
    ]
    assert trusts(package) == {Trust.SIGNED}


def test_no_package_no_contents():
    package = open_package(delivered(""), (ME,), MODERN, MemorySpool)
    assert package == OpenedPackage((), (), (), (), ())


# --- what others may read -----------------------------------------------------------


def test_a_container_for_another_reader_stays_shut_and_the_rest_is_read():
    package = opened(SIGNED, Container(9, (XML,), (), None, (FOREIGN,)))
    assert errors(package) == ["no-recipient-key"]
    assert sorted(each.error for each in package.encryption) == ["", "no-recipient-key"]
    assert len(package.contents) == 3
    assert trusts(package) == {Trust.SIGNED}


def test_an_elliptic_key_opens_no_content():
    entry = certificates.entry("CipherCertificateAddressee", ec_credential().der)
    written = content_package.write([SIGNED])
    read = delivered(
        written.xml.replace(f"#{READER.id}", f"#{entry.id}"), written.parts, (entry,)
    )
    package = open_package(read, (ec_credential(),), MODERN, MemorySpool)
    assert errors(package) == ["no-recipient-key"]


# --- damage the manifestation of which is known -------------------------------------


@pytest.mark.parametrize(
    ("container", "expected"),
    [
        (replace(SIGNED, damaged=True), {"symmetric"}),
        (
            replace(SIGNED, spoiled=frozenset({FILES[0].name})),
            {"symmetric", "author-signature"},
        ),
        (
            replace(PLAIN, spoiled=frozenset({FILES[0].name})),
            {"author-signature"},
        ),
        (
            replace(SIGNED, absent=frozenset({FILES[0].name})),
            {"dangling-reference", "author-signature"},
        ),
    ],
)
def test_flaws(container, expected):
    package = opened(container)
    assert set(errors(package)) == expected
    assert trusts(package) <= {Trust.INVALID}


def test_an_attachment_that_is_lost_leaves_the_rest_proved():
    package = opened(replace(PLAIN, absent=frozenset({FILES[1].name})))
    (made,) = package.containers[0].signatures
    assert (made.valid, made.rest_valid) == (False, True)


def test_a_forged_signature():
    forged = Author(
        replace(OTHER, certificate=AUTHORS[0].credential.certificate), AUTHORS[1].entry
    )
    package = opened(replace(SIGNED, author=forged))
    assert errors(package) == ["author-signature"]
    assert trusts(package) == {Trust.INVALID}


SIGNATURE = "<ds:Signature"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("PGFudHJhZz", "PGFudHJhZj", "author-signature"),
        ('Id="data0_0"', 'Id="data0_1"', "author-signature"),
        ('Id="data0_0"', "", "author-signature"),
        ('href="cid:anhang_0001.pdf"', 'href="cid:fehlt.pdf"', "dangling-reference"),
        ('Id="file0_0"', 'Id="data0_0"', "duplicate-id"),
        (f'URI="#{AUTHORS[0].entry.id}"', 'URI="#fehlt"', "dangling-reference"),
        ("PGFudHJhZz", "PGF!dHJhZz", "xml"),
        (
            "<osci:Content><osci:Base64Content",
            "<osci:Content href='cid:x'><osci:Base64Content",
            "xml",
        ),
        (
            "<osci:Content><osci:Base64Content",
            "<osci:Content><x/><osci:Base64Content",
            "xml",
        ),
        ('href="cid:anhang_0001.pdf"', 'href="http://127.0.0.1/"', "xml"),
        ('href="cid:anhang_0001.pdf"', "", "xml"),
        ("rsa-sha256", "rsa-sha1", "algorithm-refused"),
        ("rsa-sha256", "rsa-unbekannt", "algorithm-refused"),
    ],
)
def test_bent_contents(old, new, expected):
    package = bent(old, new)
    assert expected in errors(package)
    assert trusts(package) <= {Trust.INVALID}


def test_an_added_content_spoils_the_whole_container():
    data = '<osci:Base64Content Id="neu">QQ==</osci:Base64Content>'
    added = f"<osci:Content>{data}</osci:Content>"
    package = bent("</osci:ContentContainer>", f"{added}</osci:ContentContainer>")
    assert errors(package) == ["author-signature"]
    assert trusts(package) == {Trust.INVALID}
    assert len(package.contents) == 4


def test_a_stripped_signature_is_seen_as_unsigned():
    written = content_package.write([PLAIN])
    start, end = written.xml.index(SIGNATURE), written.xml.index("</ds:Signature>") + 15
    read = delivered(written.xml[:start] + written.xml[end:], written.parts)
    package = open_package(read, (ME,), MODERN, MemorySpool)
    assert errors(package) == []
    assert trusts(package) == {Trust.UNSIGNED}


def test_something_unknown_in_the_package_is_a_finding():
    package = bent("<osci:ContentPackage>", "<osci:ContentPackage><osci:Neu/>")
    assert [finding.code for finding in package.findings] == ["unexpected-element"]


def test_an_attachment_nobody_refers_to():
    read = delivered("", (PartToSend("fremd.bin", MemoryOctets(b"x")),))
    package = open_package(read, (ME,), MODERN, MemorySpool)
    assert errors(package) == ["dangling-reference"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("ds:RetrievalMethod", "ds:Verweis", "dangling-reference"),
        (f'URI="#{READER.id}"', 'URI="#fehlt"', "dangling-reference"),
        (
            "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>",
            "!",
            "key-unwrap",
        ),
        (
            "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>",
            "!",
            "symmetric",
        ),
        ("xenc:CipherValue", "xenc:Wert", "xml"),
        ("xenc:EncryptedKey", "xenc:Schluessel", "no-recipient-key"),
        ("aes256-gcm", "aes256-cbc", "algorithm-refused"),
        ('Value="12"', 'Value="13"', "symmetric"),
        ("#rsa-oaep", "#rsa-1_5", "algorithm-refused"),
    ],
)
def test_bent_encryption(old, new, expected):
    container = replace(SIGNED, files=())
    package = bent(old, new + old if new == "!" else new, container)
    assert errors(package) == [expected]
    assert [each.error for each in package.encryption] == [expected]
    assert package.contents == ()


def nested(depth: int) -> str:
    inner = "<osci:Content><osci:Base64Content>QQ==</osci:Base64Content></osci:Content>"
    for number in range(depth):
        content = inner if number == 0 else f"<osci:Content>{inner}</osci:Content>"
        inner = (
            f'<osci:ContentContainer Id="c{number}">{content}</osci:ContentContainer>'
        )
    return f"<osci:ContentPackage>{inner}</osci:ContentPackage>"


def test_containers_nest_but_not_without_end():
    read = open_package(delivered(nested(12)), (ME,), MODERN, MemorySpool)
    assert (errors(read), len(read.contents)) == ([], 1)
    deeper = open_package(delivered(nested(13)), (ME,), MODERN, MemorySpool)
    assert (errors(deeper), len(deeper.contents)) == (["xml"], 0)


@pytest.mark.parametrize(
    ("readers", "path"),
    [((), "plain/contentcontainer0/data0_0"), ((READER,), "enc")],
    ids=["content", "ciphertext"],
)
def test_what_is_embedded_may_be_large_but_not_without_end(readers, path, monkeypatch):
    large = Container(0, (MemoryOctets(bytes(3_000)),), (), None, readers)
    written = content_package.write([large])
    longest = max(map(len, re.findall(">([^<]+)<", written.xml)))
    read = delivered(written.xml)
    monkeypatch.setattr(embedded, "MAX_EMBEDDED", longest)
    package = open_package(read, (ME,), MODERN, MemorySpool)
    assert (errors(package), len(package.contents)) == ([], 1)
    monkeypatch.setattr(embedded, "MAX_EMBEDDED", longest - 1)
    package = open_package(read, (ME,), MODERN, MemorySpool)
    (problem,) = package.problems
    assert (problem.error.name, problem.path) == ("too-large", path)
    assert problem.error.facts == {"size": longest}
    assert package.contents == ()


def test_a_full_disk_is_no_fault_of_the_message():
    class FullDisk(MemorySpool):
        def write(self, data: bytes) -> None:
            raise DiskFailed("full", size=len(data))

    written = content_package.write([SIGNED])
    read = delivered(written.xml, written.parts)
    with pytest.raises(DiskFailed):
        open_package(read, (ME,), MODERN, FullDisk)


# --- damage anywhere ----------------------------------------------------------------


@settings(max_examples=150)
@given(DAMAGE, st.booleans())
def test_damage_never_makes_other_bytes_signed(damage, encrypted):
    """What is still called signed is what the author wrote."""
    written = content_package.write([SIGNED if encrypted else PLAIN])
    whole = written.xml.encode()
    changed = broken(whole, damage)
    with suppress(HzlError, UnicodeDecodeError):
        read = delivered(changed.decode(), written.parts)
        package = open_package(read, (ME,), MODERN, MemorySpool)
        originals = {XML.data, *(file.octets.data for file in FILES)}
        for content in package.contents:
            if content.trust is Trust.SIGNED:
                assert in_memory(content.octets) in originals
