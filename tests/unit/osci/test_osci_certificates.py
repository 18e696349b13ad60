"""Certificate blocks: round trip, broken certificates, and finding one by its Id."""

import warnings
from contextlib import suppress

import pytest
from cryptography.utils import CryptographyDeprecationWarning
from hypothesis import given
from hypothesis import strategies as st

from helpers.credentials import ec_credential, rsa_credential
from helpers.xml_text import DAMAGE, broken, parsed
from hzl_client import xmlkit
from hzl_client.errors import DanglingReference, MalformedXml
from hzl_client.model.credential import fingerprint
from hzl_client.osci import certificates
from hzl_client.osci.certificates import HeaderCertificate
from hzl_client.xmlsec import base64

ROLES = (
    "CipherCertificateOriginator",
    "CipherCertificateAddressee",
    "CipherCertificateOtherReader",
    "SignatureCertificateOriginator",
    "SignatureCertificateOtherAuthor",
    "SignatureCertificateIntermediary",
)
TAGS = (certificates.INTERMEDIARY, certificates.NON_INTERMEDIARY)
entries = st.lists(
    st.builds(certificates.entry, st.sampled_from(ROLES), st.binary(min_size=1)),
    max_size=4,
).map(tuple)


@given(st.sampled_from(TAGS), entries)
def test_round_trip(tag, written):
    block = parsed(certificates.render(tag, written))
    assert block.tag == tag
    assert certificates.read(block) == written


@given(entries, DAMAGE)
def test_damage(written, damage):
    raw = certificates.render(certificates.INTERMEDIARY, written).encode()
    with suppress(MalformedXml):
        for entry in certificates.read(xmlkit.parse_strict(broken(raw, damage))):
            with pytest.raises(MalformedXml):
                entry.load()


@pytest.mark.parametrize("credential", [rsa_credential(), ec_credential()])
def test_a_real_certificate_loads(credential):
    entry = certificates.entry(ROLES[0], credential.der)
    assert entry.load() == credential.certificate
    assert certificates.subject_of(entry.load()) == "CN=Muster"


@pytest.mark.parametrize("credential", [rsa_credential(), ec_credential()])
def test_no_damaged_byte_crashes(credential):
    """Versions, types and lengths nobody knows included: MalformedXml or readable."""
    der = credential.der
    loaded = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        for place in range(min(len(der), 250)):
            for value in {0, 1, 0x7F, 0xFF, der[place] ^ 1, der[place] ^ 0x20}:
                changed = der[:place] + bytes([value]) + der[place + 1 :]
                with suppress(MalformedXml):
                    certificate = HeaderCertificate("a", "b", changed).load()
                    assert isinstance(certificates.subject_of(certificate), str)
                    loaded += 1
    assert loaded


def test_an_unknown_version_is_no_certificate():
    der = rsa_credential().der
    version = der.index(b"\xa0\x03\x02\x01\x02")
    changed = der[: version + 4] + b"\x07" + der[version + 5 :]
    with pytest.raises(MalformedXml):
        HeaderCertificate("a", "b", changed).load()


@pytest.mark.parametrize("length", [0, 1, 10, 200])
def test_cut_certificates(length):
    with pytest.raises(MalformedXml):
        HeaderCertificate("a", "b", rsa_credential().der[:length]).load()


def _block(inner: str) -> str:
    return (
        f"<osci:NonIntermediaryCertificates>{inner}</osci:NonIntermediaryCertificates>"
    )


@pytest.mark.parametrize(
    "data",
    [
        "",
        "<ds:X509Data/>",
        "<ds:X509Certificate>QQ==</ds:X509Certificate>" * 2,
        "<ds:X509Certificate>Q!==</ds:X509Certificate>",
        "<ds:X509Certificate>QQ==QQ==</ds:X509Certificate>",
    ],
)
def test_an_unreadable_entry_has_no_bytes_and_no_voice(data):
    role = "CipherCertificateAddressee"
    inner = f'<osci:{role} Id="a">{data}</osci:{role}>'
    (entry,) = certificates.read(parsed(_block(inner)))
    assert entry == HeaderCertificate("a", role, b"")
    with pytest.raises(MalformedXml):
        entry.load()


def test_at_most_two_hundred():
    one = "<osci:CipherCertificateAddressee/>"
    assert len(certificates.read(parsed(_block(one * 200)))) == 200
    assert len(certificates.read(parsed(_block(one * 201)))) == 200


@pytest.mark.parametrize(
    ("role", "start"),
    [
        ("CipherCertificateOriginator", "originator_cipher_"),
        ("SignatureCertificateOriginator", "originator_signature_"),
        ("CipherCertificateAddressee", "addressee_cipher_"),
        ("CipherCertificateOtherReader", "reader0_cipher_"),
        ("SignatureCertificateOtherAuthor", "author0_signature_"),
        ("SignatureCertificateIntermediary", "intermed_signature_"),
        ("CipherCertificateIntermediary", "intermed_cipher_"),
    ],
)
def test_ids_as_the_reference_library_makes_them(role, start):
    assert certificates.entry_id(role, b"der") == start + fingerprint(b"der")


def test_named():
    first, second = (certificates.entry(ROLES[0], der) for der in (b"1", b"2"))
    assert certificates.named((first, second), f"#{second.id}") is second
    for reference in (second.id, "", "#", f"# {second.id}"):
        with pytest.raises(DanglingReference):
            certificates.named((first, second), reference)


def test_the_bytes_are_kept_as_sent():
    der = rsa_credential().der
    inner = (
        '<osci:CipherCertificateAddressee Id="a"><ds:X509Data><ds:X509Certificate>'
        f"\n  {base64.encode(der).replace(chr(10), ' ')}\n"
        "</ds:X509Certificate></ds:X509Data></osci:CipherCertificateAddressee>"
    )
    (entry,) = certificates.read(parsed(_block(inner)))
    assert entry.der == der
