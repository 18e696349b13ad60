"""Whatever the XML holds, every Angabe is a field, and nothing raises."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.applications import (
    NAMESPACE,
    content,
    field_at,
    plain,
    read,
    read_message,
    sample_contents,
    xsozial,
)
from helpers.trees import ANY_XML, MESSAGES
from hzl_client import xmlkit
from hzl_client.model.application import FieldKind


def values_of(root, *, codes_own_lists):
    """What a reader of the source would call a value, by a third way of looking."""
    for element in root.iter("*"):
        inner = list(element.iterchildren("*"))
        text = "".join(element.xpath("text()"))
        if not inner or text.strip(" \t\r\n"):
            yield text
        owns = codes_own_lists and element is not root
        has_code = any(
            child.tag.rpartition("}")[2] == "code" and child.find("*") is None
            for child in inner
        )
        for name, value in element.attrib.items():
            if not (owns and has_code and name in ("listURI", "listVersionID")):
                yield value


def assert_nothing_is_hidden(standard, raw, *, codes_own_lists):
    root = xmlkit.parse(raw)
    application = standard.read(root, content("a.xml", raw), ())
    assert len(application.fields) == application.leaves
    paths = [field.path for field in application.fields]
    assert len(set(paths)) == len(paths)
    files = sum(f.kind is FieldKind.FILE for f in application.fields)
    shown = Counter(f.raw for f in application.fields)
    meant = Counter(values_of(root, codes_own_lists=codes_own_lists))
    assert sum(meant.values()) == application.leaves
    assert sum((meant - shown).values()) <= files  # only decoded files have no raw
    for field in application.fields:
        assert field.label
        assert field.text
        assert not (field.empty and field.copy_text)


@given(MESSAGES)
def test_every_value_of_a_message_is_shown(raw):
    assert_nothing_is_hidden(xsozial(), raw, codes_own_lists=True)


@given(ANY_XML)
def test_every_value_of_a_foreign_root_is_shown(raw):
    assert_nothing_is_hidden(xsozial(), raw, codes_own_lists=True)


@given(ANY_XML)
def test_every_value_of_any_xml_is_shown(raw):
    assert_nothing_is_hidden(plain(), raw, codes_own_lists=False)


@given(st.data())
def test_damage_is_read_or_refused_but_never_crashes(data):
    *others, xml = sample_contents("06_version_2_5_0")
    raw = bytes(xml.octets.data)
    cut = data.draw(st.integers(0, len(raw) - 1))
    length = data.draw(st.sampled_from((1, 2, 17, 400)))
    filling = data.draw(st.binary(max_size=3))
    application = read(
        *others, content("m.xml", raw[:cut] + filling + raw[cut + length :])
    )
    if application is not None:
        assert len(application.fields) == application.leaves


def test_text_beside_children_is_a_field_of_its_own():
    application = read_message("<x:a>vorn<x:b>1</x:b>hinten</x:a>")
    field = field_at(application, "a/text()")
    assert (field.text, field.label) == ("vornhinten", "A (Text)")


def test_inner_attributes_are_fields_but_the_list_of_a_code_is_not():
    application = read_message(
        '<x:a listURI="urn:l" listVersionID="7" lang="de"><code>1</code></x:a>'
        '<x:b listURI="urn:l" einheit="m2">5</x:b>'
    )
    paths = [f.path for f in application.fields if not f.path.startswith("@")]
    assert paths == ["a/@lang", "a/code", "b", "b/@listURI", "b/@einheit"]
    code = field_at(application, "a/code").code
    assert (code.list_uri, code.list_version) == ("urn:l", "7")


def test_an_inner_attribute_is_not_taken_for_the_roots():
    application = read_message('<x:a produkt="innen">1</x:a>', attributes='produkt="P"')
    assert field_at(application, "a/@produkt").label == "A – Produkt"
    assert application.summary.service == "P"


def test_attributes_of_one_name_in_two_namespaces_have_two_paths():
    application = read_message('<x:a xmlns:f="urn:f" n="1" f:n="2"/>')
    assert field_at(application, "a/@n").raw == "1"
    assert field_at(application, "a/@n[2]").raw == "2"


def test_cdata_is_text():
    application = read_message("<x:a><![CDATA[<b>&amp;]]></x:a>")
    assert field_at(application, "a").text == "<b>&amp;"


def test_comments_and_instructions_cut_no_value_in_two():
    application = read_message("<x:a>Bei<!-- x -->spi<?y z?>el</x:a>")
    assert field_at(application, "a").text == "Beispiel"


@pytest.mark.parametrize("body", ["<x:a/>", "<x:a></x:a>", "<x:a> \n </x:a>"])
def test_empty_is_said(body):
    field = field_at(read_message(body), "a")
    assert (field.text, field.copy_text, field.empty) == ("(leer)", "", True)


def test_a_root_without_children_is_a_field():
    application = read(content("a.xml", b"<a>1</a>"))
    assert [(f.path, f.text) for f in application.fields] == [("a", "1")]


@pytest.mark.parametrize(
    "value",
    [
        "<b>fett</b><script>alert(1)</script>",
        "=1+1",
        "\u202eretsaM\u202c",
        "Zoe\u0301 \u0327",
        "x" * 5000,
        "a\tb\nc",
        "'; DROP TABLE person; --",
    ],
)
def test_hostile_values_stay_the_text_they_are(value):
    escaped = value.replace("&", "&amp;").replace("<", "&lt;")
    application = read_message(
        "<x:xsozial><x:vorgang><x:person><x:allgemein><x:nameNatuerlichePerson>"
        f"<x:familienname><x:name>{escaped}</x:name></x:familienname>"
        "</x:nameNatuerlichePerson></x:allgemein></x:person></x:vorgang></x:xsozial>"
    )
    field = field_at(application, "familienname/name")
    assert field.text == field.raw == field.copy_text == value
    assert application.summary.title == value


def test_siblings_of_one_name_keep_their_order():
    """Also where only the second has what the catalogue ranks first."""
    application = read_message(
        "<x:xsozial><x:vorgang><x:person><x:sonst>1</x:sonst></x:person>"
        "<x:person><x:personID>B</x:personID></x:person></x:vorgang></x:xsozial>"
    )
    assert [f.path for f in application.fields if "person" in f.path] == [
        "xsozial/vorgang/person[1]/sonst",
        "xsozial/vorgang/person[2]/personID",
    ]


def test_a_foreign_element_of_a_known_name_is_not_in_the_catalogue():
    application = read_message(
        '<f:vorgang xmlns:f="urn:f"><f:antragsDatum>2026-01-02</f:antragsDatum>'
        "</f:vorgang>"
    )
    field = field_at(application, "antragsDatum")
    assert not field.known
    assert field.note == "Fremder Namensraum urn:f"
    assert application.summary.application_date == ""


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", ["code", "person", "dokument", "sonst"])
def test_many_siblings_take_no_quadratic_time(name):
    """Ten thousand of each took minutes while siblings were looked up one by one."""
    tag = name if name == "code" else f"x:{name}"
    one = (
        f"<{tag}>1</{tag}>" if name == "code" else f"<{tag}><x:name>1</x:name></{tag}>"
    )
    application = read_message(f"<x:xsozial><x:a>{one * 10_000}</x:a></x:xsozial>")
    assert len(application.fields) == application.leaves == 10_002


def test_the_namespace_of_the_sample_is_the_family():
    assert NAMESPACE.startswith(xsozial().catalogue.namespace)
