"""One value of the XML changed: the field that says otherwise now is marked, and no
other. The form stays as it was printed."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import combinations

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
DIFFERS = State.DIFFERS
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
    r"person\[2\]/einkommen/einkommensart/name": "„Kinderleistung (Art)“ names it, "
    "but so would „Art der Beförderung“ where it stands beside",
    "mehrbedarf/grund": "the form asks for „Art der Erkrankung“",
}


LIST = re.compile(r"(?<=/staatsangehoerigkeit)\[\d\]")


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
def test_what_somebody_left_out_of_the_form_makes_nothing_else_differ(sample):
    form, application = sample_form(sample), read_sample(sample)
    for number, left_out in enumerate(form.fields):
        rest = (*form.fields[:number], *form.fields[number + 1 :])
        found = compare(application, replace(form, fields=rest))
        differing = {p for p, each in found.fields.items() if each.state is DIFFERS}
        assert differing == set(), left_out.caption


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


def pairs(sample):
    """Fields of one name that both sources have, of two persons or of one group."""
    equal = [p for p, e in base(sample).fields.items() if e.state is State.EQUAL]
    own = re.compile(r"(?:person|dritte)(?:\[\d\])?/")
    amounts = "unterkunft/(kaltmiete|nebenkosten|heizkosten)$|vermoegen.*/betrag$"
    for one, other in combinations(equal, 2):
        persons = own.search(one) and own.search(other)
        same = persons and own.split(one)[1] == own.split(other)[1]
        if same or (re.search(amounts, one) and re.search(amounts, other)):
            yield one, other


@pytest.mark.parametrize("sample", SAMPLES)
def test_values_that_changed_places_are_marked_on_both_sides(sample):
    message, before = Message(sample), base(sample).fields
    wrong = []
    for one, other in pairs(sample):
        here, there = message.leaves[one], message.leaves[other]
        texts = here.text, there.text
        if texts[0] == texts[1] or reason(one):
            continue
        here.text, there.text = there.text, here.text
        after = message.compared().fields
        here.text, there.text = texts
        changed = {p for p in before if after[p].state != before[p].state}
        # Of two equal parts of a list nobody can tell which is the one too many.
        marked = {LIST.sub("", p) for p in changed if after[p].state is State.DIFFERS}
        expected = {LIST.sub("", path) for path in (one, other)}
        shown = {re.sub("/name$", "/code", path) for path in expected}
        if not expected <= marked <= expected | shown or len(changed) > 4:
            wrong.append((one, other, changed))
    assert wrong == []


def test_two_persons_with_many_changes_keep_their_blocks():
    message = Message("02_paar_zwei_kinder")
    for path, leaf in message.leaves.items():
        if re.search(r"person\[[1-4]\]/allgemein/geburt/datum$", path):
            leaf.text = another(leaf.text)
    for path in ("unterkunft/kaltmiete", "bankverbindung/iban"):
        leaf = next(e for p, e in message.leaves.items() if p.endswith(path))
        leaf.text = another(leaf.text)
    after = message.compared()
    changed = [p for p, e in after.fields.items() if e.state is State.DIFFERS]
    assert len(changed) == 6
    assert after.printed_only == base("02_paar_zwei_kinder").printed_only


IDENTITY = (
    "nameNatuerlichePerson/familienname/name",
    "nameNatuerlichePerson/vorname/name",
    "geburt/datum",
)


@pytest.mark.parametrize(
    ("sample", "whose"),
    [
        ("02_paar_zwei_kinder", "person[1]"),
        ("02_paar_zwei_kinder", "person[3]"),
        ("03_mit_betreuung", "/dritte"),
    ],
)
def test_somebody_under_another_name_is_known_by_all_else(sample, whose):
    message = Message(sample)
    both = {p for p, e in base(sample).fields.items() if e.state is State.EQUAL}
    wanted = {p for p in both if whose in p and p.endswith(IDENTITY)}
    for path in wanted:
        born = path.endswith("datum")
        message.leaves[path].text = "1970-01-17" if born else "Ganzanders"
    after, before = message.compared(), base(sample)
    changed = {p for p, e in before.fields.items() if e != after.fields[p]}
    assert changed == wanted
    assert {after.fields[path].state for path in wanted} == {DIFFERS}
    assert after.printed_only == before.printed_only


@pytest.mark.parametrize("sample", SAMPLES)
def test_pairs_of_changes_are_marked_and_nothing_else(sample):
    message, before = Message(sample), base(sample).fields
    equal = [p for p, e in before.items() if e.state is State.EQUAL and not reason(p)]
    wrong = []
    for number, one in enumerate(equal):
        both = (one, equal[number * 7 % len(equal) - 1])  # near and far
        old = {path: message.leaves[path].text for path in both}
        for path, text in old.items():
            message.leaves[path].text = another(text.strip())
        after = message.compared().fields
        for path, text in old.items():
            message.leaves[path].text = text
        shown = {re.sub("/name$", "/code", path) for path in both}
        changed = {p for p in before if after[p].state != before[p].state}
        if not set(both) <= changed <= {*both, *shown}:
            wrong.append((both, changed))
    assert wrong == []
