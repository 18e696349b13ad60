from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from helpers.credentials import certificate_of, ec_credential, rsa_credential
from hzl_client.errors import AlgorithmRefused
from hzl_client.model.finding import Finding
from hzl_client.xmlsec import algorithms as a
from hzl_client.xmlsec import policy
from hzl_client.xmlsec.policy import LEGACY, MODERN

DATA = Path(__file__).with_name("data")
SILENT, WEAK, REFUSED = "silent", "weak", "refused"

GCM = [a.ENC_AES128_GCM, a.ENC_AES192_GCM, a.ENC_AES256_GCM]
CBC = [a.ENC_AES128_CBC, a.ENC_AES192_CBC, a.ENC_AES256_CBC, a.ENC_3DES_CBC]
UNKNOWN = ["", "http://www.w3.org/2001/04/xmlenc#aes256", "urn:x", a.C14N]

DIGESTS = [
    a.DIGEST_SHA256,
    a.DIGEST_SHA384,
    a.DIGEST_SHA512,
    a.DIGEST_SHA3_256,
    a.DIGEST_SHA3_384,
    a.DIGEST_SHA3_512,
]
SIGNATURES = [
    a.SIG_RSA_SHA256,
    a.SIG_RSA_SHA384,
    a.SIG_RSA_SHA512,
    a.SIG_PSS_SHA256,
    a.SIG_PSS_SHA384,
    a.SIG_PSS_SHA512,
    a.SIG_PSS_SHA3_256,
    a.SIG_PSS_SHA3_384,
    a.SIG_PSS_SHA3_512,
    a.SIG_ECDSA_SHA256,
    a.SIG_ECDSA_SHA384,
    a.SIG_ECDSA_SHA512,
]
NEVER = [
    a.SIG_ECDSA_SHA1,
    a.SIG_RSA_RIPEMD160,
    a.SIG_RSA_RIPEMD160.replace("#", "/"),
    "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
    "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
    "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
]


def table(
    silent: list[str], weak: list[str], refused: list[str]
) -> list[tuple[str, str, str]]:
    """Algorithm, outcome under modern, outcome under legacy."""
    return [
        *((uri, SILENT, SILENT) for uri in silent),
        *((uri, REFUSED, WEAK) for uri in weak),
        *((uri, REFUSED, REFUSED) for uri in refused),
    ]


def recorded(name: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((DATA / name).read_bytes())


def outcome(findings: policy.Findings, uri: str, code: str) -> str:
    if not findings:
        return SILENT
    assert [(f.code, f.detail) for f in findings] == [(code, policy.name_of(uri))]
    return WEAK


@pytest.mark.parametrize(("uri", "modern", "legacy"), table(GCM, CBC, UNKNOWN))
def test_ciphers(uri: str, modern: str, legacy: str) -> None:
    for chosen, expected in ((MODERN, modern), (LEGACY, legacy)):
        if expected is REFUSED:
            with pytest.raises(AlgorithmRefused):
                policy.admit_cipher(uri, chosen)
        else:
            found = policy.admit_cipher(uri, chosen)
            assert outcome(found, uri, "weak-cipher") == expected


@pytest.mark.parametrize(
    ("uri", "modern", "legacy"),
    table(DIGESTS, [a.DIGEST_SHA1], [a.DIGEST_RIPEMD160, *UNKNOWN]),
)
def test_digests(uri: str, modern: str, legacy: str) -> None:
    for chosen, expected in ((MODERN, modern), (LEGACY, legacy)):
        if expected is REFUSED:
            with pytest.raises(AlgorithmRefused):
                policy.admit_digest(uri, chosen)
        else:
            found = policy.admit_digest(uri, chosen)
            assert outcome(found, uri, "weak-digest") == expected


@pytest.mark.parametrize(
    ("uri", "modern", "legacy"),
    table(SIGNATURES, [a.SIG_RSA_SHA1], [*NEVER, *UNKNOWN]),
)
def test_signatures(uri: str, modern: str, legacy: str) -> None:
    for chosen, expected in ((MODERN, modern), (LEGACY, legacy)):
        if expected is REFUSED:
            with pytest.raises(AlgorithmRefused):
                policy.admit_signature(uri, chosen)
        else:
            found = policy.admit_signature(uri, chosen)
            assert outcome(found, uri, "weak-signature") == expected


@pytest.mark.parametrize("digest", [a.DIGEST_SHA256, a.DIGEST_SHA384, a.DIGEST_SHA512])
@pytest.mark.parametrize("mgf", [a.MGF1_SHA256, a.MGF1_SHA384, a.MGF1_SHA512])
def test_oaep_with_sha2_is_silent_and_both_hashes_are_free(
    digest: str, mgf: str
) -> None:
    for chosen in (MODERN, LEGACY):
        assert policy.admit_key_transport(a.KT_RSA_OAEP, digest, mgf, chosen) == ()


@pytest.mark.parametrize(
    ("uri", "digest", "mgf"),
    [
        (a.KT_RSA_OAEP, a.DIGEST_SHA1, a.MGF1_SHA1),
        (a.KT_RSA_OAEP, a.DIGEST_SHA1, a.MGF1_SHA256),
        (a.KT_RSA_OAEP, a.DIGEST_SHA256, a.MGF1_SHA1),
        (a.KT_RSA_OAEP_MGF1P, a.DIGEST_SHA1, a.MGF1_SHA1),
        (a.KT_RSA_OAEP_MGF1P, a.DIGEST_SHA256, a.MGF1_SHA1),
    ],
)
def test_oaep_with_sha1_is_admitted_with_a_finding(
    uri: str, digest: str, mgf: str
) -> None:
    for chosen in (MODERN, LEGACY):
        (found,) = policy.admit_key_transport(uri, digest, mgf, chosen)
        assert found.code == "oaep-sha1"
        assert found.detail.startswith(f"{policy.name_of(uri)}: ")
        assert ("SHA-1" in found.detail.split(": ")[1].split(", ")) == (
            digest == a.DIGEST_SHA1
        )
        assert ("MGF1-SHA-1" in found.detail) == (mgf == a.MGF1_SHA1)


def test_rsa_15_is_for_legacy_only() -> None:
    with pytest.raises(AlgorithmRefused):
        policy.admit_key_transport(a.KT_RSA_15, "", "", MODERN)
    found = policy.admit_key_transport(a.KT_RSA_15, "", "", LEGACY)
    assert outcome(found, a.KT_RSA_15, "weak-key-transport") == WEAK


@pytest.mark.parametrize(
    ("uri", "digest", "mgf"),
    [
        ("http://www.w3.org/2001/04/xmlenc#kw-aes256", "", ""),
        (a.KT_RSA_OAEP, a.DIGEST_RIPEMD160, a.MGF1_SHA256),
        (a.KT_RSA_OAEP, a.DIGEST_SHA3_256, a.MGF1_SHA256),
        (a.KT_RSA_OAEP, a.DIGEST_SHA256, "http://www.w3.org/2009/xmlenc11#mgf1md5"),
        (a.KT_RSA_OAEP, "", ""),
    ],
)
def test_unknown_key_transport_is_refused_always(
    uri: str, digest: str, mgf: str
) -> None:
    for chosen in (MODERN, LEGACY):
        with pytest.raises(AlgorithmRefused):
            policy.admit_key_transport(uri, digest, mgf, chosen)


def test_a_long_gcm_iv_is_a_finding_and_the_short_one_none() -> None:
    assert policy.admit_iv_length(a.ENC_AES256_GCM, 12, MODERN) == ()
    assert policy.admit_iv_length(a.ENC_AES256_CBC, 16, LEGACY) == ()
    (finding,) = policy.admit_iv_length(a.ENC_AES128_GCM, 16, MODERN)
    assert (finding.code, finding.detail) == ("gcm-iv-16", "AES-128-GCM")


def test_short_rsa_keys() -> None:
    short = rsa_credential(1024).certificate
    with pytest.raises(AlgorithmRefused):
        policy.admit_certificate(short, MODERN)
    (finding,) = policy.admit_certificate(short, LEGACY)
    assert (finding.code, finding.detail) == ("weak-key", "RSA mit 1024 Bit")


@pytest.mark.parametrize("curve", [ec.SECP192R1, ec.SECP224R1])
def test_short_ec_keys(curve: type[ec.EllipticCurve]) -> None:
    short = ec_credential(curve).certificate
    with pytest.raises(AlgorithmRefused):
        policy.admit_certificate(short, MODERN)
    (finding,) = policy.admit_certificate(short, LEGACY)
    detail = f"EC mit {curve().key_size} Bit"
    assert finding == Finding("weak-key", detail)


@pytest.mark.parametrize(("digest", "name"), [("sha1", "SHA-1"), ("md5", "MD5")])
def test_certificates_signed_with_a_broken_digest(digest: str, name: str) -> None:
    old = recorded(f"signed_with_{digest}.crt")
    with pytest.raises(AlgorithmRefused) as caught:
        policy.admit_certificate(old, MODERN)
    assert caught.value.facts["algorithm"] == f"Zertifikat mit {name}"
    (finding,) = policy.admit_certificate(old, LEGACY)
    assert finding == Finding("weak-certificate", f"Zertifikat mit {name}")


def test_keys_of_good_length_are_silent() -> None:
    good = (rsa_credential(3072), ec_credential(), ec_credential(ec.SECP384R1))
    for credential in good:
        assert policy.admit_certificate(credential.certificate, MODERN) == ()


def test_keys_of_yesterday_are_named_and_used() -> None:
    for chosen in (MODERN, LEGACY):
        (finding,) = policy.admit_certificate(rsa_credential(2048).certificate, chosen)
        assert finding == Finding("short-key", "RSA mit 2048 Bit")


def test_certificates_signed_with_what_is_not_in_the_table() -> None:
    for chosen in (MODERN, LEGACY):
        with pytest.raises(AlgorithmRefused) as caught:
            policy.admit_certificate(recorded("signed_with_sha224.crt"), chosen)
        assert caught.value.facts["algorithm"] == "sha224"


def test_other_kinds_of_keys_are_refused_always() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    foreign = certificate_of(rsa_credential().key, public_key=key.public_key())
    for chosen in (MODERN, LEGACY):
        with pytest.raises(AlgorithmRefused):
            policy.admit_certificate(foreign, chosen)
