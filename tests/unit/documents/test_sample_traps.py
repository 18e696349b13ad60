"""Every trap the samples name (`fallen`) has its test here, and none is forgotten."""

import re
import struct
from collections import Counter

import pytest

from helpers.applications import (
    SAMPLES,
    expectations,
    field_at,
    read_sample,
    sample_contents,
)
from hzl_client import resources
from hzl_client.documents.document import OPENABLE
from hzl_client.model.application import DocumentState
from hzl_client.model.comparison import State
from hzl_client.model.octets import MemoryOctets
from hzl_client.standards.comparison import compare
from unit.checks.check_cases import hints, sample_form

ONE, TWO, THREE, SIX = SAMPLES


def texts(sample, path_end):
    fields = read_sample(sample).fields
    return [f.text for f in fields if re.search(f"{path_end}$", f.path)]


def document(sample, name):
    (found,) = [d for d in read_sample(sample).documents if d.name == name]
    return found


def boxes(sample, question):
    fields = sample_form(sample).fields
    return {f.text: f.ticked for f in fields if f.caption == question}


def compared(sample, path_end):
    application = read_sample(sample)
    path = field_at(application, path_end).path
    return compare(application, sample_form(sample)).fields[path].state


def xml_of(sample):
    return resources.read(f"samples/{sample}/{expectations(sample)['nachricht']}")


def test_every_trap_has_a_test():
    named = {trap for sample in SAMPLES for trap in expectations(sample)["fallen"]}
    assert set(TRAPS) == named


def birthday_at_midnight():
    assert texts(ONE, "geburt/datum") == ["01.01.1974"]


def mark_of_a_test():
    assert read_sample(ONE).summary.test


def ticks_are_drawings():
    assert boxes(ONE, "Sind Sie schwanger?") == {"Ja": False, "Nein": True}


def house_number_in_two():
    assert texts(ONE, "hausnummer") == ["12"]
    assert texts(ONE, "teilnummerDerHausnummer") == ["a"]
    assert compared(ONE, "gebaeude/hausnummer") is State.EQUAL
    assert compared(ONE, "gebaeude/teilnummerDerHausnummer") is State.EQUAL


def before_midnight():
    assert texts(TWO, "erstellungszeitpunkt") == ["02.11.2026, 23:59:58"]


def brackets_in_a_name():
    (listed,) = [f for f in sample_form(TWO).files if f.delivered == "anhang_0004.pdf"]
    assert listed.original == "KV Bescheinigung (2) (final).pdf"


def jpeg_with_an_e():
    found = document(TWO, "anhang_0003.jpeg")
    assert (found.media_type, found.state) == ("image/jpeg", DocumentState.PRESENT)


def two_nationalities():
    found = texts(TWO, r"person\[2\]/.*staatsangehoerigkeit/code")
    assert found == ["französisch (129)", "deutsch (000)"]


def three_channels():
    assert len(texts(TWO, r"person\[1\]/.*kommunikation\[[123]\]/kanal/code")) == 3


def nobody_inherits_an_address():
    application = read_sample(TWO)
    titles = [s.title for s in application.sections if s.title.startswith("Anschrift")]
    assert titles == [
        "Anschrift und Kontakt · Testmann, Jonas",
        "Anschrift und Kontakt · Testmann, Aurélie",
    ]
    assert application.summary.persons == 4


def days_of_changing_clocks():
    assert {"25.03.1979", "29.03.2026"} <= {f.text for f in read_sample(THREE).fields}


def one_decimal_of_a_second():
    assert texts(THREE, "erstellungszeitpunkt") == ["28.10.2026, 12:00:00"]


def house_number_in_the_wrong_element():
    assert texts(THREE, "person/.*teilnummerDerHausnummer") == ["3 Haus B"]
    assert compared(THREE, "person/allgemein/anschrift/anschriftInland/gebaeude/"
                    "teilnummerDerHausnummer") is State.EQUAL  # fmt: skip


def nothing_ticked():
    asked = "Liegt ein Schwerbehindertenausweis vor?"
    assert boxes(THREE, asked) == {"Ja": False, "Nein": False}


def office_file():
    found = document(THREE, "anhang_0003.docx")
    assert found.state is DocumentState.PRESENT
    assert found.media_type not in OPENABLE


def ending_in_capitals():
    found = document(THREE, "anhang_0005.JPG")
    assert (found.media_type, found.state) == ("image/jpeg", DocumentState.PRESENT)


def letters_go_elsewhere():
    assert texts(THREE, "person/schriftgutempfaenger") == ["Nein"]
    assert texts(THREE, "dritte/schriftgutempfaenger") == ["Ja"]
    assert "letters-to-third-party" in hints(read_sample(THREE), sample_form(THREE))


def another_prefix_and_version():
    assert b"ns2:" in xml_of(SIX)
    application = read_sample(SIX)
    assert [f.code for f in application.findings] == ["schema-version-unknown"]
    assert application.summary.title == "Zukunft, Alex"


def unknown_groups():
    sections = Counter(s.title.partition(" ·")[0] for s in read_sample(SIX).sections)
    for group in ("Pflege", "Digitale Identität", "Barrierefreiheit"):
        assert sections[group] == 1


def foreign_namespace():
    found = field_at(read_sample(SIX), "zusatzdaten/kampagne")
    assert found.note == "Fremder Namensraum urn:beispiel:erweiterung"
    assert not found.known


def comment_and_instruction():
    raw = xml_of(SIX)
    (comment,) = re.findall(rb"<!--(.*?)-->", raw, re.DOTALL)
    assert re.search(rb"<\?(?!xml )", raw)
    shown = "\n".join(f.raw for f in read_sample(SIX).fields)
    assert comment.decode().strip() not in shown


def unknown_channel():
    found = field_at(read_sample(SIX), "kommunikation[3]/kanal/code")
    assert (found.text, found.code.label) == ("77", "")


def evidence_only_inside():
    assert "anhang_0001.pdf" not in [c.name for c in sample_contents(SIX)]
    found = document(SIX, "anhang_0001.pdf")
    assert found.embedded
    assert found.octets.size > 0


def png_called_pdf():
    found = document(SIX, "anhang_0002.pdf")
    assert (found.media_type, found.state) == ("image/png", DocumentState.MISMATCH)


def document_without_content():
    found = field_at(read_sample(SIX), "externerReferenzIndex")
    assert found.text == "anhang_0002.pdf"
    assert not document(SIX, "anhang_0002.pdf").embedded


def code_with_its_own_text():
    found = field_at(read_sample(SIX), "pflege/pflegegrad/code")
    assert found.text == "Pflegegrad 3 (9183)"
    assert found.note == "Text aus der Nachricht"


def formula():
    assert texts(SIX, "kampagne") == ['=HYPERLINK("http://example.invalid")']


def birthday_in_zulu():
    assert texts(SIX, "geburt/datum") == ["15.07.1990"]


def photo_lies(documents):
    raw = resources.read(f"samples/{ONE}/anhang_0003.jpg")
    frame = re.search(rb"\xff[\xc0\xc2]..\x08(..)(..)", raw, re.DOTALL)
    height, width = (struct.unpack("!H", side)[0] for side in frame.groups())
    page = documents.open(MemoryOctets(raw)).pages[0]
    assert height != width
    assert (page.width > page.height) == (height > width)


TRAPS = {
    "Geburtsdatum 1974-01-01+01:00: Umrechnung nach UTC ergäbe 31.12.1973": (
        birthday_at_midnight
    ),
    "test-Attribut gesetzt": mark_of_a_test,
    "Antrag.pdf-Häkchen nur als Grafik": ticks_are_drawings,
    "JPG mit EXIF-Drehung 6": photo_lies,
    "Hausnummer in zwei Elementen (12 + a)": house_number_in_two,
    "erstellungszeitpunkt zwei Sekunden vor Mitternacht": before_midnight,
    "Dateiname mit Klammern 'KV Bescheinigung (2) (final).pdf (anhang_0004.pdf)'": (
        brackets_in_a_name
    ),
    "Endung .jpeg": jpeg_with_an_e,
    "zwei Staatsangehörigkeiten je Person": two_nationalities,
    "drei Kommunikationskanäle": three_channels,
    "Person ohne eigene Anschrift": nobody_inherits_an_address,
    "Daten an Zeitumstellungstagen (25.03.1979, 29.03.2026)": days_of_changing_clocks,
    "erstellungszeitpunkt mit nur einer Nachkommastelle": one_decimal_of_a_second,
    "Hausnummer samt Hausbuchstabe komplett in teilnummerDerHausnummer": (
        house_number_in_the_wrong_element
    ),
    "Ja/Nein-Frage ohne Auswahl": nothing_ticked,
    "DOCX-Nachweis": office_file,
    "Endung in Großschreibung (.JPG)": ending_in_capitals,
    "Schriftgut geht NICHT an die antragstellende Person": letters_go_elsewhere,
    "Namensraum Version_2_5_0, Präfix ns2": another_prefix_and_version,
    "unbekannte Gruppen pflege, digitaleIdentitaet, barrierefreiheit": unknown_groups,
    "fremder Namensraum urn:beispiel:erweiterung": foreign_namespace,
    "Kommentar und Verarbeitungsanweisung": comment_and_instruction,
    "kanal-Code 77 unbekannt": unknown_channel,
    "Nachweis anhang_0001.pdf nur eingebettet (nicht daneben)": evidence_only_inside,
    "anhang_0002.pdf ist in Wahrheit PNG": png_called_pdf,
    "dokument ohne inhalt mit externerReferenzIndex": document_without_content,
    "Code mit eigenem name-Element": code_with_its_own_text,
    "Formel im fremden Element": formula,
    "Geburtsdatum mit Z": birthday_in_zulu,
}


@pytest.mark.parametrize("trap", [t for t in TRAPS if TRAPS[t] is not photo_lies])
def test_the_trap_catches_nobody(trap):
    TRAPS[trap]()


def test_the_photo_of_the_samples_stands_upright(documents):
    photo_lies(documents)
