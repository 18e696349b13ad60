"""The two ends of a dialog as state machines: no bytes, no network (NOTES 7.2).

Both compare opaque strings exactly; after a violation the dialog is unusable, and the
client sends nothing more, since any further request would acknowledge the last answer.
"""

from collections.abc import Callable
from enum import Enum
from secrets import token_bytes

from hzl_client.errors import ControlBlockMismatch
from hzl_client.osci import control_block
from hzl_client.osci.answer import Expectation, answer_types
from hzl_client.osci.control_block import ControlBlock
from hzl_client.xmlsec import base64

NewNonce = Callable[[], str]


def new_nonce() -> str:
    """Base64 of 10 random bytes, as the reference library makes challenges."""
    return base64.encode(token_bytes(10))


class State(Enum):
    NEW = "new"
    READY = "ready"  # a request may leave
    WAITING = "waiting"  # for the answer to it
    OVER = "over"


class ClientDialog:
    """Our end. `request` and `accept` alternate; anything else is our own mistake."""

    def __init__(self, nonce: NewNonce = new_nonce, *, explicit: bool = True) -> None:
        self._nonce = nonce
        self._explicit = explicit
        self._conversation: str | None = None
        self._sequence = -1
        self._challenge = ""
        self._their_challenge: str | None = None
        self._kind = ""
        self.state = State.NEW

    def request(self, kind: str) -> ControlBlock:
        """The ControlBlock of the next request."""
        if self.state not in (State.NEW, State.READY):
            raise RuntimeError(f"no request may leave while the dialog is {self.state}")
        init = kind == "InitDialog"
        if init != (self.state is State.NEW and self._explicit):
            raise RuntimeError(f"{kind} does not fit the state of the dialog")
        self._sequence += 0 if init else 1
        self._challenge = self._nonce()
        self._kind = kind
        self.state = State.WAITING
        return ControlBlock(
            response=self._their_challenge,
            challenge=self._challenge,
            conversation=self._conversation,
            sequence=None if init else str(self._sequence),
        )

    def expectation(self) -> Expectation:
        """What the answer to the request under way has to say."""
        init = self._kind == "InitDialog"
        control: dict[str, str | None] = {
            "challenge": self._challenge,
            "sequence": None if init else str(self._sequence),
        }
        if self._conversation is not None:
            control["conversation"] = self._conversation
        return Expectation(answer_types(self._kind), control)

    def accept(self, block: ControlBlock) -> None:
        """Take over what a verified answer that met the expectation brought."""
        if self.state is not State.WAITING:
            raise RuntimeError("no answer is expected")
        if self._kind == "InitDialog":
            self._conversation = block.conversation
        self._their_challenge = block.challenge
        over = self._kind == "ExitDialog" or not self._explicit
        self.state = State.OVER if over else State.READY

    def abandon(self) -> None:
        """No further request, not even ExitDialog."""
        self.state = State.OVER


class SupplierDialog:
    """The intermediary's end of one explicit dialog; made by its InitDialog."""

    def __init__(self, conversation: str, nonce: NewNonce = new_nonce) -> None:
        self.conversation = conversation
        self._nonce = nonce
        self._sequence = 0
        self._challenge: str | None = None
        self.over = False

    def check(self, block: ControlBlock) -> None:
        """A request after InitDialog. ControlBlockMismatch (fault 9400) ends it all."""
        fits = (
            not self.over
            and control_block.same(block.response, self._challenge)
            and control_block.same(block.conversation, self.conversation)
            and control_block.same(block.sequence, str(self._sequence))
        )
        if not fits:
            self.over = True
            raise ControlBlockMismatch("request does not fit the dialog")
        self._sequence += 1

    def answer(self, request: ControlBlock, *, last: bool = False) -> ControlBlock:
        """The ControlBlock of the answer; `last` for ResponseToExitDialog."""
        self._challenge = None if last else self._nonce()
        self.over = self.over or last
        return ControlBlock(
            response=request.challenge,
            challenge=self._challenge,
            conversation=self.conversation,
            sequence=request.sequence,
        )
