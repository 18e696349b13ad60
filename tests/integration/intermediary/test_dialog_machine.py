"""Any order of requests: what is handed out, acknowledged and refused, against a model
of NOTES 7.4 (the next request of a dialog acknowledges what the last one brought)."""

import tempfile
from pathlib import Path

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

from helpers.practice import (
    Changes,
    Recipient,
    card,
    codes,
    post,
    practice_intermediary,
    put_in,
    small_sample,
)
from hzl_client.errors import Fault
from hzl_client.osci import (
    fault,
    fetch_process_card,
    mime,
    partial_fetch_delivery,
    process_card,
)
from hzl_client.osci.dialog import State
from hzl_client.osci.fetch_delivery import Selection
from hzl_client.osci.partial_fetch_delivery import Wanted
from hzl_client.xmlkit import parse_strict
from hzl_client.xmlsec.names import SOAP

EVER = "2000-01-01T00:00:00Z"
in_dialog = precondition(lambda self: self.recipient is not None)
some_put_in = precondition(lambda self: self.known)


class Dialog(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.known: list[str] = []  # every message id, in the order of submission
        self.waiting: list[str] = []  # of them nobody acknowledged
        self.recipient: Recipient | None = None
        self.handed: str | None = None
        self.last_request = None

    @initialize()
    def open_the_office(self) -> None:
        self.office = practice_intermediary(Path(self.folder.name))
        self.running = self.office.__enter__()

    def teardown(self) -> None:
        self.office.__exit__(None, None, None)
        self.folder.cleanup()

    # --- what anyone may do -----------------------------------------------------------

    @rule()
    def put_one_in(self) -> None:
        (message_id,) = put_in(self.running, sample=small_sample())
        self.known.append(message_id)
        self.waiting.append(message_id)

    @rule()
    def restart_the_office(self) -> None:
        self.office.__exit__(None, None, None)
        self.open_the_office()
        self.hang_up()

    @rule()
    def hang_up(self) -> None:
        """Without another request nothing is acknowledged."""
        self.recipient = self.handed = None

    @precondition(lambda self: self.recipient is None)
    @rule()
    def begin(self) -> None:
        self.recipient = Recipient.of(self.running)
        assert codes(self.recipient.init()) == ("0801",)

    # --- right requests ---------------------------------------------------------------

    @in_dialog
    @rule()
    def fetch_the_next(self) -> None:
        delivery = self.recipient.fetch()
        self.acknowledged()
        self.handed_out(delivery, self.waiting[0] if self.waiting else None)

    @in_dialog
    @some_put_in
    @rule(number=st.integers(0, 99))
    def fetch_by_id(self, number) -> None:
        wanted = self.known[number % len(self.known)]
        delivery = self.recipient.fetch(Selection(message_id=wanted))
        self.acknowledged()
        self.handed_out(delivery, wanted)

    @in_dialog
    @some_put_in
    @rule(
        number=st.integers(0, 99), size=st.sampled_from([4, 64]), most=st.integers(1, 5)
    )
    def fetch_in_chunks(self, number, size, most) -> None:
        """All of them are the delivery; some of them acknowledge nothing."""
        wanted = self.known[number % len(self.known)]
        received: tuple[int, ...] = ()
        for each in range(1, most + 1):
            asked = Wanted(Selection(message_id=wanted), each, size, received)
            chunk = self.recipient.chunk(asked)
            self.acknowledged()
            received += (each,)
            if partial_fetch_delivery.read_answer(chunk.order.element).total == each:
                self.handed = wanted
                break

    @in_dialog
    @rule()
    def fetch_what_nobody_sent(self) -> None:
        delivery = self.recipient.fetch(Selection(message_id="nobody's"))
        self.acknowledged()
        self.handed_out(delivery, None)

    @in_dialog
    @rule(limit=st.none() | st.integers(1, 3))
    def list_what_waits(self, limit) -> None:
        selection = fetch_process_card.waiting_since(EVER, limit)
        listed = self.recipient.cards(selection)
        self.acknowledged()
        ids = [c.message_id for c in process_card.read_all(listed.order.element)]
        assert ids == self.waiting[:limit]
        if not self.waiting:
            assert codes(listed) == (fetch_process_card.NO_CARD,)

    @in_dialog
    @rule()
    def end(self) -> None:
        assert codes(self.recipient.exit()) == ("0800",)
        self.acknowledged()
        self.recipient = None

    # --- wrong ones: they end the dialog and acknowledge nothing ----------------------

    @in_dialog
    @rule(
        control=st.sampled_from(
            [
                {"sequence": "77"},
                {"response": "AAAAAAAAAAAAAAAAAAAAAA=="},
                {"conversation": "424242"},
            ]
        )
    )
    def ask_out_of_turn(self, control) -> None:
        with pytest.raises(Fault) as caught:
            self.recipient.fetch(changes=Changes(control=control))
        assert caught.value.osci_code == "9400"
        if "conversation" not in control:
            self.over()
        self.hang_up()

    @in_dialog
    @rule()
    def ask_the_same_again(self) -> None:
        """Recorded and sent a second time: answered once."""
        request = self.recipient.request(
            "FetchProcessCard",
            body=fetch_process_card.render_request(
                fetch_process_card.waiting_since(EVER)
            ),
        )
        post(self.running.url, request)
        self.acknowledged()
        assert fault_code(post(self.running.url, request)) == "9400"
        self.over()
        self.hang_up()

    @in_dialog
    @rule()
    def ask_unsigned(self) -> None:
        refused = self.recipient.fetch(changes=Changes(signed=False))
        assert codes(refused)[0].startswith("9")
        self.hang_up()

    # --- the model --------------------------------------------------------------------

    def acknowledged(self) -> None:
        if self.handed in self.waiting:
            self.waiting.remove(self.handed)
        self.handed = None

    def handed_out(self, delivery, message_id) -> None:
        if message_id is None:
            assert codes(delivery) == ("9803",)
            return
        assert card(delivery).message_id == message_id
        others = len([each for each in self.waiting if each != message_id])
        assert codes(delivery) == (("0801", "3800") if others else ("0801",))
        self.handed = message_id

    def over(self) -> None:
        """Not even a right request is answered any more."""
        self.recipient.dialog.state = State.READY  # we, at least, would go on
        with pytest.raises(Fault):
            self.recipient.fetch()

    @invariant()
    def the_post_agrees(self) -> None:
        if hasattr(self, "running"):
            cards = sorted(self.running.post.cards(), key=lambda each: each.number)
            unreceived = [c.message_id for c in cards if c.reception is None]
            assert unreceived == self.waiting


def fault_code(body) -> str:
    root = parse_strict(mime.parse(body).root)
    return fault.read(root.find(f"{{{SOAP}}}Body/{fault.TAG}")).osci_code


TestDialog = Dialog.TestCase
TestDialog.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)
