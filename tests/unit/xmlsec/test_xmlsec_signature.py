"""Verifying: exactly what is used, nothing the message would like to be asked."""

import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import cast

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from helpers.credentials import (
    certificate_of,
    ec_credential,
    key_usage,
    rsa_credential,
)
from helpers.signed import (
    ATTACHMENTS,
    BODY,
    BYTES,
    ELEMENT,
    envelope,
    info_of,
    parts_of,
    signed_again,
    signed_envelope,
)
from hzl_client import xmlkit
from hzl_client.errors import AlgorithmRefused, MalformedXml, SignatureRefused
from hzl_client.model.finding import Finding
from hzl_client.model.octets import CHUNK, MemoryOctets, Octets, in_memory
from hzl_client.xmlsec import algorithms as a
from hzl_client.xmlsec import base64, signed_info
from hzl_client.xmlsec import signature as s
from hzl_client.xmlsec.names import DS, SOAP, tag
from hzl_client.xmlsec.policy import LEGACY, MODERN, Policy
from hzl_client.xmlsec.signed_info import MAX_REFERENCES

SHORT = Finding("short-key", "RSA mit 2048 Bit")
C14N_TAG = f'<ds:Transform Algorithm="{a.C14N}"></ds:Transform>'


def verify(
    xml: str,
    certificate: x509.Certificate | None = None,
    policy: Policy = MODERN,
    attachments: Mapping[str, bytes] = ATTACHMENTS,
) -> s.SignatureFacts:
    root = xmlkit.parse(xml.encode())
    return s.verify(
        info_of(root),
        parts_of(root, attachments),
        certificate or rsa_credential().certificate,
        policy,
    )


def rsa_value(octets: bytes) -> bytes:
    key = cast("rsa.RSAPrivateKey", rsa_credential().key)
    return key.sign(octets, padding.PKCS1v15(), hashes.SHA256())


def good() -> str:
    return signed_envelope(rsa_credential())


# --- all algorithms ------------------------------------------------------------------

RSA_METHODS = [m for m in a.SIGNATURES if "rsa" in m and m != a.SIG_RSA_SHA1]
EC_METHODS = [m for m in a.SIGNATURES if "ecdsa" in m]


@pytest.mark.parametrize("method", RSA_METHODS)
def test_rsa_round_trip(method: str) -> None:
    facts = verify(signed_envelope(rsa_credential(), method=method))
    assert facts == s.SignatureFacts(method, (a.DIGEST_SHA256,) * 3, "#me", (SHORT,))


@pytest.mark.parametrize("method", EC_METHODS)
@pytest.mark.parametrize(
    "curve",
    [ec.SECP256R1, ec.SECP384R1, ec.SECP521R1, ec.BrainpoolP256R1],
)
def test_ecdsa_round_trip(method: str, curve: type[ec.EllipticCurve]) -> None:
    credential = ec_credential(curve)
    facts = verify(signed_envelope(credential, method=method), credential.certificate)
    assert facts.algorithm == method


@pytest.mark.parametrize("digest", [d for d in a.DIGESTS if d != a.DIGEST_SHA1])
def test_digest_round_trip(digest: str) -> None:
    facts = verify(signed_envelope(rsa_credential(), digest=digest))
    assert set(facts.digests) == {digest}


def test_every_method_is_covered() -> None:
    assert {*RSA_METHODS, *EC_METHODS, a.SIG_RSA_SHA1} == set(a.SIGNATURES)


def in_method(method: str, value: Callable[[bytes], bytes]) -> str:
    return signed_again(good().replace(a.SIG_RSA_SHA256, method), value)


@pytest.mark.parametrize(
    ("method", "chosen"),
    [
        (a.SIG_PSS_SHA256, hashes.SHA256()),
        (a.SIG_PSS_SHA512, hashes.SHA512()),
        (a.SIG_PSS_SHA3_256, hashes.SHA3_256()),
        (a.SIG_PSS_SHA3_384, hashes.SHA3_384()),
        (a.SIG_PSS_SHA3_512, hashes.SHA3_512()),
    ],
)
def test_the_salt_of_pss_is_as_long_as_the_hash(
    method: str, chosen: hashes.HashAlgorithm
) -> None:
    key = cast("rsa.RSAPrivateKey", rsa_credential().key)

    def value(salt: int, mgf: hashes.HashAlgorithm) -> Callable[[bytes], bytes]:
        pss = padding.PSS(padding.MGF1(mgf), salt)
        return lambda octets: key.sign(octets, pss, chosen)

    verify(in_method(method, value(chosen.digest_size, chosen)))
    for other in (
        value(0, chosen),
        value(20, chosen),
        value(chosen.digest_size + 1, chosen),
        value(chosen.digest_size, hashes.SHA384()),
        rsa_value,
    ):
        with pytest.raises(SignatureRefused):
            verify(in_method(method, other))


@pytest.mark.parametrize("curve", [ec.SECP256R1, ec.SECP521R1])
def test_ecdsa_values_are_r_and_s_of_full_length(
    curve: type[ec.EllipticCurve],
) -> None:
    credential = ec_credential(curve)
    key = cast("ec.EllipticCurvePrivateKey", credential.key)
    size = (key.curve.key_size + 7) // 8

    def der(octets: bytes) -> bytes:
        return key.sign(octets, ec.ECDSA(hashes.SHA256()))

    def plain(octets: bytes, length: int = size) -> bytes:
        return b"".join(
            n.to_bytes(length, "big") for n in decode_dss_signature(der(octets))
        )

    verify(in_method(a.SIG_ECDSA_SHA256, plain), credential.certificate)
    others: list[Callable[[bytes], bytes]] = [
        der,
        lambda octets: plain(octets, size + 1),
        lambda octets: plain(octets)[1:],
        lambda octets: plain(octets)[size:] + plain(octets)[:size],
        lambda _: bytes(2 * size),
        lambda _: b"\xff" * (2 * size),
        lambda _: b"",
    ]
    for other in others:
        with pytest.raises(SignatureRefused):
            verify(in_method(a.SIG_ECDSA_SHA256, other), credential.certificate)


def test_the_algorithm_must_fit_the_key() -> None:
    with pytest.raises(SignatureRefused):
        verify(good(), ec_credential().certificate)
    xml = signed_envelope(ec_credential(), method=a.SIG_ECDSA_SHA256)
    with pytest.raises(SignatureRefused):
        verify(xml, rsa_credential().certificate)


def test_another_key_is_refused() -> None:
    with pytest.raises(SignatureRefused):
        verify(good(), rsa_credential(3072).certificate)


# --- policy --------------------------------------------------------------------------


def test_sha1_needs_legacy_and_is_named() -> None:
    key = cast("rsa.RSAPrivateKey", rsa_credential().key)
    xml = in_method(
        a.SIG_RSA_SHA1,
        lambda octets: key.sign(octets, padding.PKCS1v15(), hashes.SHA1()),  # noqa: S303
    )
    with pytest.raises(AlgorithmRefused):
        verify(xml)
    facts = verify(xml, policy=LEGACY)
    assert facts.findings == (Finding("weak-signature", "RSA-SHA1"), SHORT)


def test_sha1_digests_need_legacy_and_are_named_once() -> None:
    xml = good()
    body = parts_of(xmlkit.parse(xml.encode()), {})[0].candidates[0]
    for octets in (body, *map(MemoryOctets, ATTACHMENTS.values())):
        old, new = (_digest_text(octets, d) for d in (a.DIGEST_SHA256, a.DIGEST_SHA1))
        assert old in xml
        xml = xml.replace(old, new)
    xml = signed_again(xml.replace(a.DIGEST_SHA256, a.DIGEST_SHA1), rsa_value)
    with pytest.raises(AlgorithmRefused):
        verify(xml)
    facts = verify(xml, policy=LEGACY)
    assert facts.findings == (Finding("weak-digest", "SHA-1"), SHORT)


def _digest_text(octets: Octets, uri: str) -> str:
    digest = a.new_digest(uri)
    digest.update(in_memory(octets))
    return base64.encode(digest.digest())


def test_references_may_use_different_digests() -> None:
    xml = good()
    one = reference(xml, "cid:antrag.pdf")
    octets = MemoryOctets(ATTACHMENTS["antrag.pdf"])
    other = one.replace(a.DIGEST_SHA256, a.DIGEST_SHA3_384).replace(
        _digest_text(octets, a.DIGEST_SHA256), _digest_text(octets, a.DIGEST_SHA3_384)
    )
    facts = verify(signed_again(xml.replace(one, other), rsa_value))
    assert facts.digests == (a.DIGEST_SHA256, a.DIGEST_SHA3_384, a.DIGEST_SHA256)


def test_short_keys_need_legacy_and_are_named() -> None:
    short = rsa_credential(1024)
    key = cast("rsa.RSAPrivateKey", short.key)
    xml = signed_again(
        good(), lambda octets: key.sign(octets, padding.PKCS1v15(), hashes.SHA256())
    )
    with pytest.raises(AlgorithmRefused):
        verify(xml, short.certificate)
    facts = verify(xml, short.certificate, LEGACY)
    assert facts.findings == (Finding("weak-key", "RSA mit 1024 Bit"),)


@pytest.mark.parametrize(
    "uri",
    [
        "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
        a.SIG_RSA_RIPEMD160,
        a.SIG_ECDSA_SHA1,
        "urn:none",
    ],
)
def test_hmac_and_the_unknown_are_refused_under_both_policies(uri: str) -> None:
    xml = signed_again(good().replace(a.SIG_RSA_SHA256, uri), rsa_value)
    for policy in (MODERN, LEGACY):
        with pytest.raises(AlgorithmRefused):
            verify(xml, policy=policy)


# --- coverage ------------------------------------------------------------------------


def test_an_attachment_more_or_less_is_refused() -> None:
    for attachments in (
        {},
        {"antrag.pdf": ATTACHMENTS["antrag.pdf"]},
        {**ATTACHMENTS, "mehr.bin": b""},
        {"antrag.pdf": ATTACHMENTS["antrag.pdf"], "Leer.bin": b""},
        {"antrag.pdf": b"", "leer.bin": ATTACHMENTS["antrag.pdf"]},
    ):
        with pytest.raises(SignatureRefused):
            verify(good(), attachments=attachments)


def reference(xml: str, uri: str) -> str:
    start = xml.index(f'<ds:Reference URI="{uri}">')
    end = xml.index("</ds:Reference>", start) + len("</ds:Reference>")
    return xml[start:end]


@pytest.mark.parametrize("uri", ["#body", "cid:antrag.pdf"])
def test_a_reference_twice_or_missing_is_refused(uri: str) -> None:
    xml = good()
    one = reference(xml, uri)
    for other in (one + one, "", one.replace(uri, "#nirgends")):
        with pytest.raises(SignatureRefused):
            verify(signed_again(xml.replace(one, other), rsa_value))


def test_a_part_given_twice_is_refused() -> None:
    root = xmlkit.parse(good().encode())
    parts = parts_of(root, ATTACHMENTS)
    for doubled in ([*parts, parts[0]], [*parts[:-1], parts[0]]):
        with pytest.raises(SignatureRefused):
            s.verify(
                info_of(root),
                doubled,
                rsa_credential().certificate,
                MODERN,
            )
    one = reference(good(), "#body")
    twice = signed_again(good().replace(one, one + one), rsa_value)
    root = xmlkit.parse(twice.encode())
    with pytest.raises(SignatureRefused):  # even if both sides agree
        s.verify(
            info_of(root),
            [*parts, parts[0]],
            rsa_credential().certificate,
            MODERN,
        )


def test_the_order_of_references_is_free() -> None:
    xml = good()
    first, second = reference(xml, "#body"), reference(xml, "cid:leer.bin")
    swapped = xml.replace(first, "?").replace(second, first).replace("?", second)
    assert verify(signed_again(swapped, rsa_value)).algorithm == a.SIG_RSA_SHA256


def test_changed_content_is_refused() -> None:
    xml = good()
    assert BODY in xml
    for body in (BODY.replace("Tag", "Tal"), BODY + " ", BODY * 2, ""):
        with pytest.raises(SignatureRefused):
            verify(xml.replace(BODY, body))


def test_one_of_several_candidates_is_enough() -> None:
    root = xmlkit.parse(good().encode())
    body, *rest = parts_of(root, ATTACHMENTS)
    wrong = MemoryOctets(b"<other/>")
    certificate = rsa_credential().certificate
    both = replace(body, candidates=(wrong, *body.candidates))
    s.verify(info_of(root), [both, *rest], certificate, MODERN)
    for candidates in ((wrong,), (wrong, wrong), ()):
        with pytest.raises(SignatureRefused):
            s.verify(
                info_of(root),
                [replace(body, candidates=candidates), *rest],
                certificate,
                MODERN,
            )


def test_more_references_than_any_delivery_has() -> None:
    many = {f"{n}": b"" for n in range(MAX_REFERENCES)}
    with pytest.raises(SignatureRefused) as caught:  # the body is one more
        verify(signed_envelope(rsa_credential(), many), attachments=many)
    assert caught.value.facts == {"found": MAX_REFERENCES + 3}
    del many["0"]
    verify(signed_envelope(rsa_credential(), many), attachments=many)


def verify_without(
    xml: str, arrived: Mapping[str, bytes], lost: set[str]
) -> s.SignatureFacts:
    root = xmlkit.parse(xml.encode())
    return s.verify_rest(
        info_of(root),
        parts_of(root, arrived),
        frozenset(lost),
        rsa_credential().certificate,
        MODERN,
    )


def test_the_rest_is_proven_where_an_attachment_is_lost() -> None:
    xml = good()
    arrived = {"leer.bin": ATTACHMENTS["leer.bin"]}
    lost = {"cid:antrag.pdf"}
    assert verify_without(xml, arrived, lost).retrieval == "#me"
    attempts: list[tuple[str, Mapping[str, bytes], set[str]]] = [
        (xml, arrived, set()),
        (xml, arrived, {"cid:anders.pdf"}),
        (xml, arrived, lost | {"cid:anders.pdf"}),
        (xml, ATTACHMENTS, lost),  # lost and here at once
        (xml, {"leer.bin": b"voll"}, lost),
        (xml.replace("Guten", "Schlechten"), arrived, lost),
        (xml.replace("cid:antrag.pdf", "cid:antrag.doc"), arrived, {"cid:antrag.doc"}),
    ]
    for attempt in attempts:
        with pytest.raises(SignatureRefused):
            verify_without(*attempt)


def test_long_attachments_are_hashed_in_pieces() -> None:
    class Long:
        size = 3 * CHUNK + 5

        def read(self, start: int, length: int) -> bytes:
            assert length <= CHUNK
            return bytes(min(length, self.size - start))

    made = s.sign([s.PartToSign("cid:lang", Long(), ())], rsa_credential(), "#me")
    root = xmlkit.parse(envelope(made).encode())
    s.verify(
        info_of(root),
        [s.Part("cid:lang", (Long(),), BYTES)],
        rsa_credential().certificate,
        MODERN,
    )


# --- transforms and other places for surprises ---------------------------------------

XPATH = (
    '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">'
    "<ds:XPath>not(ancestor::osci:Text)</ds:XPath></ds:Transform>"
)


def transform(uri: str) -> str:
    return f'<ds:Transform Algorithm="{uri}"></ds:Transform>'


@pytest.mark.parametrize(
    "transforms",
    [
        XPATH,
        transform("http://www.w3.org/TR/1999/REC-xslt-19991116"),
        transform("http://www.w3.org/2000/09/xmldsig#enveloped-signature") + C14N_TAG,
        transform("http://www.w3.org/2001/10/xml-exc-c14n#"),
        transform(f"{a.C14N}#WithComments"),
        transform(a.BASE64_TRANSFORM),
        C14N_TAG * 2,
        C14N_TAG * 4,
        "",
        "<ds:Transform/>",
        "<ds:Other/>",
        C14N_TAG.replace("><", "><ds:X/><"),
        C14N_TAG.replace("><", ">text<"),
    ],
)
def test_other_transforms_are_refused(transforms: str) -> None:
    xml = good()
    assert C14N_TAG in xml
    with pytest.raises(SignatureRefused):
        verify(signed_again(xml.replace(C14N_TAG, transforms), rsa_value))


def test_no_transforms_at_all_mean_the_same_for_elements() -> None:
    xml = good()
    bare = xml.replace(f"<ds:Transforms>\n{C14N_TAG}\n</ds:Transforms>\n", "")
    assert bare != xml
    verify(signed_again(bare, rsa_value))


def test_attachments_admit_no_transform() -> None:
    xml = good()
    one = reference(xml, "cid:antrag.pdf")
    other = one.replace(
        "\n<ds:DigestMethod",
        f"<ds:Transforms>{C14N_TAG}</ds:Transforms><ds:DigestMethod",
    )
    assert other != one
    with pytest.raises(SignatureRefused):
        verify(signed_again(xml.replace(one, other), rsa_value))


RETRIEVAL = '<ds:RetrievalMethod URI="#me"></ds:RetrievalMethod>'
METHOD = f'<ds:SignatureMethod Algorithm="{a.SIG_RSA_SHA256}"></ds:SignatureMethod>'
CANONICALIZATION = (
    f'<ds:CanonicalizationMethod Algorithm="{a.C14N}"></ds:CanonicalizationMethod>'
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (RETRIEVAL, "<ds:KeyValue><ds:RSAKeyValue/></ds:KeyValue>"),
        (RETRIEVAL, RETRIEVAL + "<ds:KeyValue/>"),
        (RETRIEVAL, RETRIEVAL * 2),
        (RETRIEVAL, ""),
        (RETRIEVAL, "<ds:RetrievalMethod></ds:RetrievalMethod>"),
        (RETRIEVAL, '<ds:RetrievalMethod URI=""></ds:RetrievalMethod>'),
        (RETRIEVAL, f'<ds:RetrievalMethod URI="#me">{XPATH}</ds:RetrievalMethod>'),
        (RETRIEVAL, "<ds:X509Data/>"),
        ("<ds:KeyInfo>", "<ds:KeyInfo/><ds:KeyInfo>"),
        ("</ds:KeyInfo>", "</ds:KeyInfo><ds:Manifest/>"),
        ("</ds:KeyInfo>", "</ds:KeyInfo><osci:Object/>"),
        (METHOD, METHOD * 2),
        (METHOD, ""),
        (
            METHOD,
            METHOD.replace("><", "><ds:HMACOutputLength>8</ds:HMACOutputLength><"),
        ),
        (METHOD, "<ds:SignatureMethod/>"),
        (CANONICALIZATION, ""),
        (CANONICALIZATION, CANONICALIZATION.replace("><", "><osci:Inclusive/><")),
        (CANONICALIZATION, CANONICALIZATION.replace('"><', '#WithComments"><')),
        (
            CANONICALIZATION,
            CANONICALIZATION.replace(a.C14N, "http://www.w3.org/2001/10/xml-exc-c14n#"),
        ),
        ('<ds:Reference URI="#body">', "<ds:Reference>"),
        ('<ds:Reference URI="#body">', '<ds:Reference URI="">'),
        ("</ds:SignedInfo>", "<ds:Object/></ds:SignedInfo>"),
        ("</ds:DigestValue>", "</ds:DigestValue><ds:DigestValue/>"),
        ("</ds:DigestValue>", "<osci:X/></ds:DigestValue>"),
        ("</ds:DigestValue>", "%</ds:DigestValue>"),
        ("</ds:DigestValue>", "AAAA" * 5000 + "</ds:DigestValue>"),
        (
            f'<ds:DigestMethod Algorithm="{a.DIGEST_SHA256}"></ds:DigestMethod>',
            f'<ds:DigestMethod Algorithm="{a.DIGEST_SHA256}">x</ds:DigestMethod>',
        ),
    ],
)
def test_any_other_structure_is_refused(old: str, new: str) -> None:
    xml = good()
    assert old in xml
    changed = signed_again(xml.replace(old, new), rsa_value)
    with pytest.raises(SignatureRefused):
        verify(changed)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</ds:SignatureValue>", "</ds:SignatureValue><ds:SignatureValue/>"),
        ("</ds:SignatureValue>", "%</ds:SignatureValue>"),
        ("</ds:SignatureValue>", "<ds:X/></ds:SignatureValue>"),
        ("<ds:SignedInfo>", "<ds:SignedInfo/><ds:SignedInfo>"),
        ("<ds:SignedInfo>", "<ds:Object/><ds:SignedInfo>"),
    ],
)
def test_doubled_or_foreign_elements_in_the_signature(old: str, new: str) -> None:
    with pytest.raises(SignatureRefused):
        verify(good().replace(old, new))


@pytest.mark.parametrize("signature", ["<ds:Signature/>", "<osci:Signature/>"])
def test_empty_or_foreign_signatures(signature: str) -> None:
    root = xmlkit.parse(envelope(signature).encode())
    with pytest.raises(SignatureRefused):
        signed_info.read(root[0][0])


def test_a_signature_over_nothing_is_refused() -> None:
    xml = good()
    for uri in ("#body", "cid:antrag.pdf", "cid:leer.bin"):
        xml = xml.replace(reference(xml, uri), "")
    root = xmlkit.parse(signed_again(xml, rsa_value).encode())
    with pytest.raises(SignatureRefused):
        s.verify(
            info_of(root),
            [],
            rsa_credential().certificate,
            MODERN,
        )


def test_objects_are_tolerated_and_prove_nothing() -> None:
    facts = verify(good().replace("</ds:KeyInfo>", "</ds:KeyInfo><ds:Object/>"))
    assert facts.retrieval == "#me"


def test_facts_are_read_without_any_proof() -> None:
    root = xmlkit.parse(good().replace("Guten", "Schlechten").encode())
    assert s.facts(info_of(root)) == s.SignatureFacts(
        a.SIG_RSA_SHA256, (a.DIGEST_SHA256,) * 3, "#me", ()
    )


# --- canonical form ------------------------------------------------------------------


def test_a_relative_namespace_uri_is_a_refused_signature() -> None:
    xml = good().replace("<soap:Header>", '<soap:Header xmlns:x="relativ">')
    with pytest.raises(SignatureRefused):
        verify(xml)


@pytest.mark.parametrize("name", ["lang", "space", "base", "id"])
@pytest.mark.parametrize("place", ["<soap:Envelope", "<soap:Header"])
def test_xml_attributes_around_the_signature_are_refused(name: str, place: str) -> None:
    value = "preserve" if name == "space" else "de"
    with pytest.raises(SignatureRefused):
        verify(good().replace(place, f'{place} xml:{name}="{value}"'))


def test_more_declarations_around_the_signature_break_it() -> None:
    with pytest.raises(SignatureRefused):
        verify(good().replace("<soap:Header", '<soap:Header xmlns:x="urn:x"'))


# --- damage --------------------------------------------------------------------------

CREDENTIALS = {
    a.SIG_RSA_SHA256: rsa_credential,
    a.SIG_PSS_SHA3_256: rsa_credential,
    a.SIG_ECDSA_SHA256: ec_credential,
}


@given(st.sampled_from(sorted(CREDENTIALS)), st.data())
def test_one_flipped_bit_in_what_is_signed_or_its_value_is_always_refused(
    method: str, draw: st.DataObject
) -> None:
    credential = CREDENTIALS[method]()
    raw = bytearray(signed_envelope(credential, method=method).encode())
    start = raw.index(b"<ds:SignedInfo>")
    end = raw.index(b"</ds:SignatureValue>")
    at = draw.draw(st.integers(start, end - 1))
    raw[at] ^= 1 << draw.draw(st.integers(0, 7))
    with pytest.raises((SignatureRefused, AlgorithmRefused, MalformedXml)):
        _verify_raw(bytes(raw), credential.certificate)


@given(st.data())
def test_any_damage_is_refused_or_harmless_but_never_crashes(
    draw: st.DataObject,
) -> None:
    raw = good().encode()
    start = draw.draw(st.integers(0, len(raw)))
    end = draw.draw(st.integers(start, min(len(raw), start + 300)))
    filling = draw.draw(st.binary(max_size=8) | st.just(raw[end : end + 200]))
    damaged = raw[:start] + filling + raw[end:]
    try:
        facts = _verify_raw(damaged, rsa_credential().certificate)
    except (SignatureRefused, AlgorithmRefused, MalformedXml):
        return
    assert facts.digests == (a.DIGEST_SHA256,) * 3


def _verify_raw(raw: bytes, certificate: x509.Certificate) -> s.SignatureFacts:
    root = xmlkit.parse_strict(raw)
    signatures = list(root.iter(tag(DS, "Signature")))
    bodies = list(root.iterchildren(tag(SOAP, "Body")))
    if len(signatures) != 1 or len(bodies) != 1:
        raise MalformedXml
    return s.verify(
        signed_info.read(signatures[0]),
        parts_of(root, ATTACHMENTS),
        certificate,
        MODERN,
    )


# --- certificates --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("usage", "admitted"),
    [
        (None, True),
        (key_usage(digital_signature=True), True),
        (key_usage(content_commitment=True), True),
        (key_usage(digital_signature=True, key_encipherment=True), True),
        (key_usage(key_encipherment=True, data_encipherment=True), False),
        (key_usage(key_cert_sign=True, crl_sign=True), False),
    ],
)
def test_key_usage(usage: x509.KeyUsage | None, admitted: bool) -> None:  # noqa: FBT001
    certificate = certificate_of(rsa_credential().key, usage)
    if admitted:
        s.check_key_usage(certificate)
    else:
        with pytest.raises(SignatureRefused):
            s.check_key_usage(certificate)


@given(st.booleans(), st.data())
def test_damaged_certificates_are_refused_or_harmless_but_never_crash(
    elliptic: bool,  # noqa: FBT001
    draw: st.DataObject,
) -> None:
    credential = ec_credential() if elliptic else rsa_credential()
    method = a.SIG_ECDSA_SHA256 if elliptic else a.SIG_RSA_SHA256
    der = bytearray(_der_with_usage(elliptic))
    at = draw.draw(st.integers(0, len(der) - 1))
    der[at] ^= 1 << draw.draw(st.integers(0, 7))
    certificate = _load(bytes(der))
    if certificate is None:
        return
    with suppress(SignatureRefused):
        s.check_key_usage(certificate)
    with suppress(SignatureRefused, AlgorithmRefused):
        facts = verify(signed_envelope(credential, method=method), certificate)
        assert facts.algorithm == method


@cache  # the same bytes in every example
def _der_with_usage(elliptic: bool) -> bytes:  # noqa: FBT001
    credential = ec_credential() if elliptic else rsa_credential()
    usage = key_usage(digital_signature=True)
    return _der(certificate_of(credential.key, usage))


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _load(der: bytes) -> x509.Certificate | None:
    """What `cryptography` still takes for a certificate."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # e.g. a serial number turned negative
        try:
            return x509.load_der_x509_certificate(der)
        except (ValueError, x509.InvalidVersion):
            return None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("06082a8648ce3d030107", "06082a8648ce3d030109"),  # an unknown curve
        ("06072a8648ce3d0201", "06072a8648ce3d0209"),  # an unknown kind of key
        ("03420004", "03420005"),  # no point
    ],
)
def test_unreadable_public_keys_are_refused(old: str, new: str) -> None:
    der = _der(ec_credential().certificate)
    assert bytes.fromhex(old) in der
    broken = _load(der.replace(bytes.fromhex(old), bytes.fromhex(new)))
    assert broken is not None
    xml = signed_envelope(ec_credential(), method=a.SIG_ECDSA_SHA256)
    for policy in (MODERN, LEGACY):
        with pytest.raises(AlgorithmRefused):
            verify(xml, broken, policy)


def test_unreadable_extensions_are_refused() -> None:
    der = _der_with_usage(False)
    old = bytes.fromhex("0603551d0f0101ff0404030207")  # KeyUsage, critical, BIT STRING
    assert old in der
    broken = _load(der.replace(old, old[:-3] + b"\x04" + old[-2:]))
    assert broken is not None
    with pytest.raises(SignatureRefused):
        s.check_key_usage(broken)


# --- signing -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "digest"),
    [
        (a.SIG_RSA_SHA1, a.DIGEST_SHA256),
        (a.SIG_RSA_SHA256, a.DIGEST_SHA1),
        (a.SIG_RSA_RIPEMD160, a.DIGEST_SHA256),
        (a.SIG_RSA_SHA256, a.DIGEST_RIPEMD160),
        (a.SIG_ECDSA_SHA256, a.DIGEST_SHA256),  # not with an RSA key
    ],
)
def test_nothing_weak_is_ever_signed(method: str, digest: str) -> None:
    with pytest.raises(AlgorithmRefused):
        signed_envelope(rsa_credential(), method=method, digest=digest)


def test_short_or_foreign_keys_never_sign() -> None:
    for credential in (rsa_credential(1024), ec_credential()):
        with pytest.raises(AlgorithmRefused):
            signed_envelope(credential)


def test_uris_are_written_in_canonical_form() -> None:
    name = 'cid:"Müller" & <Söhne>\t\n\r\'.pdf'
    made = s.sign(
        [s.PartToSign(name, MemoryOctets(b"x"), ())], rsa_credential(), "#a&b"
    )
    root = xmlkit.parse(envelope(made).encode())
    facts = s.verify(
        info_of(root),
        [s.Part(name, (MemoryOctets(b"x"),), ELEMENT)],
        rsa_credential().certificate,
        MODERN,
    )
    assert facts.retrieval == "#a&b"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1))
def test_any_name_of_an_attachment_can_be_signed(name: str) -> None:
    made = s.sign(
        [s.PartToSign(f"cid:{name}", MemoryOctets(b"x"), ())], rsa_credential(), "#me"
    )
    root = xmlkit.parse(envelope(made).encode())
    part = s.Part(f"cid:{name}", (MemoryOctets(b"x"),), BYTES)
    s.verify(
        info_of(root),
        [part],
        rsa_credential().certificate,
        MODERN,
    )


def test_objects_are_appended_and_may_be_signed() -> None:
    objects = '<ds:Object><osci:Zeit Id="ts0">2026</osci:Zeit></ds:Object>'
    xml = signed_envelope(rsa_credential(), objects=objects)
    assert f"</ds:KeyInfo>{objects}</ds:Signature>" in xml
    verify(xml)


def test_a_signature_over_nothing_is_our_own_bug() -> None:
    with pytest.raises(ValueError, match="nothing"):
        s.sign([], rsa_credential(), "#me")
