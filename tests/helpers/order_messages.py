"""Small order messages of both sides, written by the product, for tests to bend."""

from hzl_client.model.credential import Credential
from hzl_client.model.octets import MemoryOctets, MemorySpool, Octets
from hzl_client.osci import (
    certificates,
    exit_dialog,
    fetch_delivery,
    init_dialog,
    order,
)
from hzl_client.osci.catalogue import TYPES
from hzl_client.osci.control_block import ControlBlock
from hzl_client.osci.feedback import Entry
from hzl_client.osci.fetch_delivery import Selection
from hzl_client.osci.mime import PartToSend
from hzl_client.osci.order import OrderToSend
from hzl_client.osci.process_card import ProcessCard

DONE = (Entry("0801", "Auftrag ausgeführt, Dialog weiterhin geöffnet"),)
CONTROL = ControlBlock("frage", "gegenfrage", "4711", "0")
CARD = ProcessCard("id-1", "2026-11-23T15:45:38+01:00", subject="Betreff")
FILES = (
    PartToSend("antrag.pdf", MemoryOctets(b"%PDF-1.7")),
    PartToSend("leer.bin", MemoryOctets(b"")),
)
CONTENT = (
    '<osci:ContentPackage><osci:ContentContainer Id="c0"><osci:Content>'
    '<osci:Base64Content Id="d0">QQ==</osci:Base64Content></osci:Content>'
    '<osci:Content Id="f0" href="cid:antrag.pdf"></osci:Content>'
    '<osci:Content Id="f1" href="cid:leer.bin"></osci:Content>'
    "</osci:ContentContainer></osci:ContentPackage>"
)


def fetch_answer(
    supplier: Credential,
    body: str = CONTENT,
    files: tuple[PartToSend, ...] = FILES,
    control: ControlBlock = CONTROL,
) -> tuple[OrderToSend, bytes]:
    """ResponseToFetchDelivery, and its first part signed by the supplier."""
    entry = certificates.entry(certificates.SUPPLIER_SIGNATURE, supplier.der)
    to_send = OrderToSend(
        TYPES["ResponseToFetchDelivery"],
        control,
        (
            fetch_delivery.render_answer(DONE, Selection(), CARD),
            certificates.render(certificates.INTERMEDIARY, (entry,)),
            certificates.render(certificates.NON_INTERMEDIARY, ()),
        ),
        body,
        files,
    )
    return to_send, order.render(to_send, supplier, f"#{entry.id}")


def init_request(client: Credential) -> tuple[OrderToSend, bytes]:
    entry = certificates.entry("SignatureCertificateOriginator", client.der)
    to_send = OrderToSend(
        TYPES["InitDialog"],
        ControlBlock(challenge="frage"),
        (
            order.desired_languages(),
            certificates.render(certificates.NON_INTERMEDIARY, (entry,)),
        ),
        init_dialog.REQUEST,
    )
    return to_send, order.render(to_send, client, f"#{entry.id}")


def exit_answer(supplier: Credential | None) -> tuple[OrderToSend, bytes]:
    entries = (
        ()
        if supplier is None
        else (certificates.entry(certificates.SUPPLIER_SIGNATURE, supplier.der),)
    )
    to_send = OrderToSend(
        TYPES["ResponseToExitDialog"],
        ControlBlock("frage", None, "4711", "0"),
        (certificates.render(certificates.INTERMEDIARY, entries),),
        exit_dialog.render_answer((Entry("0800"),)),
    )
    return to_send, order.render(
        to_send, supplier, f"#{entries[0].id}" if entries else ""
    )


def message(to_send: OrderToSend, root: bytes) -> Octets:
    return order.complete(to_send, root, "MIME_boundary_1", MemorySpool)
