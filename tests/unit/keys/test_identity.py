"""PKCS#12 files as authorities deliver them, and choosing keys by their usage."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from helpers.credentials import key_usage, rsa_credential
from hzl_client.errors import HzlError, IdentityRefused, NotAnIdentity, WrongPin
from hzl_client.keys.identity import (
    LARGEST_FILE,
    check_identity,
    extended,
    identity_from_bytes,
    identity_to_bytes,
    make_identity,
    read_pkcs12,
    taken_over,
)
from hzl_client.model.credential import Credential, Identity

DATA = Path(__file__).parent / "data"
PIN = "osci-test"
NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Muster")])
NOW = datetime(2026, 11, 24, tzinfo=UTC)

CIPHER = key_usage(key_encipherment=True)
SIGN = key_usage(digital_signature=True)
BOTH = key_usage(key_encipherment=True, digital_signature=True)


@cache
def key_of(kind="rsa"):
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(65537, 2048)


def credential(usage=None, kind="rsa", begin=NOW, days=1000, serial=1):
    key = key_of(kind)
    builder = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
    )
    if usage is not None:
        builder = builder.add_extension(usage, critical=True)
    return Credential(key, builder.sign(key, hashes.SHA256()))


def packed(key, certificate, chain=(), pin=PIN):
    encryption = BestAvailableEncryption(pin.encode())
    return pkcs12.serialize_key_and_certificates(
        b"x", key, certificate, chain or None, encryption
    )


def same(found):
    """Keys of the library compare by identity; their numbers do not."""
    return found.certificate, found.key.private_numbers()


def cn(found):
    return found.certificate.subject.rfc4514_string().split(",")[0]


@pytest.mark.parametrize(
    "name",
    [
        "recipient_cipher",
        "recipient_cipher_3des",
        "recipient_cipher_rc2",
        "recipient_cipher_without_mac",
    ],
)
def test_modern_and_old_containers_open(name):
    (found,) = read_pkcs12((DATA / f"{name}.p12").read_bytes(), PIN)
    assert cn(found) == "CN=Sozialamt Chiffrierung"
    assert isinstance(found.key, rsa.RSAPrivateKey)
    assert found.key.public_key() == found.certificate.public_key()


def test_an_ec_key_opens():
    (found,) = read_pkcs12((DATA / "author_ec.p12").read_bytes(), PIN)
    assert isinstance(found.key, ec.EllipticCurvePrivateKey)


def test_of_two_keys_the_first_comes_with_its_own_certificate():
    (found,) = read_pkcs12((DATA / "two_keys.p12").read_bytes(), PIN)
    assert found.key.public_key() == found.certificate.public_key()


def test_ber_of_older_authorities_is_read():
    der = (DATA / "recipient_cipher.p12").read_bytes()
    assert der[:2] == b"\x30\x82"
    indefinite = b"\x30\x80" + der[4:] + b"\0\0"
    assert cn(read_pkcs12(indefinite, PIN)[0]) == "CN=Sozialamt Chiffrierung"


def test_the_certificate_of_the_key_is_found_among_the_chain():
    own, other = credential(CIPHER), rsa_credential()
    data = packed(own.key, None, [other.certificate, own.certificate])
    (found,) = read_pkcs12(data, PIN)
    assert same(found) == same(own)


@pytest.mark.parametrize("pin", ["", "OSCI-TEST", "osci-test ", "ä"])
@pytest.mark.parametrize(
    "name", ["recipient_cipher", "recipient_cipher_3des", "recipient_cipher_rc2"]
)
def test_a_wrong_pin_is_said_to_be_one(name, pin):
    with pytest.raises(WrongPin):
        read_pkcs12((DATA / f"{name}.p12").read_bytes(), pin)


@pytest.mark.parametrize("pin", ["geheim-üß", "€uro", "x" * 100])
def test_any_pin_can_be_right(pin):
    own = credential()
    (found,) = read_pkcs12(packed(own.key, own.certificate, pin=pin), pin)
    assert same(found) == same(own)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 a zip",
        b"-----BEGIN CERTIFICATE-----\n",
        (DATA / "recipient_cipher.p12").read_bytes()[:-10],
        b"\0" * (LARGEST_FILE + 1),
    ],
)
def test_what_is_no_container_is_said_to_be_none(data):
    with pytest.raises(NotAnIdentity):
        read_pkcs12(data, PIN)


def test_missing_key_missing_certificate_and_odd_key_are_told_apart():
    own = credential()
    odd = ed25519.Ed25519PrivateKey.generate()
    cases = {
        "no-key": packed(None, own.certificate),
        "no-certificate": packed(own.key, None, [rsa_credential().certificate]),
        "algorithm": packed(odd, None),
    }
    for reason, data in cases.items():
        with pytest.raises(NotAnIdentity) as caught:
            read_pkcs12(data, PIN)
        assert caught.value.facts["reason"] == reason


@given(st.data())
def test_damage_is_named_and_never_crashes(data):
    raw = (DATA / "recipient_cipher.p12").read_bytes()
    place = data.draw(st.integers(0, len(raw) - 1))
    with pytest.raises(HzlError):  # the MAC covers what counts
        read_pkcs12(raw[:place] + raw[place + 1 :], PIN)


# --- choosing -----------------------------------------------------------------------


def test_one_certificate_may_do_both():
    for usage in (BOTH, None):
        own = credential(usage)
        assert make_identity([own]) == Identity(own, own)


def test_two_certificates_share_the_work_in_any_order():
    cipher, signature = credential(CIPHER), credential(SIGN, "ec")
    for given_order in ([cipher, signature], [signature, cipher]):
        assert make_identity(given_order) == Identity(cipher, signature)


def test_one_made_for_the_task_comes_first():
    both, cipher = credential(BOTH, serial=1), credential(CIPHER, serial=2)
    assert make_identity([both, cipher]) == Identity(cipher, both, (both,))


def test_after_a_renewal_the_old_key_goes_on_reading():
    old = credential(BOTH, begin=NOW - timedelta(days=900), serial=1)
    new = credential(BOTH, serial=2)
    assert make_identity([old, new]) == Identity(new, new, (old,))


@pytest.mark.parametrize(
    ("credentials", "usage"),
    [
        ([], "cipher"),
        ([credential(SIGN)], "cipher"),
        ([credential(None, "ec")], "cipher"),
        ([credential(CIPHER)], "signature"),
    ],
)
def test_a_missing_usage_is_named(credentials, usage):
    with pytest.raises(IdentityRefused) as caught:
        make_identity(credentials)
    assert caught.value.facts["usage"] == usage


@pytest.mark.parametrize(
    ("begin", "days", "codes"),
    [
        (-10, 1000, []),
        (1, 1000, ["certificate-not-yet-valid"]),
        (-100, 99, ["certificate-expired"]),
        (-100, 130, ["certificate-ends-soon"]),
    ],
)
def test_validity_is_checked_today(begin, days, codes):
    own = credential(None, begin=NOW + timedelta(days=begin), days=days)
    findings = check_identity(Identity(own, own), NOW)
    assert [finding.code for finding in findings] == codes
    expected = (
        own.certificate.not_valid_before_utc
        if begin > 0
        else own.certificate.not_valid_after_utc
    )
    assert all(f.detail == expected.date().isoformat() for f in findings)


def test_an_old_reader_key_is_no_finding():
    old = credential(begin=NOW - timedelta(days=900), days=10)
    own = credential(serial=7)
    assert check_identity(Identity(own, own, (old,)), NOW) == ()


# --- keeping ------------------------------------------------------------------------


def test_an_identity_survives_being_kept():
    cipher, signature, old = (
        credential(CIPHER),
        credential(SIGN, "ec"),
        credential(BOTH, serial=9),
    )
    kept = identity_from_bytes(
        identity_to_bytes(Identity(cipher, signature, (old, cipher)))
    )
    assert same(kept.cipher) == same(cipher)
    assert same(kept.signature) == same(signature)
    assert [same(r) for r in kept.readers] == [same(old), same(cipher)]


@given(st.data())
def test_a_damaged_kept_identity_is_read_or_refused(data):
    own = credential()
    raw = identity_to_bytes(Identity(own, own))
    cut = raw[: data.draw(st.integers(0, len(raw) - 1))]
    with pytest.raises(NotAnIdentity):
        identity_from_bytes(cut)


def test_nothing_secret_is_printed():
    assert "key" not in repr(Identity(credential(), credential()))


def used(identity):
    readers = [each.certificate.serial_number for each in identity.readers]
    serials = (identity.cipher, identity.signature)
    return tuple(each.certificate.serial_number for each in serials), readers


OLD = make_identity([credential(CIPHER, serial=1), credential(SIGN, serial=2)])


def test_a_further_certificate_reads_and_nothing_else_changes():
    further = [credential(BOTH, serial=3), credential(CIPHER, serial=4)]
    assert used(extended(OLD, further)) == ((1, 2), [3, 4])
    with pytest.raises(IdentityRefused):
        extended(OLD, [*further, credential(SIGN, serial=5)])


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ([credential(BOTH, serial=3)], ((3, 3), [1])),
        ([credential(CIPHER, serial=3)], ((3, 2), [1])),
        ([credential(SIGN, serial=3)], ((1, 3), [])),
        ([credential(CIPHER, serial=3), credential(SIGN, serial=4)], ((3, 4), [1])),
        (
            [credential(BOTH, serial=3, days=9), credential(BOTH, serial=4)],
            ((4, 4), [3, 1]),
        ),
    ],
)
def test_what_takes_over_what(new, expected):
    assert used(taken_over(OLD, new)) == expected


def test_back_to_the_old_certificate_and_the_new_one_goes_on_reading():
    new = taken_over(OLD, [credential(BOTH, serial=3)])
    kept = identity_from_bytes(identity_to_bytes(new))
    assert used(taken_over(kept, [kept.readers[0]])) == ((1, 3), [3])


def test_the_same_certificate_twice_is_kept_once():
    again = [credential(CIPHER, serial=1)]
    assert used(extended(OLD, again)) == used(taken_over(OLD, again)) == ((1, 2), [])
    document = identity_to_bytes(taken_over(OLD, again))
    assert document.count(b'"certificate"') == 2
