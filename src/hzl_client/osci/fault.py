"""SOAP faults: plain, unsigned, so never more than a hint (NOTES 8.2)."""

from hzl_client.errors import Fault
from hzl_client.osci import spelling
from hzl_client.xmlkit import Element, children, text_of
from hzl_client.xmlsec.names import OSCI, SOAP

TAG = f"{{{SOAP}}}Fault"
SERVER_CODES = frozenset({"9000", "9503"})


def read(element: Element) -> Fault:
    """The fault as an error to raise; without an OSCI code its faultcode names it."""
    texts = {str(child.tag): text_of(child).strip() for child in children(element)}
    for code in element.iter(f"{{{OSCI}}}Code"):
        return Fault(text_of(code).strip()[:8])
    return Fault(texts.get("faultcode", "")[:64])


def render(code: str, text: str) -> bytes:
    """A complete HTTP body, as the reference implementation lays it out."""
    side = "Server" if code in SERVER_CODES else "Client"
    return (
        "\r\nMIME-Version: 1.0\r\n"
        "Content-Type: Multipart/Related; boundary=MIME_boundary; type=text/xml\r\n\r\n"
        "--MIME_boundary\r\nContent-Type: text/xml; charset=UTF-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\nContent-ID: <osci@message>\r\n\r\n"
        '<?xml version="1.0" encoding="UTF-8"?>\r\n\r\n'
        f'<soap:Envelope xmlns:soap="{SOAP}" xmlns:osci="{OSCI}"><soap:Body>'
        f"<soap:Fault><faultcode>soap:{side}</faultcode>"
        f"<faultstring>{spelling.text(text)}</faultstring>"
        f"<detail><osci:Code>{code}</osci:Code></detail></soap:Fault>"
        "</soap:Body></soap:Envelope>\r\n--MIME_boundary--\r\n"
    ).encode()
