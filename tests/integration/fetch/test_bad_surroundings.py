"""Wrong keys, pins, addresses, sizes: each has a name and advice, and loses nothing."""

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)

from helpers.credentials import rsa_credential
from helpers.mailboxes import NOTHING, Sent, practice_mailbox
from helpers.practice import practice_intermediary, practice_pki
from hzl_client import compose
from hzl_client.errors import HzlError, IdentityRefused, WrongPassphrase, WrongPin
from hzl_client.intermediary import pki
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.credential import fingerprint
from hzl_client.model.watch import Watch
from hzl_client.osci.transport import HttpOptions, HttpTransport
from hzl_client.settings import ProxyMode
from hzl_client.texts import advice_for
from hzl_client.texts.errors import ERRORS

PASSPHRASE = "ein langer Satz nur für Tests"


def change(desk, **settings) -> None:
    desk.current.change(replace(desk.settings, **settings))


def failure(desk) -> HzlError:
    report = desk.fetch.run(Watch())
    assert report.error is not None
    assert report.stored == ()
    advice = advice_for(report.error)
    assert advice is not ERRORS["unexpected"]
    assert advice.what
    assert advice.lost
    assert advice.do
    return report.error


def nothing_happened(desk, sent) -> None:
    assert desk.records.all() == ()
    assert sent.unacknowledged() == sent.ids


def everything_comes(desk, sent) -> None:
    report = desk.fetch.run(Watch())
    assert report.error is None
    assert sent.losses(desk) == NOTHING
    assert sent.unacknowledged() == []


# --- the intermediary's certificate -------------------------------------------------


def test_the_first_contact_asks_and_keeps_nothing(desk, sent):
    sent.put_in(1)
    change(desk, supplier_pins=())
    error = failure(desk)
    pin = fingerprint(sent.running.pki.intermediary_signature.der)
    assert error.name == "supplier-not-pinned"
    assert error.facts["fingerprint"] == pin
    assert "Übungsintermediär Signatur" in str(error.facts["subject"])
    assert desk.fetch.shelf.evidence() == ()
    nothing_happened(desk, sent)
    desk.pin_supplier(pin)
    everything_comes(desk, sent)


def test_a_wrong_pin_is_refused_until_it_is_put_right(desk, sent):
    sent.put_in(1)
    right = desk.settings.supplier_pins
    change(desk, supplier_pins=("ab" * 32,))
    for _ in range(3):
        error = failure(desk)
        assert error.name == "supplier-certificate"
        assert error.facts["fingerprint"] == right[0]
    nothing_happened(desk, sent)
    change(desk, supplier_pins=right)
    everything_comes(desk, sent)


def test_a_changed_certificate_is_refused_until_it_is_confirmed(tmp_path):
    old = practice_pki()
    new = replace(old, intermediary_signature=old.platform_signature)
    with practice_intermediary(tmp_path / "state", pki=old) as running:
        entry = practice_mailbox(tmp_path / "profile", running)
        sent = Sent(running)
        sent.put_in(1)
    with (
        practice_intermediary(tmp_path / "state", pki=new) as running,
        compose.open_desk(replace(entry)) as desk,
    ):
        sent.running = running
        change(desk, url=running.url)
        error = failure(desk)
        assert error.name == "supplier-certificate"
        nothing_happened(desk, sent)
        desk.pin_supplier(str(error.facts["fingerprint"]))
        everything_comes(desk, sent)


def test_requests_for_another_intermediary_are_answered_by_a_named_fault(desk, sent):
    sent.put_in(1)
    right = desk.settings.intermediary_cipher
    foreign = sent.running.pki.foreign_reader.certificate
    change(desk, intermediary_cipher=foreign.public_bytes(Encoding.PEM).decode())
    assert failure(desk).name == "fault:9200"
    nothing_happened(desk, sent)
    change(desk, intermediary_cipher=right)
    everything_comes(desk, sent)


# --- the way there ------------------------------------------------------------------


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_an_address_where_nobody_listens(desk, sent):
    sent.put_in(1)
    right = desk.settings.url
    change(desk, url=f"http://127.0.0.1:{closed_port()}/osci")
    assert failure(desk).name == "host-unreachable"
    change(desk, url=right.replace("/osci", "/nothing"))
    assert failure(desk).name == "http-status"
    change(desk, url=right.replace("http:", "https:"))
    assert failure(desk).name == "tls-failed"
    nothing_happened(desk, sent)
    change(desk, url=right)
    everything_comes(desk, sent)


def test_a_proxy_where_nobody_listens(desk, sent):
    sent.put_in(1)
    before = desk.settings
    proxy = f"http://127.0.0.1:{closed_port()}"
    away = "http://intermediaer.invalid/osci"  # this machine is asked without a proxy
    change(desk, url=away, proxy=ProxyMode.MANUAL, proxy_url=proxy)
    assert failure(desk).name == "host-unreachable"
    nothing_happened(desk, sent)
    desk.current.change(before)
    everything_comes(desk, sent)


def limited(desk, limit: int):
    """The desk's fetch with a small bound on answers."""
    source = desk.fetch.source

    def counterpart():
        found = source.counterpart()
        options = HttpOptions(desk.settings.url, max_answer=limit)
        return replace(found, new_transport=lambda: HttpTransport(options, SealedSpool))

    return replace(desk.fetch, source=replace(source, counterpart=counterpart))


def test_an_oversized_message_waits_there_and_blocks_by_name(desk, sent):
    sent.put_in(1)
    sent.put_in(1, size=2_000_000)
    sent.put_in(1)
    tight = limited(desk, 500_000)
    first = tight.run(Watch())
    assert first.error is not None
    assert (first.error.name, len(first.stored)) == ("too-large", 1)
    second = tight.run(Watch())
    assert second.error is None
    assert len(second.stored) == 1, "the one behind it"
    (blocked,) = second.blocked
    assert (blocked.message_id, blocked.reason) == (sent.ids[1], "too-large")
    assert desk.fetch.shelf.evidence() == (), "what was not loaded is not kept"
    assert sent.unacknowledged() == [sent.ids[1]]
    everything_comes(desk, sent)


# --- our own keys -------------------------------------------------------------------


def made(tmp_path, running, *p12, pin=pki.PIN, **settings):
    practice = practice_mailbox(tmp_path / "known", running).settings
    wanted = replace(practice, title="Postfach", **settings)
    return compose.create_mailbox(
        tmp_path / "profile",
        wanted,
        [(file, pin) for file in p12],
        PASSPHRASE,
        key_store=False,
    )


def p12_of(key, certificate) -> bytes:
    encryption = BestAvailableEncryption(pki.PIN.encode())
    return pkcs12.serialize_key_and_certificates(
        b"x", key, certificate, None, encryption
    )


def p12_file(running, name: str) -> bytes:
    return pki.p12_file(running.pki.folder, name).read_bytes()


def pair(running, whose: str) -> list[bytes]:
    names = (f"{whose}_cipher", f"{whose}_signature")
    return [p12_file(running, name) for name in names]


def issued(running, start: datetime, end: datetime) -> bytes:
    own = running.pki.recipient_cipher
    builder = (
        x509.CertificateBuilder()
        .subject_name(own.certificate.subject)
        .issuer_name(own.certificate.issuer)
        .public_key(own.key.public_key())
        .serial_number(7)
        .not_valid_before(start)
        .not_valid_after(end)
    )
    return p12_of(own.key, builder.sign(running.pki.ca.key, SHA256()))


def leaves_nothing(tmp_path) -> None:
    assert compose.mailboxes(tmp_path / "profile") == ()
    assert [p for p in (tmp_path / "profile").rglob("*") if p.is_file()] == []


def test_a_wrong_pin_of_the_file(tmp_path, running):
    with pytest.raises(WrongPin):
        made(tmp_path, running, p12_file(running, "recipient_cipher"), pin="falsch")
    leaves_nothing(tmp_path)


@pytest.mark.parametrize(
    ("start", "end", "reason"), [(-20, -1, "expired"), (1, 20, "not-yet-valid")]
)
def test_a_certificate_out_of_its_time(tmp_path, running, start, end, reason):
    now = datetime.now(UTC)
    p12 = issued(running, now + timedelta(days=start), now + timedelta(days=end))
    with pytest.raises(IdentityRefused) as refused:
        made(tmp_path, running, p12, practice=False)
    assert refused.value.facts["reason"] == reason
    leaves_nothing(tmp_path)


def test_a_foreign_certificate_has_no_place_in_the_practice_mailbox(tmp_path, running):
    foreign = rsa_credential()
    with pytest.raises(IdentityRefused) as refused:
        made(tmp_path, running, p12_of(foreign.key, foreign.certificate))
    assert refused.value.facts["reason"] == "foreign"
    leaves_nothing(tmp_path)


def test_a_foreign_passphrase(tmp_path, running):
    entry = made(tmp_path, running, *pair(running, "recipient"), practice=False)
    with pytest.raises(WrongPassphrase):
        compose.open_desk(entry, "ein anderer langer Satz")
    compose.open_desk(entry, PASSPHRASE).close()


def test_another_mailbox_s_identity_gets_nothing_of_ours(tmp_path, sent, running):
    """An intermediary hands out what is addressed to the certificate that asks."""
    sent.put_in(1)
    entry = made(tmp_path, running, *pair(running, "platform"), practice=False)
    with compose.open_desk(entry, PASSPHRASE) as desk:
        report = desk.fetch.run(Watch())
        assert (report.stored, report.error) == ((), None)
    assert sent.unacknowledged() == sent.ids


def test_a_certificate_that_expires_meanwhile_is_warned_of_and_still_works(tmp_path):
    def later() -> datetime:
        return datetime.now(UTC) + timedelta(days=pki.VALID_DAYS + 10)

    with practice_intermediary(tmp_path / "state", clock=later) as running:
        entry = practice_mailbox(tmp_path / "profile", running)
        sent = Sent(running)
        sent.put_in(1)
        with compose.open_desk(entry) as desk:
            everything_comes(desk, sent)
            (record,) = desk.records.all()
            codes = {finding.code for finding in record.findings}
    assert "feedback:3700" in codes
