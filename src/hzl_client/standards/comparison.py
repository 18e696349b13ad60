"""The two sources beside each other: what the XML says, and what the form printed.

One answer belongs to one question. First what says the same under a fitting caption,
then what stands under the caption of a question and says otherwise; what differs is
told and never resolved. The XML is the thinner one (most answers stand in print only).
"""

from collections.abc import Iterator
from dataclasses import replace

from hzl_client.model.application import Application, Field
from hzl_client.model.comparison import (
    NOT_COMPARED,
    Compared,
    Comparison,
    PrintedOnly,
    State,
)
from hzl_client.model.printed import PrintedForm
from hzl_client.standards.asked import Asked, asked
from hzl_client.standards.crossed import uncrossed
from hzl_client.standards.entries import entries_of
from hzl_client.standards.matching import Link, links
from hzl_client.standards.owners import owners


def compare(application: Application, form: PrintedForm) -> Comparison:
    if not form.known:
        return NOT_COMPARED
    questions = asked(application.own_fields)
    entries = entries_of(form.fields)
    whose = owners(questions, entries)
    entries = [replace(each, owner=whose.get(each.number, "")) for each in entries]
    linked = uncrossed(links(questions, entries))
    found = {
        each.path: compared
        for question in questions
        for each, compared in _told(question, linked.get(question.number))
    }
    used = {link.entry.number for link in linked.values()}
    rest = (each for each in entries if each.number not in used)
    only = tuple(PrintedOnly(each.printed, each.owner or "") for each in rest)
    return Comparison(known=True, fields=found, printed_only=only)


def _told(question: Asked, link: Link | None) -> Iterator[tuple[Field, Compared]]:
    for each in question.fields:
        if link is not None:
            same = link.same and (question.house or link.says(each))
            same = same or (not link.same and question.agrees(each, link.said))
            state = State.EQUAL if same else State.DIFFERS
            yield each, Compared(state, link.entry.printed, link.said)
        elif not each.empty:
            yield each, Compared(State.XML_ONLY)
