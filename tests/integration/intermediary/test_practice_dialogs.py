"""Whole dialogs with the practice intermediary over HTTP, message by message."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from helpers.practice import (
    Changes,
    Recipient,
    card,
    codes,
    post,
    practice_intermediary,
    practice_pki,
    put_in,
    small_sample,
)
from hzl_client.errors import Fault, RefusedOrder
from hzl_client.intermediary import sender
from hzl_client.model.octets import in_memory
from hzl_client.osci import features, fetch_delivery, get_message_id, process_card
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.fetch_delivery import Selection
from hzl_client.xmlsec.names import OSCI128, OSCI2017


@pytest.fixture
def running(tmp_path):
    with practice_intermediary(tmp_path) as intermediary:
        yield intermediary


@pytest.fixture
def recipient(running):
    return Recipient.of(running)


def test_fetch_two_as_the_notes_show_it(running, recipient):
    first, second = put_in(running, 2, sample=small_sample())
    opened = recipient.init()
    assert codes(opened) == ("0801",)
    assert opened.order.control.conversation.isdigit()
    assert opened.order.control.sequence is None

    delivery = recipient.fetch()
    assert codes(delivery) == ("0801", "3800")
    assert card(delivery).message_id == first
    assert delivery.order.control.sequence == "0"
    delivery = recipient.fetch()
    assert codes(delivery) == ("0801",)
    assert card(delivery).message_id == second
    empty = recipient.fetch()
    assert codes(empty) == ("9803",)
    assert fetch_delivery.read_card(empty.order) is None
    assert empty.order.content_package is not None
    assert empty.order.attachments == ()
    closed = recipient.exit()
    assert codes(closed) == ("0800",)
    assert closed.order.control.challenge is None
    assert len(running.dialogs) == 0


def test_only_the_next_request_of_the_dialog_acknowledges(running, recipient):
    (message_id,) = put_in(running, sample=small_sample())
    recipient.init()
    recipient.fetch()
    (stored,) = running.post.cards()
    assert stored.forwarding is not None
    assert stored.reception is None

    other = Recipient.of(running)
    other.init()
    assert card(other.fetch()).message_id == message_id, "offered again, not received"
    other.exit()
    assert running.post.cards()[0].reception is not None


def test_a_dialog_left_without_a_request_acknowledges_nothing(running):
    put_in(running, sample=small_sample())
    for _ in range(2):
        recipient = Recipient.of(running)
        recipient.init()
        delivery = recipient.fetch()
        assert codes(delivery) == ("0801",)
    assert running.post.cards()[0].reception is None


def test_the_same_delivery_again_has_the_same_content(running):
    put_in(running, sample=small_sample())
    digests = set()
    messages = set()
    for _ in range(2):
        recipient = Recipient.of(running)
        recipient.init()
        delivery = recipient.fetch()
        digests.add(fetch_delivery.content_digest(delivery.order))
        messages.add(in_memory(recipient.body))
    assert len(digests) == 1
    assert len(messages) == 2


def test_times_on_the_card(running, recipient):
    before = datetime.now(UTC).replace(microsecond=0)
    put_in(running, sample=small_sample())
    recipient.init()
    shown = card(recipient.fetch())
    creation = process_card.parse_time(shown.creation)
    forwarding = process_card.parse_time(shown.forwarding)
    assert before <= creation <= forwarding <= datetime.now(UTC)
    assert shown.reception is None
    assert process_card.parse_time(shown.recent_modification) == forwarding
    assert shown.subject == "Antrag Hilfe zum Lebensunterhalt (Übung)"


def test_certificates_were_inspected(running, recipient):
    put_in(running, shape="stranger", sample=small_sample())
    recipient.init()
    inspections = card(recipient.fetch()).inspections
    results = {i.subject.split(",")[0].removeprefix("CN="): i.math for i in inspections}
    assert results == {
        "Übungsplattform Chiffrierung": "ok",
        "Übungsplattform Signatur": "ok",
        "Sozialamt Musterhausen Chiffrierung": "ok",
        "Unbekannte Absenderin": "indeterminate",
    }
    assert {i.offline for i in inspections} == {"valid"}


def test_by_message_id_also_when_it_was_acknowledged(running, recipient):
    first, second = put_in(running, 2, sample=small_sample())
    recipient.init()
    by_id = recipient.fetch(Selection(message_id=second))
    assert card(by_id).message_id == second
    assert codes(by_id) == ("0801", "3800")
    assert card(recipient.fetch()).message_id == first
    assert codes(recipient.fetch(Selection(message_id=second))) == ("0801",)
    assert codes(recipient.fetch(Selection(message_id="nobody's"))) == ("9803",)


def test_by_time_of_submission(running, recipient):
    put_in(running, sample=small_sample())
    now = datetime.now(UTC)
    recipient.init()
    late = process_card.render_time(now + timedelta(minutes=1))
    assert codes(recipient.fetch(Selection(reception=late))) == ("9803",)
    early = process_card.render_time(now - timedelta(minutes=1))
    assert codes(recipient.fetch(Selection(reception=early))) == ("0801",)


def test_the_selection_is_repeated_in_the_answer(running, recipient):
    (message_id,) = put_in(running, sample=small_sample())
    recipient.init()
    delivery = recipient.fetch(Selection(message_id=message_id))
    inner = delivery.order.element.find("{*}fetchDelivery")
    assert fetch_delivery.read_request(inner) == Selection(message_id=message_id)


def test_another_office_sees_an_empty_mailbox(running):
    put_in(running, sample=small_sample())
    keys = running.pki
    other = Recipient(running.url, keys, keys.foreign_reader, keys.stranger)
    other.init()
    assert codes(other.fetch()) == ("9803",)


def test_implicit_dialogs_of_the_platform(running, recipient):
    with sender.Platform(running.url, running.pki, explicit=False) as platform:
        message_id = platform.deliver("embedded", small_sample())
    recipient.init()
    assert card(recipient.fetch()).message_id == message_id


def test_two_recipients_fetch_side_by_side(running):
    ids = put_in(running, 2, sample=small_sample())
    one, two = Recipient.of(running), Recipient.of(running)
    one.init()
    two.init()
    assert card(one.fetch()).message_id == ids[0]
    assert card(two.fetch()).message_id == ids[0]
    assert card(one.fetch()).message_id == ids[1]
    assert card(two.fetch()).message_id == ids[1]
    one.exit()
    two.exit()
    assert running.post.waiting(running.pki.recipient_cipher.der) == 0


@pytest.mark.parametrize(("announced", "length"), [(True, 12), (False, 16)])
def test_iv_length_as_the_client_understands_it(recipient, announced, length):
    answer = recipient.init(Changes(features=announced))
    assert answer.envelope.facts.iv_length == length
    assert (
        recipient.fetch(changes=Changes(features=False)).envelope.facts.iv_length
        == length
    )


def test_features_in_the_younger_namespace_stay_with_the_request(
    running, recipient, monkeypatch
):
    render = features.render
    for described in (f'Id="{name}"' for name in ("featuredescription", "f0")):

        def younger(*limits, written=described):
            text = render(*limits).replace(OSCI2017, OSCI128)
            return text.replace('Id="featuredescription"', written)

        monkeypatch.setattr(features, "render", younger)
        put_in(running, sample=small_sample())
        monkeypatch.undo()
    recipient.init()
    for _ in range(2):
        delivery = recipient.fetch()
        described = [b for b in delivery.order.blocks if b.tag in features.TAGS]
        assert [block.tag for block in described] == [features.TAG]


def test_whoever_describes_features_in_the_younger_namespace_is_told_ours(
    running, monkeypatch
):
    render = features.render
    monkeypatch.setattr(
        features, "render", lambda *limits: render(*limits).replace(OSCI2017, OSCI128)
    )
    answer = Recipient.of(running).init()
    assert answer.envelope.facts.iv_length == 12
    assert features.read(answer.order.blocks).chunks


def test_unencrypted_requests_are_answered_in_kind_but_never_the_first(running):
    recipient = Recipient.of(running)
    plain = Changes(encrypted=False)
    assert recipient.init(plain).envelope.facts is not None
    request = recipient.request("ExitDialog", changes=plain)
    assert b"ResponseToExitDialog" in post(running.url, request).read(0, 10_000)


def test_one_encrypted_request_makes_the_dialog_encrypted(running):
    recipient = Recipient.of(running)
    recipient.init()
    assert recipient.exit(Changes(encrypted=False)).envelope.facts is not None


def test_dialogs_expire(tmp_path):
    now = [datetime.now(UTC)]
    with practice_intermediary(tmp_path, clock=lambda: now[0]) as running:
        recipient = Recipient.of(running)
        recipient.init()
        now[0] += timedelta(minutes=9)
        recipient.fetch()
        now[0] += timedelta(minutes=11)
        with pytest.raises(Fault) as caught:
            recipient.fetch()
        assert caught.value.osci_code == "9400"
        assert len(running.dialogs) == 0


def test_a_restart_keeps_messages_and_forgets_dialogs(tmp_path):
    with practice_intermediary(tmp_path) as running:
        first, second = put_in(running, 2, sample=small_sample())
        recipient = Recipient.of(running)
        recipient.init()
        recipient.fetch()
        recipient.fetch()
    with practice_intermediary(tmp_path) as running:
        recipient.url = running.url
        with pytest.raises(Fault) as caught:
            recipient.fetch()
        assert caught.value.osci_code == "9400"
        recipient = Recipient.of(running)
        recipient.init()
        delivery = recipient.fetch()
        assert card(delivery).message_id == second, "the first was acknowledged"
        assert recipient.contents(delivery).problems == ()
        assert codes(recipient.fetch()) == ("9803",)
        assert [c.message_id for c in running.post.cards()] == [first, second]


def test_an_id_is_used_once_also_after_a_restart(tmp_path, monkeypatch):
    with practice_intermediary(tmp_path) as running:
        (used,) = put_in(running, sample=small_sample())
    monkeypatch.setattr(get_message_id, "read_answer", lambda _order: used)
    with practice_intermediary(tmp_path) as running:
        with pytest.raises(RefusedOrder) as caught:
            put_in(running, sample=small_sample())
        assert caught.value.osci_code == "9801"
        assert len(running.post.cards()) == 1


def test_expired_certificates_are_warned_of(tmp_path):
    years = datetime.now(UTC) + timedelta(days=4000)
    with practice_intermediary(tmp_path, clock=lambda: years) as running:
        opened = Recipient.of(running).init()
        assert codes(opened) == ("0801", "3500", "3700")


def test_control_block_of_the_answers(running, recipient):
    asked = []

    class Recording(type(recipient.dialog)):
        def request(self, kind):
            asked.append(super().request(kind))
            return asked[-1]

    recipient.dialog = Recording()
    answers = [recipient.init(), recipient.fetch(), recipient.fetch()]
    blocks = [a.order.control for a in answers]
    for request, block in zip(asked, blocks, strict=True):
        assert block.response == request.challenge
        assert block.sequence == request.sequence
    assert len({block.challenge for block in blocks}) == 3
    assert len({block.conversation for block in blocks}) == 1
    assert asked[0] == ControlBlock(challenge=asked[0].challenge)
    assert practice_pki() is running.pki


def test_many_platforms_at_once_lose_nothing_and_share_no_id(running, recipient):
    with ThreadPoolExecutor(4) as pool:
        jobs = [
            pool.submit(put_in, running, 3, "embedded", small_sample(f"<a>{n}</a>"))
            for n in range(4)
        ]
        issued = [message_id for job in jobs for message_id in job.result()]
    recipient.init()
    fetched = []
    while codes(delivery := recipient.fetch()) != ("9803",):
        fetched.append(card(delivery).message_id)
        assert recipient.contents(delivery).problems == ()
    recipient.exit()
    assert sorted(fetched) == sorted(issued)
    assert len(set(fetched)) == 12
