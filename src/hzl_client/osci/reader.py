"""Reads one recorded OSCI body offline and says everything about it.

What `hzl-client osci open` prints: diagnosis for people, and the way recorded messages
are tested. It takes the same steps as the client on the wire and contacts nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hzl_client.errors import HzlError, NotEncrypted, TrustError
from hzl_client.model.credential import Credential
from hzl_client.model.delivery import Content
from hzl_client.model.finding import Finding
from hzl_client.model.octets import NewSpool, Octets, chunks
from hzl_client.osci import answer, chunk, content, envelope, feedback, order, report
from hzl_client.osci.answer import Expectation, Terms
from hzl_client.osci.chunk import ChunkInformation
from hzl_client.osci.order import Order
from hzl_client.osci.package import OpenedPackage
from hzl_client.osci.process_card import ProcessCard, read_all, read_message_id
from hzl_client.osci.report import Json
from hzl_client.xmlkit import text_of
from hzl_client.xmlsec import signature, signed_info
from hzl_client.xmlsec.encryption import EncryptionFacts
from hzl_client.xmlsec.names import DS, OSCI
from hzl_client.xmlsec.policy import MODERN, Policy

NOTHING = OpenedPackage((), (), (), (), ())


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


def _unsigned() -> Json:
    return report.signature(None, b"", present=False)


@dataclass(slots=True)
class _Reading:
    body: Octets
    request: Request
    errors: list[HzlError] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    encrypted: bool | None = None  # as long as nobody knows
    encryption: EncryptionFacts | None = None
    signature: Json = field(default_factory=_unsigned)
    order: Order | None = None
    codes: tuple[str, ...] = ()
    cards: tuple[ProcessCard, ...] = ()
    message_id: str | None = None
    subject: str | None = None
    chunk: ChunkInformation | None = None
    package: OpenedPackage = NOTHING

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
            self.encrypted = True
            raise
        self.findings += opened.findings
        self.encryption = opened.facts
        self.encrypted = opened.facts is not None
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
        if not self.encrypted and not self.request.allow_plain:
            raise NotEncrypted("message is not encrypted")

    def _check_signature(self, read: Order) -> None:
        self.signature = _signature_as_written(read)
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
        # In the order transport, order level, feedback, content.
        error = next(iter(self.errors), None)
        read, package = self.order, self.package
        return {
            "verdict": report.verdict(error),
            "error": None if error is None else error.name,
            "message": report.sentence(error),
            "message_type": None if read is None else read.type.name,
            "transport": report.transport(self.encryption, encrypted=self.encrypted),
            "signature": self.signature,
            "control": report.control(None if read is None else read.control),
            "feedback": list(self.codes),
            "message_id": self.message_id,
            "subject": self.subject,
            "contents": self._contents(),
            "containers": [report.container(c) for c in package.containers],
            "encryption": [report.encrypted(e) for e in package.encryption],
            "process_cards": [report.card(card) for card in self.cards],
            "chunk": report.chunk(self.chunk),
            "findings": [report.finding(f) for f in dict.fromkeys(self.findings)],
        }

    def _contents(self) -> list[Json]:
        return [
            report.content(each, _write(each, number, self.request.out))
            for number, each in enumerate(self.package.contents, start=1)
        ]


def _signature_as_written(read: Order) -> Json:
    """What the signature says of itself, shown whether it holds or not."""
    side = "Supplier" if read.type.answer else "Client"
    blocks = [b for b in read.blocks if b.tag == f"{{{OSCI}}}{side}Signature"]
    if not blocks:
        return _unsigned()
    made = blocks[0].find(f"{{{DS}}}Signature")
    try:
        facts = None if made is None else signature.facts(signed_info.read(made))
    except HzlError:
        facts = None
    entries = (*read.certificates, *read.intermediary)
    ders = [e.der for e in entries if facts and f"#{e.id}" == facts.retrieval]
    return report.signature(facts, next(iter(ders), b""), present=True)


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
