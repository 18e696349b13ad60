"""What is fuzzed: functions that read foreign bytes and let only HzlError through.

A target takes bytes and returns nothing. Whatever else it raises is a finding, and so
is an assertion: that nothing comes out as signed which nobody signed. The keys are the
public test keys of the recorded messages.
"""

import hashlib
import json
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from pathlib import Path

from fuzz import printed_bytes
from helpers.osci_vectors import certificate, credential
from hzl_client import xmlkit
from hzl_client.documents import answers, frames, printed_form
from hzl_client.documents.frames import BrokenFrame, Frame
from hzl_client.errors import HzlError, SignatureRefused
from hzl_client.model.credential import Credential, fingerprint
from hzl_client.model.delivery import Trust
from hzl_client.model.octets import MemoryOctets, MemorySpool, Octets, in_memory
from hzl_client.model.printed import UNKNOWN_FORM
from hzl_client.osci import (
    attachment,
    catalogue,
    certificates,
    chunk,
    content,
    control_block,
    envelope,
    features,
    feedback,
    fetch_delivery,
    mime,
    order,
    process_card,
)
from hzl_client.osci.certificates import HeaderCertificate
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.encrypted_content import ContentReader
from hzl_client.osci.mime import PartToSend
from hzl_client.osci.order import Order, OrderToSend
from hzl_client.osci.package import Notes, OpenedPackage
from hzl_client.osci.reader import Request, open_body
from hzl_client.osci.survey import DigestingSurvey
from hzl_client.xmlkit import Element, parse_strict
from hzl_client.xmlsec import (
    base64,
    c14n,
    encryption,
    signature,
    signature_value,
    signed_info,
)
from hzl_client.xmlsec.algorithms import C14N, SIG_ECDSA_SHA256, SIGNATURES
from hzl_client.xmlsec.digests import Digested
from hzl_client.xmlsec.encryption import DEFAULT_METHOD, DEFAULT_TRANSPORT
from hzl_client.xmlsec.names import DS, NS, OSCI, SOAP, XENC
from hzl_client.xmlsec.policy import LEGACY, admit_certificate
from hzl_client.xmlsec.signature import Part

CORPUS = Path(__file__).parent / "corpus"
READERS = ("recipient_cipher", "reader2_cipher", "intermed_cipher")
SESSION_KEY = bytes(range(32))
IV = bytes(12)
VALUES = ("frage", "gegenfrage", "4711", "0")
PAGES = 6  # of the document whose child is asked
MAX_PARTS = 5  # attachments a re-signed message gets, so that its references lead on


@cache
def keys() -> tuple[Credential, ...]:
    return tuple(credential(name) for name in READERS)


@cache
def header_certificates() -> tuple[HeaderCertificate, ...]:
    """Under the Ids the recorded messages use."""
    names = (
        ("recipient_cipher", "CipherCertificateAddressee"),
        ("reader2_cipher", "CipherCertificateOtherReader"),
        ("sender_cipher", "CipherCertificateOriginator"),
        ("sender_sig", "SignatureCertificateOriginator"),
        ("author_rsa", "SignatureCertificateOtherAuthor"),
        ("author_ec", "SignatureCertificateOtherAuthor"),
    )
    return tuple(certificates.entry(role, credential(name).der) for name, role in names)


# --- framing and XML -----------------------------------------------------------------


def fuzz_mime(data: bytes) -> None:
    with suppress(HzlError):
        parsed = mime.parse(MemoryOctets(data))
        names = [part.content_id for part in parsed.attachments]
        assert len(set(names)) == len(names)
        assert all(names)
        assert b"\0" not in b"".join(name.encode() for name in names)
        for part in parsed.attachments:
            assert part.body.size <= len(data)
            mime.decode(part, MemorySpool)


def fuzz_survey(data: bytes) -> None:
    """What was noticed on the way changes nothing that is read, however it came."""
    size, octets = 1 + hashlib.sha256(data).digest()[0], MemoryOctets(data)
    survey = DigestingSurvey()
    survey.take((data[i : i + size] for i in range(0, len(data), size)), len(data))
    assert _frame(survey.of(octets)) == _frame(octets)


def _frame(octets: Octets) -> object:
    try:
        parsed = mime.parse(octets)
    except HzlError as error:
        return type(error), str(error)
    parts = parsed.attachments
    for part in parts:
        known = part.body.known if isinstance(part.body, Digested) else {}
        for digest in known.values():
            assert digest == hashlib.sha256(in_memory(part.body)).digest()
    return parsed.root, [(part.headers, in_memory(part.body)) for part in parts]


def fuzz_xml(data: bytes) -> None:
    """What is canonicalised says the same when it is read again."""
    with suppress(HzlError):
        root = parse_strict(data)
        octets = c14n.canonical(root).data
        assert c14n.canonical(parse_strict(octets)).data == octets


def fuzz_base64(data: bytes) -> None:
    """The same in one piece or in many, and only what we would write ourselves."""
    results = []
    for pieces in ([data], [data[i : i + 3] for i in range(0, len(data), 3)]):
        try:
            results.append(b"".join(base64.decode_chunks(pieces)))
        except ValueError:
            results.append(None)
    assert results[0] == results[1]
    if results[0] is not None:
        written = base64.encode(results[0]).replace("\n", "").encode()
        assert written == data.translate(None, b" \t\r\n")


# --- the transport envelope ----------------------------------------------------------


def fuzz_body(data: bytes) -> None:
    """A whole HTTP body, as `osci open` reads it: always an answer in words."""
    request = Request(keys(), None, {}, MemorySpool, LEGACY)
    _in_words(open_body(MemoryOctets(data), request))


@cache
def _envelope_frame() -> tuple[bytes, bytes]:
    cipher = b"".join(
        encryption.encrypt([b"MIME-Version: 1.0"], SESSION_KEY, DEFAULT_METHOD, IV)
    )
    part = PartToSend("osci_enc", MemoryOctets(cipher), transfer_encoding="binary")
    whole = b"".join(mime.render(b"\0", [part], "B"))
    head, _, tail = whole.partition(b"\0")
    return head, tail


def fuzz_envelope(data: bytes) -> None:
    """The XML of a transport envelope in a frame that holds."""
    head, tail = _envelope_frame()
    with suppress(HzlError):
        body = MemoryOctets(head + data + tail)
        opened = envelope.open_envelope(body, keys(), LEGACY, MemorySpool)
        if opened.facts is None:
            order.read(opened.message, MemorySpool)


# --- the order level -----------------------------------------------------------------


def _signed_set(read: Order) -> str:
    """Everything a transport signature covers, whatever the frame around looks like."""
    digest = hashlib.sha256()
    parts = [
        xmlkit.canonical(element)
        for element in (*read.blocks, read.body)
        if not str(element.tag).endswith("Signature")
    ]
    parts += [
        a.part.content_id.encode() + in_memory(a.octets) for a in read.attachments
    ]
    for part in sorted(hashlib.sha256(part).digest() for part in parts):
        digest.update(part)
    return digest.hexdigest()


def _verified(data: bytes) -> Order | None:
    try:
        read = order.read(MemoryOctets(data), MemorySpool)
        order.verify(read, LEGACY)
    except HzlError:
        return None
    return read


@cache
def _genuine() -> frozenset[str]:
    """The signed sets of the corpus: nobody who fuzzes has these keys."""
    seeds = (path.read_bytes() for path in sorted((CORPUS / "message").iterdir()))
    read = (_verified(seed) for seed in seeds)
    return frozenset(_signed_set(each) for each in read if each is not None)


def fuzz_order(data: bytes) -> None:
    """An order message: no damage makes a signature hold over anything else."""
    known = _genuine()
    with suppress(HzlError):
        read = order.read(MemoryOctets(data), MemorySpool)
        _read_order(read.element)
        order.verify(read, LEGACY)
        assert _signed_set(read) in known
        content.open_package(read, keys(), LEGACY, MemorySpool)


def fuzz_resigned(data: bytes) -> None:
    """The XML of an order message, signed anew: what lies behind the signature."""
    with suppress(HzlError):
        root = parse_strict(data)
        kind = catalogue.TYPES.get(
            catalogue.type_name(root.get(catalogue.SCHEMA_LOCATION))
        )
        if kind is None:
            return
        request = Request(
            keys(),
            frozenset({fingerprint(credential("author_ec").der)}),
            {},
            MemorySpool,
            LEGACY,
            allow_plain=True,
        )
        _in_words(open_body(MemoryOctets(_resigned(root, kind)), request))


def _resigned(root: Element, kind: catalogue.MessageType) -> bytes:
    signer = credential("author_ec")
    side = "Supplier" if kind.answer else "Client"
    role, tag = "SignatureCertificateOriginator", certificates.NON_INTERMEDIARY
    if kind.answer:
        role, tag = certificates.SUPPLIER_SIGNATURE, certificates.INTERMEDIARY
    entry = certificates.entry(role, signer.der)
    ours = (control_block.TAG, f"{{{OSCI}}}{side}Signature", tag)
    blocks = [
        c14n.canonical(block).data.decode()
        for block in _below(root, "Header")
        if block.tag not in ours
    ]
    to_send = OrderToSend(
        kind,
        _control(kind),
        (*blocks, certificates.render(tag, (entry,))),
        "".join(c14n.canonical(each).data.decode() for each in _below(root, "Body")),
        tuple(PartToSend(name, MemoryOctets(b"x" * 40)) for name in _files(root)),
    )
    xml = order.render(to_send, signer, f"#{entry.id}", method=SIG_ECDSA_SHA256)
    message = order.complete(to_send, xml, "B", MemorySpool)
    return in_memory(message)


def _control(kind: catalogue.MessageType) -> ControlBlock:
    rules = zip(VALUES, kind.control, strict=True)
    return ControlBlock(*(None if rule == "0" else value for value, rule in rules))


def _below(root: Element, name: str) -> Iterator[Element]:
    for holder in root.iterchildren(f"{{{SOAP}}}{name}"):
        yield from xmlkit.children(holder)


def _files(root: Element) -> list[str]:
    names = (each.get("href", "").removeprefix("cid:") for each in root.iter("*"))
    plain = (name for name in names if name.isascii() and name.isalnum())
    return list(dict.fromkeys(plain))[:MAX_PARTS]


def fuzz_feedback(data: bytes) -> None:
    """An order element: feedback, process cards, selection, chunk information."""
    with suppress(HzlError):
        root = parse_strict(data)
        _read_order(root)
        for step in (fetch_delivery.read_request, control_block.read):
            with suppress(HzlError):
                step(root)
        features.read((root,))


def _read_order(element: Element) -> None:
    for step in (feedback.read, chunk.read, process_card.read_message_id):
        with suppress(HzlError):
            step(element)
    with suppress(HzlError):
        for card in process_card.read_all(element):
            for time in (card.creation, card.forwarding, card.reception):
                process_card.parse_time(time)


# --- contents ------------------------------------------------------------------------


def _package(inner: str) -> OpenedPackage:
    package = f"<osci:ContentPackage>{inner}</osci:ContentPackage>"
    text = f'<soap:Body {NS} Id="body">{package}</soap:Body>'
    root = parse_strict(f"<soap:Envelope {NS}>{text}</soap:Envelope>".encode())
    read = Order(
        type=catalogue.TYPES["ResponseToFetchDelivery"],
        root=root,
        blocks=(),
        body=root[0],
        control=ControlBlock(),
        element=root,
        certificates=header_certificates(),
        intermediary=(),
        attachments=(),
    )
    return content.open_package(read, keys(), LEGACY, MemorySpool)


def _check_signed(opened: OpenedPackage, known: frozenset[str]) -> None:
    for each in opened.contents:
        if each.trust is Trust.SIGNED:
            assert hashlib.sha256(in_memory(each.octets)).hexdigest() in known


@cache
def _written_by_authors() -> frozenset[str]:
    found = set()
    for folder, opened in (("package", _package), ("container", _sealed_package)):
        for path in sorted((CORPUS / folder).iterdir()):
            with suppress(HzlError):
                found.update(
                    hashlib.sha256(in_memory(each.octets)).hexdigest()
                    for each in opened(path.read_text(encoding="utf-8")).contents
                    if each.trust is Trust.SIGNED
                )
    return frozenset(found)


def fuzz_package(data: bytes) -> None:
    """What stands in a ContentPackage; only what an author wrote comes out signed."""
    known = _written_by_authors()
    with suppress(HzlError, UnicodeDecodeError):
        _check_signed(_package(data.decode()), known)


@cache
def _wrapped() -> str:
    named = header_certificates()[0]
    wrapped = encryption.wrap(SESSION_KEY, named.load(), DEFAULT_TRANSPORT)
    return (
        f"{encryption.render_method(DEFAULT_METHOD)}<ds:KeyInfo><xenc:EncryptedKey>"
        f"{encryption.render_key_method(DEFAULT_TRANSPORT)}<ds:KeyInfo>"
        f'<ds:RetrievalMethod URI="#{named.id}"></ds:RetrievalMethod></ds:KeyInfo>'
        f"<xenc:CipherData><xenc:CipherValue>{base64.encode(wrapped)}"
        "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo>"
    )


def _sealed_package(container: str) -> OpenedPackage:
    cipher = encryption.encrypt([container.encode()], SESSION_KEY, DEFAULT_METHOD, IV)
    return _package(
        f'<xenc:EncryptedData {NS} Id="e">{_wrapped()}<xenc:CipherData>'
        f"<xenc:CipherValue>{base64.encode(b''.join(cipher))}</xenc:CipherValue>"
        "</xenc:CipherData></xenc:EncryptedData>"
    )


def fuzz_container(data: bytes) -> None:
    """A container, encrypted for us: what lies behind the decryption."""
    known = _written_by_authors()
    with suppress(UnicodeDecodeError):
        _check_signed(_sealed_package(data.decode()), known)


def fuzz_encryption(data: bytes) -> None:
    """An EncryptedData of either kind."""
    with suppress(HzlError):
        root = parse_strict(data)
        attachment.read_keys(root, "", LEGACY, Notes())
        for element in root.iter(f"{{{XENC}}}EncryptedData"):
            _open_encrypted(element)


def _open_encrypted(element: Element) -> None:
    with suppress(HzlError):
        encryption.read_method(element, LEGACY)
    for key in element.iter(f"{{{XENC}}}EncryptedKey"):
        with suppress(HzlError):
            encryption.read_key_method(key, LEGACY)
    reader = ContentReader(keys(), header_certificates(), LEGACY, MemorySpool)
    with suppress(HzlError):
        reader.open(element)


# --- signatures ----------------------------------------------------------------------


def fuzz_signature(data: bytes) -> None:
    """A ds:Signature over parts that are there but that nobody signed like this."""
    with suppress(HzlError):
        root = parse_strict(data)
        for element in root.iter(f"{{{DS}}}Signature"):
            with suppress(HzlError):
                _verify_anything(element)
                raise AssertionError("a signature held over nothing of its own")


def _verify_anything(element: Element) -> None:
    info = signed_info.read(element)
    references = element.iterfind(f"{{{DS}}}SignedInfo/{{{DS}}}Reference")
    parts = [
        Part(uri, (MemoryOctets(uri.encode()),), frozenset({(), (C14N,)}))
        for uri in (reference.get("URI", "") for reference in references)
    ]
    signature.verify(info, parts, certificate("author_ec"), LEGACY)


def fuzz_value(data: bytes) -> None:
    """A SignatureValue: the first byte picks the algorithm. None ever fits."""
    kinds = sorted(SIGNATURES)
    kind = SIGNATURES[kinds[data[0] % len(kinds)] if data else kinds[0]]
    for name in ("author_ec", "author_rsa"):
        with suppress(SignatureRefused):
            signature_value.verify_value(
                kind, data[1:], MemoryOctets(b"never signed"), certificate(name)
            )
            raise AssertionError("a value held that nobody made")


def fuzz_certificate(data: bytes) -> None:
    """The DER of a certificate in the header."""
    with suppress(HzlError):
        loaded = HeaderCertificate("id", "role", data).load()
        certificates.subject_of(loaded)
        with suppress(HzlError):
            admit_certificate(loaded, LEGACY)
        with suppress(HzlError):
            signature.check_key_usage(loaded)
        with suppress(SignatureRefused):
            octets = MemoryOctets(b"x")
            kind = SIGNATURES[SIG_ECDSA_SHA256]
            signature_value.verify_value(kind, bytes(64), octets, loaded)


# --- documents -----------------------------------------------------------------------

Read, Say = Callable[[Frame], object], Callable[..., Frame] | None
ANSWERS: tuple[tuple[Read, Say], ...] = (
    (answers.read_opened, answers.opened),
    (answers.read_picture, answers.picture),
    (answers.read_found, answers.found),
    (answers.read_words, answers.words),
    (partial(answers.read_form, pages=PAGES), answers.form),
    (answers.read_text, answers.text),
    (answers.read_locked, None),
    (answers.read_refused, None),
)


def fuzz_answer(data: bytes) -> None:
    """What the child that reads documents says: the first byte picks the question, a
    line is the header, the rest the body. What is taken is what we would say."""
    header, _, body = data[1:].partition(b"\n")
    read, say = ANSWERS[data[0] % len(ANSWERS)] if data else ANSWERS[0]
    raw = struct.pack("!II", len(header), len(body)) + header + body
    with suppress(BrokenFrame):
        frame = frames.read(BytesIO(raw), len(raw))
        assert frame is not None
        said = read(frame)
        if say is not None:
            again = say(said)
            json.dumps(again.header)
            assert read(again) == said


def fuzz_form(data: bytes) -> None:
    """Spans and drawings as the library may hand them over: whole or unknown."""
    pages = printed_bytes.decode(data)
    form = printed_form.read(pages)
    assert form.known or form == UNKNOWN_FORM
    assert all(each.caption and each.heading for each in form.fields)
    assert {each.category for each in form.files} <= set(form.categories)
    if form.known:
        assert answers.read_form(answers.form(form), len(pages)) == form


def _in_words(opened: dict[str, object]) -> None:
    assert opened["message"]
    assert (opened["verdict"] == "ok") == (opened["error"] is None)
    json.dumps(opened)


@dataclass(frozen=True, slots=True)
class Target:
    """`corpus` is the folder of its seeds, `share` its part of all executions (the
    slow ones get less)."""

    run: Callable[[bytes], None]
    corpus: str
    share: int
    xml: bool = True  # its inputs have elements that can be moved about


TARGETS = {
    "mime": Target(fuzz_mime, "message", 8),
    "survey": Target(fuzz_survey, "message", 4),
    "xml": Target(fuzz_xml, "xml", 8),
    "base64": Target(fuzz_base64, "base64", 20, xml=False),
    "body": Target(fuzz_body, "body", 4),
    "envelope": Target(fuzz_envelope, "envelope", 6),
    "order": Target(fuzz_order, "message", 5),
    "resigned": Target(fuzz_resigned, "xml", 3),
    "feedback": Target(fuzz_feedback, "order", 8),
    "package": Target(fuzz_package, "package", 5),
    "container": Target(fuzz_container, "container", 4),
    "encryption": Target(fuzz_encryption, "encryption", 5),
    "signature": Target(fuzz_signature, "signature", 6),
    "value": Target(fuzz_value, "value", 7, xml=False),
    "certificate": Target(fuzz_certificate, "certificate", 7, xml=False),
    "answer": Target(fuzz_answer, "answer", 8, xml=False),
    "form": Target(fuzz_form, "form", 4, xml=False),
}
