"""The recorded OSCI messages in tests/vectors/osci, and how to open one of them."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from hzl_client.model.credential import Credential, fingerprint
from hzl_client.model.octets import MemoryOctets, MemorySpool
from hzl_client.osci.reader import Request, open_body
from hzl_client.xmlsec.policy import LEGACY, Policy

ROOT = Path(__file__).parents[1] / "vectors" / "osci" / "open"


@dataclass(frozen=True, slots=True)
class Body:
    """One recorded HTTP body with what its manifest promises."""

    case: str
    file: str
    number: int  # of the exchange; 0 for single answers
    kind: str  # "request" | "response"
    type: str
    manifest: Any
    exchange: Any  # of the manifest, or the manifest itself

    def __str__(self) -> str:
        return f"{self.case}/{self.file}"

    @property
    def folder(self) -> Path:
        return ROOT / self.case

    @property
    def octets(self) -> MemoryOctets:
        return MemoryOctets((self.folder / self.file).read_bytes())


def cases() -> list[str]:
    return sorted(path.parent.name for path in ROOT.glob("*/manifest.json"))


@cache
def manifest(case: str) -> Any:
    return json.loads((ROOT / case / "manifest.json").read_text(encoding="utf-8"))


@cache
def credential(name: str) -> Credential:
    key = load_pem_private_key((ROOT / "pki" / f"{name}.key").read_bytes(), None)
    return Credential(key, certificate(name))  # type: ignore[arg-type]


@cache
def certificate(name: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((ROOT / "pki" / f"{name}.crt").read_bytes())


def pin(name: str = "intermed_sig") -> str:
    return fingerprint(certificate(name).public_bytes(Encoding.DER))


def bodies(kind: str) -> list[Body]:
    found = []
    for case in cases():
        content = manifest(case)
        if "response" in content and kind == "response":
            found.append(Body(case, content["response"], 0, kind, "", content, content))
        for exchange in content.get("exchanges", []):
            file = exchange.get(kind)
            if file and (ROOT / case / file).exists():
                number, type_ = exchange["n"], exchange[f"{kind}_type"]
                found.append(Body(case, file, number, kind, type_, content, exchange))
    return found


def _keys(body: Body) -> tuple[Credential, ...]:
    roles = body.manifest["roles"]
    first = ["intermed_cipher"] if body.kind == "request" else []
    used = [*first, "recipient_cipher", "sender_cipher"]
    names = [roles[role] for role in used if role in roles]
    names += roles.get("readers", [])
    return tuple(credential(name) for name in dict.fromkeys(names))


def _expectation(body: Body) -> dict[str, str | None]:
    """`null` means "must be absent" only around InitDialog, else "not checked"."""
    wanted = body.exchange.get("expect") or {}
    init = body.type in ("InitDialog", "ResponseToInitDialog")
    return {name: value for name, value in wanted.items() if value is not None or init}


def open_vector(body: Body, policy: Policy = LEGACY, **changes: Any) -> dict[str, Any]:
    """The JSON object of `osci open`, asked as vectors/README.md says."""
    signed, encrypted = _promises(body)
    options: dict[str, Any] = {
        "keys": _keys(body),
        "pins": frozenset({pin(body.manifest["roles"]["intermed_sig"])}),
        "expect": _expectation(body) if body.kind == "response" else {},
        "new_spool": MemorySpool,
        "policy": policy,
        "allow_plain": not encrypted,
        "allow_unsigned": not signed,
    }
    return open_body(body.octets, Request(**(options | changes)))


def _promises(body: Body) -> tuple[bool, bool]:
    """Whether the message is signed and encrypted, by its manifest."""
    if body.number == 0:
        return (
            body.manifest.get("expect_supplier_signature", True),
            body.manifest.get("expect_transport_encrypted", True),
        )
    return (
        body.exchange.get(f"{body.kind}_signature") is not None,
        body.exchange.get(f"{body.kind}_transport") is not None,
    )
