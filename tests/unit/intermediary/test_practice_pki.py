"""The practice PKI: made once, complete or not at all, every key fit for its use."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import pkcs12

from helpers.practice import practice_pki
from hzl_client.errors import DiskFailed, PracticeStateDamaged
from hzl_client.intermediary import pki


def _usage(credential):
    extension = credential.certificate.extensions.get_extension_for_class(x509.KeyUsage)
    return extension.value


def test_what_was_created_is_loaded_again():
    made = practice_pki()
    again = pki.load(made.folder)
    for name in pki.NAMES:
        assert getattr(again, name).der == getattr(made, name).der
        assert (
            getattr(again, name).key.private_numbers()
            == getattr(made, name).key.private_numbers()
        )


def test_created_once_and_kept():
    made = practice_pki()
    assert pki.load_or_create(made.folder).author.der == made.author.der
    with pytest.raises(DiskFailed):
        pki.create(made.folder)


def test_nothing_half_is_left_behind():
    folder = practice_pki().folder
    with pytest.raises(DiskFailed):
        pki.create(folder)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("name", pki.NAMES)
def test_every_identity_opens_with_the_published_pin(name):
    folder = practice_pki().folder
    raw = pki.p12_file(folder, name).read_bytes()
    key, certificate, _ = pkcs12.load_key_and_certificates(raw, b"uebung")
    assert (
        certificate.public_key().public_numbers() == key.public_key().public_numbers()
    )
    assert key.key_size == pki.KEY_BITS
    pem = x509.load_pem_x509_certificate(
        pki.certificate_file(folder, name).read_bytes()
    )
    assert pem == certificate


@pytest.mark.parametrize(
    "name", ["intermediary_cipher", "platform_cipher", "recipient_cipher"]
)
def test_cipher_keys_encipher_and_do_not_sign(name):
    usage = _usage(getattr(practice_pki(), name))
    assert usage.key_encipherment
    assert not usage.digital_signature


@pytest.mark.parametrize("name", ["author", "recipient_signature", "stranger"])
def test_signature_keys_sign_and_do_not_encipher(name):
    usage = _usage(getattr(practice_pki(), name))
    assert usage.digital_signature
    assert not usage.key_encipherment


def test_the_authority_vouches_for_all_but_the_stranger():
    practice = practice_pki()
    for name in pki.NAMES:
        certificate = getattr(practice, name).certificate
        if name == "stranger":
            assert certificate.issuer != practice.ca.certificate.subject
            continue
        practice.ca.key.public_key().verify(
            certificate.signature,
            certificate.tbs_certificate_bytes,
            padding.PKCS1v15(),
            certificate.signature_hash_algorithm,
        )


def test_valid_now_and_for_years():
    now = datetime.now(UTC)
    for name in pki.NAMES:
        certificate = getattr(practice_pki(), name).certificate
        assert certificate.not_valid_before_utc < now
        assert certificate.not_valid_after_utc > now + timedelta(days=1000)


def test_a_damaged_key_is_named(tmp_path):
    source = practice_pki().folder
    for path in source.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    pki.p12_file(tmp_path, "author").write_bytes(b"broken")
    with pytest.raises(PracticeStateDamaged) as caught:
        pki.load(tmp_path)
    assert caught.value.facts == {"file": "author"}


def test_private_keys_never_show():
    assert repr(practice_pki()).count("Credential()") == len(pki.NAMES)
