"""The catalogue and its code lists as they ship."""

import json

import pytest

from hzl_client import resources
from hzl_client.standards import catalogue
from hzl_client.standards.codelists import OFFICIAL

SEX = "urn:xoev-de:xinneres:codeliste:geschlecht"
NATION = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staatsangehoerigkeit"


def find(path):
    entry = catalogue.load().find(tuple(path.split("/")))
    return entry.label if entry else None


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("@produkt", "Online-Dienst"),
        ("a/@produkt", None),
        ("xsozial/vorgang/person/personID", "Rolle"),
        ("x/geburt/geburtsort/ort", "Geburtsort"),
        ("x/geburt/geburtsort/@ort", None),
        ("x/geburt/geburtsort/text()", None),
        ("x/geburt/geburtsort/a/b", None),
        ("familienstand/gueltigkeit/beginn", "Familienstand seit"),
        ("gueltigkeit/beginn", None),
        ("personID", None),
    ],
)
def test_patterns_match_from_behind(path, label):
    assert find(path) == label


def test_every_entry_says_how_certain_it_is():
    raw = json.loads(resources.read("catalogue.json"))
    allowed = {"gesichert", "amtlicher Baustein", "angenommen"}
    assert {item["status"] for item in raw["felder"]} == allowed


def test_no_path_stands_twice():
    raw = json.loads(resources.read("catalogue.json"))
    paths = [item["pfad"] for item in raw["felder"]]
    assert len(set(paths)) == len(paths)


def test_every_named_list_exists_or_is_one_of_the_message():
    loaded = catalogue.load()
    bound = {e.code_list for e in loaded.entries.values()}
    assert bound - {""} <= set(loaded.code_lists.lists)


def test_official_lists_have_edition_and_source():
    for known in catalogue.load().code_lists.lists.values():
        assert known.source
        assert known.version or known.status != OFFICIAL


@pytest.mark.parametrize(
    ("value", "uri", "version", "label", "note"),
    [
        ("w", SEX, "1", "weiblich", ""),
        ("w", SEX, "2", "weiblich", "Text aus Fassung 1"),
        ("000", NATION, "2019-04-01", "deutsch", "Text aus Fassung 2024-08-01"),
        ("W", SEX, "1", "", f"Code aus {SEX}, Fassung 1; Text nicht hinterlegt"),
        ("0", NATION, "1", "", f"Code aus {NATION}, Fassung 1; Text nicht hinterlegt"),
        (
            "w",
            SEX + ":x",
            "1",
            "",
            f"Code aus {SEX}:x, Fassung 1; Text nicht hinterlegt",
        ),
        ("w", "", "", "", "Code ohne Angabe einer Liste"),
    ],
)
def test_a_text_only_where_list_and_code_agree_exactly(
    value, uri, version, label, note
):
    code = catalogue.load().code_lists.code(value, uri, version)
    assert (code.value, code.list_uri, code.list_version) == (value, uri, version)
    assert (code.label, code.note) == (label, note)


def test_the_named_list_wins_over_the_assumed_one():
    code = catalogue.load().code_lists.code("w", "urn:other", "", bound_to=SEX)
    assert code.label == ""


def test_what_was_only_seen_is_never_a_label():
    lists = catalogue.load().code_lists
    code = lists.code("1030", "urn:xoev-de:d-nrw:codeliste:drittetyp", "3")
    assert code.label == ""
    assert "Elternteil" not in code.note
    assert "drittetyp, Fassung 3" in code.note
