"""Whatever an overlay says, the form is compared and the hints are found as without."""

import re

import pytest

from helpers.applications import SAMPLES, read_sample, sample_contents, sniff
from hzl_client.checks import registry
from hzl_client.checks.case import Around, Office
from hzl_client.model.printed import UNKNOWN_FORM
from hzl_client.standards import catalogue, comparison, detect
from hzl_client.standards.codelists import BY_OFFICE, CodeList
from hzl_client.standards.overlay import Group, OfficeName, Overlay
from hzl_client.standards.sections import Area
from hzl_client.standards.values import Format
from hzl_client.standards.xsozial import XSozial
from unit.checks.check_cases import RECEIVED, sample_form

OFFICE = Office(("soa:059990001001",), ("Musterhausen, Stadt",))
FIELDS = tuple(f for sample in SAMPLES for f in read_sample(sample).fields)


def way(field):
    """The last two names, as an office would write them."""
    names = [re.sub(r"\[[0-9]+\]$", "", step) for step in field.path.split("/")]
    return tuple(names[-2:])


WAYS = tuple(dict.fromkeys(way(f) for f in FIELDS if len(way(f)) == 2))
GROUPS = tuple(dict.fromkeys(names[:1] for names in WAYS))


def names(**more):
    return tuple(OfficeName(each, f"Amt {'/'.join(each)}", **more) for each in WAYS)


def code_lists():
    texts = {}
    for code in (f.code for f in FIELDS if f.code and f.code.list_uri):
        edition = texts.setdefault((code.list_uri, code.list_version), {})
        edition[code.value] = f"Amt {code.value}"
    return tuple(
        CodeList(uri, "Liste", version, BY_OFFICE, "l.xml", said)
        for (uri, version), said in texts.items()
    )


OVERLAYS = {
    **{
        f"typ {each.value}": Overlay(names(format=each))
        for each in Format
        if each is not Format.FILE
    },
    "labels": Overlay(names(), tuple(Group(each, "Gruppe") for each in GROUPS)),
    "bound lists": Overlay(
        names(format=Format.CODE, code_list="urn:l"),
        code_lists=(
            CodeList("urn:l", "L", "1", BY_OFFICE, "l.xml", {"true": "x", "w": "y"}),
        ),
    ),
    "code lists": Overlay(code_lists=code_lists()),
    "order": Overlay(
        order=(*reversed(WAYS), *reversed(GROUPS)), areas=tuple(reversed(Area))
    ),
    "hidden": Overlay(names(), hidden=GROUPS),
    "technical": Overlay(names(technical=True)),
    "not technical": Overlay(names(technical=False)),
}


def read(sample, overlay):
    standard = XSozial(catalogue.load().with_overlay(overlay), sniff)
    return detect.read_application(sample_contents(sample), (standard,))


def hints(application, form, compared):
    around = Around(comparison=compared)
    found = registry.run(application, form, RECEIVED, office=OFFICE, around=around)
    return [(hint.id, hint.key, hint.rule) for hint in found]


def found(application, form):
    compared = comparison.compare(application, form)
    return (
        compared,
        hints(application, form, compared),
        hints(application, UNKNOWN_FORM, comparison.NOT_COMPARED),
    )


@pytest.mark.parametrize("overlay", OVERLAYS.values(), ids=OVERLAYS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_rows_of_the_comparison_hints_and_their_keys_stay_the_same(sample, overlay):
    before, adapted = read_sample(sample), read(sample, overlay)
    assert adapted.fields != before.fields  # it does change what is shown
    form = sample_form(sample)
    assert found(adapted, form) == found(before, form)
    assert adapted.own_fields == before.fields
    assert adapted.summary == before.summary
    assert adapted.documents == before.documents


def test_a_hint_says_it_in_the_words_of_the_office():
    sample = "02_paar_zwei_kinder"
    adapted = read(sample, Overlay(names(format=Format.ID)))
    shown = {f.path: f for f in adapted.fields}
    own = {f.path: f for f in adapted.own_fields}
    found = registry.run(adapted, sample_form(sample), RECEIVED, office=OFFICE)
    said = [e for h in found for e in h.evidence if e.own_value]
    assert said
    for each in said:
        assert (each.value, each.own_value) == (
            shown[each.path].text,
            own[each.path].text,
        )
    assert any(e.label == shown[e.path].label != own[e.path].label for e in said)
