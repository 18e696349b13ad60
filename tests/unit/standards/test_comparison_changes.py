"""One value of the XML changed: the field that says otherwise now is marked, and no
other. The form stays as it was printed."""

import re
from collections import Counter
from functools import cache

import pytest
from lxml import etree

from helpers.applications import (
    SAMPLES,
    content,
    expectations,
    read,
    read_sample,
    sample_contents,
)
from hzl_client import resources
from hzl_client.model.comparison import State
from hzl_client.standards.comparison import compare
from unit.checks.check_cases import sample_form

# What both say, what the XML says alone, what stands in print alone.
COUNTS = {
    "01_alleinstehend": (43, 47, 10),
    "02_paar_zwei_kinder": (73, 75, 6),
    "03_mit_betreuung": (42, 45, 6),
    "06_version_2_5_0": (22, 53, 2),
}
CODE = "the message brings its own text for the code, and the form shows only that text"
# Under these captions nothing but the value itself shows what is asked.
UNDECIDABLE = {
    "(versicherungsart|energieart|einkommensart)/code": CODE,
    "(beziehung|Fremdleistung)/art/code": CODE,
    "mehrbedarf/grund": "the form asks for „Art der Erkrankung“",
}


@cache
def base(sample):
    return compare(read_sample(sample), sample_form(sample))


def way(element):
    """As `Field.path` writes it."""
    steps = []
    while (above := element.getparent()) is not None:
        name = etree.QName(element).localname
        alike = [e for e in above if etree.QName(e).localname == name]
        steps.append(f"{name}[{alike.index(element) + 1}]" if alike[1:] else name)
        element = above
    return "/".join(reversed(steps))


class Message:
    """The XML of a sample, to be changed."""

    def __init__(self, sample):
        self.sample, self.name = sample, expectations(sample)["nachricht"]
        parser = etree.XMLParser(remove_comments=True, remove_pis=True)
        raw = resources.read(f"samples/{sample}/{self.name}")
        self.root = etree.fromstring(raw, parser)  # noqa: TID251 (our own sample)
        leaves = (e for e in self.root.iter() if len(e) == 0)
        self.leaves = {way(e): e for e in leaves}

    def compared(self):
        others = [c for c in sample_contents(self.sample) if c.name != self.name]
        application = read(*others, content(self.name, etree.tostring(self.root)))
        return compare(application, sample_form(self.sample))


def another(text):
    """Of the same kind, but not the same."""
    if re.match(r"\d{4}-\d\d-\d\d", text):
        return f"{text[:8]}{'18' if text[8:10] == '17' else '17'}{text[10:]}"
    if re.fullmatch(r"\d+\.\d\d", text):
        return f"{float(text) + 11:.2f}"
    if text in ("true", "false"):
        return "false" if text == "true" else "true"
    if text[-1].isdigit():
        return f"{text[:-1]}{(int(text[-1]) + 1) % 10}"
    return f"{text}x" if len(text) < 4 else f"{text[:-2]}qq"


def reason(path):
    found = (why for way, why in UNDECIDABLE.items() if re.search(f"{way}$", path))
    return next(found, "")


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_both_sources_of_the_samples_say(sample):
    found = base(sample)
    states = Counter(each.state for each in found.fields.values())
    assert states[State.DIFFERS] == 0
    only = len(found.printed_only)
    assert (states[State.EQUAL], states[State.XML_ONLY], only) == COUNTS[sample]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_printed_answer_is_linked_once_or_stands_alone(sample):
    found = base(sample)
    linked = {id(e.printed) for e in found.fields.values() if e.printed}
    alone = {id(each.printed) for each in found.printed_only}
    assert not linked & alone
    answered = [
        e for e in sample_form(sample).fields if e.text and e.ticked is not False
    ]
    boxes = sum(each.caption in ("Tag", "Monat") for each in answered)
    assert len(linked) + len(alone) == len(answered) - boxes  # a date is one answer


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_single_change_is_marked_and_nothing_else(sample):
    message, before = Message(sample), base(sample).fields
    wrong = []
    for path in (p for p, each in before.items() if each.state is State.EQUAL):
        leaf = message.leaves[path]
        old, leaf.text = leaf.text, another(leaf.text.strip())
        after = message.compared().fields
        leaf.text = old
        others = {p for p in before if p != path and after[p].state != before[p].state}
        twin = re.sub("/name$", "/code", path)  # shows the text that was changed
        marked = after[path].state is State.DIFFERS
        if marked is bool(reason(path)) or others - {twin}:
            wrong.append((path, old, after[path].state, others))
    assert wrong == []
