"""What lies inside the XML and what came beside it become one list."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.applications import content, field_at, read_message
from hzl_client.model.application import DocumentState, FieldKind
from hzl_client.model.octets import in_memory
from hzl_client.standards import embedded
from hzl_client.standards.embedded import decode
from hzl_client.standards.enclosures import fits

PDF, PNG = b"%PDF-1.4 x", b"\x89PNG x"


def dokument(name, data=None, declared="application/pdf", kind="9770"):
    inside = ""
    if data is not None:
        inside = f"<x:inhalt>{base64.b64encode(data).decode()}</x:inhalt>"
    return (
        f"<x:dokument><x:name>{name}</x:name><x:dokumentRepraesentation>"
        f"<x:mimeType>{declared}</x:mimeType>{inside}<x:dateiname>{name}</x:dateiname>"
        f"</x:dokumentRepraesentation><x:dokumentTyp><code>{kind}</code></x:dokumentTyp>"
        "</x:dokument>"
    )


def read(*named, beside=()):
    return read_message(f"<x:xsozial>{''.join(named)}</x:xsozial>", *beside)


def states(application):
    return {d.name: d.state for d in application.documents}


def test_names_meet_without_regard_to_case_and_composition():
    beside = content("ANHANG_\u0041\u0308.PDF", PDF)
    application = read(dokument("anhang_ä.pdf"), beside=[beside])
    (document,) = application.documents
    assert (document.state, document.key) == (DocumentState.PRESENT, beside.path)


def test_a_paper_keeps_the_name_it_came_under():
    named = dokument("Vertrag.pdf").replace("Vertrag", "anhang", 1)
    application = read(named, beside=[content("anhang.pdf", PDF)])
    (document,) = application.documents
    assert (document.name, document.delivered) == ("Vertrag.pdf", "anhang.pdf")
    same = read(dokument("a.pdf"), beside=[content("A.pdf", PDF)])
    assert [each.delivered for each in same.documents] == [""]


def test_what_is_named_but_not_there_is_missing():
    application = read(dokument("a.pdf"))
    assert states(application) == {"a.pdf": DocumentState.MISSING}
    assert application.summary.documents == 0


def test_the_same_file_twice_is_one_document():
    application = read(dokument("a.pdf", PDF), beside=[content("A.pdf", PDF)])
    (document,) = application.documents
    assert document.embedded
    assert application.findings == ()


def test_two_different_files_of_one_name_are_both_shown_and_noticed():
    application = read(dokument("a.pdf", PDF), beside=[content("a.pdf", PDF + b"!")])
    assert [in_memory(d.octets) for d in application.documents] == [PDF, PDF + b"!"]
    assert [f.code for f in application.findings] == ["document-differs"]


def test_two_deliveries_of_one_path_have_two_keys():
    twins = [content("a.pdf", PDF, "p"), content("a.pdf", PDF, "p")]
    keys = [d.key for d in read(beside=twins).documents]
    assert len(set(keys)) == 2


def test_contents_without_a_name_are_numbered():
    application = read(beside=[content("", PDF, "p1"), content("", PNG, "p2")])
    assert [d.name for d in application.documents] == ["Inhalt 1", "Inhalt 2"]


def test_the_application_is_found_by_name_whatever_stands_first():
    application = read(
        dokument("anhang.pdf", PDF), dokument("ANTRAG.PDF", PDF + b"2", kind="1")
    )
    assert [d.name for d in application.documents if d.main] == ["ANTRAG.PDF"]


def test_of_several_forms_the_longest_is_read_and_that_is_said():
    short = content("Antrag.pdf", PDF, "p1")
    long = content("antrag.PDF", PDF + b"2", "p2")
    for order in ((short, long), (long, short)):
        application = read(beside=order)
        assert [d.key for d in application.documents if d.main] == ["p2"]
        found = [(f.code, f.detail) for f in application.findings]
        assert found == [("several-forms", "2")]


def test_the_same_form_twice_is_nothing_to_tell():
    twins = [content("Antrag.pdf", PDF, "p1"), content("Antrag.pdf", PDF, "p2")]
    application = read(beside=twins)
    assert sum(d.main for d in application.documents) == 1
    assert application.findings == ()


def test_else_by_its_type():
    application = read(
        dokument("b.pdf", PDF), dokument("f.pdf", PDF + b"2", kind="1010")
    )
    assert [d.name for d in application.documents if d.main] == ["f.pdf"]


def test_a_picture_called_antrag_is_not_the_application():
    application = read(dokument("Antrag.pdf", PNG))
    assert not any(d.main for d in application.documents)
    assert states(application) == {"Antrag.pdf": DocumentState.MISMATCH}


def test_evidence_alone_is_never_the_application():
    application = read(beside=[content("anhang_0001.pdf", PDF)])
    assert not any(d.main for d in application.documents)


def test_an_application_beside_the_message_is_found():
    application = read(dokument("Antrag.pdf"), beside=[content("Antrag.pdf", PDF)])
    assert [(d.main, d.embedded) for d in application.documents] == [(True, False)]


def test_no_bytes_are_unreadable():
    application = read(beside=[content("a.pdf", b"")])
    assert states(application) == {"a.pdf": DocumentState.UNREADABLE}


def test_what_is_no_base64_stays_visible():
    body = dokument("a.pdf", PDF).replace("JVBERi", "siehe Anlage ")
    application = read(body)
    assert states(application) == {"a.pdf": DocumentState.UNREADABLE}
    field = field_at(application, "inhalt")
    assert field.text.startswith("Datei, nicht lesbar")
    assert field.raw.startswith("siehe Anlage")
    assert field.kind is FieldKind.FILE


def test_an_empty_content_is_an_empty_field_and_no_file():
    application = read(dokument("a.pdf", b""))
    assert field_at(application, "inhalt").text == "(leer)"
    assert states(application) == {"a.pdf": DocumentState.MISSING}


def test_too_large_is_refused_by_name(monkeypatch):
    monkeypatch.setattr(embedded, "_MAX_TEXT", 8)
    application = read(dokument("a.pdf", PDF))
    assert states(application) == {"a.pdf": DocumentState.UNREADABLE}
    assert [f.code for f in application.findings] == ["embedded-too-large"]


@pytest.mark.parametrize(
    ("name", "declared", "found", "right"),
    [
        ("a.pdf", "", "application/pdf", True),
        ("a.PDF", "", "image/png", False),
        ("a.jpeg", "image/jpg", "image/jpeg", True),
        ("a.docx", "", "application/zip", True),
        ("a.docx", "", "application/pdf", False),
        ("a", "application/pdf; charset=x", "image/png", False),
        ("a.unbekannt", "x/y", "text/plain", True),
        ("../a.pdf", "", "application/pdf", True),
        ("", "", "text/plain", True),
    ],
)
def test_bytes_against_ending_and_declaration(name, declared, found, right):
    assert fits(name, declared, found) is right


@given(st.binary(max_size=300), st.integers(1, 80))
def test_base64_with_line_breaks_is_read(data, width):
    text = base64.b64encode(data).decode()
    lines = "\r\n ".join(text[i : i + width] for i in range(0, len(text), width))
    assert in_memory(decode(lines).octets) == data


@pytest.mark.parametrize("text", ["QQ", "QQ==QQ==", "Q Q = = x", "äöüß", "QQ=*"])
def test_base64_is_strict(text):
    assert decode(text).octets is None
