"""The fields of an application as tables: by section and person, with their source."""

from collections.abc import Iterator
from typing import Final

from hzl_client.model.application import Application, Field, Section
from hzl_client.model.comparison import Compared, Comparison, State
from hzl_client.model.printed import PrintedField
from hzl_client.ui import words
from hzl_client.ui.printing.blocks import Block, Cell, Paragraph, Style, Table

SHARES: Final = (34, 48, 18)
HEAD: Final = ("Angabe", "Wert", "Quelle")
ONLY_PDF: Final = "Nur im PDF"
UNKNOWN: Final = "nicht im Katalog"
SOURCES: Final = {
    State.EQUAL: "XML und PDF",
    State.DIFFERS: "abweichend",
    State.XML_ONLY: "nur XML",
}
NOT_READ: Final = (
    "Das PDF ließ sich nicht als Formular lesen; alle Werte stammen aus dem XML."
)


def field_blocks(
    application: Application, comparison: Comparison, *, technical: bool
) -> tuple[Block, ...]:
    """Every Angabe but the technical ones, unless they are wanted; what is left out is
    counted at the end."""
    return tuple(_blocks(application, comparison, technical=technical))


def _blocks(
    application: Application, comparison: Comparison, *, technical: bool
) -> Iterator[Block]:
    yield Paragraph("Felder des Antrags", Style.TITLE)
    if not comparison.known:
        yield Paragraph(NOT_READ, Style.SMALL)
    for section in application.sections:
        yield from _section(section, comparison, technical=technical)
    yield from _printed_only(comparison)
    hidden = sum(field.technical for field in application.fields)
    if hidden and not technical:
        counted = words.count(hidden, "technische Angabe", "technische Angaben")
        yield Paragraph(f"Nicht gedruckt: {counted}.", Style.SMALL)


def _section(
    section: Section, comparison: Comparison, *, technical: bool
) -> Iterator[Table]:
    wanted = [each for each in section.fields if technical or not each.technical]
    if wanted:
        rows = tuple(_row(f, comparison.fields.get(f.path)) for f in wanted)
        yield Table(section.title, SHARES, HEAD, rows)


def _row(field: Field, compared: Compared | None) -> tuple[Cell, ...]:
    notes = (field.note, field.code.note if field.code else "")
    note = "\n".join(dict.fromkeys(each for each in notes if each))
    value = field.text
    differs = compared is not None and compared.state is State.DIFFERS
    if compared and compared.printed and differs:
        value += f"\nim PDF: {compared.printed.text}"
    source = SOURCES[compared.state] if compared else "XML"
    return (
        Cell(field.label, note="" if field.known else UNKNOWN),
        Cell(value, Style.TEXT if field.empty else Style.STRONG, note),
        Cell(source, Style.STRONG if differs else Style.SMALL),
    )


def _printed_only(comparison: Comparison) -> Iterator[Table]:
    """Under the nearest title of the form, in its order."""
    sections: dict[str, list[PrintedField]] = {}
    for each in comparison.printed_only:
        title = f"{ONLY_PDF} · {each.heading[-1]}" if each.heading else ONLY_PDF
        sections.setdefault(title, []).append(each)
    for title, fields in sections.items():
        rows = tuple(
            (
                Cell(each.caption),
                Cell(each.text, Style.STRONG),
                Cell(f"nur PDF, Seite {each.place.page + 1}", Style.SMALL),
            )
            for each in fields
        )
        yield Table(title, SHARES, HEAD, rows)
