"""All four samples give what their own expectations say."""

import re

import pytest
from lxml import etree

from helpers.applications import (
    SAMPLES,
    expectations,
    field_at,
    read_sample,
    sample_contents,
)
from hzl_client.model.application import DocumentState, FieldKind
from hzl_client.model.finding import Finding

every_sample = pytest.mark.parametrize("sample", SAMPLES)


@every_sample
def test_every_leaf_and_every_root_attribute_is_one_field(sample):
    application = read_sample(sample)
    xml = next(c for c in sample_contents(sample) if c.name.endswith(".xml"))
    root_attributes = len(etree.fromstring(xml.octets.data).attrib)  # noqa: TID251
    expected = expectations(sample)["blattelemente"] + root_attributes
    assert len(application.fields) == application.leaves == expected


def test_sample_02_has_162_angaben():
    assert len(read_sample("02_paar_zwei_kinder").fields) == 162


@every_sample
def test_paths_are_unique(sample):
    paths = [field.path for field in read_sample(sample).fields]
    assert len(paths) == len(set(paths))


@every_sample
def test_days_are_those_somebody_wrote_down(sample):
    application = read_sample(sample)
    shown = {f.text for f in application.fields if f.kind is FieldKind.DATE}
    assert set(expectations(sample)["tage"].values()) <= shown
    assert (
        application.summary.application_date
        == (expectations(sample)["tage"]["Antragsdatum"])
    )


@every_sample
def test_every_enclosure_is_a_document_with_its_bytes(sample):
    application = read_sample(sample)
    beside = [d.name for d in application.documents if not d.embedded]
    assert sorted(beside) == sorted(expectations(sample)["anhaenge"])
    assert all(d.octets.size for d in application.documents)


@every_sample
def test_the_application_itself_is_the_only_main_document(sample):
    main = [d for d in read_sample(sample).documents if d.main]
    assert [(d.name, d.media_type, d.embedded) for d in main] == [
        ("Antrag.pdf", "application/pdf", True)
    ]


@every_sample
def test_unknown_paths_are_shown_and_marked(sample):
    application = read_sample(sample)
    for path in expectations(sample).get("unbekannte_pfade_mindestens", ()):
        field = field_at(application, path)
        assert not field.known
        assert field.text


@every_sample
def test_no_label_looks_like_an_element_name(sample):
    labels = [f.label for f in read_sample(sample).fields]
    assert not [name for name in labels if re.search(r"[a-zäöü][A-Z]|_|/", name)]


@every_sample
def test_the_catalogue_names_none_of_the_samples_inventions(sample):
    """`samples/README.md`, „Rein erfunden“: they may only look right by their names."""
    invented = re.compile(
        r"(krankenversicherung|schwerbehinderung|erwerbsminderung|einkommen|absetzung"
        r"|vermoegen|mehrbedarf|unterkunft|bankverbindung|erklaerung|begruendung"
        r"|beziehung|betreuung|aufenthalt|beantragteFremdleistung|pflege"
        r"|digitaleIdentitaet|barrierefreiheit)(\[[0-9]+\])?/"
        r"|nichtNatuerlichePerson/name$|externerReferenzIndex$"
    )
    fields = [f for f in read_sample(sample).fields if invented.search(f.path)]
    assert fields
    assert not [f.path for f in fields if f.known]


def test_a_couple_is_named_together():
    summary = read_sample("02_paar_zwei_kinder").summary
    assert summary.title == "Testmann, Jonas und Aurélie"
    assert summary.service == "Hilfe zum Lebensunterhalt"
    assert summary.place == "59999 Musterhausen"
    assert (summary.persons, summary.documents) == (4, 4)
    assert summary.birth_date == "30.03.1986"
    assert summary.message_uuid == "8a119b9e-16bc-4732-8f7b-7676d015b0dc"
    assert summary.case_id == "bc67ba94-637d-4efa-a09e-467ada679f81"
    assert not summary.test
    assert summary.people[:2] == ("Testmann, Jonas", "Testmann, Aurélie")
    assert "Antrag.pdf" in summary.files


def test_the_test_mark_is_carried():
    assert read_sample("01_alleinstehend").summary.test


def test_people_have_cards_in_the_order_of_the_message():
    application = read_sample("02_paar_zwei_kinder")
    assert [p.role for p in application.persons] == [
        "Antragsteller_1",
        "Partner_1",
        "Kind_1",
        "Kind_2",
    ]
    titles = [s.title for s in application.sections]
    assert titles[0] == "1. antragstellende Person · Testmann, Jonas"
    assert titles[1] == "Anschrift und Kontakt · Testmann, Jonas"
    assert "Partner 1 · Testmann, Aurélie" in titles
    assert titles[-1] == "Nachricht"
    assert len(titles) == len(set(titles))


def test_a_third_person_is_titled_by_role_and_contact_person():
    application = read_sample("03_mit_betreuung")
    titles = [s.title for s in application.sections]
    assert "Betreuer 1 · Sorgsam, Petra" in titles
    assert "Betreuung · Sorgsam, Petra" in titles
    assert application.summary.title == "Erdacht, Karl-Heinz"
    assert application.summary.persons == 1


def test_documents_of_a_message_without_a_list_are_not_called_unlisted():
    documents = read_sample("01_alleinstehend").documents
    assert {d.state for d in documents} == {DocumentState.PRESENT}


def test_documents_are_judged_against_what_the_message_names():
    states = {
        d.name: (d.state, d.embedded) for d in read_sample("06_version_2_5_0").documents
    }
    assert states == {
        "Antrag.pdf": (DocumentState.PRESENT, True),
        "anhang_0001.pdf": (DocumentState.PRESENT, True),
        "anhang_0002.pdf": (DocumentState.MISMATCH, False),
        "anhang_0003.png": (DocumentState.UNLISTED, False),
    }


def test_an_unchecked_version_is_noticed_and_read():
    application = read_sample("06_version_2_5_0")
    assert application.version == "2.5.0"
    assert application.findings == (Finding("schema-version-unknown", "2.5.0"),)


@pytest.mark.parametrize("sample", SAMPLES[:3])
def test_the_known_version_is_no_finding(sample):
    assert read_sample(sample).findings == ()


def test_the_evening_before_midnight_stays_that_day():
    field = field_at(read_sample("02_paar_zwei_kinder"), "erstellungszeitpunkt")
    assert field.text == "02.11.2026, 23:59:58"


def test_codes_are_read_as_the_notes_say():
    application = read_sample("06_version_2_5_0")
    gender = field_at(application, "geschlecht/geschlecht/code")
    assert (gender.text, gender.copy_text, gender.note) == ("divers (d)", "divers", "")
    nation = field_at(application, "staatsangehoerigkeit/staatsangehoerigkeit/code")
    assert (nation.text, nation.note) == (
        "polnisch (152)",
        "Text aus Fassung 2024-08-01",
    )
    care = field_at(application, "pflege/pflegegrad/code")
    assert (care.text, care.note) == ("Pflegegrad 3 (9183)", "Text aus der Nachricht")
    case = field_at(application, "vorgangsTyp/code")
    assert case.text == case.copy_text == "999000"
    assert "urn:xoev-de:d-nrw:codeliste:vorgangscodes, Fassung 10" in case.note
    channel = field_at(application, "kommunikation[3]/kanal/code")
    assert channel.text == "77"
    assert channel.code.label == ""


def test_an_assumed_list_says_so():
    field = field_at(read_sample("06_version_2_5_0"), "kommunikation[1]/kanal/code")
    assert field.text == "E-Mail (01)"
    assert field.note.startswith("Liste nicht genannt; angenommen: ")


def test_an_embedded_file_is_a_size_and_not_a_value():
    application = read_sample("01_alleinstehend")
    field = field_at(application, "dokumentRepraesentation/inhalt")
    assert (field.text, field.copy_text, field.raw) == ("Datei, 36 kB", "", "")
    assert field.kind is FieldKind.FILE


def test_a_formula_stays_text():
    field = field_at(read_sample("06_version_2_5_0"), "zusatzdaten/kampagne")
    assert field.text == '=HYPERLINK("http://example.invalid")'
    assert field.note == "Fremder Namensraum urn:beispiel:erweiterung"


def test_the_service_entry_is_trimmed_for_the_eye_only():
    field = field_at(read_sample("01_alleinstehend"), "dvdvDienstkennung")
    assert field.text.startswith("https://")
    assert field.raw.startswith("\n")
