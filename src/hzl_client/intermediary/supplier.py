"""The supplier's side of OSCI-Transport 1.2: request bytes in, answer bytes out."""

import logging
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from cryptography import x509

from hzl_client.errors import ControlBlockMismatch, Fault, MalformedXml, RefusedOrder
from hzl_client.intermediary import cards, client_check, outgoing, wording
from hzl_client.intermediary.answers import Manner, Outcome, Scribe, seal
from hzl_client.intermediary.assembly import Assembly
from hzl_client.intermediary.client_check import Client
from hzl_client.intermediary.dialogs import Clock, Dialogs, Session, new_conversation
from hzl_client.intermediary.door import Reply
from hzl_client.intermediary.faults import Faults, Kind
from hzl_client.intermediary.intake import USUAL, Admission, Request, open_request
from hzl_client.intermediary.orders import Counter, Found, plain_outcome
from hzl_client.intermediary.outgoing import Begun, Outgoing
from hzl_client.intermediary.parcels import Parcels
from hzl_client.intermediary.pki import PracticePki
from hzl_client.intermediary.post import Post
from hzl_client.model.octets import MemoryOctets, Octets
from hzl_client.osci import fault, partial_fetch_delivery, partial_store_delivery
from hzl_client.osci.catalogue import TYPES
from hzl_client.osci.chunk import Pieces
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.dialog import SupplierDialog, new_nonce
from hzl_client.osci.feedback import DONE_DIALOG_CLOSED, DONE_DIALOG_OPEN, Entry
from hzl_client.osci.partial_fetch_delivery import Wanted
from hzl_client.osci.process_card import ProcessCard

log = logging.getLogger(__name__)
_OFFERED = frozenset(
    {
        *("InitDialog", "ExitDialog", "GetMessageId", "StoreDelivery"),
        *("FetchDelivery", "FetchProcessCard"),
        *(partial_store_delivery.KIND, partial_fetch_delivery.KIND),
    }
)
Struck = dict[Kind, float]


@dataclass(frozen=True, slots=True)
class _Reader:
    """For whom the answer is encrypted, if it is."""

    cipher: x509.Certificate | None
    short_iv: bool


class OsciSupplier:
    """Thread-safe; requests of one dialog are served one after the other."""

    def __init__(
        self,
        pki: PracticePki,
        post: Post,
        faults: Faults,
        dialogs: Dialogs,
        clock: Clock,
        admission: Admission = USUAL,
    ) -> None:
        self._key = pki.intermediary_cipher
        self._authority = pki.ca.certificate
        self._admission = admission
        self._faults = faults
        self._dialogs = dialogs
        self._clock = clock
        self._post = post
        self._scribe = Scribe(pki)
        self._counter = Counter(post, self._authority, clock, self._scribe)
        self._parcels = Parcels()
        self._assembly = Assembly(post, self._parcels, clock, self._accept_inside)
        self._begun = Begun()

    def close(self) -> None:
        self._parcels.close()

    def answer(self, request: Octets) -> Reply:
        """Whatever the bytes are: an answer or a SOAP fault."""
        struck: Struck = {}
        try:
            opened = open_request(request, self._key, self._admission.policy)
            struck = self._faults.take(opened.kind)
            answer = self._serve(opened, struck)
        except Fault as error:
            answer = _fault(error.osci_code)
        except MalformedXml:
            answer = _fault("9300")
        except Exception:  # the office stays open, whatever a request did to it
            log.exception("request not answered")
            answer = _fault("9000")
        return Reply(answer, struck)

    # --- the three ways of asking -----------------------------------------------------

    def _serve(self, request: Request, struck: Struck) -> Octets:
        if request.kind not in _OFFERED:
            raise Fault("9100", "an order this office does not offer")
        client_check.check_certificates(request.order)
        if request.kind == "InitDialog":
            return self._open_dialog(request, struck)
        if request.control.conversation is None:
            return self._serve_implicit(request, struck)
        session = self._dialogs.find(request.control.conversation)
        if session is None:
            raise Fault("9400", "no such dialog")
        with session.lock:
            try:
                return self._serve_in_dialog(request, session, struck)
            except Exception:
                session.state.over = True
                self._dialogs.drop(session)
                raise

    def _open_dialog(self, request: Request, struck: Struck) -> Octets:
        client = client_check.client_of(request.order)
        if client.cipher is None:
            raise Fault("9500", "InitDialog without cipher certificate")
        session = Session(
            state=SupplierDialog(new_conversation()),
            cipher=client.cipher,
            signer=None,
            short_iv=request.short_iv,
            encrypted=request.encrypted,
            used=self._clock(),
        )
        try:
            entries, session.signer = self._checked(request, DONE_DIALOG_OPEN, None)
            self._dialogs.add(session)
        except RefusedOrder as error:  # answered, but no dialog comes of it
            entries = wording.entries(error.osci_code)
        control = session.state.answer(request.control)
        outcome = plain_outcome(request.kind, entries)
        # Always encrypted: whoever can read the challenge owns the mailbox (NOTES 7.2).
        reader = _Reader(session.cipher, session.short_iv)
        return self._written(request, _answer(control, struck), outcome, reader, struck)

    def _serve_in_dialog(
        self, request: Request, session: Session, struck: Struck
    ) -> Octets:
        try:
            session.state.check(request.control)
        except ControlBlockMismatch as error:
            raise Fault("9400", str(error)) from error
        if client_check.cipher_differs(request.order, session.cipher):
            raise Fault("9400", "another cipher certificate than the dialog's")
        session.encrypted = session.encrypted or request.encrypted
        last = request.kind == "ExitDialog"
        done = DONE_DIALOG_CLOSED if last else DONE_DIALOG_OPEN
        try:
            entries, _ = self._checked(request, done, session.signer)
            with self._marking(request):
                self._counter.acknowledge(session.pending)
                session.pending = None
                outcome = self._carried_out(request, session, entries, struck)
        except RefusedOrder as error:
            outcome = plain_outcome(request.kind, wording.entries(error.osci_code))
        control = session.state.answer(request.control, last=last)
        if last:
            self._dialogs.drop(session)
        cipher = session.cipher if session.encrypted else None
        reader = _Reader(cipher, session.short_iv)
        return self._written(request, _answer(control, struck), outcome, reader, struck)

    def _marking(self, request: Request) -> AbstractContextManager[None]:
        """A fetch marks one delivery as received and the next one as handed out."""
        fetch = request.kind == "FetchDelivery"
        return self._post.together() if fetch else nullcontext()

    def _serve_implicit(self, request: Request, struck: Struck) -> Octets:
        client = client_check.client_of(request.order)
        if request.encrypted and client.cipher is None:
            raise Fault("9500", "encrypted request without cipher certificate")
        try:
            entries, _ = self._checked(request, DONE_DIALOG_CLOSED, None)
            outcome = self._handed_in(request, client, entries)
        except RefusedOrder as error:
            outcome = plain_outcome(request.kind, wording.entries(error.osci_code))
        control = ControlBlock(
            response=request.control.challenge,
            conversation=new_conversation(),
            sequence=request.control.sequence,
        )
        cipher = client.cipher if request.encrypted else None
        reader = _Reader(cipher, request.short_iv)
        return self._written(request, _answer(control, struck), outcome, reader, struck)

    # --- checking, carrying out, answering --------------------------------------------

    def _checked(
        self, request: Request, done: str, known: bytes | None
    ) -> tuple[tuple[Entry, ...], bytes | None]:
        """The feedback of a success, with warnings, and who signed."""
        signer = client_check.signer_of(request.order, self._admission, known)
        codes = client_check.warnings(request.order, self._authority, self._clock())
        return wording.entries(done, *codes), signer

    def _carried_out(
        self,
        request: Request,
        session: Session,
        entries: tuple[Entry, ...],
        struck: Struck,
    ) -> Outcome:
        client = client_check.client_with(session.cipher)
        match request.kind:
            case "ExitDialog":
                return plain_outcome(request.kind, entries)
            case "FetchProcessCard":
                return cards.fetch_cards(self._post, request.order, client, entries)
            case "FetchDelivery":
                found = self._found(request, session, entries, struck)
                session.pending = found.number
                return found.outcome
            case partial_fetch_delivery.KIND:
                return self._chunk(request, session, entries, struck)
            case _:
                return self._handed_in(request, client, entries)

    def _found(
        self,
        request: Request,
        session: Session,
        entries: tuple[Entry, ...],
        struck: Struck,
    ) -> Found:
        return self._counter.fetch(
            request.order, session.cipher, entries, struck.keys()
        )

    def _chunk(
        self,
        request: Request,
        session: Session,
        entries: tuple[Entry, ...],
        struck: Struck,
    ) -> Outcome:
        """One piece of a delivery; handed out is it with the last one."""
        wanted = partial_fetch_delivery.read_request(request.order.element)
        outgoing.check_size(wanted)
        leaving = session.outgoing
        if leaving is None or not leaving.fits(wanted):
            found = self._found(request, session, entries, struck)
            leaving = self._leaving(found, wanted, session)
            session.outgoing = leaving
            if leaving is None:
                session.pending = found.number
                return found.outcome
        piece = leaving.hand_out(wanted, entries)
        if leaving.complete:
            session.pending, session.outgoing = leaving.number, None
        return piece

    def _leaving(
        self, found: Found, wanted: Wanted, session: Session
    ) -> Outgoing | None:
        """None if there is nothing, or nothing that needs more than one chunk."""
        if found.number is None:
            return None
        pieces = Pieces(self._whole(found, wanted, session), wanted.size)
        if pieces.total == 1:
            return None
        certificates = found.outcome.certificates
        return Outgoing(found.number, found.message_id, pieces, certificates)

    def _whole(self, found: Found, wanted: Wanted, session: Session) -> Octets:
        """The answer the chunks make up; its ControlBlock belongs to no dialog. Who has
        some of them from an earlier dialog gets the others of the same answer."""
        if wanted.received:
            return self._begun.of(found.message_id)
        control = ControlBlock(
            new_nonce(), new_nonce(), session.state.conversation, "0"
        )
        kind = TYPES["ResponseToFetchDelivery"]
        whole = self._scribe.write(kind, control, found.outcome, Manner(features=True))
        self._begun.keep(found.message_id, whole)
        return whole

    def _accept_inside(self, request: Request, client: Client) -> ProcessCard:
        client_check.signer_of(request.order, self._admission, None)
        return self._counter.accept(request, client)

    def _handed_in(
        self, request: Request, client: Client, entries: tuple[Entry, ...]
    ) -> Outcome:
        match request.kind:
            case "GetMessageId":
                return self._counter.issue_id(client, entries)
            case partial_store_delivery.KIND:
                return self._assembly.take(request, client, entries)
            case _:
                return self._counter.store(request, client, entries)

    def _written(
        self,
        request: Request,
        control: ControlBlock,
        outcome: Outcome,
        reader: _Reader,
        struck: Struck,
    ) -> Octets:
        manner = Manner(
            # The schema demands it in everything that belongs to chunks.
            features=request.describes_features or request.kind.startswith("Partial"),
            forged=Kind.WRONG_SIGNATURE in struck,
        )
        kind = TYPES[outcome.kind or f"ResponseTo{request.kind}"]
        message = self._scribe.write(kind, control, outcome, manner)
        if reader.cipher is None:
            return message
        return seal(message, reader.cipher, short_iv=reader.short_iv)


def _answer(control: ControlBlock, struck: Struck) -> ControlBlock:
    if Kind.WRONG_CHALLENGE in struck:
        return replace(control, response=new_nonce())
    return control


def _fault(code: str) -> Octets:
    text = wording.FAULTS.get(code, wording.FAULTS["9000"])
    return MemoryOctets(fault.render(code, text))
