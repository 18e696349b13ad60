"""Deliveries and openings for tests of what is stored; all people are fictional."""

import hashlib
from datetime import UTC, datetime

from hzl_client.model.application import Summary
from hzl_client.model.delivery import AuthorSignature, Content, Delivery, Trust
from hzl_client.model.finding import Finding
from hzl_client.model.octets import MemoryOctets
from hzl_client.model.record import Folder, Opened

NOON = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)

SUMMARY = Summary(
    title="Kanarienvogel, Aurélie",
    service="Hilfe zum Lebensunterhalt",
    place="59999 Musterhausen",
    application_date="24.11.2026",
    persons=2,
    documents=1,
    birth_date="01.02.1980",
)


def delivery(
    message_id: str = "m1",
    message: bytes = b"order message",
    subject: str = "",
    findings: tuple[Finding, ...] = (),
) -> Delivery:
    return Delivery(
        message_id=message_id,
        subject=subject,
        message=MemoryOctets(message),
        content_digest=hashlib.sha256(message).hexdigest(),
        submitted_at=NOON,
        findings=findings,
    )


def content(data: bytes, name: str = "cid:antrag.pdf") -> Content:
    return Content(
        path=f"enc/contentcontainer1/{name}",
        kind="attachment",
        name=name,
        media_type="application/pdf",
        octets=MemoryOctets(data),
        trust=Trust.SIGNED,
    )


def opened(
    *contents: Content,
    folder: Folder = Folder.INBOX,
    summary: Summary | None = SUMMARY,
    problems: tuple[Finding, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> Opened:
    signature = AuthorSignature(
        container="enc/contentcontainer1",
        algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        digest="http://www.w3.org/2001/04/xmlenc#sha256",
        signer=b"\x30\x00\xff",
        signing_time="",
        valid=True,
    )
    return Opened(contents, (signature,), problems, findings, summary, folder)
