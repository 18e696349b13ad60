"""Reads one recorded OSCI body offline and says everything about it.

What `hzl-client osci open` prints: diagnosis for people, and the way recorded messages
are tested. It takes the same steps as the client on the wire and contacts nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hzl_client import texts
from hzl_client.errors import Fault, HzlError, NotEncrypted, RefusedOrder, TrustError
from hzl_client.model.credential import Credential, fingerprint
from hzl_client.model.delivery import AuthorSignature, Content
from hzl_client.model.finding import Finding
from hzl_client.model.octets import NewSpool, Octets, chunks, sha256_hex
from hzl_client.osci import answer, chunk, content, envelope, feedback, order
from hzl_client.osci.answer import Expectation, Terms
from hzl_client.osci.order import Order
from hzl_client.osci.package import OpenedPackage
from hzl_client.osci.process_card import ProcessCard, read_all, read_message_id
from hzl_client.xmlkit import text_of
from hzl_client.xmlsec import signature
from hzl_client.xmlsec.names import DS, OSCI
from hzl_client.xmlsec.policy import MODERN, Policy

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """The options of `osci open`. `pins` None: no certificate was given. In `expect`
    None means "must be absent", an absent key "not checked"; its key `type` is the
    message type."""

    keys: tuple[Credential, ...]
    pins: frozenset[str] | None
    expect: dict[str, str | None]
    new_spool: NewSpool
    policy: Policy = MODERN
    allow_plain: bool = False
    allow_unsigned: bool = False
    out: Path | None = None


def open_body(body: Octets, request: Request) -> Json:
    """The JSON object of the contract; never raises for what stands in the body."""
    reading = _Reading(body, request)
    reading.run()
    return reading.result()


def _no_transport() -> Json:
    keys = ("encrypted", "symmetric", "iv_length", "key_transport")
    return dict.fromkeys(keys)


def _no_signature() -> Json:
    return {
        "present": False,
        "algorithm": None,
        "digest": None,
        "signer_sha256": None,
    }


@dataclass(slots=True)
class _Reading:
    body: Octets
    request: Request
    errors: list[HzlError] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    transport: Json = field(default_factory=_no_transport)
    signature: Json = field(default_factory=_no_signature)
    order: Order | None = None
    codes: tuple[str, ...] = ()
    cards: tuple[ProcessCard, ...] = ()
    message_id: str | None = None
    subject: str | None = None
    chunk: Json | None = None
    package: OpenedPackage | None = None

    def run(self) -> None:
        try:
            message = self._open_transport()
            self.order = order.read(message, self.request.new_spool)
            self._describe(self.order)
        except HzlError as error:
            self.errors.append(error)
            return
        read = self.order
        for step in (self._check_encrypted, self._check_signature, self._check_control):
            self._try(step, read)
        trusted = not self.errors
        if read.type.answer:
            self._try(self._check_feedback, read)
        if trusted and not read.type.name.startswith(("Partial", "ResponseToPartial")):
            self._open_contents(read)

    def _try(self, step: Callable[[Order], None], read: Order) -> None:
        try:
            step(read)
        except HzlError as error:
            self.errors.append(error)

    # --- transport and order level -----------------------------------

    def _open_transport(self) -> Octets:
        try:
            opened = envelope.open_envelope(
                self.body,
                self.request.keys,
                self.request.policy,
                self.request.new_spool,
            )
        except TrustError:
            self.transport["encrypted"] = True
            raise
        self.findings += opened.findings
        self.transport["encrypted"] = opened.facts is not None
        if opened.facts is not None:
            self.transport |= {
                "symmetric": opened.facts.symmetric,
                "iv_length": opened.facts.iv_length,
                "key_transport": opened.facts.key_transport,
            }
        return opened.message

    def _describe(self, read: Order) -> None:
        if read.type.answer:
            self.codes = feedback.codes(feedback.read(read.element))
        self.cards = read_all(read.element)
        self.chunk = chunk.read(read.element)
        self.message_id = read_message_id(read.element)
        subject = read.element.find(f"{{{OSCI}}}Subject")
        self.subject = None if subject is None else text_of(subject)
        if len(self.cards) == 1:
            card = self.cards[0]
            self.message_id = self.message_id or card.message_id
            self.subject = card.subject if self.subject is None else self.subject

    def _check_encrypted(self, _read: Order) -> None:
        if not self.transport["encrypted"] and not self.request.allow_plain:
            raise NotEncrypted("message is not encrypted")

    def _check_signature(self, read: Order) -> None:
        self.signature |= _signature_as_written(read)
        if read.type.answer and self.request.pins is None:
            self.findings.append(Finding("not-pinned"))
        terms = Terms(
            keys=self.request.keys,
            policy=self.request.policy,
            pins=self.request.pins if read.type.answer else None,
            new_spool=self.request.new_spool,
            signed=not self.request.allow_unsigned,
        )
        verified = answer.verify_signature(read, terms)
        if verified is not None:
            self.findings += verified.facts.findings

    def _check_control(self, read: Order) -> None:
        control = dict(self.request.expect)
        wanted = control.pop("type", None)
        if not read.type.answer:
            control.pop("challenge", None)
        types = frozenset() if wanted is None else frozenset({wanted})
        answer.check_expectation(read, Expectation(types, control))

    def _check_feedback(self, read: Order) -> None:
        feedback.check(feedback.read(read.element))

    # --- contents ----------------------------------------------------

    def _open_contents(self, read: Order) -> None:
        opened = content.open_package(
            read, self.request.keys, self.request.policy, self.request.new_spool
        )
        self.package = opened
        self.findings += opened.findings
        for problem in opened.problems:
            unread = any(e.error == problem.error.name for e in opened.encryption)
            if not read.type.answer and unread:
                detail = f"{problem.path}: {problem.error.name}"
                self.findings.append(Finding("container-not-readable", detail))
            else:
                self.errors.append(problem.error)

    # --- the JSON object ---------------------------------------------

    def result(self) -> Json:
        error = self._first_error()
        read = self.order
        return {
            "verdict": _verdict(error),
            "error": None if error is None else error.name,
            "message": _sentence(error),
            "message_type": None if read is None else read.type.name,
            "transport": self.transport,
            "signature": self.signature,
            "control": _control(read),
            "feedback": list(self.codes),
            "message_id": self.message_id,
            "subject": self.subject,
            "contents": self._contents(),
            "containers": self._containers(),
            "encryption": self._encryption(),
            "process_cards": [_card(card) for card in self.cards],
            "chunk": self.chunk,
            "findings": [
                {"code": f.code, "text": texts.sentence(f.code, f.detail)}
                for f in dict.fromkeys(self.findings)
            ],
        }

    def _first_error(self) -> HzlError | None:
        """In the order transport, order level, feedback, content."""
        return next(iter(self.errors), None)

    def _contents(self) -> list[Json]:
        package = self.package
        if package is None:
            return []
        return [
            {
                "path": each.path,
                "kind": each.kind,
                "size": each.octets.size,
                "sha256": sha256_hex(each.octets),
                "trust": each.trust.value,
                "file": _write(each, number, self.request.out),
            }
            for number, each in enumerate(package.contents, start=1)
        ]

    def _containers(self) -> list[Json]:
        package = self.package
        if package is None:
            return []
        return [
            {"path": each.path, "signatures": [_author(s) for s in each.signatures]}
            for each in package.containers
        ]

    def _encryption(self) -> list[Json]:
        package = self.package
        if package is None:
            return []
        return [
            {
                "path": each.path,
                "symmetric": each.facts.symmetric if each.facts else None,
                "iv_length": each.facts.iv_length if each.facts else None,
                "key_transport": each.facts.key_transport if each.facts else None,
                "error": each.error or None,
            }
            for each in package.encryption
        ]


def _verdict(error: HzlError | None) -> str:
    match error:
        case None:
            return "ok"
        case Fault():
            return "fault"
        case RefusedOrder():
            return "feedback"
        case _:
            return "error"


def _sentence(error: HzlError | None) -> str:
    if error is None:
        return "Die Nachricht ist vollständig und unverändert."
    return texts.advice_for(error).what


def _signature_as_written(read: Order) -> Json:
    """What the signature says of itself, shown whether it holds or not."""
    side = "Supplier" if read.type.answer else "Client"
    for block in read.blocks:
        if block.tag != f"{{{OSCI}}}{side}Signature":
            continue
        written: Json = {"present": True}
        for element in block.iterchildren(f"{{{DS}}}Signature"):
            try:
                facts = signature.read_facts(element)
            except HzlError:
                return written
            entries = (*read.certificates, *read.intermediary)
            ders = [e.der for e in entries if f"#{e.id}" == facts.retrieval]
            written |= {
                "algorithm": facts.algorithm,
                "digest": facts.digests[0],
                "signer_sha256": fingerprint(ders[0]) if ders else None,
            }
        return written
    return {}


def _control(read: Order | None) -> Json:
    block = None if read is None else read.control
    return {
        "challenge": None if block is None else block.challenge,
        "response": None if block is None else block.response,
        "conversation": None if block is None else block.conversation,
        "sequence": None if block is None else block.sequence,
    }


def _author(made: AuthorSignature) -> Json:
    return {
        "algorithm": made.algorithm or None,
        "digest": made.digest or None,
        "signer_sha256": fingerprint(made.signer) if made.signer else None,
        "signing_time": made.signing_time or None,
        "verdict": "ok" if made.valid else "invalid",
    }


def _card(card: ProcessCard) -> Json:
    return {
        "message_id": card.message_id,
        "recent_modification": card.recent_modification,
        "creation": card.creation,
        "forwarding": card.forwarding,
        "reception": card.reception,
        "subject": card.subject,
        "inspections": [
            {
                "X509SubjectName": each.subject,
                "X509IssuerName": each.issuer,
                "X509SerialNumber": each.serial,
                "CertType": each.certificate_type or None,
                "MathResult": each.math or None,
                "OfflineResult": each.offline or None,
                "OnlineResult": each.online or None,
            }
            for each in card.inspections
        ],
    }


def _write(each: Content, number: int, out: Path | None) -> str | None:
    """A name of ours: what the sender calls it is never a path."""
    if out is None:
        return None
    out.mkdir(parents=True, exist_ok=True)
    name = f"{number:03d}-{each.kind}.bin"
    with (out / name).open("wb") as file:
        for piece in chunks(each.octets):
            file.write(piece)
    return name
