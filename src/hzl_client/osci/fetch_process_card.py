"""FetchProcessCard (Laufzettelabholauftrag) and its answer: what is in a mailbox.

The only way to list what waits without fetching it (NOTES 6.1).
"""

from dataclasses import dataclass
from enum import StrEnum

from hzl_client.errors import MalformedXml
from hzl_client.osci import feedback, process_card
from hzl_client.osci.feedback import Entry
from hzl_client.osci.process_card import (
    ProcessCard,
    read_message_ids,
    render_message_id,
)
from hzl_client.osci.spelling import text
from hzl_client.xmlkit import Element, children, text_of
from hzl_client.xmlsec.names import OSCI

MORE_CARDS = "3801"
NO_CARD = "9804"
MAX_LIMIT = 10**9  # above every mailbox; the schema has no limit
_TIMES = {"ReceptionOfDelivery": "submitted", "RecentModification": "modified"}
_TRUE, _FALSE = ("true", "1"), ("false", "0")  # xs:boolean


class Role(StrEnum):
    ADDRESSEE = "Addressee"
    ORIGINATOR = "Originator"


@dataclass(frozen=True, slots=True)
class CardSelection:
    """At most one of `message_ids`, `submitted` and `modified` (the latter two are
    dateTimes as written: at that time or later); none means all of the client's.

    `unreceived` and `role` go with a time only; `limit` counts cards."""

    message_ids: tuple[str, ...] = ()
    submitted: str | None = None
    modified: str | None = None
    unreceived: bool = False
    role: Role | None = None
    limit: int | None = None


def waiting_since(moment: str, limit: int | None = None) -> CardSelection:
    """Deliveries for us that nobody acknowledged."""
    return CardSelection(
        submitted=moment, unreceived=True, role=Role.ADDRESSEE, limit=limit
    )


def render_request(selection: CardSelection) -> str:
    return f"<osci:fetchProcessCard>{_rules(selection)}</osci:fetchProcessCard>"


def _rules(selection: CardSelection) -> str:
    rule = "".join(render_message_id(each) for each in selection.message_ids)
    for name, attribute in _TIMES.items():
        moment = getattr(selection, attribute)
        if moment is not None:
            rule += f"<osci:{name}{_narrowed(selection)}>{text(moment)}</osci:{name}>"
    limit = selection.limit
    return (f"<osci:SelectionRule>{rule}</osci:SelectionRule>" if rule else "") + (
        "" if limit is None else f'<osci:Quantity Limit="{limit}"></osci:Quantity>'
    )


def _narrowed(selection: CardSelection) -> str:
    unreceived = ' NoReception="true"' if selection.unreceived else ""
    return unreceived + (f' Role="{selection.role}"' if selection.role else "")


def read_request(order: Element) -> CardSelection:
    """MalformedXml for what the schema does not allow."""
    parts = {str(child.tag).rpartition("}")[2]: child for child in children(order)}
    if len(parts) != len(order) or parts.keys() - {"SelectionRule", "Quantity"}:
        raise MalformedXml("unexpected element in fetchProcessCard")
    limit = _limit(parts["Quantity"]) if "Quantity" in parts else None
    if "SelectionRule" not in parts:
        return CardSelection(limit=limit)
    rule = parts["SelectionRule"]
    message_ids = read_message_ids(rule)
    if message_ids and len(message_ids) == len(list(children(rule))):
        return CardSelection(message_ids=message_ids, limit=limit)
    return _by_time(rule, limit)


def _by_time(rule: Element, limit: int | None) -> CardSelection:
    found = list(children(rule))
    name = str(found[0].tag).removeprefix(f"{{{OSCI}}}") if len(found) == 1 else ""
    if name not in _TIMES:
        raise MalformedXml("not exactly one kind of selection rule")
    role = found[0].get("Role")
    if role is not None and role not in {each.value for each in Role}:
        raise MalformedXml("unknown role in a selection rule")
    unreceived = found[0].get("NoReception", "false").strip()
    if unreceived not in (*_TRUE, *_FALSE):
        raise MalformedXml("NoReception is no boolean")
    moment = text_of(found[0]).strip()
    return CardSelection(
        submitted=moment if _TIMES[name] == "submitted" else None,
        modified=moment if _TIMES[name] == "modified" else None,
        unreceived=unreceived in _TRUE,
        role=None if role is None else Role(role),
        limit=limit,
    )


def _limit(quantity: Element) -> int:
    digits = quantity.get("Limit", "").strip().removeprefix("+")
    if not (
        digits.isascii() and digits.isdigit() and len(digits) <= len(str(MAX_LIMIT))
    ):
        raise MalformedXml("Quantity without a number")
    if not 1 <= int(digits) <= MAX_LIMIT:
        raise MalformedXml("Quantity out of range")
    return int(digits)


def render_answer(
    entries: tuple[Entry, ...],
    selection: CardSelection,
    cards: tuple[ProcessCard, ...] = (),
) -> str:
    bundles = "".join(map(process_card.render, cards))
    return (
        f"<osci:responseToFetchProcessCard>{feedback.render(entries)}"
        f"{render_request(selection)}{bundles}</osci:responseToFetchProcessCard>"
    )
