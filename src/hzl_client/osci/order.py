"""The order level: a SOAP envelope with header blocks, read and written.

Reading goes in steps of trust: `read` gives an `Order` nobody has vouched for,
`verify` checks its transport signature (NOTES 9) and its message type (NOTES 19.1).
"""

from dataclasses import dataclass
from typing import Literal

from lxml import etree

from hzl_client.errors import (
    ClientSignatureInvalid,
    MalformedXml,
    SignatureRefused,
    SupplierSignatureInvalid,
    TypeMismatch,
    Unsigned,
)
from hzl_client.model.credential import Credential, fingerprint
from hzl_client.model.octets import NewSpool, Octets
from hzl_client.osci import catalogue, certificates, control_block, fault, mime
from hzl_client.osci.catalogue import MessageType
from hzl_client.osci.certificates import HeaderCertificate
from hzl_client.osci.control_block import ACTOR_NEXT, ControlBlock
from hzl_client.osci.mime import MimeMessage, MimePart
from hzl_client.osci.package import refuse_twice
from hzl_client.xmlkit import Element, children, parse_strict
from hzl_client.xmlsec import c14n, signature, signed_info
from hzl_client.xmlsec.algorithms import C14N, DIGEST_SHA256, SIG_RSA_SHA256
from hzl_client.xmlsec.digests import digested
from hzl_client.xmlsec.names import DS, NS, NS7, OSCI, OSCI2017, SOAP
from hzl_client.xmlsec.policy import Policy
from hzl_client.xmlsec.signature import Part, PartToSign, SignatureFacts

CONTENT_PACKAGE = f"{{{OSCI}}}ContentPackage"
MAX_BLOCKS = 50
_IDS = etree.XPath(
    "//@Id[not(parent::*/ancestor::osci:ContentPackage)]",
    namespaces={"osci": OSCI},
    smart_strings=False,
)
Side = Literal["Client", "Supplier"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A MIME part of an order message; `octets` are still encrypted as sent."""

    part: MimePart
    octets: Octets


@dataclass(frozen=True, slots=True)
class Order:
    """An order message as read; only what `verify` returned may be believed."""

    type: MessageType
    root: Element
    blocks: tuple[Element, ...]  # children of soap:Header
    body: Element
    control: ControlBlock
    element: Element  # the order element
    certificates: tuple[HeaderCertificate, ...]  # NonIntermediaryCertificates
    intermediary: tuple[HeaderCertificate, ...]  # IntermediaryCertificates
    attachments: tuple[Attachment, ...]

    @property
    def content_package(self) -> Element | None:
        return self.body.find(CONTENT_PACKAGE)


def read(message: Octets, new_spool: NewSpool, *, in_dialog: bool = True) -> Order:
    """Parse an order message; raises the Fault if it is one.

    MalformedMime, DuplicateContentId, MalformedXml, DuplicateId (outside the content,
    which is the sender's business), UnknownMessageType, TypeMismatch. `in_dialog`:
    it came as an answer or a request itself, so that the ControlBlock must have what
    table 6 says, or ControlBlockMismatch; one put together from chunks belongs to no
    dialog, and nobody says what it has (NOTES 14).
    """
    return of_parts(mime.parse(message), new_spool, in_dialog=in_dialog)


def of_parts(
    parts: MimeMessage, new_spool: NewSpool, *, in_dialog: bool = True
) -> Order:
    """As `read`, of a message that has been taken apart."""
    root = parse_strict(parts.root)
    if root.tag != f"{{{SOAP}}}Envelope":
        raise MalformedXml("not a SOAP envelope")
    _check_ids(root)
    blocks, body = _structure(root)
    _raise_fault(body)
    kind = _kind(root)
    element = _order_element(kind, blocks, body)
    control = _control(blocks)
    if in_dialog:
        control_block.check_presence(control, kind)
    return Order(
        type=kind,
        root=root,
        blocks=blocks,
        body=body,
        control=control,
        element=element,
        certificates=_certificates(blocks, certificates.NON_INTERMEDIARY),
        intermediary=_certificates(blocks, certificates.INTERMEDIARY),
        attachments=tuple(
            Attachment(part, digested(mime.decode(part, new_spool)))
            for part in parts.attachments
        ),
    )


def _raise_fault(body: Element) -> None:
    """A Fault ends the dialog on nobody's word: then at least nothing stands beside
    it that could have been meant."""
    faults = body.findall(fault.TAG)
    if faults and len(list(children(body))) > 1:
        raise MalformedXml("a fault beside something else")
    for found in faults:
        raise fault.read(found)


def _check_ids(root: Element) -> None:
    """No Id twice outside the ContentPackage: what is signed must be unambiguous."""
    refuse_twice(_IDS(root))


def _structure(root: Element) -> tuple[tuple[Element, ...], Element]:
    below = list(children(root))
    if [c.tag for c in below] == [f"{{{SOAP}}}Body"]:  # faults have no header
        return (), below[0]
    if [c.tag for c in below] != [f"{{{SOAP}}}Header", f"{{{SOAP}}}Body"]:
        raise MalformedXml("an envelope has one Header and one Body")
    blocks = tuple(children(below[0]))
    if len(blocks) > MAX_BLOCKS:
        raise MalformedXml("too many header blocks")
    return blocks, below[1]


def _kind(root: Element) -> MessageType:
    name = catalogue.type_name(root.get(catalogue.SCHEMA_LOCATION))
    if name == catalogue.ENCRYPTED:
        raise MalformedXml("an envelope inside an envelope")
    return catalogue.TYPES[name]


def _order_element(
    kind: MessageType, blocks: tuple[Element, ...], body: Element
) -> Element:
    """Exactly one order element, where and what the type says: the type itself is not
    covered by the signature (NOTES 19.1)."""
    here = blocks if kind.in_header else tuple(children(body))
    found = [e for e in (*blocks, *children(body)) if e.tag in catalogue.ORDERS]
    if len(found) != 1 or found[0].tag != kind.order or found[0] not in here:
        raise TypeMismatch("order element does not fit the message type")
    return found[0]


def _control(blocks: tuple[Element, ...]) -> ControlBlock:
    found = [block for block in blocks if block.tag == control_block.TAG]
    if len(found) != 1 or blocks[0] is not found[0]:
        raise MalformedXml("the first header block must be the only ControlBlock")
    return control_block.read(found[0])


def _certificates(
    blocks: tuple[Element, ...], tag: str
) -> tuple[HeaderCertificate, ...]:
    found = [block for block in blocks if block.tag == tag]
    if len(found) > 1:
        raise MalformedXml("certificate block given twice")
    return certificates.read(found[0]) if found else ()


# --- the transport signature --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TransportSignature:
    """A signature that held, and who made it (certificate DER)."""

    facts: SignatureFacts
    signer: bytes

    @property
    def signer_sha256(self) -> str:
        return fingerprint(self.signer)


def verify(order: Order, policy: Policy) -> TransportSignature:
    """Check the Client- or SupplierSignature over exactly all parts of the message.

    Raises Unsigned, AlgorithmRefused, SupplierSignatureInvalid or
    ClientSignatureInvalid. Whose certificate it was, the caller has to judge.
    """
    side: Side = "Supplier" if order.type.answer else "Client"
    refused = SupplierSignatureInvalid if side == "Supplier" else ClientSignatureInvalid
    tag = f"{{{OSCI}}}{side}Signature"
    found = [block for block in order.blocks if block.tag == tag]
    if not found:
        raise Unsigned("message is not signed")
    if len(found) > 1:
        raise refused("more than one transport signature")
    try:
        return _verified(order, found[0], side, policy)
    except SignatureRefused as error:
        raise refused("transport signature does not hold") from error


def _verified(
    order: Order, block: Element, side: Side, policy: Policy
) -> TransportSignature:
    inner = list(children(block))
    if len(inner) != 1 or inner[0].tag != f"{{{DS}}}Signature":
        raise SignatureRefused("signature block without exactly one signature")
    info = signed_info.read(inner[0])
    entry = _signer(order, info.retrieval, side)
    try:
        certificate = entry.load()
    except MalformedXml as error:
        raise SignatureRefused("signer's certificate is unreadable") from error
    parts = [
        _part(element)
        for element in (*order.blocks, order.body)
        if element is not block
    ]
    parts += [
        Part(f"cid:{a.part.content_id}", (a.octets,), frozenset({()}))
        for a in order.attachments
    ]
    return TransportSignature(
        signature.verify(info, parts, certificate, policy), entry.der
    )


def _part(element: Element) -> Part:
    identifier = element.get("Id")
    if not identifier:
        raise SignatureRefused("part of the message without Id")
    return Part(f"#{identifier}", (c14n.canonical(element),), frozenset({(), (C14N,)}))


def _signer(order: Order, retrieval: str, side: Side) -> HeaderCertificate:
    """The certificate of the signing role, which the signature must name."""
    if side == "Supplier":
        role, entries = certificates.SUPPLIER_SIGNATURE, order.intermediary
    else:
        role, entries = certificates.SIGNATURE_ROLE, order.certificates
    found = [e for e in entries if e.role == role and f"#{e.id}" == retrieval]
    if len(found) != 1:
        raise SignatureRefused("signer's certificate is missing or another one")
    return found[0]


# --- writing ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OrderToSend:
    """`blocks` are the header blocks behind ControlBlock and signature, ready XML in
    canonical spelling; `body` is what stands inside soap:Body. `scope` are the
    declarations around both; soap, osci and xsi are among them."""

    type: MessageType
    control: ControlBlock
    blocks: tuple[str, ...]
    body: str = ""
    attachments: tuple[mime.PartToSend, ...] = ()
    scope: str = NS


def render(
    order: OrderToSend,
    signer: Credential | None,
    retrieval: str,
    *,
    method: str = SIG_RSA_SHA256,
    digest: str = DIGEST_SHA256,
) -> bytes:
    """Part 1 of the message. With `signer` it carries the Client- or
    SupplierSignature whose RetrievalMethod names `retrieval` (`#id`)."""
    unsigned = _render(order, "")
    if signer is None:
        return unsigned
    root = parse_strict(unsigned)
    header, body = children(root)
    parts = [_to_sign(element) for element in (*children(header), body)]
    parts += [
        PartToSign(f"cid:{part.content_id}", part.body, ())
        for part in order.attachments
    ]
    made = signature.sign(parts, signer, retrieval, method=method, digest=digest)
    side = "Supplier" if order.type.answer else "Client"
    name = f"osci:{side}Signature"
    block = (
        f'<{name} {NS} Id="{side.lower()}signature" '
        f'soap:actor="{ACTOR_NEXT}" soap:mustUnderstand="1">{made}</{name}>'
    )
    return _render(order, block)


def _to_sign(element: Element) -> PartToSign:
    return PartToSign(f"#{element.get('Id')}", c14n.canonical(element), (C14N,))


def _render(order: OrderToSend, signature_block: str) -> bytes:
    blocks = (control_block.render(order.control), signature_block, *order.blocks)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\r\n\r\n'
        f"<soap:Envelope {order.scope} "
        f'xsi:schemaLocation="{catalogue.schema_location(order.type.name)}">'
        f"<soap:Header>{''.join(blocks)}</soap:Header>"
        f'<soap:Body {order.scope} Id="body">{order.body}</soap:Body>'
        "</soap:Envelope>\r\n"
    ).encode()


def order_attributes(kind: MessageType) -> str:
    """The attributes of an order element that lies in the header."""
    local = kind.order.rpartition("}")[2].lower()
    declared = NS7 if kind.order.startswith(f"{{{OSCI2017}}}") else NS
    return f'{declared} Id="{local}" soap:actor="{ACTOR_NEXT}" soap:mustUnderstand="1"'


def desired_languages() -> str:
    return (
        f'<osci:DesiredLanguages {NS} Id="desiredlanguages" LanguagesList="de" '
        f'soap:actor="{ACTOR_NEXT}" soap:mustUnderstand="1"></osci:DesiredLanguages>'
    )


def complete(
    order: OrderToSend, root: bytes, boundary: str, new_spool: NewSpool
) -> Octets:
    """The whole order message: part 1 as rendered, and the attachments."""
    return mime.joined(mime.render(root, order.attachments, boundary), new_spool)
