"""What the counter takes in can be handed out: no delivery closes its mailbox."""

import re
from dataclasses import replace

import pytest

from helpers.handing_in import LARGE, Sender
from helpers.practice import Recipient, codes, practice_intermediary
from hzl_client.errors import Fault
from hzl_client.intermediary import shapes
from hzl_client.model.octets import MemoryOctets, in_memory
from hzl_client.osci import certificates, order
from hzl_client.osci.certificates import HeaderCertificate
from hzl_client.osci.chunk import Pieces
from hzl_client.osci.feedback import codes as codes_of
from hzl_client.xmlsec.names import DS, NS, XENC


@pytest.fixture
def running(tmp_path):
    with practice_intermediary(tmp_path) as intermediary:
        yield intermediary


@pytest.fixture
def sender(running):
    sender = Sender(running, "embedded-plain")
    yield sender
    sender.transport.close()


def custom(identifier: str, name: str = "y:Vermerk") -> str:
    return f'<{name} {NS} xmlns:y="urn:uebung" Id="{identifier}"></{name}>'


def with_blocks(*blocks):
    return lambda sender: replace(sender.order, blocks=(*sender.order.blocks, *blocks))


def with_part_headers(*headers):
    def changed(sender):
        parts = [replace(part, headers=headers) for part in sender.order.parts]
        return replace(sender.order, parts=tuple(parts))

    return changed


def with_content_id(sender):
    body = sender.order.body
    first = body[body.index(' Id="') :].split('"')[1]
    return replace(sender.order, body=body.replace(f'"{first}"', '"suppliersignature"'))


def with_certificate_of_the_office(sender):
    """Under the very Id the intermediary gives its own certificate."""
    ours = certificates.entry(
        certificates.SUPPLIER_SIGNATURE, sender.recipient.pki.intermediary_signature.der
    )
    entry = HeaderCertificate(ours.id, shapes.AUTHOR_ROLE, ours.der)
    return replace(sender.order, entries=(*sender.order.entries, entry))


@pytest.mark.parametrize(
    "change",
    [
        with_blocks(custom("suppliersignature")),
        with_blocks(custom("ss", "osci:SupplierSignature")),
        with_content_id,
        with_certificate_of_the_office,
    ],
    ids=range(4),
)
def test_what_could_not_be_handed_out_is_not_taken_in(running, sender, change):
    with pytest.raises(Fault) as fault:
        sender.client.ask(change(sender))
    assert fault.value.osci_code == "9300"
    assert running.post.cards() == ()


@pytest.mark.parametrize(
    "headers",
    [tuple((f"X-{n}", "y") for n in range(48)), (("X-Long", "y" * 4_000),)],
    ids=["lines", "length"],
)
def test_heads_of_parts_that_would_grow_too_large(running, sender, headers):
    """Our answer names the transfer encoding, which a sender may leave out."""
    message = in_memory(
        sender.client.inner_message(with_part_headers(*headers)(sender))
    )
    line = rb"Content-Transfer-Encoding: [^\r]+\r\n(?=Content-ID: <[^>]*>\r\nX-)"
    message, count = re.subn(line, b"", message)
    assert count
    sender.pieces = Pieces(MemoryOctets(message), 10)
    for number in range(1, sender.pieces.total + 1):
        done, receipt = sender.carry(number)
    assert (done, codes_of(receipt.inside)) == (("9950",), ("9811",))
    assert running.post.cards() == ()


@pytest.mark.parametrize(
    "change",
    [
        with_blocks(custom("v1")),
        with_blocks(*(custom(f"v{n}") for n in range(40))),
        with_part_headers(*((f"X-{n}", "y") for n in range(45))),
    ],
    ids=range(3),
)
def test_what_is_only_unusual_is_handed_out(running, sender, change):
    assert codes(sender.client.ask(change(sender))) == ("0801",)
    recipient = Recipient.of(running)
    recipient.init()
    package = recipient.contents(recipient.fetch())
    held = [in_memory(content.octets) for content in package.contents]
    assert in_memory(LARGE.attachments[0].octets) in held
    assert package.problems == ()


def test_a_signature_holds_below_fewer_declarations(running, sender, monkeypatch):
    """Inclusive C14N writes all that are in scope, also those of our own envelope."""
    render = order.render

    def with_fewer(to_send, *arguments, **options):
        scope = NS.replace(f'xmlns:ds="{DS}" ', "").replace(f'xmlns:xenc="{XENC}" ', "")
        return render(replace(to_send, scope=scope), *arguments, **options)

    monkeypatch.setattr(order, "render", with_fewer)
    sent = sender.order
    sender.client.ask(sent)
    monkeypatch.undo()
    recipient = Recipient.of(running)
    recipient.init()
    package = recipient.contents(recipient.fetch())
    assert package.problems == ()
    assert [s.valid for c in package.containers for s in c.signatures] == [True]
