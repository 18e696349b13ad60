"""What is written can be chosen for an intermediary that knows less."""

from dataclasses import replace

import pytest

from helpers.mailboxes import NOTHING
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.watch import Watch
from hzl_client.osci import envelope, order
from hzl_client.xmlsec.algorithms import SIG_PSS_SHA256, SIG_RSA_SHA256
from hzl_client.xmlsec.policy import MODERN


@pytest.fixture
def heard(running, monkeypatch):
    """Signature method and IV length of every request."""
    said = []
    answer = running.supplier.answer

    def overheard(body):
        key = running.pki.intermediary_cipher
        opened = envelope.open_envelope(body, (key,), MODERN, SealedSpool)
        read = order.read(opened.message, SealedSpool)
        facts = order.verify(read, MODERN).facts
        said.append((facts.algorithm, opened.facts.iv_length))
        return answer(body)

    monkeypatch.setattr(running.supplier, "answer", overheard)
    return said


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, (SIG_PSS_SHA256, 12)),
        ({"send_signature": "RSA-SHA256", "send_iv": "16"}, (SIG_RSA_SHA256, 16)),
    ],
    ids=("as the table says", "as the mailbox says"),
)
def test_what_is_written(desk, sent, heard, chosen, expected):
    sent.put_in(1)
    heard.clear()
    desk.current.change(replace(desk.settings, **chosen))
    report = desk.fetch.run(Watch())
    assert report.error is None
    assert set(heard) == {expected}
    assert sent.losses(desk) == NOTHING


def test_what_may_not_be_sent_is_named(desk, sent):
    sent.put_in(1)
    desk.current.change(replace(desk.settings, send_cipher="AES-256-CBC"))
    report = desk.fetch.run(Watch())
    assert report.error is not None
    assert report.error.name == "invalid-setting"
    assert report.error.facts["setting"] == "send_cipher"
    assert sent.unacknowledged() == sent.ids
