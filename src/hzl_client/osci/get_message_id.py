"""GetMessageId: the intermediary issues the id a delivery will be stored under."""

from hzl_client.osci import feedback
from hzl_client.osci.feedback import Entry
from hzl_client.osci.process_card import read_message_id, render_message_id
from hzl_client.xmlkit import Element

REQUEST = "<osci:getMessageId></osci:getMessageId>"


def render_answer(entries: tuple[Entry, ...], message_id: str | None) -> str:
    issued = "" if message_id is None else render_message_id(message_id)
    return (
        f"<osci:responseToGetMessageId>{feedback.render(entries)}{issued}"
        "</osci:responseToGetMessageId>"
    )


def read_answer(order: Element) -> str | None:
    """The issued id; None if the order was refused."""
    return read_message_id(order)
