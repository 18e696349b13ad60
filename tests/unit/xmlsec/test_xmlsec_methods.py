"""EncryptionMethod elements: what they mean, and how ours look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client import xmlkit
from hzl_client.errors import AlgorithmRefused, SymmetricDecryption
from hzl_client.xmlkit import Element
from hzl_client.xmlsec import algorithms as a
from hzl_client.xmlsec import encryption as e
from hzl_client.xmlsec.names import NS
from hzl_client.xmlsec.policy import LEGACY, MODERN

IV_LENGTH = (
    '<osci128:IvLength xmlns:osci128="http://xoev.de/transport/osci12/8" '
    'Value="{}"></osci128:IvLength>'
)
GCM_URIS = [a.ENC_AES128_GCM, a.ENC_AES192_GCM, a.ENC_AES256_GCM]


def encrypted(inner: str, name: str = "EncryptedData") -> Element:
    return xmlkit.parse(f"<xenc:{name} {NS}>{inner}</xenc:{name}>".encode())


def method(uri: str, inner: str = "") -> str:
    return f'<xenc:EncryptionMethod Algorithm="{uri}">{inner}</xenc:EncryptionMethod>'


# --- symmetric -----------------------------------------------------------------------


@pytest.mark.parametrize("uri", GCM_URIS)
@pytest.mark.parametrize(
    ("inner", "length"),
    [
        ("", 16),  # the reverse of XML Encryption 1.1
        (IV_LENGTH.format(12), 12),
        (IV_LENGTH.format(16), 16),
        (IV_LENGTH.format("  12\n"), 12),
    ],
)
def test_iv_length(uri: str, inner: str, length: int) -> None:
    read, findings = e.read_method(encrypted(method(uri, inner)), MODERN)
    assert read == e.SymmetricMethod(uri, length)
    assert [f.code for f in findings] == (["gcm-iv-16"] if length == 16 else [])


@pytest.mark.parametrize(
    "inner",
    [IV_LENGTH.format(v) for v in ("13", "", "0", "-12", "+12", "012", "1２", "9" * 99)]
    + [IV_LENGTH.format(12) * 2, IV_LENGTH.replace("Value", "value").format(12)],
)
def test_any_other_iv_length_does_not_decrypt(inner: str) -> None:
    with pytest.raises(SymmetricDecryption):
        e.read_method(encrypted(method(a.ENC_AES256_GCM, inner)), LEGACY)


def test_cbc_has_its_own_iv_length_whatever_is_announced() -> None:
    for uri, length in ((a.ENC_AES256_CBC, 16), (a.ENC_3DES_CBC, 8)):
        element = encrypted(method(uri, IV_LENGTH.format(12)))
        read, findings = e.read_method(element, LEGACY)
        assert read == e.SymmetricMethod(uri, length)
        assert [f.code for f in findings] == ["weak-cipher"]


@pytest.mark.parametrize(
    "inner",
    [
        "",
        method(a.ENC_AES256_GCM) * 2,
        "<xenc:EncryptionMethod/>",
        method("urn:unknown", IV_LENGTH.format(13)),
        f"<ds:KeyInfo>{method(a.ENC_AES256_GCM)}</ds:KeyInfo>",  # not its own
    ],
)
@pytest.mark.parametrize("read", [e.read_method, e.read_key_method])
def test_without_one_known_method_nothing_is_decrypted(inner: str, read) -> None:
    for policy in (MODERN, LEGACY):
        with pytest.raises(AlgorithmRefused):
            read(encrypted(inner), policy)


def test_the_policy_is_asked_first() -> None:
    for uri in (a.ENC_AES256_CBC, a.ENC_3DES_CBC):
        with pytest.raises(AlgorithmRefused):
            e.read_method(encrypted(method(uri)), MODERN)


@pytest.mark.parametrize("uri", GCM_URIS)
@pytest.mark.parametrize("length", [12, 16])
def test_reading_undoes_rendering(uri: str, length: int) -> None:
    chosen = e.SymmetricMethod(uri, length)
    read, _ = e.read_method(encrypted(e.render_method(chosen)), MODERN)
    assert read == chosen


def test_our_default_looks_like_the_recorded_one() -> None:
    assert e.render_method(e.DEFAULT_METHOD) == (
        '<xenc:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm">'
        '<osci128:IvLength xmlns:osci128="http://xoev.de/transport/osci12/8" '
        'Value="12"></osci128:IvLength></xenc:EncryptionMethod>'
    )
    assert e.render_method(e.SymmetricMethod(a.ENC_AES256_GCM, 16)) == (
        '<xenc:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm">'
        "</xenc:EncryptionMethod>"
    )
    assert e.render_key_method(e.DEFAULT_TRANSPORT) == (
        '<xenc:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#rsa-oaep">'
        '<xenc11:MGF xmlns:xenc11="http://www.w3.org/2009/xmlenc11#" '
        'Algorithm="http://www.w3.org/2009/xmlenc11#mgf1sha256"></xenc11:MGF>'
        '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256">'
        "</ds:DigestMethod></xenc:EncryptionMethod>"
    )


# --- key transport -------------------------------------------------------------------

MGF = '<xenc11:MGF xmlns:xenc11="http://www.w3.org/2009/xmlenc11#" Algorithm="{}"/>'
DIGEST = '<ds:DigestMethod Algorithm="{}"/>'


@pytest.mark.parametrize(
    ("uri", "inner", "digest", "mgf", "codes"),
    [
        (a.KT_RSA_OAEP, "", a.DIGEST_SHA1, a.MGF1_SHA1, ["oaep-sha1"]),
        (
            a.KT_RSA_OAEP,
            DIGEST.format(a.DIGEST_SHA256),
            a.DIGEST_SHA256,
            a.MGF1_SHA1,
            ["oaep-sha1"],
        ),
        (
            a.KT_RSA_OAEP,
            MGF.format(a.MGF1_SHA384) + DIGEST.format(a.DIGEST_SHA512),
            a.DIGEST_SHA512,
            a.MGF1_SHA384,
            [],
        ),
        (a.KT_RSA_OAEP_MGF1P, "", a.DIGEST_SHA1, a.MGF1_SHA1, ["oaep-sha1"]),
        (  # MGF1 stays with SHA-1 there, whatever an MGF element says
            a.KT_RSA_OAEP_MGF1P,
            MGF.format(a.MGF1_SHA256) + DIGEST.format(a.DIGEST_SHA256),
            a.DIGEST_SHA256,
            a.MGF1_SHA1,
            ["oaep-sha1"],
        ),
    ],
)
def test_oaep_parameters(
    uri: str, inner: str, digest: str, mgf: str, codes: list[str]
) -> None:
    element = encrypted(method(uri, inner), "EncryptedKey")
    read, findings = e.read_key_method(element, MODERN)
    assert read == e.KeyTransport(uri, digest, mgf)
    assert [f.code for f in findings] == codes


@pytest.mark.parametrize(
    "inner",
    [
        DIGEST.format(a.DIGEST_RIPEMD160),
        DIGEST.format(a.DIGEST_SHA256) * 2,
        MGF.format(a.MGF1_SHA256) * 2,
        MGF.format("urn:mgf"),
        "<ds:DigestMethod/>",
        "<xenc:OAEPparams>QQ==</xenc:OAEPparams>",
    ],
)
def test_odd_oaep_parameters_are_refused(inner: str) -> None:
    element = encrypted(method(a.KT_RSA_OAEP, inner), "EncryptedKey")
    with pytest.raises(AlgorithmRefused):
        e.read_key_method(element, LEGACY)


def test_rsa_15_needs_legacy() -> None:
    element = encrypted(method(a.KT_RSA_15), "EncryptedKey")
    with pytest.raises(AlgorithmRefused):
        e.read_key_method(element, MODERN)
    read, findings = e.read_key_method(element, LEGACY)
    assert read == e.KeyTransport(a.KT_RSA_15, "", "")
    assert [f.code for f in findings] == ["weak-key-transport"]


@given(
    st.sampled_from([a.DIGEST_SHA256, a.DIGEST_SHA384, a.DIGEST_SHA512]),
    st.sampled_from([a.MGF1_SHA256, a.MGF1_SHA384, a.MGF1_SHA512]),
)
def test_reading_undoes_rendering_of_key_methods(digest: str, mgf: str) -> None:
    chosen = e.KeyTransport(a.KT_RSA_OAEP, digest, mgf)
    element = encrypted(e.render_key_method(chosen), "EncryptedKey")
    assert e.read_key_method(element, MODERN) == (chosen, ())
