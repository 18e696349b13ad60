"""The ControlBlock: what ties requests and answers of a dialog together (NOTES 7.2)."""

import hmac
from dataclasses import dataclass

from hzl_client.errors import ControlBlockMismatch
from hzl_client.osci.catalogue import MessageType
from hzl_client.osci.spelling import attribute, text
from hzl_client.xmlkit import Element, children, text_of
from hzl_client.xmlsec.names import NS, OSCI

TAG = f"{{{OSCI}}}ControlBlock"
ACTOR_NEXT = "http://schemas.xmlsoap.org/soap/actor/next"


@dataclass(frozen=True, slots=True)
class ControlBlock:
    """All four are opaque: compared as strings, never trimmed or decoded."""

    response: str | None = None
    challenge: str | None = None
    conversation: str | None = None
    sequence: str | None = None


def read(element: Element) -> ControlBlock:
    """ControlBlockMismatch if a value stands twice or is no small number."""
    values: dict[str, str] = {}
    for child in children(element):
        if child.tag not in (f"{{{OSCI}}}Response", f"{{{OSCI}}}Challenge"):
            raise ControlBlockMismatch("unexpected element in the ControlBlock")
        if str(child.tag) in values:
            raise ControlBlockMismatch("value given twice in the ControlBlock")
        values[str(child.tag)] = text_of(child)
    sequence = element.get("SequenceNumber")
    if sequence is not None and not _small_number(sequence):
        raise ControlBlockMismatch("SequenceNumber is not a small number")
    return ControlBlock(
        response=values.get(f"{{{OSCI}}}Response"),
        challenge=values.get(f"{{{OSCI}}}Challenge"),
        conversation=element.get("ConversationId"),
        sequence=sequence,
    )


def _small_number(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) <= 9


def render(block: ControlBlock) -> str:
    attributes = ""
    if block.conversation is not None:
        attributes += f" ConversationId={attribute(block.conversation)}"
    attributes += ' Id="controlblock"'
    if block.sequence is not None:
        attributes += f" SequenceNumber={attribute(block.sequence)}"
    inner = ""
    if block.response is not None:
        inner += f"<osci:Response>{text(block.response)}</osci:Response>"
    if block.challenge is not None:
        inner += f"<osci:Challenge>{text(block.challenge)}</osci:Challenge>"
    return (
        f"<osci:ControlBlock {NS}{attributes} "
        f'soap:actor="{ACTOR_NEXT}" soap:mustUnderstand="1">{inner}</osci:ControlBlock>'
    )


def check_presence(block: ControlBlock, message: MessageType) -> None:
    """Each value is there or not as the table of NOTES 6 says for this message."""
    values = (block.response, block.challenge, block.conversation, block.sequence)
    for value, rule in zip(values, message.control, strict=True):
        if (rule == "1" and value is None) or (rule == "0" and value is not None):
            raise ControlBlockMismatch("ControlBlock does not fit the message type")


def same(left: str | None, right: str | None) -> bool:
    """Equal, or both absent; in constant time."""
    if left is None or right is None:
        return left is right
    return hmac.compare_digest(left.encode(), right.encode())
