"""What opening a message may give, made by hand for tests of the services."""

from hzl_client.model.application import Application, Section, Summary
from hzl_client.model.delivery import AuthorSignature, Content, OpenedDelivery, Trust
from hzl_client.model.finding import Finding
from hzl_client.model.octets import MemoryOctets

PDF = b"%PDF-1.4 invented"
XML = b"<antrag/>"


def content(data: bytes = XML, trust: Trust = Trust.SIGNED, name: str = "") -> Content:
    path = f"enc/contentcontainer1/content0/cid:{name}"
    return Content(path, "attachment", name, "", MemoryOctets(data), trust)


def signed(signer: bytes = b"", *, valid: bool = True) -> AuthorSignature:
    return AuthorSignature(
        "enc/contentcontainer1",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "http://www.w3.org/2001/04/xmlenc#sha256",
        signer,
        "",
        valid,
    )


def opened_delivery(
    *contents: Content,
    signatures: tuple[AuthorSignature, ...] = (),
    problems: tuple[Finding, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> OpenedDelivery:
    return OpenedDelivery("m1", "Antrag", contents, signatures, problems, findings)


def application(*findings: Finding) -> Application:
    summary = Summary("Muster, Émile", "HzL", "59999 Musterhausen", "", 1, 0)
    return Application(
        "XSozial-basis", "2.4.0", summary, lambda: (SECTION,), (), 0, (), findings
    )


SECTION = Section("Nachricht", ())


def sniff(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    return "text/xml" if head.startswith(b"<") else "application/octet-stream"
