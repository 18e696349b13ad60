"""What the practice intermediary refuses: by fault, by feedback, and without harm."""

import pytest
from cryptography import x509
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.credentials import ec_credential, rsa_credential
from helpers.practice import (
    Changes,
    Recipient,
    codes,
    post,
    practice_intermediary,
    put_in,
    small_sample,
)
from hzl_client.errors import Fault, TransportNotForMe
from hzl_client.model.credential import Credential
from hzl_client.model.octets import MemoryOctets, MemorySpool
from hzl_client.osci import answer, envelope, mime, order
from hzl_client.osci.answer import Expectation
from hzl_client.osci.catalogue import TYPES
from hzl_client.osci.fetch_delivery import Selection, render_request

ANY = Expectation(frozenset(), {})


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with practice_intermediary(tmp_path_factory.mktemp("refusals")) as intermediary:
        yield intermediary


@pytest.fixture
def recipient(running):
    return Recipient.of(running)


def _fault(recipient, body):
    """The OSCI code of the fault that answers these bytes."""
    if isinstance(body, bytes):
        body = MemoryOctets(body)
    with pytest.raises(Fault) as caught:
        answer.open_answer(post(recipient.url, body), recipient.terms, ANY)
    return caught.value.osci_code


def _changed(message, old, new):
    data = message.read(0, message.size)
    assert data.count(old) >= 1
    return MemoryOctets(data.replace(old, new))


def _plain(recipient, kind="InitDialog"):
    return recipient.request(kind, changes=Changes(encrypted=False))


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\0" * 1000,
        b"<html>no</html>",
        b"MIME-Version: 1.0\r\n\r\n",
        b"Content-Type: Multipart/Related; boundary=B\r\n\r\n--B--",
    ],
)
def test_garbage_is_no_osci_message(recipient, garbage):
    assert _fault(recipient, garbage) == "9100"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"soapInitDialog.xsd", b"soapSomethingElse.xsd"),
        (b"soapInitDialog.xsd", b"soapMessageEncrypted.xsd"),
        (b"</osci:initDialog>", b""),
        (b"<soap:Header>", b"<!DOCTYPE a><soap:Header>"),
        (b"--B1--", b""),
        (b'Id="desiredlanguages"', b'Id="controlblock"'),
    ],
)
def test_broken_messages_are_faults_encrypted_or_not(recipient, old, new):
    broken = _changed(_plain(recipient), old, new)
    assert _fault(recipient, broken) == "9100"
    assert _fault(recipient, recipient.seal(broken)) == "9100"


def test_an_order_that_is_not_the_types_is_no_valid_order(recipient):
    changed = _changed(_plain(recipient), b"soapInitDialog.xsd", b"soapExitDialog.xsd")
    changed = _changed(
        changed,
        b'Id="controlblock"',
        b'Id="controlblock" SequenceNumber="0" ConversationId="1"',
    )
    changed = _changed(
        changed,
        b"<osci:Challenge>",
        b"<osci:Response>x</osci:Response><osci:Challenge>",
    )
    assert _fault(recipient, changed) == "9300"


def test_an_answer_or_a_fault_sent_as_a_request_is_a_fault(recipient):
    recipient.init()
    assert _fault(recipient, post(recipient.url, MemoryOctets(b""))) == "9100"


def test_another_offices_order_is_not_offered(recipient):
    block = order.order_attributes(TYPES["MediateDelivery"])
    recipient.init()
    request = recipient.request(
        "MediateDelivery", f"<osci:mediateDelivery {block}></osci:mediateDelivery>"
    )
    assert _fault(recipient, request) == "9100"


def test_envelope_for_somebody_else(recipient):
    message = _plain(recipient)
    foreign = recipient.pki.foreign_reader.certificate
    sealed = mime.joined(envelope.seal_envelope(message, foreign, "B"), MemorySpool)
    assert _fault(recipient, sealed) == "9200"


def test_damaged_ciphertext(recipient):
    sealed = bytearray(recipient.request("InitDialog").data)
    sealed[-200] ^= 1
    assert _fault(recipient, bytes(sealed)) == "9202"


@pytest.mark.parametrize(
    "control",
    [
        {"response": "wrong"},
        {"sequence": "1"},
        {"sequence": "00"},
        {"conversation": "123"},
        {"response": None},
        {"conversation": None},
        {"sequence": None},
        {"challenge": None},
    ],
)
def test_a_wrong_control_block_is_a_fault(recipient, control):
    recipient.init()
    assert _fault(recipient, _fetch_request(recipient, control=control)) == "9400"


def _fetch_request(recipient, **changes):
    block = render_request(Selection())
    return recipient.request("FetchDelivery", block, changes=Changes(**changes))


@pytest.mark.parametrize("control", [{"response": "wrong"}, {"sequence": "1"}])
def test_a_wrong_answer_to_the_challenge_ends_the_dialog(running, control):
    recipient = Recipient.of(running)
    recipient.init()
    before = len(running.dialogs)
    assert _fault(recipient, _fetch_request(recipient, control=control)) == "9400"
    assert len(running.dialogs) == before - 1


def test_the_same_request_again_is_a_fault(recipient):
    recipient.init()
    request = _fetch_request(recipient)
    post(recipient.url, request)
    assert _fault(recipient, request) == "9400"


def test_a_refused_request_acknowledges_nothing(running):
    put_in(running, sample=small_sample())
    recipient = Recipient.of(running)
    recipient.init()
    recipient.fetch()
    assert _fault(recipient, _fetch_request(recipient, control={"sequence": "7"})) == (
        "9400"
    )
    recipient = Recipient.of(running)
    recipient.init()
    recipient.fetch()
    assert codes(recipient.fetch(changes=Changes(signed=False))) == ("9600",)
    assert running.post.cards()[-1].reception is None
    assert codes(recipient.exit()) == ("0800",)
    assert running.post.cards()[-1].reception is not None


def test_another_cipher_certificate_inside_the_dialog(recipient):
    recipient.init()
    others = (
        ("CipherCertificateOriginator", recipient.pki.foreign_reader.der),
        ("SignatureCertificateOriginator", recipient.signature.der),
    )
    assert _fault(recipient, _fetch_request(recipient, certificates=others)) == "9400"


def test_init_without_a_usable_cipher_certificate(recipient):
    only_signature = (("SignatureCertificateOriginator", recipient.signature.der),)
    request = recipient.request(
        "InitDialog", changes=Changes(certificates=only_signature)
    )
    assert _fault(recipient, request) == "9500"


@pytest.mark.parametrize("kind", ["ec", "short"])
def test_init_with_a_key_no_answer_can_be_made_for(recipient, kind):
    weak = ec_credential() if kind == "ec" else rsa_credential(1024)
    entries = (
        ("CipherCertificateOriginator", weak.der),
        ("SignatureCertificateOriginator", recipient.signature.der),
    )
    request = recipient.request("InitDialog", changes=Changes(certificates=entries))
    assert _fault(recipient, request) == "9500"


def test_a_certificate_that_is_none(recipient):
    entries = (
        ("CipherCertificateOriginator", b"no certificate"),
        ("SignatureCertificateOriginator", recipient.signature.der),
    )
    request = recipient.request("InitDialog", changes=Changes(certificates=entries))
    assert _fault(recipient, request) == "9300"


def test_unsigned_requests_are_refused_by_feedback(running, recipient):
    before = len(running.dialogs)
    assert codes(recipient.init(Changes(signed=False))) == ("9600",)
    assert len(running.dialogs) == before, "no dialog came of it"


def test_signed_with_another_key(recipient):
    forged = Credential(recipient.pki.stranger.key, recipient.signature.certificate)
    assert codes(recipient.init(Changes(signer=forged))) == ("9601",)


def test_signed_by_somebody_else_than_the_init_dialog(recipient):
    recipient.init()
    stranger = recipient.pki.stranger
    changes = Changes(
        signer=stranger,
        certificates=(("SignatureCertificateOriginator", stranger.der),),
    )
    assert codes(recipient.fetch(changes=changes)) == ("9601",)
    assert codes(recipient.exit()) == ("0800",), "the dialog goes on"


def test_signed_with_a_cipher_key(recipient):
    own = recipient.cipher
    changes = Changes(
        signer=own,
        certificates=(
            ("CipherCertificateOriginator", own.der),
            ("SignatureCertificateOriginator", own.der),
        ),
    )
    assert codes(recipient.init(changes)) == ("9601",)


def _answered(recipient, message):
    return answer.open_answer(
        post(recipient.url, recipient.seal(message)), recipient.terms, ANY
    )


def test_changed_after_signing(recipient):
    message = _changed(_plain(recipient), b'LanguagesList="de"', b'LanguagesList="en"')
    assert codes(_answered(recipient, message)) == ("9601",)


def test_a_part_the_signature_does_not_cover(recipient):
    message = _plain(recipient)
    block = b'<osci:Zusatz Id="zusatz"></osci:Zusatz></soap:Header>'
    assert codes(_answered(recipient, _changed(message, b"</soap:Header>", block))) == (
        "9602",
    )


def test_a_cipher_certificate_with_a_wrong_issuer_signature(recipient):
    der = bytearray(recipient.cipher.der)
    der[-1] ^= 1
    entries = (
        ("CipherCertificateOriginator", bytes(der)),
        ("SignatureCertificateOriginator", recipient.signature.der),
    )
    request = recipient.request("InitDialog", changes=Changes(certificates=entries))
    assert _fault(recipient, request) == "9501"


def test_a_signature_certificate_with_a_wrong_issuer_signature(running, recipient):
    """The request is signed rightly with its key, so nothing else can refuse it."""
    before = len(running.dialogs)
    der = bytearray(recipient.signature.der)
    der[-1] ^= 1
    signer = Credential(
        recipient.signature.key, x509.load_der_x509_certificate(bytes(der))
    )
    entries = (
        ("CipherCertificateOriginator", recipient.cipher.der),
        ("SignatureCertificateOriginator", signer.der),
    )
    changes = Changes(signer=signer, certificates=entries)
    assert codes(recipient.init(changes)) == ("9700",)
    assert len(running.dialogs) == before, "no dialog came of it"


@given(st.data())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_damage_anywhere_is_answered_and_harms_nobody(running, data):
    recipient = Recipient.of(running)
    message = bytearray(_plain(recipient).data)
    place = data.draw(st.integers(0, len(message) - 1))
    message[place] ^= data.draw(st.integers(1, 255))
    reply = post(running.url, MemoryOctets(bytes(message)))
    try:
        opened = answer.open_answer(reply, recipient.terms, ANY)
    except Fault as fault:
        assert fault.osci_code != "9000"  # noqa: PT017  # any but our own mistake
    except TransportNotForMe:
        pass  # the damaged certificate was readable and the answer made for it
    else:
        assert codes(opened)[0] in ("0801", "9600", "9601", "9602", "9700")
    assert codes(Recipient.of(running).init()) == ("0801",)
