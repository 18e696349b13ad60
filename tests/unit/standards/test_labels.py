"""Labels from element names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.standards.labels import label_from_name


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("gradDerBehinderung", "Grad der Behinderung"),
        ("personenImHaushalt", "Personen im Haushalt"),
        ("vermoegen", "Vermögen"),
        ("einkommenID", "Einkommen-ID"),
        ("iban", "IBAN"),
        ("PLZOrt", "PLZ Ort"),
        ("gueltigBis", "Gültig bis"),
        ("antragGestelltAm", "Antrag gestellt am"),
        ("digitaleIdentitaet", "Digitale Identität"),
        ("nachrichtenkopf.g2g", "Nachrichtenkopf g2g"),
        ("zeile2", "Zeile 2"),
        ("ueberweisung", "Überweisung"),
        ("steuernummer", "Steuernummer"),
        ("neueBerechnung", "Neue Berechnung"),
        ("aktuelleDauer", "Aktuelle Dauer"),
        ("Mieteinnahme", "Mieteinnahme"),
        ("begruendung", "Begründung"),
        ("hausgrundstueck", "Hausgrundstück"),
        ("verguetungKuerzung", "Vergütung Kürzung"),
        ("haertefallVerlaengerung", "Härtefall Verlängerung"),
        ("fruehereZuschuesse", "Frühere Zuschüsse"),
        ("versorgungsbezuege", "Versorgungsbezüge"),
        ("glaeubigerFluechtling", "Gläubiger Flüchtling"),
        ("koerperWaehrend", "Körper Während"),
        ("lebensumstaende", "Lebensumstände"),
        ("neueQuelleAbenteuer", "Neue Quelle Abenteuer"),
        ("bauerSteuerMauer", "Bauer Steuer Mauer"),
        ("_", "_"),
    ],
)
def test_labels(name, label):
    assert label_from_name(name) == label


@given(st.from_regex(r"[A-Za-z_][A-Za-z0-9._-]{0,30}", fullmatch=True))
def test_no_character_of_a_name_is_lost(name):
    def bare(text):
        spelled = text.lower()
        for umlaut, letters in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
            spelled = spelled.replace(umlaut, letters)
        return re.sub(r"[ ._-]", "", spelled)

    assert bare(label_from_name(name)) == bare(name)


@given(st.text(min_size=1, max_size=20))
def test_any_name_gives_a_label(name):
    assert label_from_name(name)
