"""The pieces of the JSON object that `osci open` prints."""

from typing import Any

from hzl_client import texts
from hzl_client.errors import Fault, HzlError, RefusedOrder
from hzl_client.model.credential import fingerprint
from hzl_client.model.delivery import AuthorSignature, Content
from hzl_client.model.finding import Finding
from hzl_client.model.octets import sha256_hex
from hzl_client.osci.chunk import ChunkInformation
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.package import ContainerFacts, EncryptedFacts
from hzl_client.osci.process_card import Inspection, ProcessCard
from hzl_client.xmlsec.encryption import EncryptionFacts
from hzl_client.xmlsec.signature import SignatureFacts

Json = dict[str, Any]


def verdict(error: HzlError | None) -> str:
    match error:
        case None:
            return "ok"
        case Fault():
            return "fault"
        case RefusedOrder():
            return "feedback"
        case _:
            return "error"


def sentence(error: HzlError | None) -> str:
    if error is None:
        return "Die Nachricht ist vollständig und unverändert."
    return texts.advice_for(error).what


def transport(facts: EncryptionFacts | None, *, encrypted: bool | None) -> Json:
    """`encrypted` None: the message was not understood far enough to tell."""
    return {
        "encrypted": encrypted,
        "symmetric": facts.symmetric if facts else None,
        "iv_length": facts.iv_length if facts else None,
        "key_transport": facts.key_transport if facts else None,
    }


def signature(facts: SignatureFacts | None, signer: bytes, *, present: bool) -> Json:
    return {
        "present": present,
        "algorithm": facts.algorithm if facts else None,
        "digest": facts.digests[0] if facts else None,
        "signer_sha256": fingerprint(signer) if signer else None,
    }


def control(block: ControlBlock | None) -> Json:
    shown = block or ControlBlock()
    return {
        "challenge": shown.challenge,
        "response": shown.response,
        "conversation": shown.conversation,
        "sequence": shown.sequence,
    }


def content(each: Content, file: str | None) -> Json:
    return {
        "path": each.path,
        "kind": each.kind,
        "size": each.octets.size,
        "sha256": sha256_hex(each.octets),
        "trust": each.trust.value,
        "file": file,
    }


def container(each: ContainerFacts) -> Json:
    return {"path": each.path, "signatures": [_author(s) for s in each.signatures]}


def _author(made: AuthorSignature) -> Json:
    return {
        "algorithm": made.algorithm or None,
        "digest": made.digest or None,
        "signer_sha256": fingerprint(made.signer) if made.signer else None,
        "signing_time": made.signing_time or None,
        "verdict": "ok" if made.valid else "invalid",
    }


def encrypted(each: EncryptedFacts) -> Json:
    facts = each.facts
    return {
        "path": each.path,
        "symmetric": facts.symmetric if facts else None,
        "iv_length": facts.iv_length if facts else None,
        "key_transport": facts.key_transport if facts else None,
        "error": each.error or None,
    }


def chunk(each: ChunkInformation | None) -> Json | None:
    if each is None:
        return None
    return {
        "number": each.number,
        "total": each.total,
        "total_size": each.total_size,
        "received": None if each.received is None else list(each.received),
    }


def card(each: ProcessCard) -> Json:
    return {
        "message_id": each.message_id,
        "recent_modification": each.recent_modification,
        "creation": each.creation,
        "forwarding": each.forwarding,
        "reception": each.reception,
        "subject": each.subject,
        "inspections": [_inspection(found) for found in each.inspections],
    }


def _inspection(each: Inspection) -> Json:
    return {
        "X509SubjectName": each.subject,
        "X509IssuerName": each.issuer,
        "X509SerialNumber": each.serial,
        "CertType": each.certificate_type or None,
        "MathResult": each.math or None,
        "OfflineResult": each.offline or None,
        "OnlineResult": each.online or None,
    }


def finding(each: Finding) -> Json:
    return {"code": each.code, "text": texts.sentence(each.code, each.detail)}
