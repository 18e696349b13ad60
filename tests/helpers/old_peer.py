"""Envelopes as a peer of the past writes them, which the product never does."""

from cryptography.hazmat.primitives import padding as block_padding
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from hzl_client.model.octets import MemoryOctets
from hzl_client.osci import envelope, mime
from hzl_client.xmlsec import base64
from hzl_client.xmlsec.algorithms import ENC_AES256_CBC, KT_RSA_15

IV, KEY = bytes(16), bytes(32)


def pkcs7(data: bytes) -> bytes:
    padder = block_padding.PKCS7(128).padder()
    return padder.update(data) + padder.finalize()


def cbc(padded: bytes) -> bytes:
    encryptor = Cipher(AES(KEY), CBC(IV)).encryptor()
    return IV + encryptor.update(padded) + encryptor.finalize()


def sealed(receiver, cipher: bytes, wrapped: bytes) -> MemoryOctets:
    """As an old peer writes it: RSA 1.5 and AES-CBC."""
    made = b"".join(
        envelope.seal_envelope(MemoryOctets(b""), receiver.certificate, "B")
    )
    outer = mime.parse(MemoryOctets(made))
    root = outer.root.decode()
    key = root[root.index("<xenc:EncryptedKey>") : root.index("</xenc:EncryptedKey>")]
    info = key[key.index("<ds:KeyInfo>") : key.index("<xenc:CipherData>")]
    before = root[: root.index("<xenc:EncryptionMethod")]
    after = root[root.index("</xenc:EncryptedKey>") :]
    written = (
        f'{before}<xenc:EncryptionMethod Algorithm="{ENC_AES256_CBC}"/><ds:KeyInfo>'
        f'<xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="{KT_RSA_15}"/>{info}'
        f"<xenc:CipherData><xenc:CipherValue>{base64.encode(wrapped)}"
        f"</xenc:CipherValue></xenc:CipherData>{after}"
    )
    part = mime.PartToSend(envelope.CIPHER_ID, MemoryOctets(cipher))
    return MemoryOctets(b"".join(mime.render(written.encode(), [part], "B")))


def wrapped_for(receiver, key: bytes = KEY) -> bytes:
    return receiver.certificate.public_key().encrypt(key, padding.PKCS1v15())
