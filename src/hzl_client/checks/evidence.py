"""Evidence (Nachweise): declared but not proven, listed but not there, run out.

What belongs to which kind of evidence stands only in the printed form; without it the
checks for missing evidence say nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hzl_client.checks import days, incomes, money, needs
from hzl_client.checks.case import Case, Found
from hzl_client.checks.check import Check
from hzl_client.checks.figures import Name
from hzl_client.checks.priority import reduced
from hzl_client.model.application import Document, DocumentState
from hzl_client.model.hint import Evidence
from hzl_client.model.listed import join
from hzl_client.model.printed import PrintedFile

_ENDS = ("gueltigBis", "befristetBis")
_ENDS_PRINTED = r"^(Gültig|Befristet) bis"
_OF_DISABLED = r"(behind|schwerb|schwb|\bsb\b)"  # their card is no identity document
_UNUSABLE = {
    DocumentState.MISMATCH: "Der Inhalt passt nicht zur Endung.",
    DocumentState.UNREADABLE: "Die Datei lässt sich nicht lesen.",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """`words` are looked for in the kind of evidence and in the name of the file."""

    id: str
    rule: str
    source: str
    words: str
    declared: Callable[[Case], Iterable[Evidence]]
    figures: tuple[Name, ...] = ()

    def missing(self, case: Case) -> Iterator[Evidence]:
        if not case.printed.known or any(map(self._fits, case.printed.files)):
            return
        yield from self.declared(case)

    def _fits(self, file: PrintedFile) -> bool:
        words = f"{file.category} {file.original}".replace("_", " ")
        return re.search(self.words, words, re.IGNORECASE) is not None

    @property
    def check(self) -> Check:
        return Check(self.id, self.rule, self.source, self.missing, self.figures)


def _always(case: Case) -> Found:
    kinds = dict.fromkeys((*case.printed.categories, *_filled(case)))
    return (Evidence("Nachweise im Antrag", ", ".join(kinds) or "keine"),)


def _filled(case: Case) -> frozenset[str]:
    return frozenset(file.category for file in case.printed.files)


def _rent(case: Case) -> Found:
    names = [("kaltmiete",), ("bruttowarmmiete",)]
    return case.values(names, "^(Kaltmiete|Bruttowarmmiete)")


def _of_income(pattern: str) -> Callable[[Case], Found]:
    return lambda case: incomes.declared(case, pattern)


def _assets(case: Case) -> Found:
    pattern = r"sparguthaben|sparbuch|depot|wertpapier|lebensversicherung|bausparv"
    groups = incomes.of_kind(case.groups("vermoegen"), pattern)
    return tuple(g.said for g in groups) or case.entered(pattern, "Vermögen")


def _car(case: Case) -> Found:
    pattern = r"kraftfahrzeug|kfz|pkw"
    groups = incomes.of_kind(case.groups("vermoegen"), pattern)
    return tuple(g.said for g in groups) or case.entered(pattern, "Vermögen")


def _disability(case: Case) -> Found:
    names = [("gradDerBehinderung",)]
    return case.values(names, "^Grad der Behinderung") or case.ticked(
        "Liegt ein Schwerbehindertenausweis vor"
    )


def _property(case: Case) -> Found:
    pattern = r"\bhaus\b|grundst|grundbesitz|grundverm|immobilie|eigentum"
    groups = incomes.of_kind(case.groups("vermoegen"), pattern)
    return tuple(g.said for g in groups) or case.entered(pattern, "Vermögen")


def _separated(case: Case) -> Found:
    """In the XML, else in the printed form."""
    said = [row.evidence for row in case.rows if "familienstand" in row.names]
    answers = case.entered("^Familienstand$")
    apart = (
        tuple(e for e in found if re.search(r"geschieden|getrennt", e.value))
        for found in (said, answers)
    )
    return next((found for found in apart if found), ())


def _other(check_id: str) -> Callable[[Case], Iterable[Evidence]]:
    checks = (*needs.CHECKS, *money.CHECKS)
    return next(check.find for check in checks if check.id == check_id)


def _deductions(case: Case) -> Found:
    """For the way to work by car there is nothing to prove."""
    groups = case.groups("absetzung")
    trips = incomes.of_kind(groups, "fahrt")
    return tuple(group.said for group in groups if group not in trips)


def _without_free_movement(case: Case) -> Iterator[Evidence]:
    free = case.figures[Name.FREE_MOVEMENT].codes
    for human in case.persons:
        rows = [
            row
            for row in human.group.rows
            if row.ends("staatsangehoerigkeit", "staatsangehoerigkeit", "code")
        ]
        if rows and not any(row.code in free for row in rows):
            yield from (Evidence(human.name, r.text, r.field.path) for r in rows)


# What is declared as income, and the word for it.
_BENEFITS = (
    ("sickness", "Krankengeld", "krankengeld"),
    ("housing", "Wohngeld", "wohngeld"),
    (
        "unemployment",
        "Arbeitslosengeld oder Bürgergeld",
        r"arbeitslosengeld|bürgergeld|grundsicherungsgeld|\balg\b|sgb (ii|iii)\b",
    ),
    ("parental", "Elterngeld", "elterngeld"),
    ("training", "BAföG oder Ausbildungsbeihilfe", "bafög|ausbildungs(förderung|beih)"),
    ("maintenance", "Unterhalt oder Unterhaltsvorschuss", "unterhalt"),
)
PROOFS = (
    Proof(
        "evidence-identity",
        "Ein Personalausweis oder Reisepass ist nicht dabei.",
        "Merkblätter der Kommunen; § 60 SGB I",
        r"personalausweis|reisepass|ausweisdokument|identität"
        rf"|^(?!.*{_OF_DISABLED}).*\b(ausweis|pass)\b",
        _always,
    ),
    Proof(
        "evidence-bank-statements",
        "Kontoauszüge sind nicht dabei; üblich sind alle Konten der letzten "
        "{statement_months} Monate.",
        "Merkblätter der Kommunen; § 60 SGB I",
        r"kontoausz|bankguthaben|girokonto|kontoumsätze",
        _always,
        (Name.STATEMENT_MONTHS,),
    ),
    Proof(
        "evidence-health-insurance",
        "Ein Nachweis der Kranken- und Pflegeversicherung ist nicht dabei.",
        "Merkblätter der Kommunen; § 32 SGB XII",
        r"krankenvers|krankenkasse|versichertenkarte|gesundheitskarte|mitgliedsbescheinigung|\bkv\b",
        _always,
    ),
    Proof(
        "evidence-rent",
        "Eine Miete ist angegeben, ein Mietvertrag oder eine Mietbescheinigung ist "
        "nicht dabei.",
        "§ 35 SGB XII",
        r"miet|wohnraum|unterkunft|heimvertrag|wohnvertrag",
        _rent,
    ),
    Proof(
        "evidence-earnings",
        "Einkommen aus Beschäftigung ist angegeben, Abrechnungen sind nicht dabei; "
        "üblich sind bis zu {earnings_months} Monate.",
        "§ 82 SGB XII; § 60 SGB I",
        r"einkommen|verdienst|lohn|gehalt|entgelt|abrechnung",
        _of_income(incomes.EARNINGS),
        (Name.EARNINGS_MONTHS,),
    ),
    Proof(
        "evidence-pension",
        "Eine Rente oder Pension ist angegeben, ein Bescheid darüber ist nicht dabei.",
        "§ 82 SGB XII; § 60 SGB I",
        r"rente|pension|ruhegehalt|versorgungsbe",
        _of_income(incomes.PENSION),
    ),
    Proof(
        "evidence-child-benefit",
        "Kindergeld ist angegeben, ein Bescheid ist nicht dabei.",
        "§ 82 SGB XII; § 60 SGB I",
        r"kindergeld|kinderleistung|familienkasse",
        _of_income(incomes.CHILD_BENEFIT),
    ),
    *(
        Proof(
            f"evidence-{name}",
            f"{word} ist angegeben, ein Bescheid oder Titel darüber ist nicht dabei.",
            "§ 82 SGB XII; § 60 SGB I",
            pattern,
            _of_income(pattern),
        )
        for name, word, pattern in _BENEFITS
    ),
    Proof(
        "evidence-property",
        "Haus- oder Grundeigentum ist angegeben, ein Nachweis (Grundbuch, Abgaben, "
        "Versicherung) ist nicht dabei.",
        "§ 90 SGB XII; § 60 SGB I",
        r"grundbuch|grundsteuer|abgaben|gebäudevers|eigentum|kaufvertrag|zinsen",
        _property,
    ),
    Proof(
        "evidence-transfer",
        "Vermögen wurde übertragen, ein Vertrag oder eine Urkunde darüber ist nicht "
        "dabei.",
        "§ 93 SGB XII; § 60 SGB I",
        r"übergabe|schenk|übertrag|notar",
        _other("asset-transfer"),
        (Name.TRANSFER_YEARS,),
    ),
    Proof(
        "evidence-separation",
        "Eine Trennung oder Scheidung ist angegeben, ein Urteil oder Unterhaltstitel "
        "ist nicht dabei.",
        "§ 94 SGB XII; § 60 SGB I",
        r"scheidung|urteil|beschluss|trennung|unterhalt",
        _separated,
    ),
    Proof(
        "evidence-assets",
        "Vermögen ist angegeben, ein Nachweis darüber ist nicht dabei.",
        "§ 90 SGB XII; § 60 SGB I",
        r"spar|guthaben|depot|rückkauf|vermögen|lebensvers|kontoausz",
        _assets,
    ),
    Proof(
        "evidence-car",
        "Ein Kraftfahrzeug ist angegeben, ein Fahrzeugschein ist nicht dabei.",
        "§ 90 SGB XII; § 60 SGB I",
        r"fahrzeug|zulassung|kfz|pkw",
        _car,
    ),
    Proof(
        "evidence-disability",
        "Eine Schwerbehinderung ist angegeben, ein Ausweis oder Bescheid ist nicht "
        "dabei.",
        "§ 152 SGB IX; § 60 SGB I",
        r"behinder|feststellung",
        _disability,
    ),
    Proof(
        "evidence-reduced-capacity",
        "Volle Erwerbsminderung ist angegeben, ein Rentenbescheid oder Gutachten ist "
        "nicht dabei.",
        "Merkblätter der Kommunen; § 60 SGB I",
        r"rente|gutachten|erwerbsm",
        reduced,
    ),
    Proof(
        "evidence-diet",
        "Kostenaufwändige Ernährung ist angegeben, eine ärztliche Bescheinigung ist "
        "nicht dabei.",
        "§ 30 Abs. 5 SGB XII",
        r"ernährung|ärztlich|attest",
        _other("extra-need-diet"),
    ),
    Proof(
        "evidence-pregnancy",
        "Eine Schwangerschaft ist angegeben, der Mutterpass ist nicht dabei.",
        "§ 30 Abs. 2 SGB XII",
        r"mutterpass|schwanger|entbindung",
        _other("extra-need-pregnancy"),
    ),
    Proof(
        "evidence-deductions",
        "Absetzungen sind angegeben, Belege dafür sind nicht dabei.",
        "§ 82 Abs. 2 SGB XII",
        r"absetz|police|beitrag|versicherungsschein|beleg",
        _deductions,
    ),
    Proof(
        "evidence-residence-permit",
        "Für eine Person ist keine Staatsangehörigkeit mit Freizügigkeit angegeben; "
        "ein Aufenthaltstitel ist nicht dabei.",
        "§ 23 SGB XII",
        r"aufenthalt|duldung|gestattung|niederlassung|fiktionsbescheinigung",
        _without_free_movement,
        (Name.FREE_MOVEMENT,),
    ),
)


def _empty_categories(case: Case) -> Iterator[Evidence]:
    filled = _filled(case)
    for category in case.printed.categories:
        if category not in filled:
            yield Evidence("Nachweis-Kategorie ohne Datei", category)


def _not_delivered(case: Case) -> Iterator[Evidence]:
    documents, files = case.application.documents, case.printed.files
    listed = join(documents, files)
    came = tuple(each for each in documents if each.state is not DocumentState.MISSING)
    for file in listed.left(files, came):
        yield Evidence(file.category, f"{file.original} ({file.delivered})")
    known = listed.entries.keys() | listed.elsewhere
    for document in documents:
        missing = document.state is DocumentState.MISSING
        if missing and document.key not in known:
            yield Evidence("In der Nachricht genannt", document.name)


def _not_listed(case: Case) -> Iterator[Evidence]:
    """Without a list there is nothing to compare with."""
    if not case.printed.known:
        return
    documents = case.application.documents
    listed = join(documents, case.printed.files).entries
    for document in documents:
        present = document.octets is not None and not document.main
        if present and document.key not in listed:
            yield Evidence("Geliefert, aber nicht genannt", document.name)


def _unusable(case: Case) -> Iterator[Evidence]:
    for document in case.application.documents:
        if reason := _reason(document, case.around.locked):
            yield Evidence(document.name, reason)


def _reason(document: Document, locked: frozenset[str]) -> str:
    if document.octets is not None and document.octets.size == 0:
        return "Die Datei ist leer."
    if document.key in locked:
        return "Die Datei ist kennwortgeschützt."
    return _UNUSABLE.get(document.state, "")


def _expires(case: Case) -> Iterator[Evidence]:
    end = days.months_later(case.applied, case.number(Name.EXPIRY_NOTICE_MONTHS))
    for each in case.values([(name,) for name in _ENDS], _ENDS_PRINTED):
        day = days.day(each.value)
        if day is not None and day <= end:
            yield each


FILES = (
    Check(
        "evidence-category-empty",
        "Zu einem Nachweis, nach dem der Antrag gefragt hat, wurde keine Datei "
        "hochgeladen.",
        "Liste der Nachweise in Antrag.pdf",
        _empty_categories,
    ),
    Check(
        "evidence-not-delivered",
        "Eine genannte Datei ist nicht angekommen.",
        "Liste der Nachweise in Antrag.pdf",
        _not_delivered,
    ),
    Check(
        "evidence-not-listed",
        "Eine Datei ist angekommen, die in der Liste der Nachweise nicht steht.",
        "Liste der Nachweise in Antrag.pdf",
        _not_listed,
    ),
    Check(
        "evidence-unusable",
        "Ein Nachweis lässt sich so nicht verwenden.",
        "§ 60 SGB I",
        _unusable,
    ),
    Check(
        "evidence-expires",
        "Ein Ausweis, ein Titel oder eine Rente ist abgelaufen oder läuft innerhalb "
        "von {expiry_notice_months} Monaten nach dem Antragsdatum ab.",
        "Merkblätter der Kommunen",
        _expires,
        (Name.EXPIRY_NOTICE_MONTHS,),
    ),
)
CHECKS = (*FILES, *(proof.check for proof in PROOFS))
