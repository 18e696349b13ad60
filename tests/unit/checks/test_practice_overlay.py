"""The overlay of the practice mailbox: it names what the samples invent, no more."""

import pytest

from helpers.applications import SAMPLES, read_sample, sample_contents, sniff
from hzl_client import resources
from hzl_client.checks.case import Office
from hzl_client.services import office_overlay
from hzl_client.standards import catalogue, comparison, detect
from hzl_client.standards.xsozial import XSozial
from unit.checks.check_cases import hints, sample_form

every_sample = pytest.mark.parametrize("sample", SAMPLES)


@pytest.fixture(scope="module")
def overlay():
    loaded = office_overlay.load(resources.path("anpassung-uebung"), chosen=True)
    assert loaded.problems == ()
    return loaded.overlay


@pytest.fixture(scope="module")
def adapted(overlay):
    standard = XSozial(catalogue.load().with_overlay(overlay), sniff)
    return {
        sample: detect.read_application(sample_contents(sample), (standard,))
        for sample in SAMPLES
    }


def test_each_of_its_names_is_used(overlay, adapted):
    labels = {f.label for each in adapted.values() for f in each.fields}
    assert {each.label for each in overlay.names} <= labels
    titles = " ".join(s.title for each in adapted.values() for s in each.sections)
    assert all(each.title in titles for each in overlay.groups)
    assert any(s.hidden for each in adapted.values() for s in each.sections)


def test_what_it_names_is_in_no_catalogue(overlay):
    known = catalogue.load()
    assert [e.label for e in overlay.names if known.find(("x", *e.pattern))] == []


@every_sample
def test_the_checks_find_the_same(adapted, sample):
    office = Office(("soa:059990001001",), ("Musterhausen, Stadt",))
    form = sample_form(sample)
    before = hints(read_sample(sample), form, office)
    assert list(hints(adapted[sample], form, office)) == list(before)


@every_sample
def test_the_comparison_finds_the_same(adapted, sample):
    form = sample_form(sample)
    before = comparison.compare(read_sample(sample), form)
    after = comparison.compare(adapted[sample], form)
    assert after.fields == before.fields
    assert after.printed_only == before.printed_only


def test_groups_of_another_version_stay_unnamed(adapted):
    marked = {f.path for f in adapted["06_version_2_5_0"].fields if not f.known}
    assert any("barrierefreiheit" in path for path in marked)
