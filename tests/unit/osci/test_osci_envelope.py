"""The transport envelope: sealed and opened, for nobody else, and one error for all
that fails inside."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.credentials import ec_credential, rsa_credential
from helpers.xml_text import DAMAGE, broken
from hzl_client.errors import (
    AlgorithmRefused,
    HzlError,
    MalformedMime,
    MalformedXml,
    TransportDecrypt,
    TransportNotForMe,
)
from hzl_client.model.octets import (
    CHUNK,
    MemoryOctets,
    MemorySpool,
    Octets,
    in_memory,
)
from hzl_client.osci import envelope
from hzl_client.osci.envelope import OpenedEnvelope
from hzl_client.xmlsec import algorithms as a
from hzl_client.xmlsec import encryption
from hzl_client.xmlsec.encryption import SymmetricMethod
from hzl_client.xmlsec.policy import MODERN

ME = rsa_credential()
OTHER = rsa_credential(3072)
PLAIN = b"MIME-Version: 1.0\r\n\r\n"


def seal(message: bytes = PLAIN, **options: object) -> bytes:
    pieces = envelope.seal_envelope(
        MemoryOctets(message),
        ME.certificate,
        "B",
        **options,  # type: ignore[arg-type]
    )
    return b"".join(pieces)


def opened(body: bytes | Octets, *keys) -> OpenedEnvelope:
    octets = MemoryOctets(body) if isinstance(body, bytes) else body
    return envelope.open_envelope(octets, keys or (ME,), MODERN, MemorySpool)


SEALED = seal()


@given(st.binary(max_size=2_000))
def test_round_trip(message):
    assert in_memory(opened(seal(message)).message) == message


@pytest.mark.parametrize("iv", [12, 16])
@pytest.mark.parametrize("uri", [a.ENC_AES128_GCM, a.ENC_AES192_GCM, a.ENC_AES256_GCM])
def test_methods(uri, iv):
    got = opened(seal(method=SymmetricMethod(uri, iv)))
    assert in_memory(got.message) == PLAIN
    assert got.facts is not None
    assert (got.facts.symmetric, got.facts.iv_length) == (uri, iv)
    assert bool(got.findings) is (iv == 16)


def test_a_long_message_streams_through():
    message = bytes(range(256)) * 16 * 1024  # 4 MiB
    pieces = list(envelope.seal_envelope(MemoryOctets(message), ME.certificate, "B"))
    assert max(map(len, pieces)) <= CHUNK + 64
    assert in_memory(opened(b"".join(pieces)).message) == message


def test_the_key_is_found_among_several():
    assert in_memory(opened(SEALED, ec_credential(), OTHER, ME).message) == PLAIN


@pytest.mark.parametrize(
    "keys", [(OTHER,), (ec_credential(),), (OTHER, ec_credential())]
)
def test_nobody_else_opens_it(keys):
    with pytest.raises(TransportNotForMe):
        opened(SEALED, *keys)


def test_old_algorithms_are_refused_before_a_key_is_used(monkeypatch):
    used = []
    monkeypatch.setattr(encryption, "unwrap", lambda *args: used.append(args) or b"")
    for old, new in (
        (a.KT_RSA_OAEP, a.KT_RSA_15),
        (a.ENC_AES256_GCM, a.ENC_AES256_CBC),
        (a.ENC_AES256_GCM, a.ENC_3DES_CBC),
    ):
        with pytest.raises(AlgorithmRefused):
            opened(SEALED.replace(old.encode(), new.encode()))
    assert not used


def test_every_flipped_bit_of_the_ciphertext_is_noticed():
    start = SEALED.index(b"\r\n\r\n", SEALED.index(b"osci_enc>")) + 4
    end = SEALED.rindex(b"\r\n--B--")
    for place in range(start, end):
        changed = bytearray(SEALED)
        changed[place] ^= 1 << place % 8
        with pytest.raises((TransportDecrypt, MalformedMime)):
            opened(bytes(changed))


def test_a_wrong_key_and_a_wrong_tag_look_alike():
    """No oracle: whatever fails inside is the same error with the same words."""
    tag = bytearray(SEALED)
    tag[SEALED.rindex(b"\r\n--B--") - 1] ^= 1
    wrapped = SEALED.index(b"<xenc:CipherValue>") + 30
    key = bytearray(SEALED)
    key[wrapped] = ord("A") if key[wrapped] != ord("A") else ord("B")
    said = []
    for changed in (bytes(tag), bytes(key)):
        with pytest.raises(TransportDecrypt) as raised:
            opened(changed)
        said.append((str(raised.value), raised.value.facts))
    assert said[0] == said[1]


def replaced(old: bytes, new: bytes) -> bytes:
    assert old in SEALED
    return SEALED.replace(old, new)


PART = SEALED[SEALED.index(b"\r\n--B\r\n", 90) : SEALED.rindex(b"\r\n--B--")]
DATA = SEALED[SEALED.index(b"<xenc:EncryptedData") : SEALED.index(b"</soap:Body>")]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (replaced(b"cid:osci_enc", b"cid:andere"), MalformedMime),
        (replaced(b"<osci_enc>", b"<andere>"), MalformedMime),
        (replaced(PART, b""), MalformedMime),
        (replaced(PART, PART + PART.replace(b"osci_enc", b"zwei")), MalformedMime),
        (replaced(DATA, DATA + DATA), MalformedXml),
        (replaced(b"xenc:CipherReference", b"xenc:Verweis"), MalformedXml),
        (replaced(b"xenc:EncryptedKey", b"xenc:Schluessel"), MalformedXml),
        (replaced(b"ds:X509Certificate", b"ds:Zertifikat"), MalformedXml),
        (replaced(b"<ds:X509Certificate>", b"<ds:X509Certificate>!"), MalformedXml),
        (replaced(b"xenc:CipherValue", b"xenc:Wert"), MalformedXml),
        (replaced(b"<xenc:CipherValue>", b"<xenc:CipherValue>!"), TransportDecrypt),
        (replaced(b'Value="12"', b'Value="13"'), TransportDecrypt),
        (replaced(b"aes256-gcm", b"aes256-xyz"), AlgorithmRefused),
        (replaced(b"#rsa-oaep", b"#rsa-xyz"), AlgorithmRefused),
        (replaced(b"<?xml", b"<!DOCTYPE a><?xml"), MalformedXml),
        (b"<html></html>", MalformedMime),
        (b"", MalformedMime),
    ],
)
def test_bent_envelopes(body, error):
    with pytest.raises(error):
        opened(body)


def test_another_type_is_no_envelope():
    """Then it is taken for a plain order message, which the next step refuses."""
    body = replaced(b"soapMessageEncrypted", b"soapInitDialog")
    assert opened(body).facts is None


@settings(max_examples=200)
@given(DAMAGE)
def test_damage(damage):
    changed = broken(SEALED, damage)
    try:
        got = opened(changed)
    except HzlError:
        return
    assert in_memory(got.message) in (PLAIN, changed)
