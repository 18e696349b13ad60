"""Certificates a sender made up: nobody who shows or checks them may trip over them."""

import warnings

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from helpers.credentials import ec_credential, rsa_credential
from hzl_client.errors import HzlError
from hzl_client.model.octets import MemoryOctets
from hzl_client.osci import certificates
from hzl_client.osci.certificates import HeaderCertificate
from hzl_client.services import trust
from hzl_client.xmlsec import signature, signature_value
from hzl_client.xmlsec.algorithms import SIG_ECDSA_SHA256, SIG_RSA_SHA256, SIGNATURES
from hzl_client.xmlsec.policy import LEGACY, admit_certificate

DER = rsa_credential().certificate.public_bytes(Encoding.DER)
UTF8_NAME, BIT_STRING_NAME = b"\x0c\x06Muster", b"\x03\x06\0uster"
SERIAL = b"\x02\x01\x01"  # behind the version: INTEGER 1


def bent(old: bytes, new: bytes) -> bytes:
    assert old in DER
    assert len(old) == len(new)
    return DER.replace(old, new)


@pytest.mark.parametrize(
    "name",
    [BIT_STRING_NAME, b"\x0c\x06\xff\xfe\xff\xfe\xff\xfe"],
    ids=["bit string", "not UTF-8"],
)
def test_a_name_beyond_reading_is_no_name(name: bytes) -> None:
    """A BIT STRING was a TypeError: whoever opened the delivery saw a crash."""
    loaded = HeaderCertificate("id", "role", bent(UTF8_NAME, name)).load()
    assert certificates.subject_of(loaded) == ""
    assert trust.name_of(loaded) == "unbekannt"


@pytest.mark.parametrize("serial", [b"\x02\x01\x00", b"\x02\x01\xff"])
def test_a_serial_of_zero_or_less_proves_and_breaks_nothing(serial: bytes) -> None:
    changed = bent(b"\xa0\x03\x02\x01\x02" + SERIAL, b"\xa0\x03\x02\x01\x02" + serial)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loaded = HeaderCertificate("id", "role", changed).load()
        assert certificates.subject_of(loaded) == "CN=Muster"
    admit_certificate(loaded, LEGACY)
    signature.check_key_usage(loaded)


def test_an_elliptic_key_whose_point_is_on_no_curve_verifies_nothing() -> None:
    der = ec_credential().der
    point = ec_credential().certificate.public_key().public_numbers()  # type: ignore[union-attr]
    x = point.x.to_bytes(32, "big")
    assert x in der
    loaded = x509.load_der_x509_certificate(der.replace(x, b"\0" * 31 + b"\x05"))
    with pytest.raises(HzlError) as raised:
        admit_certificate(loaded, LEGACY)
    assert raised.value.name == "algorithm-refused"
    kind = SIGNATURES[SIG_ECDSA_SHA256]
    with pytest.raises(HzlError) as raised:
        signature_value.verify_value(kind, bytes(64), MemoryOctets(b""), loaded)
    assert raised.value.name == "signature"


# --- values no key made --------------------------------------------------------------

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # P-256
EDGES = (0, 1, ORDER - 1, ORDER, ORDER + 1, 2**256 - 1)


@pytest.mark.parametrize("r", EDGES)
@pytest.mark.parametrize("s", EDGES)
def test_edges_of_r_and_s_sign_nothing(r: int, s: int) -> None:
    value = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    kind, certificate = SIGNATURES[SIG_ECDSA_SHA256], ec_credential().certificate
    with pytest.raises(HzlError) as raised:
        signature_value.verify_value(kind, value, MemoryOctets(b"x"), certificate)
    assert raised.value.name == "signature"


def _signed(method: str) -> bytes:
    credential = ec_credential() if "ecdsa" in method else rsa_credential()
    kind = SIGNATURES[method]
    return signature_value.sign_value(kind, MemoryOctets(b"x"), credential.key)


@pytest.mark.parametrize("method", [SIG_RSA_SHA256, SIG_ECDSA_SHA256])
@pytest.mark.parametrize(
    "bend",
    [
        lambda value: b"\0" + value,
        lambda value: value + b"\0",
        lambda value: value[:-1],
        lambda value: bytes(len(value)),
        lambda value: b"\xff" * len(value),
        lambda _value: b"",
        lambda value: value * 2,
    ],
    ids=["zero before", "zero behind", "cut", "zeros", "ones", "nothing", "twice"],
)
def test_a_value_has_one_length_and_one_form(method: str, bend) -> None:
    credential = ec_credential() if "ecdsa" in method else rsa_credential()
    kind, octets, value = SIGNATURES[method], MemoryOctets(b"x"), _signed(method)
    signature_value.verify_value(kind, value, octets, credential.certificate)
    with pytest.raises(HzlError) as raised:
        signature_value.verify_value(kind, bend(value), octets, credential.certificate)
    assert raised.value.name == "signature"
