"""Small signed envelopes: one body, some attachments, one signature in the header."""

import base64
from collections.abc import Callable, Mapping

from hzl_client import xmlkit
from hzl_client.model.credential import Credential
from hzl_client.model.octets import MemoryOctets
from hzl_client.xmlkit import Element
from hzl_client.xmlsec import signed_info
from hzl_client.xmlsec.algorithms import C14N, DIGEST_SHA256, SIG_RSA_SHA256
from hzl_client.xmlsec.c14n import canonical
from hzl_client.xmlsec.names import DS, NS, SOAP, tag
from hzl_client.xmlsec.signature import Part, PartToSign, sign
from hzl_client.xmlsec.signed_info import SignedInfo

BODY = "<osci:Text>Guten Tag &amp; Grüße</osci:Text>"
ATTACHMENTS = {"antrag.pdf": b"%PDF-1.7", "leer.bin": b""}
ELEMENT = frozenset({(), (C14N,)})
BYTES = frozenset({()})


def envelope(signature: str = "", body: str = BODY) -> str:
    return (
        f"<soap:Envelope {NS}><soap:Header>{signature}</soap:Header>"
        f'<soap:Body Id="body">{body}</soap:Body></soap:Envelope>'
    )


def body_of(root: Element) -> Element:
    body = root.find(tag(SOAP, "Body"))
    assert body is not None
    return body


def signature_of(root: Element) -> Element:
    (found,) = root.iter(tag(DS, "Signature"))
    return found


def info_of(root: Element) -> SignedInfo:
    return signed_info.read(signature_of(root))


def parts_of(root: Element, attachments: Mapping[str, bytes]) -> list[Part]:
    return [
        Part("#body", (canonical(body_of(root)),), ELEMENT),
        *(
            Part(f"cid:{name}", (MemoryOctets(data),), BYTES)
            for name, data in attachments.items()
        ),
    ]


def signed_envelope(
    credential: Credential,
    attachments: Mapping[str, bytes] = ATTACHMENTS,
    method: str = SIG_RSA_SHA256,
    digest: str = DIGEST_SHA256,
    objects: str = "",
) -> str:
    root = xmlkit.parse(envelope().encode())
    parts = [PartToSign("#body", canonical(body_of(root)), (C14N,))]
    parts += [
        PartToSign(f"cid:{name}", MemoryOctets(data), ())
        for name, data in attachments.items()
    ]
    return envelope(
        sign(parts, credential, "#me", method=method, digest=digest, objects=objects)
    )


def signed_again(xml: str, value: Callable[[bytes], bytes]) -> str:
    """With a SignatureValue that fits whatever SignedInfo says by now, so that a
    refusal must have another reason."""
    info = signature_of(xmlkit.parse(xml.encode()))[0]
    made = base64.b64encode(value(canonical(info).data)).decode()
    head, rest = xml.split("<ds:SignatureValue>")
    return f"{head}<ds:SignatureValue>{made}{rest[rest.index('</') :]}"
