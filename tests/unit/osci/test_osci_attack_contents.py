"""Contents in the hands of whoever carries them: what an author did not sign never
comes out as signed, and what nobody can tell apart is not read at all."""

from pathlib import Path
from time import process_time

import pytest

from helpers.credentials import rsa_credential
from hzl_client.intermediary import content_package
from hzl_client.model.credential import fingerprint
from hzl_client.model.delivery import Trust
from hzl_client.model.octets import MemoryOctets, MemorySpool, in_memory
from hzl_client.osci import catalogue, certificates, content, order, reader
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.mime import MimePart, PartToSend
from hzl_client.osci.order import Attachment, Order
from hzl_client.osci.package import OpenedPackage
from hzl_client.xmlkit import parse_strict
from hzl_client.xmlsec import c14n, signature
from hzl_client.xmlsec.algorithms import BASE64_TRANSFORM, C14N
from hzl_client.xmlsec.names import NS, XADES
from hzl_client.xmlsec.policy import MODERN
from hzl_client.xmlsec.signature import PartToSign

ME = rsa_credential()
AUTHOR = certificates.entry("SignatureCertificateOtherAuthor", ME.der)
READER = certificates.entry("CipherCertificateAddressee", ME.der)
FOREIGN = 'xmlns:x="urn:x"'
EVIL = "RVZJTA=="  # EVIL
FILE = '<osci:Content Id="f" href="cid:a"></osci:Content>'


def data(identifier: str = "d", text: str = "R1VU") -> str:
    return (
        f'<osci:Content><osci:Base64Content Id="{identifier}">{text}'
        "</osci:Base64Content></osci:Content>"
    )


def container(inner: str, identifier: str = "c", more: str = "") -> str:
    start = f'<osci:ContentContainer {NS} Id="{identifier}"{more}>'
    return f"{start}{inner}</osci:ContentContainer>"


def _signature(named: str = AUTHOR.id, objects: str = "", *further: PartToSign) -> str:
    parts = [PartToSign("#d", MemoryOctets(b"GUT"), (BASE64_TRANSFORM,)), *further]
    return signature.sign(parts, ME, f"#{named}", objects=objects)


SIGNATURE = _signature()
SIGNED = container(SIGNATURE + data())


def opened(
    body: str,
    attachments: dict[str, bytes] | None = None,
    entries: tuple[certificates.HeaderCertificate, ...] = (AUTHOR, READER),
    on_body: str = "",
) -> OpenedPackage:
    root = parse_strict(
        f'<soap:Envelope {NS}><soap:Body {NS} Id="body"{on_body}>{body}</soap:Body>'
        "</soap:Envelope>".encode()
    )
    read = Order(
        type=catalogue.TYPES["ResponseToFetchDelivery"],
        root=root,
        blocks=(),
        body=root[0],
        control=ControlBlock(),
        element=root,
        certificates=entries,
        intermediary=(),
        attachments=tuple(
            Attachment(
                MimePart((("Content-ID", f"<{name}>"),), MemoryOctets(octets)),
                MemoryOctets(octets),
            )
            for name, octets in (attachments or {}).items()
        ),
    )
    return content.open_package(read, (ME,), MODERN, MemorySpool)


def package(*inner: str, more: str = "") -> str:
    return f"<osci:ContentPackage{more}>{''.join(inner)}</osci:ContentPackage>"


def names(found: OpenedPackage) -> set[str]:
    return {each.error.name for each in found.problems}


def trusts(found: OpenedPackage) -> dict[bytes, Trust]:
    return {in_memory(each.octets): each.trust for each in found.contents}


def test_the_genuine_one() -> None:
    found = opened(package(SIGNED))
    assert trusts(found) == {b"GUT": Trust.SIGNED}
    assert found.problems == ()


# --- moved, doubled, hidden ----------------------------------------------------------


def _swapped(old: str, new: str) -> str:
    assert SIGNED.count(old) == 1
    return SIGNED.replace(old, new)


EVIL_DATA = data("d", EVIL)
BENT = {
    "exchanged": (_swapped(data(), EVIL_DATA), "author-signature"),
    "the signed one in an Object": (
        _swapped(
            "</ds:Signature>", f"<ds:Object>{data()}</ds:Object></ds:Signature>"
        ).replace(f"</ds:Signature>{data()}", f"</ds:Signature>{data('x', EVIL)}"),
        "author-signature",
    ),
    "Id in capitals": (_swapped(data(), data("D", EVIL)), "author-signature"),
    "one more": (_swapped(data(), data() + data("D", EVIL)), "author-signature"),
    "one more without Id": (
        _swapped(data(), data() + data("", EVIL).replace(' Id=""', "")),
        "author-signature",
    ),
    "Id by xml:id": (
        _swapped(data(), EVIL_DATA.replace(" Id=", " xml:id=")),
        "author-signature",
    ),
    "Id by ID": (
        _swapped(data(), EVIL_DATA.replace(" Id=", " ID=")),
        "author-signature",
    ),
    "the signed one under a foreign element": (
        _swapped(data(), f"<x:y {FOREIGN}>{data()}</x:y>{data('x', EVIL)}"),
        "author-signature",
    ),
    "nested deeper": (
        _swapped(
            data(), f'<osci:Content Id="n">{container(data(), "i")}</osci:Content>'
        ),
        "author-signature",
    ),
    "the signature elsewhere": (
        container(SIGNATURE + data("x", EVIL)) + container(data(), "c2"),
        "author-signature",
    ),
    "the signature behind a nested container": (
        container(
            f'<osci:Content Id="n">{container(data("x", EVIL), "i")}</osci:Content>'
            + SIGNATURE
        ),
        "author-signature",
    ),
}


@pytest.mark.parametrize(("body", "name"), BENT.values(), ids=BENT)
def test_nothing_the_author_did_not_sign_is_signed(body: str, name: str) -> None:
    found = opened(package(body))
    assert Trust.SIGNED not in trusts(found).values()
    assert name in names(found)


@pytest.mark.parametrize(
    "body",
    [
        _swapped(data(), data() + EVIL_DATA),
        container(data()) + container(data()),
        _swapped('Id="c"', 'Id="d"'),
        _swapped('Id="c"', 'Id="body"'),
    ],
)
def test_what_an_id_could_mean_twice_is_not_read(body: str) -> None:
    found = opened(package(body))
    assert (found.contents, names(found)) == ((), {"duplicate-id"})


@pytest.mark.parametrize(
    "body",
    [
        package(SIGNED) + package(container(data("e", EVIL), "c2")),
        package() + package(SIGNED),
        package(SIGNED) + package(),
    ],
)
def test_of_two_packages_none_is_read(body: str) -> None:
    """Who reads the first and who reads the last would see two deliveries."""
    found = opened(body)
    assert (found.contents, names(found)) == ((), {"xml"})


@pytest.mark.parametrize(
    "body",
    [
        f"<x:y {FOREIGN}>{package(SIGNED)}</x:y>",
        package(f"<x:y {FOREIGN}>{SIGNED}</x:y>"),
        package(package(SIGNED)),
        f"<x:ContentPackage {FOREIGN}>{SIGNED}</x:ContentPackage>",
    ],
)
def test_a_package_or_container_elsewhere_is_none(body: str) -> None:
    assert opened(body).contents == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [("osci:Base64Content", "x:Base64Content"), ("osci:Content>", "x:Content>")],
)
def test_a_local_name_of_a_foreign_namespace_is_no_content(old: str, new: str) -> None:
    body = SIGNED.replace(old, new).replace(NS, f"{NS} {FOREIGN}")
    found = opened(package(body))
    assert found.contents == ()
    assert "author-signature" in names(found)


def test_unsigned_beside_signed_is_told_apart() -> None:
    other = container(data("e", EVIL), "c2")
    for body in (SIGNED + other, other + SIGNED):
        found = opened(package(body))
        assert trusts(found) == {b"GUT": Trust.SIGNED, b"EVIL": Trust.UNSIGNED}


@pytest.mark.parametrize("name", ["lang", "space", "base", "id"])
def test_xml_attributes_around_a_signed_container(name: str) -> None:
    value = "preserve" if name == "space" else "a"
    more = f' xml:{name}="{value}"'
    for found in (
        opened(package(SIGNED), on_body=more),
        opened(package(SIGNED, more=more)),
        opened(package(SIGNED.replace(' Id="c"', f' Id="c"{more}'))),
    ):
        assert trusts(found) == {b"GUT": Trust.INVALID}
        assert names(found) == {"author-signature"}


# --- who signed ----------------------------------------------------------------------


def test_a_cipher_certificate_names_no_author() -> None:
    made = container(_signature(READER.id) + data())
    found = opened(package(made))
    assert trusts(found) == {b"GUT": Trust.INVALID}
    assert names(found) == {"author-signature"}


def test_a_certificate_in_a_foreign_element_has_no_role() -> None:
    block = certificates.render(certificates.NON_INTERMEDIARY, (AUTHOR,))
    changed = block.replace("osci:Sig", "x:Sig").replace(NS, f"{NS} {FOREIGN}")
    (entry,) = certificates.read(parse_strict(changed.encode()))
    assert (entry.id, entry.role) == (AUTHOR.id, "")
    assert trusts(opened(package(SIGNED), entries=(entry,))) == {b"GUT": Trust.INVALID}


@pytest.mark.parametrize("identifier", ["cTS0", "eigene-Kennung"])
def test_signed_properties_are_the_signatures_own_under_any_id(identifier: str) -> None:
    properties = (
        f'<ds:Object><xades:QualifyingProperties xmlns:xades="{XADES}">'
        f'<xades:SignedProperties Id="{identifier}"><xades:SignedSignatureProperties>'
        "<xades:SigningTime>2026-11-23T15:24:46+01:00</xades:SigningTime>"
        "</xades:SignedSignatureProperties></xades:SignedProperties>"
        "</xades:QualifyingProperties></ds:Object>"
    )
    draft = parse_strict(
        container(f"<ds:Signature>{properties}</ds:Signature>").encode()
    )
    (element,) = draft.iter(f"{{{XADES}}}SignedProperties")
    part = PartToSign(f"#{identifier}", c14n.canonical(element), (C14N,))
    made = _signature(AUTHOR.id, properties, part)
    (one,) = opened(package(container(made + data()))).containers[0].signatures
    assert (one.valid, one.signing_time) == (True, "2026-11-23T15:24:46+01:00")
    later = made.replace("2026-11-23", "2027-11-23")
    (one,) = opened(package(container(later + data()))).containers[0].signatures
    assert not one.valid


def test_signed_properties_in_each_other_are_no_signature() -> None:
    """Each level was canonicalised for itself: 30 MB took 2.8 GB."""
    opening = '<xades:SignedProperties Id="p{}">'
    nested = "".join(opening.format(n) for n in range(50)) + "x" * 1000
    nested += "</xades:SignedProperties>" * 50
    for properties in (
        nested,
        f"<xades:Other>{opening.format(0)}</xades:SignedProperties></xades:Other>",
    ):
        inside = (
            f'<ds:Object><xades:QualifyingProperties xmlns:xades="{XADES}">{properties}'
            "</xades:QualifyingProperties></ds:Object>"
        )
        made = _signature(AUTHOR.id, inside)
        found = opened(package(container(made + data())))
        assert trusts(found) == {b"GUT": Trust.INVALID}
        assert names(found) == {"author-signature"}


def encrypted(xml: str) -> str:
    made = content_package.Container(9, (), (), None, (READER,))
    return content_package._encrypted(made, xml)


def test_what_has_no_canonical_form_is_no_gap_in_a_signature() -> None:
    """Somebody adds what is encrypted for the reader to a container another signed; a
    relative name of a namespace keeps it out of the canonical XML."""
    forged = container(data("x", "RVZJTA=="), "evil")
    end = "</osci:ContentContainer>"
    for more in ("", ' xmlns:z="relative"'):
        start = f"<xenc:EncryptedData{more}"
        added = encrypted(forged).replace("<xenc:EncryptedData", start, 1)
        spoiled = SIGNED.replace(end, added + end)
        found = opened(package(spoiled))
        assert Trust.SIGNED not in trusts(found).values()
        assert "author-signature" in names(found)


# --- attachments ---------------------------------------------------------------------


def test_the_digest_of_an_attachment_counts() -> None:
    element = c14n.canonical(parse_strict(container(data() + FILE).encode())[1])
    made = _signature(
        AUTHOR.id,
        "",
        PartToSign("#f", element, (C14N,)),
        PartToSign("cid:a", MemoryOctets(b"echt"), ()),
    )
    body = package(container(made + data() + FILE))
    for octets, worth in ((b"echt", Trust.SIGNED), (b"falsch", Trust.INVALID)):
        assert trusts(opened(body, {"a": octets}))[octets] is worth


@pytest.mark.parametrize(
    "href",
    [
        *(
            "cid:../a",
            "cid:./a",
            "cid:%61",
            "cid:%2e%2e/a",
            "cid:/a",
            "cid:A",
            "cid: a",
        ),
        *(
            "cid:a ",
            "cid:",
            "cid:C:\\a",
            "cid:a?",
            "cid:a#a",
            "cid:cid:a",
            "cid:&lt;a>",
        ),
    ],
)
def test_a_reference_leads_to_exactly_its_part(href: str) -> None:
    found = opened(package(container(f'<osci:Content href="{href}"/>')), {"a": b"x"})
    assert found.contents == ()
    assert names(found) == {"dangling-reference"}


@pytest.mark.parametrize("href", ["CID:a", "a", "file:///a", "http://a/", "", "#d"])
def test_only_cid_refers_to_an_attachment(href: str) -> None:
    found = opened(package(container(f'<osci:Content href="{href}"/>')), {"a": b"x"})
    assert found.contents == ()
    assert "xml" in names(found)


ANSWER = (
    f'<osci:responseToFetchDelivery {NS} Id="r"><osci:Feedback><osci:Entry>'
    "<osci:Code>0801</osci:Code></osci:Entry></osci:Feedback>"
    "</osci:responseToFetchDelivery>"
)


def test_no_name_of_a_sender_is_a_path(tmp_path: Path) -> None:
    parts = ["../../oben", "/etc/x", "C:\\x", "con", "a\u202efdp.exe", "..", "x" * 300]
    contents = "".join(f'<osci:Content href="cid:{name}"/>' for name in parts)
    entry = certificates.entry(certificates.SUPPLIER_SIGNATURE, ME.der)
    to_send = order.OrderToSend(
        catalogue.TYPES["ResponseToFetchDelivery"],
        ControlBlock("a", "b", "1", "0"),
        (
            ANSWER,
            certificates.render(certificates.INTERMEDIARY, (entry,)),
        ),
        package(container(contents)),
        tuple(PartToSend(name, MemoryOctets(b"x")) for name in parts),
    )
    root = order.render(to_send, ME, f"#{entry.id}")
    body = order.complete(to_send, root, "B", MemorySpool)
    out = tmp_path / "out"
    pins = frozenset({fingerprint(ME.der)})
    got = reader.open_body(
        body,
        reader.Request((), pins, {}, MemorySpool, MODERN, allow_plain=True, out=out),
    )
    assert got["error"] is None
    written = sorted(path.name for path in out.rglob("*"))
    assert written == [f"{n:03d}-attachment.bin" for n in range(1, len(parts) + 1)]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


# --- how much it may ask of us -------------------------------------------------------


def test_nesting_does_not_multiply_the_canonical_form() -> None:
    """Many elements under 11 contents were canonicalised 11 times: 4 s for 1 MB."""
    start, end = (
        "<osci:Content><osci:ContentContainer>",
        "</osci:ContentContainer></osci:Content>",
    )
    deep = start * 11 + "<x/>" * 100_000 + end * 11
    began = process_time()
    found = opened(package(container(deep)))
    assert names(found) == {"xml"}
    assert process_time() - began < 5
