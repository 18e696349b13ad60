"""What an overlay does to an application, and what it can never do."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.applications import (
    SAMPLES,
    content,
    field_at,
    message,
    sample_contents,
    sniff,
    xsozial,
)
from helpers.trees import MESSAGES
from hzl_client import xmlkit
from hzl_client.model.application import FieldKind
from hzl_client.standards import catalogue, detect
from hzl_client.standards.codelists import BY_OFFICE, CodeList
from hzl_client.standards.overlay import Group, OfficeName, Overlay
from hzl_client.standards.overlay_file import TYPES
from hzl_client.standards.sections import Area
from hzl_client.standards.values import Format
from hzl_client.standards.xsozial import XSozial


def way(path):
    return tuple(path.split("/"))


def name(path, label, **more):
    return OfficeName(way(path), label, **more)


def standard(overlay):
    return XSozial(catalogue.load().with_overlay(overlay), sniff)


def read(overlay, raw):
    return standard(overlay).read(xmlkit.parse(raw), content("m.xml", raw), ())


def read_sample(sample, overlay):
    found = detect.read_application(sample_contents(sample), (standard(overlay),))
    assert found is not None
    return found


def person(*inner):
    return message(
        "<x:xsozial><x:vorgang><x:person><x:personID>Eins</x:personID>"
        f"{''.join(inner)}</x:person></x:vorgang></x:xsozial>"
    )


INCOME = (
    "<x:einkommen><x:neu>N</x:neu><x:betrag>850.00</x:betrag>"
    "<x:art>Lohn</x:art></x:einkommen>"
)
JOB = "<x:stelle><x:ort>Musterhausen</x:ort><x:seit>2020-01-02</x:seit></x:stelle>"


def titles(application, *, hidden=False):
    return [s.title for s in application.sections if s.hidden is hidden]


def shown(application, group):
    fields = [f for f in application.fields if f"/{group}/" in f.path]
    return [f.path.rpartition("/")[2] for f in fields]


# --- names --------------------------------------------------------------------------


def test_the_office_names_what_we_name_and_what_nobody_did():
    names = (
        name("familienname/name", "Nachname"),
        name("einkommen/betrag", "Betrag im Monat", format=Format.AMOUNT),
    )
    application = read_sample("02_paar_zwei_kinder", Overlay(names))
    family = [f for f in application.fields if f.path.endswith("familienname/name")]
    assert {(f.label, f.own_label) for f in family} == {("Nachname", "Familienname")}
    raw = person(INCOME)
    amount = field_at(read(Overlay(names), raw), "einkommen/betrag")
    assert (amount.label, amount.text) == ("Betrag im Monat", "850,00 €")
    assert (amount.known, amount.kind) == (True, FieldKind.AMOUNT)
    assert amount.own_label == "Betrag"


def test_what_the_office_leaves_out_is_as_we_have_it():
    ours = field_at(read_sample("01_alleinstehend", Overlay()), "geburt/datum")
    named = Overlay((name("geburt/datum", "geboren am"),))
    theirs = field_at(read_sample("01_alleinstehend", named), "geburt/datum")
    assert theirs == replace(ours, label="geboren am", own_label=ours.label)


def test_the_longer_path_counts():
    names = (name("betrag", "Betrag"), name("einkommen/betrag", "Einkommen"))
    assert field_at(read(Overlay(names), person(INCOME)), "betrag").label == "Einkommen"


def test_a_name_makes_no_text_of_a_file():
    overlay = Overlay((name("inhalt", "Inhalt", format=Format.TEXT),))
    application = read_sample("01_alleinstehend", overlay)
    assert field_at(application, "inhalt").kind is FieldKind.FILE
    assert any(d.main for d in application.documents)


def test_groups_are_named_with_their_number():
    overlay = Overlay(groups=(Group(way("person/einkommen"), "Einkünfte"),))
    application = read(overlay, person(INCOME, INCOME))
    assert "Einkünfte 2 · Eins" in titles(application)


def test_elements_of_another_standard_are_not_named():
    raw = message('<f:a xmlns:f="urn:f"><f:betrag>5</f:betrag></f:a>')
    field = field_at(read(Overlay((name("betrag", "Betrag X"),)), raw), "betrag")
    assert (field.label, field.known) == ("Betrag", False)


def test_the_form_is_compared_by_our_names():
    overlay = Overlay((name("familienname/name", "Zuname"),))
    field = field_at(read_sample("01_alleinstehend", overlay), "familienname/name")
    assert (field.label, field.own_label) == ("Zuname", "Familienname")


# --- order --------------------------------------------------------------------------


def test_fields_stand_as_the_office_orders_them_and_unknown_ones_last():
    named = (name("einkommen/betrag", "Betrag"), name("einkommen/art", "Art"))
    assert shown(read(Overlay(named), person(INCOME)), "einkommen") == [
        "betrag",
        "art",
        "neu",
    ]
    turned = Overlay(named, order=(way("einkommen/art"), way("einkommen/betrag")))
    assert shown(read(turned, person(INCOME)), "einkommen") == ["art", "betrag", "neu"]


def test_groups_stand_as_the_office_orders_them_behind_their_person():
    raw = person(INCOME, JOB)
    assert titles(read(Overlay(), raw))[:3] == [
        "Eins",
        "Einkommen · Eins",
        "Stelle · Eins",
    ]
    overlay = Overlay(order=(way("person/stelle"), way("person/einkommen")))
    assert titles(read(overlay, raw))[:3] == [
        "Eins",
        "Stelle · Eins",
        "Einkommen · Eins",
    ]


def test_an_ordered_group_keeps_its_own_order_inside():
    named = (name("einkommen/betrag", "Betrag"),)
    overlay = Overlay(named, order=(way("person/einkommen"),))
    assert shown(read(overlay, person(INCOME)), "einkommen") == ["betrag", "neu", "art"]


def test_areas_stand_as_the_office_orders_them():
    ours = titles(read_sample("03_mit_betreuung", Overlay()))
    overlay = Overlay(areas=(Area.CASE, Area.THIRD))
    theirs = titles(read_sample("03_mit_betreuung", overlay))
    assert theirs[0] == "Vorgang"
    assert theirs[1].startswith("Betreuer 1")
    assert sorted(theirs) == sorted(ours)


# --- hidden -------------------------------------------------------------------------


def test_hidden_groups_stand_behind_everything_and_say_what_they_are():
    overlay = Overlay(hidden=(way("nachrichtenkopf.g2g"), way("anschrift")))
    application = read_sample("01_alleinstehend", overlay)
    hidden = titles(application, hidden=True)
    assert any(title.startswith("Anschrift und Kontakt · ") for title in hidden)
    assert "Nachricht" in hidden
    flags = [s.hidden for s in application.sections]
    assert flags == sorted(flags)
    assert len(application.fields) == application.leaves


def test_what_nobody_named_is_never_hidden():
    overlay = Overlay(
        (name("einkommen/betrag", "Betrag"),), hidden=(way("person/einkommen"),)
    )
    application = read(overlay, person(INCOME))
    hidden = [f.path for s in application.sections if s.hidden for f in s.fields]
    assert hidden == ["xsozial/vorgang/person/einkommen/betrag"]


PATHS = st.lists(
    st.sampled_from(
        ["person", "allgemein", "vorgang", "name", "code", "x", "_", "*", "xsozial"]
    ),
    min_size=1,
    max_size=3,
).map(lambda steps: (*steps, "name") if steps[-1] == "*" else tuple(steps))
OVERLAYS = st.builds(
    Overlay,
    names=st.lists(
        st.builds(
            OfficeName,
            PATHS,
            st.just("Name"),
            st.none() | st.sampled_from(list(TYPES.values())),  # no office names a file
            technical=st.none() | st.booleans(),
        ),
        max_size=3,
    ).map(tuple),
    groups=st.lists(st.builds(Group, PATHS, st.just("Gruppe")), max_size=2).map(tuple),
    order=st.lists(PATHS, max_size=4, unique=True).map(tuple),
    areas=st.lists(st.sampled_from(Area), max_size=3, unique=True).map(tuple),
    hidden=st.lists(PATHS, max_size=3).map(tuple),
)


@given(MESSAGES, OVERLAYS)
def test_no_overlay_loses_adds_or_hides_what_it_does_not_name(raw, overlay):
    root = xmlkit.parse(raw)
    plain = xsozial().read(root, content("m.xml", raw), ())
    adapted = standard(overlay).read(root, content("m.xml", raw), ())
    assert Counter(f.path for f in adapted.fields) == Counter(
        f.path for f in plain.fields
    )
    assert {f.path: f.raw for f in adapted.fields} == {
        f.path: f.raw for f in plain.fields
    }
    for section in adapted.sections:
        assert section.title
        assert not section.hidden or all(f.known for f in section.fields)
    assert adapted.documents == plain.documents
    assert adapted.summary == plain.summary
    assert adapted.own_fields == plain.fields


# --- technical ----------------------------------------------------------------------


def test_nothing_usual_can_be_called_technical():
    """Neither by its own name nor by a wider or a narrower one."""
    known = catalogue.load()
    ours = [f for each in SAMPLES for f in read_sample(each, Overlay()).fields]
    paths = [way(re.sub(r"\[[0-9]+\]", "", f.path)) for f in ours]
    for field, path in zip(ours, paths, strict=True):
        usual = field.known and not field.technical
        patterns = [path[-n:] for n in range(1, len(path) + 1) if path[-n:] != ("*",)]
        assert not usual or all(map(known.calls_usual, patterns[1:])), path
    allowed = {path for path in paths if not known.calls_usual(path)}
    allowed |= {p[-2:] for p in paths if not known.calls_usual(p[-2:])}
    allowed |= {p[-1:] for p in paths if not known.calls_usual(p[-1:])}
    overlay = Overlay(tuple(OfficeName(p, "Name", technical=True) for p in allowed))
    for sample in SAMPLES:
        adapted = read_sample(sample, overlay)
        called = {f.path for f in adapted.fields if f.technical}
        usual = {f.path for f in adapted.own_fields if f.known and not f.technical}
        assert called
        assert not called & usual


@pytest.mark.parametrize(
    ("pattern", "usual"),
    [
        ("familienname/name", True),
        ("person/allgemein/nameNatuerlichePerson/familienname/name", True),
        ("*/name", True),
        ("name", True),
        ("@produkt", True),
        ("@produktversion", False),
        ("vorgang/@produkt", False),
        ("person/einkommen/neu", False),
    ],
)
def test_what_the_catalogue_calls_usual(pattern, usual):
    assert catalogue.load().calls_usual(way(pattern)) is usual


# --- code lists ---------------------------------------------------------------------

URI = "urn:xoev-de:d-nrw:codeliste:drittetyp"
SEX = "urn:xoev-de:xinneres:codeliste:geschlecht"


def office_list(version, uri=URI, **texts):
    return CodeList(uri, "Liste", version, BY_OFFICE, "l.xml", texts or {"1030": "E"})


@pytest.mark.parametrize(
    ("lists", "value", "version", "label", "note"),
    [
        ([office_list("3")], "1030", "3", "E", "Text aus der Codeliste Ihres Amtes"),
        (
            [office_list("3")],
            "1030",
            "4",
            "E",
            "Text aus der Codeliste Ihres Amtes, Fassung 3",
        ),
        (
            [office_list("9", **{"1030": "alt"}), office_list("10")],
            "1030",
            "11",
            "E",
            "Text aus der Codeliste Ihres Amtes, Fassung 10",
        ),
        (
            [office_list("9", **{"1030": "alt"}), office_list("10")],
            "1030",
            "9",
            "alt",
            "Text aus der Codeliste Ihres Amtes",
        ),
        (
            [office_list("3", **{"1": "x"}), office_list("2")],
            "1030",
            "3",
            "",
            f"Code aus {URI}, Fassung 3; Text nicht hinterlegt",
        ),
    ],
)
def test_a_list_of_the_office_is_found_by_uri_and_edition(
    lists, value, version, label, note
):
    known = catalogue.load().with_overlay(Overlay(code_lists=tuple(lists))).code_lists
    code = known.code(value, URI, version)
    assert (code.label, code.note) == (label, note)


def test_our_list_of_just_this_edition_counts_before_another_of_the_office():
    other = office_list("7", SEX, w="anders")
    known = catalogue.load().with_overlay(Overlay(code_lists=(other,))).code_lists
    assert known.code("w", SEX, "1").label == "weiblich"
    assert known.code("w", SEX, "7").label == "anders"
    assert known.code("w", SEX, "2").label == "anders"


def test_a_code_without_a_list_gets_the_one_the_office_binds_to_it():
    overlay = Overlay(
        (name("leistungArt/code", "Leistung", format=Format.CODE, code_list=URI),),
        code_lists=(office_list("3", **{"6070": "Mittagessen"}),),
    )
    raw = person("<x:leistungArt><code>6070</code></x:leistungArt>")
    field = field_at(read(overlay, raw), "leistungArt/code")
    assert field.text == "Mittagessen (6070)"
    assert field.note == "Liste nicht genannt; angenommen: Liste, Fassung 3"
