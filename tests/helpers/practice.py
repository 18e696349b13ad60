"""A practice intermediary inside the test process, and a plain client to talk to it.

Keys are made once per session. The client is for tests that look at single messages;
whoever tests fetching uses the product's own source."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from hzl_client.intermediary import pki, sender
from hzl_client.intermediary.pki import PracticePki
from hzl_client.intermediary.samples import File, Sample
from hzl_client.intermediary.server import Intermediary
from hzl_client.model.credential import Credential, fingerprint
from hzl_client.model.octets import MemoryOctets, MemorySpool, Octets
from hzl_client.model.watch import Watch
from hzl_client.osci import (
    answer,
    certificates,
    envelope,
    exit_dialog,
    features,
    feedback,
    fetch_delivery,
    fetch_process_card,
    get_message_id,
    init_dialog,
    mime,
    order,
    partial_fetch_delivery,
)
from hzl_client.osci.answer import Answer, Terms
from hzl_client.osci.catalogue import TYPES
from hzl_client.osci.content import open_package
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.dialog import ClientDialog
from hzl_client.osci.fetch_delivery import Selection
from hzl_client.osci.fetch_process_card import CardSelection
from hzl_client.osci.order import OrderToSend
from hzl_client.osci.package import OpenedPackage
from hzl_client.osci.partial_fetch_delivery import Wanted
from hzl_client.osci.process_card import ProcessCard
from hzl_client.osci.transport import HttpOptions, HttpTransport
from hzl_client.xmlsec.policy import MODERN

SAMPLE = "01_alleinstehend"
BODIES = {
    "InitDialog": init_dialog.REQUEST,
    "ExitDialog": exit_dialog.REQUEST,
    "GetMessageId": get_message_id.REQUEST,
}


@cache
def _pki_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="practice-pki-")


@cache
def practice_pki() -> PracticePki:
    """The same keys for the whole session: making them costs half a second."""
    return pki.create(Path(_pki_folder().name) / "pki")


def with_keys(state: Path) -> Path:
    """The session's keys are there: a process that starts with it need not make any."""
    shutil.copytree(practice_pki().folder, state / "pki")
    return state


@contextmanager
def practice_intermediary(state: Path, **options: Any) -> Iterator[Intermediary]:
    """Running, with the session's keys; `state` survives it."""
    with Intermediary(state, options.pop("pki", practice_pki()), **options) as running:
        yield running


def put_in(
    running: Intermediary, count: int = 1, shape: str = "embedded", sample: Any = SAMPLE
) -> tuple[str, ...]:
    """So many deliveries in one dialog of the platform; their message ids."""
    with sender.Platform(running.url, running.pki) as platform:
        return tuple(platform.deliver(shape, sample) for _ in range(count))


def small_sample(text: str = "<antrag><name>Muster</name></antrag>") -> Sample:
    files = (File("anhang_0001.pdf", MemoryOctets(b"%PDF-1.7 leer")),)
    return Sample(File("antrag.xml", MemoryOctets(text.encode())), files)


@dataclass(slots=True)
class Changes:
    """How a request differs from a right one, for tests of refusals."""

    control: dict[str, str | None] = field(default_factory=dict)
    signer: Credential | None = None
    signed: bool = True
    encrypted: bool = True
    certificates: tuple[tuple[str, bytes], ...] | None = None  # role, DER
    features: bool = True


@dataclass(slots=True)
class Recipient:
    """The mailbox's owner: one explicit dialog, request by request."""

    url: str
    pki: PracticePki
    cipher: Credential
    signature: Credential
    dialog: ClientDialog = field(default_factory=ClientDialog)
    body: Octets = field(default_factory=lambda: MemoryOctets(b""))  # last answer

    @classmethod
    def of(cls, running: Intermediary) -> "Recipient":
        keys = running.pki
        return cls(running.url, keys, keys.recipient_cipher, keys.recipient_signature)

    def init(self, changes: Changes | None = None) -> Answer:
        return self.ask("InitDialog", changes=changes)

    def fetch(
        self, selection: Selection | None = None, changes: Changes | None = None
    ) -> Answer:
        block = fetch_delivery.render_request(selection or Selection())
        return self.ask("FetchDelivery", block, changes=changes)

    def cards(self, selection: CardSelection, changes: Changes | None = None) -> Answer:
        body = fetch_process_card.render_request(selection)
        return self.ask("FetchProcessCard", body=body, changes=changes)

    def chunk(self, wanted: Wanted, changes: Changes | None = None) -> Answer:
        block = partial_fetch_delivery.render_request(wanted)
        return self.ask("PartialFetchDelivery", block, changes=changes)

    def exit(self, changes: Changes | None = None) -> Answer:
        return self.ask("ExitDialog", changes=changes)

    def ask(
        self, kind: str, *blocks: str, changes: Changes | None = None, body: str = ""
    ) -> Answer:
        """One request and its verified answer; the codes are the caller's to read."""
        request = self.request(kind, *blocks, changes=changes, body=body)
        self.body = post(self.url, request)
        opened = answer.open_answer(self.body, self.terms, self.dialog.expectation())
        self.dialog.accept(opened.order.control)
        return opened

    @property
    def terms(self) -> Terms:
        return Terms(
            keys=(self.cipher,),
            policy=MODERN,
            pins=frozenset({fingerprint(self.pki.intermediary_signature.der)}),
            new_spool=MemorySpool,
        )

    def request(
        self, kind: str, *blocks: str, changes: Changes | None = None, body: str = ""
    ) -> Octets:
        """The body of a request, right unless `changes` say otherwise."""
        changes = changes or Changes()
        control = self.dialog.request(kind)
        values = {
            "response": control.response,
            "challenge": control.challenge,
            "conversation": control.conversation,
            "sequence": control.sequence,
        }
        entries = tuple(
            certificates.entry(role, der)
            for role, der in changes.certificates or self._certificates(kind)
        )
        to_send = OrderToSend(
            type=TYPES[kind],
            control=ControlBlock(**(values | changes.control)),
            blocks=(
                order.desired_languages(),
                *blocks,
                certificates.render(certificates.NON_INTERMEDIARY, entries),
                *((features.render(),) if changes.features else ()),
            ),
            body=body or BODIES.get(kind, ""),
        )
        signer = (changes.signer or self.signature) if changes.signed else None
        role = "SignatureCertificateOriginator"
        signed = [entry.id for entry in entries if entry.role == role]
        root = order.render(to_send, signer, f"#{signed[0] if signed else ''}")
        return self.seal(order.complete(to_send, root, "B1", MemorySpool), changes)

    def seal(self, message: Octets, changes: Changes | None = None) -> Octets:
        if changes is not None and not changes.encrypted:
            return message
        receiver = self.pki.intermediary_cipher.certificate
        pieces = envelope.seal_envelope(message, receiver, "B2")
        return mime.joined(pieces, MemorySpool)

    def _certificates(self, kind: str) -> tuple[tuple[str, bytes], ...]:
        own = ("SignatureCertificateOriginator", self.signature.der)
        if kind in ("InitDialog", "GetMessageId"):
            return (("CipherCertificateOriginator", self.cipher.der), own)
        return (own,)

    def contents(self, delivery: Answer) -> OpenedPackage:
        return open_package(delivery.order, (self.cipher,), MODERN, MemorySpool)


def post(url: str, body: Octets) -> Octets:
    transport = HttpTransport(HttpOptions(url), MemorySpool)
    try:
        return transport.exchange(body, Watch(), lambda _done, _total: None)
    finally:
        transport.close()


def codes(received: Answer) -> tuple[str, ...]:
    return feedback.codes(received.feedback)


def card(delivery: Answer) -> ProcessCard:
    found = fetch_delivery.read_card(delivery.order)
    assert found is not None
    return found
