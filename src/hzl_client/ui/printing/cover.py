"""The Deckblatt: whose application, when and how it arrived, what is in it, and which
of its files did not come out of the printer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hzl_client.model.application import Application
from hzl_client.model.record import Record
from hzl_client.ui import words
from hzl_client.ui.printing.blocks import Block, Cell, Paragraph, Style, Table
from hzl_client.ui.views.summary_header import Head

FACTS: Final = (30, 70)
PERSONS: Final = (34, 46, 20)
FILES: Final = (44, 34, 22)
TEST: Final = "Testantrag: keine echte Antragstellung."


@dataclass(frozen=True, slots=True)
class Case:
    """What is printed about; `mailbox` is its name."""

    record: Record
    application: Application | None
    head: Head
    mailbox: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """`outcome` says what becomes of it: its pages, or why it is not printed."""

    name: str
    about: str
    outcome: str
    printed: bool


def cover_blocks(
    case: Case, files: tuple[FileLine, ...], printed_at: datetime
) -> tuple[Block, ...]:
    return tuple(_blocks(case, files, printed_at))


def _blocks(
    case: Case, files: tuple[FileLine, ...], printed_at: datetime
) -> Iterator[Block]:
    yield Paragraph(case.head.title, Style.TITLE)
    if case.head.about:
        yield Paragraph(case.head.about)
    if case.head.test:
        yield Paragraph(TEST, Style.STRONG)
    yield Table("Eingang", FACTS, (), tuple(_facts(case, printed_at)))
    if case.application and case.application.persons:
        rows = tuple(
            (
                Cell(each.role.replace("_", " ")),
                Cell(_name(each.family_name, each.given_name), Style.STRONG),
                Cell(each.birth_date),
            )
            for each in case.application.persons
        )
        yield Table("Personen", PERSONS, ("Rolle", "Name", "Geburtsdatum"), rows)
    yield Table("Prüfung", (100,), (), tuple(_checks(case.head)))
    if files:
        yield Table(
            "Dateien",
            FILES,
            ("Datei", "Art und Zustand", "Ausdruck"),
            tuple(_file(each) for each in files),
        )


def _facts(case: Case, printed_at: datetime) -> Iterator[tuple[Cell, ...]]:
    record, summary = case.record, case.record.summary
    submitted = words.stamp(record.submitted_at) if record.submitted_at else "unbekannt"
    for name, value in (
        ("Eingang beim Intermediär", submitted),
        ("Abgeholt", words.stamp(record.received_at)),
        ("Postfach", case.mailbox),
        ("Nachrichtenkennzeichen", record.message_id),
        ("Vorgangskennzeichen", summary.case_id if summary else ""),
        ("Gedruckt", words.stamp(printed_at)),
    ):
        if value:
            yield Cell(name), Cell(value, Style.STRONG)


def _checks(head: Head) -> Iterator[tuple[Cell, ...]]:
    yield (Cell(head.trust),)
    if head.notes:
        yield (Cell(head.notes),)


def _name(family: str, given: str) -> str:
    return ", ".join(part for part in (family, given) if part)


def _file(each: FileLine) -> tuple[Cell, ...]:
    style = Style.TEXT if each.printed else Style.STRONG
    return Cell(each.name), Cell(each.about, Style.SMALL), Cell(each.outcome, style)
