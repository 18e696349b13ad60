"""What office and platform write is valid by the XSDs of the standard."""

import re
from copy import deepcopy

import pytest
from lxml import etree

from helpers import osci_schema
from helpers.handing_in import Sender
from helpers.practice import (
    Recipient,
    practice_intermediary,
    put_in,
    small_sample,
)
from helpers.xml_text import parsed
from hzl_client.intermediary import sender
from hzl_client.model.octets import MemorySpool
from hzl_client.osci import envelope, mime, order
from hzl_client.osci.fetch_delivery import Selection
from hzl_client.osci.fetch_process_card import CardSelection, Role, waiting_since
from hzl_client.osci.partial_fetch_delivery import Wanted
from hzl_client.osci.partial_store_delivery import Carrier
from hzl_client.xmlkit import parse
from hzl_client.xmlsec.policy import MODERN

TYPES = (
    *("InitDialog", "GetMessageId", "StoreDelivery", "FetchDelivery", "ExitDialog"),
    *("FetchProcessCard", "PartialStoreDelivery", "PartialFetchDelivery"),
)
# Where we write what the reference implementation writes and reads, against the XSD
# (shared notes, 19.14): echoes of the request, and the card of a delivery in chunks.
UNLIKE_THE_SCHEMA = {
    "ResponseToPartialFetchDelivery": "fetchDelivery",
    "ResponseToPartialStoreDelivery": "ProcessCardBundle",
}

pytestmark = pytest.mark.skipif(
    not osci_schema.FOLDER.is_dir(), reason="the XSDs are not beside this checkout"
)


SELECTIONS = (
    CardSelection(),
    CardSelection(message_ids=("a",)),
    CardSelection(message_ids=("a", "b"), limit=3),
    waiting_since("2020-01-01T00:00:00+01:00", limit=1),
    CardSelection(modified="2020-01-01T00:00:00Z", role=Role.ORIGINATOR),
)


def _in_chunks(running, recipient):
    with sender.Platform(running.url, running.pki) as platform:
        message_id = platform.deliver("embedded", small_sample(), chunk_size=10)
    asking = Sender(running)
    asking.carry(1)
    asking.ask(Carrier(f"{asking.message_id}_Partial", None, None))
    asking.transport.close()
    selection = Selection(message_id=message_id)
    recipient.chunk(Wanted(selection, 1, 10))
    recipient.chunk(Wanted(selection, 2, 10, (1,)))


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
        for selection in SELECTIONS:
            recipient.cards(selection)
        for _ in range(4):
            recipient.fetch()
        _in_chunks(running, recipient)
        recipient.exit()
    return roots


def _with_a_simple_echo(root):
    """The schema lets an answer repeat a question for one card only."""
    changed = deepcopy(root)
    for answer in changed.iterfind("{*}Body/{*}responseToFetchProcessCard"):
        echo = answer.find("{*}fetchProcessCard")
        rule = "<osci:SelectionRule><osci:MessageId>QQ==</osci:MessageId>"
        echo[:] = [parsed(f"{rule}</osci:SelectionRule>")]
    return changed


@pytest.mark.skipif(
    etree.LIBXML_VERSION < (2, 12), reason="this libxml2 knows no number of 48 digits"
)
@pytest.mark.parametrize(
    "name", ["MessageEncrypted", *TYPES, *(f"ResponseTo{name}" for name in TYPES)]
)
def test_valid(heard, name):
    excused = UNLIKE_THE_SCHEMA.get(name, "(?!)")
    for heard_root in heard[name]:
        root = _with_a_simple_echo(heard_root)
        found = osci_schema.violations(root, name)
        assert [each for each in found if not re.search(excused, each)] == []


def test_the_check_can_fail(heard):
    root = deepcopy(heard["ResponseToFetchDelivery"][0])
    block = root.find("{*}Header/{*}responseToFetchDelivery")
    block.append(block[0])  # Feedback behind everything else
    assert osci_schema.violations(root, "ResponseToFetchDelivery") != []
