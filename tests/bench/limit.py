"""What no client can save: each operation once, over the bytes of a real delivery.

python -m bench.limit PROFILE RECORDING RUNS; prints one JSON object. Cipher and digest
run over fresh memory in pieces of 1 MiB, as the product does; RSA and XML work on the
delivery's own keys and elements."""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import GCM

from bench import figures
from bench.recording import delivery_in
from hzl_client import compose, xmlkit
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.credential import Credential, Identity
from hzl_client.model.octets import CHUNK, in_memory
from hzl_client.osci import content, envelope, mime, order
from hzl_client.sources.osci import OsciSource
from hzl_client.xmlsec import base64, c14n
from hzl_client.xmlsec.names import XENC
from hzl_client.xmlsec.policy import MODERN

_MEMORY = 64 * CHUNK  # more than the processor keeps close
_HASH = hashes.SHA256()
_OAEP = padding.OAEP(padding.MGF1(_HASH), _HASH, None)
_PSS = padding.PSS(padding.MGF1(_HASH), 32)


@dataclass(frozen=True, slots=True)
class Operation:
    """`size` in bytes of what it reads; 0 where the number of operations counts."""

    name: str
    size: int
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Parts:
    """A delivery taken apart: what each operation has to do with it."""

    message: int  # bytes of the order message
    root: bytes
    container: bytes  # the content container in clear
    texts: tuple[str, ...]  # everything in base64
    transport_attachments: int
    contents: tuple[int, ...]


def operations(parts: Parts, identity: Identity) -> tuple[Operation, ...]:
    envelope_ = xmlkit.parse_strict(parts.root)
    container = xmlkit.parse_strict(parts.container)
    signed = sum(len(c14n.canonical(each).data) for each in (envelope_, container))
    decrypted = parts.transport_attachments + len(parts.container)
    own = sum(parts.contents)
    text = sum(map(len, parts.texts))
    xml = len(parts.root) + len(parts.container)

    def read_base64() -> None:
        for each in parts.texts:
            base64.decode_strict(each)

    def parse() -> None:
        for each in (parts.root, parts.container):
            xmlkit.parse_strict(each)

    def canonical() -> None:
        for each in (envelope_, container):
            c14n.canonical(each)

    return (
        Operation("transport decryption", parts.message, _decrypt(parts.message)),
        Operation(
            "digests of the transport signature",
            parts.transport_attachments + signed,
            _digest(parts.transport_attachments + signed),
        ),
        Operation("content decryption", decrypted, _decrypt(decrypted)),
        Operation("digests of the author's signature", own, _digest(own)),
        Operation("sealing the message", parts.message, _seal(parts.message)),
        Operation("sealing the contents", own, _seal(own)),
        Operation("base64", text, read_base64),
        Operation("XML", xml, parse),
        Operation("C14N", signed, canonical),
        Operation("RSA: 1 signature, 2 keys, 2 checks", 0, _rsa(identity)),
    )


def durable(size: int, folder: Path) -> Operation:
    """No cryptography, but nothing is confirmed without it: write once and sync."""

    def run() -> None:
        with (folder / "durable").open("wb", buffering=0) as file:
            for piece in _pieces(size):
                file.write(piece)
            os.fsync(file.fileno())

    return Operation("writing and syncing what is sealed", size, run)


_STOCK = os.urandom(_MEMORY)


def _pieces(size: int) -> "list[memoryview]":
    view = memoryview(_STOCK)
    starts = (start % _MEMORY for start in range(0, size, CHUNK))
    pieces = [view[start : start + CHUNK] for start in starts]
    if size % CHUNK:
        pieces[-1] = pieces[-1][: size % CHUNK]
    return pieces


def _decrypt(size: int) -> Callable[[], object]:
    def run() -> None:
        decryptor = Cipher(AES(bytes(32)), GCM(bytes(12))).decryptor()
        for piece in _pieces(size):
            decryptor.update(piece)

    return run


def _seal(size: int) -> Callable[[], object]:
    def run() -> None:
        for number, piece in enumerate(_pieces(size)):
            AESGCM(bytes(32)).encrypt(number.to_bytes(12, "big"), piece, None)

    return run


def _digest(size: int) -> Callable[[], object]:
    def run() -> None:
        digest = hashlib.sha256()
        for piece in _pieces(size):
            digest.update(piece)
        digest.digest()

    return run


def _rsa(identity: Identity) -> Callable[[], object]:
    cipher, signing = _key(identity.cipher), _key(identity.signature)
    wrapped = cipher.public_key().encrypt(bytes(32), _OAEP)
    value = signing.sign(b"", _PSS, _HASH)

    def run() -> None:
        signing.sign(b"", _PSS, _HASH)
        for _ in range(2):
            cipher.decrypt(wrapped, _OAEP)
            signing.public_key().verify(value, b"", _PSS, _HASH)

    return run


def _key(credential: Credential) -> RSAPrivateKey:
    assert isinstance(credential.key, RSAPrivateKey)
    return credential.key


def take_apart(recording: Path, identity: Identity) -> Parts:
    body = delivery_in(recording)
    opened = envelope.open_envelope(body, (identity.cipher,), MODERN, SealedSpool)
    read = order.read(opened.message, SealedSpool)
    package = content.open_package(read, identity.reader_keys, MODERN, SealedSpool)
    values = [xmlkit.text_of(e) for e in read.root.iter(f"{{{XENC}}}CipherValue")]
    embedded = [c for c in package.contents if c.kind == "content"]
    # Its plaintext is as long as its ciphertext; what it holds is base64 once more.
    inner = [base64.encode(in_memory(c.octets)) for c in embedded]
    filling = max(0, len(max(values, key=len)) * 3 // 4 - sum(map(len, inner)))
    return Parts(
        message=opened.message.size,
        root=mime.parse(opened.message).root,
        container=f"<c><a>{'x' * filling}</a>{''.join(inner)}</c>".encode(),
        texts=(*values, *inner),
        transport_attachments=sum(a.octets.size for a in read.attachments),
        contents=tuple(c.octets.size for c in package.contents),
    )


def _seconds(operation: Operation, runs: int) -> float:
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        operation.run()
        times.append(time.perf_counter() - started)
    return float(figures.median(times)["median"])


def main() -> None:
    profile, recording, runs = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    (entry,) = compose.mailboxes(profile)
    with compose.open_desk(entry) as desk:
        source = desk.fetch.source
        assert isinstance(source, OsciSource)
        identity = source.identity
        parts = take_apart(recording, identity)
    listed = [
        {"operation": each.name, "bytes": each.size, "seconds": _seconds(each, runs)}
        for each in operations(parts, identity)
    ]
    written = durable(parts.message + sum(parts.contents), profile)
    sys.stdout.write(
        json.dumps(
            {
                "operations": listed,
                "seconds": round(sum(each["seconds"] for each in listed), 4),
                "durable": {
                    "operation": written.name,
                    "bytes": written.size,
                    "seconds": _seconds(written, runs),
                },
            }
        )
    )


if __name__ == "__main__":
    main()
