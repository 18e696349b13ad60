"""What office and platform write is valid by the XSDs of the standard."""

from copy import deepcopy

import pytest
from lxml import etree

from helpers import osci_schema
from helpers.practice import Recipient, practice_intermediary, put_in
from hzl_client.model.octets import MemorySpool
from hzl_client.osci import envelope, mime, order
from hzl_client.xmlkit import parse
from hzl_client.xmlsec.policy import MODERN

TYPES = ("InitDialog", "GetMessageId", "StoreDelivery", "FetchDelivery", "ExitDialog")

pytestmark = pytest.mark.skipif(
    not osci_schema.FOLDER.is_dir(), reason="the XSDs are not beside this checkout"
)


@pytest.fixture(scope="module")
def heard(tmp_path_factory):
    """Roots of everything said in two dialogs, by message type."""
    roots = {}

    def listen(body, keys):
        opened = envelope.open_envelope(body, keys, MODERN, MemorySpool)
        read = order.read(opened.message, MemorySpool)
        roots.setdefault("MessageEncrypted", []).append(parse(mime.parse(body).root))
        roots.setdefault(read.type.name, []).append(read.root)

    with practice_intermediary(tmp_path_factory.mktemp("schema")) as running:
        answer, pki = running.supplier.answer, running.pki
        clients = (pki.platform_cipher, pki.recipient_cipher)

        def overheard(body):
            reply = answer(body)
            listen(body, (pki.intermediary_cipher,))
            listen(reply.body, clients)
            return reply

        running.supplier.answer = overheard
        for shape in ("embedded", "attached-split-plain", "extra-foreign-reader"):
            put_in(running, shape=shape)
        recipient = Recipient.of(running)
        recipient.init()
        for _ in range(4):
            recipient.fetch()
        recipient.exit()
    return roots


@pytest.mark.skipif(
    etree.LIBXML_VERSION < (2, 12), reason="this libxml2 knows no number of 48 digits"
)
@pytest.mark.parametrize(
    "name", ["MessageEncrypted", *TYPES, *(f"ResponseTo{name}" for name in TYPES)]
)
def test_valid(heard, name):
    for root in heard[name]:
        assert osci_schema.violations(root, name) == []


def test_the_check_can_fail(heard):
    root = deepcopy(heard["ResponseToFetchDelivery"][0])
    block = root.find("{*}Header/{*}responseToFetchDelivery")
    block.append(block[0])  # Feedback behind everything else
    assert osci_schema.violations(root, "ResponseToFetchDelivery") != []
