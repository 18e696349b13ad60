"""Applications and printed forms made by hand, and the printed forms of the samples."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from helpers.applications import read_message
from hzl_client.checks import registry
from hzl_client.checks.case import Around, Office
from hzl_client.model.application import Application
from hzl_client.model.hint import Hint
from hzl_client.model.printed import (
    UNKNOWN_FORM,
    Place,
    PrintedField,
    PrintedFile,
    PrintedForm,
)
from hzl_client.standards.comparison import compare

RECEIVED = date(2026, 11, 28)
PLACE = Place(0, 0.0, 0.0, 10.0, 10.0)


def entered(caption: str, text: str, *heading: str) -> PrintedField:
    return PrintedField(heading, caption, text, PLACE)


def box(caption: str, text: str, ticked: bool, *heading: str) -> PrintedField:  # noqa: FBT001
    return PrintedField(heading, caption, text, PLACE, ticked)


def form(*fields: PrintedField, files: Iterable[tuple[str, str, str]] = ()):
    """`files`: category, original name, delivered name; "" for no file."""
    listed = tuple(files)
    return PrintedForm(
        known=True,
        fields=fields,
        files=tuple(PrintedFile(c, o, d, PLACE) for c, o, d in listed if d),
        categories=tuple(dict.fromkeys(category for category, _, _ in listed)),
    )


def person(body: str = "", *, role: str = "Antragsteller_1", born: str = "1980-05-06"):
    applicant = str(role.startswith("Antragsteller")).lower()
    birth = f"<x:geburt><x:datum>{born}</x:datum></x:geburt>" if born else ""
    return (
        f"<x:person><x:personID>{role}</x:personID>"
        f"<x:antragsteller>{applicant}</x:antragsteller>"
        "<x:allgemein><x:nameNatuerlichePerson>"
        "<x:familienname><x:name>Muster</x:name></x:familienname>"
        f"<x:vorname><x:name>{role.partition('_')[0]}</x:name></x:vorname>"
        f"</x:nameNatuerlichePerson>{birth}</x:allgemein>{body}</x:person>"
    )


def kind(group: str, word: str, body: str = "", name: str = "art") -> str:
    """`<einkommen>` of a kind, as the samples write it."""
    return (
        f"<x:{group}><x:{name}><code>9999</code><name>{word}</name></x:{name}>"
        f"{body}</x:{group}>"
    )


def related(word: str, to: str = "Antragsteller_1") -> str:
    return kind("beziehung", word, f"<x:personReferenzID>{to}</x:personReferenzID>")


def case(*parts: str, applied: str = "2026-11-20", root: str = "") -> Application:
    day = f"<x:antragsDatum>{applied}</x:antragsDatum>" if applied else ""
    body = f"<x:xsozial><x:vorgang>{day}{''.join(parts)}</x:vorgang></x:xsozial>"
    return read_message(body, attributes=root)


def hints(
    application: Application,
    printed: PrintedForm = UNKNOWN_FORM,
    office: Office = registry.NO_OFFICE,
) -> dict[str, Hint]:
    around = Around(comparison=compare(application, printed))
    found = registry.run(application, printed, RECEIVED, office=office, around=around)
    assert len({hint.id for hint in found}) == len(found)
    return {hint.id: hint for hint in found}


def values(hint: Hint) -> list[str]:
    return [each.value for each in hint.evidence]


def sample_form(sample: str) -> PrintedForm:
    """What stands in the Antrag.pdf of a sample, as it was read once."""
    text = (Path(__file__).parent / "printed_samples.json").read_text(encoding="utf-8")
    read = json.loads(text)[sample]
    return PrintedForm(
        known=True,
        fields=tuple(
            PrintedField(tuple(heading), caption, entry, PLACE, ticked)
            for heading, caption, entry, ticked in read["fields"]
        ),
        files=tuple(PrintedFile(*each, PLACE) for each in read["files"]),
        categories=tuple(read["categories"]),
    )
