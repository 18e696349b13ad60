"""The same answer in the XML and in the printed form: are they equal?

Only pairs that mean the same beyond doubt. A printed answer is compared with all
values of its kind in the XML, so that no person is taken for another.
"""

from collections.abc import Iterator

from hzl_client.checks.case import Case, plain
from hzl_client.checks.check import Check
from hzl_client.model.hint import Evidence

# The end of the path in the XML, and the caption as a pattern.
_PAIRS = (
    (("familienname", "name"), "^Familienname$"),
    (("vorname", "name"), "^Vornamen?$"),
    (("geburtsname", "name"), "^Geburtsname$"),
    (("gebaeude", "strasse"), "^Straße$"),
    (("gebaeude", "postleitzahl"), "^Postleitzahl$"),
    (("gebaeude", "wohnort"), "^Ort$"),
    (("identifikationsnummer",), "^Steueridentifikationsnummer$"),
    (("versichertennummer",), "^Versichertennummer$"),
    (("kontoinhaber",), "^Kontoinhaberin oder Kontoinhaber$"),
    (("iban",), "^IBAN$"),
    (("kaltmiete",), r"^Kaltmiete( \(monatlich\))?$"),
    (("nebenkosten",), r"^Nebenkosten( \(monatlich\))?$"),
    (("heizkosten",), r"^Heizkosten( \(monatlich\))?$"),
    (("bruttowarmmiete",), "^Bruttowarmmiete$"),
)


def _differ(case: Case) -> Iterator[Evidence]:
    for names, caption in _PAIRS:
        sent = [row.evidence for row in case.find(*names)]
        known = {plain(each.value) for each in sent}
        for each in case.entered(caption):
            if sent and plain(each.value) not in known:
                yield from (each, *sent)


CHECKS = (
    Check(
        "xml-and-form-differ",
        "Dieselbe Angabe steht im XML anders als in Antrag.pdf.",
        "Vergleich von XML und Antrag.pdf",
        _differ,
    ),
)
