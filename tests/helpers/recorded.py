"""Recorded OSCI bodies taken apart by position, independent of the product's MIME."""

import base64
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from hzl_client import xmlkit
from hzl_client.xmlkit import Element

DATA = Path(__file__).parents[1] / "unit" / "xmlsec" / "data"


@dataclass(frozen=True, slots=True)
class Recorded:
    root: Element
    attachments: dict[str, bytes]


def recorded(name: str) -> Recorded:
    return take_apart((DATA / name).read_bytes())


def take_apart(body: bytes) -> Recorded:
    start = body.index(b"<?xml")
    end = re.compile(rb"</\w+:Envelope>").search(body).end()  # type: ignore[union-attr]
    boundary = re.search(rb'boundary="?([^";\s]+)', body).group(1)  # type: ignore[union-attr]
    parts = body[end:].split(b"\r\n--" + boundary)[1:-1]
    return Recorded(
        xmlkit.parse_strict(body[start:end]),
        dict(_attachment(part) for part in parts),
    )


def _attachment(part: bytes) -> tuple[str, bytes]:
    head, content = part.split(b"\r\n\r\n", 1)
    name = re.search(rb"(?i)content-id: *<([^>]*)>", head).group(1)  # type: ignore[union-attr]
    if b"base64" in head.lower():
        content = base64.b64decode(content)
    return name.decode(), content


def recorded_certificate(name: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((DATA / f"{name}.crt").read_bytes())


def recorded_key(name: str) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    key = load_pem_private_key((DATA / f"{name}.key").read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    return key
