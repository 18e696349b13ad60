"""What an answer must be before it is believed; and the client that asks."""

from dataclasses import dataclass, field, replace

import pytest

from helpers.credentials import certificate_of, key_usage, rsa_credential
from helpers.order_messages import DONE, exit_answer, fetch_answer, message
from hzl_client.errors import (
    ConnectionCut,
    ControlBlockMismatch,
    Fault,
    MalformedMime,
    NotEncrypted,
    SupplierCertificateMismatch,
    SupplierNotPinned,
    SupplierSignatureInvalid,
    TransportNotForMe,
    TypeMismatch,
    Unsigned,
)
from hzl_client.model.credential import Credential, fingerprint
from hzl_client.model.octets import MemoryOctets, MemorySpool, Octets, in_memory
from hzl_client.model.watch import Watch
from hzl_client.osci import (
    answer,
    certificates,
    envelope,
    exit_dialog,
    fault,
    get_message_id,
    init_dialog,
    mime,
    order,
)
from hzl_client.osci.answer import Expectation, Terms
from hzl_client.osci.catalogue import TYPES
from hzl_client.osci.client import Client, Station
from hzl_client.osci.client import Order as Asked
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.dialog import State, SupplierDialog
from hzl_client.osci.order import OrderToSend
from hzl_client.xmlsec.policy import MODERN

ME = rsa_credential(2048)
SUPPLIER = rsa_credential(3072)
PIN = fingerprint(SUPPLIER.der)
TERMS = Terms((ME,), MODERN, frozenset({PIN}), MemorySpool)
EXPECTED = Expectation(
    frozenset({"ResponseToFetchDelivery"}),
    {"challenge": "frage", "conversation": "4711", "sequence": "0"},
)


def sealed(octets: Octets, receiver: Credential = ME) -> Octets:
    return mime.joined(
        envelope.seal_envelope(octets, receiver.certificate, "B"), MemorySpool
    )


def answered(supplier: Credential = SUPPLIER, **changes: ControlBlock) -> Octets:
    return message(*fetch_answer(supplier, **changes))


def opened(body: Octets, terms: Terms = TERMS, expected: Expectation = EXPECTED):
    return answer.open_answer(body, terms, expected)


def test_a_good_answer():
    whole = answered()
    got = opened(sealed(whole))
    assert in_memory(got.message) == in_memory(whole)
    assert got.feedback == DONE
    assert got.signature is not None
    assert got.signature.signer_sha256 == PIN
    assert got.findings == ()


def test_first_contact_tells_whom_to_compare():
    with pytest.raises(SupplierNotPinned) as raised:
        opened(sealed(answered()), replace(TERMS, pins=frozenset()))
    assert raised.value.facts == {"fingerprint": PIN, "subject": "CN=Muster"}


def test_a_forged_first_contact_is_no_first_contact():
    to_send, root = fetch_answer(SUPPLIER)
    forged = message(to_send, root.replace(b"QQ==", b"QUE="))
    with pytest.raises(SupplierSignatureInvalid):
        opened(sealed(forged), replace(TERMS, pins=frozenset()))


def test_another_certificate_than_the_pinned_one():
    with pytest.raises(SupplierCertificateMismatch) as raised:
        opened(sealed(answered(ME)))
    assert raised.value.facts["fingerprint"] == fingerprint(ME.der)


def test_one_of_several_pins_is_enough():
    pins = frozenset({fingerprint(ME.der), PIN})
    assert opened(sealed(answered()), replace(TERMS, pins=pins))


@pytest.mark.parametrize(
    ("usage", "fits"),
    [
        (key_usage(digital_signature=True), True),
        (key_usage(content_commitment=True), True),
        (key_usage(key_encipherment=True), False),
    ],
)
def test_key_usage_of_the_supplier(usage, fits):
    supplier = Credential(SUPPLIER.key, certificate_of(SUPPLIER.key, usage))
    terms = replace(TERMS, pins=frozenset({fingerprint(supplier.der)}))
    body = sealed(answered(supplier))
    if fits:
        assert opened(body, terms)
    else:
        with pytest.raises(SupplierCertificateMismatch):
            opened(body, terms)


def test_plain_answers_are_refused_unless_allowed():
    with pytest.raises(NotEncrypted):
        opened(answered())
    assert opened(answered(), replace(TERMS, encrypted=False))


def test_unsigned_answers_are_refused_unless_allowed():
    body = sealed(message(*exit_answer(None)))
    any_answer = Expectation(frozenset(), {})
    with pytest.raises(Unsigned):
        opened(body, expected=any_answer)
    got = opened(body, replace(TERMS, signed=False), any_answer)
    assert got.signature is None


def test_a_bad_signature_is_refused_even_where_none_is_asked_for():
    to_send, root = fetch_answer(SUPPLIER)
    forged = message(to_send, root.replace(b"QQ==", b"QUE="))
    with pytest.raises(SupplierSignatureInvalid):
        opened(sealed(forged), replace(TERMS, signed=False))


def test_an_answer_for_somebody_else():
    with pytest.raises(TransportNotForMe):
        opened(sealed(answered(), SUPPLIER))


def test_another_type_than_asked_for():
    with pytest.raises(TypeMismatch):
        opened(
            sealed(answered()),
            expected=replace(EXPECTED, types=frozenset({"ResponseToExitDialog"})),
        )


@pytest.mark.parametrize("name", ["challenge", "conversation", "sequence"])
@pytest.mark.parametrize("value", [None, "", "anders"])
def test_each_value_of_the_control_block_counts(name, value):
    expected = replace(EXPECTED, control=EXPECTED.control | {name: value})
    with pytest.raises(ControlBlockMismatch) as raised:
        opened(sealed(answered()), expected=expected)
    assert raised.value.facts == {"value": name}


def test_what_is_not_checked_may_be_anything():
    assert opened(sealed(answered()), expected=Expectation(frozenset(), {}))


# --- the client ---------------------------------------------------------------------


@dataclass
class Supplier:
    """A transport that is the intermediary: `spoil` bends one of its answers."""

    dialog: SupplierDialog = field(default_factory=lambda: SupplierDialog("4711"))
    spoil: dict[int, object] = field(default_factory=dict)
    received: list[order.Order] = field(default_factory=list)

    def exchange(self, body: Octets, _watch: Watch, _loaded: object) -> Octets:
        plain = envelope.open_envelope(body, (SUPPLIER,), MODERN, MemorySpool).message
        request = order.read(plain, MemorySpool)
        order.verify(request, MODERN)
        self.received.append(request)
        spoiled = self.spoil.get(len(self.received))
        if isinstance(spoiled, BaseException):
            raise spoiled
        if isinstance(spoiled, bytes):
            return MemoryOctets(spoiled)
        return self._answer(request)

    def _answer(self, request: order.Order) -> Octets:
        kind = request.type.name
        if kind != "InitDialog":
            self.dialog.check(request.control)
        render = init_dialog if kind == "InitDialog" else exit_dialog
        entry = certificates.entry(certificates.SUPPLIER_SIGNATURE, SUPPLIER.der)
        to_send = OrderToSend(
            TYPES[f"ResponseTo{kind}"],
            self.dialog.answer(request.control, last=kind == "ExitDialog"),
            (certificates.render(certificates.INTERMEDIARY, (entry,)),),
            render.render_answer(DONE),
        )
        return sealed(message(to_send, order.render(to_send, SUPPLIER, f"#{entry.id}")))

    def close(self) -> None: ...


INIT = Asked("InitDialog", body=init_dialog.REQUEST)
EXIT = Asked("ExitDialog", body=exit_dialog.REQUEST)


def client(supplier: Supplier) -> Client:
    return Client(Station(ME, ME, SUPPLIER.certificate), TERMS, supplier)


def test_a_dialog_from_init_to_exit():
    supplier = Supplier()
    ours = client(supplier)
    assert ours.ask(INIT).order.control.conversation == "4711"
    assert ours.ask(EXIT).feedback == DONE
    assert ours.dialog.state is State.OVER
    presented = [
        [e.role for e in request.certificates] for request in supplier.received
    ]
    signature = "SignatureCertificateOriginator"
    assert presented == [["CipherCertificateOriginator", signature], [signature]]


@pytest.mark.parametrize(
    ("spoiled", "error"),
    [
        (ConnectionCut("weg"), ConnectionCut),
        (KeyboardInterrupt(), KeyboardInterrupt),
        (fault.render("9400", "nein"), Fault),
        (b"<html>", MalformedMime),
    ],
)
def test_after_any_failure_nothing_follows(spoiled, error):
    supplier = Supplier(spoil={2: spoiled})
    ours = client(supplier)
    ours.ask(INIT)
    with pytest.raises(error):
        ours.ask(EXIT)
    evidence = MemoryOctets(spoiled) if isinstance(spoiled, bytes) else None
    assert ours.received == evidence
    assert ours.dialog.state is State.OVER
    with pytest.raises(RuntimeError):
        ours.ask(EXIT)
    assert len(supplier.received) == 2


def test_wrong_use_sends_nothing():
    supplier = Supplier()
    with pytest.raises(RuntimeError):
        client(supplier).ask(EXIT)
    assert supplier.received == []


def test_a_replayed_answer_is_refused():
    """An answer of another dialog, genuine and signed, is not ours."""
    first = client(Supplier())
    first.ask(INIT)
    assert first.received is not None
    ours = client(Supplier(spoil={1: in_memory(first.received)}))
    with pytest.raises(ControlBlockMismatch):
        ours.ask(INIT)
    assert ours.dialog.state is State.OVER


def test_each_implicit_request_is_a_dialog_of_its_own():
    supplier = Supplier(spoil={1: b"", 2: b""})
    station = Station(ME, ME, SUPPLIER.certificate)
    ours = Client(station, TERMS, supplier, explicit=False)
    for _ in range(2):
        with pytest.raises(MalformedMime):
            ours.ask(Asked("GetMessageId", body=get_message_id.REQUEST))
    first, second = (request.control for request in supplier.received)
    assert first.challenge != second.challenge
    assert replace(first, challenge=None) == ControlBlock(sequence="0")
    assert replace(second, challenge=None) == ControlBlock(sequence="0")


@pytest.mark.parametrize(
    "control",
    [
        ControlBlock(),
        ControlBlock(None, "frage", "1", "0"),
        ControlBlock("fremd", None, None, None),
        ControlBlock(sequence="0"),
    ],
    ids=str,
)
def test_what_came_in_chunks_belongs_to_no_dialog(control):
    whole = answered(control=control)
    assert answer.open_reassembled(whole, TERMS).order.control == control
    with pytest.raises(ControlBlockMismatch):
        opened(sealed(whole))


def test_chunks_of_another_answer_than_to_a_fetch_are_refused():
    whole = message(*exit_answer(SUPPLIER))
    with pytest.raises(TypeMismatch) as refused:
        answer.open_reassembled(whole, TERMS)
    assert refused.value.facts == {"type": "ResponseToExitDialog"}
