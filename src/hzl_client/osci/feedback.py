"""Feedback of an answer: what became of the order (NOTES 8.1)."""

from dataclasses import dataclass

from hzl_client.errors import RefusedOrder, TypeMismatch
from hzl_client.osci.spelling import attribute, text
from hzl_client.xmlkit import Element, children, text_of
from hzl_client.xmlsec.names import OSCI, OSCI2017

NOTHING_WAITS = "9803"
MORE_WAITING = "3800"
DONE_DIALOG_OPEN = "0801"
DONE_DIALOG_CLOSED = "0800"
MAX_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class Entry:
    code: str
    text: str = ""
    language: str = "de"


def read(order: Element) -> tuple[Entry, ...]:
    """All entries of the order element's Feedback; TypeMismatch if there is no Code."""
    found = [c for c in children(order) if c.tag == f"{{{OSCI}}}Feedback"]
    if len(found) != 1 or not len(found[0]):
        raise TypeMismatch("an answer needs exactly one Feedback with entries")
    return _entries(found[0])


def read_inside(order: Element) -> tuple[Entry, ...]:
    """What became of a delivery that came in chunks; empty as long as it is not
    complete (NOTES 14)."""
    found = order.findall(f"{{{OSCI2017}}}InsideFeedback")
    if len(found) > 1:
        raise TypeMismatch("more than one InsideFeedback")
    return _entries(found[0]) if found else ()


def _entries(feedback: Element) -> tuple[Entry, ...]:
    entries = tuple(children(feedback))
    if len(entries) > MAX_ENTRIES:
        raise TypeMismatch("too many feedback entries")
    return tuple(_entry(entry) for entry in entries)


def _entry(element: Element) -> Entry:
    values = {str(child.tag): text_of(child) for child in children(element)}
    code = values.get(f"{{{OSCI}}}Code", "").strip()
    if len(code) != 4 or not (code.isascii() and code.isdigit()):
        raise TypeMismatch("feedback entry without a code")
    language = element.get("{http://www.w3.org/XML/1998/namespace}lang", "")
    return Entry(code, values.get(f"{{{OSCI}}}Text", ""), language)


def codes(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """Each code once, in document order."""
    return tuple(dict.fromkeys(entry.code for entry in entries))


def check(entries: tuple[Entry, ...]) -> None:
    """RefusedOrder for the first code 9xxx; warnings and successes pass."""
    for entry in entries:
        if entry.code.startswith("9"):
            raise RefusedOrder(entry.code)


def render(entries: tuple[Entry, ...]) -> str:
    return f"<osci:Feedback>{''.join(map(render_entry, entries))}</osci:Feedback>"


def render_entry(entry: Entry) -> str:
    return (
        f"<osci:Entry xml:lang={attribute(entry.language)}>"
        f"<osci:Code>{text(entry.code)}</osci:Code>"
        f"<osci:Text>{text(entry.text)}</osci:Text></osci:Entry>"
    )
