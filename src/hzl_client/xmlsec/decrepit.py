"""Primitives kept only to read old messages; the policy decides whether they may run.

Nothing here writes: what we would not accept by default we never produce.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

SHA1 = hashes.SHA1()  # noqa: S303  (OAEP, where it does no harm, and old signatures)
DES_BLOCK = 8


def new_sha1() -> "hashlib._Hash":
    return hashlib.sha1(usedforsecurity=False)


def unwrap_rsa15(wrapped: bytes, key: rsa.RSAPrivateKey, length: int) -> bytes:
    """The session key, or a random one of the same length.

    No caller learns whether the padding was right: a bad key shows only as a message
    that does not decrypt (Bleichenbacher).
    """
    substitute = secrets.token_bytes(length)
    try:
        found = key.decrypt(wrapped, padding.PKCS1v15())
    except ValueError:
        found = b""
    return found if len(found) == length else substitute


def decrypt_cbc(
    pieces: Iterable[bytes], session_key: bytes, iv: bytes
) -> Iterator[bytes]:
    """Plaintext without its padding; ValueError if it cannot be right.

    Only the last byte of the padding counts: XML Encryption pads with random bytes,
    PKCS#7 with the count (NOTES 4.1).
    """
    block = len(iv)
    algorithm = TripleDES(session_key) if block == DES_BLOCK else AES(session_key)
    decryptor = Cipher(algorithm, CBC(iv)).decryptor()
    held = b""
    for piece in pieces:
        held += decryptor.update(piece)
        yield held[:-block]
        held = held[-block:]
    decryptor.finalize()  # ValueError unless the ciphertext fills its blocks
    if len(held) != block or not 1 <= held[-1] <= block:
        raise ValueError("padding")
    yield held[: -held[-1]]
