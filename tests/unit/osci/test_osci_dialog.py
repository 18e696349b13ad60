"""The two ends of a dialog: each alone, joined, and disturbed at any moment."""

from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from hzl_client.errors import ControlBlockMismatch
from hzl_client.osci import control_block
from hzl_client.osci.catalogue import TYPES
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.dialog import ClientDialog, State, SupplierDialog, new_nonce

KINDS = ("FetchDelivery", "GetMessageId", "StoreDelivery", "FetchProcessCard")


def numbered(prefix: str):
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers)}"


def opened() -> tuple[ClientDialog, SupplierDialog]:
    client = ClientDialog(numbered("c"))
    supplier = SupplierDialog("k", numbered("s"))
    client.accept(supplier.answer(client.request("InitDialog")))
    return client, supplier


def fits(client: ClientDialog, block: ControlBlock) -> bool:
    """As `answer.check_expectation` compares, by value."""
    values = {
        "challenge": block.response,
        "conversation": block.conversation,
        "sequence": block.sequence,
    }
    wanted = client.expectation().control
    return all(
        control_block.same(values[name], value) for name, value in wanted.items()
    )


# --- by hand ------------------------------------------------------------------------


def test_the_blocks_of_a_whole_dialog():
    client, supplier = ClientDialog(numbered("c")), SupplierDialog("k", numbered("s"))
    first = client.request("InitDialog")
    assert first == ControlBlock(challenge="c1")
    client.accept(supplier.answer(first))
    second = client.request("FetchDelivery")
    assert second == ControlBlock("s1", "c2", "k", "0")
    supplier.check(second)
    client.accept(supplier.answer(second))
    last = client.request("ExitDialog")
    assert last == ControlBlock("s2", "c3", "k", "1")
    supplier.check(last)
    answer = supplier.answer(last, last=True)
    assert answer == ControlBlock("c3", None, "k", "1")
    client.accept(answer)
    assert (client.state, supplier.over) == (State.OVER, True)


@pytest.mark.parametrize("kind", KINDS)
def test_an_explicit_dialog_begins_with_init(kind):
    with pytest.raises(RuntimeError):
        ClientDialog().request(kind)


def test_init_only_once():
    client, _ = opened()
    with pytest.raises(RuntimeError):
        client.request("InitDialog")


def test_an_implicit_dialog_is_one_request_without_init():
    with pytest.raises(RuntimeError):
        ClientDialog(explicit=False).request("InitDialog")
    client = ClientDialog(numbered("c"), explicit=False)
    assert client.request("StoreDelivery") == ControlBlock(None, "c1", None, "0")
    assert client.expectation().control == {"challenge": "c1", "sequence": "0"}
    client.accept(ControlBlock("c1", "s1", "k", "0"))
    assert client.state is State.OVER


@pytest.mark.parametrize("kind", [*KINDS, "ExitDialog", "InitDialog"])
def test_one_request_at_a_time(kind):
    client, _ = opened()
    client.request("FetchDelivery")
    with pytest.raises(RuntimeError):
        client.request(kind)


@pytest.mark.parametrize("kind", [*KINDS, "ExitDialog", "InitDialog"])
def test_nothing_leaves_after_the_end(kind):
    client, _ = opened()
    client.abandon()
    with pytest.raises(RuntimeError):
        client.request(kind)
    with pytest.raises(RuntimeError):
        client.accept(ControlBlock())


def test_no_answer_without_a_request():
    with pytest.raises(RuntimeError):
        ClientDialog().accept(ControlBlock())
    client, supplier = opened()
    with pytest.raises(RuntimeError):
        client.accept(ControlBlock("c1", "s", "k", None))
    assert not supplier.over


@pytest.mark.parametrize(
    "wrong",
    [
        ControlBlock("x", "c", "k", "0"),
        ControlBlock(None, "c", "k", "0"),
        ControlBlock("s1", "c", "x", "0"),
        ControlBlock("s1", "c", None, "0"),
        ControlBlock("s1", "c", "k", "1"),
        ControlBlock("s1", "c", "k", "00"),
        ControlBlock("s1", "c", "k", None),
        ControlBlock("s1 ", "c", "k", "0"),
    ],
)
def test_a_wrong_request_ends_the_dialog_for_good(wrong):
    _, supplier = opened()
    with pytest.raises(ControlBlockMismatch):
        supplier.check(wrong)
    with pytest.raises(ControlBlockMismatch):
        supplier.check(ControlBlock("s1", "c", "k", "0"))


def test_the_same_request_again_is_refused():
    client, supplier = opened()
    request = client.request("FetchDelivery")
    supplier.check(request)
    supplier.answer(request)
    with pytest.raises(ControlBlockMismatch):
        supplier.check(request)


def test_which_answers_may_come():
    client, _ = opened()
    client.request("FetchDelivery")
    assert client.expectation().types == {"ResponseToFetchDelivery"}
    client, _ = opened()
    client.request("PartialFetchDelivery")
    assert client.expectation().types == {
        "ResponseToPartialFetchDelivery",
        "ResponseToFetchDelivery",
    }


def test_nonces_do_not_repeat():
    nonces = {new_nonce() for _ in range(1_000)}
    assert len(nonces) == 1_000
    assert {len(nonce) for nonce in nonces} == {16}


# --- joined -------------------------------------------------------------------------


class Joined(RuleBasedStateMachine):
    """Both ends, with a line between them that may lose, repeat or change blocks."""

    @initialize()
    def first(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.client = ClientDialog(numbered("c"))
        self.supplier = SupplierDialog("k", numbered("s"))
        self.on_the_way: tuple[str, ControlBlock] | None = None
        self.answered: tuple[str, ControlBlock] | None = None
        self.earlier: list[ControlBlock] = []

    def client_may_ask(self) -> bool:
        return self.client.state in (State.NEW, State.READY)

    @precondition(lambda self: self.client_may_ask())
    @rule(kind=st.sampled_from([*KINDS, "ExitDialog"]))
    def ask(self, kind: str) -> None:
        kind = "InitDialog" if self.client.state is State.NEW else kind
        self.on_the_way = (kind, self.client.request(kind))
        control_block.check_presence(self.on_the_way[1], TYPES[kind])

    @precondition(lambda self: self.on_the_way is not None)
    @rule()
    def serve(self) -> None:
        assert self.on_the_way is not None
        kind, request = self.on_the_way
        if kind != "InitDialog":
            self.supplier.check(request)  # an undisturbed request always fits
        answer = self.supplier.answer(request, last=kind == "ExitDialog")
        control_block.check_presence(answer, TYPES[f"ResponseTo{kind}"])
        self.earlier.append(request)
        self.on_the_way, self.answered = None, (kind, answer)

    @precondition(lambda self: self.answered is not None)
    @rule()
    def arrive(self) -> None:
        assert self.answered is not None
        kind, answer = self.answered
        assert fits(self.client, answer)
        self.client.accept(answer)
        self.answered = None
        over = kind == "ExitDialog"
        assert (self.client.state is State.OVER) is over
        assert self.supplier.over is over

    @precondition(lambda self: self.answered is not None)
    @rule(
        name=st.sampled_from(["response", "conversation", "sequence"]),
        value=st.none() | st.sampled_from(["", "c1", "k1", "0", "99"]),
    )
    def arrive_changed(self, name: str, value: str | None) -> None:
        """A changed answer does not fit; the client leaves and never comes back."""
        assert self.answered is not None
        kind, answer = self.answered
        if getattr(answer, name) == value:
            return
        names = ("response", "challenge", "conversation", "sequence")
        values = {each: getattr(answer, each) for each in names} | {name: value}
        changed = ControlBlock(**values)
        if kind == "InitDialog" and name == "conversation":
            return  # nobody knows it before
        assert not fits(self.client, changed)
        self.client.abandon()
        self.answered = None

    @precondition(lambda self: self.on_the_way is not None or self.answered is not None)
    @rule()
    def lose(self) -> None:
        self.on_the_way = self.answered = None
        self.client.abandon()

    @precondition(lambda self: self.earlier)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """A request sent again: refused, and the dialog is dead for everyone."""
        again = data.draw(st.sampled_from(self.earlier))
        with pytest.raises(ControlBlockMismatch):
            self.supplier.check(again)
        self.on_the_way = self.answered = None
        self.client.abandon()

    @precondition(lambda self: self.client.state is State.OVER)
    @rule()
    def begin_again(self) -> None:
        self.begin()

    @invariant()
    def nobody_speaks_after_the_end(self) -> None:
        if self.client.state is State.OVER:
            for kind in ("InitDialog", "ExitDialog", "FetchDelivery"):
                with pytest.raises(RuntimeError):
                    self.client.request(kind)


TestJoined = Joined.TestCase
TestJoined.settings = settings(max_examples=100, stateful_step_count=20)
