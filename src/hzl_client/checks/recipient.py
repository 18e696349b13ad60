"""Whether this office is meant, who wrote, and where the answer goes."""

import re
from collections.abc import Iterator

from hzl_client.checks import days
from hzl_client.checks.case import Case, Found, folded, is_no, is_yes
from hzl_client.checks.check import Check
from hzl_client.checks.figures import Name
from hzl_client.model.hint import Evidence

_PLATFORM = "sop:"
_ADDRESS = frozenset(
    {
        *("xsozial", "vorgang", "person", "allgemein"),
        *("anschrift", "anschriftInland", "anschriftAusland", "gebaeude"),
    }
)
_FORMER_PLACE = re.compile(r"zugezogen|zuzug|einzug", re.IGNORECASE)


def _other_office(case: Case) -> Iterator[Evidence]:
    for row in case.find("leser", "kennung"):
        if case.office.recipients and row.text not in case.office.recipients:
            yield row.evidence


def _other_town(case: Case) -> Iterator[Evidence]:
    own = {_town(town) for town in case.office.towns}
    if own:
        towns = _home(case, "wohnort", "^Ort$")
        yield from (town for town in towns if _town(town.value) not in own)


def _other_postcode(case: Case) -> Iterator[Evidence]:
    own = case.office.postcodes
    if own:
        codes = _home(case, "postleitzahl", "^(Postleitzahl|PLZ)$")
        yield from (code for code in codes if code.value not in own)


def _home(case: Case, name: str, caption: str) -> Found:
    """Of the applicants' own address; the printed form is asked where the XML has none.
    The addresses of employers and insurances stand in groups of their own."""
    rows = (row for human in case.applicants for row in human.group.rows)
    own = (r for r in rows if r.ends(name) and _ADDRESS.issuperset(r.names[:-1]))
    found = tuple(row.evidence for row in own)
    return found or case.entered(caption, "antragstellenden Person")


def _town(name: str) -> str:
    """„Emmerich am Rhein, Stadt“ in the municipal key, without „Stadt“ on a form."""
    return folded(name.partition(",")[0])


def _moved(case: Case) -> Iterator[Evidence]:
    start = days.months_later(case.applied, -case.number(Name.MOVED_MONTHS))
    rows = [r.evidence for r in case.rows if _FORMER_PLACE.match(r.names[-1])]
    for each in (*rows, *case.entered(r"zugezogen|Zuzug")):
        day = days.day(each.value)
        if day is not None and start < day <= case.received:
            yield each


def _institution(case: Case) -> Iterator[Evidence]:
    for stay in case.groups("aufenthalt"):
        rows = (row for row in stay.rows if row.names[-1] == "einrichtung")
        yield from (row.evidence for row in rows if not is_no(row.text))
    yield from case.ticked(r"(in|aus) einer (stationären )?Einrichtung")


def _others(case: Case) -> Found:
    return case.around.others


def _test(case: Case) -> Iterator[Evidence]:
    return (row.evidence for row in case.rows if row.names == ("@test",))


def _sender(case: Case) -> Iterator[Evidence]:
    rows = case.find("autor", "kennung")
    return (row.evidence for row in rows if not row.text.startswith(_PLATFORM))


def _letters(case: Case) -> Iterator[Evidence]:
    for human in case.third_parties:
        row = human.group.find("schriftgutempfaenger")
        if row and is_yes(row.text):
            yield Evidence(row.field.label, human.name, row.field.path)


CHECKS = (
    Check(
        "recipient-other-office",
        "Der Antrag ist an eine andere Stelle gerichtet. Bitte prüfen Sie, ob er "
        "weiterzuleiten ist.",
        "§ 16 SGB I",
        _other_office,
    ),
    Check(
        "town-other",
        "Die antragstellende Person wohnt nach ihren Angaben an einem anderen Ort. "
        "Bitte prüfen Sie die örtliche Zuständigkeit.",
        "§ 98 Abs. 1 SGB XII",
        _other_town,
    ),
    Check(
        "postal-code-other",
        "Die Postleitzahl der antragstellenden Person gehört nicht zum Gebiet dieser "
        "Stelle. Bitte prüfen Sie die örtliche Zuständigkeit.",
        "§ 98 Abs. 1 SGB XII",
        _other_postcode,
    ),
    Check(
        "moved-recently",
        "In den letzten {moved_months} Monaten vor dem Antrag war der Aufenthalt "
        "woanders. Bitte prüfen Sie die örtliche Zuständigkeit.",
        "§ 98 SGB XII",
        _moved,
        (Name.MOVED_MONTHS,),
    ),
    Check(
        "from-institution",
        "Es geht um den Aufenthalt in einer Einrichtung. Zuständig kann der Träger am "
        "Ort des früheren gewöhnlichen Aufenthalts sein.",
        "§ 98 Abs. 2 SGB XII",
        _institution,
    ),
    Check(
        "letters-to-third-party",
        "Der Bescheid geht nicht an die antragstellende Person, sondern an eine dritte "
        "Person (Betreuung, Vollmacht oder Angehörige).",
        "§ 13 SGB X",
        _letters,
    ),
    Check(
        "possible-duplicate",
        "Diesen Antrag gibt es in diesem Postfach möglicherweise schon: dieselbe "
        "Nachricht, derselbe Vorgang oder dieselbe Person. Bitte prüfen Sie, welcher "
        "gilt.",
        "Vergleich mit den Anträgen dieses Postfachs",
        _others,
    ),
    Check(
        "test-message",
        "Die Nachricht ist als Test gekennzeichnet. Sie darf nicht als Antrag "
        "bearbeitet werden.",
        "XÖV-Nachrichtenkopf, Attribut test",
        _test,
    ),
    Check(
        "sender-not-platform",
        "Die Kennung des Absenders ist nicht die eines Sozialportals (sop:).",
        "DVDV-Präfixe",
        _sender,
    ),
)
