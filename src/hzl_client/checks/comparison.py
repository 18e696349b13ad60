"""The same answer in the XML and in the printed form: are they equal?

What the comparison of the two marks as different, and pairs that mean the same beyond
doubt although it could not tell whose they are: there a printed answer is compared with
all values of its kind in the XML, so that no person is taken for another.
"""

from collections.abc import Iterator

from hzl_client.checks.case import Case, plain, printed
from hzl_client.checks.check import Check
from hzl_client.model.comparison import State
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
    yield from _marked(case)
    for names, caption in _PAIRS:
        sent = [row.evidence for row in case.find(*names)]
        known = {plain(each.value) for each in sent}
        for each in case.entered(caption):
            if sent and plain(each.value) not in known:
                yield from (each, *sent)


def _marked(case: Case) -> Iterator[Evidence]:
    for row in case.rows:
        compared = case.around.comparison.fields.get(row.field.path)
        if compared and compared.state is State.DIFFERS and compared.printed:
            yield from (printed(compared.printed), row.evidence)


CHECKS = (
    Check(
        "xml-and-form-differ",
        "Dieselbe Angabe steht im XML anders als in Antrag.pdf.",
        "Vergleich von XML und Antrag.pdf",
        _differ,
    ),
)
