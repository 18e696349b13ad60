"""The messages of OSCI-Transport 1.2: their names, order elements, control rules."""

import re
from dataclasses import dataclass

from hzl_client.errors import UnknownMessageType
from hzl_client.xmlsec.names import OSCI, OSCI2017, XSI

SCHEMA_LOCATION = f"{{{XSI}}}schemaLocation"
ENCRYPTED = "MessageEncrypted"


@dataclass(frozen=True, slots=True)
class MessageType:
    """`control` holds for Response, Challenge, ConversationId and SequenceNumber
    whether it is required "1", forbidden "0" or optional "o" (NOTES 6)."""

    name: str
    order: str  # qualified name of the order element
    in_header: bool
    control: str

    @property
    def answer(self) -> bool:
        return self.name.startswith("ResponseTo")


def _type(name: str, control: str, place: str, namespace: str = OSCI) -> MessageType:
    order = f"{{{namespace}}}{name[0].lower()}{name[1:]}"
    return MessageType(name, order, place == "H", control)


_ALL = (
    _type("InitDialog", "0100", "B"),
    _type("ResponseToInitDialog", "1110", "B"),
    _type("GetMessageId", "o1o1", "B"),
    _type("ResponseToGetMessageId", "1o11", "B"),
    _type("StoreDelivery", "o1o1", "H"),
    _type("ResponseToStoreDelivery", "1o11", "H"),
    _type("FetchDelivery", "1111", "H"),
    _type("ResponseToFetchDelivery", "1111", "H"),
    _type("FetchProcessCard", "1111", "B"),
    _type("ResponseToFetchProcessCard", "1111", "B"),
    _type("ExitDialog", "1111", "B"),
    _type("ResponseToExitDialog", "1011", "B"),
    _type("ForwardDelivery", "o1o1", "H"),
    _type("ResponseToForwardDelivery", "1oo1", "H"),
    _type("AcceptDelivery", "0100", "H"),
    _type("ResponseToAcceptDelivery", "1000", "H"),
    _type("MediateDelivery", "1111", "H"),
    _type("ResponseToMediateDelivery", "1111", "H"),
    _type("ProcessDelivery", "0100", "H"),
    _type("ResponseToProcessDelivery", "1000", "H"),
    _type("PartialStoreDelivery", "o1o1", "H", OSCI2017),
    _type("ResponseToPartialStoreDelivery", "1o11", "H", OSCI2017),
    _type("PartialFetchDelivery", "1111", "H", OSCI2017),
    _type("ResponseToPartialFetchDelivery", "1111", "H", OSCI2017),
)
TYPES = {each.name: each for each in _ALL}
ORDERS = frozenset(each.order for each in _ALL)


def schema_location(name: str) -> str:
    """The literal attribute value; it is the only type discriminator (NOTES 2.1)."""
    return (
        f"http://schemas.xmlsoap.org/soap/envelope/ soap{name}.xsd "
        "http://www.w3.org/2000/09/xmldsig# oscisig.xsd "
        "http://www.w3.org/2001/04/xmlenc# oscienc.xsd"
    )


def type_name(location: str | None) -> str:
    """The name a schemaLocation stands for, after normalising white space."""
    normalised = " ".join((location or "").split())
    found = re.search(r"/envelope/ soap([A-Za-z]+)\.xsd ", normalised)
    name = found.group(1) if found else ""
    if normalised != schema_location(name):
        raise UnknownMessageType("schemaLocation names no OSCI message")
    if name not in TYPES and name != ENCRYPTED:
        raise UnknownMessageType("message type is not in the catalogue")
    return name
