"""Every shape the platform sends, fetched and opened: what it holds and is worth."""

import pytest

from helpers.practice import Recipient, codes, practice_intermediary, put_in
from hzl_client.intermediary import samples
from hzl_client.intermediary.shapes import SHAPES, Signed
from hzl_client.model.delivery import Trust
from hzl_client.model.octets import chunks, in_memory, sha256_hex

SAMPLE = "02_paar_zwei_kinder"
PROBLEMS = {
    "forged": ("author-signature",),
    "foreign-reader": ("no-recipient-key",),
    "extra-foreign-reader": ("no-recipient-key",),
    "damaged": ("symmetric",),
}
UNREAD = ("foreign-reader", "damaged")
WHOLE = [n for n in SHAPES if n not in UNREAD and not SHAPES[n].flaw and n != "large"]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with practice_intermediary(tmp_path_factory.mktemp("shapes")) as intermediary:
        yield intermediary


@pytest.fixture
def fetched(running):
    """Put one delivery in, fetch it, and acknowledge it."""
    recipient = Recipient.of(running)
    recipient.init()

    def fetch(shape):
        put_in(running, shape=shape, sample=SAMPLE)
        delivery = recipient.fetch()
        return delivery, recipient.contents(delivery)

    yield fetch
    assert codes(recipient.exit()) == ("0800",)


def _expected(name):
    sample = samples.load(SAMPLE)
    files = {file.name: sha256_hex(file.octets) for file in sample.attachments}
    message = "" if SHAPES[name].embedded else sample.message.name
    return files | {message: sha256_hex(sample.message.octets)}


@pytest.mark.parametrize("name", WHOLE)
def test_everything_arrives_and_is_worth_what_its_signature_says(fetched, name):
    _, opened = fetched(name)
    arrived = {c.name: sha256_hex(c.octets) for c in opened.contents}
    assert arrived == _expected(name)
    assert tuple(p.error.name for p in opened.problems) == PROBLEMS.get(name, ())
    trust = {
        Signed.NOT: Trust.UNSIGNED,
        Signed.FORGED: Trust.INVALID,
    }.get(SHAPES[name].signed, Trust.SIGNED)
    assert {c.trust for c in opened.contents} == {trust}
    assert len(opened.containers) == (2 if SHAPES[name].split else 1)
    encrypted = [e for e in opened.encryption if not e.error]
    assert len(encrypted) == (len(opened.containers) if SHAPES[name].encrypted else 0)


@pytest.mark.parametrize("name", UNREAD)
def test_what_stays_shut_names_its_reason(fetched, name):
    _, opened = fetched(name)
    assert opened.contents == ()
    assert tuple(p.error.name for p in opened.problems) == PROBLEMS[name]


def test_signers(fetched, running):
    keys = running.pki
    for name, signer in (("embedded", keys.author), ("stranger", keys.stranger)):
        _, opened = fetched(name)
        (signature,) = opened.containers[0].signatures
        assert signature.valid
        assert signature.signer == signer.der


def test_media_types_arrive(fetched):
    _, opened = fetched("attached")
    assert {c.name.rsplit(".", 1)[1]: c.media_type for c in opened.contents} == {
        "xml": "text/xml",
        "pdf": "application/pdf",
        "jpeg": "image/jpeg",
    }


def test_attachments_travel_binary_or_in_base64(fetched):
    for name, base64 in (("embedded", False), ("base64", True)):
        delivery, _ = fetched(name)
        assert {a.part.base64 for a in delivery.order.attachments} == {base64}


def test_broken_xml_is_signed_and_broken(fetched):
    _, opened = fetched("broken-xml")
    message = next(c for c in opened.contents if c.kind == "content")
    assert message.trust is Trust.SIGNED
    whole = in_memory(samples.load(SAMPLE).message.octets)
    assert whole.startswith(in_memory(message.octets))
    assert message.octets.size < len(whole)


@pytest.mark.parametrize(
    ("name", "problem"),
    [("attachment-damaged", "symmetric"), ("attachment-missing", "dangling-reference")],
)
def test_the_application_is_read_although_an_attachment_is_not(fetched, name, problem):
    _, opened = fetched(name)
    assert problem in {p.error.name for p in opened.problems}
    application = next(c for c in opened.contents if c.kind == "content")
    assert application.trust is Trust.SIGNED
    last = samples.load(SAMPLE).attachments[-1].name
    assert last not in {c.name for c in opened.contents}


def test_a_large_attachment(fetched):
    _, opened = fetched("large")
    assert opened.problems == ()
    large = next(c for c in opened.contents if c.name == "anhang_0099.pdf")
    assert large.octets.size == samples.LARGE_BYTES + len(b"%PDF-1.7\n")
    assert next(chunks(large.octets)).startswith(b"%PDF-1.7")


def test_every_sample_can_be_sent(running):
    recipient = Recipient.of(running)
    recipient.init()
    for name in samples.names():
        put_in(running, sample=name)
        opened = recipient.contents(recipient.fetch())
        assert opened.problems == ()
        assert len(opened.contents) == 1 + len(samples.load(name).attachments)
    recipient.exit()
