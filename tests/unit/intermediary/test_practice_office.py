"""Small organs of the practice office: dialogs, inspections, back door, samples."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from helpers.practice import practice_pki
from hzl_client.errors import NoSuchSample, RefusedOrder
from hzl_client.intermediary import dialogs, inspection, samples, shapes, wording
from hzl_client.intermediary.control import ControlDesk
from hzl_client.intermediary.dialogs import Dialogs, Session
from hzl_client.intermediary.faults import Faults, Kind
from hzl_client.intermediary.post import Post
from hzl_client.osci.certificates import entry
from hzl_client.osci.dialog import SupplierDialog

NOW = datetime.now(UTC)


@pytest.fixture
def time():
    return [NOW]


def _session(now=NOW, conversation=None):
    state = SupplierDialog(conversation or dialogs.new_conversation())
    certificate = practice_pki().recipient_cipher.certificate
    return Session(state, certificate, None, short_iv=True, encrypted=True, used=now)


def test_conversations_are_digits_and_different():
    made = {dialogs.new_conversation() for _ in range(100)}
    assert len(made) == 100
    assert all(each.isdigit() for each in made)


def test_a_dialog_is_found_until_it_is_dropped(time):
    known = Dialogs(lambda: time[0])
    session = _session()
    known.add(session)
    assert known.find(session.state.conversation) is session
    assert known.find("0") is None
    known.drop(session)
    known.drop(session)
    assert known.find(session.state.conversation) is None


def test_use_keeps_a_dialog_alive(time):
    known = Dialogs(lambda: time[0], timedelta(minutes=10))
    used, idle = _session(), _session()
    known.add(used)
    known.add(idle)
    time[0] += timedelta(minutes=6)
    assert known.find(used.state.conversation) is used
    time[0] += timedelta(minutes=6)
    assert known.find(idle.state.conversation) is None
    assert known.find(used.state.conversation) is used


def test_too_many_dialogs_push_out_the_one_idle_longest(time, monkeypatch):
    monkeypatch.setattr(dialogs, "MAX_DIALOGS", 2)
    known = Dialogs(lambda: time[0])
    first, second, third = _session(), _session(), _session()
    known.add(first)
    known.add(second)
    known.find(first.state.conversation)
    known.add(third)
    assert known.find(second.state.conversation) is None
    assert known.find(first.state.conversation) is first
    assert len(known) == 2


def test_inspection_of_each_kind_of_certificate():
    pki = practice_pki()
    authority = pki.ca.certificate
    own = inspection.inspect(pki.author.certificate, authority, NOW)
    assert (own.math, own.offline, own.online) == ("ok", "valid", "")
    assert own.serial == str(pki.author.certificate.serial_number)
    assert own.subject.startswith("CN=Übungsplattform Autorin")
    foreign = inspection.inspect(pki.stranger.certificate, authority, NOW)
    assert foreign.math == "indeterminate"
    late = NOW + timedelta(days=4000)
    assert inspection.inspect(pki.author.certificate, authority, late).offline == (
        "invalid"
    )
    early = NOW - timedelta(days=4000)
    assert inspection.inspect(pki.author.certificate, authority, early).offline == (
        "invalid"
    )


def test_a_certificate_under_two_names_is_inspected_once():
    pki = practice_pki()
    entries = (
        entry("SignatureCertificateOriginator", pki.author.der),
        entry("SignatureCertificateOtherAuthor", pki.author.der),
    )
    assert len(inspection.inspect_all(entries, pki.ca.certificate, NOW)) == 1


@pytest.fixture
def desk(tmp_path):
    post = Post(tmp_path / "post.sqlite")
    sent = []

    def send(shape, sample):
        if sample == "refused":
            raise RefusedOrder("9801")
        sent.append((shape, sample))
        return "the id"

    desk = ControlDesk(Faults(), post, send)
    desk.sent = sent
    yield desk
    post.close()


def _ask(desk, path, order=None, token=None):
    body = order if isinstance(order, bytes) else json.dumps(order or {}).encode()
    answered, body = desk.answer(path, desk.token if token is None else token, body)
    return answered, json.loads(body)


def test_nothing_without_the_token(desk):
    for token in ("", "x", "ü"):
        assert _ask(desk, "clear", token=token)[0] == 403
    assert _ask(desk, "send", {"shape": "a", "sample": "b"}, token="")[0] == 403
    assert desk.sent == []


def test_the_back_door_arms_clears_sends_and_shows(desk):
    order = {"kind": "cut", "message": "FetchDelivery", "times": 2, "value": 9}
    assert _ask(desk, "arm", order) == (200, {"armed": 1})
    assert desk._faults.take("FetchDelivery") == {Kind.CUT: 9}
    assert _ask(desk, "clear") == (200, {"armed": 0})
    assert _ask(desk, "send", {"shape": "s", "sample": "x"}) == (
        200,
        {"message_id": "the id"},
    )
    assert desk.sent == [("s", "x")]
    assert _ask(desk, "cards") == (200, {"cards": []})


@pytest.mark.parametrize(
    ("path", "order", "status"),
    [
        ("nothing", {}, 404),
        ("arm", {}, 400),
        ("arm", {"kind": "unheard of"}, 400),
        ("arm", {"kind": "delay", "value": "x"}, 400),
        ("arm", b"not json", 400),
        ("arm", b"[]", 400),
        ("send", {"shape": "a"}, 400),
        ("send", {"shape": "a", "sample": "refused"}, 500),
    ],
)
def test_wrong_orders_at_the_back_door(desk, path, order, status):
    answered, reason = _ask(desk, path, order)
    assert answered == status
    assert reason["error"]


def test_samples_are_known_by_name_only():
    assert len(samples.names()) >= 4
    for name in ("../samples/01_alleinstehend", "nobody", ""):
        with pytest.raises(NoSuchSample):
            samples.load(name)
    with pytest.raises(NoSuchSample):
        shapes.shape_of("nothing")


def test_a_folder_of_ones_own_is_a_sample(tmp_path):
    with pytest.raises(NoSuchSample):
        samples.load(tmp_path)
    (tmp_path / "antrag.xml").write_bytes(b"<a/>")
    (tmp_path / "anhang_0001.PNG").write_bytes(b"png")
    (tmp_path / "anhang_0002.xyz").write_bytes(b"?")
    (tmp_path / "erwartung.json").write_bytes(b"{}")
    sample = samples.load(tmp_path)
    assert sample.message.name == "antrag.xml"
    types = {file.name: file.media_type for file in sample.attachments}
    assert types == {
        "anhang_0001.PNG": "image/png",
        "anhang_0002.xyz": "application/octet-stream",
    }


def test_every_code_has_words():
    for code in (*wording.FEEDBACK, *wording.FAULTS):
        assert len(code) == 4
    assert [e.code for e in wording.entries("0801", "3800")] == ["0801", "3800"]
